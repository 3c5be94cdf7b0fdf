"""Atom feeds: new, ended and changed certifications, of the register and of one unit."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from catalog import addresses
from catalog.feeds import CHANGED, ENDED, KINDS, NEW
from registry.models.choices import ActKind, DecisionKind
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(site: Client, path: str) -> list[ET.Element]:
    response = site.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314  our own answer
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    return feed.findall(f"{ATOM}entry")


def codes(site: Client, path: str) -> list[str]:
    links = [entry.find(f"{ATOM}link") for entry in entries(site, path)]
    return [link.attrib["href"].rsplit("/", 1)[1] for link in links if link is not None]


def test_what_is_new_what_ended_and_what_changed(site: Client, shelf: Shelf) -> None:
    desk = shelf.desk
    pausing = desk.decision(
        "77/QĐ-SHTT",
        issuer=desk.ip_office,
        kind=DecisionKind.SUSPEND,
        signed_on=dt.date(2026, 10, 10),
    )
    desk.act(shelf.indication, ActKind.SUSPEND, dt.date(2026, 10, 10), decision=pausing)
    ended = codes(site, addresses.feed(ENDED))

    assert shelf.valid.code in codes(site, addresses.feed(NEW))
    for gone in (shelf.withdrawn, shelf.surrendered, shelf.superseded, shelf.annulled,
                 shelf.expired, shelf.village):  # fmt: skip
        assert ended.count(gone.code) == 1
    assert not {shelf.valid.code, shelf.ending.code, shelf.no_date.code} & set(ended)
    assert codes(site, addresses.feed(CHANGED)) == [shelf.indication.code]


def test_english_readers_follow_in_english(site: Client, shelf: Shelf) -> None:
    page = site.get(f"{addresses.FOLLOW}?ngon-ngu=en").content.decode()
    path = f"{addresses.feed(NEW)}?ngon-ngu=en"
    assert f'href="{path}"' in page
    # A program that reads feeds keeps no choice.
    site.cookies.clear()
    feed = ET.fromstring(site.get(path).content)  # noqa: S314  our own answer
    own = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    theirs = ET.fromstring(site.get(addresses.feed(NEW)).content)  # noqa: S314

    assert own["self"].endswith(path) and own["alternate"].endswith("?ngon-ngu=en")
    assert feed.findtext(f"{ATOM}id") != theirs.findtext(f"{ATOM}id")
    found = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert found and not set(found) & {e.findtext(f"{ATOM}id") for e in theirs.iter(f"{ATOM}entry")}
    assert all(
        link.attrib["href"].endswith("?ngon-ngu=en")
        for link in feed.iterfind(f".//{ATOM}entry/{ATOM}link")
    )


def test_an_empty_feed_stays_the_same_while_nothing_happens(site: Client, shelf: Shelf) -> None:
    path = addresses.feed(NEW, "f25-01")
    assert site.get(path).content == site.get(path).content


def test_one_of_a_year_that_has_surely_ended_is_told(site: Client, shelf: Shelf) -> None:
    old = shelf.desk.published(stars=4, issued_on=dt.date(2021, 1, 1), issued_on_precision="year")

    assert old.code in codes(site, addresses.feed(ENDED))
    assert shelf.year_only.code not in codes(site, addresses.feed(ENDED))


def test_an_entry_keeps_its_id_and_newest_come_first(site: Client, shelf: Shelf) -> None:
    first = entries(site, addresses.feed(ENDED))
    shelf.valid.product.name = "Tên khác"
    shelf.valid.product.save()
    again = entries(site, addresses.feed(ENDED))
    ids = [entry.findtext(f"{ATOM}id") for entry in first]
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in first]

    assert ids == [entry.findtext(f"{ATOM}id") for entry in again]
    assert len(set(ids)) == len(ids)
    assert moments[-1] < moments[0]


def test_a_unit_old_or_new_has_what_lies_in_it_only(site: Client, shelf: Shelf) -> None:
    now, then = shelf.valid.place_now, shelf.valid.place_at_issue
    for place in (now, then):
        assert shelf.valid.code in codes(site, addresses.feed(NEW, place.public_id))
    assert codes(site, addresses.feed(NEW, "f25-01")) == []
    # Its source names the province only.
    assert shelf.no_date.code not in codes(site, addresses.feed(NEW, now.public_id))


def test_a_draft_is_in_no_feed(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft()

    assert all(draft.code not in codes(site, addresses.feed(kind)) for kind in KINDS)


def test_an_unchanged_feed_is_not_sent_again(site: Client, shelf: Shelf) -> None:
    path = addresses.feed(NEW)
    etag = site.get(path)["ETag"]

    assert site.get(path, headers={"if-none-match": etag}).status_code == 304


def test_other_spellings_and_other_names(site: Client, shelf: Shelf) -> None:
    moved = site.get("/dia-phuong/F25-68/moi.atom")
    assert moved.status_code == 301 and moved["Location"] == addresses.feed(NEW, "f25-68")
    for path in ("/theo-doi/khac.atom", "/dia-phuong/f25-68/khac.atom",
                 "/dia-phuong/khong-co/moi.atom"):  # fmt: skip
        assert site.get(path).status_code == 404


def test_the_page_names_every_feed_and_a_place_its_own(site: Client, shelf: Shelf) -> None:
    links = [url for url, _attrs in parse(site.get(addresses.FOLLOW)).links]
    assert {addresses.feed(kind) for kind in KINDS} <= set(links)
    html = site.get(addresses.place("f25-68")).content.decode()
    for kind in KINDS:
        assert 'type="application/atom+xml" title=' in html
        assert addresses.feed(kind, "f25-68") in html


def test_queries_of_a_feed_do_not_grow(site: Client, shelf: Shelf) -> None:
    paths = [addresses.feed(kind) for kind in KINDS] + [addresses.feed(ENDED, "f25-68")]
    before = queries(site, paths)
    for _row in range(6):
        made = shelf.desk.published(issued_on=dt.date(2021, 2, 3), place_now=shelf.valid.place_now)
        assert made.pk
    after = queries(site, paths)

    assert after == before
    assert max(after.values()) <= 16
