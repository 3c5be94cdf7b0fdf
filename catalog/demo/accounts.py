"""Accounts of the demo: two that enter the press data, and those that people log in with.

Passwords are random and kept in `var/demo_accounts.txt`, readable by its owner only. The
accounts are invented; two provinces show that neither reaches the other's drafts.
"""

import datetime as dt
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group

from catalog.editors import AUTHORS, EDITORS
from registry.backoffice.access import officials_group_ensure
from registry.models import Authority, User
from registry.models.choices import Role
from registry.services.delegations import delegation_grant

_FIRST_DAY = dt.date(2026, 1, 1)
ACCOUNTS_FILE = "demo_accounts.txt"


@dataclass(frozen=True, slots=True)
class _Person:
    """A login: its name, what the list of accounts says of it, and its delegation if any."""

    name: str
    words: str
    role: Role | None = None
    authority: str = ""
    is_superuser: bool = False
    groups: tuple[str, ...] = ()


# Wagtail's own groups; who is in the first only may write, but not publish.
EDITORIAL = (AUTHORS, EDITORS)
_PEOPLE = (
    _Person("quan-tri", "quản trị hệ thống", Role.ADMINISTRATOR, is_superuser=True),
    _Person("bien-tap", "biên tập trang, duyệt bài", groups=EDITORIAL),
    _Person("viet-bai", "viết bài, chờ biên tập duyệt", groups=EDITORIAL[:1]),
    _Person("lam-dong-nhap", "nhập liệu, tỉnh Lâm Đồng", Role.CLERK, "committee:f25-68"),
    _Person("lam-dong-duyet", "duyệt, tỉnh Lâm Đồng", Role.APPROVER, "committee:f25-68"),
    _Person("nghe-an-nhap", "nhập liệu, tỉnh Nghệ An", Role.CLERK, "committee:f25-40"),
    _Person("nghe-an-duyet", "duyệt, tỉnh Nghệ An", Role.APPROVER, "committee:f25-40"),
    _Person("kiem-toan", "kiểm tra, chỉ xem, toàn bộ sổ", Role.AUDITOR),
)


def import_accounts() -> tuple[User, User]:
    """The clerk and the approver of the press data; nobody can log in as them."""
    clerk = _locked_account("nhap-bao-chi")
    approver = _locked_account("duyet-bao-chi")
    for user, role in ((clerk, Role.CLERK), (approver, Role.APPROVER)):
        delegation_grant(actor=None, user=user, role=role, authority=None, valid_from=_FIRST_DAY)
    return clerk, approver


def accounts_ensure() -> None:
    """Makes each login account once; one whose password is not in the file gets a new one."""
    path = settings.VAR_DIR / ACCOUNTS_FILE
    known = _names_in(path)
    for person in _PEOPLE:
        user = User.objects.filter(username=person.name).first()
        if user is not None and person.name in known:
            continue
        password = secrets.token_urlsafe(12)
        user = user or User(username=person.name)
        user.is_staff = user.is_superuser = person.is_superuser
        user.set_password(password)
        user.save()
        _delegate(user, person)
        _write(path, f"{person.name}\t{password}\t{person.words} (tài khoản minh họa)\n")


def _delegate(user: User, person: _Person) -> None:
    if person.role is None:
        user.groups.add(*Group.objects.filter(name__in=person.groups))
        return
    user.groups.add(officials_group_ensure())
    authority = Authority.objects.get(key=person.authority) if person.authority else None
    delegation_grant(
        actor=None, user=user, role=person.role, authority=authority, valid_from=_FIRST_DAY
    )


def _names_in(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()}


def _write(path: Path, line: str) -> None:
    """Adds one account; an older line of the same name no longer opens anything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    name = line.split("\t")[0]
    lines = [*(row for row in kept if row.split("\t")[0] != name), line]
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
    fresh.replace(path)


def _locked_account(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name)
        user.set_unusable_password()
        user.save()
    return user
