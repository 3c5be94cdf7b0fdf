"""Entering signed decisions and the rounds they close."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Authority, Decision, Place, Region, Round, Scheme, User
from registry.models.choices import DatePrecision
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.identifiers import decision_number_normalise
from registry.rules.validity import day_bounds, legal_day
from registry.services.files import sound_file
from registry.services.refusal import (
    Refused,
    refuse_errors,
    required_problem,
    text_problems,
)
from registry.text import clean


@transaction.atomic
def decision_enter(
    *,
    actor: User,
    issuer: Authority,
    number: str,
    kind: str,
    signed_on: dt.date | None,
    signed_on_precision: str = DatePrecision.DAY,
    announced_count: int | None = None,
) -> Decision:
    """Enters a decision; its identity is issuer, normalised number and signing date.

    Returns the standing decision where that identity exists already. Raises Refused for a
    date to come, and NotAllowed. Competence is judged with each certification.
    """
    require(actor, Action.ENTER, authority=issuer)
    normalised = decision_number_normalise(number)
    refuse_errors(
        [
            *required_problem("number", number),
            *text_problems({"number": number}, {"number": 60}),
            *date_to_come_problems("signed_on", signed_on, signed_on_precision),
        ]
    )
    identity = {
        "issuer": issuer,
        "number_normalised": normalised,
        "signed_on": signed_on,
        "signed_on_precision": signed_on_precision if signed_on else DatePrecision.NONE,
    }
    # One issuer's decisions are entered one after the other, so that two at once are one.
    Authority.objects.select_for_update(of=("self",)).get(pk=issuer.pk)
    standing = Decision.objects.filter(**identity).first()
    if standing is not None:
        return standing
    decision = Decision(
        **identity,
        number=clean(number),
        kind=kind,
        announced_count=announced_count,
        entered_by=actor,
    )
    decision.save(force_insert=True)
    event_record(
        tag="decision:record:enter", subject=decision, actor=actor, after=columns_of(decision)
    )
    return decision


@transaction.atomic
def decision_file_attach(*, actor: User, decision_id: int, upload: "UploadedFile[Any]") -> Decision:
    """Keeps the scanned decision in the private store, with its SHA-256.

    Raises Refused for another content than the name says, over 20 MB, or encrypted; and
    NotAllowed. A decision that has its file already keeps it.
    """
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("issuer")
        .get(pk=decision_id)
    )
    require(actor, Action.ENTER, authority=decision.issuer)
    if decision.file:
        raise Refused([Problem("file-stands", "file", _("This decision has its file already."))])
    sound = sound_file(upload)
    decision.file.save(f"{sound.digest[:16]}.{sound.extension}", upload, save=False)
    decision.file_sha256 = sound.digest
    decision.save(update_fields=["file", "file_sha256"])
    event_record(
        tag="decision:file:attach",
        subject=decision,
        actor=actor,
        after={"file": decision.file.name, "file_sha256": sound.digest},
    )
    return decision


@transaction.atomic
def round_ensure(
    *,
    actor: User,
    authority: Authority | None,
    scheme: Scheme,
    year: int,
    level: str = "",
    sequence: int = 1,
    place: Place | None = None,
    region: Region | None = None,
) -> Round:
    """The round of a scheme, level, year and place, entered where it does not stand yet."""
    require(actor, Action.ENTER, authority=authority, scheme=scheme)
    identity = {
        "scheme": scheme,
        "level": level,
        "year": year,
        "sequence": sequence,
        "place": place,
        "region": region,
    }
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    standing = Round.objects.filter(**identity).first()
    if standing is not None:
        return standing
    made = Round.objects.create(**identity)
    event_record(tag="round:record:enter", subject=made, actor=actor, after=columns_of(made))
    return made


def date_to_come_problems(field: str, day: dt.date | None, precision: str) -> list[Problem]:
    """A date that surely lies after today, by the legal day in Vietnam."""
    earliest = day_bounds(day, precision).earliest
    if earliest is None or earliest <= legal_day(timezone.now()):
        return []
    return [
        Problem(
            "date-to-come",
            field,
            _("The date %(day)s is still to come. Give the date on the signed paper.")
            % {"day": earliest.strftime("%d/%m/%Y")},
        )
    ]
