"""The resolver on every unit, on the traps of the order, and on phrases that are no places."""

import datetime as dt
import statistics
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.gazetteer.cases import Case, commune_is_right, province_is_right
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.nameindex import NameIndex
from registry.gazetteer.resolver import resolve, resolve_in_query
from registry.models.choices import PlaceLevel

pytestmark = pytest.mark.django_db

NEW, OLD = "2025-07-01", "before-2025-07-01"
Form = Callable[[PlaceDirectory, PlaceInfo], str]


def chain(directory: PlaceDirectory, place: PlaceInfo) -> list[PlaceInfo]:
    return [place, *directory.ancestors(place.id)]


def bare(text: str) -> str:
    marks = unicodedata.normalize("NFD", text)
    letters = "".join(c for c in marks if not unicodedata.combining(c))
    return letters.replace("đ", "d").replace("Đ", "D").lower()


def full(directory: PlaceDirectory, place: PlaceInfo) -> str:
    return ", ".join(unit.full_name for unit in chain(directory, place))


def abbreviated(directory: PlaceDirectory, place: PlaceInfo) -> str:
    text = " ".join(unit.full_name for unit in chain(directory, place))
    for word, short in (
        ("Thành phố", "TP."),
        ("Thị xã", "TX."),
        ("Thị trấn", "TT."),
        ("Quận", "Q."),
        ("Huyện", "H."),
        ("Phường", "P."),
        ("Xã", "X."),
    ):
        text = text.replace(word + " ", short + " ")
    return text


def bare_names(directory: PlaceDirectory, place: PlaceInfo) -> str:
    return bare(" ".join(unit.short_name for unit in chain(directory, place)))


def without_district(directory: PlaceDirectory, place: PlaceInfo) -> str:
    return f"{place.full_name}, {directory.province(place.id).full_name}"


def without_province(directory: PlaceDirectory, place: PlaceInfo) -> str:
    return ", ".join(unit.full_name for unit in chain(directory, place)[:-1])


def with_new_province(directory: PlaceDirectory, place: PlaceInfo) -> str:
    province = directory.province_now(place.id)
    assert province is not None
    return f"{place.full_name}, {province.full_name}"


# The shares of localities.md 7.2 (first candidate, among five).
FORMS: dict[str, tuple[str, Form, float, float]] = {
    "full": (OLD, full, 0.999, 1.0),
    "NFD": (OLD, lambda d, p: unicodedata.normalize("NFD", full(d, p)), 0.999, 1.0),
    "no marks": (OLD, lambda d, p: bare(full(d, p)), 0.99, 0.999),
    "abbreviated": (OLD, abbreviated, 0.998, 0.999),
    "bare names": (OLD, bare_names, 0.971, 0.982),
    "district left out": (OLD, without_district, 0.946, 0.993),
    "province left out": (OLD, without_province, 0.998, 0.999),
    "new province": (OLD, with_new_province, 0.941, 0.993),
    "current in full": (NEW, full, 1.0, 1.0),
    "current, bare names": (NEW, bare_names, 0.991, 0.999),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_commune_is_found_in_every_form(form: str, gazetteer: PlaceDirectory) -> None:
    era, write, share_first, share_among = FORMS[form]
    communes = [p for p in gazetteer.all() if p.era_key == era and p.level == PlaceLevel.COMMUNE]
    first = among = provinces = 0
    for place in communes:
        meaning = frozenset(unit.id for unit in gazetteer.successors_now(place.id))
        found = resolve(write(gazetteer, place), directory=gazetteer).candidates
        first += found[0].meaning == meaning
        among += any(candidate.meaning == meaning for candidate in found)
        provinces += found[0].province_now == gazetteer.province_now(place.id)
    assert len(communes) in (10_035, 3_321)
    assert first / len(communes) >= share_first
    assert among / len(communes) >= share_among
    assert provinces / len(communes) >= 0.995


def test_it_is_quick(gazetteer: PlaceDirectory) -> None:
    """Median 1 ms and start-up 1 s of a processor; the bounds leave room for a slow one."""
    begun = time.thread_time()
    NameIndex(PlaceDirectory())
    assert time.thread_time() - begun < 3.0
    communes = [p for p in gazetteer.all() if p.level == PlaceLevel.COMMUNE][::40]
    spent = []
    for place in communes:
        text = full(gazetteer, place)
        begun = time.thread_time()
        resolve(text, directory=gazetteer)
        spent.append(time.thread_time() - begun)
    assert statistics.median(spent) < 0.003


def first(text: str, directory: PlaceDirectory) -> str:
    found = resolve(text, directory=directory).candidates
    return found[0].place.public_id if found else ""


@pytest.mark.parametrize(
    ("text", "public_id"),
    [
        # Namesakes that are no successors.
        ("phường Thanh Trì, quận Hoàng Mai", "b25-00301"),
        ("xã Yên Sở, huyện Hoài Đức, Hà Nội", "b25-09856"),
        # The type word tells apart what one name covers.
        ("huyện Kỳ Anh, Hà Tĩnh", "b25-447"),
        ("thị xã Kỳ Anh, Hà Tĩnh", "b25-449"),
        ("huyện Hồng Ngự, Đồng Tháp", "b25-870"),
        # Marks tell apart what folding makes equal.
        ("xã Cẩm Giàng, Hải Phòng", "f25-10903"),
        ("xã Cẩm Giang, Hải Phòng", "f25-10888"),
        ("xã Mỹ Thọ", "f25-30076"),
        # "quan", "xa", "tinh" inside names are no type words.
        ("Xuân Quan Văn Giang Hưng Yên", "b25-12022"),
        ("Tuyên Quan", "f25-08"),
        # Former districts and provinces.
        ("xã Tân Dân, huyện Yên Dũng, Bắc Giang", "b25-07682"),
        ("tỉnh Thừa Thiên Huế", "f25-46"),
        ("Quận 9, TP.HCM", "b25-769"),
        ("Dist. 7, HCMC", "b25-778"),
        ("Ward 15, Tan Binh District, HCMC", "b25-27007"),
        ("huyện đảo Phú Quý", "b25-602"),
        ("phường Hải Châu 1, quận Hải Châu, Đà Nẵng", "b25-20236"),
    ],
)
def test_traps(text: str, public_id: str, gazetteer: PlaceDirectory) -> None:
    assert first(text, gazetteer) == public_id


def test_a_name_of_several_levels_lists_them_all(gazetteer: PlaceDirectory) -> None:
    found = resolve("bac giang", directory=gazetteer)
    assert {c.place.public_id for c in found.candidates} >= {"b25-24", "b25-213", "f25-07210"}


def test_ambiguous_names_have_no_best(gazetteer: PlaceDirectory) -> None:
    for text in ("Tân An", "huyện Châu Thành", "phường 1", "van lang thai nguyen"):
        found = resolve(text, directory=gazetteer)
        assert found.is_ambiguous, text
        assert found.best is None
        assert len(found.candidates) > 1


def test_the_era_can_be_chosen(gazetteer: PlaceDirectory) -> None:
    text = "phường Yên Sở, Hà Nội"
    for era in (OLD, NEW):
        found = resolve(text, era=era, directory=gazetteer).candidates
        assert {candidate.era_key for candidate in found} == {era}


def test_the_day_prefers_the_era_then_in_force(gazetteer: PlaceDirectory) -> None:
    for day, era in ((dt.date(2020, 1, 1), OLD), (dt.date(2026, 1, 1), NEW)):
        found = resolve("xã Phú Nghĩa, Hà Nội", on=day, directory=gazetteer)
        assert found.candidates[0].era_key == era


def test_a_candidate_tells_what_it_rests_on(gazetteer: PlaceDirectory) -> None:
    found = resolve("gốm xã Bát Tràng, Gia Lâm, Hà Nội", directory=gazetteer).candidates[0]
    assert found.place.public_id == "b25-00583"
    assert [parent.short_name for parent in found.parents_matched][:2] == ["Gia Lâm", "Hà Nội"]
    assert found.rest == "gốm"
    assert found.is_exact_accent
    assert found.successors[0].public_id == "f25-00577"


@pytest.mark.parametrize(
    ("query", "public_id"),
    [
        ("gốm sứ, xã Bát Tràng", "f25-00577"),
        ("chè Tân Cương Thái Nguyên", "f25-05503"),
        ("bánh đậu xanh, Hải Dương", "b25-30"),
        ("Hà Nội", "f25-01"),
        ("q12 tphcm", "b25-761"),
    ],
)
def test_a_query_takes_a_sure_place(query: str, public_id: str, gazetteer: PlaceDirectory) -> None:
    found = resolve_in_query(query, directory=gazetteer).candidates
    assert found
    assert found[0].place.public_id == public_id


@pytest.mark.parametrize(
    "query",
    ["nếp cái hoa vàng", "thanh niên", "khay sơn mài", "gốm Bát Tràng", "kem q10", "bình hoa"],
)
def test_a_phrase_of_goods_is_no_place(query: str, gazetteer: PlaceDirectory) -> None:
    assert resolve_in_query(query, directory=gazetteer).candidates == ()
    assert resolve(query, directory=gazetteer).best is None


@pytest.mark.parametrize(
    "query", ["thanh long", "kim ngân", "An toàn", "hạnh phúc", "trung tam", "phuong dong"]
)
def test_a_plain_word_that_is_also_a_commune_is_only_suggested(
    query: str, gazetteer: PlaceDirectory
) -> None:
    assert resolve_in_query(query, directory=gazetteer).candidates == ()


@pytest.mark.parametrize("query", ["xã Thanh Long", "thanh long, cao bang", "phuong dong da"])
def test_with_a_type_word_or_parent_it_is_a_place(query: str, gazetteer: PlaceDirectory) -> None:
    assert resolve_in_query(query, directory=gazetteer).candidates


@pytest.mark.parametrize(
    ("text", "public_id"),
    [
        # "Tĩnh" is no "tỉnh".
        ("Hà Tĩnh - Hương Đô", "f25-18550"),
        ("Hà Tĩnh - Kim Hoa", "f25-18223"),
        # The slip is in one word, and the others are a name of their own.
        ("Xã Tam Dơng Bắc, Phú Thọ", "f25-08872"),
        ("Phường Trầần Hưng Đạo, Hưng Yên", "f25-12452"),
        ("Phường Từ Liêmm, Hà Nội", "f25-00592"),
        ("xã Đnôg Tiền Hải, Hưng Yên", "f25-12988"),
        ("Phường Lâm Vin - Đà Lạt, Lâm Đồng", "f25-24778"),
        ("bihn yen son duong tuyen quang", "b25-02554"),
        # K for C sounds alike; a letter left out does not.
        ("Krông Păk", "b25-654"),
    ],
)
def test_a_slip_beside_words_that_are_a_name_themselves(
    text: str, public_id: str, gazetteer: PlaceDirectory
) -> None:
    candidates = resolve(text, directory=gazetteer).candidates
    assert candidates
    assert candidates[0].place.public_id == public_id


def test_english_calls_quan_and_huyen_alike(gazetteer: PlaceDirectory) -> None:
    found = resolve("Binh Tan district", directory=gazetteer)
    assert found.is_ambiguous
    assert {c.place.full_name for c in found.candidates[:2]} == {"Huyện Bình Tân", "Quận Bình Tân"}


def test_a_place_within_a_phrase_is_suggested(gazetteer: PlaceDirectory) -> None:
    found = resolve_in_query("gốm Bát Tràng", directory=gazetteer).suggested
    assert "f25-00577" in {candidate.place.public_id for candidate in found}


@pytest.mark.parametrize("text", ["", "   ", ",,,", "🙂", "x" * 5000, "tỉnh", "a, b, c, d", "'"])
def test_odd_texts_do_no_harm(text: str, gazetteer: PlaceDirectory) -> None:
    resolve(text, directory=gazetteer)
    resolve_in_query(text, directory=gazetteer)


@given(text=st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    from registry.gazetteer.directory import get_directory

    found = resolve(text, directory=get_directory())
    assert len(found.candidates) <= 5
    assert all(0 <= candidate.score <= 1 for candidate in found.candidates)


def test_the_judge_can_say_no(gazetteer: PlaceDirectory) -> None:
    candidate = resolve("xã Bát Tràng, Gia Lâm, Hà Nội", directory=gazetteer).candidates[0]
    wrong = Case(2, "", frozenset({"24"}), frozenset({"00004"}), "", "")
    assert not province_is_right(wrong, candidate, gazetteer)
    assert not commune_is_right(wrong, candidate, gazetteer)
    assert not province_is_right(wrong, None, gazetteer)
