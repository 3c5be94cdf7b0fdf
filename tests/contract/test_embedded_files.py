"""What the embedded engine promises of its folder, beside the contract of every engine."""

from pathlib import Path

import pytest

from search.engines import base
from search.engines.base import (
    Everything,
    Request,
    Term,
)
from search.engines.embedded import EmbeddedEngine
from tests.contract.test_engine import DAY, build, document, refs, write


class TestEmbeddedFiles:
    """What the embedded engine promises of its folder."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> EmbeddedEngine:
        return EmbeddedEngine(tmp_path, check_seconds=0.0)

    def test_one_generation_before_the_live_one_is_kept(
        self, engine: EmbeddedEngine, tmp_path: Path
    ) -> None:
        names = []
        for number in range(4):
            build(engine, document(f"p:{number}"))
            names.append(engine.info().generation)
        assert sorted(path.name for path in tmp_path.glob("gen-*")) == sorted(names[-2:])

    def test_an_abandoned_generation_leaves_no_files(
        self, engine: EmbeddedEngine, tmp_path: Path
    ) -> None:
        def fail() -> None:
            with engine.writing(), engine.new_generation(DAY) as new:
                new.write(document(f"p:{number}", f"trà {number}") for number in range(3000))
                raise ZeroDivisionError

        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                fail()
        assert not list(tmp_path.glob("gen-*"))

    def test_unfinished_generations_are_swept(self, engine: EmbeddedEngine, tmp_path: Path) -> None:
        build(engine, document("p:1"))
        (tmp_path / "gen-killed" / "index").mkdir(parents=True)
        build(engine, document("p:1"))
        assert not (tmp_path / "gen-killed").exists()
        assert len(list(tmp_path.glob("gen-*"))) == 2

    @pytest.mark.parametrize("damage", ["meta", "segments", "codes", "generation", "all"])
    def test_a_damaged_index_is_unavailable_and_a_rebuild_mends_it(
        self, engine: EmbeddedEngine, tmp_path: Path, damage: str
    ) -> None:
        build(engine, document("p:1", "trà", groups=("a",)))
        live = (tmp_path / "current").resolve()
        victims = {
            "meta": [live / "index" / "meta.json"],
            "segments": list((live / "index").glob("*.idx")),
            "codes": [live / "codes.json"],
            "generation": [live / "generation.json"],
            "all": [path for path in live.rglob("*") if path.is_file()],
        }[damage]
        for victim in victims:
            victim.write_bytes(b"")
        fresh = EmbeddedEngine(tmp_path, check_seconds=0.0)
        with pytest.raises(base.SearchUnavailable):
            fresh.search(Request(Term("name_f", "tra")))
        build(fresh, document("p:1", "trà"))
        assert refs(fresh, Term("name_f", "tra")) == ("p:1",)

    def test_a_failed_batch_changes_nothing(self, engine: EmbeddedEngine) -> None:
        build(engine, document("p:1", "trà"))
        bad = document("p:2", "chè", open_from="no number")
        with pytest.raises(base.IndexWriteFailed):
            write(engine, document("p:1", "bún"), bad)
        assert refs(engine, Everything()) == ("p:1",)
        assert refs(engine, Term("name_f", "tra")) == ("p:1",)
        write(engine, document("p:1", "bún"))
        assert refs(engine, Term("name_f", "bun")) == ("p:1",)
