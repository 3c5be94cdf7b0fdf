"""Build the unit, former-name and succession files from the data of `vietnamadminunits`.

A developer's step: it reads the package's SQLite and JSON files without importing it, applies
`corrections.csv`, and writes CSV that git can compare. Coordinates and bounds of old units are
never read: they come from a geocoder whose terms forbid keeping them.
"""

import csv
import importlib.util
import json
import re
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.gazetteer.build_text import (
    Splitter,
    english_name,
    former_names,
    glue,
    split_type,
)
from registry.gazetteer.errors import GazetteerError, Problem

PACKAGE = "vietnamadminunits"
OLD, NEW = "before-2025-07-01", "2025-07-01"
OLD_TAG, NEW_TAG = "b25", "f25"
UNIT_COLUMNS = [
    "era", "level", "code", "parent", "type_word", "name", "name_en",
    "latitude", "longitude", "area_km2",
]  # fmt: skip
_NUMBERED_ALIAS = re.compile(r"(q|p|f|district|ward)[0-9]+|(quan|phuong)0[0-9]+")


@dataclass
class Corrections:
    """`corrections.csv` by kind: what of the package is known to be wrong, and the source."""

    removed: set[tuple[str, str]]
    added: dict[tuple[str, str], str]
    defaults: dict[str, str]
    extents: dict[tuple[str, str], str]
    points: dict[str, tuple[str, str]]
    no_area: set[str]
    no_alias: set[tuple[str, str]]


def package_folder(given: str | None) -> Path:
    """The installed package's folder, found without running the package."""
    if given:
        return Path(given)
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise GazetteerError(
            [
                Problem(
                    PACKAGE, 0, "", "The package is not installed.",
                    "Install vietnamadminunits==1.0.4 without its dependencies, or give "
                    "--package-dir.",
                )
            ]
        )  # fmt: skip
    return Path(next(iter(spec.submodule_search_locations)))


def build(package: Path, target: Path) -> dict[str, int]:
    """Write the generated files into `target`; return the number of rows of each."""
    corrections = read_corrections(target / "corrections.csv")
    old, new = _tables(package / "data" / "dataset.db")
    converter = json.loads((package / "data" / "converter_2025.json").read_text("utf-8"))
    links = correct_links(_links(old, new, converter), corrections)
    new_rows = _new_units(new, corrections)
    old_rows = _old_units(old)
    names = _former(old, corrections)
    for licence in package.parent.glob(f"{PACKAGE}-*.dist-info/licenses/LICENSE"):
        shutil.copyfile(licence, target / f"LICENSE.{PACKAGE}")
    return {
        "units_before-2025-07-01.csv": _write(
            target / "units_before-2025-07-01.csv", UNIT_COLUMNS, old_rows
        ),
        "units_2025-07-01.csv": _write(target / "units_2025-07-01.csv", UNIT_COLUMNS, new_rows),
        "names_former.csv": _write(
            target / "names_former.csv",
            ["place", "kind", "type_word", "name", "valid_from", "valid_to", "legal_basis"],
            names,
        ),
        "successions_2025-07-01.csv": _write(
            target / "successions_2025-07-01.csv",
            ["predecessor", "successor", "extent", "is_default", "legal_basis"],
            links,
        ),
    }


def read_corrections(path: Path) -> Corrections:
    found = Corrections(set(), {}, {}, {}, {}, set(), set())
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            link = (row["place"], row["target"])
            match row["kind"]:
                case "remove_link":
                    found.removed.add(link)
                case "add_link":
                    found.added[link] = row["value"]
                case "default":
                    found.defaults[row["place"]] = row["target"]
                    if row["value"]:
                        found.extents[link] = row["value"]
                case "point":
                    latitude, longitude = row["value"].split()
                    found.points[row["place"]] = (latitude, longitude)
                case "no_area":
                    found.no_area.add(row["place"])
                case "no_alias":
                    found.no_alias.add((row["place"], row["value"]))
                case kind:
                    raise GazetteerError(
                        [Problem(path.name, 0, "kind", f"“{kind}” is not known.", "Correct it.")]
                    )
    return found


def correct_links(links: dict[str, dict[str, bool]], corrections: Corrections) -> list[list[str]]:
    """Rows of the succession file: `whole` for one successor, `part` for several."""
    for predecessor, successor in corrections.removed:
        was_default = links[predecessor].pop(successor)
        if was_default and len(links[predecessor]) == 1:
            links[predecessor] = dict.fromkeys(links[predecessor], True)
    for predecessor, successor in corrections.added:
        links[predecessor][successor] = False
    for predecessor, successor in corrections.defaults.items():
        links[predecessor] = {code: code == successor for code in links[predecessor]}
        if successor not in links[predecessor]:
            raise GazetteerError(
                [Problem("corrections.csv", 0, predecessor, "Default without a link.", "Add it.")]
            )
    result = []
    for predecessor, successors in sorted(links.items()):
        for successor, is_default in sorted(successors.items()):
            link = (predecessor, successor)
            extent = "whole" if len(successors) == 1 else "part"
            extent = corrections.added.get(link) or corrections.extents.get(link) or extent
            result.append([predecessor, successor, extent, str(int(is_default)), ""])
    return result


def _tables(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    old = connection.execute(
        "select province, district, ward, provinceCode, districtCode, wardCode, provinceKey,"
        " districtKey, wardKey, districtAlias, wardAlias from admin_units_legacy"
    )
    new = connection.execute(
        "select province, ward, provinceCode, wardCode, provinceKey, wardKey, provinceLat,"
        " provinceLon, wardLat, wardLon, wardAreaKm2 from admin_units"
    )
    result = [dict(row) for row in old], [dict(row) for row in new]
    connection.close()
    return result


def _links(
    old: list[dict[str, Any]], new: list[dict[str, Any]], converter: dict[str, Any]
) -> dict[str, dict[str, bool]]:
    """{old public id: {new public id: is default}} of provinces, communes, bare districts."""
    old_units, new_units = {}, {}
    province = {row["provinceKey"]: row["provinceCode"] for row in old}
    for row in old:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        old_units[key] = f"{OLD_TAG}-{row['wardCode'] or row['districtCode']}"
    new_province = {}
    for row in new:
        new_units[row["provinceKey"], row["wardKey"]] = f"{NEW_TAG}-{row['wardCode']}"
        new_province[row["provinceKey"]] = f"{NEW_TAG}-{row['provinceCode']}"
    links: dict[str, dict[str, bool]] = defaultdict(dict)
    for new_key, old_keys in converter["DICT_PROVINCE"].items():
        for old_key in old_keys:
            links[f"{OLD_TAG}-{province[old_key]}"][new_province[new_key]] = True
    for new_key, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, sources in communes.items():
            for source in sources:
                links[old_units[source]][new_units[new_key, commune]] = True
    for new_key, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, targets in communes.items():
            for target in targets:
                successor = new_units[new_key, target["newWardKey"]]
                links[old_units[source]][successor] = target["isDefaultNewWard"]
    return links


def _new_units(new: list[dict[str, Any]], corrections: Corrections) -> list[list[str]]:
    provinces, communes = {}, []
    for row in new:
        type_word, name = split_type(row["province"])
        provinces[row["provinceCode"]] = [
            NEW, "province", row["provinceCode"], "", type_word, name,
            english_name(type_word, name), _degrees(row["provinceLat"]),
            _degrees(row["provinceLon"]), "",
        ]  # fmt: skip
        public_id = f"{NEW_TAG}-{row['wardCode']}"
        latitude, longitude = corrections.points.get(
            public_id, (_degrees(row["wardLat"]), _degrees(row["wardLon"]))
        )
        area = "" if public_id in corrections.no_area else row["wardAreaKm2"]
        type_word, name = split_type(row["ward"])
        communes.append(
            [
                NEW, "commune", row["wardCode"], row["provinceCode"], type_word, name,
                english_name(type_word, name), latitude, longitude,
                str(area) if area else "",
            ]
        )  # fmt: skip
    return sorted(provinces.values()) + sorted(communes, key=lambda r: r[2])


def _old_units(old: list[dict[str, Any]]) -> list[list[str]]:
    units: dict[tuple[int, str], list[str]] = {}
    for row in old:
        levels = [
            ("province", row["province"], row["provinceCode"], ""),
            ("district", row["district"], row["districtCode"], row["provinceCode"]),
            ("commune", row["ward"], row["wardCode"], row["districtCode"]),
        ]
        for order, (level, full_name, code, parent) in enumerate(levels):
            if not code:
                continue
            type_word, name = split_type(full_name)
            units[order, code] = [
                OLD, level, code, parent, type_word, name, english_name(type_word, name),
                "", "", "",
            ]  # fmt: skip
    return [units[key] for key in sorted(units)]


def _former(old: list[dict[str, Any]], corrections: Corrections) -> list[list[str]]:
    """Former names; the source has them without marks, so they are kept without marks."""
    splitter = Splitter(
        split_type(row[level])[1] for row in old for level in ("district", "ward") if row[level]
    )
    found: dict[tuple[str, str, str], None] = {}
    for row in old:
        for alias_column, name_column, code in (
            ("districtAlias", "district", row["districtCode"]),
            ("wardAlias", "ward", row["wardCode"]),
        ):
            if not row[alias_column]:
                continue
            public_id = f"{OLD_TAG}-{code}"
            own_type, own_name = split_type(row[name_column])
            aliases = [
                alias
                for alias in json.loads(row[alias_column])
                if not _NUMBERED_ALIAS.fullmatch(alias)
                and (public_id, alias) not in corrections.no_alias
            ]
            for type_word, glued in former_names(aliases, own_name):
                name = _readable(glued, own_name, splitter)
                if (type_word, name) != (own_type, own_name):
                    found[public_id, type_word, name] = None
    return [[place, "former", word, name, "", "", ""] for place, word, name in sorted(found)]


def _readable(glued: str, own_name: str, splitter: Splitter) -> str:
    if glue(glued) == glue(own_name):
        return own_name
    if glued.isdigit():
        return glued
    return (splitter.split(glued) or glued).title()


def _degrees(value: float) -> str:
    return f"{value:.4f}"


def _write(path: Path, columns: list[str], rows: list[list[str]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return len(rows)
