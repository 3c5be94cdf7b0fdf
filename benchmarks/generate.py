"""Fills a database with invented certifications: the one generator of all benchmarks.

    DATABASE_URL=… python -m benchmarks.generate --count 20000

The database needs the gazetteer, regimes and authorities and no certification. Rows are
drawn with a fixed seed over real places, in the shares of the published data (four in five
OCOP, three stars most often, a third ended), and written in bulk beside the services, which
would take hours for a million; the log is nonetheless whole, as `log_verify` finds. All names
are invented.
"""

import argparse
import datetime as dt
import hashlib
import os
import random
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django

HEADS = {
    "che": ["Chè xanh", "Trà sen", "Chè shan tuyết", "Hồng trà", "Trà gừng"],
    "ca-phe": ["Cà phê bột", "Cà phê hạt", "Ca cao nguyên chất"],
    "gao": ["Gạo nếp", "Gạo thơm", "Bột sắn dây", "Ngũ cốc dinh dưỡng"],
    "trai-cay": ["Bưởi da xanh", "Cam sành", "Xoài cát", "Vải thiều", "Dưa lưới"],
    "rau-nam": ["Nấm hương", "Măng khô", "Tỏi đen", "Rau hữu cơ", "Hành tím"],
    "mat-ong": ["Mật ong hoa rừng", "Mật ong bạc hà"],
    "nuoc-mam": ["Nước mắm cốt", "Mắm tôm", "Tương hột", "Mắm nêm"],
    "kho": ["Chả cá", "Khô cá lóc", "Lạp xưởng", "Giò bê", "Mực một nắng"],
    "bun-mien": ["Bún khô", "Miến dong", "Bánh tráng", "Phở khô"],
    "banh-keo": ["Kẹo lạc", "Bánh đậu xanh", "Mứt gừng", "Bánh pía"],
    "ruou": ["Rượu nếp", "Nước ép", "Rượu men lá"],
    "duoc-lieu": ["Cao cà gai leo", "Đông trùng hạ thảo", "Tinh bột nghệ"],
    "gia-vi": ["Tiêu đen", "Dầu lạc", "Muối ớt", "Bột ớt"],
    "hat": ["Hạt điều rang muối", "Hạt sen sấy", "Mắc ca"],
    "gom": ["Bình gốm", "Bộ ấm chén"],
    "dan-lat": ["Chiếu cói", "Giỏ mây tre", "Nón lá"],
    "go-son-mai": ["Tranh sơn mài", "Hộp gỗ khảm trai"],
    "det-tho-cam": ["Khăn thổ cẩm", "Lụa tơ tằm"],
    "huong-tram": ["Hương trầm", "Nhang quế"],
    "tinh-dau": ["Tinh dầu tràm", "Xà phòng thảo mộc"],
}
QUALIFIERS = [
    "hữu cơ",
    "đặc sản",
    "truyền thống",
    "thượng hạng",
    "sấy dẻo",
    "sấy thăng hoa",
    "loại một",
    "nguyên chất",
    "cao cấp",
    "túi lọc",
    "hạ thổ",
    "nhà làm",
    "rừng già",
    "đồng quê",
    "xưa",
]
BRANDS = [
    "Bình Minh",
    "Hương Quê",
    "An Phú",
    "Tâm An",
    "Suối Ngọc",
    "Đồng Xanh",
    "Núi Mây",
    "Sao Mai",
    "Hoa Sen",
    "Phúc Lộc",
    "Thiên Thanh",
    "Quê Hương",
    "Mai Vàng",
    "Tre Xanh",
    "Lúa Vàng",
    "Sông Trăng",
    "Bản Mây",
    "Đất Lành",
    "Cội Nguồn",
]
FORMS = (
    ("cooperative", "Hợp tác xã"),
    ("limited", "Công ty TNHH"),
    ("joint_stock", "Công ty Cổ phần"),
    ("household", "Hộ kinh doanh"),
)
BATCH = 2000
# How a certification stands in the entry of its first day; the issue says the rest.
_AS_ENTERED = {"entry_state": "draft", "published_by_id": None, "published_at": None}
FIRST_DAY, LAST_DAY = dt.date(2018, 7, 1), dt.date(2026, 11, 1)


def generate(count: int, seed: int = 1) -> None:
    """Writes `count` certifications with their products, makers, acts and log entries."""
    from django.db import transaction

    from registry.models import Certification

    if Certification.objects.exists():
        raise SystemExit("This database holds certifications already. Give an empty one.")
    writer = _Writer(random.Random(seed))
    started = time.perf_counter()
    with transaction.atomic():
        rows = writer.rows(count)
        done = 0
        while batch := list(islice(rows, BATCH)):
            writer.write(batch)
            done += len(batch)
            if done % 100_000 < BATCH:
                print(f"{done:>9} certifications, {time.perf_counter() - started:6.1f} s")


class _Writer:
    def __init__(self, draw: random.Random) -> None:
        from registry.models import Authority, GroupNode, Place, Scheme, SchemeRegime, User

        self.draw = draw
        self.codes: set[str] = set()
        self.clerk, _ = User.objects.get_or_create(username="benchmark-clerk")
        self.approver, _ = User.objects.get_or_create(username="benchmark-approver")
        self.schemes = {row.code: row for row in Scheme.objects.all()}
        self.regimes = list(SchemeRegime.objects.all())
        self.groups = {row.code: row for row in GroupNode.objects.filter(taxonomy__code="sovang")}
        now = Place.objects.filter(era__last_day=None, level="commune").select_related("parent")
        self.communes = list(now)
        self.committees = {
            row.place_id: row for row in Authority.objects.filter(kind="province", valid_to=None)
        }
        self.ministry = Authority.objects.get(key="mae")
        self.recorded = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        self.sequence, self.previous = 0, "0" * 64
        # By issuer the decision that its next certifications stand in, and how many more.
        self.open: dict[int | None, tuple[Any, int]] = {}
        self.numbers = 0

    def rows(self, count: int) -> Iterator[dict[str, Any]]:
        """Drawn facts: about 1.2 certifications a product and 1.9 products a maker."""
        draw, maker, product, made = self.draw, None, None, 0
        while made < count:
            if maker is None or draw.random() < 0.53:
                maker = self._maker()
            product = self._product(maker)
            for _ in range(1 if draw.random() < 0.83 else 2):
                if made < count:
                    made += 1
                    # One in two hundred is a craft village, as in the published data.
                    is_village = draw.random() < 0.005
                    yield self._title(maker) if is_village else self._certification(product)

    def write(self, batch: list[dict[str, Any]]) -> None:
        from registry.events import act_columns
        from registry.models import (
            Certification,
            CertificationEvent,
            CraftVillage,
            Decision,
            Establishment,
            Event,
            Evidence,
            Product,
        )
        from registry.services.certifications import certification_columns, evidence_columns

        products = list(
            {id(row["product"]): row["product"] for row in batch if "product" in row}.values()
        )
        CraftVillage.objects.bulk_create(
            [row["craft_village"] for row in batch if "craft_village" in row]
        )
        decided = {id(row["decision"]): row["decision"] for row in batch if row["decision"]}
        decisions = [row for row in decided.values() if row.pk is None]
        Decision.objects.bulk_create(decisions)
        makers = {id(row.maker): row.maker for row in products}
        fresh = [row for row in makers.values() if row.pk is None]
        Establishment.objects.bulk_create(fresh)
        new_products = [row for row in products if row.pk is None]
        Product.objects.bulk_create(new_products)
        certifications = Certification.objects.bulk_create(
            [
                Certification(
                    **row,
                    entered_by=self.clerk,
                    published_by=self.approver,
                    published_at=self.recorded,
                    entry_state="published",
                )
                for row in batch
            ]
        )
        self._entered("decision", decisions)
        self._entered("establishment", fresh)
        self._entered("craft_village", [r["craft_village"] for r in batch if "craft_village" in r])
        self._entered("product", new_products)
        Event.objects.bulk_create(
            [
                self._entry(
                    "certification:entry:enter", row, certification_columns(row) | _AS_ENTERED
                )
                for row in certifications
            ]
        )
        acts = [
            CertificationEvent(
                certification=row,
                act="issue",
                effective_on=row.issued_on,
                effective_on_precision=row.issued_on_precision,
                recorded_at=self.recorded,
                issued_on=row.issued_on,
                issued_on_precision=row.issued_on_precision,
                valid_until=row.valid_until,
                validity_basis=row.validity_basis,
                validity_months=36 if row.stars else None,
                entered_by=self.clerk,
                approved_by=self.approver,
            )
            for row in certifications
        ]
        entries = Event.objects.bulk_create(
            [
                self._entry("certification:status:issue", act.certification, act_columns(act))
                for act in acts
            ]
        )
        for act, entry in zip(acts, entries, strict=True):
            act.log_entry = entry
            act.certification.version = entry.sequence
        CertificationEvent.objects.bulk_create(acts)
        Certification.objects.bulk_update(certifications, ["version"], batch_size=400)
        sources = Evidence.objects.bulk_create(
            [
                Evidence(
                    certification=row,
                    grade="B1",
                    source_title="Nguồn sinh để đo",
                    source_url=f"https://example.vn/{row.code}",
                )
                for row in certifications
            ]
        )
        Event.objects.bulk_create(
            [
                self._entry(
                    "certification:evidence:add", source.certification, evidence_columns(source)
                )
                for source in sources
            ]
        )

    def _entered(self, noun: str, rows: list[Any]) -> None:
        """The entries of records that came in with a batch."""
        from registry.events import columns_of
        from registry.models import Event

        Event.objects.bulk_create(
            [self._entry(f"{noun}:record:enter", row, columns_of(row)) for row in rows]
        )

    def _code(self) -> str:
        from registry.rules.identifiers import CODE_ALPHABET, code_check_character

        while True:
            body = "".join(self.draw.choices(CODE_ALPHABET, k=8))
            check = code_check_character(body)
            if check in CODE_ALPHABET and body not in self.codes:
                self.codes.add(body)
                return body + check

    def _maker(self) -> Any:
        from registry.models import Establishment
        from registry.text import fold

        kind, form = self.draw.choices(FORMS, weights=(32, 22, 14, 32))[0]
        place = self.draw.choice(self.communes)
        name = f"{form} {self.draw.choice(BRANDS)} {place.short_name}"
        maker = Establishment(code=self._code(), legal_kind=kind, name=name, name_folded=fold(name))
        maker.commune = place
        return maker

    def _product(self, maker: Any) -> Any:
        from registry.models import Product
        from registry.text import fold

        group = self.draw.choice(list(HEADS))
        words = [self.draw.choice(HEADS[group])]
        if self.draw.random() < 0.6:
            words.append(self.draw.choice(QUALIFIERS))
        words.append(self.draw.choice([maker.commune.short_name, *BRANDS[:9]]))
        name = " ".join(words)
        product = Product(
            code=self._code(),
            name=name,
            name_folded=fold(name),
            maker=maker,
            group=self.groups[group],
        )
        return product

    def _certification(self, product: Any) -> dict[str, Any]:
        from registry.rules.validity import add_months, stored_day

        draw, place = self.draw, product.maker.commune
        is_ocop = draw.random() < 0.82
        scheme = self.schemes["ocop" if is_ocop else "cnnttb"]
        stars = draw.choices((3, 4, 5), weights=(76, 23, 1))[0] if is_ocop else None
        level = "" if is_ocop else draw.choices(("province", "region", "nation"), (79, 18, 6))[0]
        issuer = self.ministry if stars == 5 else self.committees.get(place.parent_id)
        row = self._row(place, scheme, product.name, issuer)
        # One in eight sources gives the year alone, as in the published data.
        precision = "year" if draw.random() < 0.12 else "day"
        computed = is_ocop and precision == "day"
        issued = row["issued_on"]
        return {
            **row,
            "product": product,
            "stars": stars,
            "level": level,
            "issued_on": stored_day(issued, precision),
            "issued_on_precision": precision,
            "valid_until": add_months(issued, 36) if computed else None,
            "validity_basis": "computed" if computed else ("unknown" if is_ocop else "no_end"),
            "maker_name_printed": product.maker.name,
        }

    def _title(self, maker: Any) -> dict[str, Any]:
        """A craft village of the maker's commune, recognised by the province."""
        from registry.models import CraftVillage
        from registry.text import fold

        place, scheme = maker.commune, self.schemes["craft"]
        name = f"Làng nghề {self.draw.choice(QUALIFIERS)} {place.short_name}"
        village = CraftVillage(code=self._code(), name=name, name_folded=fold(name))
        village.place_text = place.full_name
        return {
            **self._row(place, scheme, name, self.committees.get(place.parent_id)),
            "craft_village": village,
            "title": "craft_village",
            "validity_basis": "no_end",
        }

    def _decision(self, issuer: Any) -> Any:
        """The decision that the issuer's next certification stands in: one to thirty in each."""
        from registry.models import Decision

        if issuer is None:
            return None
        decision, left = self.open.get(issuer.pk, (None, 0))
        if left == 0:
            self.numbers += 1
            number = f"{self.numbers}/QĐ-UBND"
            signed = FIRST_DAY + dt.timedelta(days=self.draw.randrange((LAST_DAY - FIRST_DAY).days))
            left = self.draw.randint(1, 30)
            decision = Decision(
                number=number,
                number_normalised=number,
                issuer=issuer,
                signed_on=signed,
                kind="recognise",
                announced_count=left,
                entered_by=self.clerk,
            )
        self.open[issuer.pk] = (decision, left - 1)
        return decision

    def _row(self, place: Any, scheme: Any, name: str, issuer: Any) -> dict[str, Any]:
        """What every certification has, on the day of its decision."""
        decision = self._decision(issuer)
        drawn = FIRST_DAY + dt.timedelta(days=self.draw.randrange((LAST_DAY - FIRST_DAY).days))
        return {
            "code": self._code(),
            "scheme": scheme,
            "grading": scheme.grading,
            "issuer": issuer,
            "decision": decision,
            "issued_on": decision.signed_on if decision else drawn,
            "issued_on_precision": "day",
            "product_name_printed": name,
            "place_printed": place.full_name,
            "place_at_issue": place,
            "place_now": place,
            "place_certainty": "exact",
            "grade": "B1",
        }

    def _entry(self, tag: str, subject: Any, after: dict[str, Any]) -> Any:
        from registry.events import event_digest
        from registry.models import Event

        self.sequence += 1
        entry = Event(
            sequence=self.sequence,
            tag=tag,
            subject_type=subject._meta.model_name,
            subject_id=subject.pk,
            actor=self.approver,
            recorded_at=self.recorded,
            after=after,
            previous_hash=self.previous,
        )
        entry.hash = self.previous = event_digest(entry)
        return entry


def fingerprint() -> str:
    """A short hash of this file, so that a kept database is known to fit it."""
    with open(__file__, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    generate(options.count, options.seed)


if __name__ == "__main__":
    sys.exit(main())
