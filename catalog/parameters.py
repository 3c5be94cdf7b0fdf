"""Reads parameters of an address so that nothing typed there can break a page."""

import re
import unicodedata

from django.http import QueryDict

from registry.rules.identifiers import code_has_form, code_normalise
from registry.text import clean, has_control_characters

TEXT_LIMIT = 200
_DIGITS_LIMIT = 6
# An address of the register as a scanned sign gives it, and words that stand before a code.
_IN_ADDRESS = re.compile(r"(?:^|/)[civ]/([^/?#\s]+)|[?&]ma=([^&#\s]+)")
_AFTER_LABEL = re.compile(r"^[^:#]{0,30}[:#]\s*(.+)$")


def text(params: QueryDict, name: str, limit: int = TEXT_LIMIT) -> str:
    """A typed text in normal form, without control characters, cut at `limit`."""
    typed = params.get(name) or ""
    # Cut before normalising: the work on a text of a megabyte would be the attack.
    return plain(typed[: limit * 4])[:limit]


def plain(typed: str) -> str:
    """Text in normal form without control characters and lone surrogates."""
    typed = typed.encode("utf-8", "ignore").decode("utf-8")
    if has_control_characters(typed):
        typed = "".join(" " if has_control_characters(sign) else sign for sign in typed)
    return clean(typed)


def code(typed: str) -> str:
    """A code from a path or a field, normalised; a closing slash is no part of it."""
    return code_normalise(plain(typed[:80]).strip("/ "))


def code_in(typed: str) -> str:
    """The code in what was typed: alone, in an address of the register, or after "Mã:".

    What holds no well-formed code comes back as it is, so that the answer can speak of it.
    """
    wide = unicodedata.normalize("NFKC", typed)
    found = [typed, wide]
    if address := _IN_ADDRESS.search(wide):
        found.append(address[1] or address[2])
    if labelled := _AFTER_LABEL.match(wide):
        found.append(labelled[1])
    return next((one for one in found if code_has_form(code_normalise(one))), typed)


def page_number(params: QueryDict, name: str = "trang") -> int:
    """A page from 1 on; what is no number is page 1."""
    typed = (params.get(name) or "")[:20].strip()
    if not (typed.isascii() and typed.isdigit()) or len(typed) > _DIGITS_LIMIT:
        return 1
    return max(1, int(typed))
