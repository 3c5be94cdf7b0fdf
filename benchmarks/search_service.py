"""The whole search service beside its engine, at a size: share of each stage, and the ratio.

    python -m benchmarks.search_service 200000 [--memory]

An index of invented documents over real places in a temporary folder; the development
queries and queries without text as the mix. The engine's own time is that of the very
requests that the service sends (candidates with their stored keys, counts, facets), nothing
of them cached; the service's is all of it.
"""

import argparse
import datetime as dt
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.generate import BRANDS, HEADS, QUALIFIERS
from benchmarks.judged import read_lines

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
STAGES = ("engine", "understand", "score", "correct")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sovang-service-"))
    try:
        os.environ["SOVANG_VAR_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
        import django

        django.setup()
        from django.core.management import call_command

        for command in ("migrate", "gazetteer_load", "search_synonyms"):
            call_command(command, verbosity=0, stdout=sys.stderr)
        build(options.count)
        measure(options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build(count: int) -> None:
    from search import service

    engine, started = service.get_engine(), time.perf_counter()
    with engine.writing(), engine.new_generation(service.today()) as new:
        new.write(documents(count))
        new.finish()
        new.promote()
    print(f"{count} documents in {time.perf_counter() - started:.0f} s")


def documents(count: int) -> Iterator[Any]:
    """Documents with the fields of real ones; names of goods, makers and villages invented."""
    from registry.gazetteer.directory import get_directory
    from search import facts, surroundings
    from search.analysis import analyse, exact_text, folded_text, name_text, pairs
    from search.documents import FAR_DAY
    from search.engines.base import Document

    draw = random.Random(1)
    directory = get_directory()
    around = surroundings.load(dt.date.today())  # noqa: DTZ011
    era = directory.era_on()
    communes = [p for p in directory.all() if era and p.era_key == era.key and p.level == "commune"]
    provinces = around.words.provinces_now
    heads = [(group, head) for group, names in HEADS.items() for head in names]
    goods = [row["name"] for row in read_lines(DATA / "search_catalog.jsonl")]
    places = {}
    for number in range(count):
        commune = draw.choice(communes)
        if commune.id not in places:
            ids = directory.index_ids(commune.id)
            keys = around.words.keys_of_all(ids)
            places[commune.id] = (ids, exact_text(keys), folded_text(keys))
        ids, place_x, place_f = places[commune.id]
        group, head = draw.choice(heads)
        text = draw.choice(goods) if draw.random() < 0.3 else head
        text += " " + draw.choice((commune.short_name, draw.choice(QUALIFIERS)))
        name = analyse(f"{text} {draw.choice(BRANDS)}" if draw.random() < 0.5 else text)
        maker = analyse(f"{draw.choice(BRANDS)} {commune.short_name}")
        exact, folded = [k.exact for k in name], [k.folded for k in name]
        grade, kind = f"ocop:{draw.choice((3, 3, 4, 5))}", draw.choice(("cooperative", "limited"))
        fields: dict[str, Any] = {
            "name_x": name_text(name), "name_f": " ".join(folded),
            "name_xb": " ".join(pairs(exact)), "name_fb": " ".join(pairs(folded)),
            "maker_x": exact_text(maker), "maker_f": folded_text(maker),
            "maker_xb": " ".join(pairs([key.exact for key in maker])[1:]),
            "maker_fb": " ".join(pairs([key.folded for key in maker])[1:]),
            "maker_kind": (kind,),
            "place_x": place_x, "place_f": place_f, "places": ids,
            "provinces": tuple(one for one in ids if one in provinces),
            "groups": (group,), "codes": f"{number:09d}", "tie": number,
            "name_rank": draw.randrange(1 << 59), "newest_rank": draw.randrange(4000),
            "name_sort": " ".join(folded),
        }  # fmt: skip
        for status in ("all", "open", "valid"):
            fields[f"schemes_{status}"], fields[f"grades_{status}"] = ("ocop",), (grade,)
        for status in ("open", "valid"):
            fields[f"{status}_from"], fields[f"{status}_until"] = 1, FAR_DAY
        fields["facts"] = facts.pack(exact, fields)
        yield Document(f"p:{number:09d}", 1, fields)


class Clock:
    """Seconds that each stage took within one query."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STAGES, 0.0)

    def around(self, stage: str, function: Any) -> Any:
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent[stage] += time.perf_counter() - started

        return timed


def measure(rounds: int) -> None:
    from search import correct, score, service
    from search.query import Query

    clock, engine = Clock(), service.get_engine()
    engine.search = clock.around("engine", engine.search)  # type: ignore[method-assign]
    score.rank = clock.around("score", score.rank)
    service.understand = clock.around("understand", service.understand)
    service.lexicon_of = clock.around("correct", service.lexicon_of)
    texts = [row["query"] for row in read_lines(DATA / "search_dev_queries.jsonl")]
    mix = [Query(text=text) for text in texts]
    browse = [Query(), Query(grades=("ocop:4",)), Query(groups=("che",))]
    correct.__name__  # noqa: B018  loaded before the clock starts
    for query in mix:
        service.search(query)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    for name, queries in (("with text", mix), ("without text", browse)):
        totals, engines, shares = [], [], dict.fromkeys(STAGES, 0.0)
        slow = []
        for query in queries * rounds:
            engine._snapshot.counted.clear()
            service._readings.clear()
            clock.spent = dict.fromkeys(STAGES, 0.0)
            started = time.perf_counter()
            service.search(query)
            total = time.perf_counter() - started
            totals.append(total)
            engines.append(clock.spent["engine"])
            slow.append((total, query.text))
            for stage in STAGES:
                shares[stage] += clock.spent[stage]
        for label, at in (("p50", 0.5), ("p95", 0.95), ("max", 0.999)):
            whole, raw = quantile(totals, at), quantile(engines, at)
            print(f"{name:13} {label} {whole:7.2f} ms, engine {raw:7.2f} ms, {whole / raw:4.2f} x")
        whole = sum(totals)
        told = ", ".join(f"{stage} {shares[stage] / whole:.0%}" for stage in STAGES)
        print(f"{name:13} {told}, rest {1 - sum(shares.values()) / whole:.0%}")
        print("  slowest:", [f"{text} {s * 1000:.0f}" for s, text in sorted(slow)[-6::2]])


def quantile(values: list[float], at: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * at), len(ordered) - 1)] * 1000


if __name__ == "__main__":
    main()
