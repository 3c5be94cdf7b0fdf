"""The page of a scheme: meaning, grades, who may issue when, under which texts. No query."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import day_text, number_text
from catalog.presenters.crumbs import Crumb
from catalog.presenters.entries import Fact
from catalog.presenters.grades import GRADES, full_words, grade_mark, grade_words, scheme_name
from catalog.scheme_texts import SchemeText, scheme_text
from registry.models import LegalText, RegimeGrade, Scheme, SchemeRegime
from registry.models.choices import ActKind, AuthorityKind, Grading


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade with its sign and the number of items of the catalogue that hold it."""

    words: str
    mark: SafeString
    count: str
    url: str
    page_url: str


@dataclass(frozen=True, slots=True)
class TextLine:
    title: str
    detail: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class RegimePart:
    when: str
    name: str
    facts: tuple[Fact, ...]
    texts: tuple[TextLine, ...]
    acts: tuple[Fact, ...]
    note: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class SchemePage:
    name: str
    crumbs: tuple[Crumb, ...]
    text: SchemeText
    grades: tuple[GradeLine, ...]
    total: str
    catalogue_url: str
    regimes: tuple[RegimePart, ...]
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class GradePage:
    """One grade of a scheme: its sign, who gives it when, and what the register holds of it."""

    name: str
    crumbs: tuple[Crumb, ...]
    text: SchemeText
    line: GradeLine
    figures_url: str
    list_url: str
    regimes: tuple[RegimePart, ...]


@dataclass(frozen=True, slots=True)
class SchemeLine:
    name: str
    url: str
    meaning: str | Promise
    mark: SafeString


def scheme_page(
    scheme: Scheme, regimes: Sequence[SchemeRegime], counts: Mapping[str, int] | None
) -> SchemePage:
    """`counts` by grade as search keys them ("ocop:4"), "" for all; None while it is down."""
    grading = Grading(scheme.grading)
    total = counts.get("", 0) if counts is not None else None
    keys = GRADES[grading] or ("",)
    return SchemePage(
        name=scheme_name(scheme),
        crumbs=(
            Crumb("Sổ Vàng", addresses.HOME),
            Crumb(_("Programmes"), addresses.SCHEMES),
            Crumb(scheme_name(scheme)),
        ),
        text=scheme_text(scheme.code),
        grades=tuple(_grade(scheme, key, counts) for key in keys),
        total=ngettext(
            "%(count)s item that has not ended in the catalogue",
            "%(count)s items that have not ended in the catalogue",
            total,
        )
        % {"count": number_text(total)}
        if total is not None
        else _("See them in the catalogue"),
        catalogue_url=addresses.catalogue([("chuong-trinh", scheme.code)]),
        regimes=tuple(_regime(scheme, row) for row in regimes),
        texts=_texts_by_date(regimes),
    )


def _texts_by_date(regimes: Sequence[SchemeRegime]) -> tuple[TextLine, ...]:
    """Every legal text of a scheme once, the newest first; one without a date comes last."""
    found = {text.pk: text for row in regimes for text in row.legal_texts.all()}
    found |= {act.legal_text.pk: act.legal_text for row in regimes for act in row.acts.all()}
    ordered = sorted(found.values(), key=lambda text: text.signed_on or dt.date.min, reverse=True)
    return tuple(_text(text) for text in ordered)


def grade_page(
    scheme: Scheme,
    key: str,
    regimes: Sequence[SchemeRegime],
    counts: Mapping[str, int] | None,
) -> GradePage:
    """A grade by its key ("5", "province"); `counts` as in `scheme_page`."""
    words = full_words(scheme, key)
    listed = [("chuong-trinh", scheme.code), ("cap", key)]
    return GradePage(
        name=words,
        crumbs=(
            Crumb("Sổ Vàng", addresses.HOME),
            Crumb(_("Programmes"), addresses.SCHEMES),
            Crumb(scheme_name(scheme), addresses.scheme(scheme.code)),
            Crumb(words),
        ),
        text=scheme_text(scheme.code),
        line=_grade(scheme, key, counts),
        figures_url=addresses.with_params(addresses.STATISTICS, listed[:1]),
        list_url=addresses.with_params(addresses.STATISTICS_LIST, listed),
        regimes=tuple(
            _regime(scheme, row, key)
            for row in regimes
            if any(str(g.stars or g.level or g.title or "") == key for g in row.grades.all())
        ),
    )


def scheme_lines() -> tuple[SchemeLine, ...]:
    return tuple(
        SchemeLine(
            scheme_name(scheme),
            addresses.scheme(scheme.code),
            scheme_text(scheme.code).meaning,
            grade_mark(scheme.grading, (GRADES[Grading(scheme.grading)] or ("",))[0]),
        )
        for scheme in reference.schemes()
    )


def _grade(scheme: Scheme, key: str, counts: Mapping[str, int] | None) -> GradeLine:
    found = counts.get(f"{scheme.code}:{key}" if key else "", 0) if counts is not None else None
    params = [("chuong-trinh", scheme.code)]
    if key:
        params = [("muc", f"{scheme.code}:{key}")]
    return GradeLine(
        full_words(scheme, key),
        grade_mark(scheme.grading, key),
        number_text(found) if found is not None else "",
        addresses.catalogue(params),
        addresses.grade(scheme.code, key) if key else "",
    )


def _regime(scheme: Scheme, row: SchemeRegime, only: str | None = None) -> RegimePart:
    facts = [*_issuers(scheme, row, only)]
    months = row.validity_months
    facts.append(
        Fact(
            _("Term of validity"),
            ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
            if months
            else _("No end date stated"),
        )
    )
    if row.renewal_opens_days and row.renewal_closes_days:
        facts.append(
            Fact(
                _("Renewal"),
                _("File between %(first)s and %(last)s days before the end")
                % {"first": row.renewal_opens_days, "last": row.renewal_closes_days},
            )
        )
    if row.extension_max_days:
        facts.append(
            Fact(
                _("Extension"),
                _("At most %(days)s days after the end") % {"days": row.extension_max_days},
            )
        )
    acts = sorted(row.acts.all(), key=lambda act: list(ActKind.values).index(act.act))
    return RegimePart(
        when=_when(row),
        name=row.name_vi,
        facts=tuple(facts),
        texts=tuple(_text(text) for text in row.legal_texts.all()),
        acts=tuple(
            Fact(str(ActKind(act.act).label), _act_text(act.legal_text, row)) for act in acts
        ),
        note=row.note,
        is_verified=row.is_verified,
    )


def _act_text(text: LegalText, row: SchemeRegime) -> str:
    """The text that allows an act; one younger than the regime says from which day."""
    words = f"{text.kind} {text.number}"
    first = text.in_force_from or text.signed_on
    if first is None or row.in_force_from is None or first <= row.in_force_from:
        return words
    return _("%(text)s (since %(day)s; before that no text is known)") % {
        "text": words,
        "day": day_text(first),
    }


def _issuers(scheme: Scheme, row: SchemeRegime, only: str | None = None) -> list[Fact]:
    """Who may issue each grade, the highest first, with the least points where they are known."""
    by_grade: dict[str, list[RegimeGrade]] = {}
    for grade in row.grades.all():
        key = str(grade.stars or grade.level or grade.title or "")
        by_grade.setdefault(key, []).append(grade)
    order = GRADES[Grading(scheme.grading)]
    facts = []
    for key in sorted(by_grade, key=lambda key: order.index(key) if key in order else -1):
        if only is not None and key != only:
            continue
        grades = by_grade[key]
        who = _(" or ").join(str(AuthorityKind(grade.issuer_kind).label) for grade in grades)
        points = next((g.min_points for g in grades if g.min_points is not None), None)
        if points is not None:
            who = _("%(who)s, from %(points)s points") % {"who": who, "points": int(points)}
        words = grade_words(scheme, key) or _("Registration")
        facts.append(Fact(words[:1].upper() + words[1:], who))
    return facts


def _when(row: SchemeRegime) -> str:
    first = day_text(row.in_force_from) if row.in_force_from else ""
    last = day_text(row.in_force_to) if row.in_force_to else ""
    if first and last:
        return _("From %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("Since %(day)s") % {"day": first}
    return _("Until %(day)s") % {"day": last} if last else _("Dates not known")


def _text(text: LegalText) -> TextLine:
    dates = []
    if text.signed_on:
        dates.append(_("signed on %(day)s") % {"day": day_text(text.signed_on)})
    if text.in_force_from:
        dates.append(_("in force from %(day)s") % {"day": day_text(text.in_force_from)})
    if text.in_force_to:
        dates.append(_("to %(day)s") % {"day": day_text(text.in_force_to)})
    note = ", ".join(dates)
    if not text.is_verified:
        note = (
            _("%(dates)s (not checked with the text)") % {"dates": note}
            if note
            else _("not checked with the text")
        )
    return TextLine(
        f"{text.kind} {text.number}",
        f"{text.issuer}: {text.title}" if text.issuer else text.title,
        text.url,
        note,
    )
