"""Words of a query stand together in what is found: syllables met in fields apart are no result."""

import pytest

from search.query import Query
from search.service import search
from search.synonym_rules import synonym_rule_save
from tests.search import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(index):
    group = make.group("food", "Đồ uống")
    maker = make.maker("HTX Nông nghiệp Tam Quan")
    names = (
        "Du lịch cộng đồng bản Suối Hồ", "Tranh Đông Hồ", "Nước mía hoà tan", "Chuối sấy dẻo",
        "Trà ướp sen", "Miến dong",
    )  # fmt: skip
    refs = {make.item(name, group=group, maker=maker): name for name in names}
    index()
    return refs


def found(goods, text):
    told = search(Query(text=text), on=make.DAY)
    return [goods[ref] for ref in told.refs]


@pytest.mark.parametrize("text", ["đồng hồ", "nước hoa", "đồ hồ", "trà Nông", "miến xa Tam"])
def test_syllables_met_apart_are_no_result(goods, text):
    assert found(goods, text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trà sen", "Trà ướp sen"), ("sấy chuối", "Chuối sấy dẻo"), ("miên dong", "Miến dong"),
        ("đông hồ", "Tranh Đông Hồ"), ("chuối Tam Quan", "Chuối sấy dẻo"),
    ],
)  # fmt: skip
def test_words_apart_are_found_behind_the_goods(goods, text, name):
    assert found(goods, text)[:1] == [name]


@pytest.mark.parametrize("text", ["nuoc hoa", "may tinh", "do ho"])
def test_without_marks_syllables_met_apart_are_no_result_either(index, text):
    group = make.group("food", "Đồ uống")
    maker = make.maker("Cơ sở Hòa Tĩnh")
    village = make.place("00001", "Xã Mây", parent=make.place("01", "Tĩnh Hồ"))
    for name in ("Nước mắm Ba Làng", "Tinh dầu tràm"):
        make.item(name, group=group, maker=maker, place_at_issue=village)
    index()
    assert search(Query(text=text), on=make.DAY).refs == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [("tra sen", "Trà ướp sen"), ("dong ho", "Tranh Đông Hồ"), ("sin suoi", "Chuối sấy dẻo")],
)
def test_without_marks_neighbours_are_found_in_any_field(index, text, name):
    refs = {make.item(one): one for one in ("Trà ướp sen", "Tranh Đông Hồ")}
    refs[make.item("Chuối sấy dẻo", maker=make.maker("HTX Sin Suối"))] = "Chuối sấy dẻo"
    index()
    assert [refs[ref] for ref in search(Query(text=text), on=make.DAY).refs][:1] == [name]


def test_pairs_beside_do_not_reach_across_a_sign(index):
    province = make.place("79", "Hồ Chí Minh")
    make.item("Vườn trái cây", place_at_issue=make.place("00001", "Phú Hòa Đông", parent=province))
    index()
    assert search(Query(text="dong ho"), on=make.DAY).refs == ()


def test_a_term_without_marks_stands_apart_only_with_its_own(index):
    for line in ("nước hoa = perfume", "trà sen = lotus tea"):
        synonym_rule_save(actor=None, line=line)
    refs = {make.item(name): name for name in ("Nước mía sấy lạnh hoà tan", "Trà ướp sen")}
    index()
    assert search(Query(text="nuoc hoa"), on=make.DAY).refs == ()
    assert [refs[one] for one in search(Query(text="tra sen"), on=make.DAY).refs] == ["Trà ướp sen"]
