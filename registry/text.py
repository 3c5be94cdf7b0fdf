"""Vietnamese text: normal form, keys for comparing, and dictionary order. Pure.

Keys serve search and the place resolver alike; text is always stored as it was entered
(in NFC). It must not know what a text means: places are the resolver's, queries search's.
"""

import re
import unicodedata

# Combining tone marks, and the superscripts that stand for them at the end of a key: they
# cannot collide with typed digits, because NFKC has already made those plain.
TONE_OF_MARK = {"\u0301": "¹", "\u0300": "²", "\u0309": "³", "\u0303": "⁴", "\u0323": "⁵"}
TONES = "¹²³⁴⁵"

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SUBSTITUTES: dict[int, str | None] = {
    ord("ð"): "đ",
    ord("Ð"): "đ",
    **dict.fromkeys(map(ord, "’'ʼ`")),
}
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_ONSET = "b|c|ch|d|đ|g|gh|h|k|kh|l|m|n|ng|ngh|nh|p|ph|r|s|t|th|tr|v|x"
_FINAL_Y = re.compile(f"^({_ONSET})y([{TONES}]?)$")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: index for index, letter in enumerate(_ALPHABET, start=20)}
# Look-alikes that keyboards and scans put in the place of Đ; U+0110 and U+0111 are right.
_I_AND_Y = str.maketrans("iy", "yi")
_LOOKALIKE_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Signs that show as nothing: direction marks, joiners, fillers. A name of these alone is empty.
_INVISIBLE = dict.fromkeys(
    map(ord, "\u061c\u115f\u1160\u180e\u200e\u200f\u2061\u2062\u2063\u2064\u3164\uffa0")
)


def clean(text: str) -> str:
    """The text as it is stored: NFC, right Đ, no zero-width signs, single spaces."""
    text = unicodedata.normalize("NFC", text).translate(_ZERO_WIDTH).translate(_INVISIBLE)
    text = text.translate(_LOOKALIKE_D)
    return " ".join(text.split())


def has_control_characters(text: str) -> bool:
    """Whether a text holds control or direction-override characters, which no name has."""
    return _CONTROL.search(text) is not None


def normalise(text: str) -> str:
    """Lower-case NFC without compatibility forms, zero-width signs and apostrophes."""
    if text.isascii():
        # Codes and numbers, by the thousand in an index build, have none of all that.
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH)
    return unicodedata.normalize("NFC", text.lower().translate(_SUBSTITUTES))


def tokens(text: str) -> list[str]:
    """Runs of letters, marks and digits of the normalised text; all else separates."""
    return _TOKEN.findall(normalise(text))


def exact_key(token: str) -> str:
    """A token with its tone at the end and i/y unified: hoà = hòa = hoa², kỹ = kĩ.

    Takes a token of `tokens`. Spelling after Decision 1989/QĐ-BGDĐT is made equal to the
    older one; bare y and uy, ay, ây stay.
    """
    if token.isascii():
        return _with_i_and_y(token)
    tone, letters = "", []
    for character in unicodedata.normalize("NFD", token):
        if character in TONE_OF_MARK:
            tone = tone or TONE_OF_MARK[character]
        else:
            letters.append(character)
    return _with_i_and_y(unicodedata.normalize("NFC", "".join(letters)) + tone)


def _with_i_and_y(key: str) -> str:
    key = _FINAL_Y.sub(r"\1i\2", key)
    return f"quy{key[3:]}" if key.startswith("qui") else key


def folded_key(key: str) -> str:
    """An exact key without tone and marks, đ as d."""
    if key.isascii():
        return key
    bare = unicodedata.normalize("NFD", key.rstrip(TONES))
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")


def fold(text: str) -> str:
    """The whole text as folded keys joined by single spaces, for finding names again."""
    return " ".join(folded_key(exact_key(token)) for token in tokens(text))


def near_folds(text: str) -> frozenset[str]:
    """The folded text with what differs from it as clerks differ: "ca phe" and "caphe", i and y.

    One difference at a time, so that the forms can be looked up in an index of folded names.
    """
    words = fold(text).split()
    found = {" ".join(words)}
    for at, word in enumerate(words):
        before, after = words[:at], words[at + 1 :]
        swapped = word.translate(_I_AND_Y)
        if swapped != word:
            found.add(" ".join([*before, swapped, *after]))
        if after:
            found.add(" ".join([*before, word + after[0], *after[1:]]))
        found |= {
            " ".join([*before, word[:cut], word[cut:], *after]) for cut in range(1, len(word))
        }
    return frozenset(found - {""})


def collation_key(text: str) -> tuple[tuple[int, ...], tuple[str, ...], str]:
    """Sort key of Vietnamese dictionaries: letters first (a ă â … đ …), then tones.

    Tones order as ngang, huyền, hỏi, ngã, sắc, nặng.
    """
    letters: list[int] = []
    tones: list[str] = []
    for token in tokens(text):
        key = exact_key(token)
        tones.append({"²": "1", "³": "2", "⁴": "3", "¹": "4", "⁵": "5"}.get(key[-1:], "0"))
        letters += [
            _ORDER.get(c, 10 + int(c) if c.isdecimal() else 100 + ord(c)) for c in key.rstrip(TONES)
        ]
        letters.append(0)
    return tuple(letters), tuple(tones), text
