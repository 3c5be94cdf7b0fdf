"""The filters of the desk's lists: plain forms of the address, which need no script."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.backoffice.grades import awards
from registry.models import (
    Authority,
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    EstablishmentName,
    Product,
)
from registry.models.choices import CertificationStatus, DecisionKind, EntryState
from registry.rules.identifiers import decision_number_normalise
from registry.rules.validity import legal_day
from registry.selectors.staff import (
    Scope,
    certifications_own,
    certifications_with_status,
    decisions_discarded,
    decisions_own,
)
from registry.text import fold

_ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """Search text, and whether all visible records are listed or the own ones only."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    whose = forms.ChoiceField(
        label=_("Records"),
        required=False,
        choices=[("", _("Own office")), ("all", _("All, public ones included"))],
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope

    def value(self, name: str) -> Any:
        """The cleaned value; empty where none was given or it is no possible one."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self.cleaned_data.get(name) or ""

    @property
    def narrows(self) -> bool:
        """Whether anything but the search text is asked for, so that it is shown."""
        return any(self.data.get(name) for name in self.fields if name != "q")

    @property
    def lists_all(self) -> bool:
        return self.scope.is_whole or self.value("whose") == "all"

    @property
    def folded(self) -> str:
        return fold(self.value("q"))


class DecisionFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ANY, *DecisionKind.choices])
    issuer = forms.ChoiceField(label=_("Issuer"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1945, max_value=2200)
    shown = forms.ChoiceField(
        label=_("Which ones"),
        required=False,
        choices=[("", _("Standing")), ("discarded", _("Discarded"))],
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, scope=scope)
        _set_issuers(self, scope)

    def filtered(self, found: QuerySet[Decision]) -> QuerySet[Decision]:
        if not self.lists_all:
            found = found.filter(pk__in=decisions_own(self.scope).values("pk"))
        if self.value("shown"):
            found = decisions_discarded(self.scope).select_related("issuer").order_by("-pk")
        if typed := self.value("q"):
            number = decision_number_normalise(typed)
            found = found.filter(number_normalised__contains=number)
        if kind := self.value("kind"):
            found = found.filter(kind=kind)
        if issuer := self.value("issuer"):
            found = found.filter(issuer=issuer)
        if year := self.value("year"):
            found = found.filter(signed_on__range=_days_of(year))
        return found


class CertificationFilter(FilterForm):
    award = forms.ChoiceField(label=_("Scheme and grade"), required=False)
    entry_state = forms.ChoiceField(
        label=_("State of the entry"), required=False, choices=[_ANY, *EntryState.choices]
    )
    status = forms.ChoiceField(
        label=_("Status today"), required=False, choices=[_ANY, *CertificationStatus.choices]
    )
    issuer = forms.ChoiceField(label=_("Issuer"), required=False)
    year = forms.IntegerField(
        label=_("Year of issue"), required=False, min_value=1945, max_value=2200
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, scope=scope)
        self.awards = awards()
        choices: list[tuple[str, Any]] = [_ANY]
        for code in dict.fromkeys(award.scheme.code for award in self.awards.values()):
            of_scheme = [a for a in self.awards.values() if a.scheme.code == code]
            choices.append((f"{code}:*", of_scheme[0].scheme.short_name_vi))
            choices += [
                (award.key, f"– {award.label}") for award in of_scheme if award.key[-1] != ":"
            ]
        self.fields["award"].choices = choices  # type: ignore[attr-defined]
        _set_issuers(self, scope)

    def filtered(self, found: QuerySet[Certification]) -> QuerySet[Certification]:
        if not self.lists_all:
            own = certifications_own(self.scope, with_discarded=True)
            found = found.filter(pk__in=own.values("pk"))
        if self.value("entry_state") != EntryState.DISCARDED:
            found = found.exclude(entry_state=EntryState.DISCARDED)
        if self.value("q"):
            found = found.filter(self._text())
        if key := self.value("award"):
            code, _colon, grade = key.partition(":")
            found = found.filter(scheme__code=code)
            if grade != "*":
                award = self.awards[key]
                found = found.filter(level=award.level, stars=award.stars, title=award.title)
        if state := self.value("entry_state"):
            found = found.filter(entry_state=state)
        if issuer := self.value("issuer"):
            found = found.filter(issuer=issuer)
        if year := self.value("year"):
            found = found.filter(issued_on__range=_days_of(year))
        if wanted := self.value("status"):
            found = certifications_with_status(found, wanted, legal_day(timezone.now()))
        return found

    def _text(self) -> Q:
        typed, folded = self.value("q"), self.folded
        found = Q(code=typed.strip().upper().replace(" ", "")) | Q(
            decision__number_normalised__contains=decision_number_normalise(typed)
        )
        if folded:
            found |= (
                Q(product__name_folded__contains=folded)
                | Q(product__maker__name_folded__contains=folded)
                | Q(craft_village__name_folded__contains=folded)
            )
        return found


class ProductFilter(FilterForm):
    award = forms.ChoiceField(label=_("Scheme"), required=False)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, scope=scope)
        self.schemes = {award.scheme.code: award.scheme for award in awards().values()}
        self.fields["award"].choices = [  # type: ignore[attr-defined]
            _ANY,
            *((code, scheme.short_name_vi) for code, scheme in self.schemes.items()),
        ]

    def filtered(self, found: QuerySet[Product]) -> QuerySet[Product]:
        held = Certification.objects.filter(product=OuterRef("pk")).order_by()
        if not self.lists_all:
            held = certifications_own(self.scope).filter(product=OuterRef("pk")).order_by()
            found = found.filter(Exists(held))
        if code := self.value("award"):
            # By key: joined by its code, a scheme of most rows would be walked for each product.
            found = found.filter(Exists(held.filter(scheme=self.schemes[code])))
        if self.folded:
            found = found.filter(
                Q(name_folded__contains=self.folded)
                | Q(maker__name_folded__contains=self.folded)
                | Q(code=self.value("q").strip().upper())
            )
        return found


class EstablishmentFilter(FilterForm):
    def filtered(self, found: QuerySet[Establishment]) -> QuerySet[Establishment]:
        if not self.lists_all:
            held = certifications_own(self.scope).filter(product__maker=OuterRef("pk")).order_by()
            found = found.filter(Exists(held))
        if self.folded:
            found = found.filter(
                Q(name_folded__contains=self.folded)
                | Q(enterprise_number=self.value("q").strip())
                | Exists(_other_names(self.folded))
            )
        return found


class VillageFilter(FilterForm):
    def filtered(self, found: QuerySet[CraftVillage]) -> QuerySet[CraftVillage]:
        if not self.lists_all:
            held = certifications_own(self.scope).filter(craft_village=OuterRef("pk")).order_by()
            found = found.filter(Exists(held))
        if self.folded:
            found = found.filter(name_folded__contains=self.folded)
        return found


def _other_names(folded: str) -> QuerySet[EstablishmentName]:
    return EstablishmentName.objects.filter(
        establishment=OuterRef("pk"), name_folded__contains=folded
    )


def _set_issuers(form: forms.Form, scope: Scope) -> None:
    """Bodies with published records, and the own ones with any; a look into the index for each."""
    issued = Certification.objects.filter(issuer=OuterRef("pk")).order_by()
    # Whatever is published is public (certification_published_evidence).
    wanted = Q(Exists(issued.filter(entry_state=EntryState.PUBLISHED)))
    if scope.is_whole:
        wanted = Q(Exists(issued))
    for grant in scope.grants:
        if grant.authorities is not None:
            wanted |= Q(Exists(issued), pk__in=grant.authorities)
    names = Authority.objects.filter(wanted).order_by("name", "pk")
    form.fields["issuer"].choices = [  # type: ignore[attr-defined]
        _ANY,
        *((str(pk), name) for pk, name in names.values_list("pk", "name")),
    ]


def _days_of(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
