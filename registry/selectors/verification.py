"""Answers to "is this code real?": by code, barcode, printed number and number of a decision.

Reads the database only, so that it answers while search and cache are down. What is not
public is answered as unknown.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, F, OuterRef

from registry.models import CertificationEvent, Decision, FakeNumber, ProductIdentifier
from registry.models.choices import IdentifierKind
from registry.models.number_key import NumberKey, number_key
from registry.rules import numbers
from registry.rules.identifiers import code_has_form, code_is_valid, code_normalise
from registry.rules.slips import one_slip_away
from registry.selectors import public
from registry.selectors.items import (
    CertificationRecord,
    ItemRecord,
    craft_village_ref,
    item,
    product_ref,
    subject_ref,
)
from registry.selectors.prepared import Prepared

# So many are offered where one number belongs to several; more would be a list to browse.
MOST_CHOICES = 12
_LONGEST_NUMBER = 80
# What may stand before the number as printed on the paper, in the form of `number_key`.
_BEFORE_PRINTED = ("", "SỐ:", "SỐ", "Số:", "Số", "SO:", "SO", "GCNSỐ:", "NO.")
_BEFORE_TYPED = re.compile(r"^(?:GCN)?(?:SỐ|SO|NO)[:.]*(?=[0-9])")
_NUMBERED = (IdentifierKind.OCOP_CODE, IdentifierKind.TRACE)

_BY_CODE = Prepared(
    lambda codes: (
        public.certifications()
        .filter(code__in=codes)
        .values_list("pk", "product__code", "craft_village__code")
    )
)


class Outcome(StrEnum):
    EMPTY = "empty"
    MISSHAPEN = "misshapen"  # not nine characters of our alphabet, nor any number known to us
    MISTYPED = "mistyped"  # the check character does not fit
    UNKNOWN = "unknown"  # well-formed, but nothing public has it
    CERTIFICATION = "certification"
    PRODUCT = "product"
    CRAFT_VILLAGE = "craft_village"
    SEVERAL = "several"  # a printed number or barcode that several public records bear
    DECISIONS = "decisions"  # the number of one or more public decisions
    DECISION_MISSING = "decision_missing"  # has the form of one, and the register has none
    BARCODE_MISTYPED = "barcode_mistyped"
    BARCODE_UNKNOWN = "barcode_unknown"
    OUTSIDE = "outside"  # names a programme that the register does not keep
    FAKE = "fake"  # an office has publicly declared the number fake


@dataclass(frozen=True, slots=True)
class Choice:
    """Something public that the typed text may mean; `code` is its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Verification:
    """One answer. `item` is set for the outcomes with a record, `record` for a certificate.

    `choices` are likely codes of a mistyped one, or the bearers of a number; `detail` is the
    programme outside, or the key of the body that signs as the number says.
    """

    outcome: Outcome
    typed: str
    code: str = ""
    item: ItemRecord | None = None
    record: CertificationRecord | None = None
    choices: tuple[Choice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    fake: FakeNumber | None = None
    detail: str = ""


def verify(typed: str) -> Verification:
    """Looks what was typed up; in codes spaces, case, O/0 and I/L/1 are forgiven.

    A code of ours comes first, then numbers by their form, and last the slips of a code.
    """
    typed = typed[:_LONGEST_NUMBER]
    code = code_normalise(typed)
    if not code:
        return Verification(Outcome.EMPTY, typed)
    if code_is_valid(code):
        return _of_code(typed, code)
    if fake := _fake_number(typed, code):
        return Verification(Outcome.FAKE, typed, code, fake=fake)
    return _of_number(typed, code) or _of_slip(typed, code)


def _of_code(typed: str, code: str) -> Verification:
    for key, product, village in _BY_CODE.rows(codes=[code]):
        found = item(product_ref(product) if product else craft_village_ref(village))
        if found is not None:
            return _of_record(typed, found, key)
    for ref, outcome in (
        (product_ref(code), Outcome.PRODUCT),
        (craft_village_ref(code), Outcome.CRAFT_VILLAGE),
    ):
        found = item(ref)
        if found is not None:
            return Verification(outcome, typed, code, found)
    if fake := _fake_number(typed, code):
        return Verification(Outcome.FAKE, typed, code, fake=fake)
    return _of_number(typed, code) or Verification(Outcome.UNKNOWN, typed, code)


def _of_record(typed: str, found: ItemRecord, key: int) -> Verification:
    record = next(row for row in found.certifications if row.certification.pk == key)
    code = record.certification.code
    return Verification(Outcome.CERTIFICATION, typed, code, found, record)


def _of_number(typed: str, code: str) -> Verification | None:
    """By printed number, barcode, number of a decision or programme outside; None: no number."""
    if found := _by_printed_number(typed) or _by_identifier(typed):
        return found
    if gtin := numbers.gtin_in(typed):
        return _by_gtin(typed, gtin)
    if number := numbers.decision_number_in(typed):
        return _by_decision(typed, number)
    if beginning := numbers.decision_beginning(typed):
        rows = _decisions(number_normalised__startswith=beginning)
        if rows:
            return Verification(Outcome.DECISIONS, typed, code, decisions=rows)
    if programme := numbers.outside_programme(typed):
        return Verification(Outcome.OUTSIDE, typed, code, detail=programme)
    return None


def _by_printed_number(typed: str) -> Verification | None:
    key = _BEFORE_TYPED.sub("", number_key(typed))
    if not any(sign.isdigit() for sign in key):
        return None
    spellings = {f"{before}{key}"[:_LONGEST_NUMBER] for before in _BEFORE_PRINTED}
    rows = list(
        public.certifications()
        .alias(number=NumberKey("certificate_no"))
        .filter(number__in=spellings)
        .select_related("product", "craft_village")
        .order_by("pk")[: MOST_CHOICES + 1]
    )
    if len(rows) == 1 and (found := item(subject_ref(rows[0]))) is not None:
        return _of_record(typed, found, rows[0].pk)
    choices = tuple(Choice(row.code, row.product_name_printed) for row in rows[:MOST_CHOICES])
    return Verification(Outcome.SEVERAL, typed, choices=choices) if choices else None


def _by_identifier(typed: str) -> Verification | None:
    """By the OCOP code or trace address of a product, in the spelling of the record."""
    value = typed.strip()
    return _of_products(typed, [value, value.upper()], _NUMBERED)


def _by_gtin(typed: str, gtin: str) -> Verification | None:
    if not numbers.gtin_is_whole(gtin):
        # Eight signs may be a code of ours with one left out; anything longer is a barcode.
        is_short = len(gtin) < 12
        return None if is_short else Verification(Outcome.BARCODE_MISTYPED, typed, gtin)
    found = _of_products(typed, numbers.gtin_spellings(gtin), (IdentifierKind.GTIN,))
    return found or Verification(Outcome.BARCODE_UNKNOWN, typed, gtin)


def _of_products(
    typed: str, values: "tuple[str, ...] | list[str]", kinds: tuple[IdentifierKind, ...]
) -> Verification | None:
    rows = (
        ProductIdentifier.objects.filter(value__in=values, kind__in=kinds)
        .filter(product__in=public.products())
        .order_by("product")
        .values_list("product__code", "product__name")
        .distinct()[: MOST_CHOICES + 1]
    )
    choices = tuple(Choice(code, name) for code, name in rows)
    if len(choices) == 1 and (found := item(product_ref(choices[0].code))) is not None:
        return Verification(Outcome.PRODUCT, typed, choices[0].code, found)
    return Verification(Outcome.SEVERAL, typed, choices=choices[:MOST_CHOICES]) if choices else None


def _by_decision(typed: str, number: str) -> Verification:
    rows = _decisions(number_normalised=number)
    if rows:
        return Verification(Outcome.DECISIONS, typed, number, decisions=rows)
    body = numbers.signing_body(number)
    return Verification(Outcome.DECISION_MISSING, typed, number, detail=body)


def _decisions(**condition: str) -> tuple[Decision, ...]:
    """Decisions on which something public rests or by which it was changed, newest first."""
    own = public.certifications().filter(decision=OuterRef("pk")).order_by()
    changed = CertificationEvent.objects.filter(
        decision=OuterRef("pk"), certification__in=public.certifications()
    ).order_by()
    return tuple(
        Decision.objects.filter(Exists(own) | Exists(changed), is_discarded=False, **condition)
        .select_related("issuer")
        .order_by(F("signed_on").desc(nulls_last=True), "-pk")[:MOST_CHOICES]
    )


def _fake_number(typed: str, code: str) -> FakeNumber | None:
    return (
        FakeNumber.objects.select_related("announced_by")
        .filter(number_key__in={number_key(typed), code}, is_lifted=False)
        .first()
    )


def _of_slip(typed: str, code: str) -> Verification:
    """What cannot be a code of ours, with the public codes that one slip would explain."""
    outcome = Outcome.MISTYPED if code_has_form(code) else Outcome.MISSHAPEN
    return Verification(outcome, typed, code, choices=_slips(code))


def _slips(code: str) -> tuple[Choice, ...]:
    meant = one_slip_away(code)
    if not meant:
        return ()
    names = {
        row.code: row.product_name_printed
        for row in public.certifications()
        .filter(code__in=meant)
        .only("code", "product_name_printed")
    }
    for rows in (public.products(), public.craft_villages()):
        for known, name in rows.filter(code__in=meant).values_list("code", "name"):
            names.setdefault(known, name)
    return tuple(Choice(one, names[one]) for one in meant if one in names)
