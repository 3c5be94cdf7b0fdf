"""What pages say to machines, held against golden files: one for each serializer.

Codes are allotted at random, so they stand in the files under the name of their record.
"""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from catalog import addresses, structured_data
from registry.gazetteer.directory import get_directory
from registry.models import ProductIdentifier
from registry.models.choices import CertificationStatus, IdentifierKind
from registry.selectors.items import item, product_ref
from tests.catalog.shelf import TODAY, Shelf, group

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"


def graph(site: Client, path: str) -> list[dict[str, Any]]:
    html = site.get(path).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(blocks) == 1, path
    data = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def paths(shelf: Shelf) -> dict[str, str]:
    valid = shelf.valid
    return {
        "product": addresses.product(valid.product.code),
        "product_of_levels": addresses.product(shelf.nation.product.code),
        "product_unknown": addresses.product(shelf.no_date.product.code),
        "craft_village": addresses.craft_village(shelf.village.craft_village.code),
        "maker": addresses.maker(valid.product.maker.code),
        "place": addresses.place(shelf.village.place_now.public_id),
        "about_data": addresses.ABOUT_DATA,
    }


def named(text: str, shelf: Shelf) -> str:
    """The text with the codes of the shelf under the names of their records."""
    for name, certification in shelf.by_state().items():
        subject = certification.product or certification.craft_village
        codes = {certification.code: f"CODE-{name}", subject.code: f"CODE-of-{name}"}
        maker = getattr(subject, "maker", None)
        if maker:
            codes[maker.code] = "CODE-personal" if maker.name_is_personal else "CODE-coop"
        for code, words in codes.items():
            text = text.replace(code, words)
        for other in subject.certifications.exclude(pk=certification.pk):
            text = text.replace(other.code, f"CODE-other-{name}")
    return re.sub(r'"dateModified": "[^"]*"', '"dateModified": "MOMENT"', text)


@pytest.mark.parametrize(
    "name",
    ["product", "product_of_levels", "product_unknown", "craft_village", "maker", "place",
     "about_data"],
)  # fmt: skip
def test_a_page_says_to_machines_what_its_golden_file_holds(
    site: Client, shelf: Shelf, name: str
) -> None:
    nodes = graph(site, paths(shelf)[name])
    said = named(json.dumps(nodes, ensure_ascii=False, indent=1), shelf) + "\n"
    file = GOLDEN / f"{name}.json"

    assert json.loads(said) == json.loads(file.read_text(encoding="utf-8"))


def test_only_a_state_that_is_known_is_told_in_the_two_words_of_schema_org() -> None:
    said = {state: structured_data.certification_status(state) for state in CertificationStatus}

    assert said.pop(CertificationStatus.VALID).endswith("/CertificationActive")
    assert said.pop(CertificationStatus.VALIDITY_UNKNOWN) == ""
    assert all(value.endswith("/CertificationInactive") for value in said.values())


def test_a_maker_carries_no_certificate_of_its_products(site: Client, shelf: Shelf) -> None:
    node = graph(site, paths(shelf)["maker"])[0]

    assert node["@type"] == "Organization"
    assert "hasCertification" not in node


def test_a_person_is_not_named_and_carries_no_number(site: Client, shelf: Shelf) -> None:
    maker = shelf.no_date.product.maker
    maker.trade_name, maker.enterprise_number = "Bà Thử", "0123456789"
    maker.save()
    said = json.dumps(graph(site, addresses.maker(maker.code)), ensure_ascii=False)

    assert "Bà Thử" not in said and "0123456789" not in said


def test_a_name_cannot_end_the_block_of_data(site: Client, shelf: Shelf) -> None:
    product = shelf.valid.product
    product.name = 'Chè </script><script>alert("x")</script> & cà phê'
    product.save()

    assert graph(site, addresses.product(product.code))[0]["name"] == product.name


def test_a_gtin_of_the_maker_and_a_tour_as_a_service(site: Client, shelf: Shelf) -> None:
    product = shelf.valid.product
    ProductIdentifier.objects.create(
        product=product, kind=IdentifierKind.GTIN, value="8930000000016"
    )
    assert graph(site, addresses.product(product.code))[0]["gtin"] == "8930000000016"

    product.group = group("du-lich")
    product.save()
    record = item(product_ref(product.code))
    assert record is not None
    node = structured_data.product(record, TODAY, get_directory())
    assert node["@type"] == "Service" and "sku" not in node and node["provider"]["name"]


def test_the_address_of_a_page_is_that_of_the_setting_whatever_the_host(
    site: Client, shelf: Shelf
) -> None:
    path = addresses.product(shelf.valid.product.code)
    with override_settings(BASE_URL="https://so-vang.example.vn", ALLOWED_HOSTS=["*"]):
        html = site.get(path, headers={"host": "127.0.0.1"}).content.decode()

    url = f"https://so-vang.example.vn{path}"
    assert f'<link rel="canonical" href="{url}">' in html
    assert f'<meta property="og:url" content="{url}">' in html
    assert '<meta property="og:type" content="product">' in html
    assert settings.BASE_URL not in html


def test_a_certificate_without_an_exact_end_says_no_end(site: Client, shelf: Shelf) -> None:
    path = addresses.product(shelf.year_only.product.code)
    (node,) = graph(site, path)[0]["hasCertification"]

    assert node["validFrom"] == "2023" and "expires" not in node
    (exact,) = graph(site, paths(shelf)["product"])[0]["hasCertification"]
    assert exact["expires"] == dt.date(2029, 8, 4).isoformat()
