"""From a public record to what the index holds of it. Pure, given the surroundings.

It decides which text stands in which field and which days a filter answers from. It must
not read the database or know an engine.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from registry.models.choices import (
    ENDED_STATUSES,
    CertificationStatus,
)
from registry.rules.status import History, Period, periods
from registry.rules.validity import add_months, day_bounds
from registry.text import collation_key
from search import facts
from search.analysis import (
    Key,
    analyse,
    exact_text,
    folded_parts,
    folded_text,
    name_text,
    once,
    pairs,
    prefixes,
)
from search.document_texts import other_fields, printed_places
from search.engines.base import Document, FieldValue
from search.legal_forms import part_maker
from search.loading import Record
from search.surroundings import Surroundings

# A span without end, and the first of no days at all.
FAR_DAY = dt.date.max.toordinal()
NO_SPAN = (0, 0)
# Months of remaining validity that can be asked for.
REMAINING = (3, 6, 12)
# So many letters of six bits are the number that names are ordered by first.
_RANKED = 10


def document(record: Record, around: Surroundings) -> Document:
    """The document of a public item as the index shows it from `around.on` on."""
    name = analyse(record.name)
    exact, folded = [key.exact for key in name], [key.folded for key in name]
    fields: dict[str, FieldValue] = {
        "name_x": name_text(name),
        "name_f": " ".join(folded),
        "name_xb": " ".join(pairs(exact)),
        "name_fb": " ".join(pairs(folded)),
        "name_p": " ".join(prefixes(folded)),
        "codes": " ".join(_codes(record)),
        "tie": _tie(record),
    }
    fields |= _maker(record)
    fields |= _places(record, around)
    fields |= other_fields(record, around)
    fields |= _days_and_grades(_held(record), around.on)
    fields |= _ranks(name, record)
    fields |= facts.pack(exact, fields)
    version = max(paper.version for paper in record.papers)
    return Document(record.ref, version, fields)


def _codes(record: Record) -> Iterable[str]:
    """Codes and numbers of what it holds, each whole and in its parts, folded.

    Its own code is its reference (`search.codes`).
    """
    found: dict[str, None] = {}
    for paper in record.papers:
        # A public code is one key as it stands.
        found[paper.code.lower()] = None
        if paper.certificate_no:
            found |= dict.fromkeys(_parts(paper.certificate_no))
        if paper.decision_number:
            found |= dict.fromkeys(_parts_of_number(paper.decision_number))
    return [code for code in found if code]


def _parts(text: str) -> list[str]:
    parts = folded_parts(text)
    return [*parts, "".join(parts)]


# A decision names many products.
_parts_of_number = lru_cache(maxsize=1 << 13)(_parts)


def _maker(record: Record) -> dict[str, FieldValue]:
    if not record.is_product:
        return {}
    if record.maker is None:
        printed = (paper.maker_name_printed for paper in record.papers)
        return _maker_fields(tuple(dict.fromkeys(printed)), ())
    maker = record.maker
    return _maker_fields((maker.name, maker.trade_name), (maker.legal_kind,))


@lru_cache(maxsize=1 << 13)
def _maker_fields(names: tuple[str, ...], kinds: tuple[str, ...]) -> dict[str, FieldValue]:
    """Of one maker, for all its products; not to be changed."""
    parted = [part_maker(analyse(name)) for name in names]
    keys = list(dict.fromkeys(key for one in parted for key in one.rest))
    found = dict.fromkeys([*kinds, *(kind for one in parted for kind in one.kinds)])
    return {
        "maker_x": once(exact_text(keys)),
        "maker_f": once(folded_text(keys)),
        "maker_fb": " ".join(_neighbours([key.folded for key in one.rest] for one in parted)),
        "maker_p": " ".join(prefixes([key.folded for key in keys])),
        "maker_kind": tuple(found),
    }


def _neighbours(names: Iterable[list[str]]) -> Iterable[str]:
    """Pairs of neighbouring words of each name, each pair once."""
    return dict.fromkeys(pair for words in names for pair in pairs(words)[1:])


def _places(record: Record, around: Surroundings) -> Mapping[str, FieldValue]:
    """Every unit at issue, its parents, all its successors, the unit now and its province."""
    place_ids: dict[int, None] = {}
    for paper in record.papers:
        for place_id in (paper.place_at_issue_id, paper.place_now_id):
            if place_id is not None:
                place_ids[place_id] = None
    key = tuple(place_ids), tuple(printed_places(record))
    found = around.place_fields.get(key)
    if found is None:
        found = around.place_fields[key] = _place_fields(*key, around)
    return found


def _place_fields(
    place_ids: tuple[int, ...], printed: tuple[str, ...], around: Surroundings
) -> dict[str, FieldValue]:
    ids = dict.fromkeys(
        public_id
        for place_id in place_ids
        for public_id in around.words.ids_of(around.directory, place_id)
    )
    keys = dict.fromkeys(around.words.keys_of_all(tuple(ids)))
    units = once(exact_text(keys))
    for text in printed:
        keys |= dict.fromkeys(analyse(text))
    provinces = tuple(one for one in ids if one in around.words.provinces_now)
    regions = (code for one in provinces for code in around.regions.get(one, ()))
    return {
        "places": tuple(ids),
        "provinces": provinces,
        "communes": tuple(one for one in ids if one in around.words.communes_now),
        "regions": tuple(dict.fromkeys(regions)),
        "place_x": once(exact_text(keys)),
        "place_f": once(folded_text(keys)),
        "fact_place": f" {units} ",
    }


# Scheme, grade and history of each certification of an item.
Held = tuple[tuple[str, str, History], ...]


def _held(record: Record) -> Held:
    return tuple((paper.scheme, paper.grade_key, paper.history) for paper in record.papers)


# Items of one decision mostly have the same; what is returned is not to be changed.
@lru_cache(maxsize=1 << 13)
def _days_and_grades(held: Held, on: dt.date) -> dict[str, FieldValue]:
    """Facets of sets of certifications, and the spans that the status filter reads.

    Of each kind the span that holds the day, or else the next one, is indexed. On a later
    day the answer is therefore right until the span ends, and then errs to "ended" or "not
    surely valid" until the change of day has brought the document up to date.
    """
    open_periods: list[Period] = []
    valid_periods: list[Period] = []
    sets: dict[str, list[tuple[str, str]]] = {"all": [], "open": [], "valid": []}
    held_by: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for scheme, grade, history in held:
        life = _periods(history)
        valid = [one for one in life if one.status == CertificationStatus.VALID]
        held_by["schemes", scheme] += valid
        held_by["grades", grade] += valid
        open_periods += [one for one in life if one.status not in ENDED_STATUSES]
        valid_periods += valid
        status = _status_on(life, on)
        sets["all"].append((scheme, grade))
        if status is not None and status not in ENDED_STATUSES:
            sets["open"].append((scheme, grade))
        if status == CertificationStatus.VALID:
            sets["valid"].append((scheme, grade))
    fields: dict[str, FieldValue] = {}
    for name, chosen in sets.items():
        fields[f"schemes_{name}"] = tuple(dict.fromkeys(scheme for scheme, _grade in chosen))
        fields[f"grades_{name}"] = tuple(dict.fromkeys(grade for _scheme, grade in chosen))
    fields |= _remaining(held_by, on)
    fields["open_from"], fields["open_until"] = span(open_periods, on)
    fields["valid_from"], fields["valid_until"] = span(valid_periods, on)
    return fields


def _remaining(
    held_by: Mapping[tuple[str, str], list[Period]], on: dt.date
) -> dict[str, FieldValue]:
    """Schemes and grades that stay surely valid for some months more, renewals joined on."""
    found: dict[str, list[str]] = {
        f"{facet}_m{months}": [] for facet in ("schemes", "grades") for months in REMAINING
    }
    for (facet, value), life in held_by.items():
        first, until = span(life, on)
        for months in REMAINING:
            if first <= on.toordinal() and add_months(on, months).toordinal() < until:
                found[f"{facet}_m{months}"].append(value)
    return {name: tuple(values) for name, values in found.items()}


_periods = lru_cache(maxsize=1 << 13)(periods)


def span(spans: Iterable[Period], on: dt.date) -> tuple[int, int]:
    """The union of touching periods that holds a day, or the next after it; `NO_SPAN` if none.

    Days are proleptic Gregorian ordinals, [first, until).
    """
    bounds = sorted(
        (
            one.first.toordinal() if one.first else 0,
            one.until.toordinal() if one.until else FAR_DAY,
        )
        for one in spans
    )
    day = on.toordinal()
    first, until = NO_SPAN
    for next_first, next_until in bounds:
        if next_first <= until:
            until = max(until, next_until)
        elif until > day:
            break
        else:
            first, until = next_first, next_until
    return (first, until) if until > day else NO_SPAN


def _status_on(life: Sequence[Period], on: dt.date) -> CertificationStatus | None:
    for period in life:
        if (period.first is None or period.first <= on) and (
            period.until is None or on < period.until
        ):
            return period.status
    return None


def _ranks(name: Sequence[Key], record: Record) -> dict[str, FieldValue]:
    parted = [_letters(key.raw) for key in name]
    letters = "".join([one for one, _tones in parted])
    tones = "".join([one for _letters, one in parted])
    days = [day_bounds(one.issued_on, one.issued_on_precision).earliest for one in record.papers]
    newest = max((day.toordinal() for day in days if day is not None), default=0)
    rank = 0
    # The first letter is 48, and the sign before it stands for none.
    for letter in letters[:_RANKED].ljust(_RANKED, "/").encode():
        rank = rank << 6 | (letter - 47)
    return {
        "name_rank": rank,
        "name_sort": f"{letters[_RANKED:]} {tones.rstrip('0')}",
        "newest_rank": FAR_DAY - newest,
    }


@lru_cache(maxsize=1 << 16)
def _letters(token: str) -> tuple[str, str]:
    """A token's letters and tone as text whose order is that of Vietnamese dictionaries."""
    letters, tones, _text = collation_key(token)
    return "".join(chr(48 + min(letter, 62)) for letter in letters), "".join(tones)


def _tie(record: Record) -> int:
    """The reference as a number in the same order: products first, then by code."""
    try:
        number = int(record.code, 36)
    except ValueError:
        number = 0
    return number if record.is_product else 36 ** len(record.code) + number
