"""What a page of the entry form carries that no browser sends, and what it must not drop."""

import pytest

from registry.models import Certification, Establishment, Product, Scheme
from registry.models.choices import Role
from tests.backoffice.test_entry import ENTER, page, row
from tests.factories import Desk
from tests.offices import Office, record

STRANGE = ["²", "9" * 5000, "9" * 30, "-1", "１"]


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_key_is_no_error_of_the_server(desk: Desk, thanh_hoa: Office, strange: str):
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)
    made = record(desk, thanh_hoa, "La", state="in_review")
    review = f"/admin/desk/decisions/{made.decision.pk}/review/"
    choices = dict.fromkeys(("product_choice", "maker_choice", "place_choice"), strange)

    assert clerk.post(ENTER, page(thanh_hoa, row(**choices), action="check")).status_code == 200
    for values in ({"action": f"remove-{strange}"}, {"rows": strange, "action": "check"}):
        assert clerk.post(ENTER, {**page(thanh_hoa), **values}).status_code == 200
    for verb in ("publish", "return"):
        typed = {"action": f"{verb}-{strange}", f"shown-{strange[:40]}": "x"}
        assert approver.post(review, typed).status_code == 404
    typed = {"action": "publish-all", f"replaces-{made.certification.pk}": strange}
    assert approver.post(review, typed).status_code == 422
    assert clerk.get("/admin/desk/certifications/", {"p": strange}).status_code == 200


def test_the_last_day_of_the_calendar_is_refused_at_its_field(thanh_hoa: Office):
    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, row(valid_to="31/12/9999")))
    assert response.status_code == 422
    assert "Ngày này không thể đúng" in response.content.decode()


def test_a_copied_row_is_blank_and_any_typed_word_is_not(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    copied = {"award": "ocop:4", "copied_award": "ocop:4"}

    lone = client.post(ENTER, page(thanh_hoa, row(), {**copied, "certificate_no": "12/GCN"}))
    assert lone.status_code == 422 and not Certification.objects.exists()
    done = client.post(ENTER, page(thanh_hoa, row(), copied))
    assert done.status_code == 302 and Certification.objects.count() == 1


def test_the_same_row_twice_on_a_page_is_refused_at_its_field(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    twice = page(thanh_hoa, row(), row(certificate_no="2/GCN"))
    response = client.post(ENTER, twice)
    assert response.status_code == 422
    assert "đã công nhận chính đối tượng này" in response.content.decode()
    assert not Certification.objects.exists()


@pytest.mark.parametrize(
    "written",
    ["Cty TNHH Thử Hai", "CÔNG TY TNHH MTV THỬ HAI", "Công ty trách nhiệm hữu hạn Thử Hai"],
)
def test_a_maker_is_offered_whatever_legal_form_is_written(
    desk: Desk, thanh_hoa: Office, written: str
):
    standing = record(desk, thanh_hoa, "Hai", state="published").certification.product
    assert standing is not None and standing.maker is not None
    Establishment.objects.filter(pk=standing.maker_id).update(
        name="Công ty TNHH Thử Hai", name_folded="cong ti tnhh thu hai"
    )
    response = thanh_hoa.client(Role.CLERK).post(
        ENTER, page(thanh_hoa, row(maker_name_printed=written), action="check")
    )
    assert "Công ty TNHH Thử Hai · " in response.content.decode()


@pytest.mark.parametrize("written", ["Cà-phê Thuý", "Càphê Thúy", "Cà phê Thúi"])
def test_a_product_is_offered_for_a_near_spelling(desk: Desk, thanh_hoa: Office, written: str):
    maker = desk.maker("Hợp tác xã Cà")
    product = desk.product("Cà phê Thúy", maker=maker)
    desk.published(product=product, issuer=thanh_hoa.authority)
    response = thanh_hoa.client(Role.CLERK).post(
        ENTER, page(thanh_hoa, row(product_name_printed=written), action="check")
    )
    assert product.code in response.content.decode()


def test_a_tax_code_offers_the_firm_that_has_it(desk: Desk, thanh_hoa: Office):
    firm = desk.maker("Công ty TNHH Đã Có", tax_code="0100109106")
    typed = row(maker_tax_code="0100 109 106")
    client = thanh_hoa.client(Role.CLERK)

    undecided = client.post(ENTER, page(thanh_hoa, typed))
    assert undecided.status_code == 422 and firm.name in undecided.content.decode()
    done = client.post(ENTER, page(thanh_hoa, {**typed, "maker_choice": str(firm.pk)}))
    assert done.status_code == 302
    assert Product.objects.get(name="Chè shan tuyết thử").maker == firm


def test_what_is_typed_of_a_standing_product_is_refused_not_dropped(desk: Desk, thanh_hoa: Office):
    product = record(desk, thanh_hoa, "Giu", state="published").certification.product
    assert product is not None
    typed = row(
        product_name_printed=product.name,
        product_choice=str(product.pk),
        maker_choice="none",
        maker_tax_code="123",
    )
    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, typed))
    assert response.status_code == 422
    assert "đã có trong sổ với nội dung khác ở ô này" in response.content.decode()


def test_households_of_a_standing_village_are_not_dropped(desk: Desk, thanh_hoa: Office):
    village = desk.village("Làng nghề Cói Thử")
    desk.published(
        scheme=Scheme.objects.get(code="craft"), craft_village=village, issuer=thanh_hoa.authority,
        stars=None, title="craft_village",
    )  # fmt: skip
    typed = row(
        award="craft:craft_village",
        product_name_printed=village.name,
        product_choice=str(village.pk),
        households_total="120",
        figures_on="01/02/2026",
    )
    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, typed))
    assert response.status_code == 422
    assert "đã có trong sổ với nội dung khác ở ô này" in response.content.decode()
