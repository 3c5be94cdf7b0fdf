"""The keys of Vietnamese text, exactly as the design states them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, exact_text, folded_text, pairs
from search.legal_forms import part_maker, part_query

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩị"
    "óòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵÀÁĐƯỢ 0123456789-./'’",
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "exact", "folded"),
    [
        ("hoà", "hoa²", "hoa"),
        ("hòa", "hoa²", "hoa"),
        ("thuỷ", "thuy³", "thuy"),
        ("thủy", "thuy³", "thuy"),
        ("vịêt", "viêt⁵", "viet"),
        ("việt", "viêt⁵", "viet"),
        ("kỹ", "ki⁴", "ki"),
        ("kĩ", "ki⁴", "ki"),
        ("mỳ", "mi²", "mi"),
        ("lý", "li¹", "li"),
        ("y", "y", "y"),
        ("uy ay ây", "uy ay ây", "uy ay ay"),
        ("quít", "quyt¹", "quyt"),
        ("quýt", "quyt¹", "quyt"),
        ("quí", "quy¹", "quy"),
        ("M’Drắk", "mdrăk¹", "mdrak"),
        ("M'Drắk", "mdrăk¹", "mdrak"),
        ("3.5kg", "3 5kg", "3 5kg"),
        ("OCOP 4²", "ocop 42", "ocop 42"),
        ("Ðông", "đông", "dong"),
        ("đậu phộng", "đâu⁵ phông⁵", "dau phong"),
        ("bánh-tráng_nướng", "banh¹ trang¹ nương¹", "banh trang nuong"),
        ("ca\u200bphê", "caphê", "caphe"),
        ("ＯＣＯＰ", "ocop", "ocop"),
        ("", "", ""),
        ("— … !", "", ""),
    ],
)
def test_keys(text, exact, folded):
    keys = analyse(text)
    assert (exact_text(keys), folded_text(keys)) == (exact, folded)


def test_confusable_words_differ_in_their_exact_keys_only():
    keys = [analyse(word)[0] for word in ("bò", "bơ", "bỏ", "bó", "bo")]
    assert len({key.exact for key in keys}) == 5
    assert {key.folded for key in keys} == {"bo"}
    assert [key.has_accent for key in keys] == [True, True, True, True, False]


def test_pairs_mark_the_start_of_the_name():
    assert pairs(["banh¹", "trang¹"]) == ["bos_banh¹", "banh¹_trang¹"]
    assert pairs([]) == []


@given(VIETNAMESE)
def test_composed_and_decomposed_text_have_the_same_keys(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert exact_text(analyse(composed)) == exact_text(analyse(decomposed))
    assert folded_text(analyse(composed)) == folded_text(analyse(decomposed))


@given(VIETNAMESE)
def test_capitals_do_not_matter(text):
    assert exact_text(analyse(text.upper())) == exact_text(analyse(text.lower()))


@given(st.text(max_size=80))
def test_keys_of_any_text_split_at_white_space_into_themselves(text):
    keys = analyse(text)
    assert exact_text(keys).split() == [key.exact for key in keys]
    assert folded_text(keys).split() == [key.folded for key in keys]
    assert all("_" not in key.exact for key in keys)


@given(VIETNAMESE)
def test_a_folded_key_has_no_mark(text):
    assert folded_text(analyse(text)).isascii()


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Công ty TNHH Một thành viên Lương thực Thoại Sơn", "luong thuc thoai son"),
        ("HTX Dịch vụ Phú Quý", "dich vu phu quy"),
        ("Chi nhánh Công ty CP Mật Ong", "mat ong"),
        ("Hộ kinh doanh Nguyễn Thị Sen", "nguyen thi sen"),
        ("Nước mắm Công ty Xuân", "nuoc mam cong ti xuan"),
        ("Hợp tác xã", "hop tac xa"),
        ("", ""),
    ],
)
def test_the_legal_form_is_cut_off_a_maker(name, rest):
    assert folded_text(part_maker(analyse(name)).rest) == rest


def test_legal_forms_are_cut_anywhere_in_a_query():
    parted = part_query(analyse("mật ong htx phú quý"))
    assert folded_text(parted.rest) == "mat ong phu quy"
    assert parted.kinds == ("cooperative",)
    assert part_query(analyse("hop tac xa")).rest == ()
