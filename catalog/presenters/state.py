"""The state of a certification on a day: short words for lists, one sentence for its own page.

Reads the acts that the selector has loaded (`events` with their decisions); makes no query of
its own beyond them. Words follow docs and the voice of the register: "to the end of the day".
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog.days import clause_day, day_text, last_day
from catalog.marks import mark_html
from catalog.presenters.grades import grade_in_sentence
from registry.models import Certification, CertificationEvent
from registry.models.choices import ActKind, CertificationStatus, DatePrecision, Grading
from registry.rules.validity import day_bounds
from registry.selectors.items import CertificationRecord

ENDING_DAYS = 90
_TONES = {
    CertificationStatus.VALID: "valid",
    CertificationStatus.SUSPENDED: "warn",
    CertificationStatus.VALIDITY_UNKNOWN: "warn",
    CertificationStatus.NOT_YET_VALID: "warn",
    CertificationStatus.WITHDRAWN: "bad",
    CertificationStatus.ANNULLED: "bad",
}
_ACTED_WORDS = {
    CertificationStatus.WITHDRAWN: gettext_noop("Withdrawn %(when)s"),
    CertificationStatus.SURRENDERED: gettext_noop("Given back %(when)s"),
    CertificationStatus.SUPERSEDED: gettext_noop("Replaced %(when)s"),
    CertificationStatus.SUSPENDED: gettext_noop("Suspended %(when)s"),
    CertificationStatus.ANNULLED: gettext_noop("Annulled %(when)s"),
}
_ENDING = (ActKind.WITHDRAW, ActKind.SURRENDER, ActKind.SUPERSEDE)
_ACT_OF_STATUS = {
    CertificationStatus.WITHDRAWN: ActKind.WITHDRAW,
    CertificationStatus.SURRENDERED: ActKind.SURRENDER,
    CertificationStatus.SUPERSEDED: ActKind.SUPERSEDE,
    CertificationStatus.ANNULLED: ActKind.ANNUL,
    CertificationStatus.SUSPENDED: ActKind.SUSPEND,
}


class StateMark(NamedTuple):
    """The state in a list. `key` is the status, or "ending" in its last 90 days."""

    key: str
    words: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one certification as a sentence: `lead`: `text`, then what else to know.

    `tone` is valid, warn, bad or empty (calm). `link` is the certificate that replaced it.
    """

    key: str
    tone: str
    mark: SafeString
    lead: str
    text: str
    more: tuple[str, ...] = ()
    link_words: str = ""
    link: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.lead}: {self.text}"


def days_left(record: CertificationRecord, on: dt.date) -> int | None:
    """Days after `on` up to the last valid day, 0 on that day; None without a sure end."""
    end = record.end(on)
    if end is None or not end.is_exact or end.earliest is None:
        return None
    return (last_day(end.earliest) - on).days


def state_mark(record: CertificationRecord, on: dt.date) -> StateMark:
    status = record.status(on)
    if status is None:
        return StateMark(
            "validity_unknown", _("Not recorded yet"), mark_html("status-validity_unknown")
        )
    key, words = str(status), _short_words(record, status, on)
    if is_ending(record, on):
        key = "ending"
    return StateMark(key, words, mark_html(f"status-{key}"))


def verdict(record: CertificationRecord, name: str, on: dt.date) -> Verdict:
    """The sentence of a certification's page: state, product, grade, issuer and dates."""
    status = record.status(on) or CertificationStatus.VALIDITY_UNKNOWN
    mark = state_mark(record, on)
    base = Verdict(mark.key, _TONES.get(status, ""), mark.mark, "", "")
    is_doubtful = status == CertificationStatus.VALIDITY_UNKNOWN
    recognised = _recognised(record.certification, name, says_date=not is_doubtful)
    build = {
        CertificationStatus.VALID: _valid,
        CertificationStatus.VALIDITY_UNKNOWN: _unknown,
        CertificationStatus.NOT_YET_VALID: _not_yet,
        CertificationStatus.EXPIRED: _expired,
    }.get(status, _acted)
    return build(base, record, recognised, on)


def act_event(record: CertificationRecord, kind: ActKind, on: dt.date) -> CertificationEvent | None:
    """The act of a kind that counts on a day: the newest one that can have happened by then."""
    found = None
    for event in record.certification.events.all():
        bounds = day_bounds(event.effective_on, event.effective_on_precision)
        if event.act == kind and (bounds.earliest is None or bounds.earliest <= on):
            found = event
    return found


def under_decision(text: str, event: CertificationEvent | None) -> str:
    """The text with the decision that the act rests on, where it is known."""
    if event is None or event.decision is None:
        return text
    return _("%(text)s under Decision %(number)s") % {
        "text": text,
        "number": event.decision.number,
    }


def is_ending(record: CertificationRecord, on: dt.date) -> bool:
    """In force on the day, with a sure end at most 90 days later."""
    if record.status(on) != CertificationStatus.VALID:
        return False
    left = days_left(record, on)
    return left is not None and left <= ENDING_DAYS


def _short_words(record: CertificationRecord, status: CertificationStatus, on: dt.date) -> str:
    if status == CertificationStatus.VALID:
        return _short_valid(record, on)
    if status == CertificationStatus.VALIDITY_UNKNOWN:
        return _unknown_lead(record, on)
    if status == CertificationStatus.NOT_YET_VALID:
        is_exact = record.issued.is_exact
        words = _("Valid from %(day)s") if is_exact else _("Valid from %(day)s at the earliest")
        return words % {"day": _issue_text(record)}
    if status == CertificationStatus.EXPIRED:
        end = record.end(on)
        if end is None or end.latest is None:
            return _("Expired")
        words = _("Expired since %(day)s") if end.is_exact else _("Expired by %(day)s")
        return words % {"day": day_text(end.latest)}
    event = act_event(record, _ACT_OF_STATUS[status], on)
    when = clause_day(event.effective_on, event.effective_on_precision) if event else ""
    return (_(_ACTED_WORDS[status]) % {"when": when}).strip()


def _short_valid(record: CertificationRecord, on: dt.date) -> str:
    end = record.end(on)
    if end is None:
        return _("Valid, no end date stated")
    if end.earliest is None:
        return _("Valid")
    last = day_text(last_day(end.earliest))
    if not end.is_exact:
        return _("Valid at least to the end of %(day)s") % {"day": last}
    left = days_left(record, on)
    if left == 0:
        return _("Valid to the end of today, %(day)s") % {"day": last}
    if left is not None and left <= ENDING_DAYS:
        return ngettext(
            "Valid for %(count)s more day, to the end of %(day)s",
            "Valid for %(count)s more days, to the end of %(day)s",
            left,
        ) % {"count": left, "day": last}
    return _("Valid to the end of %(day)s") % {"day": last}


def _issue_text(record: CertificationRecord) -> str:
    issued = record.issued
    return day_text(issued.earliest) if issued.earliest else _("not known")


def _recognised(c: Certification, name: str, *, says_date: bool = True) -> str:
    """Who recognised what as what, and when; the unknown is said, the date unless told."""
    issuer = c.issuer.name if c.issuer else c.issuer_printed
    values = {"name": name, "grade": grade_in_sentence(c), "issuer": issuer}
    if c.grading == Grading.NONE:
        text = (
            _("%(name)s was registered as %(grade)s by %(issuer)s")
            if issuer
            else _("%(name)s was registered as %(grade)s")
        )
    elif issuer:
        text = _("%(name)s was recognised as %(grade)s by %(issuer)s")
    else:
        text = _("%(name)s was recognised as %(grade)s")
    when = clause_day(c.issued_on, c.issued_on_precision)
    lacks_date = says_date and not when
    note = ""
    if not issuer and lacks_date:
        note = _("(issuer and day of issue not known)")
    elif not issuer:
        note = _("(issuer not known)")
    elif lacks_date:
        note = _("(day of issue not known)")
    return " ".join(part for part in (text % values, when, note) if part)


def _end_clause(record: CertificationRecord, on: dt.date) -> str:
    end = record.end(on)
    if end is None:
        return _("no end date stated")
    if end.is_exact and end.earliest is not None:
        return _("valid to the end of %(day)s") % {"day": day_text(last_day(end.earliest))}
    if end.earliest is not None:
        return _("valid at least to the end of %(day)s") % {"day": day_text(last_day(end.earliest))}
    return _("end of validity not known")


def _valid(base: Verdict, record: CertificationRecord, recognised: str, on: dt.date) -> Verdict:
    lead = _("In force")
    left = days_left(record, on)
    if base.key == "ending" and left == 0:
        lead = _("In force until tonight")
    elif base.key == "ending" and left is not None:
        lead = ngettext(
            "In force for %(count)s more day", "In force for %(count)s more days", left
        ) % {"count": left}
    return replace(base, lead=lead, text=f"{recognised}, {_end_clause(record, on)}.")


def _not_yet(base: Verdict, record: CertificationRecord, recognised: str, on: dt.date) -> Verdict:
    first, end = record.issued, record.end(on)
    if first.is_exact and end is not None and end.is_exact and end.earliest is not None:
        span = _("valid from %(first)s to the end of %(last)s") % {
            "first": _issue_text(record),
            "last": day_text(last_day(end.earliest)),
        }
        return replace(base, lead=_("Not yet in force"), text=f"{recognised}, {span}.")
    words = _("valid from %(day)s") if first.is_exact else _("valid from %(day)s at the earliest")
    starts = words % {"day": _issue_text(record)}
    text = f"{recognised}, {starts}, {_end_clause(record, on)}."
    return replace(base, lead=_("Not yet in force"), text=text)


def _expired(base: Verdict, record: CertificationRecord, recognised: str, on: dt.date) -> Verdict:
    end = record.end(on)
    if end is not None and end.is_exact and end.earliest is not None:
        ended = _("no longer valid since %(day)s") % {"day": day_text(end.earliest)}
    elif end is not None and end.latest is not None:
        ended = _("no longer valid since %(day)s at the latest") % {"day": day_text(end.latest)}
    else:
        ended = _("no longer valid")
    return replace(base, lead=_("Expired"), text=f"{recognised}, {ended}.")


def _unknown_lead(record: CertificationRecord, on: dt.date) -> str:
    if _doubtful_terminal(record, on):
        return _("Not sure whether it has ended")
    if record.issued.latest is None:
        return _("Issue date not known")
    return _("Validity not known")


def _unknown(base: Verdict, record: CertificationRecord, recognised: str, on: dt.date) -> Verdict:
    c = record.certification
    more = []
    doubtful = _doubtful_terminal(record, on)
    if doubtful is not None:
        when = clause_day(doubtful.effective_on, doubtful.effective_on_precision)
        more.append(
            _("The register holds an act that ends it %(when)s; its exact day is not known.")
            % {"when": when}
            if when
            else _("The register holds an act that ends it, but not its day.")
        )
    elif c.issued_on_precision == DatePrecision.NONE:
        more.append(_("The source does not give the day of issue, so the end cannot be counted."))
    else:
        end = record.end(on)
        if end is not None and end.earliest is not None and end.latest is not None:
            more.append(
                _(
                    "The day of issue is not known exactly: validity ends between %(first)s and "
                    "%(last)s."
                )
                % {
                    "first": day_text(last_day(end.earliest)),
                    "last": day_text(last_day(end.latest)),
                }
            )
        else:
            more.append(_("The source does not give the end of validity."))
    if c.decision is None:
        more.append(_("The register does not have the decision yet."))
    if not any(event.act in _ENDING for event in c.events.all()):
        more.append(_("It holds no decision of withdrawal either."))
    text = _("%(recognised)s; whether it is still valid is not known.") % {"recognised": recognised}
    return replace(base, lead=_unknown_lead(record, on), text=text, more=tuple(more))


def _doubtful_terminal(record: CertificationRecord, on: dt.date) -> CertificationEvent | None:
    """An ending act that may have happened by the day, as far as its date is known."""
    for kind in _ENDING:
        if (event := act_event(record, kind, on)) is not None:
            return event
    return None


def _acted(base: Verdict, record: CertificationRecord, recognised: str, on: dt.date) -> Verdict:
    """Withdrawn, surrendered, superseded, annulled, suspended: ended or paused by someone."""
    status = record.status(on)
    assert status is not None
    event = act_event(record, _ACT_OF_STATUS[status], on)
    when = clause_day(event.effective_on, event.effective_on_precision) if event else ""
    by = event.decision.issuer.name if event and event.decision else ""
    day = when or _("(day not known)")
    values = {"when": day, "by": by}
    link, link_words, more = "", "", []
    if status == CertificationStatus.WITHDRAWN:
        lead = _("Withdrawn")
        done = _("withdrawn by %(by)s %(when)s") if by else _("withdrawn %(when)s")
        more.append(
            _("Ground: %(ground)s.")
            % {"ground": event.ground.rstrip(".") if event and event.ground else _("not known")}
        )
    elif status == CertificationStatus.SURRENDERED:
        lead, done = _("Given back"), _("given back by the maker %(when)s")
    elif status == CertificationStatus.SUPERSEDED:
        lead, done = _("Replaced"), _("replaced %(when)s")
        if event and event.replaced_by:
            link = f"/c/{event.replaced_by.code}"
            link_words = _("The certificate that replaced it: %(grade)s") % {
                "grade": grade_in_sentence(event.replaced_by)
            }
    elif status == CertificationStatus.SUSPENDED:
        lead, done = _("Suspended"), _("suspended %(when)s")
    else:
        lead, done = _("Annulled"), _("annulled %(when)s, as if it had never been issued")
    if status != CertificationStatus.WITHDRAWN and event and event.ground:
        more.append(_("Ground: %(ground)s.") % {"ground": event.ground.rstrip(".")})
    return replace(
        base,
        lead=lead,
        text=f"{recognised}, {under_decision(done % values, event)}.",
        more=tuple(more),
        link=link,
        link_words=link_words,
    )
