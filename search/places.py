"""Which words of a query surely name a place, by any old or new name. Pure, given a directory.

The resolver finds the names; here is what a search box may take for a place rather than for
goods. A place is a soft condition: goods that bear it in their name hold it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.forms import Token, read
from registry.gazetteer.nameindex import index_of
from registry.gazetteer.resolver import resolve_in_query
from registry.gazetteer.spans import Match, find
from registry.models.choices import PlaceLevel
from search.analysis import Key, analyse
from search.telex import could_be_syllable
from search.words import words

# A name borne by more units than these says little; the bound keeps queries small.
_MOST_UNITS = 60
_MAX_KEYS = 12
# Keys of words that a place stands behind.
_AT = frozenset({"ơ³", "tai⁵"})
# Between two places they make alternatives of them, and the first a place too.
_OR = frozenset({"hoac", "or"})
_BETWEEN = _OR | {"va", "and"}
# Two letters stand for too much.
_SHORTEST_JOINED = 3
_RANK = {PlaceLevel.PROVINCE: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.COMMUNE: 2}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words `start` to `end` that name places: public ids of all units so named, likeliest
    first, and the keys of the bare name."""

    start: int
    end: int
    public_ids: tuple[str, ...]
    exact: tuple[str, ...]
    folded: tuple[str, ...]
    # The name in one word as it was typed, if it was: "Sapa", as goods and makers write it too.
    joined: str = ""
    # Those of the units that lie in another place of the text: An Bình, huyện Yên Bình.
    within: tuple[str, ...] = ()

    @property
    def meant(self) -> tuple[str, ...]:
        """The units that a reader is told."""
        return self.within or self.public_ids


def places_in(
    text: str,
    keys: Sequence[Key],
    taken: Sequence[bool],
    directory: PlaceDirectory,
    *,
    takes_last: bool = False,
) -> tuple[PlaceWords, ...]:
    """The places that a query surely names, in its order.

    `taken` marks words that mean something else already: facet words, and terms of several
    syllables of the synonym list ("trà xanh", "muối tôm"). With `takes_last` a name at the end
    counts that could be goods as well: "buoi phuc trach".
    """
    if not len(directory) or not keys:
        return ()
    found = read(text)
    positions = _aligned(keys, found)
    if positions is None:
        return ()
    is_accented = any(key.has_accent for key in keys)
    sure_whole = _sure_whole(text, directory) if len(keys) <= _MAX_KEYS else frozenset()
    by_span: dict[tuple[int, int], list[Match]] = {}
    doubtful: list[tuple[int, int, Match]] = []
    for match in find(found, index_of(directory), directory):
        start, end = positions[match.start], positions[match.end - 1] + 1
        name = positions[match.name_start]
        if match.type_word and any(taken[start:name]):
            # Of "cấp tỉnh Quảng Nam" a grade has taken the word that tells the kind of unit.
            start = name
        if any(taken[start:end]):
            continue
        is_whole = start == 0 and end == len(keys)
        if (
            match.place_id in sure_whole
            if is_whole
            else _is_sure(
                match,
                found,
                directory,
                is_accented=is_accented,
                is_first=start == 0 and not _is_listed(match, found),
            )
        ):
            by_span.setdefault((start, end), []).append(match)
        elif end == len(keys):
            if takes_last and start and (match.is_exact or _is_plain(match, found)):
                by_span.setdefault((start, end), []).append(match)
        elif (start or _is_numbered(match, found)) and (
            _is_spelt(match, is_accented=is_accented) or _is_lettered(match, found)
        ):
            doubtful.append((start, end, match))
    for start, end, match in _vouched_for(doubtful, by_span, directory):
        by_span.setdefault((start, end), []).append(match)
    spans = _apart(by_span, directory)
    return _placed(
        [_words(start, end, by_span[start, end], found, directory) for start, end in spans],
        directory,
    )


def _placed(places: Sequence[PlaceWords], directory: PlaceDirectory) -> tuple[PlaceWords, ...]:
    """Of each place the units first that lie in another place of the text, and not too many."""
    told: list[PlaceWords] = []
    for place in places:
        others = {
            public_id for other in places if other is not place for public_id in other.public_ids
        }
        # A name that stands alone may be that of hundreds of wards: none is looked into.
        asked = place.public_ids if others else ()
        within = tuple(
            public_id for public_id in asked if others & (_held(public_id, directory) - {public_id})
        )
        ids = tuple(dict.fromkeys((*within, *place.public_ids)))[:_MOST_UNITS]
        told.append(replace(place, public_ids=ids, within=within[:_MOST_UNITS]))
    return tuple(told)


def _vouched_for(
    doubtful: Sequence[tuple[int, int, Match]],
    by_span: Mapping[tuple[int, int], Sequence[Match]],
    directory: PlaceDirectory,
) -> list[tuple[int, int, Match]]:
    """Names right before that of a unit which they lie in: "tam chuc ninh binh"."""
    parents = {
        start: {directory.get(match.place_id).public_id for match in matches}
        for (start, _end), matches in by_span.items()
    }
    return [
        (start, end, match)
        for start, end, match in doubtful
        if end in parents and not parents[end].isdisjoint(directory.index_ids(match.place_id))
    ]


def _is_spelt(match: Match, *, is_accented: bool) -> bool:
    """Whether a name of two syllables or more is written as it should be."""
    is_right = match.is_exact or (match.agrees and not is_accented)
    is_name = not match.has_unknown_marks and not match.is_initials
    return is_right and is_name and match.name_end - match.name_start > 1


def _is_lettered(match: Match, found: Sequence[Token]) -> bool:
    """Whether a number stands behind one letter: "q1", "p3"."""
    return (
        match.name_start - match.start == 1
        and len(found[match.start].folded) == 1
        and found[match.name_start].folded.isdecimal()
    )


def _is_plain(match: Match, found: Sequence[Token]) -> bool:
    """Whether a name of several syllables is typed without any mark, whatever is beside it."""
    name = found[match.name_start : match.name_end]
    is_name = not match.has_unknown_marks and not match.is_initials
    return is_name and len(name) > 1 and not any(token.is_marked for token in name)


def _is_numbered(match: Match, found: Sequence[Token]) -> bool:
    """Whether it is one of the units that a number tells apart: "phường 5"."""
    return match.name_end - match.name_start > 1 and found[match.name_end - 1].folded.isdecimal()


def _is_listed(match: Match, found: Sequence[Token]) -> bool:
    """Whether a name spelt with its marks is joined to what follows: "Bắc Hà hoặc Lào Cai"."""
    is_joined = match.end < len(found) and found[match.end].folded in _BETWEEN
    return (
        is_joined
        and match.is_exact
        and any(token.is_marked for token in found[match.name_start : match.name_end])
    )


def _apart(
    by_span: Mapping[tuple[int, int], Sequence[Match]], directory: PlaceDirectory
) -> list[tuple[int, int]]:
    """Spans that do not overlap: the longer one of two in one another, else the higher unit.

    "Thanh long Bình Thuận" is of the province Bình Thuận, not of a commune Long Bình.
    """

    def rank(span: tuple[int, int]) -> tuple[int, int, int]:
        highest = min(_RANK[PlaceLevel(_level(match, directory))] for match in by_span[span])
        return highest, span[0] - span[1], -span[0]

    outer = [
        span
        for span in by_span
        if not any(one != span and one[0] <= span[0] and span[1] <= one[1] for one in by_span)
    ]
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(outer, key=rank):
        if all(end <= other[0] or other[1] <= start for other in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _aligned(keys: Sequence[Key], found: Sequence[Token]) -> list[int] | None:
    """For each token of the resolver the position of the key that it is part of."""
    positions: list[int] = []
    at = 0
    for position, key in enumerate(keys):
        left = key.raw.lstrip("0") if key.raw.isdecimal() else key.raw
        while left and at < len(found) and left.startswith(found[at].text):
            left = left[len(found[at].text) :]
            positions.append(position)
            at += 1
        if left:
            return None
    return positions if at == len(found) else None


def _sure_whole(text: str, directory: PlaceDirectory) -> frozenset[int]:
    sure = resolve_in_query(text, limit=_MOST_UNITS, directory=directory).candidates
    return frozenset(candidate.place.id for candidate in sure)


def _is_sure(
    match: Match,
    found: Sequence[Token],
    directory: PlaceDirectory,
    *,
    is_accented: bool,
    is_first: bool,
) -> bool:
    """Whether words inside a query mean a place: marks agree, and goods are not so called."""
    place = directory.get(match.place_id)
    name = found[match.name_start : match.name_end]
    folded = [token.folded for token in name]
    if match.is_initials:
        # Two letters stand for too much; "bmt" and "nhs" do not.
        return len(folded[0]) > 2
    if len(name) == 1 and _is_joined(name[0], place):
        # "phuquoc" and "dalat" are written so by those who leave marks away, beside words
        # with marks too; "bmt" is a name that the gazetteer holds.
        return match.agrees
    if match.has_unknown_marks:
        return False
    # "Bánh gai thanh hoa": of a province's name alone marks may be left away.
    is_plain_province = place.level == PlaceLevel.PROVINCE and _is_plain(match, found)
    if not match.is_exact and (is_accented or not match.agrees) and not is_plain_province:
        return False
    is_bare = match.start == match.name_start
    if is_accented and is_bare and match.start and found[match.start - 1].exact in _AT:
        # "Chè ở Bình Minh": what stands behind is a place, whatever else is called so.
        return len(folded) > 1 or name[0].is_marked
    if _is_lettered(match, found):
        # "Coenzyme q10" is in no district; before the name of its city "q10" is one.
        return False
    if folded[0].isdecimal() or len("".join(folded)) < 2:
        return match.type_word is not None and match.type_fits and match.type_word.agrees
    if match.type_word is not None:
        # "Thanh pho hue" is one; a short type word may be another word ("phuong dong").
        is_long = match.name_start - match.start > 1
        fits = match.type_fits and match.type_word.agrees
        return fits and (is_accented or is_long or len(folded) > 1)
    if " ".join(folded) in words().plain_words:
        return False
    is_marked = any(token.is_marked for token in name)
    if place.level == PlaceLevel.PROVINCE:
        # "hanoi" and "daklak" are names; "hue" alone or in "hoa hue" could be the flower.
        before = found[match.start - 1].folded if match.start else ""
        is_flower = not before or before in words().flowers
        return len(folded) > 1 or is_marked or len(analyse(place.short_name)) > 1 or not is_flower
    if is_first:
        # A noun phrase begins with the goods.
        return False
    if len(folded) == 1:
        # "Pleiku" is a name; one syllable could be any word, and "hoavang" is hoa vàng.
        return not could_be_syllable(folded[0]) and len(analyse(place.short_name)) == 1
    if not all(map(could_be_syllable, folded)):
        # "Ea Ktur" is of no language that goods are named in.
        return True
    if place.level == PlaceLevel.DISTRICT:
        # "Di Linh" bears no mark beside words with marks either.
        is_plain = not is_accented and folded[0] in words().goods
        return is_marked or not is_plain
    return is_marked


def _is_joined(token: Token, place: PlaceInfo) -> bool:
    """Whether one word stands for a province's or district's name of several syllables.

    A word that could be a syllable of its own is none: "an", "hoan", "giang".
    """
    return (
        place.level != PlaceLevel.COMMUNE
        and not token.is_marked
        and len(token.folded) >= _SHORTEST_JOINED
        and not could_be_syllable(token.folded)
        and len(syllables := analyse(place.short_name)) > 1
        # "hoavang" is rather hoa vàng than Hòa Vang.
        and (place.level == PlaceLevel.PROVINCE or syllables[0].folded not in words().goods)
    )


def _words(
    start: int,
    end: int,
    matches: Sequence[Match],
    found: Sequence[Token],
    directory: PlaceDirectory,
) -> PlaceWords:
    matches = sorted(matches, key=lambda m: (_RANK[PlaceLevel(_level(m, directory))], -m.quality))
    first = matches[0]
    name = found[first.name_start : first.name_end]
    exact = tuple(token.exact for token in name)
    folded = tuple(token.folded for token in name)
    joined = ""
    if first.is_initials or len(name) == 1:
        keys = analyse(directory.get(first.place_id).short_name)
        if first.is_initials or "".join(key.folded for key in keys) == folded[0]:
            exact = tuple(key.exact for key in keys)
            folded = tuple(key.folded for key in keys)
            joined = name[0].folded if len(keys) > 1 and not first.is_initials else ""
    ids = dict.fromkeys(directory.get(m.place_id).public_id for m in matches)
    return PlaceWords(start, end, tuple(ids), exact, folded, joined)


def _level(match: Match, directory: PlaceDirectory) -> str:
    place: PlaceInfo = directory.get(match.place_id)
    return place.level


def place_groups(
    places: Sequence[PlaceWords], keys: Sequence[Key], directory: PlaceDirectory
) -> tuple[tuple[PlaceWords, ...], ...]:
    """Places that lie in one another stand apart, since all must hold; others are alternatives.

    "Bắc Hà, Lào Cai" is one place told twice, "Thái Nguyên, Hà Giang" are two to choose from,
    and so are "Bắc Hà hoặc Lào Cai".
    """
    groups: list[list[PlaceWords]] = []
    last: PlaceWords | None = None
    for place in places:
        before, last = last, place
        if before and any(key.folded in _OR for key in keys[before.end : place.start]):
            next(group for group in groups if before in group).append(place)
            continue
        for group in groups:
            if not any(_related(place, other, directory) for other in group):
                group.append(place)
                break
        else:
            groups.append([place])
    return tuple(tuple(group) for group in groups)


def _related(one: PlaceWords, other: PlaceWords, directory: PlaceDirectory) -> bool:
    return any(
        _held(public_id, directory) & set(there.public_ids)
        for here, there in ((one, other), (other, one))
        for public_id in here.public_ids
    )


def _held(public_id: str, directory: PlaceDirectory) -> set[str]:
    """The units that a product of this one is found under."""
    place = directory.by_public_id(public_id)
    return set(directory.index_ids(place.id)) if place is not None else set()
