"""Rows for tests, made through the register's services; names differ on purpose.

People and firms here are invented.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from registry.models import (
    Authority,
    Certification,
    CraftVillage,
    Establishment,
    Product,
    Scheme,
    User,
)
from registry.models.choices import (
    ActKind,
    AuthorityKind,
    DatePrecision,
    DecisionKind,
    EvidenceGrade,
    Role,
)
from registry.services.act_record import ActEntry
from registry.services.acts import certification_act
from registry.services.certifications import certification_enter, certification_submit
from registry.services.decisions import decision_enter
from registry.services.delegations import delegation_grant
from registry.services.entry import CertificationEntry, EvidenceEntry
from registry.services.holders import establishment_enter
from registry.services.products import craft_village_enter, product_enter
from registry.services.publication import certification_publish

_numbers = count(1)
SOURCE = "https://example.vn/tin/{number}"


def user(role: str | None = None, authority: Authority | None = None) -> User:
    """An account, delegated since 2010 where a role is given."""
    made = User.objects.create_user(f"user-{next(_numbers)}")
    if role is not None:
        delegation_grant(
            actor=None,
            user=made,
            role=role,
            authority=authority,
            valid_from=dt.date(2010, 1, 1),
        )
    return made


def authority(kind: str = AuthorityKind.PROVINCE, **values: Any) -> Authority:
    number = next(_numbers)
    return Authority.objects.create(
        key=f"authority-{number}", kind=kind, name=f"Cơ quan thử {number}", **values
    )


def body(key: str, kind: str) -> Authority:
    """The authority of a key that regimes name."""
    made, _ = Authority.objects.get_or_create(
        key=key, defaults={"kind": kind, "name": f"Cơ quan thử {key}"}
    )
    return made


@dataclass
class Desk:
    """A clerk and an approver for the whole register, with ready-made bodies."""

    clerk: User = field(default_factory=lambda: user(Role.CLERK))
    approver: User = field(default_factory=lambda: user(Role.APPROVER))

    def __post_init__(self) -> None:
        self.province = authority(AuthorityKind.PROVINCE)
        self.district = authority(AuthorityKind.DISTRICT, valid_to=dt.date(2025, 6, 30))
        self.ministry = body("mae", AuthorityKind.MINISTRY)
        self.industry_ministry = body("moit", AuthorityKind.MINISTRY)
        self.commune = authority(AuthorityKind.COMMUNE, valid_from=dt.date(2025, 7, 1))
        self.agency = body("local-industry-agency", AuthorityKind.AGENCY)
        self.ip_office = body("ip-office", AuthorityKind.AGENCY)

    def maker(self, name: str = "", **values: Any) -> Establishment:
        return establishment_enter(
            actor=self.clerk,
            authority=None,
            name=name or f"Hợp tác xã Thử nghiệm {next(_numbers)}",
            **values,
        )

    def product(self, name: str = "", **values: Any) -> Product:
        values.setdefault("maker", self.maker())
        return product_enter(
            actor=self.clerk,
            authority=None,
            name=name or f"Chè thử nghiệm {next(_numbers)}",
            **values,
        )

    def village(self, name: str = "", **values: Any) -> CraftVillage:
        return craft_village_enter(
            actor=self.clerk,
            authority=None,
            name=name or f"Làng nghề thử nghiệm {next(_numbers)}",
            **values,
        )

    def entry(self, **values: Any) -> CertificationEntry:
        """An OCOP entry of 4 stars by the province on 5 August 2026, decision and source."""
        scheme = values.pop("scheme", None) or Scheme.objects.get(code="ocop")
        number = next(_numbers)
        base = CertificationEntry(
            scheme=scheme,
            grade=EvidenceGrade.B1,
            issuer=self.province,
            issued_on=dt.date(2026, 8, 5),
            issued_on_precision=DatePrecision.DAY,
            product_name_printed=f"Sản phẩm in {number}",
            evidence=(EvidenceEntry(EvidenceGrade.B1, "Tin thử", SOURCE.format(number=number)),),
        )
        if scheme.code == "ocop":
            base = replace(base, stars=4)
        if "product" not in values and scheme.subject == "product":
            values["product"] = self.product()
        if "craft_village" not in values and scheme.subject == "craft_village":
            values["craft_village"] = self.village()
        return replace(base, **values)

    def draft(self, **values: Any) -> Certification:
        return certification_enter(actor=self.clerk, entry=self.entry(**values))

    def submitted(self, **values: Any) -> Certification:
        made = self.draft(**values)
        return certification_submit(actor=self.clerk, certification_id=made.pk)

    def published(
        self,
        *,
        replaces: tuple[Certification, ...] = (),
        replaced_by: Certification | None = None,
        warnings_reason: str = "Lý do thử nghiệm",
        **values: Any,
    ) -> Certification:
        made = self.submitted(**values)
        return certification_publish(
            actor=self.approver,
            certification_id=made.pk,
            replaces=replaces,
            replaced_by=replaced_by,
            warnings_reason=warnings_reason,
        )

    def act(self, certification: Certification, act: ActKind, on: dt.date | None, **values: Any):  # type: ignore[no-untyped-def]
        values.setdefault("ground", "Lý do thử nghiệm")
        return certification_act(
            entered_by=user(Role.APPROVER) if act == ActKind.ANNUL else self.clerk,
            approved_by=self.approver,
            certification_id=certification.pk,
            entry=ActEntry(act=act, effective_on=on, **values),
        )

    def decision(self, number: str = "", issuer: Authority | None = None, **values: Any):  # type: ignore[no-untyped-def]
        values.setdefault("signed_on", dt.date(2026, 8, 5))
        values.setdefault("kind", DecisionKind.RECOGNISE)
        return decision_enter(
            actor=self.clerk,
            issuer=issuer or self.province,
            number=number or f"{next(_numbers)}/QĐ-UBND",
            **values,
        )
