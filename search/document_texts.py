"""What a document says beside name, maker and place: groups, grades, brands, descriptions.

It must not read the database or know an engine.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from registry.models.choices import CertificationLevel, CraftTitleKind
from search.analysis import Key, analyse, exact_text, folded_text, once, pairs
from search.engines.base import FieldValue
from search.loading import Record
from search.surroundings import Surroundings

# Words of a description beyond these say little of a product and would fill the index.
_DESCRIPTION_KEYS = 200
_DESCRIPTION_LETTERS = 4000
_SIGNS = re.compile(r"[,;:.()\n–]")
_GRADE_WORDS: dict[str, str] = {
    CertificationLevel.NATION: "cấp quốc gia",
    CertificationLevel.REGION: "cấp khu vực",
    CertificationLevel.PROVINCE: "cấp tỉnh",
    CertificationLevel.DISTRICT: "cấp huyện",
    CertificationLevel.COMMUNE: "cấp xã",
    CraftTitleKind.TRADITIONAL_CRAFT: "nghề truyền thống",
    CraftTitleKind.CRAFT_VILLAGE: "làng nghề",
    CraftTitleKind.TRADITIONAL_CRAFT_VILLAGE: "làng nghề truyền thống",
}


def printed_places(record: Record) -> list[str]:
    """Places as the papers name them, each once."""
    printed = [paper.place_printed for paper in record.papers]
    if record.place_text or not record.is_product:
        printed.append(record.place_text)
    return list(dict.fromkeys(printed))


def other_fields(record: Record, around: Surroundings) -> dict[str, FieldValue]:
    """Words of all other texts, and in `beside_fb` which of them stand beside each other.

    None stand beside each other across a sign: "Phú Hòa Đông, Hồ Chí Minh" is no Đông Hồ.
    """
    path = around.groups.get(record.group_id) if record.group_id is not None else None
    texts = [path.text] if path else []
    exact, folded, beside = _words_of((*texts, *_texts(record)))
    if record.description:
        told = record.description[:_DESCRIPTION_LETTERS]
        keys = analyse(told)[:_DESCRIPTION_KEYS]
        exact = once(f"{exact} {exact_text(keys)}")
        folded = once(f"{folded} {folded_text(keys)}")
        beside = beside | _neighbours_in(told)
    for text in printed_places(record):
        beside = beside | _neighbours_of(text)
    return {
        "groups": path.codes if path else (),
        "villages": (record.village,) if record.village else (),
        "other_x": exact,
        "other_f": folded,
        "beside_fb": " ".join(beside),
    }


# Groups, grades and brands are those of many items; not to be changed.
@lru_cache(maxsize=1 << 13)
def _words_of(texts: tuple[str, ...]) -> tuple[str, str, dict[str, None]]:
    """Exact keys, folded keys and folded neighbours of some texts."""
    keys: dict[Key, None] = {}
    beside: dict[str, None] = {}
    for text in texts:
        keys |= dict.fromkeys(analyse(text))
        beside |= _neighbours_of(text)
    return once(exact_text(keys)), once(folded_text(keys)), beside


def _texts(record: Record) -> Iterator[str]:
    if record.is_product:
        yield from (record.brand, record.name_en)
    else:
        yield record.trade
    for paper in record.papers:
        yield paper.scheme_name
        yield f"{paper.stars} sao" if paper.stars else ""
        yield _GRADE_WORDS.get(paper.level or paper.title, "")
        if paper.product_name_printed != record.name:
            yield paper.product_name_printed


def _neighbours_in(text: str) -> dict[str, None]:
    """Folded pairs of neighbouring words, of the first words of a long text."""
    found: dict[str, None] = {}
    left = _DESCRIPTION_KEYS
    for piece in _SIGNS.split(text):
        keys = analyse(piece)[:left]
        left -= len(keys)
        found |= dict.fromkeys(pairs([key.folded for key in keys])[1:])
        if not left:
            break
    return found


# Groups, grades and places are those of many items; not to be changed.
_neighbours_of = lru_cache(maxsize=1 << 13)(_neighbours_in)
