"""Free text to ranked places of both eras, with their successors; never silently the first.

`resolve` serves people; `resolve_in_query` serves the search box and takes a place only where
the text surely means one; `resolve_printed` serves certificates. None of them writes or asks
another service.
"""

import datetime as dt

from registry.gazetteer.candidates import SURE, Candidate, Resolution, ranked
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.printed import PrintedPlace, resolve_printed
from registry.models.choices import PlaceLevel
from registry.text import fold

__all__ = [
    "SURE",
    "Candidate",
    "PrintedPlace",
    "Resolution",
    "resolve",
    "resolve_in_query",
    "resolve_printed",
]


def resolve(
    text: str,
    *,
    limit: int = 5,
    era: str | None = None,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Candidates for a place text. `era` keeps one era's units; `on` prefers those of a day."""
    directory = directory or get_directory()
    found = ranked(text, directory, era, on, correct=True)
    kept = [c for c in found if not (c.is_weak and not c.marks_agree)]
    return Resolution(text, tuple(kept[:limit]))


def resolve_in_query(
    text: str,
    *,
    limit: int = 5,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Places that a search query surely names: with a type word, a parent, or a whole comma
    part, marks agreeing where typed. The others are in `suggested`."""
    directory = directory or get_directory()
    found = ranked(text, directory, None, on, correct=False)
    sure = [candidate for candidate in found if _is_sure(candidate, directory)]
    sure_ids = {candidate.place.id for candidate in sure}
    others = [c for c in found if c.place.id not in sure_ids and c.marks_agree]
    return Resolution(text, tuple(sure[:limit]), tuple(others[:limit]))


# Nouns of goods that a query without marks may begin with: "cam vinh" is oranges of Vinh, not
# the commune of Cẩm Vịnh.
_GOODS = {
    "banh", "bat", "binh", "bo", "bun", "buoi", "ca", "cam", "cha", "che", "chieu", "com",
    "den", "dau", "dua", "ga", "gao", "gio", "giay", "gom", "hat", "hoa", "hong", "huong",
    "ket", "keo", "kem", "khay", "lua", "mam", "mang", "mat", "may", "men", "mien", "mit",
    "moc", "muc", "muoi", "muop", "na", "nam", "nem", "nep", "nghe", "nhan", "nuoc", "ot",
    "pho", "ruou", "sam", "sen", "son", "sua", "tam", "thit", "tieu", "toi", "tom", "tra",
    "tranh", "tuong", "vai", "xoai", "yen",
}  # fmt: skip


# Places whose whole name is a plain word or a kind of goods: dragon fruit, honeysuckle, "safe".
_PLAIN_WORDS = {
    "an toan", "binh an", "binh minh", "cam thach", "cuc phuong", "dai dong", "doan ket", "doc lap",
    "dong bang", "dong tam", "hanh phuc", "hop tien", "hung thinh", "kien thiet", "kim ngan",
    "quyet thang", "tan tien", "thang loi", "thanh cong", "thanh long", "thanh mai", "thong nhat",
    "thot not", "tien phong", "tien tien", "tra mi", "trung tam", "truong sinh", "vinh cuu",
}  # fmt: skip


def _is_sure(candidate: Candidate, directory: PlaceDirectory) -> bool:
    """Whether a query surely means the place: localities that share their name with goods or
    plain words need a type word or a parent."""
    if not candidate.marks_agree or candidate.is_weak or candidate.is_initials:
        return False
    if candidate.has_parent:
        return True
    if candidate.has_type_word:
        return not _may_be_no_type_word(candidate)
    if fold(candidate.matched) in _PLAIN_WORDS:
        return False
    if not candidate.fills_part or candidate.matched[:2] in _NUMBERED:
        return False
    if candidate.is_partly_marked:
        return False
    if candidate.place.level != PlaceLevel.COMMUNE:
        return True
    era = directory.era_on()
    syllables = fold(candidate.matched).split()
    return (
        era is not None
        and candidate.place.era_key == era.key
        and len(syllables) > 1
        and (candidate.is_exact_accent or syllables[0] not in _GOODS)
    )


def _may_be_no_type_word(candidate: Candidate) -> bool:
    """Whether an unmarked "type word" before one syllable may be a plain word: "phuong dong" is
    the Orient rather than the former xã Đông."""
    matched = fold(candidate.matched)
    return (
        len(matched.split()) == 2
        and not candidate.is_exact_accent
        and matched != fold(candidate.place.full_name)
    )


# A lone letter with a number is rather a code of goods ("f1") than phường 1; q10 stays.
_NUMBERED = {"f ", "p ", "h ", "x ", "t "}
