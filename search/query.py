"""What a visitor asks for: parameters of an address, the `Query`, and back to an address.

Reading is lenient: whatever cannot be understood is left out and named, so that a page can
say what it ignored, and no address is an error. It must not find anything itself.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models.choices import LegalKind
from registry.text import clean, has_control_characters, tokens
from search.nearby import RADII, is_position, position, position_text
from search.vocabulary import RegisterVocabulary, Vocabulary

PAGE_SIZE = 24
MAX_TEXT = 200
# More values of one filter than there are choices are junk; the bound keeps queries small.
MAX_VALUES = 40
MAX_PAGE = 100_000

_MAKER_KINDS = frozenset(LegalKind.values)

Q, SCHEME, GRADE, GROUP = "q", "chuong-trinh", "muc", "nhom"
PROVINCE, PLACE, STATUS, SORT, PAGE = "tinh", "noi", "hieu-luc", "sap-xep", "trang"
COMMUNE, REGION, VILLAGE, MAKER = "xa", "vung", "lang-nghe", "co-so"
NEAR, RADIUS = "gan", "km"
LITERAL = "nguyen-van"


class StatusFilter(StrEnum):
    """Not ended (valid or not known), surely valid today or some months longer, everything, or
    ended alone."""

    OPEN = "con"
    VALID = "chac-chan"
    THREE_MONTHS = "con-3-thang"
    SIX_MONTHS = "con-6-thang"
    TWELVE_MONTHS = "con-12-thang"
    ALL = "tat-ca"
    ENDED = "het"

    @property
    def months(self) -> int:
        """How many months of sure validity it asks for beyond today."""
        return _MONTHS.get(self, 0)


_MONTHS = {
    StatusFilter.THREE_MONTHS: 3,
    StatusFilter.SIX_MONTHS: 6,
    StatusFilter.TWELVE_MONTHS: 12,
}


class Sort(StrEnum):
    RELEVANCE = "phu-hop"
    NAME = "ten"
    NEWEST = "moi"
    # Only around a place or a position.
    NEAREST = "gan-nhat"


Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Ignored:
    """A parameter that was left out, with the reason for the visitor."""

    param: str
    value: str
    reason: str | Promise


@dataclass(frozen=True)
class Query:
    """What is asked for. Values of one filter are alternatives; filters narrow each other.

    Communes narrow the province that they lie in and are alternatives of the others. `places`
    are units of any era, and with them `near`, all within `km` of a unit or of a position
    ("lat,lon", rounded), is one more alternative. `literal` asks for the words as typed:
    nothing is corrected.
    """

    text: str = ""
    schemes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    maker_kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    near: str = ""
    km: int = 0
    status: StatusFilter = StatusFilter.OPEN
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    literal: bool = False

    def to_params(self) -> list[tuple[str, str]]:
        """Parameters of the address in a steady order; what is the default is left out."""
        params = [(Q, self.text)] if self.text else []
        for param, name in _LISTS.items():
            params += [(param, value) for value in getattr(self, name)]
        if self.near:
            params += [(NEAR, self.near), (RADIUS, str(self.km))]
        if self.status is not StatusFilter.OPEN:
            params.append((STATUS, self.status.value))
        if self.sort is not Sort.RELEVANCE:
            params.append((SORT, self.sort.value))
        if self.literal and self.text:
            params.append((LITERAL, "1"))
        if self.page != 1:
            params.append((PAGE, str(self.page)))
        return params

    def replace(self, **changes: Any) -> "Query":
        """The query with changes; any change but of the page itself goes back to page 1."""
        if "page" not in changes:
            changes["page"] = 1
        changed = dataclasses.replace(self, **changes)
        if changed.sort is Sort.NEAREST and not changed.near:
            return dataclasses.replace(changed, sort=Sort.RELEVANCE)
        return changed

    @property
    def has_filters(self) -> bool:
        """Whether anything narrows the result besides the text."""
        return bool(
            any(getattr(self, name) for name in _LISTS.values())
            or self.near
            or self.status is not StatusFilter.OPEN
        )

    @property
    def is_empty(self) -> bool:
        """Whether neither text nor filter is given."""
        return not self.text and not self.has_filters


# The filters with several values, by parameter; filters elsewhere take their order from it.
_LISTS = {
    SCHEME: "schemes",
    GRADE: "grades",
    GROUP: "groups",
    REGION: "regions",
    PROVINCE: "provinces",
    COMMUNE: "communes",
    VILLAGE: "villages",
    MAKER: "maker_kinds",
    PLACE: "places",
}
LISTS: Mapping[str, str] = _LISTS


def parse(
    params: Mapping[str, Any], vocabulary: Vocabulary | None = None
) -> tuple[Query, tuple[Ignored, ...]]:
    """The query of some parameters and what was ignored; never raises for any input.

    `params` is a QueryDict or a mapping of strings or lists of strings. The vocabulary says
    which values exist; by default the register's.
    """
    known = vocabulary or RegisterVocabulary()
    ignored: list[Ignored] = []
    values: dict[str, Any] = {"text": _text(params, ignored)}
    checks: dict[str, tuple[Callable[[str], bool], str | Promise]] = {
        SCHEME: (known.has_scheme, _("There is no such scheme.")),
        GRADE: (known.has_grade, _("There is no such level or number of stars.")),
        GROUP: (known.has_group, _("There is no such product group.")),
        REGION: (known.has_region, _("There is no such region.")),
        PROVINCE: (known.has_province, _("There is no such province now.")),
        COMMUNE: (known.has_commune, _("There is no such commune or ward now.")),
        VILLAGE: (known.has_village, _("There is no such craft village.")),
        MAKER: (_MAKER_KINDS.__contains__, _("There is no such kind of maker.")),
        PLACE: (known.has_place, _("There is no such place.")),
    }
    for param, (exists, reason) in checks.items():
        values[_LISTS[param]] = tuple(_known(params, param, exists, reason, ignored))
    values["near"], values["km"] = _near(params, known, ignored)
    values["status"] = _choice(params, STATUS, StatusFilter, StatusFilter.OPEN, ignored)
    values["sort"] = _sort(params, values["near"], ignored)
    values["page"] = _page(params, ignored)
    values["literal"] = _flag(params, LITERAL, ignored)
    return Query(**values), tuple(ignored)


def _given(params: Mapping[str, Any], name: str) -> list[str]:
    """Every value of a parameter as text, from a QueryDict or a plain mapping."""
    found = params.getlist(name) if hasattr(params, "getlist") else params.get(name, ())
    if isinstance(found, str) or not isinstance(found, Iterable):
        found = [found]
    # Lone surrogates come from broken escapes and cannot be encoded again.
    return [str(value).encode("utf-8", "replace").decode() for value in found if value is not None]


def _text(params: Mapping[str, Any], ignored: list[Ignored]) -> str:
    given = _given(params, Q)
    if not given:
        return ""
    text = _first(Q, [value for value in given if value.strip()], ignored)
    if has_control_characters(text):
        ignored.append(_ignored(Q, text, _("Control characters were left out.")))
        text = "".join(one if not has_control_characters(one) else " " for one in text)
    text = clean(text)
    if len(text) > MAX_TEXT:
        ignored.append(_ignored(Q, text[MAX_TEXT:], _("Only the first 200 characters count.")))
        # The cut may fall inside what `clean` would join or strip.
        text = clean(text[:MAX_TEXT])
    if text and not tokens(text):
        ignored.append(_ignored(Q, text, _("There is no letter or digit in it.")))
        text = ""
    return text


def _known(
    params: Mapping[str, Any],
    name: str,
    exists: Callable[[str], bool],
    reason: str | Promise,
    ignored: list[Ignored],
) -> Iterator[str]:
    seen: set[str] = set()
    for value in _given(params, name):
        if not value or value in seen:
            continue
        seen.add(value)
        if len(seen) > MAX_VALUES:
            ignored.append(_ignored(name, value, _("Too many values.")))
            return
        if _PLAIN.fullmatch(value) and exists(value):
            yield value
        else:
            ignored.append(_ignored(name, value, reason))


_NUMBER = re.compile(r"[0-9]{1,6}")
# Codes of schemes, grades, groups and places; anything else need not be asked for.
_PLAIN = re.compile(r"[\w.:\-]{1,60}")


def _first(name: str, values: list[str], ignored: list[Ignored]) -> str:
    for value in values[1:2]:
        ignored.append(_ignored(name, value, _("Only the first value counts.")))
    return values[0] if values else ""


def _near(params: Mapping[str, Any], known: Vocabulary, ignored: list[Ignored]) -> tuple[str, int]:
    """The middle and the radius; neither counts without the other."""
    near = _first(NEAR, [value for value in _given(params, NEAR) if value], ignored)
    typed = _first(RADIUS, [value for value in _given(params, RADIUS) if value], ignored)
    km = int(typed) if _NUMBER.fullmatch(typed) and int(typed) in RADII else 0
    if typed and not km:
        ignored.append(_ignored(RADIUS, typed, _("There is no such choice.")))
    elif typed and not near:
        ignored.append(_ignored(RADIUS, typed, _("It needs a place to measure from.")))
    if not near:
        return "", 0
    point = position(near)
    if point is not None:
        near = position_text(*point)
    elif is_position(near):
        ignored.append(_ignored(NEAR, near, _("It lies outside Vietnam.")))
        return "", 0
    elif not (_PLAIN.fullmatch(near) and known.has_place(near)):
        ignored.append(_ignored(NEAR, near, _("There is no such place.")))
        return "", 0
    elif not known.has_point(near):
        reason = _(
            "Its position is not known, or it is a whole province: measure from a commune, a ward "
            "or an old district."
        )
        ignored.append(_ignored(NEAR, near, reason))
        return "", 0
    return near, km or RADII[0]


def _choice(
    params: Mapping[str, Any],
    name: str,
    choices: type[Choice],
    default: Choice,
    ignored: list[Ignored],
) -> Choice:
    given = [value for value in _given(params, name) if value]
    value = _first(name, given, ignored)
    try:
        return choices(value) if value else default
    except ValueError:
        ignored.append(_ignored(name, value, _("There is no such choice.")))
        return default


def _sort(params: Mapping[str, Any], near: str, ignored: list[Ignored]) -> Sort:
    sort = _choice(params, SORT, Sort, Sort.RELEVANCE, ignored)
    if sort is Sort.NEAREST and not near:
        ignored.append(_ignored(SORT, sort.value, _("It needs a place to measure from.")))
        return Sort.RELEVANCE
    return sort


def _page(params: Mapping[str, Any], ignored: list[Ignored]) -> int:
    given = [value for value in _given(params, PAGE) if value]
    value = _first(PAGE, given, ignored)
    if not value:
        return 1
    if _NUMBER.fullmatch(value) and 1 <= int(value) <= MAX_PAGE:
        return int(value)
    ignored.append(_ignored(PAGE, value, _("There is no such page.")))
    return 1


def _flag(params: Mapping[str, Any], name: str, ignored: list[Ignored]) -> bool:
    value = _first(name, [value for value in _given(params, name) if value], ignored)
    if value not in {"", "1"}:
        ignored.append(_ignored(name, value, _("There is no such choice.")))
    return value == "1"


def _ignored(name: str, value: str, reason: str | Promise) -> Ignored:
    shown = "".join(one for one in value if not has_control_characters(one))
    return Ignored(name, shown[:MAX_TEXT], reason)
