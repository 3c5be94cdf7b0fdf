"""From a row of the entry page to the register, through the services alone.

One writer serves one page in one transaction, so that a maker or product named on several
rows of a decision is entered once.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from registry.backoffice.day_fields import PartialDay
from registry.backoffice.entry_forms import NEW, UNSAID, RowForm
from registry.backoffice.groups import version_problems
from registry.backoffice.keys import key_read
from registry.backoffice.meanings import place_taken
from registry.backoffice.standing import maker_problems, standing_write
from registry.models import (
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    Place,
    Product,
    User,
)
from registry.models.choices import DatePrecision, EvidenceGrade, LegalKind, PlaceCertainty
from registry.models.corrections import CorrectedKind
from registry.rules.checks import Problem
from registry.rules.validity import UNKNOWN_DAY
from registry.selectors import staff
from registry.selectors.staff import Scope
from registry.services.certifications import certification_edit, certification_enter
from registry.services.entry import CertificationEntry, EvidenceEntry
from registry.services.holders import establishment_enter
from registry.services.products import craft_village_enter, product_enter
from registry.services.refusal import Refused, refuse_errors
from registry.text import fold


class RowWriter:
    """Writes the rows of one page. Raises Refused with the page's own field names."""

    def __init__(self, actor: User, scope: Scope, decision: Decision) -> None:
        self.actor = actor
        self.scope = scope
        self.decision = decision
        self._makers: dict[tuple[str, str], Establishment] = {}
        self._subjects: dict[tuple[str, int | None], Any] = {}

    def enter(self, form: RowForm, line_no: int) -> Certification:
        return certification_enter(
            actor=self.actor, entry=replace(self._entry(form), line_no=line_no)
        )

    def edit(self, form: RowForm, standing: Certification) -> Certification:
        """Writes a draft anew; what the page does not show stays as it stands."""
        fresh = self._entry(form)
        others = list(standing.evidence.order_by("pk"))[1:]
        entry = replace(
            fresh,
            issuer=standing.issuer,
            round=standing.round,
            line_no=standing.line_no,
            score=standing.score,
            prize=standing.prize,
            group_printed=fresh.group_printed or _printed_group(form, standing),
            issuer_printed=standing.issuer_printed,
            note_printed=standing.note_printed,
            evidence=(
                *fresh.evidence,
                *(
                    EvidenceEntry(e.grade, e.source_title, e.source_url, e.retrieved_on, e.note)
                    for e in others
                ),
            ),
        )
        return certification_edit(actor=self.actor, certification_id=standing.pk, entry=entry)

    def _entry(self, form: RowForm) -> CertificationEntry:
        award, values = form.chosen_award, form.cleaned_data
        _refuse_undecided(form)
        assert award is not None  # refused above
        place = key_read(form.choice("place_choice"))
        taken = None if place is None else place_taken(place)
        issued = self._issued(form)
        last_day = values.get("valid_to")
        url = values.get("source_url", "").strip()
        return CertificationEntry(
            scheme=award.scheme,
            grade=values["grade"],
            product=self._product(form) if award.is_for_product else None,
            craft_village=None if award.is_for_product else self._village(form),
            level=award.level,
            stars=award.stars,
            title=award.title,
            decision=self.decision,
            certificate_no=values.get("certificate_no", ""),
            issuer=self.decision.issuer,
            issued_on=issued.day if issued else None,
            issued_on_precision=issued.precision if issued else DatePrecision.NONE,
            valid_until=last_day + dt.timedelta(days=1) if last_day else None,
            product_name_printed=values["product_name_printed"],
            maker_name_printed=values.get("maker_name_printed", ""),
            group_printed=form.groups.words(values.get("scheme_group", "")),
            place_printed=values.get("place_printed", ""),
            place_at_issue=_place(taken.place_at_issue if taken else None),
            place_now=_place(taken.place_now if taken else None),
            place_certainty=taken.certainty if taken else PlaceCertainty.UNKNOWN,
            evidence=(EvidenceEntry(values["grade"], source_url=url),) if url else (),
        )

    def _issued(self, form: RowForm) -> PartialDay | None:
        """The day of issue: the row's own, else that of signing, as far as each is known.

        Grade A is a signed paper that names the day; what names none is no such proof.
        """
        values, award = form.cleaned_data, form.chosen_award
        issued: PartialDay | None = values.get("issued_on")
        signed_on = self.decision.signed_on
        if issued is None and signed_on is not None:
            issued = PartialDay(signed_on, self.decision.signed_on_precision)
        if values["grade"] == EvidenceGrade.A and (issued is None or not issued.is_exact):
            message = _(
                "Grade A needs the day: write it as dd/mm/yyyy. Where the paper gives only a "
                "month or year, choose the grade of evidence that it is."
            )
            raise Refused([Problem("grade-a-needs-day", "issued_on", message)])
        assert award is not None  # refused before
        bounds = issued.bounds if issued else UNKNOWN_DAY
        refuse_errors(
            version_problems(form.groups, values.get("scheme_group", ""), award.scheme, bounds)
        )
        return issued

    def _product(self, form: RowForm) -> Product:
        chosen = key_read(form.choice("product_choice"))
        if chosen is not None:
            standing = staff.products_seen(self.scope).select_related("maker").get(pk=chosen)
            refuse_errors(maker_problems(form, standing.maker))
            standing_write(form, self.actor, CorrectedKind.PRODUCT, standing, ("group",))
            return standing
        maker = self._maker(form)
        name = form.cleaned_data["product_name_printed"]
        key = (fold(name), maker.pk if maker else None)
        if key not in self._subjects:
            with _shown_at(name="product_name_printed"):
                self._subjects[key] = product_enter(
                    actor=self.actor,
                    authority=self.decision.issuer,
                    name=name,
                    maker=maker,
                    group=form.groups.node(form.cleaned_data.get("group", "")),
                )
        found: Product = self._subjects[key]
        return found

    def _maker(self, form: RowForm) -> Establishment | None:
        chosen = key_read(form.choice("maker_choice"))
        if chosen is not None:
            # Only what was offered can be chosen: one that is seen, or has the very tax code.
            standing = Establishment.objects.get(pk=chosen)
            refuse_errors(maker_problems(form, standing))
            return standing
        values = form.cleaned_data
        name = values.get("maker_name_printed", "")
        if not name:
            refuse_errors(maker_problems(form, None))
            return None
        key = (fold(name), fold(values.get("place_printed", "")))
        if key not in self._makers:
            with _shown_at(name="maker_name_printed"):
                self._makers[key] = establishment_enter(
                    actor=self.actor,
                    authority=self.decision.issuer,
                    name=name,
                    legal_kind=values.get("maker_legal_kind") or LegalKind.UNKNOWN,
                    tax_code=values.get("maker_tax_code", ""),
                    name_is_personal=values.get("maker_is_personal", False),
                )
        return self._makers[key]

    def _village(self, form: RowForm) -> CraftVillage:
        chosen = key_read(form.choice("product_choice"))
        if chosen is not None:
            standing = staff.craft_villages_seen(self.scope).get(pk=chosen)
            names = ("group", "trade", "households_total", "households_engaged", "figures_on")
            standing_write(form, self.actor, CorrectedKind.CRAFT_VILLAGE, standing, names)
            return standing
        values = form.cleaned_data
        name = values["product_name_printed"]
        key = (fold(name), None)
        if key not in self._subjects:
            with _shown_at(name="product_name_printed"):
                self._subjects[key] = craft_village_enter(
                    actor=self.actor,
                    authority=self.decision.issuer,
                    name=name,
                    trade=values.get("trade", ""),
                    group=form.groups.node(values.get("group", "")),
                    place_text=values.get("place_printed", "")[:300],
                    households_total=values.get("households_total"),
                    households_engaged=values.get("households_engaged"),
                    figures_on=values.get("figures_on"),
                )
        found: CraftVillage = self._subjects[key]
        return found


@contextmanager
def _shown_at(**fields: str) -> Iterator[None]:
    """Says a refusal at the page's fields: another record's "name" is a printed name here."""
    try:
        yield
    except Refused as refusal:
        raise Refused(
            replace(problem, field=fields.get(problem.field, problem.field))
            for problem in refusal.problems
        ) from refusal


def _refuse_undecided(form: RowForm) -> None:
    """Refuses a row that leaves open what a person must say."""
    problems = []
    if form.chosen_award is None:
        problems.append(Problem("required", "award", _("Choose the scheme and the grade.")))
    if not form.typed("product_name_printed"):
        problems.append(
            Problem("required", "product_name_printed", _("This is empty. Fill it in."))
        )
    if not form.cleaned_data.get("grade"):
        problems.append(Problem("required", "grade", _("This is empty. Fill it in.")))
    messages = {
        "product_choice": _("There are records of this name. Choose one, or say that it is new."),
        "maker_choice": _("There are makers of this name. Choose one, or say that it is new."),
        "place_choice": _("The place may mean several units. Choose one."),
    }
    if key_read(form.choice("product_choice")) is not None:
        messages["maker_choice"] = _(
            "The chosen product is of another maker. Confirm it, or choose a new product."
        )
    for name, message in messages.items():
        if form.options.get(name) and form.choice(name) not in _answers(form, name):
            problems.append(Problem("undecided", name, message))
    if problems:
        raise Refused(problems)


def _printed_group(form: RowForm, standing: Certification) -> str:
    """A group that the select cannot show stays as printed; one that it can was unsaid."""
    taxonomy_id = standing.regime.taxonomy_id if standing.regime else None
    if form.groups.key_of(standing.group_printed, taxonomy_id):
        return ""
    return standing.group_printed


def _answers(form: RowForm, name: str) -> set[str]:
    return {option.value for option in form.options[name]} | {NEW, UNSAID}


def _place(key: int | None) -> Place | None:
    return None if key is None else Place.objects.get(pk=key)
