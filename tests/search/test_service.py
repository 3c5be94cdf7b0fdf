"""What a query finds, in which order, and what is counted beside it."""

import datetime as dt

import pytest

from registry.models import Certification
from registry.models.choices import ActKind
from search.query import PAGE_SIZE, Query, Sort, StatusFilter
from search.service import SearchUnavailable, search
from tests.search import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


def asked(text="", **filters):
    return search(Query(text=text, **filters), on=DAY)


def found(text="", **filters):
    return asked(text, **filters).refs


def facet(results, name):
    return {one.value: one.count for one in results.facets[name]}


@pytest.mark.parametrize(
    "typed",
    [
        "nước mắm",
        "nuoc mam",
        "NƯỚC MẮM",
        "nu\u031bo\u031b\u0301c ma\u0306\u0301m",
        "  nước   mắm ",
        "mam nuoc",
    ],
)
def test_a_name_is_found_with_and_without_accents(index, typed):
    wanted = make.item("Nước mắm Phú Quốc")
    make.item("Bún khô")
    index()
    assert found(typed) == (wanted,)


def test_a_name_with_other_marks_is_only_related(index):
    folded = make.item("Bơ khô")
    exact = make.item("Bò khô một nắng loại đặc biệt của vùng cao")
    index()
    told = asked("bò khô")
    assert (told.refs, told.related) == ((exact,), (folded,))
    assert set(found("bo kho")) == {exact, folded}


def test_a_place_is_found_and_a_folded_match_of_two_fields_is_not(index):
    make.item("Kẹo tẩy", maker=make.maker("HTX Hà"))
    exact = make.item("Gạo thơm", place_now=make.place("991", "Tỉnh Hà Tây"))
    index()
    assert found("hà tây") == (exact,)


def test_a_name_ranks_before_a_maker_and_a_place(index):
    place = make.place("991", "Tỉnh Sen Hồng")
    by_place = make.item("Gạo thơm", place_now=place)
    by_maker = make.item("Mật ong", maker=make.maker("HTX Sen Hồng"))
    by_name = make.item("Trà Sen Hồng hảo hạng")
    index()
    assert found("sen hồng")[0] == by_name
    assert set(found("sen hồng")) == {by_name, by_maker, by_place}


def test_with_accents_other_fields_must_agree_in_accents(index):
    make.item("Mật ong", maker=make.maker("HTX Lác"))
    index()
    assert found("lạc") == ()
    assert len(found("lac")) == 1


def test_legal_forms_do_not_answer_but_do_not_hinder(index):
    wanted = make.item("Mực khô", maker=make.maker("Hợp tác xã Phú Quý"))
    other = make.item("Tôm khô", maker=make.maker("Công ty TNHH Phú Quý", legal_kind="limited"))
    index()
    told = asked("HTX Phú Quý")
    assert (told.refs, told.elsewhere) == ((wanted,), (other,))
    assert found("ty") == ()
    assert found("hợp tác xã") == (wanted,)


def test_codes_and_numbers_are_found(index):
    product = make.product("Chè Shan")
    held = make.certification(product, decision=make.decision("279/QĐ-UBND"))
    held.certificate_no = "OCOP-4/2025"
    held.save()
    make.item("Chè xanh")
    index()
    ref = f"p:{product.code}"
    for typed in (product.code, held.code, "279/QĐ-UBND", "279/qd-ubnd", "ocop-4/2025"):
        assert found(typed)[0] == ref, typed
    grouped = f"{held.code[:3]} {held.code[3:6]} {held.code[6:]}"
    assert found(grouped) == (ref,)


def test_craft_villages_are_found_by_name_trade_and_place(index):
    made = make.village("Làng gốm Phù Lãng", trade="gốm", place_text="xã Phù Lãng")
    make.certification(made, "craft:craft_village")
    index()
    for typed in ("phu lang", "gốm", "làng nghề"):
        assert found(typed) == (f"v:{made.code}",), typed


def test_the_group_is_searchable(index):
    ref = make.item("Tiêu", group=make.group("gia-vi", "Gia vị khác"))
    index()
    assert found("gia vi") == (ref,)


def test_a_place_of_any_time_finds_the_item(index, directory):
    old_province = make.place("992", "Tỉnh Cổ Giang", old=True)
    old = make.place("99123", "Xã Vân Hà", parent=old_province, old=True)
    new_province = make.place("992", "Tỉnh Tân Ninh")
    new = make.place("99210", "Phường Vân Hà", parent=new_province)
    other = make.place("99211", "Phường Việt Yên", parent=new_province)
    directory.successors[old.pk] = [new.pk, other.pk]
    ref = make.item("Rượu làng Vân", place_at_issue=old)
    make.item("Rượu nếp")
    index()
    for unit in (old, old_province, new, other, new_province):
        assert found(places=(unit.public_id,)) == (ref,), unit
    assert found("rượu Cổ Giang") == (ref,)
    results = search(Query(text="rượu"), on=DAY)
    assert facet(results, "provinces") == {"f25-992": 1}


def test_facets_leave_out_their_own_choice_only(index):
    make.item("Trà A", "ocop:3", group=make.group("tra"))
    make.item("Trà B", "ocop:4", group=make.group("tra"))
    make.item("Trà C", "cnnttb:nation", group=make.group("ruou"))
    index()
    results = search(Query(text="trà", grades=("ocop:3", "ocop:4"), groups=("tra",)), on=DAY)
    assert results.total == 2
    assert facet(results, "grades") == {"ocop:3": 1, "ocop:4": 1}
    assert facet(results, "groups") == {"tra": 2}
    wider = search(Query(text="trà", schemes=("ocop",)), on=DAY)
    assert facet(wider, "schemes") == {"ocop": 2, "cnnttb": 1}
    assert facet(wider, "grades") == {"ocop:3": 1, "ocop:4": 1}


def test_a_facet_is_not_cut_at_ten_values(index):
    for number in range(25):
        make.item(f"Trà {number}", group=make.group(f"g{number}"))
    index()
    assert len(search(Query(text="trà"), on=DAY).facets["groups"]) == 25


def test_parents_of_a_group_count_its_items(index):
    parent = make.group("food", "Thực phẩm")
    ref = make.item("Trà", group=make.group("tea", "Chè", parent=parent))
    index()
    assert found(groups=("food",)) == (ref,)


def test_status_filters_and_their_counts(index):
    valid = make.item("Trà một", until=DAY + dt.timedelta(days=10))
    unknown = make.item("Trà hai")
    doubted = Certification.objects.get(product__code=unknown[2:])
    make.act(doubted, ActKind.WITHDRAW, on=dt.date(2026, 1, 1), precision="year")
    ended = make.item("Trà ba", until=DAY)
    index()
    assert set(found("trà")) == {valid, unknown}
    assert found("trà", status=StatusFilter.VALID) == (valid,)
    assert set(found("trà", status=StatusFilter.ALL)) == {valid, unknown, ended}
    assert found("trà", status=StatusFilter.ENDED) == (ended,)
    asked = search(Query(text="trà hết hạn"), on=DAY)
    assert (asked.refs, asked.status, asked.total) == ((ended,), StatusFilter.ENDED, 1)
    assert [(one.kind, one.value, one.without.text) for one in asked.understood] == [
        ("status", "het", "trà")
    ]
    assert asked.status_counts[StatusFilter.OPEN] == 2
    assert search(Query(text="hết hạn"), on=DAY).refs == (ended,)
    everything = Query(text="trà hết hạn", status=StatusFilter.ALL)
    assert set(search(everything, on=DAY).refs) == {valid, unknown, ended}
    results = search(Query(text="trà"), on=DAY)
    assert results.status_counts == {
        StatusFilter.OPEN: 2,
        StatusFilter.VALID: 1,
        StatusFilter.THREE_MONTHS: 0,
        StatusFilter.SIX_MONTHS: 0,
        StatusFilter.TWELVE_MONTHS: 0,
        StatusFilter.ALL: 3,
        StatusFilter.ENDED: 1,
    }


def test_an_ended_grade_is_no_grade_of_an_open_item(index):
    product = make.product("Trà")
    make.certification(product, "ocop:3", until=DAY - dt.timedelta(days=1))
    make.certification(product, "ocop:4", until=DAY + dt.timedelta(days=99))
    index()
    assert found(grades=("ocop:3",)) == ()
    assert len(found(grades=("ocop:3",), status=StatusFilter.ALL)) == 1
    assert facet(search(Query(), on=DAY), "grades") == {"ocop:4": 1}


def test_names_order_as_in_vietnamese_dictionaries(index):
    names = ["Đậu", "Dâu", "Bơ", "Bò", "Ăn", "Ba", "Bà", "Bánh chưng", "Bánh chưng gấc", "An"]
    refs = {make.item(name): name for name in names}
    index()
    ordered = [refs[ref] for ref in found(sort=Sort.NAME)]
    assert ordered == [
        "An", "Ăn", "Ba", "Bà", "Bánh chưng", "Bánh chưng gấc", "Bò", "Bơ", "Dâu", "Đậu",
    ]  # fmt: skip


def test_pages_of_equal_beginnings_neither_repeat_nor_miss(index):
    refs = {}
    for number in range(3 * PAGE_SIZE):
        name = f"Nước mắm cốt nhĩ truyền thống loại {number:03d}"
        refs[make.item(name)] = name
    index()
    for sort in Sort:
        pages = [search(Query(text="nước", sort=sort, page=n), on=DAY).refs for n in (1, 2, 3)]
        listed = [ref for page in pages for ref in page]
        assert sorted(listed) == sorted(refs)
    by_name = search(Query(text="nước", sort=Sort.NAME, page=2), on=DAY).refs
    names = [refs[ref] for ref in by_name]
    assert names == sorted(refs.values())[PAGE_SIZE : 2 * PAGE_SIZE]


def test_newest_comes_first(index):
    older = make.item("Trà A", issued=dt.date(2024, 1, 1))
    newer = make.item("Trà B", issued=dt.date(2025, 1, 1))
    undated = make.item("Trà C", issued=None)
    index()
    assert found(sort=Sort.NEWEST) == (newer, older, undated)


def test_a_page_beyond_the_last_shows_the_last(index):
    for number in range(PAGE_SIZE + 1):
        make.item(f"Trà {number}")
    index()
    results = search(Query(text="trà", page=999), on=DAY)
    assert (results.page, results.page_count, len(results.refs)) == (2, 2, 1)
    nothing = search(Query(text="không có gì", page=3), on=DAY)
    assert (nothing.page, nothing.page_count, nothing.refs) == (1, 1, ())


def test_drafts_are_not_found(index):
    make.item("Trà", state="draft")
    index()
    assert found("trà", status=StatusFilter.ALL) == ()


def test_unknown_values_find_nothing_and_raise_nothing(index):
    make.item("Trà")
    index()
    assert found(grades=("ocop:9",), provinces=("zz",), places=("no",)) == ()


def test_without_an_index_search_says_so(engine):
    with pytest.raises(SearchUnavailable):
        search(Query(text="trà"))
