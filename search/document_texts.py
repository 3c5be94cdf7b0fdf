"""What a document says beside name, maker and place: groups, grades, brands, descriptions.

It must not read the database or know an engine.
"""

import re
from functools import lru_cache

from registry.models import CraftVillage, Product
from registry.models.choices import CertificationLevel, CraftTitleKind
from registry.selectors.items import ItemRecord
from search.analysis import Key, analyse, exact_text, folded_text, once, pairs
from search.engines.base import FieldValue
from search.surroundings import Surroundings

# Words of a description beyond these say little of a product and would fill the index.
_DESCRIPTION_KEYS = 200
_DESCRIPTION_LETTERS = 4000
_SIGNS = re.compile(r"[,;:.()\n–]")
_GRADE_WORDS = {
    CertificationLevel.NATION: "cấp quốc gia",
    CertificationLevel.REGION: "cấp khu vực",
    CertificationLevel.PROVINCE: "cấp tỉnh",
    CertificationLevel.DISTRICT: "cấp huyện",
    CertificationLevel.COMMUNE: "cấp xã",
    CraftTitleKind.TRADITIONAL_CRAFT: "nghề truyền thống",
    CraftTitleKind.CRAFT_VILLAGE: "làng nghề",
    CraftTitleKind.TRADITIONAL_CRAFT_VILLAGE: "làng nghề truyền thống",
}


def printed_places(record: ItemRecord) -> list[str]:
    """Places as the papers name them, each once."""
    printed = [held.certification.place_printed for held in record.certifications]
    if isinstance(record.subject, CraftVillage):
        printed.append(record.subject.place_text)
    return list(dict.fromkeys(printed))


def other_fields(record: ItemRecord, around: Surroundings) -> dict[str, FieldValue]:
    """Words of all other texts, and in `beside_fb` which of them stand beside each other.

    None stand beside each other across a sign: "Phú Hòa Đông, Hồ Chí Minh" is no Đông Hồ.
    """
    subject = record.subject
    path = around.groups.get(subject.group_id) if subject.group_id is not None else None
    texts = [path.text] if path else []
    texts += _texts(record)
    keys: dict[Key, None] = {}
    beside: dict[str, None] = {}
    for text in dict.fromkeys(texts):
        keys |= dict.fromkeys(analyse(text))
        beside |= _neighbours_of(text)
    for text in printed_places(record):
        beside |= _neighbours_of(text)
    if isinstance(subject, Product) and subject.description:
        told = subject.description[:_DESCRIPTION_LETTERS]
        keys |= dict.fromkeys(analyse(told)[:_DESCRIPTION_KEYS])
        beside |= _neighbours_in(told)
    return {
        "groups": path.codes if path else (),
        "villages": _villages(record),
        "other_x": once(exact_text(keys)),
        "other_f": once(folded_text(keys)),
        "beside_fb": " ".join(beside),
    }


def _texts(record: ItemRecord) -> list[str]:
    subject = record.subject
    texts = [subject.brand, subject.name_en] if isinstance(subject, Product) else [subject.trade]
    for held in record.certifications:
        certification = held.certification
        stars = f"{certification.stars} sao" if certification.stars else ""
        grade = certification.level or certification.title
        words = _GRADE_WORDS.get(grade, "")  # type: ignore[call-overload]
        texts += [certification.scheme.short_name_vi, stars, words]
        if certification.product_name_printed != subject.name:
            texts.append(certification.product_name_printed)
    return texts


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


def _villages(record: ItemRecord) -> tuple[str, ...]:
    subject = record.subject
    if isinstance(subject, CraftVillage):
        return (subject.code,)
    village = subject.craft_village if subject.craft_village_id is not None else None
    return (village.code,) if village else ()
