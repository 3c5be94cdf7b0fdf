"""Words about buying, validity, quantities, stars and regions, which name no goods."""

import pytest

from search.understand import understand
from tests.search.test_understand import PLACES, SYNONYMS


def read(text):
    return understand(text, SYNONYMS, PLACES)


def goods(text):
    return [" ".join(key.raw for key in span.keys) for span in read(text).spans]


@pytest.mark.parametrize(
    "rest",
    [
        "500g", "500 gr", "1,5 lít", "hộp 10 gói", "năm 2025", "ở đâu",
        "bán sỉ", "giá sỉ lẻ", "loại 1", "sạch",
    ],
)  # fmt: skip
def test_words_of_buying_are_no_goods(rest):
    assert [one for one in goods(f"mật ong {rest}") if one != "hộp"] == ["mật", "ong"]


def test_a_year_beside_goods_says_nothing_but_other_numbers_do():
    assert goods("trà 2024") == ["trà"]
    assert goods("nấm 2024") == ["nấm"]
    assert goods("bơ 034") == ["bơ", "034"]
    assert goods("2024") == ["2024"]


def test_an_english_word_of_grammar_beside_marks_is_a_syllable():
    assert goods("mực in") == ["mực", "in"]
    assert goods("tea from the mountain") == ["tea", "mountain"]


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("OCOP 3-4 sao", "34"), ("3 - 5 sao", "345"), ("3, 4 sao", "34"), ("3, 5 sao", "35"),
        ("3 hoặc 5 sao", "35"), ("3 đến 5 sao", "345"), ("4*", "4"), ("3-4*", "34"), ("4 ⭐", "4"),
        ("từ 4 sao", "45"), ("tu 4 sao", "45"), ("4 sao trở lên", "45"), ("5 sao", "5"),
    ],
)  # fmt: skip
def test_stars_are_read_whole(text, stars):
    reading = read(f"trà {text}")
    grades = [word.values for word in reading.facets if word.kind == "grade"]
    assert grades == [tuple(f"ocop:{one}" for one in stars)]
    assert goods(f"trà {text}") == ["trà"]


def test_regions_are_conditions():
    assert [word.values for word in read("kẹo miền Tây").facets] == [("se-mekong-delta",)]
    assert goods("cà phê Tây Nguyên") == ["cà", "phê"]
    north = ("se-northern-midlands", "se-red-river-delta")
    assert [word.values for word in read("kẹo miền Bắc").facets] == [north]
    assert [word.values for word in read("dac san mien bac").facets] == [north]
    # Without marks it is rather miến.
    assert goods("mien bac") == ["mien", "bac"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("có gốm nào ngon ở Hải Dương không", ["gốm"]),
        ("cho em hỏi bánh hỏi bán ở đâu ạ", ["bánh", "hỏi"]),
        ("đặc sản Hải Dương nên mua gì về làm quà", []),
        ("rượu cần giá bao nhiêu", ["rượu", "cần"]),
        ("mua gi o hai duong", []),
        ("cac san pham ocop 5 sao cua hai duong", []),
        ("htx nao ban gom o hai duong", ["gom"]),
        ("cua gia lai", ["cua"]),
        ("gia lai cua", ["cua"]),
        ("banh hoi gia bao nhieu", ["banh", "hoi"]),
        ("where to buy rice paper in Hai Duong", ["rice paper"]),
        ("quyết định số 279", ["279"]),
    ],
)  # fmt: skip
def test_of_a_question_the_goods_are_left(text, named):
    assert goods(text) == named


@pytest.mark.parametrize("text", ["gốm còn hiệu lực", "gom con hieu luc", "gốm còn hạn"])
def test_what_is_valid_can_be_asked_for(text):
    assert [word.values for word in read(text).status] == [("chac-chan",)]
    assert goods(text) in (["gốm"], ["gom"])


@pytest.mark.parametrize("text", ["gốm hết hạn", "gom het han", "gốm đã hết hiệu lực"])
def test_a_status_is_no_goods(text):
    reading = read(text)
    assert [word.values for word in reading.status] == [("het",)]
    assert goods(text) in (["gốm"], ["gom"])
    assert not reading.facets


def test_a_status_alone_asks_for_all_that_has_it():
    assert read("hết hạn").is_void
    assert not read("hết hạn gốm").is_void


@pytest.mark.parametrize("text", ["sản phẩm", "sản phẩm ở", "san pham", "mua ở đâu", "mua gì"])
def test_words_that_say_nothing_ask_for_everything(text):
    assert read(text).is_void


def test_a_gift_alone_is_meant():
    assert goods("quà tặng") == ["quà tặng"]


def test_words_are_taken_out_with_their_separators():
    reading = read("mật ong Bắc Hà, Lào Cai")
    assert reading.text_without(2, 4) == "mật ong, Lào Cai"
    assert reading.text_without(4, 6) == "mật ong Bắc Hà"
    assert read("sản phẩm OCOP").text_without(2, 3) == ""
