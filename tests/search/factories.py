"""Rows of the register for tests of search, built directly and small.

Codes are numbered so that references order as they were made.
"""

import datetime as dt
import itertools
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.events import event_record
from registry.models import (
    Authority,
    Certification,
    CertificationEvent,
    CraftVillage,
    Decision,
    Era,
    Establishment,
    GroupNode,
    Place,
    PlaceName,
    Product,
    Scheme,
    Taxonomy,
    User,
)
from registry.models.choices import (
    ActKind,
    AuthorityKind,
    DatePrecision,
    DecisionKind,
    EntryState,
    EvidenceGrade,
    Grading,
    LegalKind,
    NameKind,
    PlaceLevel,
    SubjectKind,
    ValidityBasis,
)
from registry.rules.validity import stored_day
from registry.text import fold

DAY = dt.date(2026, 6, 15)
_SCHEMES = {
    "ocop": ("OCOP", Grading.STARS, SubjectKind.PRODUCT),
    "cnnttb": ("CNNTTB", Grading.LEVELS, SubjectKind.PRODUCT),
    "craft": ("Làng nghề", Grading.TITLES, SubjectKind.CRAFT_VILLAGE),
    "cddl": ("CDĐL", Grading.NONE, SubjectKind.PRODUCT),
}
_numbers = itertools.count(1)


def code() -> str:
    return f"{next(_numbers):09d}"


def user(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]


def scheme(key: str) -> Scheme:
    name, grading, subject = _SCHEMES[key]
    return Scheme.objects.get_or_create(
        code=key,
        defaults={
            "name_vi": name,
            "short_name_vi": name,
            "name_en": name,
            "short_name_en": name,
            "grading": grading,
            "subject": subject,
        },
    )[0]


def group(key: str, label: str = "Thực phẩm", parent: GroupNode | None = None) -> GroupNode:
    taxonomy, _made = Taxonomy.objects.get_or_create(code="t", defaults={"name_vi": "t"})
    return GroupNode.objects.get_or_create(
        taxonomy=taxonomy, code=key, defaults={"label_vi": label, "parent": parent}
    )[0]


def era(key: str = "2025-07-01") -> Era:
    if key == "2025-07-01":
        days = {"first_day": dt.date(2025, 7, 1), "last_day": None, "tag": "f25"}
    else:
        days = {"first_day": None, "last_day": dt.date(2025, 6, 30), "tag": "b25"}
    return Era.objects.get_or_create(key=key, defaults=days)[0]


def place(
    number: str, name: str, *, parent: Place | None = None, level: str = "", old: bool = False
) -> Place:
    of = era("before-2025-07-01" if old else "2025-07-01")
    level = level or (PlaceLevel.COMMUNE if parent else PlaceLevel.PROVINCE)
    made, is_new = Place.objects.get_or_create(
        era=of,
        level=level,
        official_code=number,
        defaults={
            "public_id": f"{of.tag}-{number}",
            "parent": parent,
            "full_name": name,
            "short_name": name.split(" ", 1)[-1],
            "valid_to": of.last_day,
        },
    )
    if is_new:
        PlaceName.objects.create(
            place=made,
            kind=NameKind.OFFICIAL,
            text=name,
            short_text=made.short_name,
            folded=fold(name),
        )
    return made


def maker(name: str, **columns: Any) -> Establishment:
    values = {"legal_kind": LegalKind.COOPERATIVE} | columns
    return Establishment.objects.create(code=code(), name=name, name_folded=fold(name), **values)


def product(name: str, **columns: Any) -> Product:
    return Product.objects.create(code=code(), name=name, name_folded=fold(name), **columns)


def village(name: str, **columns: Any) -> CraftVillage:
    return CraftVillage.objects.create(code=code(), name=name, name_folded=fold(name), **columns)


def decision(number: str) -> Decision:
    issuer, _made = Authority.objects.get_or_create(
        key="ubnd", defaults={"kind": AuthorityKind.PROVINCE, "name": "UBND tỉnh"}
    )
    return Decision.objects.create(
        number=number,
        number_normalised=number.upper(),
        issuer=issuer,
        signed_on=DAY,
        kind=DecisionKind.RECOGNISE,
        entered_by=user("clerk"),
    )


@transaction.atomic
def certification(
    subject: Product | CraftVillage,
    grade: str = "ocop:3",
    *,
    issued: dt.date | None = dt.date(2025, 1, 10),
    precision: str = DatePrecision.DAY,
    until: dt.date | None = None,
    state: str = EntryState.PUBLISHED,
    **columns: Any,
) -> Certification:
    """A certification with its issue; without `until` it has no end."""
    key, _, rank = grade.partition(":")
    of = scheme(key)
    ends = {
        "valid_until": until,
        "validity_basis": ValidityBasis.PRINTED if until else ValidityBasis.NO_END,
    }
    dates = {
        "issued_on": stored_day(issued, precision),
        "issued_on_precision": precision if issued else DatePrecision.NONE,
    }
    is_public = state == EntryState.PUBLISHED
    made = Certification.objects.create(
        code=code(),
        scheme=of,
        grading=of.grading,
        product=subject if isinstance(subject, Product) else None,
        craft_village=subject if isinstance(subject, CraftVillage) else None,
        stars=int(rank) if of.grading == Grading.STARS else None,
        level=rank if of.grading == Grading.LEVELS else "",
        title=rank if of.grading == Grading.TITLES else "",
        product_name_printed=subject.name,
        grade=EvidenceGrade.B1,
        entry_state=state,
        entered_by=user("clerk"),
        published_by=user("chief") if is_public else None,
        published_at=timezone.now() if is_public else None,
        **dates,
        **ends,
        **columns,
    )
    act(
        made,
        ActKind.ISSUE,
        on=dates["issued_on"],
        precision=dates["issued_on_precision"],
        **dates,
        **ends,
    )
    return made


@transaction.atomic
def act(
    of: Certification,
    kind: ActKind,
    *,
    on: dt.date | None,
    precision: str = DatePrecision.DAY,
    **columns: Any,
) -> CertificationEvent:
    """A legal act, with its entry in the log; the version of the certification follows it."""
    entry = event_record(
        tag=f"certification:state:{kind}", subject=of, actor=user("chief"), after={"act": kind}
    )
    Certification.objects.filter(pk=of.pk).update(version=entry.sequence)
    if kind not in (ActKind.ISSUE, ActKind.SUPERSEDE):
        columns.setdefault("ground", "lý do thử")
    return CertificationEvent.objects.create(
        certification=of,
        act=kind,
        effective_on=stored_day(on, precision),
        effective_on_precision=precision if on else DatePrecision.NONE,
        recorded_at=timezone.now(),
        entered_by=user("clerk"),
        approved_by=user("chief"),
        log_entry=entry,
        **columns,
    )


def item(name: str, grade: str = "ocop:3", **options: Any) -> str:
    """A product with one certification; returns its reference."""
    columns = {key: options.pop(key) for key in ("maker", "group") if key in options}
    made = product(name, **columns)
    certification(made, grade, **options)
    return f"p:{made.code}"
