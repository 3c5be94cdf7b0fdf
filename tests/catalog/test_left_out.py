"""What a page cannot use of its address is named, on every page that takes something."""

import pytest
from django.test import Client

from catalog import addresses
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, unit

pytestmark = pytest.mark.django_db
SAID = "Sổ không hiểu phần này của địa chỉ nên bỏ qua"


def pages(shelf: Shelf) -> dict[str, str]:
    """Pages by what they take, each with an address that is right."""
    valid = shelf.valid
    return {
        "catalogue": "/danh-muc/?q=che",
        "diagram": "/so-do/?tinh=f25-68",
        "statistics": "/so-lieu/?ngay=30/06/2026",
        "statistics by province": "/so-lieu/theo-tinh/?cach=luy-ke",
        "statistics by group": "/so-lieu/theo-nhom/?cach=luy-ke",
        "list of figures": "/so-lieu/danh-sach/?cach=luy-ke",
        "places": "/dia-phuong/?ten=hiep+thanh",
        "place": addresses.place(unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25").public_id) + "?",
        "maker": addresses.maker(valid.product.maker.code) + "?",
        "decision": addresses.decision(valid.decision) + "?trang=1",
        "verification": f"/kiem-tra/?ma={valid.code}",
        "certificate": f"/c/{valid.code}?ngay=01/11/2026",
        "feeds": "/theo-doi/?",
    }


NAMES = ["catalogue", "diagram", "statistics", "statistics by province", "statistics by group",
         "list of figures", "places", "place", "maker", "decision", "verification", "certificate",
         "feeds"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_parameter_is_named(site: Client, shelf: Shelf, name: str) -> None:
    path = pages(shelf)[name]
    plain = site.get(path)
    asked = site.get(f"{path}&mau-sac=đỏ")

    assert plain.status_code == asked.status_code == 200
    assert SAID not in parse(plain).text
    assert SAID in parse(asked).text
    assert "mau-sac “đỏ”" in parse(asked).text


@pytest.mark.parametrize("name", NAMES)
def test_what_networks_add_and_the_language_are_not_blamed(
    site: Client, shelf: Shelf, name: str
) -> None:
    path = f"{pages(shelf)[name]}&utm_source=x&fbclid=y&ngon-ngu=vi"

    assert SAID not in parse(site.get(path)).text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("place", "trang=hai"), ("decision", "trang=-1"), ("decision", "trang-doi=x"),
     ("list of figures", "trang=0"), ("list of figures", "dang=pdf"),
     ("verification", "noi=sao-hoa"),
     ("certificate", "noi=f25-zz")],
)  # fmt: skip
def test_a_value_that_the_page_cannot_use_is_named(
    site: Client, shelf: Shelf, name: str, wrong: str
) -> None:
    path = pages(shelf)[name].replace("trang=1", "")
    value = wrong.partition("=")[2]
    text = parse(site.get(f"{path}&{wrong}")).text

    assert SAID in text
    assert f"“{value}”" in text, text[:300]


def test_what_is_named_is_text(site: Client, shelf: Shelf) -> None:
    content = site.get("/dia-phuong/?<script>alert(1)</script>=<b>").content.decode()

    assert "<script>alert" not in content
    assert "&lt;script&gt;" in content
