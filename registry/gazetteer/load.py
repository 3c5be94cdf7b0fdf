"""Load the gazetteer's files into the database: all of it or nothing, and only what changed.

Rows are compared with what is stored and written in bulk. A second load of the same data on
the same day writes nothing. Units are never deleted: certifications point at them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.gazetteer.dataset import DATA_FOLDER, Dataset, read_dataset
from registry.gazetteer.directory import gazetteer_changed
from registry.gazetteer.errors import GazetteerError, Problem
from registry.gazetteer.invariants import check
from registry.gazetteer.names import name_in_force, official_names, short_text
from registry.models.choices import NameKind
from registry.models.places import (
    Era,
    GazetteerDataset,
    Place,
    PlaceName,
    Region,
    RegionMembership,
    Succession,
)
from registry.selectors.items import item_refs
from registry.signals import items_changed
from registry.text import fold

SOURCE = "vietnamadminunits 1.0.4 (MIT), corrections and amendments of this project"
_BATCH = 2000


@dataclass
class TableReport:
    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0


@dataclass
class LoadReport:
    """What a load did to each table, by the table's name."""

    sha256: str
    tables: dict[str, TableReport] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return any(t.created or t.updated or t.deleted for t in self.tables.values())

    def counts(self) -> dict[str, int]:
        return {name: t.created + t.updated + t.unchanged for name, t in self.tables.items()}


class _DryRun(Exception):
    """Rolls a dry run back."""


def load_gazetteer(
    extra_folders: Sequence[Path] = (), *, on: dt.date | None = None, dry_run: bool = False
) -> LoadReport:
    """Load the project's data and then the extra folders; raise `GazetteerError` on any fault.

    `on` is the day whose names become the units' present names, today unless told.
    """
    data = read_dataset([DATA_FOLDER, *extra_folders])
    problems = check(data)
    if problems:
        raise GazetteerError(problems)
    report = LoadReport(data.sha256)
    try:
        with transaction.atomic():
            _write(data, on or timezone.localdate(), report)
            if dry_run:
                raise _DryRun
            if report.changed:
                GazetteerDataset.objects.create(
                    source=SOURCE,
                    version=data.ordered_eras()[-1].key,
                    sha256=data.sha256,
                    counts=report.counts(),
                )
                gazetteer_changed()
                # Names and successors are part of what search holds of every item.
                items_changed.send(sender=GazetteerDataset, refs=list(item_refs()))
    except _DryRun:
        pass
    return report


def _write(data: Dataset, on: dt.date, report: LoadReport) -> None:
    """Eras, units, names, links, regions, in the order in which they name each other."""
    eras = _write_eras(data, report)
    places = _write_places(data, eras, on, report)
    report.tables["PlaceName"] = _sync(
        PlaceName,
        ("place_id", "kind", "text", "valid_from"),
        ("type_word", "short_text", "folded", "valid_to", "legal_basis"),
        _name_rows(data, places),
    )
    report.tables["Succession"] = _sync(
        Succession,
        ("predecessor_id", "successor_id"),
        ("extent", "is_default", "effective_on", "legal_basis"),
        (
            {
                "predecessor_id": places[link.predecessor],
                "successor_id": places[link.successor],
                "extent": link.extent,
                "is_default": link.is_default,
                "effective_on": data.first_day(link.successor),
                "legal_basis": link.legal_basis,
            }
            for link in data.successions.values()
        ),
    )
    report.tables["Region"] = _sync(
        Region,
        ("code",),
        ("kind", "name_vi", "name_en"),
        (
            {"code": r.code, "kind": r.kind, "name_vi": r.name_vi, "name_en": r.name_en}
            for r in data.regions.values()
        ),
        may_delete=False,
    )
    regions = dict(Region.objects.values_list("code", "pk"))
    report.tables["RegionMembership"] = _sync(
        RegionMembership,
        ("region_id", "place_id", "valid_from"),
        ("valid_to", "source", "is_verified"),
        (
            {
                "region_id": regions[m.region],
                "place_id": places[m.place],
                "valid_from": m.valid_from,
                "valid_to": m.valid_to,
                "source": m.basis,
                "is_verified": m.is_verified,
            }
            for m in data.members.values()
        ),
    )


def _write_eras(data: Dataset, report: LoadReport) -> dict[str, int]:
    stored = set(Era.objects.values_list("key", flat=True))
    _refuse_lost("eras.csv", stored - set(data.eras))
    # Closing the old era first keeps the rule of one open era true at every step.
    rows = [
        {
            "key": era.key,
            "tag": era.tag,
            "first_day": era.first_day,
            "last_day": era.last_day,
            "legal_basis": era.legal_basis,
        }
        for era in data.ordered_eras()
    ]
    report.tables["Era"] = _sync(
        Era, ("key",), ("tag", "first_day", "last_day", "legal_basis"), rows, may_delete=False
    )
    return dict(Era.objects.values_list("key", "pk"))


def _write_places(
    data: Dataset, eras: dict[str, int], on: dt.date, report: LoadReport
) -> dict[str, int]:
    """Provinces, then districts, then communes, so that parents have their ids; {public id: pk}."""
    places = dict(Place.objects.values_list("public_id", "pk"))
    _refuse_lost("units*.csv", set(places) - set(data.units))
    total = TableReport()
    fields = (
        "era_id", "level", "official_code", "parent_id", "full_name", "short_name", "name_en",
        "valid_from", "valid_to", "latitude", "longitude", "area_km2",
    )  # fmt: skip
    for level in ("province", "district", "commune"):
        part = _sync(
            Place,
            ("public_id",),
            fields,
            _place_rows(data, level, eras, places, on),
            may_delete=False,
            stored=Place.objects.filter(level=level),
        )
        places = dict(Place.objects.values_list("public_id", "pk")) if part.created else places
        total.created += part.created
        total.updated += part.updated
        total.unchanged += part.unchanged
    report.tables["Place"] = total
    return places


def _place_rows(
    data: Dataset, level: str, eras: dict[str, int], places: dict[str, int], on: dt.date
) -> Iterable[dict[str, Any]]:
    for public_id, unit in data.units.items():
        if unit.level != level:
            continue
        parent = data.parent_id(unit)
        name = name_in_force(official_names(data, public_id), on)
        yield {
            "public_id": public_id,
            "era_id": eras[unit.era],
            "level": level,
            "official_code": unit.code,
            "parent_id": places[parent] if parent else None,
            "full_name": name.text,
            "short_name": name.short_text,
            "name_en": name.name_en,
            "valid_from": data.first_day(public_id),
            "valid_to": data.last_day(public_id),
            "latitude": unit.latitude,
            "longitude": unit.longitude,
            "area_km2": unit.area_km2,
        }


def _name_rows(data: Dataset, places: dict[str, int]) -> Iterable[dict[str, Any]]:
    for public_id in data.units:
        for official in official_names(data, public_id):
            yield {
                "place_id": places[public_id],
                "kind": NameKind.OFFICIAL.value,
                "text": official.text,
                "type_word": official.type_word,
                "short_text": official.short_text,
                "folded": fold(official.short_text),
                "valid_from": official.valid_from,
                "valid_to": official.valid_to,
                "legal_basis": official.legal_basis,
            }
    for alias in data.names.values():
        short = short_text(alias.type_word, alias.name)
        yield {
            "place_id": places[alias.place],
            "kind": alias.kind,
            "text": f"{alias.type_word} {alias.name}".strip(),
            "type_word": alias.type_word,
            "short_text": short,
            "folded": fold(short),
            "valid_from": alias.valid_from,
            "valid_to": alias.valid_to,
            "legal_basis": alias.legal_basis,
        }


def _refuse_lost(file: str, lost: set[str]) -> None:
    """Rows of the database that the files no longer hold are not deleted but refused."""
    if lost:
        raise GazetteerError(
            [
                Problem(
                    file,
                    0,
                    "",
                    _("The database holds %(n)d rows that the files do not: %(keys)s.")
                    % {"n": len(lost), "keys": ", ".join(sorted(lost)[:5])},
                    _("Give the folder they came from with --data."),
                )
            ]
        )


def _sync(
    model: type[models.Model],
    key: tuple[str, ...],
    fields: tuple[str, ...],
    wanted: Iterable[dict[str, Any]],
    *,
    may_delete: bool = True,
    stored: "models.QuerySet[Any] | None" = None,
) -> TableReport:
    """Make the table hold the wanted rows; rows are equal when every named field is."""
    manager = model._default_manager
    present: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
    queryset = manager.all() if stored is None else stored
    for pk, *values in queryset.values_list("pk", *key, *fields):
        present[tuple(values[: len(key)])] = (pk, tuple(values[len(key) :]))
    report, new, changed = TableReport(), [], []
    for row in wanted:
        found = present.pop(tuple(row[name] for name in key), None)
        if found is None:
            new.append(model(**row))
        elif found[1] != tuple(row[name] for name in fields):
            changed.append(model(pk=found[0], **row))
        else:
            report.unchanged += 1
    if may_delete and present:
        lost = [pk for pk, _values in present.values()]
        for start in range(0, len(lost), _BATCH):
            manager.filter(pk__in=lost[start : start + _BATCH]).delete()
        report.deleted = len(lost)
    _update_in_an_order_that_keeps_the_constraints(manager, changed, fields)
    manager.bulk_create(new, batch_size=_BATCH)
    report.created, report.updated = len(new), len(changed)
    return report


def _update_in_an_order_that_keeps_the_constraints(
    manager: "models.Manager[Any]", changed: list[Any], fields: tuple[str, ...]
) -> None:
    """Rows that give a unique mark up (an end day, the default) go before those that take it."""
    if not changed:
        return
    giving: list[Any] = []
    rest: list[Any] = []
    for row in changed:
        gives = (
            getattr(row, "is_default", None) is False
            or getattr(row, "valid_to", None) is not None
            or getattr(row, "last_day", None) is not None
        )
        (giving if gives else rest).append(row)
    for group in (giving, rest):
        if group:
            _update(manager.model, group, fields)


def _update(model: type[models.Model], rows: list[Any], names: tuple[str, ...]) -> None:
    """One prepared statement for all rows: `bulk_update` is ten times slower,
    because its CASE grows with the rows of a batch."""
    quote = connection.ops.quote_name
    by_name = {column.attname: column for column in model._meta.concrete_fields}
    columns = [by_name[name] for name in names]
    changes = ", ".join(f"{quote(str(column.column))} = %s" for column in columns)
    # Names of tables and columns come from the models; every value is a parameter.
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    *(
                        column.get_db_prep_save(getattr(row, name), connection)
                        for column, name in zip(columns, names, strict=True)
                    ),
                    row.pk,
                ]
                for row in rows
            ],
        )
