"""The form of a place text: tokens in comma parts, type words, abbreviations, fillers. Pure.

It knows how addresses are written, not which places exist.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.models.choices import PlaceLevel
from registry.text import exact_key, folded_key, normalise, tokens

MAX_TOKENS = 40
_PART = re.compile(r"[,;|()\[\]/\n\t]|\.\s|\s[-–—]\s(?=(?:tỉnh|huyện|xã|phường|quận)\s)")
_DOTTED_LETTERS = re.compile(r"(?<!\w)(?:[a-zđ]\.\s?){2,}(?:[a-zđ](?!\w))?")
_DOTTED_ABBREVIATION = re.compile(
    r"(?<!\w)(tp|tx|tt|tỉnh|huyện|quận|xã|phường|dist|prov|[tqhpxf]|đk|dk|tnhh)\.\s*"
)
_GLUED_NUMBER = re.compile(r"(quận|quan|phường|phuong|district|ward|q|p|f|h|x|d|w)0*([1-9][0-9]?)")
_GLUED_TYPE = re.compile(r"(tp|tx|tt)([a-zđ].{2,})")
_MARKED = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable: its exact and folded key, whether marks were typed, its comma part."""

    text: str
    exact: str
    folded: str
    is_marked: bool
    part: int


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word in a text. `levels` are those it can stand for, likeliest first."""

    name: str
    levels: tuple[PlaceLevel, ...]
    is_short: bool
    agrees: bool
    is_english: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Vietnamese type words that it writes: English calls quận and huyện "district"."""
        if self.is_english and self.name == "huyện":
            return frozenset({"huyện", "quận"})
        return frozenset({self.name})


_P, _D, _C = PlaceLevel.PROVINCE, PlaceLevel.DISTRICT, PlaceLevel.COMMUNE
_CANONICAL: dict[str, tuple[PlaceLevel, ...]] = {
    "tỉnh": (_P,),
    "thành phố": (_P, _D),
    "thị xã": (_D,),
    "quận": (_D,),
    "huyện": (_D,),
    "phường": (_C,),
    "xã": (_C,),
    "thị trấn": (_C,),
    "đặc khu": (_C, _D, _P),
}
_SHORT = {
    "t": "tỉnh", "tp": "thành phố", "tpho": "thành phố", "tx": "thị xã", "tt": "thị trấn",
    "q": "quận", "h": "huyện", "p": "phường", "f": "phường", "x": "xã", "dk": "đặc khu",
}  # fmt: skip
_ENGLISH = {
    "province": "tỉnh", "city": "thành phố", "town": "thị xã", "township": "thị trấn",
    "district": "huyện", "urban district": "quận", "rural district": "huyện",
    "dist": "huyện", "prov": "tỉnh", "ward": "phường", "commune": "xã",
    "special zone": "đặc khu", "island district": "huyện",
}  # fmt: skip
# Type words that stand for one another: an English or misremembered word excludes nothing.
_ENGLISH_LEVELS: dict[str, tuple[PlaceLevel, ...]] = {
    "district": (_D,),
    "dist": (_D,),
    "town": (_D, _C),
    "city": (_P, _D),
}


@lru_cache(maxsize=20_000)
def keys_of(token: str) -> tuple[str, str, bool]:
    """(exact key, folded key, has marks) of one token."""
    exact = exact_key(token)
    return exact, folded_key(exact), bool(_MARKED.search(token))


def _type_table() -> dict[tuple[str, ...], tuple[str, str, bool]]:
    """{folded syllables: (canonical word, exact spelling, is an abbreviation)}."""
    table = {}
    for word in _CANONICAL:
        folded = tuple(keys_of(token)[1] for token in tokens(word))
        table[folded] = (word, " ".join(keys_of(token)[0] for token in tokens(word)), False)
        if len(folded) > 1:
            table["".join(folded),] = (word, "".join(folded), True)
    for island, word in (("huyện đảo", "huyện"), ("xã đảo", "xã")):
        keys = [keys_of(token) for token in tokens(island)]
        table[tuple(key[1] for key in keys)] = (word, " ".join(key[0] for key in keys), False)
    for short, word in _SHORT.items():
        table[short,] = (word, short, True)
    for english, word in _ENGLISH.items():
        table[tuple(english.split())] = (word, english, False)
    return table


_TYPES = _type_table()
_ENGLISH_KEYS = {tuple(english.split()) for english in _ENGLISH}


def read(text: str) -> list[Token]:
    """Tokens of a text in order, numbers cut off their letters ("q1"), dots taken away."""
    text = normalise(text)
    text = _DOTTED_LETTERS.sub(lambda m: re.sub(r"[.\s]", "", m.group()) + " ", text)
    text = _DOTTED_ABBREVIATION.sub(r"\1 ", text)
    found: list[Token] = []
    for part, piece in enumerate(_PART.split(text)):
        for raw in tokens(piece):
            for token in _cut(raw):
                exact, folded, is_marked = keys_of(token)
                found.append(Token(token, exact, folded, is_marked, part))
                if len(found) == MAX_TOKENS:
                    return found
    return found


_ENGLISH_LETTERS = {"d": "district", "w": "ward"}


def _cut(raw: str) -> list[str]:
    if match := _GLUED_NUMBER.fullmatch(raw):
        return [_ENGLISH_LETTERS.get(match[1], match[1]), match[2]]
    if raw.isdecimal():
        return [raw.lstrip("0") or "0"]
    return [raw]


def cut_glued_type(token: str) -> tuple[str, str] | None:
    """("tp", "vinh") of "tpvinh"; None where nothing is glued."""
    match = _GLUED_TYPE.fullmatch(token)
    return (match[1], match[2]) if match else None


def type_ending_at(found: list[Token], end: int, any_marked: bool) -> tuple[int, TypeWord] | None:
    """The longest type word whose last token is just before `end`: (its start, the word)."""
    for length in (2, 1):
        start = end - length
        if start < 0 or found[start].part != found[end - 1].part:
            continue
        word = type_of(found[start:end], any_marked)
        if word:
            return start, word
    return None


def english_type_at(found: list[Token], start: int) -> tuple[int, TypeWord] | None:
    """An English type word behind a name: (the end, the word)."""
    for length in (2, 1):
        piece = found[start : start + length]
        key = tuple(token.folded for token in piece)
        if len(piece) == length and key in _ENGLISH_KEYS:
            word = type_of(piece, any_marked=False)
            if word:
                return start + length, word
    return None


def type_of(piece: list[Token], any_marked: bool) -> TypeWord | None:
    """The type word that these tokens write; marks may be missing, wrong ones are said so."""
    entry = _TYPES.get(tuple(token.folded for token in piece))
    if entry is None:
        return None
    word, spelling, is_short = entry
    typed = " ".join(token.exact for token in piece)
    english = " ".join(token.folded for token in piece)
    levels = _ENGLISH_LEVELS.get(english, _CANONICAL[word])
    agrees = typed == spelling or (not any(token.is_marked for token in piece) and not any_marked)
    is_letter = is_short and len(piece[0].folded) == 1
    return TypeWord(word, levels, is_letter, agrees, tuple(english.split()) in _ENGLISH_KEYS)


# Words that begin a piece below commune level; it weighs little.
_BELOW_COMMUNE = {
    "thon", "xom", "ap", "ban", "buon", "lang", "khom", "to", "so", "duong", "pho", "ngo",
    "ngach", "hem", "doi", "khu", "kp", "km", "quoc", "ql", "tl", "dt", "to dan pho",
}  # fmt: skip
_FILLERS = {
    ("nay", "la"), ("truoc", "day"), ("truoc", "kia"), ("viet", "nam"), ("vietnam",), ("vn",),
    ("cu",), ("thuoc",), ("o",), ("tai",), ("dia", "chi"), ("nay", "thuoc"), ("moi",), ("nuoc",),
}  # fmt: skip
_LIGHT = 0.15
_TYPE_WEIGHT = 0.4


def weights(found: list[Token]) -> list[float]:
    """How much each token counts when it stays unexplained."""
    result = [1.0] * len(found)
    starts = [i for i, t in enumerate(found) if i == 0 or found[i - 1].part != t.part]
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        first = found[start].folded
        if (first in _BELOW_COMMUNE or first.isdecimal()) and len(starts) > 1:
            for i in range(start, end):
                result[i] = _LIGHT
    for i in range(len(found)):
        for length in (1, 2):
            piece = found[i : i + length]
            if len(piece) < length:
                continue
            if tuple(t.folded for t in piece) in _FILLERS and _is_filler(found, i, i + length):
                result[i : i + length] = [0.0] * length
            elif type_of(piece, any_marked=False) and (
                (i + length < len(found) and found[i + length].part == found[i].part)
                or english_type_at(found, i)
            ):
                result[i : i + length] = [min(w, _TYPE_WEIGHT) for w in result[i : i + length]]
    return result


def _is_filler(found: list[Token], start: int, end: int) -> bool:
    """Fillers stand at an edge of a comma part; inside a name they are letters of it."""
    at_start = start == 0 or found[start - 1].part != found[start].part
    at_end = end == len(found) or found[end].part != found[end - 1].part
    return at_end or (at_start and found[start].folded in {"nay", "truoc", "dia", "o", "tai"})
