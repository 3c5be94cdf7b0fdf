"""Which decision an address means: by issuer, day and number, as they are or once were.

A corrected number or day stays found through the log, which keeps what was said before. Reads
only. Two decisions of one issuer and day whose numbers differ in signs alone share an address:
the one entered first has it, the other keeps the address by its key.
"""

import datetime as dt
import re
from collections.abc import Iterator

from django.db.models import Q

from catalog import addresses
from registry.models import Decision, Event
from registry.models.choices import DatePrecision

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_PRECISIONS = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)


def decision_key(issuer: str, day: str, number: str) -> int | None:
    """The key of the decision that has, or once had, this address; three queries at most."""
    signed = _day_of(day)
    if signed is None:
        return None
    of_issuer = Decision.objects.filter(_issuer(issuer), is_discarded=False)
    rows = (
        of_issuer.filter(signed_on=signed[0], signed_on_precision=signed[1])
        .order_by("pk")
        .values_list("pk", "number")
    )
    for pk, written in rows:
        if addresses.number_part(written) == number:
            return int(pk)
    return _key_before(issuer, day, number)


def own_address(found: Decision) -> str:
    """The one address of a decision: by its identity, or by key where another holds that."""
    url = addresses.decision(found)
    issuer, day, number = url.strip("/").split("/")[1:4]
    holder = decision_key(issuer, day, number)
    return url if holder in (None, found.pk) else addresses.decision_by_key(found.pk)


def _key_before(issuer: str, day: str, number: str) -> int | None:
    """Walks back through the corrections of the issuer's decisions."""
    rows = {
        row.pk: row
        for row in Decision.objects.filter(_issuer(issuer), is_discarded=False).filter(
            pk__in=Event.objects.filter(tag="decision:record:correct").values("subject_id")
        )
    }
    if not rows:
        return None
    now = {
        pk: {
            "number": row.number,
            "signed_on": row.signed_on.isoformat() if row.signed_on else None,
            "signed_on_precision": row.signed_on_precision,
        }
        for pk, row in rows.items()
    }
    for key, before in _corrections(list(rows)):
        now[key] |= {name: value for name, value in before.items() if name in now[key]}
        state = now[key]
        signed = dt.date.fromisoformat(state["signed_on"]) if state["signed_on"] else None
        said = addresses.decision_day(signed, state["signed_on_precision"] or "")
        if said == day and addresses.number_part(state["number"] or "") == number:
            return key
    return None


def _corrections(keys: list[int]) -> Iterator[tuple[int, dict[str, str | None]]]:
    found = Event.objects.filter(
        tag="decision:record:correct", subject_type="decision", subject_id__in=keys
    ).order_by("-sequence")
    yield from found.values_list("subject_id", "before")


def _issuer(part: str) -> Q:
    """Keys that the part of an address may stand for: one of its dashes may be a colon."""
    dashes = [at for at, letter in enumerate(part) if letter == "-"]
    return Q(issuer__key__in=[part, *(f"{part[:at]}:{part[at + 1 :]}" for at in dashes[:8])])


def _day_of(text: str) -> tuple[dt.date | None, str] | None:
    """The day as it is stored, with its precision; None for what is no day."""
    if text == addresses.NO_DAY:
        return None, DatePrecision.NONE
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        day = dt.date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return day, _PRECISIONS[len(parts) - 1]
