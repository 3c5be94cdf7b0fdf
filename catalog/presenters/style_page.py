"""Samples of every component in every state, for the page that staff look at (`/style/`).

The samples are made of the data classes of the site, and drawn by its templates; nothing here
is a record, and nothing here is shown to the public.
"""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.days import typed_day
from catalog.marks import mark_html, mark_names
from catalog.presenters.cards import Card, illustration_url
from catalog.presenters.chips import Chip
from catalog.presenters.corrections import TimelineItem
from catalog.presenters.entries import Entry, Fact, Source
from catalog.presenters.filters import Facet, Option
from catalog.presenters.grades import Grade
from catalog.presenters.home import Figure
from catalog.presenters.legend import Legend, legend
from catalog.presenters.paging import Paging, paging
from catalog.presenters.places import PlaceLink, ThenNow
from catalog.presenters.state import StateMark, Verdict
from catalog.presenters.verification import CodeForm
from catalog.stylesheet import part_text

_HERE = "/style/"
_TONES = {
    "valid": "valid", "ending": "warn", "not_yet_valid": "warn", "validity_unknown": "warn",
    "suspended": "warn", "withdrawn": "bad", "annulled": "bad",
}  # fmt: skip
_COLOUR = re.compile(r"--([a-z0-9-]+): #[0-9a-f]{6};")


@dataclass(frozen=True, slots=True)
class NamedMark:
    name: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that the page draws; each name is the one its component's template expects."""

    colours: tuple[str, ...]
    marks: tuple[NamedMark, ...]
    legend: Legend
    verdicts: tuple[Verdict, ...]
    cards: tuple[Card, ...]
    entries: tuple[Entry, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[TimelineItem, ...]
    moved: ThenNow
    stayed: ThenNow
    sources: tuple[Source, ...]
    paging: Paging | None
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    figures: tuple[Figure, ...]
    empty_form: CodeForm
    wrong_form: CodeForm


def sample() -> Sample:
    signs = legend()
    return Sample(
        colours=tuple(dict.fromkeys(_COLOUR.findall(part_text("tokens")))),
        marks=tuple(NamedMark(name, mark_html(name)) for name in mark_names()),
        legend=signs,
        verdicts=tuple(_verdict(state) for state in signs.states),
        cards=_cards(signs),
        entries=_entries(signs),
        facts=_facts(),
        timeline=_timeline(),
        moved=_then_now(differs=True),
        stayed=_then_now(differs=False),
        sources=_sources(),
        paging=paging(7, 24, 576, 24, lambda page: f"{_HERE}?trang={page}"),
        chips=_chips(),
        facets=_facets(),
        figures=tuple(
            Figure(words, number, _HERE)
            for words, number in ((_("Not ended"), "17.514"), ("OCOP", "15.902"))
        ),
        empty_form=CodeForm("", "", ""),
        wrong_form=CodeForm("4K7 M92 QD7", "31/02/2026", typed_day("31/02/2026").error),
    )


def _verdict(state: StateMark) -> Verdict:
    text = _("Sample: the sentence names the item, its grade, the issuer and the days.")
    return Verdict(state.key, _TONES.get(state.key, ""), state.mark, state.words, text)


def _cards(signs: Legend) -> tuple[Card, ...]:
    """One card for each state; names, makers and places of all lengths."""
    names = (
        ("Mắm nêm", "", "phường Phan Thiết, Lâm Đồng", "nuoc-mam"),
        ("Trà thảo mộc bảy vị đóng túi lọc hộp giấy hai mươi gói thượng hạng đặc biệt",
         "Hợp tác xã Nông nghiệp hữu cơ và Dịch vụ tổng hợp Đắk Nông",
         "xã Thuận Hạnh, Lâm Đồng (khi cấp: xã Thuận Hà, Đắk Nông)", "che"),
        ("Khăn dệt thổ cẩm", "Hộ kinh doanh (tên cá nhân lược bỏ)", "xã Ea Kao, Đắk Lắk",
         "det-tho-cam"),
    )  # fmt: skip
    grades = [grade for part in signs.parts for grade in part.grades]
    found = []
    for index, state in enumerate(signs.states):
        name, maker, place, picture = names[index % len(names)]
        found.append(
            Card(
                name=name,
                url=_HERE,
                maker=maker,
                place=place,
                one_of=_("one of: commune A, commune B") if index == 3 else "",
                picture=illustration_url(picture),
                grades=(grades[index % len(grades)],),
                state=state,
            )
        )
    return tuple(found)


def _entries(signs: Legend) -> tuple[Entry, ...]:
    stars = Grade("OCOP 4 sao", mark_html("stars-4"))
    return (
        Entry("2026", True, stars, signs.states[0], _facts()),
        Entry(_("not known"), False, stars, signs.states[3], _facts()[:2]),
    )


def _facts() -> tuple[Fact, ...]:
    return (
        Fact(_("Decision"), "3981/QĐ-UBND", _HERE),
        Fact(_("Day of issue"), "05/08/2026", machine="2026-08-05"),
        Fact(_("Code in the register"), "4K7 M92 QD7", _HERE, is_code=True),
        Fact(_("Last day of validity"), _("not known")),
    )


def _timeline() -> tuple[TimelineItem, ...]:
    text = _("Sample: what happened, and under which decision.")
    return (
        TimelineItem("04/08/2029", "2029-08-04", text, "is-end"),
        TimelineItem("24/11/2026", "2026-11-24", text, "is-now"),
        TimelineItem(_("not known"), "", text, ""),
    )


def _then_now(*, differs: bool) -> ThenNow:
    now = (PlaceLink("xã Thuận Hạnh, tỉnh Lâm Đồng", "/dia-phuong/"),)
    return ThenNow(
        then_words="xã Thuận Hà, huyện Đắk Song, tỉnh Đắk Nông" if differs else now[0].words,
        then_url="/dia-phuong/",
        then_note=_("As it was printed."),
        now=now if differs else (),
        now_lead=_("Since 01/07/2025"),
        now_note="",
        differs=differs,
    )


def _sources() -> tuple[Source, ...]:
    return (
        Source("Quyết định 3981/QĐ-UBND", "https://example.org/", "example.org", "A", "24/11/2026"),
        Source(_("A paper without an address"), "", "", "B1", ""),
    )


def _chips() -> tuple[Chip, ...]:
    return (
        Chip(_("Place"), "Lâm Đồng", _HERE),
        Chip(_("Grade"), "OCOP 3 sao", _HERE, is_understood=True),
    )


def _facets() -> tuple[Facet, ...]:
    def option(value: str, words: str, count: str, chosen: bool = False) -> Option:
        return Option(value, words, count, chosen, count == "0")

    status = (option("a", _("Not ended"), "511", True), option("b", _("In force"), "307"))
    grades = (option("c", "OCOP 5 sao", "0"), option("d", "OCOP 4 sao", "131", True))
    more = (option("e", "OCOP 3 sao", "1.196"),)
    return (
        Facet("mau-1", _("Validity"), "radio", status),
        Facet("mau-2", _("Grade"), "checkbox", grades, more, _("See all")),
    )
