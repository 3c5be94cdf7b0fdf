"""Raw keystrokes of Vietnamese typing back to letters, for when the input method was off. Pure.

Telex ("ddieeuf", "truongwf") and VNI ("d9ie62u"). It knows how a syllable is built, not
which words exist.
"""

import re
import unicodedata

from registry.text import TONE_OF_MARK, folded_key

_MARK_OF_TONE = {tone: mark for mark, tone in TONE_OF_MARK.items()}
_TELEX_TONES = {"s": "¹", "f": "²", "r": "³", "x": "⁴", "j": "⁵"}
_VNI_TONES = dict(zip("12345", "¹²³⁴⁵", strict=True))
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_VOWELS = "aăâeêioôơuưy"
_ONSETS = "ngh|ng|nh|gh|gi|g|kh|k|ph|p|qu|q|tr|th|t|ch|c|đ|d|l|n|s|x|r|v|b|m|h"
_NUCLEI = (
    "iêu|yêu|uyê|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uya|uyu|uâ|iê|yê|uô|ươ|ia|ya|ua|ưa|oa|oă|oe|uê|uy|uơ|"
    "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(
    f"^(?P<onset>{_ONSETS})?(?P<nucleus>{_NUCLEI})(?P<coda>ch|c|k|ng|nh|m|n|p|t)?$"
)
# The same of letters without any mark.
_PLAIN_SYLLABLE = re.compile(
    f"^(?:{_ONSETS.replace('|đ', '')})?(?:{folded_key(_NUCLEI)})(?:ch|c|k|ng|nh|m|n|p|t)?$"
)
# "Đắk" and "Lắk" are written with k.
_STOPS = frozenset({"c", "ch", "k", "p", "t"})
_LONGEST = 9


def decode(token: str) -> str | None:
    """The syllable that plain keystrokes write; None if they write none or nothing new."""
    if not token.isascii() or len(token) > _LONGEST or not token[:1].isalpha():
        return None
    letters: list[str] = []
    tone = ""
    for key in token:
        if key.isdigit() and _vni(letters, key):
            continue
        if (key in _TELEX_TONES or key in _VNI_TONES) and _has_vowel(letters):
            tone = _TELEX_TONES.get(key) or _VNI_TONES[key]
        elif not _telex(letters, key):
            letters.append(key)
    bare = "".join(letters)
    if (bare == token and not tone) or not is_syllable(bare, tone):
        return None
    return with_tone(bare, tone)


def is_syllable(bare: str, tone: str) -> bool:
    """Whether letters without tone form a syllable that may carry the tone."""
    match = _SYLLABLE.match(bare)
    if match is None:
        return False
    # "Đăk", "Lăk": names of the highlands are printed without the tone too.
    is_highland = match["coda"] == "k" and not tone and match["nucleus"] == "ă"
    return is_highland or match["coda"] not in _STOPS or tone in ("¹", "⁵")


def could_be_syllable(folded: str) -> bool:
    """Whether letters without marks are those of some syllable: "bien" is, "dalat" is not."""
    return _PLAIN_SYLLABLE.match(folded) is not None


def with_tone(bare: str, tone: str) -> str:
    """A syllable as it is written: the tone on the vowel that orthography asks for."""
    if not tone:
        return bare
    match = _SYLLABLE.match(bare)
    if match is None:
        return bare
    start, nucleus = match.start("nucleus"), match["nucleus"]
    marked = [at for at, vowel in enumerate(nucleus) if vowel in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(nucleus) > 2 or (len(nucleus) == 2 and match["coda"]):
        at = 1
    else:
        at = 0
    spot = start + at
    return (
        bare[:spot]
        + unicodedata.normalize("NFC", bare[spot] + _MARK_OF_TONE[tone])
        + bare[spot + 1 :]
    )


def written(exact: str) -> str:
    """An exact key as it is written: "tra²" is trà."""
    tone = exact[-1:] if exact[-1:] in _MARK_OF_TONE else ""
    bare = exact.removesuffix(tone) if tone else exact
    found = with_tone(bare, tone)
    return found if found != bare or not tone else bare


def _has_vowel(letters: list[str]) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _telex(letters: list[str], key: str) -> bool:
    """Applies a key that changes an earlier letter; False if it is a letter of its own."""
    if key == "d" and letters[:1] == ["d"]:
        letters[0] = "đ"
        return True
    if key in _HAT:
        # Late marks count too: "dauaf" is dầu, "comos" cốm.
        for at in range(len(letters) - 1, -1, -1):
            if letters[at] == key:
                letters[at] = _HAT[key]
                return True
        return False
    return key == "w" and _horn(letters, "aou", {"a": "ă"})


def _vni(letters: list[str], key: str) -> bool:
    if key == "9" and letters[:1] == ["d"]:
        letters[0] = "đ"
        return True
    if key == "6":
        for at in range(len(letters) - 1, -1, -1):
            if letters[at] in _HAT:
                letters[at] = _HAT[letters[at]]
                return True
    if key == "7":
        return _horn(letters, "ou", {})
    return key == "8" and _horn(letters, "a", {"a": "ă"})


def _horn(letters: list[str], over: str, breve: dict[str, str]) -> bool:
    """uo becomes ươ; else the last of the vowels gets its horn or breve."""
    pair = "".join(letters).find("uo")
    if pair >= 0 and letters[:2] != ["q", "u"]:
        letters[pair : pair + 2] = ["ư", "ơ"]
        return True
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] not in over:
            continue
        if letters[at] == "a" and at and letters[at - 1] == "u" and "u" in over:
            letters[at - 1] = "ư"
        else:
            letters[at] = breve.get(letters[at], {"o": "ơ", "u": "ư"}.get(letters[at], "ă"))
        return True
    return False
