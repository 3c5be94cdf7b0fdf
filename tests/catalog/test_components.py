"""Components write the same signs, and escape whatever a record holds."""

import dataclasses
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Context
from django.utils import translation
from django.utils.safestring import SafeString

from catalog.components import filters, frame, ledger, lists, machines
from catalog.markup import Pattern, joined
from catalog.page_head import page_head
from catalog.presenters.cards import Card
from catalog.presenters.corrections import TimelineItem
from catalog.presenters.crumbs import Crumb
from catalog.presenters.entries import Entry, Fact, Source
from catalog.presenters.filters import Facet, Option
from catalog.presenters.grades import Grade
from catalog.presenters.makers import NamedEntry
from catalog.presenters.pictures import Photo
from catalog.presenters.pictures import Source as Format
from catalog.presenters.places import PlaceLink, ThenNow
from catalog.presenters.state import StateMark

EVIL = "\"><script>alert('1')</script>&"
MARK = SafeString("<svg></svg>")
GRADE = Grade(EVIL, MARK)
STATE = StateMark("valid", EVIL, MARK)
PHOTO = Photo(
    EVIL, "vi", EVIL, 4, 3, (Format("image/avif", EVIL), Format("image/jpeg", EVIL)),
    EVIL, EVIL, EVIL, EVIL, EVIL,
)  # fmt: skip
CARD = Card(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, (GRADE,), STATE)
FACTS = (Fact(EVIL, EVIL), Fact(EVIL, EVIL, EVIL, is_code=True), Fact(EVIL, EVIL, machine=EVIL))
ENTRY = Entry(EVIL, False, GRADE, STATE, FACTS)
OPTION = Option(EVIL, EVIL, EVIL, True, True, True)
FACET = Facet(
    EVIL, EVIL, "checkbox", (OPTION,), (OPTION,), EVIL, EVIL, EVIL, True, EVIL, EVIL, EVIL, EVIL,
    EVIL,
)  # fmt: skip
ITEMS = (
    TimelineItem(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),
    TimelineItem(EVIL, "", EVIL, ""),
)
PLACE = ThenNow(EVIL, EVIL, EVIL, (PlaceLink(EVIL, EVIL),), EVIL, EVIL, True)
HEAD = page_head([{"@type": EVIL, "name": EVIL}])
PAGE = Context({"head": HEAD, "page_title": EVIL, "page_description": EVIL, "canonical": EVIL})


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(lambda: lists.tiles([CARD]), id="tiles"),
        pytest.param(lambda: lists.tiles([CARD._replace(photo=PHOTO)]), id="photograph"),
        pytest.param(lambda: lists.rows([CARD]), id="rows"),
        pytest.param(lambda: lists.lines([CARD]), id="lines"),
        pytest.param(lambda: ledger.facts_wide(FACTS), id="facts"),
        pytest.param(lambda: ledger.facts_in_head(FACTS), id="facts in head"),
        pytest.param(lambda: ledger.entries([ENTRY]), id="entries"),
        pytest.param(lambda: ledger.named_entries([NamedEntry(EVIL, EVIL, ENTRY)]), id="named"),
        pytest.param(lambda: ledger.timeline(ITEMS), id="timeline"),
        pytest.param(lambda: ledger.sources([Source(EVIL, EVIL, EVIL, EVIL, EVIL)]), id="sources"),
        pytest.param(lambda: ledger.then_now(PLACE), id="places"),
        pytest.param(
            lambda: ledger.then_now(dataclasses.replace(PLACE, then_url="", now=())),
            id="place not known",
        ),
        pytest.param(lambda: filters.facets([FACET]), id="filters"),
        pytest.param(lambda: frame.crumbs([Crumb(EVIL, EVIL), Crumb(EVIL)]), id="crumbs"),
    ],
)
def test_what_a_record_holds_never_becomes_html(html: Any) -> None:
    made = html()
    soup = BeautifulSoup(made, "html.parser")

    assert isinstance(made, SafeString)
    assert soup.find("script") is None
    assert EVIL not in made
    assert EVIL in soup.get_text() or any(
        EVIL in str(value) for tag in soup.find_all() for value in tag.attrs.values()
    )


def test_the_head_for_machines_cannot_be_left() -> None:
    soup = BeautifulSoup(machines.machines(PAGE), "html.parser")
    (script,) = soup.find_all("script")

    assert json.loads(script.string)["@graph"] == [{"@type": EVIL, "name": EVIL}]
    assert [tag["content"] for tag in soup.find_all("meta", property="og:title")] == [EVIL]
    assert [tag["content"] for tag in soup.find_all("meta", property="og:url")] == [
        f"http://testserver/{EVIL}"
    ]


def test_a_page_without_a_head_shows_the_card_of_the_site() -> None:
    soup = BeautifulSoup(machines.machines(Context({"page_title": "Trang"})), "html.parser")

    (image,) = soup.find_all("meta", property="og:image")
    assert image["content"].endswith("catalog/card.png")
    assert not soup.find_all("link", rel="canonical") and not soup.find_all("script")


def test_a_pattern_escapes_all_but_html() -> None:
    pattern = Pattern('<a href="{url}">{words}</a>')

    assert pattern(url='/?a=1&b="2"', words=SafeString("<b>x</b>")) == (
        '<a href="/?a=1&amp;b=&quot;2&quot;"><b>x</b></a>'
    )
    assert pattern(url=1, words="{url}") == '<a href="1">{url}</a>'
    with pytest.raises(KeyError):
        pattern(url="")
    assert joined([pattern(url="", words=""), SafeString("x")]) == '<a href=""></a>x'


def test_only_the_first_picture_of_a_list_is_loaded_at_once() -> None:
    for component in (lists.tiles, lists.rows):
        images = BeautifulSoup(component([CARD] * 3, first_eager=True), "html.parser")("img")
        assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_no_source_and_no_place_are_said() -> None:
    with translation.override("en"):
        assert "not recorded" in ledger.sources([])
        assert "does not name" in ledger.then_now(None)
