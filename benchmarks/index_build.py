"""Documents a second of an index build, beside raw tantivy in the same run.

    python -m benchmarks.index_build [items]

Three rates: raw tantivy with finished documents; our engine from records already loaded
(analysis, document, index); and from the database to the swapped index, as `search_rebuild`
works. Then the time of searches. A temporary folder holds database and index.
"""

import datetime as dt
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEED = 20261124
HEADS = (
    "Nước mắm", "Trà", "Chè", "Cà phê", "Gạo", "Mật ong", "Bánh tráng", "Rượu", "Chả mực", "Miến",
    "Tinh bột nghệ", "Cam", "Bưởi", "Khăn lụa", "Tượng gỗ", "Bình gốm", "Chiếu cói", "Nón lá",
)  # fmt: skip
WORDS = (
    "đặc sản", "truyền thống", "hữu cơ", "sấy dẻo", "khô", "nguyên chất", "hảo hạng", "xanh", "đỏ",
    "vàng", "sạch", "thơm ngon", "cao cấp", "Phú Quốc", "Hà Giang", "Đà Lạt", "Sa Pa", "Bến Tre",
    "Long An", "Tân Cương", "Bát Tràng", "Vạn Phúc", "Hội An", "Hồng Hà", "Thanh Tâm", "Minh Đức",
    "Hoàng Gia", "Bảo Lộc", "Xuân", "Lan", "Mai", "Cúc", "Trúc", "Sen", "Ngọc", "Phát Đạt",
)  # fmt: skip


def main(count: int) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="sovang-bench-"))
    try:
        os.environ["SOVANG_VAR_DIR"] = str(scratch)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("gazetteer_load", verbosity=0)
        fill(count)
        measure(scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def fill(count: int) -> None:
    """That many products, each with a maker, a place, a certification and its issue."""
    from registry.models import (
        Certification,
        CertificationEvent,
        Decision,
        Establishment,
        Event,
        GroupNode,
        Place,
        Product,
        User,
    )
    from registry.text import fold
    from tests.search import factories

    chance = random.Random(SEED)
    clerk, chief = User.objects.create(username="a"), User.objects.create(username="b")
    scheme = factories.scheme("ocop")
    groups = list(GroupNode.objects.all()) or [factories.group(f"g{n}") for n in range(30)]
    places = list(Place.objects.filter(level="commune").values_list("pk", flat=True)[::7])
    decision: Decision = factories.decision("279/QĐ-UBND")
    moment = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)

    def name() -> str:
        return " ".join([chance.choice(HEADS), *chance.sample(WORDS, chance.randint(1, 3))])

    makers = Establishment.objects.bulk_create(
        [
            Establishment(code=f"{n:09d}", name=(text := f"Hợp tác xã {name()}"), name_folded=text)
            for n in range(count // 4 + 1)
        ],
        batch_size=1000,
    )
    products = Product.objects.bulk_create(
        [
            Product(
                code=f"{n:09d}",
                name=(text := name()),
                name_folded=fold(text),
                maker=chance.choice(makers),
                group=chance.choice(groups),
            )
            for n in range(count)
        ],
        batch_size=1000,
    )
    held = Certification.objects.bulk_create(
        [
            Certification(
                code=f"{n:09d}",
                scheme=scheme,
                grading=scheme.grading,
                product=product,
                stars=chance.choice((3, 4, 5)),
                decision=decision,
                issuer=decision.issuer,
                issued_on=(day := dt.date(2022, 1, 1) + dt.timedelta(days=chance.randrange(1500))),
                issued_on_precision="day",
                valid_until=day + dt.timedelta(days=1095),
                validity_basis="printed",
                product_name_printed=product.name,
                place_at_issue_id=chance.choice(places),
                grade="A",
                entry_state="published",
                entered_by=clerk,
                published_by=chief,
                published_at=moment,
            )
            for n, product in enumerate(products)
        ],
        batch_size=1000,
    )
    start = Event.objects.count()
    entries = Event.objects.bulk_create(
        [
            Event(
                sequence=start + n + 1,
                tag="t",
                subject_type="certification",
                subject_id=one.pk,
                recorded_at=moment,
                previous_hash=f"p{n}",
                hash=f"h{n}",
            )
            for n, one in enumerate(held)
        ],
        batch_size=1000,
    )
    CertificationEvent.objects.bulk_create(
        [
            CertificationEvent(
                certification=one,
                act="issue",
                effective_on=one.issued_on,
                issued_on=one.issued_on,
                issued_on_precision="day",
                valid_until=one.valid_until,
                validity_basis="printed",
                recorded_at=moment,
                entered_by=clerk,
                approved_by=chief,
                log_entry=entry,
            )
            for one, entry in zip(held, entries, strict=True)
        ],
        batch_size=1000,
    )


def measure(scratch: Path) -> None:
    from registry.selectors.items import item_refs
    from search import indexing, service, surroundings
    from search.documents import document
    from search.engines import tantivy
    from search.engines.embedded import EmbeddedEngine
    from search.loading import load, rare_collections
    from search.tasks import pieces

    around = surroundings.load(service.today())
    records = [one for some in pieces(item_refs()) for one in load(some).values()]
    count = len(records)
    engine = EmbeddedEngine(scratch / "records")

    def from_records() -> None:
        with engine.writing(), rare_collections(), engine.new_generation(around.on) as new:
            new.write(document(record, around) for record in records)
            assert new.finish() == count
            new.promote()

    def from_database() -> None:
        assert indexing.rebuild(service.get_engine()).count == count

    document(records[0], around)
    finished = [document(record, around) for record in records]

    def raw() -> None:
        folder = scratch / f"raw-{time.monotonic_ns()}"
        folder.mkdir()
        bulk = tantivy.BulkWriter(folder)
        prepared = [
            tantivy._prepared(one, bulk._codes, bulk._schema)  # the library's own documents
            for one in finished
        ]

        def work() -> None:
            for one in prepared:
                bulk._writer.add_document(one)
            assert bulk.finish() == count

        rates.append(rate(work, count))

    rates: list[tuple[float, float]] = []
    raw()
    found = {"from records": rate(from_records, count), "from database": rate(from_database, count)}
    raw()
    base = max(rates)
    print(f"{count} documents     a second  a CPU second  of raw")
    print(f"raw tantivy      {base[0]:12.0f}  {base[1]:12.0f}")
    for name, (by_clock, by_cpu) in found.items():
        print(f"{name:16} {by_clock:12.0f}  {by_cpu:12.0f}  {by_clock / base[0]:6.3f}")
    folder = next((scratch / "records").glob("gen-*"))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"bytes a document {size / count:10.0f}")
    searches(service.search)


def rate(work: Callable[[], None], count: int) -> tuple[float, float]:
    """Documents a second, and a second of processor time, which a busy machine disturbs less."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return count / (time.perf_counter() - started), count / (time.process_time() - used)


def searches(search: Callable[..., object]) -> None:
    """Median and 95th percentile in milliseconds; terms rotate, so nothing is remembered."""
    from search.query import Query, Sort

    chance = random.Random(SEED)
    kinds = {
        "everything": lambda: Query(page=chance.randint(1, 200)),
        "one word": lambda: Query(text=chance.choice(WORDS)),
        "three words": lambda: Query(text=" ".join(chance.sample(WORDS, 3))),
        "word and grades": lambda: Query(
            text=chance.choice(WORDS), grades=("ocop:3", "ocop:4"), page=chance.randint(1, 5)
        ),
        "by name": lambda: Query(text=chance.choice(HEADS), sort=Sort.NAME, page=3),
    }
    for kind, make in kinds.items():
        times = []
        for _ in range(100):
            query = make()
            started = time.perf_counter()
            search(query)
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        print(f"search, {kind:16} median {times[50]:6.2f} ms  p95 {times[95]:6.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
