"""Loads schemes, regimes, groups and authorities from this package's files.

Idempotent: what stands already as the files say is left alone, so a second load writes
nothing. Rows that certifications rest on are changed or added, never deleted.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from registry.models import (
    Authority,
    Era,
    GroupNode,
    LegalText,
    Place,
    RegimeAct,
    RegimeGrade,
    Scheme,
    SchemeRegime,
    Taxonomy,
)
from registry.models.choices import AuthorityKind, PlaceLevel

DATA = Path(__file__).parent / "data"
M = TypeVar("M", bound=models.Model)
_TAXONOMIES = {
    "sovang": ("Nhóm xem của Sổ Vàng", "Browsing groups of Sổ Vàng"),
    "cnnttb": ("Nhóm sản phẩm bình chọn CNNTTB", "Groups of the rural industry vote"),
    "ocop-2019": ("Ngành hàng OCOP theo Quyết định 1048/QĐ-TTg", "OCOP industries of 2019"),
    "ocop-2026": ("Ngành, bộ sản phẩm OCOP theo Quyết định 26/2026/QĐ-TTg", "OCOP sets of 2026"),
}


@transaction.atomic
def regimes_load() -> Counter[str]:
    """Loads legal texts, groups, schemes and regimes; returns rows created and updated."""
    counts: Counter[str] = Counter()
    texts = _legal_texts(counts)
    taxonomies = _groups(counts)
    declared = tomllib.loads((DATA / "schemes.toml").read_text(encoding="utf-8"))
    schemes: dict[str, Scheme] = {}
    for position, row in enumerate(declared["scheme"], start=1):
        schemes[row["code"]] = _upsert(
            counts, Scheme, {"code": row["code"]}, {**row, "position": position}
        )
    for row in declared["regime"]:
        _regime(counts, row, schemes, texts, taxonomies)
    return counts


@transaction.atomic
def authorities_load() -> Counter[str]:
    """Loads ministries and agencies, and a People's Committee for every unit that certifies.

    Provinces and districts of every era and communes of eras since 2025 have one. The
    committee of an ended unit names that of its default successor as the body that
    answers now; a district's is that of its province's successor.
    """
    counts: Counter[str] = Counter()
    declared = tomllib.loads((DATA / "schemes.toml").read_text(encoding="utf-8"))["authority"]
    rows = [*declared, *_committees()]
    places = {place.public_id: place for place in Place.objects.all()}
    standing = {authority.key: authority for authority in Authority.objects.all()}
    created, changed = [], []
    for row in rows:
        values = {
            "kind": row["kind"],
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "place": places.get(row.get("place", "")),
            "valid_from": row.get("valid_from"),
            "valid_to": row.get("valid_to"),
        }
        authority = standing.get(row["key"])
        if authority is None:
            authority = standing[row["key"]] = Authority(key=row["key"], **values)
            created.append(authority)
        elif _assign(authority, values):
            changed.append(authority)
    Authority.objects.bulk_create(created, batch_size=1000)
    Authority.objects.bulk_update(changed, [*values], batch_size=500)
    joined = []
    for row in rows:
        successor = standing.get(row.get("successor", ""))
        if _assign(standing[row["key"]], {"successor": successor}):
            joined.append(standing[row["key"]])
    Authority.objects.bulk_update(joined, ["successor"], batch_size=500)
    counts["created"], counts["updated"] = len(created), len(changed)
    return counts


def _committees() -> Iterable[dict[str, Any]]:
    eras = {era.pk: era for era in Era.objects.all()}
    first_era = min(eras.values(), key=lambda era: (era.first_day is not None, era.first_day))
    defaults = dict(
        Place.objects.filter(successions__is_default=True).values_list(
            "pk", "successions__successor__public_id"
        )
    )
    committee_kinds = {
        PlaceLevel.PROVINCE: AuthorityKind.PROVINCE,
        PlaceLevel.DISTRICT: AuthorityKind.DISTRICT,
        PlaceLevel.COMMUNE: AuthorityKind.COMMUNE,
    }
    for place in Place.objects.select_related("parent").order_by("pk"):
        if place.level == PlaceLevel.COMMUNE and place.era_id == first_era.pk:
            continue  # communes of the first era certified nothing
        era = eras[place.era_id]
        heir = place.parent if place.level == PlaceLevel.DISTRICT and place.parent else place
        successor = defaults.get(heir.pk, "") if era.last_day else ""
        yield {
            "key": f"committee:{place.public_id}",
            "kind": committee_kinds[PlaceLevel(place.level)],
            "name": f"Ủy ban nhân dân {place.full_name[:1].lower()}{place.full_name[1:]}",
            "place": place.public_id,
            "valid_from": era.first_day,
            "valid_to": era.last_day,
            "successor": f"committee:{successor}" if successor else "",
        }


def _legal_texts(counts: Counter[str]) -> dict[str, LegalText]:
    texts = {}
    for row in _csv_rows("legal_texts.csv"):
        dates = {
            name: row.pop(name) or None for name in ("signed_on", "in_force_from", "in_force_to")
        }
        key = row.pop("key")
        values = {**row, **dates, "is_verified": row["is_verified"] == "yes"}
        texts[key] = _upsert(counts, LegalText, {"key": key}, values)
    return texts


def _groups(counts: Counter[str]) -> dict[str, Taxonomy]:
    taxonomies = {
        code: _upsert(counts, Taxonomy, {"code": code}, {"name_vi": vi, "name_en": en})
        for code, (vi, en) in _TAXONOMIES.items()
    }
    nodes: dict[tuple[str, str], GroupNode] = {}
    for position, row in enumerate(_csv_rows("groups.csv"), start=1):
        key = {"taxonomy": taxonomies[row["taxonomy"]], "code": row["code"]}
        values = {
            "parent": nodes.get((row["taxonomy"], row["parent"])),
            "label_vi": row["label_vi"],
            "label_en": row["label_en"],
            "lead_ministries": row["lead_ministries"],
            "illustration": row["illustration"],
            "position": position,
        }
        nodes[row["taxonomy"], row["code"]] = _upsert(counts, GroupNode, key, values)
    return taxonomies


def _regime(
    counts: Counter[str],
    row: dict[str, Any],
    schemes: Mapping[str, Scheme],
    texts: Mapping[str, LegalText],
    taxonomies: Mapping[str, Taxonomy],
) -> None:
    grades, acts = row.pop("grades"), row.pop("acts")
    named, key = row.pop("legal_texts"), row.pop("key")
    taxonomy = taxonomies.get(row.pop("taxonomy", ""))
    values = {
        "in_force_to": None,
        **row,
        "scheme": schemes[row["scheme"]],
        "taxonomy": taxonomy,
    }
    regime = _upsert(counts, SchemeRegime, {"key": key}, values)
    if set(regime.legal_texts.values_list("key", flat=True)) != set(named):
        regime.legal_texts.set([texts[name] for name in named])
        counts["updated"] += 1
    kept = []
    for grade in grades:
        for issuer_kind in grade["issuers"]:
            identity = {
                "regime": regime,
                "level": grade.get("level", ""),
                "stars": grade.get("stars"),
                "title": grade.get("title", ""),
                "issuer_kind": issuer_kind,
            }
            said = {
                "min_points": grade.get("min_points"),
                "issuer_keys": grade.get("keys", {}).get(issuer_kind, []),
            }
            kept.append(_upsert(counts, RegimeGrade, identity, said).pk)
    for act, text in acts.items():
        _upsert(counts, RegimeAct, {"regime": regime, "act": act}, {"legal_text": texts[text]})
    # What the file no longer names must not go on to allow anything.
    gone = [
        regime.grades.exclude(pk__in=kept).delete()[0],
        regime.acts.exclude(act__in=acts).delete()[0],
    ]
    counts["updated"] += sum(gone)


def _upsert(
    counts: Counter[str], model: type[M], identity: Mapping[str, Any], values: Mapping[str, Any]
) -> M:
    row = model._default_manager.filter(**identity).first()
    if row is None:
        row = model._default_manager.create(**{**values, **identity})
        counts["created"] += 1
    elif _assign(row, values):
        row.save()
        counts["updated"] += 1
    return row


def _assign(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Sets the values that differ; whether any did."""
    has_changed = False
    for name, value in values.items():
        field = row._meta.get_field(name)
        if isinstance(value, str):
            value = field.to_python(value)  # type: ignore[union-attr]
        if getattr(row, name) != value:
            setattr(row, name, value)
            has_changed = True
    return has_changed


def _csv_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
