"""Completing what is typed: the matching of beginnings, and what the index and phrases add."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.models import Product
from search import phrases, suggest
from search.analysis import analyse, prefixes
from search.models import HeadPhrase, ScheduleMark
from search.prefix_entries import Entries, Entry
from search.prefix_match import marks, match, typed
from search.suggest import SuggestionKind
from tests.search import factories as make


def fit(text: str, name: str):
    return match(typed(text), analyse(name))


def marked(text: str, name: str) -> list[str]:
    found = fit(text, name)
    assert found is not None
    return [name[start:end] for start, end in marks(name, found, typed(text))]


@pytest.mark.parametrize(
    ("text", "name", "letters"),
    [
        ("ca", "Cà phê bột", ["Cà"]),
        ("phe b", "Cà phê bột", ["phê b"]),
        ("CÀ PHÊ", "Cà phê bột", ["Cà phê"]),
        ("ca bot", "Cà phê bột", ["Cà", "bột"]),
        ("hoà", "Kẹo hòa bình", ["hòa"]),
        ("ki", "Kỹ nghệ", ["Kỹ"]),
        ("dak", "Đắk Nông", ["Đắk"]),
        ("nong.", "Đắk Nông", ["Nông"]),
        ("tra 1", "Trà (loại 1)", ["Trà", "1"]),
    ],
)
def test_letters_that_match_are_marked_in_the_text_as_stored(text, name, letters):
    assert marked(text, name) == letters


@pytest.mark.parametrize(
    ("text", "name"), [("bo ", "Cà phê bột"), ("phe x", "Cà phê"), ("ca ca", "Cà phê")]
)
def test_what_does_not_begin_so_does_not_match(text, name):
    assert fit(text, name) is None


def test_a_name_that_begins_with_it_and_has_its_accents_comes_first():
    names = ["Bột cà phê", "Cà phê", "Ca nô"]
    scores = {name: found.score for name in names if (found := fit("cà", name))}

    assert sorted(scores, key=lambda name: -scores[name]) == ["Cà phê", "Ca nô", "Bột cà phê"]
    assert fit("ca", "Cà phê").score == fit("ca", "Ca nô").score


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_texts_can_be_matched_and_marks_stay_inside(text, name):
    asked = typed(text)
    found = match(asked, analyse(name)) if asked.keys else None
    if found:
        spans = marks(name, found, asked)
        assert all(0 <= start < end <= len(name) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(alphabet="aàảãáạăằeêệđĐnghtrpyỳ ", min_size=1, max_size=20))
def test_composed_and_decomposed_text_are_the_same(text):
    assert typed(unicodedata.normalize("NFD", text)).keys == typed(text).keys


def test_beginnings_are_found_from_any_word_on():
    held = Entries([Entry("Xã Đắk Hà", "a", 1.0), Entry("Xã Hà Mòn", "b", 1.0)])

    assert {one.value for one in held.beginning_with(typed("hà"))} == {"a", "b"}
    assert {one.value for one in held.beginning_with(typed("ha m"))} == {"b"}
    assert {one.value for one in held.beginning_with(typed("xã "))} == {"a", "b"}
    assert held.beginning_with(typed("h ")) == []
    assert prefixes(["che", "lam"]) == [
        "c", "bos_c", "ch", "bos_ch", "bos_che", "l", "la",
    ]  # fmt: skip


def test_of_very_many_the_likeliest_are_kept():
    held = Entries(
        Entry(f"Cà phê số {number}", str(number), float(number)) for number in range(999)
    )
    found = {one.value for one in held.beginning_with(typed("c"))}

    assert "998" in found
    assert "0" not in found


@pytest.mark.django_db
def test_products_and_makers_come_from_the_index(index):
    suggest.forget()
    maker = make.maker("Hợp tác xã Suối Ngọc")
    hidden = make.maker("Hộ kinh doanh Suối Vắng", name_is_personal=True)
    ref = make.item("Chè Suối Giàng", "ocop:5", maker=maker)
    make.item("Chè đen", maker=hidden)
    make.item("Chè xanh", maker=make.maker("Hộ kinh doanh suối (tên cá nhân lược bỏ)"))
    make.item("Chè nháp Suối", state="draft")
    make.item("Chè cũ Suối", until=make.DAY, issued=make.DAY.replace(year=2020))
    index()

    found = {
        (one.kind, one.text): one
        for one in suggest.suggest("suoi", limit=20)
        if one.kind is not SuggestionKind.PLACE
    }

    assert found[SuggestionKind.PRODUCT, "Chè Suối Giàng"].value == ref[2:]
    assert found[SuggestionKind.PRODUCT, "Chè Suối Giàng"].detail == maker.name
    assert found[SuggestionKind.MAKER, maker.name].value == maker.code
    assert set(found) == {
        (SuggestionKind.PRODUCT, "Chè Suối Giàng"),
        (SuggestionKind.MAKER, maker.name),
    }


@pytest.mark.django_db
def test_one_name_of_several_products_leads_to_the_search(index):
    suggest.forget()
    make.item("Mật ong rừng")
    make.item("Mật ong rừng")
    index()

    found = [(one.kind, one.value) for one in suggest.suggest("mat on")]
    assert found[0] == (SuggestionKind.PHRASE, "Mật ong rừng")
    assert SuggestionKind.PRODUCT not in {kind for kind, _value in found}


@pytest.mark.django_db
def test_counting_again_writes_only_what_has_changed(clock):
    make.item("Bánh gai một")
    kept = make.item("Bánh gai hai")
    assert phrases.phrases_refresh() == 1
    row = HeadPhrase.objects.get()
    assert (row.text, row.count) == ("Bánh gai", 2)

    make.item("Bánh gai ba")
    phrases.phrases_refresh()
    assert HeadPhrase.objects.get(pk=row.pk).count == 3
    phrases.forget()
    assert len(phrases.entries()) == 1

    Product.objects.exclude(code=kept[2:]).update(name="Khác")
    phrases.phrases_refresh()
    assert not HeadPhrase.objects.filter(text="Bánh gai").exists()
    assert ScheduleMark.objects.filter(job=phrases.JOB).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_thread_of_the_worker_counts_when_something_has_changed(clock):
    make.item("Bánh gai một")
    make.item("Bánh gai hai")
    refresher = phrases.Refresher(least_seconds=0.0)
    refresher.turn()
    refresher.join(20)
    assert HeadPhrase.objects.get().text == "Bánh gai"

    HeadPhrase.objects.all().delete()
    refresher.turn()
    refresher.join(20)
    assert not HeadPhrase.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hà tây", "Tỉnh Hà Tây"),
        ("tp hồ", "Thành phố Hồ Chí Minh"),
        ("tp. ho chi", "Thành phố Hồ Chí Minh"),
        ("q. ba đ", "Quận Ba Đình"),
        ("ddawk n", "Tỉnh Đắk Nông"),
        ("bmt", "Thành phố Buôn Ma Thuột"),
        ("TPHCM", "Thành phố Hồ Chí Minh"),
        ("dalat", "Thành phố Đà Lạt"),
        ("hanoi", "Thành phố Hà Nội"),
        ("Q1", "Quận 1"),
    ],
)
def test_a_place_is_suggested_by_an_older_name_and_by_a_short_kind(gazetteer, text, place):
    suggest.forget()
    found = suggest.suggest(text)
    assert place in [one.text for one in found if one.kind is SuggestionKind.PLACE]


@pytest.mark.django_db
def test_an_older_name_leads_to_the_unit_of_today(gazetteer):
    suggest.forget()
    former = [one for one in suggest.suggest("tỉnh hà tây") if one.text == "Tỉnh Hà Tây"]
    assert [one.value for one in former] == ["f25-01"]


@pytest.mark.django_db
def test_a_name_found_by_its_short_form_has_no_letter_marked(gazetteer):
    suggest.forget()
    (found,) = suggest.suggest("bmt")
    assert (found.text, found.marks) == ("Thành phố Buôn Ma Thuột", ())
