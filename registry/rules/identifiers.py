"""Numbers and codes: the register's own, tax codes, GTIN, decision numbers. Pure."""

import re
import secrets
import unicodedata

from registry.text import clean

# Crockford's letters: without I, L, O and U nothing is misread or spelled by chance.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 9
_ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s.\-_·–—]+")
DECISION_NUMBER_LENGTH = 60
# Dashes and slashes of every kind, and the Đ whose stroke a keyboard may lack.
_LIKE_PLAIN = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-") | dict.fromkeys("∕⁄／⧸╱", "/") | dict.fromkeys("ĐÐƉ", "D")
)
_AROUND = " .,;:-/"
_BEFORE_NUMBER = re.compile(
    r"^(?:(?:QUYET\s*DINH|QD)(?:[\s.:]+|(?=SO)))?(?:(?:SO|NO)[\s.:]*)?(?=[0-9])"
)
_LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")
_DECISION_WORD = re.compile(r"(?<![A-Z])QD(?![A-Z])")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def code_check_character(body: str) -> str:
    """Check character of ISO 7064 MOD 37,36 over 0-9A-Z; it may be one not in our alphabet."""
    product = 36
    for character in body:
        total = (product + _ALNUM.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALNUM[(37 - product) % 36]


def code_generate() -> str:
    """A new random public code: 8 characters and a check character, all of our alphabet."""
    while True:
        body = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH - 1))
        check = code_check_character(body)
        if check in CODE_ALPHABET:
            return body + check


def code_normalise(typed: str) -> str:
    """A typed code in capitals without separators, O read as 0, I and L as 1."""
    return _SEPARATORS.sub("", clean(typed)).upper().translate(_FORGIVEN)


def code_has_form(code: str) -> bool:
    """Whether a normalised code has nine characters of our alphabet."""
    return len(code) == CODE_LENGTH and all(character in CODE_ALPHABET for character in code)


def code_is_valid(code: str) -> bool:
    """Whether a normalised code has the right form and check character."""
    return code_has_form(code) and code_check_character(code[:-1]) == code[-1]


def code_grouped(code: str) -> str:
    """A code as people read it: three groups of three."""
    return " ".join(code[index : index + 3] for index in range(0, len(code), 3))


def tax_code_check_digit(stem: str) -> str | None:
    """Check digit of the first nine digits of a tax code; None: no such code can exist.

    Weights 31, 29, 23, 19, 17, 13, 7, 5, 3; 10 minus the sum modulo 11.
    """
    digit = 10 - sum(int(d) * w for d, w in zip(stem, _TAX_WEIGHTS, strict=True)) % 11
    return None if digit == 10 else str(digit)


def tax_code_normalise(typed: str) -> str:
    return re.sub(r"[\s.\-]", "", typed)


def tax_code_is_valid(code: str) -> bool:
    """Whether a normalised tax code of 10 or 13 digits can exist.

    Province part 00, sequence 0000000 and suffix 000 do not exist.
    """
    if not re.fullmatch(r"[0-9]{10}([0-9]{3})?", code):
        return False
    if code[:2] == "00" or code[2:9] == "0000000" or code[10:] == "000":
        return False
    return tax_code_check_digit(code[:9]) == code[9]


def personal_number_has_form(code: str) -> bool:
    """Whether a normalised number is a 12-digit personal number; it has no check digit."""
    return re.fullmatch(r"[0-9]{12}", code) is not None


def gtin_is_valid(value: str) -> bool:
    """GTIN-8, -12, -13 or -14 with its modulo-10 check digit (GS1); any prefix."""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", value):
        return False
    weighted = sum(
        int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(value[-2::-1])
    )
    return (10 - weighted % 10) % 10 == int(value[-1])


def decision_number_normalise(number: str) -> str:
    """A decision number for comparing: capitals without marks, spaces and leading zeros.

    What stands before the number ("Quyết định số", "QĐ số", "Số"), other dashes and slashes,
    and points at its end say nothing; "QD" without stroke is read as "QĐ".
    """
    number = unicodedata.normalize("NFKC", clean(number)).upper()
    bare = unicodedata.normalize("NFD", number.translate(_LIKE_PLAIN))
    number = "".join(letter for letter in bare if not unicodedata.combining(letter))
    number = _BEFORE_NUMBER.sub("", number.strip(_AROUND))
    number = _LEADING_ZEROS.sub("", re.sub(r"\s+", "", number).strip(_AROUND))
    return _DECISION_WORD.sub("QĐ", number)


def decision_number_has_form(normalised: str) -> bool:
    """Whether a normalised number says anything and fits its column of 60 characters."""
    return any(map(str.isalnum, normalised)) and len(normalised) <= DECISION_NUMBER_LENGTH
