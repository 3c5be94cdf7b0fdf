"""Entering signed decisions and the rounds they close."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import (
    Authority,
    Decision,
    Place,
    Region,
    Round,
    Scheme,
    SchemeRegime,
    User,
)
from registry.models.choices import DatePrecision
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.identifiers import decision_number_has_form, decision_number_normalise
from registry.rules.validity import day_bounds, legal_day, stored_day
from registry.services.files import sound_file
from registry.services.private_files import file_written
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import precision_problems, required_problems, shape_problems
from registry.services.writing import register_write
from registry.text import clean


@register_write
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
    values = {
        "number": number,
        "kind": kind,
        "signed_on": signed_on,
        "signed_on_precision": signed_on_precision,
        "announced_count": announced_count,
    }
    refuse_errors([*shape_problems(Decision, values), *required_problems({"number": number})])
    if signed_on is None:
        signed_on_precision = DatePrecision.NONE
    refuse_errors(
        [
            *precision_problems("signed_on", signed_on, signed_on_precision),
            *date_to_come_problems("signed_on", signed_on, signed_on_precision),
            *issuer_problems(issuer, signed_on, signed_on_precision),
            *number_form_problems(number),
        ]
    )
    identity = {
        "issuer": issuer,
        "number_normalised": decision_number_normalise(number),
        "signed_on": stored_day(signed_on, signed_on_precision),
        "signed_on_precision": signed_on_precision,
    }
    standing = Decision.objects.filter(**identity, is_discarded=False).first()
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


@register_write
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
    file_written(str(decision.file.name))
    decision.file_sha256 = sound.digest
    decision.save(update_fields=["file", "file_sha256"])
    event_record(
        tag="decision:file:attach",
        subject=decision,
        actor=actor,
        after={"file": decision.file.name, "file_sha256": sound.digest},
    )
    return decision


@register_write
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
    refuse_errors(shape_problems(Round, {"level": level, "year": year, "sequence": sequence}))
    if not 1976 <= year <= 2100:
        message = _("The year %(year)d cannot be right. Compare the date with the paper.")
        raise Refused([Problem("year", "year", message % {"year": year})])
    identity = {
        "scheme": scheme,
        "level": level,
        "year": year,
        "sequence": sequence,
        "place": place,
        "region": region,
    }
    standing = Round.objects.filter(**identity).first()
    if standing is not None:
        return standing
    made = Round.objects.create(**identity)
    event_record(tag="round:record:enter", subject=made, actor=actor, after=columns_of(made))
    return made


def issuer_problems(issuer: Authority, day: dt.date | None, precision: str) -> list[Problem]:
    """An issuer that had surely ended, or surely not begun, when the decision was signed.

    A body that a regime of that day still names may stand: between two regimes its
    competence is judged, with a warning, for each certification.
    """
    bounds = day_bounds(day, precision)
    if bounds.earliest is None or bounds.latest is None:
        return []
    ended = issuer.valid_to is not None and issuer.valid_to < bounds.earliest
    not_begun = issuer.valid_from is not None and bounds.latest < issuer.valid_from
    if not ended and not not_begun:
        return []
    still_named = SchemeRegime.objects.filter(
        grades__issuer_kind=issuer.kind,
        in_force_from__lte=bounds.earliest,
        in_force_to__gte=bounds.earliest,
    )
    if ended and still_named.exists():
        return []
    return [
        Problem(
            "issuer-did-not-exist",
            "issuer",
            _("“%(issuer)s” did not exist on %(day)s. Choose the body of that day.")
            % {"issuer": issuer.name, "day": bounds.earliest.strftime("%d/%m/%Y")},
        )
    ]


def number_form_problems(number: str) -> list[Problem]:
    """A number without letter or digit, or one whose form for comparing is too long."""
    if decision_number_has_form(decision_number_normalise(number)):
        return []
    message = _("This is not the number of a decision. Write it as on the paper: 100/QĐ-UBND.")
    return [Problem("number-form", "number", message)]


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
