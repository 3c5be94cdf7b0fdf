"""Reads parameters of an address so that nothing typed there can break a page."""

import re
import unicodedata
from collections.abc import Collection

from django.http import QueryDict
from django.utils.translation import gettext as _

from registry.rules.identifiers import code_has_form, code_normalise
from registry.text import clean, has_control_characters
from search.query import Ignored

TEXT_LIMIT = 200
# Added to shared links by mail and social networks; no reader can be blamed for them.
_ADDED_BY_OTHERS = re.compile(r"utm_\w+|fbclid|gclid|msclkid|zarsrc|mc_[ce]id", re.ASCII)
_MOST_NAMED = 5
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
    return int(typed) if is_page_number(typed) else 1


def is_page_number(typed: str) -> bool:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS_LIMIT
    return is_number and int(typed) > 0


def unknown(params: QueryDict, known: Collection[str]) -> tuple[Ignored, ...]:
    """The first few parameters that a page does not have, each to be named to the reader."""
    names = [one for one in params if one not in known and not _ADDED_BY_OTHERS.fullmatch(one)]
    found = [
        Ignored(
            plain(name[:60]),
            plain((params.get(name) or "")[:60]),
            _("This page has no such parameter."),
        )
        for name in names[:_MOST_NAMED]
    ]
    if len(names) > _MOST_NAMED:
        others = len(names) - _MOST_NAMED
        found.append(Ignored("…", str(others), _("So many more parameters are not known either.")))
    return tuple(found)
