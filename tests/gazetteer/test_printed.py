"""Places printed on certificates: sure, or left to a person."""

import datetime as dt

import pytest

from registry.gazetteer.directory import PlaceDirectory
from registry.gazetteer.resolver import PrintedPlace, resolve_printed

pytestmark = pytest.mark.django_db

BEFORE, AFTER = dt.date(2022, 6, 1), dt.date(2026, 3, 1)


def shown(place: PrintedPlace, directory: PlaceDirectory) -> tuple[str, str, str]:
    def public_id(place_id: int | None) -> str:
        return directory.get(place_id).public_id if place_id else ""

    return public_id(place.place_at_issue), public_id(place.place_now), place.certainty


@pytest.mark.parametrize(
    ("commune", "district", "province", "day", "expected"),
    [
        ("xã Vân Hà", "huyện Việt Yên", "Bắc Giang", BEFORE, ("b25-07804", "f25-07798", "exact")),
        ("xã Vân Hà", "", "Bắc Giang", BEFORE, ("b25-07804", "f25-07798", "exact")),
        ("phường Vân Hà", "", "Bắc Ninh", AFTER, ("f25-07798", "f25-07798", "exact")),
        # Both eras have it: the day tells.
        ("xã Phú Nghĩa", "", "Hà Nội", BEFORE, ("b25-10033", "f25-10030", "exact")),
        ("xã Phú Nghĩa", "", "Hà Nội", AFTER, ("f25-10030", "f25-10030", "exact")),
        # Who prints a district means the old division, whatever the day.
        ("xã Phú Nghĩa", "Chương Mỹ", "Hà Nội", AFTER, ("b25-10033", "f25-10030", "exact")),
        # An old commune with its new province.
        ("xã Vân Hà", "thị xã Việt Yên", "Bắc Ninh", AFTER, ("b25-07804", "f25-07798", "exact")),
        # A split has no single unit of today.
        ("xã Đặng Xá", "Gia Lâm", "Hà Nội", BEFORE, ("b25-00556", "", "one_of_several")),
        ("huyện Lục Ngạn", "huyện Lục Ngạn", "Bắc Giang", BEFORE, ("b25-219", "", "district_only")),
        ("", "", "Bắc Giang", BEFORE, ("b25-24", "f25-24", "province_only")),
        ("", "", "Bắc Ninh", AFTER, ("f25-24", "f25-24", "province_only")),
        # Homonyms are not guessed: the province is sure, the commune is not.
        ("xã Tân Thành", "", "Lạng Sơn", BEFORE, ("b25-20", "f25-20", "province_only")),
        # Nor is spelling mended.
        ("xã Vân Hà", "", "Bắc Gaing", BEFORE, ("", "", "unknown")),
        ("xã Vâng Hà", "Việt Yên", "Bắc Giang", BEFORE, ("b25-222", "", "district_only")),
        ("đặc khu Lý Sơn", "", "Quảng Ngãi", AFTER, ("f25-21548", "f25-21548", "exact")),
        ("", "", "", None, ("", "", "unknown")),
    ],
)
def test_printed_places(
    commune: str,
    district: str,
    province: str,
    day: dt.date | None,
    expected: tuple[str, str, str],
    gazetteer: PlaceDirectory,
) -> None:
    place = resolve_printed(
        commune_or_district=commune, district=district, province=province, on=day
    )
    assert shown(place, gazetteer) == expected


def test_the_address_serves_where_the_columns_are_empty(gazetteer: PlaceDirectory) -> None:
    place = resolve_printed(
        address="thôn Phú Vinh, xã Phú Nghĩa, huyện Chương Mỹ, Hà Nội", on=BEFORE
    )
    assert shown(place, gazetteer) == ("b25-10033", "f25-10030", "exact")


def test_what_is_not_sure_is_offered(gazetteer: PlaceDirectory) -> None:
    place = resolve_printed(
        commune_or_district="xã Vâng Hà", district="Việt Yên", province="Bắc Giang", on=BEFORE
    )
    assert "b25-07804" in {candidate.place.public_id for candidate in place.candidates}
