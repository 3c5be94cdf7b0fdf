"""What a query means where its words alone would find something else, or nothing."""

import datetime as dt

import pytest

from registry.models.choices import LegalKind, PlaceLevel
from search.analysis import analyse
from search.places import PlaceWords
from search.query import Query, StatusFilter
from search.service import search
from search.stages import Stages
from search.synonym_rules import synonym_rules_import
from search.synonyms import table_of
from search.understand import Reading, understand
from tests.search import factories as make
from tests.search.test_understand import Places

pytestmark = pytest.mark.django_db


def asked(text):
    return search(Query(text=text), on=make.DAY)


def test_goods_of_a_place_are_called_so(index):
    place = make.place("01", "Tỉnh Hải Dương")
    group = make.group("rice", "Gạo, ngũ cốc")
    make.item("Bột sắn dây", group=group, place_at_issue=place)
    rice = make.item("Gạo nếp", group=group)
    units = Places((place.public_id, PlaceLevel.PROVINCE, "Tỉnh Hải Dương"))

    def found(text):
        query = Query(text=text)
        read = lambda words: understand(words, table_of(()), units)  # noqa: E731
        return Stages(index(), query, make.DAY, read, lambda reading: ()).run()

    for text in ("gạo Hải Dương", "gao hai duong"):
        told = found(text)
        assert (told.answer.total, told.elsewhere) == (0, (rice,))
    # What nothing at all is called is still met in a group.
    assert found("ngũ Hải Dương").answer.total == 1


def test_a_place_where_nothing_is_made_is_answered_by_nothing(index):
    make.item("Trà túi lọc Bình Sơn", maker=make.maker("HTX Ninh Thành"))
    craft = make.item("Mộc mỹ nghệ An Định")
    units = Places(
        ("a", PlaceLevel.PROVINCE, "Tỉnh Ninh Bình"),
        ("c", PlaceLevel.PROVINCE, "Tỉnh Nghệ An"),
    )

    def found(text):
        read = lambda words: understand(words, table_of(()), units)  # noqa: E731
        return Stages(index(), Query(text=text), make.DAY, read, lambda reading: (text,)).run()

    for text in ("Ninh Bình", "ninh binh", "Nghệ An", "nghe an"):
        told = found(text)
        assert told.reading.places and told.answer.total == 0 and not told.corrected, text
    assert found("mỹ nghệ An Định").refs == (craft,)


def test_a_number_in_a_name_is_no_place(index):
    make.item("Mực 1 nắng")
    district = PlaceWords(0, 2, ("b25-760",), ("1",), ("1",))
    reading = Reading("quận 1", analyse("quận 1"), True, (), ((district,),))

    told = Stages(index(), Query(text="quận 1"), make.DAY, lambda _: reading, lambda _: ()).run()

    assert told.refs == ()


def test_a_name_in_one_word_is_met_as_it_was_typed(index):
    ref = make.item("Cao mềm Actiso Sapa")
    units = Places(("a", PlaceLevel.DISTRICT, "Thị xã Sa Pa"))
    read = lambda words: understand(words, table_of(()), units)  # noqa: E731

    for text in ("Cao mềm Actiso Sapa", "cao mem actiso sapa", "sapa"):
        told = Stages(index(), Query(text=text), make.DAY, read, lambda reading: ()).run()
        assert told.reading.places and told.refs == (ref,), text


def test_two_grades_are_alternatives(index):
    three, four = make.item("Mật ong A", "ocop:3"), make.item("Mật ong B", "ocop:4")
    make.item("Mật ong C", "ocop:5")
    index()

    assert set(asked("mật ong 3 sao 4 sao").refs) == {three, four}
    assert set(asked("mật ong 3 sao hoặc 4 sao").refs) == {three, four}


def test_a_company_of_no_kind_that_is_known_is_one(index):
    ref = make.item(
        "Hạt điều", maker=make.maker("Công ty Golden Cashew", legal_kind=LegalKind.UNKNOWN)
    )
    index()

    assert asked("Công ty Golden Cashew").refs == (ref,)


def test_what_ended_as_one_grade_and_lives_as_another_is_counted_as_it_is_listed(index):
    both = make.product("Tiêu")
    make.certification(both, "ocop:3", issued=dt.date(2020, 1, 1), until=dt.date(2023, 1, 1))
    make.certification(both, "cnnttb:province")
    make.item("Chè", issued=dt.date(2020, 1, 1), until=dt.date(2023, 1, 1))
    make.item("Cà phê")
    index()

    for query in (Query(schemes=("ocop",)), Query(grades=("ocop:3",)), Query(text="ocop")):
        counts = search(query, on=make.DAY).status_counts
        assert counts[StatusFilter.ALL] == 3 and counts[StatusFilter.OPEN] == 1
        for status, count in counts.items():
            listed = search(query.replace(status=status), on=make.DAY)
            assert count == listed.total, (query, status)


def test_words_that_ask_for_a_filter_may_be_a_makers_name(index):
    ref = make.item("Mật ong", maker=make.maker("Cơ sở Năm Sao Vàng"))
    index()
    assert asked("năm sao vàng").refs == (ref,)
    assert asked("nam sao vang").refs == (ref,)


def test_without_what_the_goods_are_nothing_is_found(index):
    ref = make.item("Du lịch cộng đồng Cồn Chim")
    index()
    assert asked("vali du lịch cộng đồng").refs == ()
    assert asked("du lịch cộng đồng khoẻ").refs == (ref,)


def test_words_left_when_others_are_unknown_stand_in_the_name(index):
    make.item("Nước yến chưng", maker=make.maker("HTX Nha Trang"))
    index()
    assert asked("nước tẩy trang").refs == ()


@pytest.mark.parametrize("word", ["giả", "nhái", "fake"])
def test_counterfeits_are_no_goods_of_the_register(index, word):
    ref = make.item("Sâm dây Ngọc Linh sấy")
    index()
    assert asked(f"sâm dây Ngọc Linh {word}").refs == ()
    assert asked("sâm dây Ngọc Linh tuyệt").refs == (ref,)


def test_a_maker_called_just_so_comes_first(index):
    by_the_way = make.item("Hạt nêm hạt sen", maker=make.maker("Công ty TNHH Chay Việt"))
    meant = make.item("Đậu phộng da cá", maker=make.maker("Công ty TNHH Hạt Việt"))
    index()
    assert asked("công ty Hạt Việt").refs[0] == meant
    assert by_the_way not in asked("công ty Hạt Việt").refs[:1]


def test_in_english_the_last_word_says_what_the_goods_are(index):
    synonym_rules_import(
        actor=None, text="wooden > gỗ\nspoon > thìa\ngarlic > tỏi\nchili sauce > tương ớt\n"
    )
    spoon = make.item("Muôi thìa gỗ dừa")
    sauce = make.item("Tương ớt cay")
    garlic = make.item("Tỏi đen")
    index()
    assert asked("wooden spoon").refs == (spoon,)
    told = asked("garlic chili sauce")
    assert (told.refs, told.related) == ((), (sauce, garlic))


def test_without_marks_a_word_printed_so_comes_before_those_with_marks(index):
    marked = [make.item(name) for name in ("Vải lãnh", "Vải lạnh")]
    plain = make.item("Vải lanh")
    index()
    assert asked("vai lanh").refs == (plain, *sorted(marked))
