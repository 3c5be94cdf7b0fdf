"""What ranks before what, and in which part of the page it stands."""

import unicodedata

import pytest

from search.query import PAGE_SIZE, Query, Sort, StatusFilter
from search.service import search
from search.synonym_rules import synonym_rule_save, synonym_rules_import
from tests.search import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


def asked(text, **filters):
    return search(Query(text=text, **filters), on=DAY)


def found(text, **filters):
    return asked(text, **filters).refs


@pytest.fixture
def teas(index):
    rows = [
        make.item("Trà hoà tan kỹ nghệ"),
        make.item("Quýt hồng"),
        make.item("Trà thuỷ tiên"),
        make.item("Bánh trà"),
    ]
    index()
    return rows


@pytest.mark.parametrize(
    ("one", "other"),
    [("trà hoà tan", "trà hòa tan"), ("kỹ nghệ", "kĩ nghệ"), ("quít hồng", "quýt hồng"),
     ("trà thủy tiên", "trà thuỷ tiên"), ("TRÀ", "trà"), ("trà  hoà   tan", "trà hoà tan")],
)  # fmt: skip
def test_spellings_of_one_word_give_one_list(teas, one, other):
    told = [
        (r.refs, r.elsewhere, r.related, r.total)
        for r in (asked(one), asked(other), asked(unicodedata.normalize("NFD", one)))
    ]
    assert told[0] == told[1] == told[2]
    assert told[0][0]


def test_a_name_that_begins_with_the_goods_ranks_first(teas):
    assert found("trà")[-1] == teas[3]


def test_a_level_or_validity_never_moves_a_worse_match_up(index):
    better = make.item("Trà sen", grade="ocop:3")
    worse = make.item("Bánh nướng nhân trà xanh hảo hạng", grade="ocop:5")
    index()
    assert found("trà") == (better, worse)


def test_of_equal_names_the_higher_level_ranks_first(index):
    three = make.item("Trà sen", grade="ocop:3")
    five = make.item("Trà sen", grade="ocop:5")
    index()
    assert found("trà sen") == (five, three)


def test_what_has_ended_never_ranks_before_the_same_that_is_valid(index):
    ended = make.item("Trà sen", grade="ocop:5", until=DAY.replace(year=DAY.year - 1))
    valid = make.item("Trà sen", grade="ocop:3")
    index()
    assert found("trà sen", status=StatusFilter.ALL) == (valid, ended)


def test_synonyms_take_effect_without_indexing(index):
    ref = make.item("Kẹo lạc")
    index()
    assert found("kẹo đậu phộng") == ()
    synonym_rule_save(actor=None, line="lạc = đậu phộng")
    assert found("kẹo đậu phộng") == (ref,)
    assert found("keo dau phong") == (ref,)


@pytest.mark.parametrize("text", ["đậu phộng", "trà"])
def test_a_block_pair_keeps_another_sense_out(index, text):
    synonym_rules_import(
        actor=None,
        text="lạc = đậu phộng\ntrà = chè\nlạc ! Lạc Thủy\nchè ! chè lam",
    )
    make.item("Gà Lạc Thủy")
    make.item("Chè lam gừng")
    goods, tea = make.item("Lạc rang"), make.item("Chè xanh")
    index()
    told = asked(text)
    assert told.refs == (goods if text == "đậu phộng" else tea,)
    assert told.total == 1


def test_the_own_word_ranks_before_its_synonym(index):
    synonym_rule_save(actor=None, line="lạc = đậu phộng")
    other, own = make.item("Đậu phộng"), make.item("Lạc")
    index()
    assert found("lạc") == (own, other)


def test_facet_words_part_the_list(index):
    three = make.item("Cà phê bột", grade="ocop:3")
    five = make.item("Cà phê hạt", grade="ocop:5")
    index()
    told = asked("cà phê 5 sao")
    assert (told.refs, told.total) == ((five,), 1)
    assert (told.elsewhere, told.elsewhere_total) == ((three,), 1)
    chip = told.understood[0]
    assert (chip.kind, chip.text, chip.value) == ("grade", "5 sao", "ocop:5")
    assert chip.without.text == "cà phê"
    assert {one.value: one.count for one in told.facets["grades"]} == {"ocop:5": 1}
    assert told.status_counts[StatusFilter.OPEN] == 1


def test_what_fits_in_part_is_related_and_not_counted(index):
    wanted = make.item("Kẹo gừng dẻo")
    part = make.item("Kẹo dừa sữa")
    make.item("Nón lá")
    index()
    told = asked("kẹo gừng")
    assert (told.refs, told.related, told.total) == ((wanted,), (part,), 1)


def test_nothing_at_all_is_said_honestly(index):
    make.item("Kẹo dừa sữa")
    index()
    told = asked("máy ảnh Canon")
    assert (told.total, told.refs, told.elsewhere, told.related) == (0, (), (), ())
    assert told.correction is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuowcs mawms", "nước mắm"), ("nuoc71 ma8m1", "nước mắm"), ("nuocmam", "nuoc mam"),
        ("nưc mắm", "nước mắm"), ("nuoc nam", "nuoc mam"), ("nứơcc mắm", "nước mắm"),
        ("xoài xấy", "xoài sấy"), ("xoai xay", "xoai say"),
    ],
)  # fmt: skip
def test_mistyped_words_are_corrected_and_it_is_told(index, typed, meant):
    fish, mango = make.item("Nước mắm cốt"), make.item("Xoài sấy dẻo")
    index()
    told = asked(typed)
    assert told.refs == (fish if "m" in meant else mango,)
    assert told.correction is not None
    assert told.correction.text == meant
    literal = told.correction.literal
    assert (literal.text, literal.literal) == (typed, True)
    again = search(literal, on=DAY)
    assert again.correction is None
    assert not again.refs or again.query.literal


def test_what_is_found_is_never_corrected(index):
    rare = make.item("Xáy")
    make.item("Xoài sấy")
    index()
    told = asked("xáy")
    assert (told.refs, told.correction) == ((rare,), None)


def test_one_short_word_is_not_made_another(index):
    make.item("Bơ sáp")
    index()
    told = asked("bò")
    assert (told.refs, told.correction) == ((), None)


def test_a_name_printed_without_marks_answers_marked_words(index):
    ref = make.item("Tra sen An Nhien")
    index()
    assert found("trà sen") == (ref,)


def test_a_word_that_nothing_holds_is_left_out_where_the_rest_is_known(index):
    ref = make.item("Bánh tráng phơi sương")
    index()
    assert found("bánh tráng phơi zyx") == (ref,)
    assert found("zyx qwv") == ()


def test_pages_follow_each_other_beyond_the_window(index, monkeypatch):
    from search import stages

    monkeypatch.setattr(stages, "WINDOW", 30)
    refs = {make.item(f"Trà {'sen ' * (number % 7)}{number}") for number in range(60)}
    index()
    seen = [ref for page in (1, 2, 3) for ref in found("trà", page=page)]
    assert len(seen) == len(set(seen)) == 60
    assert set(seen) == refs
    assert len(found("trà", page=2)) == PAGE_SIZE


def test_another_order_is_not_ranked_anew(index):
    second, first = make.item("Trà B trà trà"), make.item("A trà")
    index()
    assert found("trà", sort=Sort.NAME) == (first, second)
