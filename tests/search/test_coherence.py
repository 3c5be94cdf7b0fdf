"""Words of a query stand together in what is found: syllables met in fields apart are no result."""

import pytest

from search.query import Query
from search.service import search
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


@pytest.mark.parametrize("text", ["đồng hồ", "nước hoa", "đồ hồ"])
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
