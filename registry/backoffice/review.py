"""The second person's screen: what was entered beside what the public sees, then the choice.

Publishing, returning and all their checks are the services'; this screen shows and asks.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from registry.backoffice.access import DECISIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.counts import count_warning, count_words
from registry.backoffice.grades import award_words
from registry.backoffice.keys import key_read, keys_read
from registry.backoffice.words import date_words, person_words, signed_words
from registry.models import Certification, Decision
from registry.models.choices import ENDED_STATUSES, EntryState
from registry.policies import Action, NotAllowed, Rights
from registry.rules.validity import legal_day
from registry.selectors import public, staff
from registry.selectors.items import CertificationRecord, certification_record
from registry.selectors.shown import Shown, header_digest, row_digest
from registry.services.certifications import certification_return
from registry.services.publication import certification_publish, decision_publish, decision_return
from registry.services.refusal import Refused
from registry.services.succession import may_supersede
from registry.services.writing import register_transaction


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
    """A public certification of the same subject, and its place in a succession.

    `place` is "older" where the entered one may close it, "newer" where it may close the
    entered one, "foreign" where only its own office may end it, else empty.
    """

    key: int
    code: str
    words: str
    status: str
    place: str
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
    digest: str
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
            with register_transaction():
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
        replaces, replaced_by = self._replaces(decision), self._replaced_by(decision)
        shown = self._shown()
        if action == "publish" and one is not None:
            certification_publish(
                actor=self.actor,
                certification_id=one.pk,
                replaces=replaces.get(one.pk, ()),
                replaced_by=replaced_by.get(one.pk),
                warnings_reason=posted.get("warnings_reason", ""),
                repeated_number_reason=posted.get("repeated_number_reason", ""),
                expected=shown,
            )
            return _("The certification was published.")
        if action == "publish":
            published = decision_publish(
                actor=self.actor,
                decision_id=decision.pk,
                warnings_reason=posted.get("warnings_reason", ""),
                repeated_number_reason=posted.get("repeated_number_reason", ""),
                replaces=replaces,
                replaced_by=replaced_by,
                expected=shown,
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
        number = key_read(key)
        if number is None:
            raise Http404
        return found_or_404(staff.certifications_own(self.scope).filter(decision=decision), number)

    def _shown(self) -> Shown:
        """What the form carries of the page that was looked at; without it nothing was."""
        posted = self.request.POST
        carried = {key_read(name.removeprefix("shown-")): posted[name] for name in posted}
        rows = {key: digest for key, digest in carried.items() if key is not None}
        return Shown(rows, posted.get("shown-decision", ""))

    def _replaced_by(self, decision: Decision) -> dict[int, Certification]:
        """By submitted certification, the newer public one that was chosen to close it."""
        chosen: dict[int, Certification] = {}
        for row in decision.certifications.filter(entry_state=EntryState.IN_REVIEW):
            key = key_read(self.request.POST.get(f"replaced-by-{row.pk}"))
            found = public.certifications().filter(pk=key or 0, scheme=row.scheme_id).first()
            if found is not None:
                chosen[row.pk] = found
        return chosen

    def _replaces(self, decision: Decision) -> dict[int, list[Certification]]:
        """By submitted certification, the public ones of its subject that were ticked."""
        chosen: dict[int, list[Certification]] = {}
        for row in decision.certifications.filter(entry_state=EntryState.IN_REVIEW):
            keys = keys_read(self.request.POST.getlist(f"replaces-{row.pk}"))
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
                decision_digest=header_digest(decision),
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
        return Comparison(
            row,
            row.product or row.craft_village,
            person_words(row.entered_by),
            row.entered_by_id == self.scope.user_id,
            tuple(_lines(row, leading.certification if leading else None)),
            self._others(row, same, today),
            row_digest(row),
            tuple(row.evidence.all()),
        )

    def _others(
        self, row: Certification, same: list[CertificationRecord], today: dt.date
    ) -> tuple[Other, ...]:
        """Those of the subject; nothing of another office's is chosen beforehand."""
        posted = self.request.POST
        ticked = {*posted.getlist(f"replaces-{row.pk}"), posted.get(f"replaced-by-{row.pk}", "")}
        is_one_only = any(r.one_in_force_per_product for r in row.scheme.regimes.all())
        newer = [r for r in same if _is_newer(r.certification, row)]
        nearest = min(newer, key=lambda r: r.certification.issued_on or today, default=None)
        found = []
        for record in same:
            other, status = record.certification, record.status(today)
            is_kin = is_one_only and other.scheme_id == row.scheme_id
            place, preset = "", False
            if is_kin and _is_newer(other, row):
                place, preset = "newer", record is nearest
            elif is_kin and status not in ENDED_STATUSES:
                place = "older" if may_supersede(other, row, self._rights) else "foreign"
                own = self._rights.may(Action.PUBLISH, authority=other.issuer, scheme=row.scheme)
                preset = place == "older" and own
            found.append(
                Other(
                    other.pk,
                    other.code,
                    _award_and_day(other),
                    str(status.label) if status else "–",
                    place,
                    str(other.pk) in ticked if posted else preset,
                )
            )
        return tuple(found)

    @cached_property
    def _rights(self) -> Rights:
        return Rights(self.actor)


def _is_newer(other: Certification, row: Certification) -> bool:
    return bool(other.issued_on and row.issued_on and other.issued_on > row.issued_on)


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
