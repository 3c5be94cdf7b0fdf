"""Whatever is typed, the engine answers: every stage, from the reading to related results."""

import datetime as dt
import unicodedata

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.models.choices import PlaceLevel
from search import correct, lexicon
from search.analysis import analyse, folded_text, name_text, pairs
from search.engines.base import Document
from search.engines.embedded import EmbeddedEngine
from search.facts import pack
from search.query import MAX_TEXT, parse
from search.stages import Stages
from search.synonym_rules import INITIAL_RULES, read_rules
from search.synonyms import table_of
from search.understand import understand
from tests.search.test_query import KNOWN, junk_names
from tests.search.test_understand import Places

DAY = dt.date(2026, 6, 15)
NAMES = ("Nước mắm Phú Quốc", "Chè lam Thạch Xá", "Rice paper", "Trà xanh Tân Cương")
SYNONYMS = table_of(read_rules(INITIAL_RULES.read_text(encoding="utf-8")))
PLACES = Places(
    ("f25-1", PlaceLevel.PROVINCE, "Tỉnh An Giang"), ("f25-2", PlaceLevel.COMMUNE, "Xã Phú Quốc")
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = EmbeddedEngine(tmp_path_factory.mktemp("index"))
    documents = []
    for number, name in enumerate(NAMES, start=1):
        keys = analyse(name)
        exact = [key.exact for key in keys]
        fields = {
            "name_x": name_text(keys),
            "name_f": folded_text(keys),
            "name_xb": " ".join(pairs(exact)),
            "name_fb": " ".join(pairs(key.folded for key in keys)),
            "tie": number,
            "name_rank": number,
        }
        fields["facts"] = pack(exact, fields)
        documents.append(Document(f"p:{number}", number, fields))
    with made.writing(), made.new_generation(DAY) as new:
        new.write(documents)
        new.finish()
        new.promote()
    return made


def ask(engine, query):
    def read(text):
        return understand(text, SYNONYMS, PLACES)

    def corrections(reading):
        known = lexicon.lexicon_of(engine, SYNONYMS, PLACES)
        assert known is not None
        return correct.corrections(reading, known)

    return Stages(engine, query, DAY, read, corrections).run()


@pytest.mark.django_db
@settings(deadline=None)
@given(pairs=st.lists(st.tuples(junk_names, st.text(max_size=260)), max_size=8))
def test_any_parameters_are_answered(engine, pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    query, _ignored = parse(params, KNOWN)
    assert 0 <= ask(engine, query).answer.total <= len(NAMES)


def in_form(form):
    return lambda text: unicodedata.normalize(form, text)


LETTERS = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ")
WORDS = st.sampled_from(
    [*" ".join(NAMES).split(), "nuoc", "mam", "dried", "htx", "4", "sao", "ocop", "cấp", "tỉnh",
     "An", "Giang", "tp", "xã", "chef", "nuowcs", "gomsu", "trái", "quả"]
)  # fmt: skip
SIGNS = st.sampled_from(
    ["AND", "OR", "NOT", "+", "-", "&&", "||", "!", "(", ")", "{", "}", "[", "]", "^", '"', "~",
     "*", "?", ":", "\\", "/", "name_x:", "[* TO *]", "\u200b", "\u200d", "\ufeff", "\u00ad",
     "🍵", "👩🏽‍🌾", "\u0301", "\u0323\u0302", "bos", "bos_nuoc", "_", "\x00", "\ud83c", "İ",
     "ﬀ", "ß", "Ǆ",
     "中文", "ไทย", "٣", "½", "²", "'", "’", "%", "$ref", "<script>", "\u202e", "\U000e0041"]
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=MAX_TEXT + 60),
    st.text(LETTERS, max_size=60),
    st.lists(st.one_of(WORDS, SIGNS, st.text(LETTERS, max_size=7)), max_size=24).map(" ".join),
    st.lists(WORDS, max_size=8).map(" ".join).map(in_form("NFD")),
    st.lists(st.one_of(WORDS, SIGNS), max_size=12).map("".join),
)


@settings(deadline=None, max_examples=300)
@given(text=TYPED)
def test_any_text_is_answered(engine, text):
    query, _ignored = parse({"q": text, "hieu-luc": "tat-ca"}, KNOWN)
    found = ask(engine, query)
    shown = [*found.refs, *found.elsewhere, *found.related]
    assert len(shown) == len(set(shown))
    if found.answer.total:
        assert found.refs


@pytest.mark.parametrize(
    "text", ["ty " * 60, "công ty", "a" * 200, "٣", "中文", "🍵 trà", "_", "bos_nuoc", "đ" * 200]
)
def test_odd_texts(engine, text):
    query, _ignored = parse({"q": text}, KNOWN)
    ask(engine, query)
