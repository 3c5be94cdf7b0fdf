"""Suggestions while typing: phrases, products, villages, makers, places and groups.

Products, villages and makers come from the index (`suggest_index`); the rest is small and in
memory. It must not correct or understand anything: it completes. Raw keystrokes of Telex and
VNI are read as the letters they write only where nothing begins as typed.
"""

import re
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.models import GroupNode
from registry.models.choices import NameKind, PlaceLevel
from registry.text import tokens
from search import phrases
from search.analysis import analyse
from search.prefix_entries import Entries, Entry
from search.prefix_match import Typed, match, typed
from search.suggest_index import indexed
from search.suggestion import Found, Suggestion, SuggestionKind
from search.telex import decode

__all__ = ["LIMIT", "Suggestion", "SuggestionKind", "forget", "suggest", "warm"]

LIMIT = 8
_GROUP = 1.1
_PLACE_WEIGHT = {PlaceLevel.PROVINCE: 1.2, PlaceLevel.DISTRICT: 0.9, PlaceLevel.COMMUNE: 0.6}
_GROUP_SECONDS = 60.0
_TYPE_WORDS = {
    "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "q": "quận", "h": "huyện",
    "p": "phường", "x": "xã",
}  # fmt: skip
_NUMBERED = re.compile(r"([qp])(\d{1,2})", re.ASCII | re.IGNORECASE)
# So that no kind crowds out the others; room that is left over is filled by score.
_SHARE = {
    SuggestionKind.PHRASE: 0.5,
    SuggestionKind.PRODUCT: 0.5,
    SuggestionKind.VILLAGE: 0.25,
    SuggestionKind.MAKER: 0.25,
    SuggestionKind.PLACE: 0.375,
    SuggestionKind.GROUP: 0.25,
}


def suggest(
    text: str, *, limit: int = LIMIT, groups: Collection[str] | None = None
) -> tuple[Suggestion, ...]:
    """What the text may go on to, the likeliest first; only `groups` of product groups.

    Without the index only what is in memory is suggested.
    """
    asked = typed(text)
    found = _found(asked, limit, groups)
    if not found and (meant := _keystrokes(asked)):
        found = _found(typed(meant), limit, groups)
    return _chosen(found, limit)


def warm() -> None:
    """Makes what is kept in memory, so that no reader waits for it."""
    suggest("htx ca phe")


def _found(asked: Typed, limit: int, groups: Collection[str] | None) -> list[Found]:
    if not asked.keys:
        return []
    found = [*_phrases(asked), *_groups(asked, groups), *_places(asked, limit)]
    # One letter begins nearly everything, and what is in memory answers it.
    if len(asked.keys) > 1 or len(asked.keys[0].folded) > 1:
        found += indexed(asked, limit)
    return found


def _keystrokes(asked: Typed) -> str:
    """What the keys write where the input method was off; empty where they write nothing new."""
    if asked.has_accent:
        return ""
    words = [decode(key.raw) or key.raw for key in asked.keys]
    if words == [key.raw for key in asked.keys]:
        return ""
    # A blank at the end closed the last word, and does so still.
    # Of "ddawk n" the tone is still to come: most such names are printed with it.
    return " ".join(words).replace("ăk", "ắk") + ("" if asked.last else " ")


def _chosen(found: Iterable[Found], limit: int) -> tuple[Suggestion, ...]:
    """The best of each kind up to its share, then the best of the rest; in order of score."""
    texts: set[tuple[str, ...]] = set()
    taken: Counter[SuggestionKind] = Counter()
    first: list[Found] = []
    rest: list[Found] = []
    for one in sorted(found, key=lambda one: one.rank):
        # What is full on both sides cannot be chosen any more.
        has_room = taken[one.kind] < max(1, round(limit * _SHARE[one.kind]))
        if not has_room and len(rest) >= limit:
            continue
        keys = tuple(key.exact for key in analyse(one.text))
        # A product called as the phrase is found by the phrase; places may share a name.
        if one.kind is not SuggestionKind.PLACE and keys in texts:
            continue
        texts.add(keys)
        taken[one.kind] += has_room
        (first if has_room else rest).append(one)
    kept = [*sorted(first, key=lambda one: one.rank)[:limit], *rest][:limit]
    return tuple(one.shown() for one in sorted(kept, key=lambda one: one.rank))


def _from_memory(kind: SuggestionKind, held: Entries, asked: Typed) -> Iterator[Found]:
    for entry in held.beginning_with(asked):
        if fit := match(asked, entry.keys, entry.starts):
            is_alias = bool(entry.alias)
            score = entry.weight + fit.score
            yield Found(score, kind, entry.text, entry.value, fit, asked, is_alias=is_alias)


# --- in memory


def _phrases(asked: Typed) -> Iterator[Found]:
    return _from_memory(SuggestionKind.PHRASE, phrases.entries(), asked)


_held_groups: tuple[float, Entries] | None = None


def _groups(asked: Typed, codes: Collection[str] | None) -> Iterator[Found]:
    global _held_groups
    now = time.monotonic()
    held = _held_groups
    if held is None or now - held[0] > _GROUP_SECONDS:
        rows = GroupNode.objects.order_by("pk").values_list("code", "label_vi")
        held = _held_groups = now, Entries(Entry(label, code, _GROUP) for code, label in rows)
    for one in _from_memory(SuggestionKind.GROUP, held[1], asked):
        if codes is None or one.value in codes:
            yield one


def _places(asked: Typed, limit: int) -> list[Found]:
    """Units of all times; a former one only where none of today has its name and land."""
    directory = get_directory()
    held = directory.derived.get("suggestions")
    if held is None:
        held = directory.derived["suggestions"] = _place_entries(directory)
    found: dict[str, Found] = {}
    fitting = _from_memory(SuggestionKind.PLACE, held, _with_type_word(asked))
    ranked = sorted(fitting, key=lambda one: one.rank)
    for one in ranked[: limit * 4]:
        place = directory.by_public_id(one.value)
        if place is None or one.value in found:
            continue
        same = [
            unit
            for unit in directory.successors_now(place.id)
            if unit.id != place.id and unit.full_name == place.full_name
        ]
        if not same:
            found[one.value] = one
        elif one.text != place.full_name:
            # An older name of a unit that is still called as it was: "Tỉnh Hà Tây".
            found.setdefault(same[0].public_id, replace(one, value=same[0].public_id))
        if len(found) >= limit:
            break
    return list(found.values())


def _with_type_word(asked: Typed) -> Typed:
    """ "tp hồ", "q. ba", "tx. sơn": the kind of unit written out, as names have it."""
    if numbered := _NUMBERED.fullmatch(asked.text):
        # "q1": as "q. 1".
        return _with_type_word(typed(f"{numbered[1]} {numbered[2]}{'' if asked.last else ' '}"))
    first = asked.earlier[0].raw.lower() if asked.earlier else ""
    word = _TYPE_WORDS.get(first)
    if word is None:
        return asked
    rest = asked.text[len(first) :].lstrip(" .")
    return typed(f"{word} {rest}" if asked.last else f"{word} {rest} ")


def _place_entries(directory: PlaceDirectory) -> Entries:
    era = directory.era_on()

    def entries() -> Iterator[Entry]:
        for name in directory.names:
            place = directory.get(name.place_id)
            is_former = era is None or place.era_key != era.key
            weight = _PLACE_WEIGHT[PlaceLevel(place.level)] - (0.2 if is_former else 0.0)
            if name.kind == NameKind.ABBREVIATION:
                yield Entry(place.full_name, place.public_id, weight, alias=name.text)
            if name.kind not in (NameKind.OFFICIAL, NameKind.FORMER):
                continue
            starts = frozenset({0, len(tokens(name.type_word))})
            yield Entry(name.text, place.public_id, weight, starts)
            words = analyse(place.short_name)
            if place.level != PlaceLevel.COMMUNE and len(words) > 1:
                # "dalat", "hanoi"
                joined = "".join(key.folded for key in words)
                yield Entry(place.full_name, place.public_id, weight, alias=joined)

    return Entries(entries())


def forget() -> None:
    """Drops what is kept in memory, between tests."""
    global _held_groups
    _held_groups = None
    phrases.forget()
