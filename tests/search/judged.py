"""The judged catalogue as rows of the register, and its development queries."""

import json
from pathlib import Path

from registry.models import Place
from tests.search import factories as make

DATA = Path(__file__).resolve().parent.parent / "data"
_LEVELS = {"cấp quốc gia": "nation", "cấp khu vực": "region", "cấp tỉnh": "province"}


def rows(name: str) -> list[dict[str, object]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def queries() -> list[str]:
    return [str(row["query"]) for row in rows("search_dev_queries.jsonl")]


def fill() -> dict[str, str]:
    """Makes every product of the catalogue; returns references by id."""
    found: dict[str, str] = {}
    provinces: dict[str, Place] = {}
    communes: dict[tuple[str, str], Place] = {}
    makers: dict[str, object] = {}
    for row in rows("search_catalog.jsonl"):
        told = {key: str(value) for key, value in row.items()}
        province = provinces.setdefault(
            told["province"], make.place(f"{len(provinces) + 1:02d}", told["province"])
        )
        key = told["province"], told["commune"]
        if key not in communes:
            communes[key] = make.place(f"{len(communes) + 1:05d}", told["commune"], parent=province)
        if told["establishment"] and told["establishment"] not in makers:
            makers[told["establishment"]] = make.maker(told["establishment"])
        columns = {"group": make.group(told["group"][:40], told["group"])}
        if told["establishment"]:
            columns["maker"] = makers[told["establishment"]]
        ref = make.item(told["name"], _grade(told), place_at_issue=communes[key], **columns)
        found[told["id"]] = ref
    return found


def _grade(told: dict[str, str]) -> str:
    match told["scheme"]:
        case "OCOP":
            return f"ocop:{told['level'][0]}"
        case "CNNTTB":
            return f"cnnttb:{_LEVELS[told['level']]}"
        case _:
            return "cddl:"
