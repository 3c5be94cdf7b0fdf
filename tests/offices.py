"""Two provinces with their people and records, for tests of the desk. All names are invented."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from registry.backoffice.access import officials_group_ensure
from registry.models import Authority, Certification, Decision, Place, User
from registry.models.choices import AuthorityKind, Role
from registry.services.certifications import certification_enter, certification_submit
from registry.services.delegations import delegation_grant
from registry.services.entry import EvidenceEntry
from registry.services.publication import certification_publish
from tests import factories
from tests.factories import Desk


def official(role: str | None, authority: Authority | None, **dates: Any) -> User:
    """An account that may enter the admin, delegated where a role is given."""
    made = factories.user()
    made.groups.add(officials_group_ensure())
    if role is not None:
        dates.setdefault("valid_from", dt.date(2010, 1, 1))
        delegation_grant(actor=None, user=made, role=role, authority=authority, **dates)
    return made


@dataclass
class Office:
    """One province's body of today with an ended predecessor, and an account of each role."""

    public_id: str
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = Place.objects.get(public_id=self.public_id)
        self.authority = factories.authority(
            AuthorityKind.PROVINCE, place=self.place, valid_from=dt.date(2025, 7, 1)
        )
        self.predecessor = factories.authority(
            AuthorityKind.PROVINCE, valid_to=dt.date(2025, 6, 30), successor=self.authority
        )
        for role in Role:
            self.people[role] = official(role, self.authority)

    @property
    def clerk(self) -> User:
        return self.people[Role.CLERK]

    @property
    def approver(self) -> User:
        return self.people[Role.APPROVER]

    def client(self, role: str) -> Client:
        return logged_in(self.people[role])


def logged_in(user: User) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(user)
    return client


@dataclass
class Record:
    """A decision with one certification, its product and maker, all with telling names."""

    decision: Decision
    certification: Certification

    @property
    def words(self) -> tuple[str, ...]:
        """What must not be seen by others: the number, the product, the maker, the code."""
        product = self.certification.product
        assert product is not None and product.maker is not None
        return (
            self.decision.number,
            product.name,
            product.maker.name,
            self.certification.code,
            product.code,
            product.maker.code,
        )


def record(desk: Desk, office: Office, mark: str, *, state: str = "draft", **values: Any) -> Record:
    """A record of an office in a state of entry; `mark` makes its names findable."""
    decision = desk.decision(f"77{mark}/QĐ-UBND", issuer=office.authority)
    maker = desk.maker(f"Hợp tác xã {mark}")
    product = desk.product(f"Chè shan {mark}", maker=maker)
    entry = desk.entry(
        issuer=office.authority,
        decision=decision,
        product=product,
        product_name_printed=product.name,
        maker_name_printed=maker.name,
        evidence=(EvidenceEntry("B1", "", f"https://example.vn/{mark}"),),
        **values,
    )
    made = certification_enter(actor=office.clerk, entry=entry)
    if state in ("in_review", "published"):
        made = certification_submit(actor=office.clerk, certification_id=made.pk)
    if state == "published":
        made = certification_publish(
            actor=office.approver, certification_id=made.pk, warnings_reason="Lý do thử"
        )
    return Record(decision, made)
