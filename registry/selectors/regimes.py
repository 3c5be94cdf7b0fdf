"""Regimes of a scheme with their grades, and which of them ruled on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from registry.models import Authority, Scheme, SchemeRegime
from registry.models.choices import ActKind
from registry.rules.competence import Competence
from registry.rules.validity import DayBounds


@dataclass(frozen=True, slots=True)
class Regimes:
    """All regimes of one scheme, oldest first, with grades and acts in memory."""

    rows: tuple[SchemeRegime, ...]

    def on(self, day: dt.date) -> SchemeRegime | None:
        """The regime in force on a day; None before the first or in a gap of the texts."""
        return next((row for row in self.rows if _rules_on(row, day)), None)

    def within(self, bounds: DayBounds) -> list[tuple[dt.date, SchemeRegime | None]]:
        """One day for each regime that may have ruled between two days, with that regime.

        Without any bound, one day of every regime.
        """
        if bounds.earliest is None or bounds.latest is None:
            return [
                (day, row) for row in self.rows if (day := row.in_force_from or row.in_force_to)
            ]
        days = {bounds.earliest, bounds.latest}
        for row in self.rows:
            if row.in_force_from and bounds.earliest < row.in_force_from <= bounds.latest:
                days |= {row.in_force_from, row.in_force_from - dt.timedelta(days=1)}
        return [(day, self.on(day)) for day in sorted(days)]

    def after(self, regime: SchemeRegime) -> SchemeRegime | None:
        """The regime that follows one."""
        following = self.rows[self.rows.index(regime) + 1 :]
        return following[0] if following else None

    @property
    def one_in_force_per_product(self) -> bool:
        return any(row.one_in_force_per_product for row in self.rows)

    @property
    def common_validity_months(self) -> int | None:
        """The validity that all regimes share; None where they differ or state none."""
        months = {row.validity_months for row in self.rows}
        return months.pop() if len(months) == 1 else None


def regimes_of(scheme: Scheme) -> Regimes:
    """The regimes of a scheme in three queries."""
    rows = scheme.regimes.order_by("in_force_from").prefetch_related("grades", "acts")
    return Regimes(tuple(rows))


def competences(
    regime: SchemeRegime, level: str, stars: int | None, title: str
) -> tuple[Competence, ...]:
    """Who a regime lets issue a grade; empty: it does not know the grade."""
    return tuple(
        Competence(grade.issuer_kind, tuple(grade.issuer_keys))
        for grade in regime.grades.all()
        if (grade.level, grade.stars, grade.title) == (level, stars, title)
    )


def act_is_possible(regime: SchemeRegime, act: ActKind) -> bool:
    """Whether a regime names the legal text of an act; one without a text is off."""
    return any(row.act == act for row in regime.acts.all())


def existing_authority_kinds(day: dt.date) -> frozenset[str]:
    """Kinds of authority of which any body exists on a day."""
    found: Iterable[str] = (
        Authority.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )
        .order_by()
        .values_list("kind", flat=True)
        .distinct()
    )
    return frozenset(found)


def _rules_on(regime: SchemeRegime, day: dt.date) -> bool:
    return (regime.in_force_from is None or regime.in_force_from <= day) and (
        regime.in_force_to is None or day <= regime.in_force_to
    )
