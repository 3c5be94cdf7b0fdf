"""The page of a product or village: one sentence first, everything known below, no gap silent."""

import datetime as dt

import pytest
from django.test import Client

from registry.models import Round
from registry.models.choices import ActKind, DatePrecision, DecisionKind
from registry.rules.identifiers import code_grouped
from tests.catalog.conftest import index
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, group

pytestmark = pytest.mark.django_db
PROVINCE, DISTRICT = "Ủy ban nhân dân tỉnh Lâm Đồng", "Ủy ban nhân dân huyện Đắk Song"
SENTENCES = {
    "valid": f"Đang có hiệu lực: Cà phê Nắng Vàng thử nghiệm được {PROVINCE} công nhận OCOP 3 sao "
    "ngày 05/08/2026, có hiệu lực đến hết ngày 04/08/2029.",
    "ending": f"Còn hiệu lực 77 ngày: Macca sấy thử nghiệm được {PROVINCE} công nhận OCOP 4 sao "
    "ngày 10/02/2024, có hiệu lực đến hết ngày 09/02/2027.",
    "expired": f"Đã hết hạn: Mật ong hoa cà phê thử nghiệm được {PROVINCE} công nhận OCOP 3 sao "
    "ngày 04/02/2020, hết hiệu lực từ ngày 04/02/2023.",
    "year_only": f"Chưa rõ hiệu lực: Chè Ô long thử nghiệm được {DISTRICT} công nhận OCOP 3 sao "
    "năm 2023, chưa rõ có còn hiệu lực hay không.",
    "no_date": "Chưa rõ ngày cấp: Chanh dây sấy dẻo thử nghiệm được công nhận OCOP 3 sao "
    "(chưa rõ cơ quan cấp), chưa rõ có còn hiệu lực hay không.",
    "withdrawn": f"Đã bị thu hồi: Rượu gạo Sương Mù thử nghiệm được {PROVINCE} công nhận OCOP "
    f"4 sao ngày 10/01/2025, bị {PROVINCE} thu hồi ngày 03/03/2026 theo Quyết định 858/QĐ-UBND.",
    "successor": f"Đang có hiệu lực: Tiêu không hạt thử nghiệm được {PROVINCE} công nhận OCOP "
    "4 sao ngày 01/06/2026, có hiệu lực đến hết ngày 31/05/2029.",
    "nation": "Đang có hiệu lực: Chuông đồng thử nghiệm được Bộ Công Thương công nhận sản phẩm "
    "công nghiệp nông thôn tiêu biểu cấp quốc gia năm 2023, không ghi ngày hết hạn.",
    "surrendered": f"Đã trả lại: Nấm khô thử nghiệm được {DISTRICT} công nhận OCOP 3 sao ngày "
    "05/05/2025, cơ sở trả lại ngày 01/02/2026.",
    "annulled": f"Đã bị hủy: Nước mắm thử nghiệm được {DISTRICT} công nhận OCOP 3 sao ngày "
    "05/05/2025, bị hủy ngày 01/01/2026, coi như chưa cấp.",
}


def address(shelf: Shelf, name: str) -> str:
    certification = shelf.by_state()[name]
    if certification.product:
        return f"/i/{certification.product.code}"
    return f"/v/{certification.craft_village.code}"


@pytest.mark.parametrize("name", SENTENCES)
def test_the_first_text_is_one_sentence_with_state_grade_issuer_and_dates(
    site: Client, shelf: Shelf, name: str
) -> None:
    response = site.get(address(shelf, name))

    assert response.status_code == 200
    assert parse(response).text.startswith(SENTENCES[name])


def test_an_indication_is_protected_not_recognised(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(address(shelf, "indication"))).text

    assert "bảo hộ chỉ dẫn địa lý ngày 01/03/2019, không ghi ngày hết hạn." in text


def test_a_suspended_one_says_since_when_and_under_which_decision(
    site: Client, shelf: Shelf
) -> None:
    desk = shelf.desk
    pausing = desk.decision(
        "77/QĐ-SHTT",
        issuer=desk.ip_office,
        kind=DecisionKind.SUSPEND,
        signed_on=dt.date(2026, 10, 10),
    )
    desk.act(shelf.indication, ActKind.SUSPEND, dt.date(2026, 10, 10), decision=pausing)
    text = parse(site.get(address(shelf, "indication"))).text

    assert text.startswith("Đang tạm đình chỉ: Hồ tiêu Thử Nghiệm được")
    assert "tạm đình chỉ từ ngày 10/10/2026 theo Quyết định 77/QĐ-SHTT." in text


def test_one_that_begins_later_says_when(site: Client, shelf: Shelf) -> None:
    made = shelf.desk.published(issued_on=dt.date(2026, 12, 1))
    text = parse(site.get(f"/i/{made.product.code}")).text

    assert text.startswith("Chưa có hiệu lực: ")
    assert "có hiệu lực từ ngày 01/12/2026 đến hết ngày 30/11/2029." in text


def test_on_its_last_day_one_is_in_force_until_tonight(site: Client, shelf: Shelf) -> None:
    made = shelf.desk.published(issued_on=dt.date(2023, 11, 25))
    text = parse(site.get(f"/i/{made.product.code}")).text

    assert text.startswith("Còn hiệu lực đến hết hôm nay: ")
    assert "Còn hiệu lực đến hết hôm nay, 24/11/2026" in text


def test_a_village_shows_the_month_of_its_withdrawal_and_no_more(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(address(shelf, "village")))

    assert page.text.startswith("Đã bị thu hồi: Làng nghề nấu rượu thử nghiệm thôn Bản Kim được")
    assert "công nhận làng nghề truyền thống năm 2010, bị thu hồi tháng 12/2024." in page.text
    assert "Lý do: không đủ 20 % số hộ làm nghề." in page.text
    assert (2, "Danh hiệu") in page.headings


def test_an_unknown_end_is_told_with_its_bounds(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(address(shelf, "year_only"))).text

    assert "hết hạn trong khoảng từ 31/12/2025 đến 30/12/2026" in text


def test_what_the_source_lacks_is_said(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(address(shelf, "no_date"))).text

    for words in ("Chưa rõ năm", "Quyết định Chưa rõ số", "Cơ quan cấp Chưa rõ",
                  "Thời hạn Chưa rõ ngày hết hạn", "Nguồn không ghi."):  # fmt: skip
        assert words in text
    assert "Hộ kinh doanh (tên cá nhân lược bỏ)" in text


def test_a_certificate_of_a_round_without_a_day_is_not_headed_by_a_year(
    site: Client, shelf: Shelf
) -> None:
    shelf.no_date.round = Round.objects.create(
        scheme=shelf.no_date.scheme, year=2020, level=shelf.no_date.level
    )
    shelf.no_date.save()

    text = parse(site.get(address(shelf, "no_date"))).text

    assert "Đợt năm 2020" in text and "Chưa rõ năm" not in text


def test_what_replaced_a_certificate_is_not_said_to_be_in_force(site: Client, shelf: Shelf) -> None:
    page = site.get(f"/c/{shelf.superseded.code}?ngon-ngu=en").content.decode()

    assert "The certificate that replaced it: OCOP 4 stars" in page


def test_all_certificates_stand_there_newest_first(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(address(shelf, "successor")))

    assert [t for level, t in page.headings if level == 3][:2] == ["OCOP 4 sao", "OCOP 3 sao"]
    assert "OCOP 3 sao: thay bằng OCOP 4 sao." in page.text


def test_the_maker_part_names_the_other_products_and_what_a_certificate_does_not_cover(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(address(shelf, "valid")))

    assert address(shelf, "withdrawn") in [url for url, _ in page.links]
    assert "Sổ có 9 sản phẩm của cơ sở này." in page.text
    assert "Giấy chứng nhận chỉ có giá trị cho sản phẩm ghi trên giấy." in page.text


def test_the_place_is_shown_as_printed_and_as_it_is_called_now(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(address(shelf, "valid")))
    place = shelf.valid.place_now
    old = shelf.valid.place_at_issue

    assert "Xã Thuận Hà, huyện Đắk Song, tỉnh Đắk Nông" in page.text
    assert "Từ 01/07/2025 xã Thuận Hạnh, tỉnh Lâm Đồng" in page.text
    assert {f"/dia-phuong/{place.public_id}/", f"/dia-phuong/{old.public_id}/"} <= {
        url for url, _ in page.links
    }


def test_every_source_is_linked_without_recommending_it(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(address(shelf, "valid")))
    outside = [attrs for url, attrs in page.links if url.startswith("http")]

    assert "Quyết định 3981/QĐ-UBND vi-du.gov.vn: theo quyết định đã ký" in page.text
    assert outside
    assert all("nofollow" in attrs["rel"] and "noopener" in attrs["rel"] for attrs in outside)
    news = parse(site.get(address(shelf, "ending"))).text
    assert "theo tin của cơ quan hoặc báo, chưa đối chiếu quyết định" in news


def test_a_drawing_says_that_it_is_no_photograph(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(address(shelf, "valid")))

    assert "Tranh vẽ chung của nhóm Cà phê, ca cao, không phải ảnh sản phẩm." in page.text
    assert any(image["src"].endswith("illustrations/ca-phe.svg") for image in page.images)


@pytest.mark.parametrize("spell", [str.lower, code_grouped, lambda code: f"{code}/"])
def test_other_spellings_of_a_code_lead_to_the_one_address(site, shelf, spell) -> None:  # type: ignore[no-untyped-def]
    code = shelf.valid.product.code
    response = site.get(f"/i/{spell(code)}", follow=True)

    assert response.redirect_chain[-1][1] == 301
    assert response.redirect_chain[-1][0] == f"/i/{code}"
    assert response.status_code == 200


def test_a_code_of_another_kind_under_i_gets_its_own_answer(site: Client, shelf: Shelf) -> None:
    response = site.get(f"/i/{shelf.withdrawn.code}", follow=True)

    assert response.status_code == 200
    assert "đã bị thu hồi" in parse(response).headings[0][1]


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/i/4K7M92QD7", "Sổ không có mã này"), ("/v/4K7M92QDA", "Mã gõ chưa đúng"),
     ("/i/chao", "Mã gõ chưa đúng")],
)  # fmt: skip
def test_an_unknown_code_is_no_bare_404(site: Client, path: str, heading: str) -> None:
    response = site.get(path)

    assert response.status_code == 404
    assert parse(response).headings[0] == (1, heading)


def test_a_certificate_without_a_day_stands_above_the_one_it_replaced(
    site: Client, shelf: Shelf
) -> None:
    desk = shelf.desk
    product = desk.product("Vải thử nghiệm")
    given = {"product": product, "product_name_printed": product.name, "issuer": desk.province}
    old = desk.published(
        stars=4, issued_on=dt.date(2022, 1, 1), issued_on_precision=DatePrecision.YEAR, **given
    )
    desk.published(
        stars=5,
        issued_on=None,
        issued_on_precision=DatePrecision.NONE,
        replaces=(old,),
        **{**given, "issuer": desk.ministry},
    )
    page = parse(site.get(f"/i/{product.code}"))

    assert [text for level, text in page.headings if level == 3] == ["OCOP 5 sao", "OCOP 4 sao"]
    history = page.text[page.text.index("Diễn biến") :]
    replaced = history.index("thay bằng OCOP 5 sao")
    assert replaced < history.index("OCOP 4 sao: được công nhận")
    assert history.index("OCOP 5 sao: được công nhận") < history.index("OCOP 4 sao: được công nhận")


def test_products_of_the_group_nearby_stand_below_valid_ones_first(
    site: Client, shelf: Shelf
) -> None:
    desk, place = shelf.desk, shelf.valid.place_now
    near = {"place_now": place, "place_certainty": "exact"}
    unsure = dt.date(2023, 1, 1)
    made = [
        desk.published(product=desk.product(name, group=group("ca-phe")), **near, **values)
        for name, values in (
            ("Cà phê chưa rõ ngày", {"issued_on": unsure, "issued_on_precision": "year"}),
            ("Cà phê còn hạn", {}),
            ("Cà phê đã hết hạn", {"issued_on": dt.date(2020, 1, 1)}),
        )
    ]  # fmt: skip
    index()
    page = parse(site.get(address(shelf, "valid")))
    shown = [
        text
        for level, text in page.headings
        if level == 3 and text.startswith("Cà phê") and "thử nghiệm" not in text
    ]

    assert shown == ["Cà phê còn hạn", "Cà phê chưa rõ ngày"]
    assert (2, "Cùng nhóm ở gần: Cà phê, ca cao") in page.headings
    assert f"/i/{made[1].product.code}" in [url for url, _attrs in page.links]


def test_a_product_names_its_village_and_that_the_title_has_ended(
    site: Client, shelf: Shelf
) -> None:
    village = shelf.village.craft_village
    shelf.valid.product.craft_village = village
    shelf.valid.product.save()
    page = parse(site.get(address(shelf, "valid")))

    assert f"/v/{village.code}" in [url for url, _attrs in page.links]
    assert "Trước đây làng được công nhận; nay danh hiệu không còn hiệu lực." in page.text


def test_a_village_says_that_it_has_no_story_and_names_no_person(
    site: Client, shelf: Shelf
) -> None:
    text = parse(site.get(address(shelf, "village"))).text

    assert "Sổ chưa có bài viết về làng này." in text
    assert "Tên cá nhân chỉ được ghi khi người đó đồng ý bằng văn bản" in text
