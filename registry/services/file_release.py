"""Showing the scan of a decision to the public, and taking it back.

A scan may name persons, so an approver shows it, after reading it, and never the one who
attached it (Law 91/2025/QH15 on personal data).
"""

from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import Decision, Event, User
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.selectors.decision_files import PUBLIC_KINDS, file_content, file_kind
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import shape_problems
from registry.services.writing import register_write
from registry.text import clean


@register_write
def decision_file_release(*, actor: User, decision_id: int, is_read: bool) -> Decision:
    """Shows the scan on the decision's public page.

    Raises Refused where it is not read, of another kind than PDF, JPEG and PNG, was attached by
    the same person, or is not the one whose SHA-256 the log holds; and NotAllowed.
    """
    decision = _locked(decision_id)
    require(actor, Action.PUBLISH, authority=decision.issuer)
    if decision.is_discarded or not decision.file:
        raise _refused("file-missing", "file", _("No file is kept with this decision."))
    if decision.is_file_public:
        raise _refused("file-public", "file", _("The public sees this file already."))
    if file_kind(decision) not in PUBLIC_KINDS:
        raise _refused("file-kind", "file", _("Only PDF, JPEG and PNG files are shown in public."))
    if _attached_by(decision, actor):
        message = _("You attached this file. Another approver has to read and show it.")
        raise _refused("file-own", "file", message)
    if not is_read:
        message = _("Read every page first, and say that you did.")
        raise _refused("file-unread", "is_read", message)
    if file_content(decision) is None:
        message = _(
            "The file cannot be read, or is not the one that was attached. "
            "Ask whoever runs the site to restore it."
        )
        raise _refused("file-changed", "file", message)
    return _written(decision, actor, is_public=True)


@register_write
def decision_file_withhold(*, actor: User, decision_id: int, reason: str) -> Decision:
    """Takes the scan off the public page. Raises Refused without a reason, and NotAllowed."""
    decision = _locked(decision_id)
    require(actor, Action.PUBLISH, authority=decision.issuer)
    if not decision.is_file_public:
        raise _refused("file-not-public", "file", _("The public does not see this file."))
    refuse_errors(shape_problems(Event, {"reason": reason}))
    if not clean(reason):
        raise _refused("reason", "reason", _("Say why the public shall not see it."))
    return _written(decision, actor, is_public=False, reason=clean(reason))


def _locked(decision_id: int) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).select_related("issuer")
    return rows.get(pk=decision_id)


def _attached_by(decision: Decision, actor: User) -> bool:
    attached = Event.objects.filter(
        subject_type="decision", subject_id=decision.pk, tag="decision:file:attach"
    )
    return attached.filter(actor=actor).exists()


def _written(decision: Decision, actor: User, *, is_public: bool, reason: str = "") -> Decision:
    decision.is_file_public = is_public
    decision.save(update_fields=["is_file_public"])
    event_record(
        tag=f"decision:file:{'release' if is_public else 'withhold'}",
        subject=decision,
        actor=actor,
        before={"is_file_public": not is_public},
        after={"is_file_public": is_public},
        reason=reason,
    )
    return decision


def _refused(code: str, field: str, message: str) -> Refused:
    return Refused([Problem(code, field, message)])
