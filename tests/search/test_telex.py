"""Keystrokes back to letters."""

import pytest

from registry.text import exact_key
from search.telex import decode, written


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chef", "chè"), ("toom", "tôm"), ("khoo", "khô"), ("hatj", "hạt"), ("ddieeuf", "điều"),
        ("goomf", "gồm"), ("trucs", "trúc"), ("vietje", "việt"), ("truongwf", "trường"),
        ("nuwowcs", "nước"), ("nuocws", "nước"), ("mawms", "mắm"), ("dduwowngf", "đường"),
        ("quees", "quế"), ("giof", "giò"), ("ruwowuj", "rượu"), ("d9ie62u", "điều"),
        ("nu7o7c1", "nước"), ("tra2", "trà"), ("ma8m1", "mắm"), ("hoaf", "hòa"), ("thuys", "thúy"),
        ("dauaf", "dầu"), ("chuoios", "chuối"), ("ruouwj", "rượu"), ("sayas", "sấy"),
        ("comos", "cốm"),
        ("ddoongf", "đồng"), ("suwax", "sữa"), ("muwas", "mứa"), ("yeens", "yến"),
    ],
)  # fmt: skip
def test_keystrokes_are_read(typed, meant):
    assert exact_key(decode(typed)) == exact_key(meant)


@pytest.mark.parametrize(
    "typed", ["tea", "mango", "fish", "gao", "st25", "chè", "", "4", "bmt", "x"]
)
def test_other_words_are_left(typed):
    assert decode(typed) is None


@pytest.mark.parametrize(
    ("key", "text"),
    [("tra²", "trà"), ("nươc¹", "nước"), ("thuy³", "thủy"), ("hoa²", "hòa"), ("quê¹", "quế"),
     ("đương²", "đường"), ("toan²", "toàn"), ("gio²", "giò"), ("pepper", "pepper")],
)  # fmt: skip
def test_a_key_is_written_as_orthography_asks(key, text):
    assert written(key) == text


@pytest.mark.parametrize(
    ("keys", "written"), [("ddawk", "đăk"), ("lawk", "lăk"), ("ddawks", "đắk"), ("book", None)]
)
def test_names_of_the_highlands_are_written_with_and_without_their_tone(keys, written):
    assert decode(keys) == written
