"""Legal forms in names of makers ("công ty tnhh", "hợp tác xã") and names without them. Pure.

"Cty TNHH A" and "Công ty trách nhiệm hữu hạn A" are one name here. It must not know what a
query means: that is search's.
"""

from collections.abc import Sequence

from registry.models.choices import LegalKind
from registry.text import fold

_PHRASES: dict[LegalKind, tuple[str, ...]] = {
    LegalKind.LIMITED: (
        "công ty trách nhiệm hữu hạn một thành viên",
        "công ty trách nhiệm hữu hạn",
        "cty trách nhiệm hữu hạn một thành viên",
        "cty trách nhiệm hữu hạn",
        "cty tnhh một thành viên",
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
    tuple(fold(phrase).split()): kind for kind, phrases in _PHRASES.items() for phrase in phrases
}
_LONGEST = max(map(len, _FORMS))
_FIRST_WORDS = frozenset(form[0] for form in _FORMS)


def form_at(folded: Sequence[str], at: int) -> tuple[int, LegalKind | None]:
    """Length and kind of the longest form that begins at a folded word; 0 and None if none."""
    if folded[at] not in _FIRST_WORDS:
        return 0, None
    for length in range(min(_LONGEST, len(folded) - at), 0, -1):
        kind = _FORMS.get(tuple(folded[at : at + length]))
        if kind is not None:
            return length, kind
    return 0, None


def forms_begun(folded: Sequence[str]) -> list[LegalKind]:
    """The kinds of all forms that begin with folded words, the last of which is half typed."""
    *whole, last = folded
    return [
        kind
        for form, kind in _FORMS.items()
        if len(form) >= len(folded)
        and form[: len(whole)] == tuple(whole)
        and form[len(whole)].startswith(last)
    ]


def name_without_form(name: str) -> str:
    """A name folded, without the legal forms at its start; a name of nothing else stays."""
    words = fold(name).split()
    at = 0
    while at < len(words):
        length, _kind = form_at(words, at)
        if not length:
            break
        at += length
    return " ".join(words[at:] or words)


def names_with_form(bare: str) -> frozenset[str]:
    """Every folded name that a bare one may stand as: alone, after one form or two of them.

    A second form is that of a branch ("chi nhánh công ty …"); others do not stack in a name.
    """
    forms = [" ".join(form) for form in _FORMS]
    branches = [" ".join(form) for form, kind in _FORMS.items() if kind == LegalKind.BRANCH]
    heads = [*forms, *(f"{branch} {form}" for branch in branches for form in forms)]
    return frozenset({bare, *(f"{head} {bare}" for head in heads)})
