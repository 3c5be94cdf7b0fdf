"""The sitemap lists exactly what is public, in both languages, in parts that never grow."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import addresses, kept, sitemaps
from catalog.models import ExplanationPage
from registry.models import Certification, Decision, Establishment
from registry.models.choices import ActKind
from registry.selectors import public
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def parts(site: Client) -> list[str]:
    root = ET.fromstring(site.get("/sitemap.xml").content)  # noqa: S314  our own answer
    return [found.text.removeprefix(HOST) for found in root.iterfind("s:sitemap/s:loc", NS)]  # type: ignore[union-attr]


def listed(site: Client, part: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Address, day of change and languages of each entry of a part."""
    response = site.get(part)
    assert response.status_code == 200, part
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    for url in ET.fromstring(response.getvalue()).iterfind("s:url", NS):  # noqa: S314
        links = {one.get("hreflang"): one.get("href") for one in url.iterfind("x:link", NS)}
        yield url.findtext("s:loc", "", NS), url.findtext("s:lastmod", "", NS), links  # type: ignore[misc]


def paths(site: Client) -> set[str]:
    """Every listed address in Vietnamese."""
    found = [loc for part in parts(site) for loc, _day, _links in listed(site, part)]
    return {loc.removeprefix(HOST) for loc in found if "ngon-ngu=" not in loc}


def test_it_lists_exactly_what_is_public(site: Client, shelf: Shelf) -> None:
    found = paths(site)
    certified = public.certifications()

    def under(start: str) -> set[str]:
        return {path for path in found if path.startswith(start)}

    assert under("/c/") == {
        addresses.certificate(c) for c in certified.values_list("code", flat=True)
    }
    assert under("/i/") == {
        addresses.product(code) for code in public.products().values_list("code", flat=True)
    }
    assert under("/v/") == {
        addresses.craft_village(c) for c in public.craft_villages().values_list("code", flat=True)
    }
    makers = Establishment.objects.filter(pk__in=public.products().values("maker"))
    assert under("/co-so/") == {
        addresses.maker(code) for code in makers.values_list("code", flat=True)
    }
    decisions = Decision.objects.select_related("issuer").filter(is_discarded=False)
    held = {d for d in decisions if site.get(addresses.decision(d)).status_code == 200}
    assert under("/quyet-dinh/") == {addresses.decision(one) for one in held}
    for certification in certified.exclude(place_now=None):
        assert addresses.place(certification.place_now.public_id) in found
    assert {"/", "/danh-muc/", "/ve-so/", "/chuong-trinh/ocop/4/"} <= found


def test_every_address_answers_in_its_language_and_calls_itself_so(
    site: Client, shelf: Shelf
) -> None:
    seen = 0
    for part in parts(site):
        for loc, _day, links in listed(site, part):
            site.cookies.clear()
            response = site.get(loc.removeprefix(HOST))
            assert response.status_code == 200, loc
            content = response.content.decode()
            canonical = re.search(r'<link rel="canonical" href="([^"]*)"', content)
            assert canonical and canonical[1] == loc.replace("&", "&amp;")
            own = dict(
                re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', content)
            )
            assert own == links, loc
            assert response["Content-Language"] == ("en" if loc == links.get("en") else "vi"), loc
            seen += 1
    assert seen > 100


def test_drafts_and_what_editors_took_away_are_not_in_it(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft(product=shelf.desk.product("Chưa công bố"))
    ExplanationPage.objects.get(slug="ve-so").unpublish()
    kept.clear()
    found = paths(site)

    assert addresses.certificate(draft.code) not in found
    assert addresses.product(draft.product.code) not in found
    assert "/ve-so/" not in found


def test_no_part_is_longer_than_a_block_and_none_is_lost(
    site: Client, shelf: Shelf, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    whole = paths(site)
    monkeypatch.setattr(sitemaps, "BLOCK", 3)
    kept.clear()
    rows = {part: list(listed(site, part)) for part in parts(site)}

    assert all(1 <= len(found) <= 6 for found in rows.values())
    assert len(rows) > 20
    assert paths(site) == whole
    every = [loc for found in rows.values() for loc, _day, _links in found]
    assert len(every) == len(set(every))


def test_an_act_and_a_publication_are_the_day_of_change(site: Client, shelf: Shelf) -> None:
    before = _changed(site, shelf.valid)
    shelf.desk.act(shelf.valid, ActKind.WITHDRAW, dt.date(2026, 11, 1))
    kept.clear()
    after = _changed(site, shelf.valid)

    assert after > before
    assert timezone.now() - dt.datetime.fromisoformat(after) < dt.timedelta(minutes=1)


def _changed(site: Client, certification: Certification) -> str:
    wanted = HOST + addresses.certificate(certification.code)
    found = [
        day
        for part in parts(site)
        if "certifications" in part
        for loc, day, _links in listed(site, part)
        if loc == wanted
    ]
    return found[0]


@pytest.mark.parametrize(
    "path",
    ["/sitemap/products-999.xml", "/sitemap/la-0.xml", "/sitemap/products-.xml", "/sitemap/x.xml",
     "/sitemap/products--1.xml", "/sitemap/products-99999999999999999999.xml", "/sitemap/"],
)  # fmt: skip
def test_what_is_no_part_is_not_found(site: Client, shelf: Shelf, path: str) -> None:
    assert site.get(path).status_code == 404


def test_robots_are_told_of_it_where_they_may_come(site: Client, shelf: Shelf) -> None:
    with override_settings(IS_DEMO=False):
        said = site.get("/robots.txt").content.decode()
    assert said == f"User-agent: *\nDisallow: /admin/\nSitemap: {HOST}/sitemap.xml\n"


def test_the_number_of_queries_of_a_part_does_not_grow(site: Client, shelf: Shelf) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for part in ["/sitemap.xml", *parts(site)]:
            site.get(part).getvalue() if part != "/sitemap.xml" else site.get(part)
            with CaptureQueriesContext(connection) as captured:
                b"".join(site.get(part))
            found[part] = len(captured)
        return found

    before = cost()
    for number in range(6):
        product = shelf.desk.product(f"Thêm {number}", maker=shelf.valid.product.maker)
        shelf.desk.published(product=product, product_name_printed=product.name)
    home = ExplanationPage.objects.get(slug="ve-so").get_parent()
    for number in range(4):
        page = ExplanationPage(title=f"Thêm {number}", slug=f"them-{number}")
        home.add_child(instance=page)
    kept.clear()
    after = cost()

    assert after == before
    assert all(most <= 5 for most in after.values()), after
