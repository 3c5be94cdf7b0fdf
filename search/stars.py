"""Numbers of stars in a query: "3-4 sao", "3, 4 sao", "4*", "từ 4 sao". Pure.

It finds them only; single phrases such as "ba sao" stand in data/words.toml.
"""

import re
from collections.abc import Sequence

from search.analysis import Key

_STARS = ("3", "4", "5")
_UNITS = frozenset({"sao", "star", "stars"})
_FROM = frozenset({"tư²", "tu", "from"})
_TO = frozenset({"den", "toi", "to"})
_OR = frozenset({"hoac", "hay", "va", "or", "and"})
_UPWARDS = ("tro", "len")
_SIGN = re.compile(r"\s?[*★⭐]")
_DASH = re.compile(r"\s*[-–—]\s*")


def stars_at(
    keys: Sequence[Key], gaps: Sequence[str], start: int
) -> tuple[int, tuple[str, ...]] | None:
    """Where the stars that begin at `start` end, and their grades; None if none do.

    `gaps` are the texts behind each key. A single plain number is no concern of this.
    """
    at = start
    is_upwards = keys[at].exact in _FROM
    at += is_upwards
    numbers: list[str] = []
    is_range = False
    while at < len(keys) and keys[at].raw in _STARS:
        numbers.append(keys[at].raw)
        gap = gaps[at]
        at += 1
        if _SIGN.match(gap) or at == len(keys):
            break
        is_range = is_range or _DASH.fullmatch(gap) is not None or keys[at].folded in _TO
        at += keys[at].folded in _TO | _OR
    has_sign = bool(numbers) and _SIGN.match(gaps[at - 1]) is not None
    has_word = at < len(keys) and keys[at].folded in _UNITS
    if not numbers or not (has_sign or has_word):
        return None
    at += has_word and not has_sign
    if tuple(key.folded for key in keys[at : at + 2]) == _UPWARDS:
        is_upwards, at = True, at + 2
    if len(numbers) == 1 and not is_upwards and not has_sign:
        return None
    low, high = min(numbers), max(numbers)
    if is_upwards and len(numbers) == 1:
        high, is_range = _STARS[-1], True
    chosen = [one for one in _STARS if low <= one <= high] if is_range else sorted(set(numbers))
    return at, tuple(f"ocop:{one}" for one in chosen)
