"""Whatever is typed, the engine answers."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import service
from search.analysis import analyse, exact_text, folded_text
from search.engines.base import Document
from search.engines.embedded import EmbeddedEngine
from search.query import parse
from tests.search.test_query import KNOWN, junk_names

DAY = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = EmbeddedEngine(tmp_path_factory.mktemp("index"))
    keys = analyse("Nước mắm Phú Quốc")
    fields = {"name_x": exact_text(keys), "name_f": folded_text(keys), "tie": 1, "name_rank": 1}
    with made.writing(), made.new_generation(DAY) as new:
        new.write([Document("p:1", 1, fields)])
        new.finish()
        new.promote()
    return made


@pytest.mark.django_db
@given(pairs=st.lists(st.tuples(junk_names, st.text(max_size=260)), max_size=8))
def test_any_parameters_are_answered(engine, pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    query, _ignored = parse(params, KNOWN)
    answer = engine.search(service._request(query, DAY))
    assert answer.total in (0, 1)


@given(text=st.text(max_size=260))
def test_any_text_is_answered(engine, text):
    query, _ignored = parse({"q": text, "hieu-luc": "tat-ca"}, KNOWN)
    engine.search(service._request(query, DAY))


@pytest.mark.parametrize(
    "text", ["ty " * 60, "công ty", "a" * 200, "٣", "中文", "🍵 trà", "_", "bos_nuoc"]
)
def test_odd_texts(engine, text):
    query, _ignored = parse({"q": text}, KNOWN)
    engine.search(service._request(query, DAY))
