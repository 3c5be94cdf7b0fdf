"""A small register with one item for each state, made through the register's services."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from registry.gazetteer.directory import get_directory
from registry.models import Certification, GroupNode, Place, Scheme
from registry.models.choices import (
    ActKind,
    DatePrecision,
    DecisionKind,
    EvidenceGrade,
    LegalKind,
    PlaceCertainty,
)
from registry.services.acts import ActEntry, act_write
from registry.services.entry import EvidenceEntry
from tests.factories import Desk

TODAY = dt.date(2026, 11, 24)


@dataclass
class Shelf:
    """The certifications by the state that they are in on `TODAY`."""

    desk: Desk
    valid: Certification
    ending: Certification
    expired: Certification
    year_only: Certification
    no_date: Certification
    withdrawn: Certification
    superseded: Certification
    successor: Certification
    nation: Certification
    village: Certification
    indication: Certification
    surrendered: Certification
    annulled: Certification

    def by_state(self) -> dict[str, Certification]:
        return {name: value for name, value in vars(self).items() if name != "desk"}


def unit(name: str, parent: str, *, era: str = "b25") -> Place:
    """A unit by its full name and the full name of a unit above it."""
    directory = get_directory()
    for place in directory.all():
        if place.full_name == name and place.public_id.startswith(era):
            above = (place, *directory.ancestors(place.id))
            if any(p.full_name == parent for p in above):
                return Place.objects.get(pk=place.id)
    raise LookupError(f"{name}, {parent}")


def group(code: str) -> GroupNode:
    return GroupNode.objects.get(taxonomy__code="sovang", code=code)


def fill() -> Shelf:
    desk = Desk()
    desk.province.name = "Ủy ban nhân dân tỉnh Lâm Đồng"
    desk.province.save()
    desk.district.name = "Ủy ban nhân dân huyện Đắk Song"
    desk.district.save()
    desk.industry_ministry.name = "Bộ Công Thương"
    desk.industry_ministry.save()
    thuan_ha = unit("Xã Thuận Hà", "Tỉnh Đắk Nông")
    thuan_hanh = unit("Xã Thuận Hạnh", "Tỉnh Lâm Đồng", era="f25")
    lam_dong = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    there = {
        "place_printed": "Xã Thuận Hà, huyện Đắk Song, tỉnh Đắk Nông",
        "place_at_issue": thuan_ha,
        "place_now": thuan_hanh,
        "place_certainty": PlaceCertainty.EXACT,
    }
    coop = desk.maker(
        "Hợp tác xã Nông sản hữu cơ Thử Nghiệm Tây Nguyên", legal_kind=LegalKind.COOPERATIVE
    )
    household = desk.maker(
        "Hộ kinh doanh (tên cá nhân lược bỏ)", legal_kind=LegalKind.HOUSEHOLD, name_is_personal=True
    )

    def product(name: str, code: str, maker=coop):  # type: ignore[no-untyped-def]
        return desk.product(name, maker=maker, group=group(code))

    def issued(name: str, code: str, day: dt.date | None, stars: int = 3, **values):  # type: ignore[no-untyped-def]
        values.setdefault("product", product(name, code, values.pop("maker", coop)))
        values.setdefault("maker_name_printed", values["product"].maker.name)
        # From late 2022 to June 2025 districts recognised three stars.
        by_district = stars == 3 and day and dt.date(2022, 10, 1) <= day < dt.date(2025, 7, 1)
        values.setdefault("issuer", desk.district if by_district else desk.province)
        precision = values.pop("precision", DatePrecision.DAY if day else DatePrecision.NONE)
        return desk.published(
            stars=stars,
            issued_on=day,
            issued_on_precision=precision,
            product_name_printed=name,
            **{**there, **values},
        )

    decision = desk.decision("3981/QĐ-UBND", signed_on=dt.date(2026, 8, 5))
    valid = issued(
        "Cà phê Nắng Vàng thử nghiệm",
        "ca-phe",
        dt.date(2026, 8, 5),
        grade=EvidenceGrade.A,
        decision=decision,
        evidence=(
            EvidenceEntry(
                EvidenceGrade.A,
                "Quyết định 3981/QĐ-UBND",
                "https://vi-du.gov.vn/3981",
                dt.date(2026, 8, 20),
            ),
        ),
    )
    ending = issued("Macca sấy thử nghiệm", "hat", dt.date(2024, 2, 10), 4)
    expired = issued("Mật ong hoa cà phê thử nghiệm", "mat-ong", dt.date(2020, 2, 4))
    year_only = issued(
        "Chè Ô long thử nghiệm", "che", dt.date(2023, 1, 1), precision=DatePrecision.YEAR
    )
    no_date = issued(
        "Chanh dây sấy dẻo thử nghiệm",
        "trai-cay",
        None,
        maker=household,
        place_printed="",
        place_at_issue=None,
        place_now=lam_dong,
        place_certainty=PlaceCertainty.PROVINCE_ONLY,
        issuer=None,
    )
    withdrawn = issued("Rượu gạo Sương Mù thử nghiệm", "ruou", dt.date(2025, 1, 10), 4)
    taking = desk.decision("858/QĐ-UBND", kind=DecisionKind.WITHDRAW, signed_on=dt.date(2026, 3, 3))
    desk.act(
        withdrawn,
        ActKind.WITHDRAW,
        dt.date(2026, 3, 3),
        decision=taking,
        ground="không còn sản xuất",
    )
    pepper = product("Tiêu không hạt thử nghiệm", "gia-vi")
    superseded = issued(pepper.name, "gia-vi", dt.date(2024, 5, 6), product=pepper)
    successor = issued(
        pepper.name, "gia-vi", dt.date(2026, 6, 1), 4, product=pepper, replaces=(superseded,)
    )
    nation = _levels(desk, there, coop)
    village = _village(desk, there)
    indication = _indication(desk, lam_dong)
    surrendered = issued("Nấm khô thử nghiệm", "rau-nam", dt.date(2025, 5, 5))
    with transaction.atomic():
        act_write(
            certification=surrendered,
            entered_by=desk.clerk,
            approved_by=desk.approver,
            entry=ActEntry(
                act=ActKind.SURRENDER,
                effective_on=dt.date(2026, 2, 1),
                ground="ngừng sản xuất",
            ),
        )
    annulled = issued("Nước mắm thử nghiệm", "nuoc-mam", dt.date(2025, 5, 5))
    desk.act(annulled, ActKind.ANNUL, dt.date(2026, 1, 1), ground="cấp nhầm sản phẩm")
    return Shelf(
        desk, valid, ending, expired, year_only, no_date, withdrawn, superseded, successor,
        nation, village, indication, surrendered, annulled,
    )  # fmt: skip


def _levels(desk: Desk, there: dict, maker) -> Certification:  # type: ignore[no-untyped-def, type-arg]
    """One product with two levels; the higher does not replace the lower."""
    scheme = Scheme.objects.get(code="cnnttb")
    bell = desk.product("Chuông đồng thử nghiệm", maker=maker, group=group("dong-kim-khi"))
    common = {
        "scheme": scheme, "product": bell, "product_name_printed": bell.name,
        "maker_name_printed": maker.name, "issued_on_precision": DatePrecision.YEAR, **there,
    }  # fmt: skip
    desk.published(level="province", issued_on=dt.date(2022, 1, 1), **common)
    common["issuer"] = desk.industry_ministry
    return desk.published(level="nation", issued_on=dt.date(2023, 1, 1), **common)


def _village(desk: Desk, there: dict) -> Certification:  # type: ignore[type-arg]
    made = desk.published(
        scheme=Scheme.objects.get(code="craft"),
        craft_village=desk.village(
            "Làng nghề nấu rượu thử nghiệm thôn Bản Kim",
            group=group("ruou"),
            trade="nấu rượu",
            place_text="thôn Bản Kim",
        ),
        title="traditional_craft_village",
        issued_on=dt.date(2010, 1, 1),
        issued_on_precision=DatePrecision.YEAR,
        product_name_printed="Làng nghề nấu rượu thử nghiệm thôn Bản Kim",
        **there,
    )
    desk.act(
        made,
        ActKind.WITHDRAW,
        dt.date(2024, 12, 1),
        effective_on_precision=DatePrecision.MONTH,
        ground="không đủ 20 % số hộ làm nghề",
    )
    return made


def _indication(desk: Desk, place: Place) -> Certification:
    pepper = desk.product("Hồ tiêu Thử Nghiệm", maker=None, group=group("gia-vi"))
    return desk.published(
        scheme=Scheme.objects.get(code="cddl"),
        product=pepper,
        product_name_printed=pepper.name,
        issuer=desk.ip_office,
        issued_on=dt.date(2019, 3, 1),
        place_now=place,
        place_certainty=PlaceCertainty.PROVINCE_ONLY,
    )
