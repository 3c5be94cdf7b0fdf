"""Enters a catalogue of judged queries through the register's services. Invented facts only.

One invented decision per scheme, level and province, signed a month before the run, so that
every row is valid on its day. Lines are those of tests/data/search_catalog.jsonl.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_GRADES = {
    "3 sao": ("", 3), "4 sao": ("", 4), "5 sao": ("", 5),
    "cấp xã": ("commune", None), "cấp tỉnh": ("province", None),
    "cấp khu vực": ("region", None), "cấp quốc gia": ("nation", None),
}  # fmt: skip
_SCHEMES = {"ocop": "ocop", "cnnttb": "cnnttb", "cdđl": "cddl"}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of one JSON object a line, exactly as written."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def register(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Enters and publishes every row; returns the row's id by public code of its product."""
    return _Registrar().run(list(rows))


class _Registrar:
    def __init__(self) -> None:
        from django.utils import timezone

        from registry.models import Authority, Scheme, User
        from registry.models.choices import Role
        from registry.rules.validity import legal_day
        from registry.services.delegations import delegation_grant

        self.today = legal_day(timezone.now())
        self.day = self.today - dt.timedelta(days=30)
        self.clerk = User.objects.create(username="judged-clerk")
        self.approver = User.objects.create(username="judged-approver")
        for user, role in ((self.clerk, Role.CLERK), (self.approver, Role.APPROVER)):
            delegation_grant(actor=None, user=user, role=role, authority=None, valid_from=self.day)
        self.schemes = {scheme.code: scheme for scheme in Scheme.objects.all()}
        self.committees = {
            row.place_id: row for row in Authority.objects.filter(kind="province", valid_to=None)
        }
        self.bodies = {row.key: row for row in Authority.objects.exclude(kind="province")
                       if not row.key.startswith("committee")}  # fmt: skip
        self.makers: dict[tuple[str, str], Any] = {}
        self.decisions: dict[tuple[str, str, int], Any] = {}

    def run(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        from registry.services.certifications import certification_submit
        from registry.services.publication import certification_publish

        ids: dict[str, str] = {}
        for row in rows:
            product, certification = self._enter(row)
            certification_submit(actor=self.clerk, certification_id=certification.pk)
            certification_publish(
                actor=self.approver,
                certification_id=certification.pk,
                warnings_reason="Invented for judging the search.",
                repeated_number_reason="Invented for judging the search.",
            )
            ids[product.code] = row["id"]
        return ids

    def _enter(self, row: dict[str, Any]) -> tuple[Any, Any]:
        from registry.gazetteer.directory import get_directory
        from registry.gazetteer.printed import resolve_printed
        from registry.models import Place
        from registry.services.certifications import certification_enter
        from registry.services.entry import CertificationEntry, EvidenceEntry
        from registry.services.products import product_enter

        place = resolve_printed(
            commune_or_district=row["commune"], district="", province=row["province"],
            address="", on=self.day,
        )  # fmt: skip
        unit = place.place_now or place.place_at_issue
        if unit is None:
            raise SystemExit(f"{row['id']}: no place for {row['commune']}, {row['province']}")
        province = get_directory().province(unit)
        scheme = self.schemes[_SCHEMES[row["scheme"].lower()]]
        level, stars = _GRADES[row["level"]]
        level = level if scheme.grading == "levels" else ""
        issuer = self._issuer(scheme.code, level, stars, province.id)
        product = product_enter(
            actor=self.clerk, authority=issuer, name=row["name"], maker=self._maker(row, issuer),
            name_en=row.get("name_en", ""),
        )  # fmt: skip
        entry = CertificationEntry(
            scheme=scheme, grade="A", product=product, level=level, stars=stars,
            decision=self._decision(scheme.code, f"{level}{stars or ''}", province.id, issuer),
            issuer=issuer, issued_on=self.day, issued_on_precision="day",
            product_name_printed=row["name"], maker_name_printed=row["establishment"],
            group_printed=row["group"], place_printed=f"{row['commune']}, {row['province']}",
            place_at_issue=Place.objects.get(pk=place.place_at_issue or unit),
            place_now=Place.objects.get(pk=place.place_now) if place.place_now else None,
            place_certainty=place.certainty,
            evidence=(EvidenceEntry(grade="A", source_title="Bịa để chấm công cụ tìm kiếm",
                                    source_url="https://example.org/", retrieved_on=self.today),),
        )  # fmt: skip
        return product, certification_enter(actor=self.clerk, entry=entry)

    def _issuer(self, scheme: str, level: str, stars: int | None, province_id: int) -> Any:
        if scheme == "cddl":
            return self.bodies["ip-office"]
        if stars == 5:
            return self.bodies["mae"]
        if level == "nation":
            return self.bodies["moit"]
        if level == "region":
            return self.bodies["industrial-promotion-agency"]
        return self.committees[province_id]

    def _maker(self, row: dict[str, Any], issuer: Any) -> Any:
        from catalog.demo.parties import legal_kind_of
        from registry.services.holders import establishment_enter

        key = (row["establishment"], row["province"])
        if not row["establishment"]:
            return None
        if key not in self.makers:
            self.makers[key] = establishment_enter(
                actor=self.clerk, authority=issuer, name=row["establishment"],
                legal_kind=legal_kind_of(row["establishment"]),
            )  # fmt: skip
        return self.makers[key]

    def _decision(self, scheme: str, grade: str, province_id: int, issuer: Any) -> Any:
        from registry.services.decisions import decision_enter

        key = (scheme, grade, province_id)
        if key not in self.decisions:
            self.decisions[key] = decision_enter(
                actor=self.clerk, issuer=issuer, number=f"{9000 + len(self.decisions)}/QĐ-MINHHOA",
                kind="recognise", signed_on=self.day,
            )  # fmt: skip
        return self.decisions[key]


def figures(ranked: list[str], relevant: dict[str, int], flagged: int) -> dict[str, float]:
    """nDCG@10, MRR, R@20 and P@10 of one list; `flagged` results at its end are related ones."""
    import math

    gains = [2 ** relevant.get(one, 0) - 1 for one in ranked[:10]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:10]

    def dcg(values: list[int]) -> float:
        return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(values))

    first = next((n for n, one in enumerate(ranked, 1) if relevant.get(one, 0) == 3), 0)
    good = {one for one, grade in relevant.items() if grade >= 2}
    main = ranked[: len(ranked) - flagged][:10]
    told = {
        "ndcg": dcg(gains) / dcg(ideal) if ideal else 0.0,
        "mrr": 1 / first if first else 0.0,
        "zero": 0.0 if ranked else 1.0,
    }
    if good:
        told["r20"] = len(good & set(ranked[:20])) / len(good)
    if main:
        told["p10"] = sum(relevant.get(one, 0) >= 1 for one in main) / len(main)
    return told


def code_of(address: str) -> str:
    """The code at the end of a reference or address."""
    return re.split(r"[:/]", address.strip("/"))[-1].upper()
