"""Which texts are read as slips of others, and which are left as they are."""

from types import SimpleNamespace

import pytest

from search.query import Query
from search.service import search
from search.synonym_rules import synonym_rules_import
from tests.search import factories as make

pytestmark = pytest.mark.django_db


def corrected(text):
    told = search(Query(text=text), on=make.DAY).correction
    return told.text if told else None


@pytest.fixture
def goods(index, directory, monkeypatch):
    units = [
        SimpleNamespace(public_id=name, short_name=name)
        for name in ("Công Hải", "Trà Sư", "Bông Sơn", "Xé Cay", "Đoàn", "Sữa", "Sen", "Máy", "Xâm")
    ]
    monkeypatch.setattr(type(directory), "all", lambda self: units)
    for name in (
        "Cà phê công bột", "Trà xanh", "Bột nghệ", "Quả bưởi da xanh", "Rượu cần", "Sâm dây khô",
        "Mắm rươi", "Giấy dó", "Bột đạt", "Trà Hà Mai", "Hoa hồi",
    ):  # fmt: skip
        make.item(name)
    index()


@pytest.mark.parametrize(
    "typed",
    [
        "cà phê còn hải",
        "trà sữa",
        "bông sen",
        "xe máy",
        "bột giặt",
        "giày da",
        "bơ",
        "buỏi cần",
        "trà hoa mai",
    ],
)
def test_no_word_is_bent_to_a_unit_without_goods_or_to_one_far_off(goods, typed):
    assert corrected(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bưỡi", "bưởi"), ("rượi cần", "rượu cần"), ("xâm dây", "sâm dây"),
        ("trà xanhh", "trà xanh"),
        ("traxanh", "tra xanh"), ("bôt nghệ", "bột nghệ"),
        ("quả buoidaxanh", "quả bưởi da xanh"), ("quabuoidaxanh", "qua buoi da xanh"),
    ],
)  # fmt: skip
def test_tone_letter_sound_and_space_are_corrected(goods, typed, meant):
    assert corrected(typed) == meant


def test_what_would_be_found_only_elsewhere_is_no_correction(goods):
    assert corrected("rượi cần 5 sao") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bưở i da xanh", "bưởi da xanh"), ("m ắ m rươi", "mắm rươi"), ("gi ay do", "giay do")],
)
def test_torn_words_are_put_together(goods, typed, meant):
    assert corrected(typed) == meant


def test_words_that_stand_beside_each_other_are_not_joined(goods):
    assert corrected("da xanh") is None


def test_what_something_is_called_by_comes_before_what_a_name_holds_by_the_way(index):
    by_the_way = make.item("Khóm Cầu Đúc Hậu")
    called_so = make.item("Ruốc hàu")
    index()
    found = search(Query(text="ruc hau"), on=make.DAY)
    assert (found.correction.text, found.refs) == ("ruoc hau", (called_so,))
    assert search(Query(text="duc hau"), on=make.DAY).refs == (by_the_way,)


def test_a_letter_once_for_twice_is_the_likeliest_slip(index):
    synonym_rules_import(actor=None, text="paper > giấy\npepper > tiêu\n")
    make.item("Giấy dó")
    pepper = make.item("Tiêu đen")
    index()
    assert search(Query(text="peper"), on=make.DAY).refs == (pepper,)
