"""What is worth knowing of a certificate beside its state, which none of it changes. No query."""

import datetime as dt

from django.utils.translation import gettext as _

from catalog.days import day_text
from catalog.presenters.places import ThenNow
from registry.models.notices import ProceedingKind
from registry.selectors.coverage import answering_office
from registry.selectors.items import CertificationRecord


def flags(record: CertificationRecord, places: ThenNow | None, on: dt.date) -> tuple[str, ...]:
    """Expects proceedings, and the issuer with its successors, to be loaded."""
    return (*_proceedings(record, on), *_issuer(record), *_place(places))


def _proceedings(record: CertificationRecord, on: dt.date) -> tuple[str, ...]:
    words = {
        ProceedingKind.RENEWAL: _(
            "A renewal has been under review since %(day)s. That does not extend the validity."
        ),
        ProceedingKind.APPEAL: _(
            "An appeal has been pending since %(day)s. The state holds until it is decided."
        ),
    }
    return tuple(
        words[ProceedingKind(row.kind)] % {"day": day_text(row.begun_on)}
        for row in record.certification.proceedings.all()
        if row.begun_on <= on and (row.ended_on is None or on < row.ended_on)
    )


def _issuer(record: CertificationRecord) -> tuple[str, ...]:
    issuer = record.certification.issuer
    if issuer is None or issuer.successor is None:
        return ()
    now = answering_office(issuer)
    # Where the office goes on under its name, a reader has nobody else to turn to.
    if now.name == issuer.name:
        return ()
    return (
        _("%(then)s no longer exists. %(now)s answers for this certificate.")
        % {"then": issuer.name, "now": now.name},
    )


def _place(places: ThenNow | None) -> tuple[str, ...]:
    if places is None or not places.differs or not places.now:
        return ()
    if len(places.now) > 1:
        return (
            _("The name of the place has changed. It is part of one of these now: %(now)s.")
            % {"now": "; ".join(link.words for link in places.now[:4])},
        )
    return (
        _("The name of the place has changed: it is %(now)s now.") % {"now": places.now[0].words},
    )
