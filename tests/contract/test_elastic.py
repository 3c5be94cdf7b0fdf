"""What the Elasticsearch engine promises besides the contract, on the real server."""

import contextlib
import http.server
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import service
from search.analysis import once
from search.engines import base, elastic_bulk, elastic_lease
from search.engines.base import All, AnyOf, Best, Boost, Constant, Either, Order, Range, Term
from search.engines.elastic import ElasticEngine
from search.engines.elastic_settings import ElasticSettings
from search.engines.embedded import EmbeddedEngine
from search.query import parse
from tests import elastic
from tests.contract.test_engine import DAY, build, document, refs, write
from tests.elasticsearch_server import Kind

pytestmark = [pytest.mark.elasticsearch, pytest.mark.timeout(300)]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[elastic.MakeEngine]:
    with elastic.engines(tmp_path, elastic.address()) as engines:
        yield engines


@pytest.fixture
def engine(make: elastic.MakeEngine) -> ElasticEngine:
    return make()


def test_a_stored_text_comes_back_with_each_hit(engine: ElasticEngine) -> None:
    kept = [{"name_sort": f"tên {n}", "fact_place": " xã mộc "} for n in range(3)]
    build(engine, *(document(f"p:{n}", "trà", **one) for n, one in enumerate(kept)))
    for order in (None, Order("name_rank", "name_sort")):
        asked = base.Request(Term("name_f", "tra"), order, stored=("name_sort", "fact_place"))
        answer = engine.search(asked)
        assert answer.refs == ("p:0", "p:1", "p:2")
        assert answer.stored == (("tên 0", "tên 1", "tên 2"), (" xã mộc ",) * 3)
    long = "x" * 40_000
    write(engine, document("p:9", "chè", name_sort=long))
    answer = engine.search(base.Request(Term("name_f", "che"), stored=("name_sort",)))
    assert answer.stored == ((long,),)


def test_a_refused_document_keeps_no_other_out(engine: ElasticEngine) -> None:
    build(engine, document("p:1", "trà"))
    bad = document("p:2", "chè", open_from="no number")
    with pytest.raises(base.IndexWriteFailed) as caught:
        write(engine, document("p:1", "bún"), bad, document("p:3", "bún"))
    assert list(caught.value.refused) == ["p:2"]
    assert "open_from" in caught.value.refused["p:2"]
    assert refs(engine, Term("name_f", "bun")) == ("p:1", "p:3")
    unknown = document("p:4", "chè", no_such_field="x")
    with pytest.raises(base.IndexWriteFailed, match="no_such_field"):
        write(engine, unknown)


def test_a_rebuild_tells_what_was_refused(engine: ElasticEngine) -> None:
    with engine.writing(), engine.new_generation(DAY) as new:
        new.write([document("p:1", "trà"), document("p:2", "chè", open_from="no number")])
        assert new.finish() == 1
        assert list(new.refused) == ["p:2"]


def test_an_older_write_on_its_way_does_not_replace_a_newer_one(engine: ElasticEngine) -> None:
    """A killed writer's request may arrive when another has written more."""
    build(engine, document("p:1", "trà", version=5))
    write(engine, document("p:1", "chè", version=9))
    late = elastic_bulk.index_action(document("p:1", "trà", version=7))
    with engine._connection.writing() as client:
        outcome = elastic_bulk.send(client, engine.settings.index, [late])
        client.indices.refresh(index=engine.settings.index)
    assert outcome.conflicts == ["p:1"]
    assert refs(engine, Term("name_f", "che")) == ("p:1",)


def test_of_two_machines_one_writes(make: elastic.MakeEngine, tmp_path: Path) -> None:
    engine = make()
    build(engine, document("p:1", "trà"))
    far = ElasticEngine(engine.settings, tmp_path / "elsewhere")
    with engine.writing():
        with pytest.raises(base.IndexLocked), far.writing():
            pass
    with far.writing():
        far.write([document("p:2", "trà")])
    assert engine.count() == 2
    far.close()


def test_a_lease_left_behind_is_taken_by_its_machine_at_once_and_by_others_when_over(
    make: elastic.MakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make()
    build(engine, document("p:1", "trà"))
    # As after a kill: the document stays and the file lock is free.
    monkeypatch.setattr(elastic_lease.Lease, "_give_back", lambda self: None)
    with engine.writing():
        pass
    far = ElasticEngine(engine.settings, tmp_path / "elsewhere")
    with pytest.raises(base.IndexLocked), far.writing():
        pass
    with make().writing():
        pass
    monkeypatch.setattr(elastic_lease, "LEASE_SECONDS", -1.0)
    with engine.writing():
        with pytest.raises(base.IndexLocked):
            engine.write([document("p:2", "trà")])
    monkeypatch.setattr(elastic_lease, "LEASE_SECONDS", 30.0)
    with far.writing():
        far.write([document("p:2", "trà")])
    assert far.count() == 2
    far.close()


def test_a_mapping_that_another_changed_is_not_ours(engine: ElasticEngine) -> None:
    build(engine, document("p:1", "trà"))
    with contextlib.closing(elastic.client_of(elastic.address())) as client:
        client.indices.put_mapping(
            index=engine.settings.index, properties={"more": {"type": "keyword"}}
        )
    assert engine.info().fingerprint == "", "so the worker builds it anew"


def test_an_index_with_the_name_of_the_alias_is_told(engine: ElasticEngine) -> None:
    with contextlib.closing(elastic.client_of(elastic.address())) as client:
        client.indices.create(index=engine.settings.index)
        try:
            with pytest.raises(base.SearchUnavailable, match=engine.settings.index):
                engine.info()
            with pytest.raises(base.IndexWriteFailed, match=engine.settings.index):
                build(engine, document("p:1", "trà"))
        finally:
            client.indices.delete(index=engine.settings.index)


def test_unfinished_and_old_generations_are_swept(engine: ElasticEngine) -> None:
    names = []
    for number in range(3):
        build(engine, document(f"p:{number}"))
        names.append(engine.info().generation)
    with contextlib.closing(elastic.client_of(elastic.address())) as client:
        client.indices.create(index=f"{engine.settings.index}-gen-killed")
        build(engine, document("p:9"))
        names.append(engine.info().generation)
        found = client.indices.get(index=f"{engine.settings.index}-gen-*")
        assert sorted(found) == sorted(names[-2:])


def test_who_is_not_known_or_not_trusted_is_told(tmp_path: Path) -> None:
    """The test distribution cannot make API keys (it lacks an analyzer); it can refuse them."""
    at = elastic.address(Kind(is_secured=True))
    with elastic.engines(tmp_path, at) as engines:
        build(engines(), document("p:1", "trà"))
        cases = [
            ({"password": "wrong"}, "401"),
            ({"user": "", "password": "", "api_key": "d3Jvbmc6d3Jvbmc="}, "401"),
            ({"index": "not-ours"}, "403"),
            ({"ca_file": ""}, "certificate|CERTIFICATE|SSL|TLS"),
        ]
        for changes, told in cases:
            with pytest.raises(base.EngineUnreachable, match=told):
                engines(**changes).info()
        assert engines().count() == 1


def test_a_server_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    sent: list[str] = []

    class Old(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers["Authorization"])
            body = b'{"nodes":{"a":{"version":"7.17.9"}}}'
            self.send_response(200)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nobody reads it."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Old)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    engine = ElasticEngine(ElasticSettings((url,), api_key="a2V5", timeout=5.0), tmp_path)
    try:
        with pytest.raises(base.SearchUnavailable, match=r"7\.17\.9.*8\.19"):
            engine.info()
        assert sent == ["ApiKey a2V5"]
    finally:
        engine.close()
        server.shutdown()
        server.server_close()
        serving.join()


ODD_TEXTS = (
    "a AND b OR NOT (c)", "*", "?:[1 TO 2]", 'say "hello', "\\", "/re.*/", "~2^4", "+-&&||!{}",
    "𝕿𝖗à", "tra\u0300 xanh", "\u200btrà\u200d", "🍵🍯", "ĐẶC SẢN", "x" * 200,
    " ".join("abcdefghijklmnopqrstuvwxyz0123456789" * 2), "<script>", "%00", "₫²½",
)  # fmt: skip


@pytest.mark.django_db
def test_no_text_is_an_error(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    build(engine, document("p:1", "trà"))
    monkeypatch.setattr(service, "get_engine", lambda: engine)
    for text in ODD_TEXTS:
        query, _ignored = parse({"q": text})
        service.search(query, on=DAY)


def test_a_wrong_request_does_not_close_the_door_for_others(engine: ElasticEngine) -> None:
    build(engine, document("p:1", "trà"))
    number_and_text = Term("open_from", "no number")
    with pytest.raises(base.SearchUnavailable):
        engine.search(base.Request(number_and_text))
    assert refs(engine, Term("name_f", "tra")) == ("p:1",)


WORDS = ("trà", "chè", "xanh", "mật", "ong", "nước", "mắm", "rượu")


def some_node(chance: random.Random, depth: int = 3) -> base.Node:
    kinds = ["term"] * 3 + ["any", "range"]
    if depth:
        kinds += ["all", "all", "either", "best", "boost", "constant"]

    def nodes(least: int = 1) -> tuple[base.Node, ...]:
        return tuple(some_node(chance, depth - 1) for _ in range(chance.randint(least, 3)))

    match chance.choice(kinds):
        case "term":
            field, suffix = chance.choice(["name", "maker", "other"]), chance.choice("xf")
            key = document("p:0", chance.choice(WORDS)).fields[f"name_{suffix}"]
            return Term(f"{field}_{suffix}", str(key))
        case "any":
            return AnyOf("groups", tuple(chance.sample(["g0", "g1", "g2", "g9"], 2)))
        case "range":
            return Range("open_from", None, chance.randint(0, 10))
        case "all":
            return All(nodes(), nodes(0))
        case "either":
            return Either(nodes())
        case "best":
            return Best(nodes())
        case "boost":
            return Boost(some_node(chance, depth - 1), chance.choice([0.1, 0.5, 3.0]))
        case _:
            return Constant(some_node(chance, depth - 1), chance.choice([1.0, 8.0, 1000.0]))


@pytest.mark.parametrize("shards", [1, 3])
def test_any_tree_is_answered_and_ordered_as_by_the_embedded_engine(
    tmp_path: Path, shards: int
) -> None:
    chance = random.Random(shards)
    documents = []
    for number in range(400):
        texts = {
            name: document("p:0", " ".join(chance.choices(WORDS, k=chance.randint(0, 6)))).fields
            for name in ("maker", "other")
        }
        keys = {
            f"{name}_{suffix}": once(str(fields[f"name_{suffix}"]))
            for name, fields in texts.items()
            for suffix in "xf"
        }
        name = " ".join(chance.choices(WORDS, k=chance.randint(1, 5)))
        more = {"groups": (f"g{number % 3}",), "open_from": number % 12, "tie": number}
        documents.append(document(f"p:{number:03d}", name, **keys, **more))
    local = EmbeddedEngine(tmp_path / "local", check_seconds=0.0)
    build(local, *documents)
    with elastic.engines(tmp_path, elastic.address(), shards=shards) as engines:
        far = engines()
        build(far, *documents)
        for _ in range(300):
            tree = some_node(chance)
            request = base.Request(tree, limit=400, counts={"other": some_node(chance, 1)})
            one, other = local.search(request), far.search(request)
            assert (one.total, one.counts) == (other.total, other.counts), tree
            assert one.refs == other.refs, tree
