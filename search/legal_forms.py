"""Legal forms in names of makers ("công ty tnhh", "hợp tác xã"): cut from text, kept as kinds.

Left in, "ty" of "công ty" would answer queries. The same words are cut from queries, so
that "HTX Phú Quý" finds what "Phú Quý" finds and prefers cooperatives. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.models.choices import LegalKind
from search.analysis import Key, analyse

_PHRASES: dict[LegalKind, tuple[str, ...]] = {
    LegalKind.LIMITED: (
        "công ty trách nhiệm hữu hạn một thành viên",
        "công ty trách nhiệm hữu hạn",
        "công ty tnhh một thành viên",
        "công ty tnhh 1 thành viên",
        "công ty tnhh mtv",
        "công ty tnhh",
        "cty tnhh mtv",
        "cty tnhh",
        "tnhh một thành viên",
        "tnhh mtv",
        "tnhh",
    ),
    LegalKind.JOINT_STOCK: ("công ty cổ phần", "công ty cp", "cty cổ phần", "cty cp", "ctcp"),
    LegalKind.PRIVATE: ("doanh nghiệp tư nhân", "dn tư nhân", "dntn"),
    LegalKind.BRANCH: ("chi nhánh",),
    LegalKind.COOPERATIVE: ("liên hiệp hợp tác xã", "hợp tác xã", "htx"),
    LegalKind.COOPERATIVE_GROUP: ("tổ hợp tác", "tht"),
    LegalKind.HOUSEHOLD: ("hộ kinh doanh cá thể", "hộ kinh doanh", "hkd"),
    LegalKind.PRODUCER_HOUSEHOLD: ("hộ sản xuất",),
    LegalKind.FACILITY: ("cơ sở sản xuất kinh doanh", "cơ sở sản xuất", "cơ sở", "cssx"),
    LegalKind.FARM: ("trang trại",),
    LegalKind.ASSOCIATION: ("câu lạc bộ", "clb"),
    LegalKind.UNKNOWN: ("công ty", "cty"),
}
_FORMS: dict[tuple[str, ...], LegalKind] = {
    tuple(key.folded for key in analyse(phrase)): kind
    for kind, phrases in _PHRASES.items()
    for phrase in phrases
}
_LONGEST = max(map(len, _FORMS))
_FIRST_WORDS = frozenset(form[0] for form in _FORMS)
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
    at = 0
    while at < len(keys):
        length = _form_at(keys, at)
        if length and (anywhere or not rest):
            form = tuple(keys[at : at + length])
            kind = _FORMS[tuple(key.folded for key in form)]
            kinds += _COMPANIES if kind is LegalKind.UNKNOWN and anywhere else [kind]
            forms.append(form)
            at += length
        else:
            rest.append(keys[at])
            at += 1
    if not rest and not anywhere:
        return Parted(tuple(keys), (), tuple(dict.fromkeys(kinds)))
    return Parted(tuple(rest), tuple(forms), tuple(dict.fromkeys(kinds)))


def _form_at(keys: Sequence[Key], at: int) -> int:
    """Length of the longest form that begins here, or 0."""
    if keys[at].folded not in _FIRST_WORDS:
        return 0
    for length in range(min(_LONGEST, len(keys) - at), 0, -1):
        if tuple(key.folded for key in keys[at : at + length]) in _FORMS:
            return length
    return 0


def form_at(keys: Sequence[Key], at: int) -> tuple[int, tuple[str, ...]]:
    """Length of the longest form that begins here and the kinds it may stand for; (0, ())."""
    length = _form_at(keys, at)
    if not length:
        return 0, ()
    kind = _FORMS[tuple(key.folded for key in keys[at : at + length])]
    return length, _COMPANIES if kind is LegalKind.UNKNOWN else (kind,)
