"""Accounts of the demo: two that enter the press data, and those that people log in with.

Passwords are random and kept in `var/demo_accounts.txt`, readable by its owner only.
"""

import datetime as dt
import os
import secrets

from django.conf import settings
from django.contrib.auth.models import Group

from registry.models import User
from registry.models.choices import Role
from registry.services.delegations import delegation_grant

_FIRST_DAY = dt.date(2026, 1, 1)
ACCOUNTS_FILE = "demo_accounts.txt"
# Invented accounts: name, Vietnamese role for the list, whether administrator.
_PEOPLE = (
    ("quan-tri", "quản trị (tài khoản minh họa)", True),
    ("bien-tap", "biên tập trang (tài khoản minh họa)", False),
)


def import_accounts() -> tuple[User, User]:
    """The clerk and the approver of the press data; nobody can log in as them."""
    clerk = _account("nhap-bao-chi")
    approver = _account("duyet-bao-chi")
    for user, role in ((clerk, Role.CLERK), (approver, Role.APPROVER)):
        delegation_grant(actor=None, user=user, role=role, authority=None, valid_from=_FIRST_DAY)
    return clerk, approver


def accounts_ensure(*, today: dt.date) -> None:
    """Creates the login accounts once and writes their passwords to the ignored file."""
    lines = []
    for name, role, is_administrator in _PEOPLE:
        if User.objects.filter(username=name).exists():
            continue
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(name, password=password)
        if is_administrator:
            user.is_staff = user.is_superuser = True
            user.save()
            delegation_grant(
                actor=None,
                user=user,
                role=Role.ADMINISTRATOR,
                authority=None,
                valid_from=today,
            )
        else:
            # Wagtail's own groups; who is in the first only may write, but not publish.
            user.groups.add(*Group.objects.filter(name__in=("Editors", "Moderators")))
        lines.append(f"{name}\t{password}\t{role}\n")
    if not lines:
        return
    path = settings.VAR_DIR / ACCOUNTS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(lines)


def _account(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name)
        user.set_unusable_password()
        user.save()
    return user
