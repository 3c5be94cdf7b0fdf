"""Announcing numbers as fake, lifting such a notice, and noting open proceedings.

None of them touches a certification: they are shown beside what the acts say.
"""

import datetime as dt

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Authority, Certification, FakeNumber, Proceeding, User
from registry.models.choices import EntryState
from registry.models.notices import ProceedingKind
from registry.models.number_key import NumberKey, number_key
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.identifiers import code_normalise
from registry.selectors.items import subject_ref
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import required_problems, shape_problems
from registry.services.writing import register_write
from registry.signals import items_changed
from registry.text import clean


@register_write
def fake_number_announce(
    *,
    entered_by: User,
    approved_by: User,
    number: str,
    announced_by: Authority,
    announced_on: dt.date,
    source_title: str,
    source_url: str,
) -> FakeNumber:
    """Records an office's public notice that a number is fake; two persons stand for it.

    A number that a public certificate or product bears is refused: its own page says what it is.
    """
    require(entered_by, Action.ENTER, authority=announced_by)
    require(approved_by, Action.PUBLISH, authority=announced_by)
    values = {"number": number, "source_title": source_title, "source_url": source_url}
    problems = shape_problems(FakeNumber, {**values, "announced_on": announced_on})
    problems += required_problems(values)
    key = number_key(number)
    if entered_by.pk == approved_by.pk:
        problems.append(
            Problem("second-person", "approved_by", _("A second person must approve it."))
        )
    if not source_url.startswith(("https://", "http://")):
        problems.append(Problem("web-address", "source_url", _("An address begins with https://.")))
    if _is_borne(number, key):
        problems.append(
            Problem("number-borne", "number", _("A certificate or product bears this number."))
        )
    if FakeNumber.objects.filter(number_key=key, is_lifted=False).exists():
        problems.append(Problem("notice-stands", "number", _("This number is announced already.")))
    refuse_errors(problems)
    made = FakeNumber.objects.create(
        number=clean(number),
        number_key=key,
        announced_by=announced_by,
        announced_on=announced_on,
        source_title=clean(source_title),
        source_url=source_url,
        entered_by=entered_by,
        approved_by=approved_by,
    )
    event_record(
        tag="fakenumber:record:announce", subject=made, actor=approved_by, after=columns_of(made)
    )
    return made


@register_write
def fake_number_lift(*, actor: User, fake_number_id: int, reason: str) -> FakeNumber:
    """Takes a notice back, with the reason; the row stays."""
    row = (
        FakeNumber.objects.select_for_update(of=("self",))
        .select_related("announced_by")
        .get(pk=fake_number_id)
    )
    require(actor, Action.PUBLISH, authority=row.announced_by)
    refuse_errors(required_problems({"reason": reason}))
    if row.is_lifted:
        return row
    row.is_lifted = True
    row.save(update_fields=["is_lifted"])
    event_record(
        tag="fakenumber:record:lift",
        subject=row,
        actor=actor,
        before={"is_lifted": False},
        after={"is_lifted": True},
        reason=clean(reason),
    )
    return row


@register_write
def proceeding_begin(
    *, actor: User, certification_id: int, kind: str, begun_on: dt.date
) -> Proceeding:
    """Notes that a renewal is under review or an appeal pending; validity does not change."""
    certification = Certification.objects.select_related("issuer", "scheme").get(
        pk=certification_id
    )
    _require_publish(actor, certification)
    problems = shape_problems(Proceeding, {"kind": kind, "begun_on": begun_on})
    if certification.entry_state != EntryState.PUBLISHED:
        problems.append(Problem("not-public", "certification", _("It is not published.")))
    if kind not in ProceedingKind.values:
        problems.append(Problem("kind", "kind", _("There is no such proceeding.")))
    standing = certification.proceedings.filter(kind=kind, ended_on__isnull=True)
    if standing.exists():
        problems.append(Problem("proceeding-open", "kind", _("Such a proceeding is open already.")))
    refuse_errors(problems)
    made = Proceeding.objects.create(
        certification=certification, kind=kind, begun_on=begun_on, entered_by=actor
    )
    event_record(tag="proceeding:record:begin", subject=made, actor=actor, after=columns_of(made))
    _tell(certification)
    return made


@register_write
def proceeding_end(*, actor: User, proceeding_id: int, ended_on: dt.date) -> Proceeding:
    """Ends an open proceeding; `ended_on` is the first day on which it is no longer open."""
    row = (
        Proceeding.objects.select_for_update(of=("self",))
        .select_related("certification__issuer", "certification__scheme")
        .get(pk=proceeding_id)
    )
    _require_publish(actor, row.certification)
    if ended_on <= row.begun_on:
        raise Refused([Problem("days-disordered", "ended_on", _("It would end before it begins."))])
    before = row.ended_on
    row.ended_on = ended_on
    row.save(update_fields=["ended_on"])
    event_record(
        tag="proceeding:record:end",
        subject=row,
        actor=actor,
        before={"ended_on": str(before) if before else None},
        after={"ended_on": str(ended_on)},
    )
    _tell(row.certification)
    return row


def _require_publish(actor: User, certification: Certification) -> None:
    require(actor, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)


def _is_borne(number: str, key: str) -> bool:
    """Whether a published certificate has the number as its code or as printed."""
    published = Certification.objects.filter(entry_state=EntryState.PUBLISHED)
    return (
        published.filter(code=code_normalise(number)).exists()
        or published.alias(key=NumberKey("certificate_no")).filter(key=key).exists()
    )


def _tell(certification: Certification) -> None:
    items_changed.send(sender=Proceeding, refs=[subject_ref(certification)])
