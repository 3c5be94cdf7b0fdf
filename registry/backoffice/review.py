"""The second person's screen: what was entered beside what the public sees, then the choice.

Publishing, returning and all their checks are the services'; this screen shows and asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.backoffice.access import DECISIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.counts import count_warning, count_words
from registry.backoffice.grades import award_words
from registry.backoffice.words import date_words, person_words, signed_words
from registry.models import Certification, Decision
from registry.models.choices import ENDED_STATUSES, EntryState
from registry.policies import Action, NotAllowed
from registry.rules.validity import legal_day
from registry.selectors import public, staff
from registry.selectors.items import CertificationRecord, certification_record
from registry.services.certifications import certification_return
from registry.services.publication import certification_publish, decision_publish, decision_return
from registry.services.refusal import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: as entered, and as the public sees the product now ("" is nothing)."""

    label: str
    entered: str
    public: str

    @property
    def is_different(self) -> bool:
        return bool(self.public) and self.entered != self.public


@dataclass(frozen=True, slots=True)
class Other:
    """A public certification of the same subject; may be replaced by the entered one."""

    key: int
    code: str
    words: str
    status: str
    may_be_replaced: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One submitted certification beside the public state of its subject."""

    certification: Certification
    subject: Any
    entered_by: str
    is_own_entry: bool
    lines: tuple[Line, ...]
    others: tuple[Other, ...]
    sources: tuple[Any, ...]


class ReviewView(DeskView):
    """Everything of a decision that waits for a second person."""

    template_name = "registry/desk/review.html"
    crumbs = [DECISIONS_CRUMB]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._open(pk), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = self._open(pk)
        action, _dash, key = request.POST.get("action", "").partition("-")
        try:
            with transaction.atomic():
                done = self._act(decision, action, key)
        except (Refused, NotAllowed) as refusal:
            return self._page(decision, _problem_words(refusal), status=422)
        if done is None:
            return self._page(decision, [])
        messages.success(request, done)
        return redirect("desk_decision", pk)

    def _open(self, pk: int) -> Decision:
        decision = found_or_404(
            staff.decisions_own(self.scope).select_related("issuer", "entered_by"), pk
        )
        if not self.scope.may(Action.PUBLISH, decision.issuer_id):
            raise Http404
        self.page_title = _("Review %(number)s") % {"number": decision.number}
        return decision

    def _act(self, decision: Decision, action: str, key: str) -> str | None:
        """Carries out what a button asks; the words to say, None for an unknown button."""
        posted = self.request.POST
        one = self._one(decision, key) if key not in ("", "all") else None
        replaces = self._replaces(decision)
        if action == "publish" and one is not None:
            certification_publish(
                actor=self.actor,
                certification_id=one.pk,
                replaces=replaces.get(one.pk, ()),
                warnings_reason=posted.get("warnings_reason", ""),
                repeated_number_reason=posted.get("repeated_number_reason", ""),
            )
            return _("The certification was published.")
        if action == "publish":
            published = decision_publish(
                actor=self.actor,
                decision_id=decision.pk,
                warnings_reason=posted.get("warnings_reason", ""),
                repeated_number_reason=posted.get("repeated_number_reason", ""),
                replaces=replaces,
            )
            return _("%(count)d certifications were published.") % {"count": len(published)}
        reason = posted.get("return_reason", "")
        if action == "return" and one is not None:
            certification_return(actor=self.actor, certification_id=one.pk, reason=reason)
            return _("The certification went back to its clerk.")
        if action == "return":
            decision_return(actor=self.actor, decision_id=decision.pk, reason=reason)
            return _("The decision went back to its clerk.")
        return None

    def _one(self, decision: Decision, key: str) -> Certification:
        if not key.isdigit():
            raise Http404
        return found_or_404(
            staff.certifications_own(self.scope).filter(decision=decision), int(key)
        )

    def _replaces(self, decision: Decision) -> dict[int, list[Certification]]:
        """By submitted certification, the public ones of its subject that were ticked."""
        chosen: dict[int, list[Certification]] = {}
        for row in decision.certifications.filter(entry_state=EntryState.IN_REVIEW):
            keys = [k for k in self.request.POST.getlist(f"replaces-{row.pk}") if k.isdigit()]
            if keys:
                chosen[row.pk] = list(
                    public.certifications().filter(pk__in=keys, scheme=row.scheme_id)
                )
        return chosen

    def _page(self, decision: Decision, problems: list[str], status: int = 200) -> HttpResponse:
        rows = list(
            staff.certifications_own(self.scope)
            .filter(decision=decision, entry_state=EntryState.IN_REVIEW)
            .select_related(
                "scheme", "product__maker", "product__group", "craft_village__group", "issuer",
                "decision", "entered_by",
                "place_at_issue", "place_now",
            )
            .prefetch_related("evidence", "scheme__regimes")
            .order_by("line_no", "pk")
        )  # fmt: skip
        others = _public_of_subjects(rows)
        own = staff.certifications_own(self.scope).filter(decision=decision)
        counted = [{"state": state} for state in own.values_list("entry_state", flat=True)]
        comparisons = [self._compared(row, others) for row in rows]
        return self.render_to_response(
            self.get_context_data(
                decision=decision,
                signed=signed_words(decision),
                comparisons=comparisons,
                problems=problems,
                warnings=[w["message"] for row in rows for w in row.warnings],
                counts=count_words(decision, counted),
                count_warning=count_warning(decision, counted),
                namesakes=_same_number_in_year(decision),
                posted=self.request.POST,
            ),
            status=status,
        )

    def _compared(self, row: Certification, others: list[CertificationRecord]) -> Comparison:
        today = legal_day(timezone.now())
        same = [
            record
            for record in others
            if record.certification.product_id == row.product_id
            and record.certification.craft_village_id == row.craft_village_id
        ]
        leading = next(
            (r for r in same if r.status(today) not in ENDED_STATUSES), same[0] if same else None
        )
        ticked = set(self.request.POST.getlist(f"replaces-{row.pk}"))
        is_one_only = any(r.one_in_force_per_product for r in row.scheme.regimes.all())
        shown = []
        for record in same:
            other = record.certification
            found = record.status(today)
            standing = (
                is_one_only
                and other.scheme_id == row.scheme_id
                and found not in ENDED_STATUSES
                and (other.issued_on is None or row.issued_on is None
                     or other.issued_on <= row.issued_on)
            )  # fmt: skip
            shown.append(
                Other(
                    other.pk,
                    other.code,
                    _award_and_day(other),
                    str(found.label) if found else "–",
                    other.scheme_id == row.scheme_id
                    and row.product_id is not None
                    and found not in ENDED_STATUSES,
                    str(other.pk) in ticked if self.request.POST else standing,
                )
            )
        return Comparison(
            row,
            row.product or row.craft_village,
            person_words(row.entered_by),
            row.entered_by_id == self.scope.user_id,
            tuple(_lines(row, leading.certification if leading else None)),
            tuple(shown),
            tuple(row.evidence.all()),
        )


def _lines(row: Certification, standing: Certification | None) -> Iterable[Line]:
    """Entered values beside the product's own and those of its standing certification."""
    subject = row.product or row.craft_village
    maker = row.product.maker if row.product else None
    is_public = standing is not None
    yield Line(_("Product"), row.product_name_printed, str(subject) if is_public else "")
    yield Line(_("Maker"), row.maker_name_printed or "–", maker.name if maker and is_public else "")
    yield Line(_("Grade"), award_words(row), award_words(standing) if standing else "")
    yield Line(
        _("Issuer"),
        row.issuer.name if row.issuer else "–",
        standing.issuer.name if standing and standing.issuer else "",
    )
    yield Line(
        _("Issued on"),
        date_words(row.issued_on, row.issued_on_precision),
        date_words(standing.issued_on, standing.issued_on_precision) if standing else "",
    )
    yield Line(_("First day no longer valid"), _end(row), _end(standing) if standing else "")
    yield Line(
        _("Place as printed"), row.place_printed or "–", standing.place_printed if standing else ""
    )
    yield Line(
        _("Place now"),
        row.place_now.full_name if row.place_now else "–",
        standing.place_now.full_name if standing and standing.place_now else "",
    )
    if row.group_printed:
        yield Line(
            _("Group of the scheme"), row.group_printed, standing.group_printed if standing else ""
        )
    group = subject.group if subject else None
    yield Line(_("Group for readers"), group.label_vi if group else "–", "")
    yield Line(_("Grade of evidence"), str(row.get_grade_display()), "")


def _award_and_day(row: Certification) -> str:
    return f"{award_words(row)}, {date_words(row.issued_on, row.issued_on_precision)}"


def _end(row: Certification) -> str:
    if row.valid_until is None:
        return str(row.get_validity_basis_display())
    return row.valid_until.strftime("%d/%m/%Y")


def _public_of_subjects(rows: list[Certification]) -> list[CertificationRecord]:
    """Public certifications of all the subjects, newest first, in two queries."""
    products = {row.product_id for row in rows if row.product_id}
    villages = {row.craft_village_id for row in rows if row.craft_village_id}
    found = public.certifications().select_related("scheme", "issuer", "place_now")
    found = found.filter(product__in=products) | found.filter(craft_village__in=villages)
    ordered = found.prefetch_related("events").order_by("-issued_on", "-pk")
    return [certification_record(row) for row in ordered]


def _same_number_in_year(decision: Decision) -> list[Decision]:
    """Other decisions of the issuer with this number in the year of signing."""
    if decision.signed_on is None:
        return []
    return list(
        Decision.objects.filter(
            issuer=decision.issuer,
            number_normalised=decision.number_normalised,
            signed_on__year=decision.signed_on.year,
            is_discarded=False,
        ).exclude(pk=decision.pk)
    )


def _problem_words(refusal: Exception) -> list[str]:
    """Each problem once, with the line it is about where the service names one."""
    if not isinstance(refusal, Refused):
        return [str(refusal)]
    words = []
    for problem in refusal.problems:
        line, colon, _field = problem.field.partition(":")
        words.append(
            _("Certification %(line)s: %(message)s") % {"line": line, "message": problem.message}
            if colon and line.isdigit()
            else problem.message
        )
    return list(dict.fromkeys(words))
