"""What kind of number a typed text is: barcode, decision, paper of another programme. Pure.

It knows forms only; whether the register has the number, selectors say.
"""

import re
import unicodedata

from registry.rules.identifiers import decision_number_normalise, gtin_is_valid
from registry.text import clean, fold

_GTIN_LENGTHS = (8, 12, 13, 14)
_GTIN_TYPED = re.compile(r"[0-9][0-9 .\-]{6,24}[0-9]")
# GS1 Digital Link and bracketed element strings name the barcode by "01".
_GTIN_NAMED = re.compile(r"(?:/01/|\(01\)\s?)([0-9]{8,14})(?![0-9])")
_DECISION_SIGN = re.compile(r"[0-9]+(?:/[0-9]{4})?/QĐ")
_DECISION_ALONE = re.compile(r"[0-9]{1,5}")
_AFTER_NUMBER = re.compile(r"[\s,]*(?:ngày|ngay|năm|nam)\s*[\d/.\-\s]+$", re.IGNORECASE)
# Signs of offices behind "QĐ-", and the keys of their bodies.
_SIGNED_BY = {
    "BCT": "moit",
    "BNN": "mard",
    "BNNPTNT": "mard",
    "BNN&PTNT": "mard",
    "BNNMT": "mae",
    "BNN&MT": "mae",
    "SHTT": "ip-office",
    "CTDP": "local-industry-agency",
}
# Words by which papers outside the register are known; the first that fits names the programme.
_OUTSIDE = (
    ("globalgap", re.compile(r"\bglobal ?g ?a ?p\b|\bggn\b")),
    ("vietgap", re.compile(r"\bviet ?g ?a ?p\b")),
    ("organic", re.compile(r"\bhuu co\b|\borganic\b|\b11041\b|\busda\b")),
    ("food_safety", re.compile(r"\battp\b|\ban toan thuc pham\b|\bcnattp\b|\bgcnattp\b|\bhaccp\b")),
    ("iso", re.compile(r"\biso ?[0-9]{4,5}\b|\biso\b")),
    ("halal", re.compile(r"\bhalal\b")),
    (
        "self_declared",
        re.compile(r"\btccs\b|\btcvn\b|\bqcvn\b|\btu cong bo\b|\bcong bo san pham\b"),
    ),
    ("high_quality", re.compile(r"\bhang viet nam chat luong cao\b|\bhvnclc\b")),
)


def gtin_in(typed: str) -> str:
    """The digits of a barcode number that was typed or scanned; empty where there is none."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if named := _GTIN_NAMED.search(plain):
        return named[1]
    if not _GTIN_TYPED.fullmatch(plain):
        return ""
    digits = re.sub(r"[^0-9]", "", plain)
    return digits if len(digits) in _GTIN_LENGTHS else ""


def gtin_spellings(gtin: str) -> tuple[str, ...]:
    """The same number at every length that it can be written in: zeros in front say nothing."""
    core = gtin.lstrip("0")
    lengths = [length for length in _GTIN_LENGTHS if length >= len(core)]
    return tuple(core.zfill(length) for length in lengths)


def gtin_is_whole(gtin: str) -> bool:
    """Whether the check digit fits."""
    return gtin_is_valid(gtin)


def decision_number_in(typed: str) -> str:
    """The normalised number of a decision that was typed; empty where it is none."""
    number = decision_number_normalise(_AFTER_NUMBER.sub("", clean(typed)))
    return number if _DECISION_SIGN.match(number) else ""


def decision_beginning(typed: str) -> str:
    """ "3981/" for a bare number of at most five digits: how its decisions begin; or empty."""
    number = decision_number_normalise(_AFTER_NUMBER.sub("", clean(typed)))
    return f"{number}/" if _DECISION_ALONE.fullmatch(number) else ""


def signing_body(number: str) -> str:
    """The key of the body whose sign a normalised decision number bears; empty for committees."""
    sign = number.rpartition("QĐ")[2].strip("-").partition("-")[0]
    return _SIGNED_BY.get(sign.replace(" ", ""), "")


def outside_programme(typed: str) -> str:
    """Which programme outside the register the text names; empty where it names none."""
    text = fold(typed)
    return next((name for name, words in _OUTSIDE if words.search(text)), "")
