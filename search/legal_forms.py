"""Legal forms in names of makers ("công ty tnhh", "hợp tác xã"): cut from text, kept as kinds.

Left in, "ty" of "công ty" would answer queries. The same words are cut from queries, so
that "HTX Phú Quý" finds what "Phú Quý" finds and prefers cooperatives. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.models.choices import LegalKind
from registry.rules.legal_forms import form_at, forms_begun
from search.analysis import Key

# "Công ty" alone says nothing of the kind of company.
_COMPANIES = (LegalKind.LIMITED, LegalKind.JOINT_STOCK, LegalKind.PRIVATE)


@dataclass(frozen=True, slots=True)
class Parted:
    """Keys without legal forms, the keys of each form cut, and the kinds they stand for."""

    rest: tuple[Key, ...]
    forms: tuple[tuple[Key, ...], ...]
    kinds: tuple[str, ...]


def part_maker(keys: Sequence[Key]) -> Parted:
    """Cuts the forms at the start of a maker's name; a name of nothing else stays whole."""
    return _part(keys, anywhere=False)


def part_query(keys: Sequence[Key]) -> Parted:
    """Cuts the forms anywhere in a query; `rest` is empty when it names only forms."""
    return _part(keys, anywhere=True)


def _part(keys: Sequence[Key], *, anywhere: bool) -> Parted:
    rest: list[Key] = []
    forms: list[tuple[Key, ...]] = []
    kinds: list[LegalKind] = []
    folded = [key.folded for key in keys]
    at = 0
    while at < len(keys):
        length, kind = form_at(folded, at)
        if kind is not None and (anywhere or not rest):
            form = tuple(keys[at : at + length])
            kinds += _COMPANIES if kind is LegalKind.UNKNOWN and anywhere else [kind]
            forms.append(form)
            at += length
        else:
            rest.append(keys[at])
            at += 1
    if not rest and not anywhere:
        return Parted(tuple(keys), (), tuple(dict.fromkeys(kinds)))
    return Parted(tuple(rest), tuple(forms), tuple(dict.fromkeys(kinds)))


def forms_at(keys: Sequence[Key], at: int) -> tuple[int, tuple[str, ...]]:
    """Length of the longest form that begins here and the kinds it may stand for; (0, ())."""
    length, kind = form_at([key.folded for key in keys], at)
    if kind is None:
        return 0, ()
    # A maker whose source says no more than "Công ty" is of no kind that is known.
    return length, (*_COMPANIES, LegalKind.UNKNOWN) if kind is LegalKind.UNKNOWN else (kind,)


def kinds_begun(keys: Sequence[Key], last: Sequence[str]) -> tuple[str, ...]:
    """The kinds whose forms go on from these keys; the last one may go on from any of `last`."""
    earlier = [key.folded for key in keys[:-1]]
    begun = [kind for one in last for kind in forms_begun([*earlier, one])]
    kinds = [one for kind in begun for one in (_COMPANIES if kind is LegalKind.UNKNOWN else [kind])]
    return tuple(dict.fromkeys(kinds))
