"""Answers to "is this code real?": by certificate, product or craft village code.

Reads the database only, so that it answers while search and cache are down. What is not
public is answered as unknown.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.rules.identifiers import code_has_form, code_is_valid, code_normalise
from registry.selectors import public
from registry.selectors.items import (
    CertificationRecord,
    ItemRecord,
    craft_village_ref,
    item,
    product_ref,
    subject_ref,
)


class Outcome(StrEnum):
    EMPTY = "empty"
    MISSHAPEN = "misshapen"  # not nine characters of our alphabet
    MISTYPED = "mistyped"  # the check character does not fit
    UNKNOWN = "unknown"  # well-formed, but nothing public has it
    CERTIFICATION = "certification"
    PRODUCT = "product"
    CRAFT_VILLAGE = "craft_village"


@dataclass(frozen=True, slots=True)
class Verification:
    """One answer. `item` is set for the last three outcomes, `record` for a certificate."""

    outcome: Outcome
    typed: str
    code: str = ""
    item: ItemRecord | None = None
    record: CertificationRecord | None = None


def verify(typed: str) -> Verification:
    """Looks a typed code up; spaces, case, O/0 and I/L/1 are forgiven."""
    code = code_normalise(typed)
    if not code:
        return Verification(Outcome.EMPTY, typed)
    if not code_has_form(code):
        return Verification(Outcome.MISSHAPEN, typed, code)
    if not code_is_valid(code):
        return Verification(Outcome.MISTYPED, typed, code)
    certification = (
        public.certifications().select_related("product", "craft_village").filter(code=code).first()
    )
    if certification is not None:
        found = item(subject_ref(certification))
        if found is not None:
            record = next(
                row for row in found.certifications if row.certification.pk == certification.pk
            )
            return Verification(Outcome.CERTIFICATION, typed, code, found, record)
    for ref, outcome in (
        (product_ref(code), Outcome.PRODUCT),
        (craft_village_ref(code), Outcome.CRAFT_VILLAGE),
    ):
        found = item(ref)
        if found is not None:
            return Verification(outcome, typed, code, found)
    return Verification(Outcome.UNKNOWN, typed, code)
