"""Corrections of the register's own words as lines of the history. Makes no query."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.corrected import ChangedColumn, Correction
from catalog.days import day_text
from catalog.presenters.grades import entry_title
from registry.selectors.items import CertificationRecord


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One act; `mark` is "is-end" for an ending one, "is-now" for the newest of the others.

    `url` and `link` lead to the decision that the act rests on.
    """

    when: str
    machine: str
    text: str
    mark: str
    url: str = ""
    link: str = ""


def correction_items(
    records: Iterable[CertificationRecord], corrections: Sequence[Correction]
) -> Iterator[tuple[dt.date, TimelineItem]]:
    """Each correction with its day; what the paper says is told apart from what is legal."""
    titles = {r.certification.pk: entry_title(r.certification) for r in records}
    for correction in corrections:
        day = timezone.localtime(correction.recorded_at).date()
        changes = "; ".join(_change(column) for column in correction.columns)
        words = _("the register’s entry corrected on %(day)s: %(changes)s.") % {
            "day": day_text(day),
            "changes": changes,
        }
        title = titles.get(correction.certification or 0, "")
        text = f"{title}: {words}" if title else words[:1].upper() + words[1:]
        yield day, TimelineItem(day_text(day), day.isoformat(), text, "")


def _change(column: ChangedColumn) -> str:
    label = _label(column.name)
    if column.is_withheld:
        return _("%(label)s (withheld: a person’s name)") % {"label": label}
    if not column.is_shown:
        return label
    return _("%(label)s: before “%(before)s”, now “%(after)s”") % {
        "label": label,
        "before": column.before or "–",
        "after": column.after or "–",
    }


def _label(name: str) -> str:
    labels = {
        "product_name_printed": _("name of the product as printed on the certificate"),
        "maker_name_printed": _("maker as printed on the certificate"),
        "group_printed": _("group as printed on the certificate"),
        "issuer_printed": _("issuer as printed on the certificate"),
        "note_printed": _("note as printed on the certificate"),
        "place_printed": _("place as printed on the certificate"),
        "place_at_issue_id": _("place at issue"),
        "place_now_id": _("place now"),
        "place_certainty": _("certainty of the place"),
        "name": _("name in the register"),
        "name_en": _("English name"),
        "brand": _("brand"),
        "trade": _("trade"),
        "place_text": _("where it is"),
        "maker_id": _("maker"),
        "group_id": _("group"),
        "craft_village_id": _("craft village"),
        "description": _("description"),
        "kind": _("kind of product"),
        "households_total": _("number of households"),
        "households_engaged": _("households in the trade"),
        "figures_on": _("day of the figures"),
    }
    return labels.get(name, _("another detail"))
