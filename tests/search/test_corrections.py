"""Which texts are read as slips of others, and which are left as they are."""

from types import SimpleNamespace

import pytest

from search.query import Query
from search.service import search
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
        "Mắm rươi", "Giấy dó", "Bột đạt",
    ):  # fmt: skip
        make.item(name)
    index()


@pytest.mark.parametrize(
    "typed",
    ["cà phê còn hải", "trà sữa", "bông sen", "xe máy", "bột giặt", "giày da", "bơ", "buỏi cần"],
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
