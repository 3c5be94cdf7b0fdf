"""From parameters to a query and back; nothing that is typed raises."""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from registry.models.choices import LegalKind
from registry.text import clean, tokens
from search.nearby import RADII, position_text
from search.query import MAX_TEXT, Query, Sort, StatusFilter, parse
from search.vocabulary import RegisterVocabulary
from tests.search import factories as make


class Open:
    """A vocabulary in which everything exists but what is called "unknown"."""

    def has_scheme(self, code: str) -> bool:
        return code != "unknown"

    has_grade = has_group = has_province = has_place = has_scheme
    has_commune = has_point = has_region = has_village = has_scheme


KNOWN = Open()
words = st.from_regex(r"[a-z][a-z0-9_-]{0,11}", fullmatch=True)
several = st.lists(words, max_size=4, unique=True).map(tuple)
texts = (
    st.text(st.characters(exclude_categories=("C",)), max_size=60)
    .map(lambda text: clean(text)[:MAX_TEXT])
    .filter(lambda text: not text or bool(tokens(text)))
)
nears = st.one_of(
    st.just(("", 0)),
    st.tuples(
        st.one_of(
            words,
            st.builds(
                lambda north, east: position_text(north / 20, east / 20),
                st.integers(120, 480),
                st.integers(2020, 2360),
            ),
        ),
        st.sampled_from(RADII),
    ),
)
queries = st.builds(
    lambda near, **values: Query(near=near[0], km=near[1], **values),
    near=nears,
    text=texts,
    schemes=several,
    grades=st.lists(
        st.sampled_from(["ocop:3", "ocop:4", "cnnttb:nation", "craft:craft_village", "cddl:"]),
        max_size=3,
        unique=True,
    ).map(tuple),
    groups=several,
    provinces=several,
    communes=several,
    regions=several,
    villages=several,
    maker_kinds=st.lists(st.sampled_from(LegalKind.values), max_size=3, unique=True).map(tuple),
    places=several,
    status=st.sampled_from(StatusFilter),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 100_000),
)
junk_names = st.sampled_from(
    [
        "q",
        "chuong-trinh",
        "muc",
        "nhom",
        "tinh",
        "noi",
        "hieu-luc",
        "sap-xep",
        "trang",
        "x",
        "xa",
        "vung",
        "lang-nghe",
        "co-so",
        "gan",
        "km",
        "nguyen-van",
    ]
)


@given(queries)
def test_a_query_survives_its_address(query):
    address = urlencode(query.to_params())
    assert parse(QueryDict(address), KNOWN) == (query, ())
    by_lists: dict[str, list[str]] = {}
    for name, value in parse_qsl(address, keep_blank_values=True):
        by_lists.setdefault(name, []).append(value)
    assert parse(by_lists, KNOWN) == (query, ())


@given(st.lists(st.tuples(junk_names, st.text(max_size=260)), max_size=12))
def test_no_parameters_raise_and_what_is_kept_survives(pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    query, ignored = parse(params, KNOWN)
    assert len(query.text) <= MAX_TEXT
    assert query.page >= 1
    again, still_ignored = parse(QueryDict(urlencode(query.to_params())), KNOWN)
    assert (again, still_ignored) == (query, ())
    for one in ignored:
        assert str(one.reason)
        urlencode([(one.param, one.value)])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trang", "0"),
        ("trang", "-1"),
        ("trang", "x"),
        ("trang", "1e3"),
        ("trang", "٣"),
        ("trang", "9" * 400),
        ("hieu-luc", "perhaps"),
        ("sap-xep", "DROP"),
        ("muc", "unknown"),
        ("muc", "a b"),
        ("tinh", "f25-24\x00"),
        ("noi", "unknown"),
        ("xa", "unknown"),
        ("vung", "unknown"),
        ("lang-nghe", "unknown"),
        ("co-so", "pirates"),
        ("gan", "unknown"),
        ("gan", "51.5,0.1"),
        ("gan", "21.0,105.8,7"),
        ("gan", "٢١,105"),
        ("km", "25"),
        ("km", "7"),
        ("q", "!!! —"),
        ("q", "a" * 201),
        ("q", "chè\x00xanh"),
    ],
)
def test_what_is_ignored_is_named(name, value):
    query, ignored = parse({name: value}, KNOWN)
    assert [one.param for one in ignored] == [name]
    assert query.page == 1


def test_a_position_is_rounded_and_needs_no_radius():
    exactly, ignored = parse({"gan": "21.02851,105.85422"}, KNOWN)
    assert (exactly.near, exactly.km, ignored) == ("21.05,105.85", 10, ())
    wide, ignored = parse({"gan": ["f25-01", "f25-04"], "km": "50"}, KNOWN)
    assert (wide.near, wide.km) == ("f25-01", 50)
    assert [one.value for one in ignored] == ["f25-04"]


def test_text_is_cleaned_and_cut():
    assert parse({"q": "  nước \n mắm "}, KNOWN)[0].text == "nước mắm"
    assert len(parse({"q": "ab " * 100}, KNOWN)[0].text) <= MAX_TEXT
    assert parse({"q": "chè\x00xanh"}, KNOWN)[0].text == "chè xanh"
    assert parse({"q": "\ud800chè"}, KNOWN)[0].text == "?chè"


def test_any_change_goes_back_to_the_first_page():
    query = Query(text="trà", page=4)
    assert query.replace(schemes=("ocop",)).page == 1
    assert query.replace(page=5).page == 5
    assert query.replace(sort=Sort.NAME).to_params() == [("q", "trà"), ("sap-xep", "ten")]


def test_empty_and_filtered():
    assert Query().is_empty
    assert Query(page=3, sort=Sort.NAME).is_empty
    assert not Query(text="a").is_empty
    assert Query(status=StatusFilter.ALL).has_filters
    assert Query(places=("f25-24",)).has_filters
    assert not Query(text="a").has_filters


@pytest.mark.django_db
def test_the_register_knows_its_values():
    make.scheme("ocop"), make.scheme("cnnttb"), make.scheme("cddl"), make.group("tra")
    old = make.place("993", "Tỉnh Cũ", old=True)
    now = make.place("994", "Tỉnh Mới")
    known = RegisterVocabulary()
    assert known.has_scheme("ocop")
    assert not known.has_scheme("nope")
    assert known.has_grade("ocop:4")
    assert known.has_grade("cnnttb:nation")
    assert known.has_grade("cddl:")
    assert not known.has_grade("ocop:2")
    assert not known.has_grade("ocop")
    assert not known.has_grade("nope:4")
    assert known.has_group("tra")
    assert not known.has_group("nope")
    assert known.has_province(now.public_id)
    assert not known.has_province(old.public_id)
    assert known.has_place(old.public_id)
    assert not known.has_place("nope")
    query, ignored = parse({"muc": ["ocop:4", "ocop:7"], "tinh": old.public_id})
    assert query.grades == ("ocop:4",)
    assert [(one.param, one.value) for one in ignored] == [
        ("muc", "ocop:7"),
        ("tinh", old.public_id),
    ]


def test_nearest_needs_a_middle():
    query, ignored = parse({"sap-xep": "gan-nhat", "gan": "21.05,105.85"}, KNOWN)
    assert (query.sort, ignored) == (Sort.NEAREST, ())
    query, ignored = parse({"sap-xep": "gan-nhat"}, KNOWN)
    assert query.sort is Sort.RELEVANCE
    assert [row.param for row in ignored] == ["sap-xep"]
