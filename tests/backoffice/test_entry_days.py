"""Days as far as the paper says, groups of the version in force, and pages sent twice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from registry.backoffice.day_fields import PartialDay, partial_day_read
from registry.models import Certification, Decision, GroupNode, Product
from registry.models.choices import DatePrecision, Role
from tests.backoffice.test_entry import ENTER, page, row
from tests.factories import Desk
from tests.offices import Office, record


def entered() -> Certification:
    return Certification.objects.get(decision__number="901/QĐ-UBND")


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("05/08/2026", dt.date(2026, 8, 5), "day"),
        ("5.8.2026", dt.date(2026, 8, 5), "day"),
        ("29-02-2024", dt.date(2024, 2, 29), "day"),
        ("08/2026", dt.date(2026, 8, 1), "month"),
        (" 8 / 2026 ", dt.date(2026, 8, 1), "month"),
        ("2026", dt.date(2026, 1, 1), "year"),
    ],
)
def test_a_day_is_read_as_far_as_it_is_written(typed: str, day: dt.date, precision: str):
    assert partial_day_read(typed) == PartialDay(day, precision)


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "29/02/2026", "13/2026", "00/2026", "8/5", "2026/08", "hè 2026", "0000"]
)
def test_a_day_that_is_none_is_refused_in_words(typed: str):
    with pytest.raises(ValidationError) as refused:
        partial_day_read(typed)
    assert refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [("08/2025", dt.date(2025, 8, 1), "month"), ("2025", dt.date(2025, 1, 1), "year")],
)
def test_news_may_give_a_month_or_a_year(
    thanh_hoa: Office, typed: str, day: dt.date, precision: str
):
    client = thanh_hoa.client(Role.CLERK)

    client.post(ENTER, page(thanh_hoa, row(grade="B1", issued_on=typed)))

    made = entered()
    assert (made.issued_on, made.issued_on_precision) == (day, precision)
    assert made.validity_basis == "unknown"
    # The page to edit shows what was typed, and saving it changes nothing.
    address = f"/admin/desk/certifications/{made.pk}/edit/"
    shown = client.get(address)
    assert f'value="{typed}"' in shown.content.decode()
    form = shown.context["row"]
    again = {f"row-0-{name}": form.typed(name) for name in form.fields} | {"action": "save"}
    again["row-0-maker_is_personal"] = ""
    assert client.post(address, again).status_code == 302
    made.refresh_from_db()
    assert (made.issued_on, made.issued_on_precision) == (day, precision)


@pytest.mark.parametrize("typed", ["08/2026", "2026"])
def test_grade_a_needs_the_day(thanh_hoa: Office, typed: str):
    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, row(issued_on=typed)))

    text = response.content.decode()
    assert response.status_code == 422 and not Decision.objects.exists()
    assert "Bằng chứng hạng A phải có ngày" in text and f'value="{typed}"' in text


def test_a_decision_of_a_month_serves_news_and_no_grade_a(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)

    refused = client.post(ENTER, page(thanh_hoa, row(), signed_on="03/2026"))
    assert refused.status_code == 422
    client.post(ENTER, page(thanh_hoa, row(grade="B1"), signed_on="03/2026"))

    decision = Decision.objects.get()
    assert (decision.signed_on, decision.signed_on_precision) == (dt.date(2026, 3, 1), "month")
    assert entered().issued_on_precision == DatePrecision.MONTH
    assert "03/2026" in client.get(f"/admin/desk/decisions/{decision.pk}/").content.decode()
    more = client.get(f"/admin/desk/decisions/{decision.pk}/add/").content.decode()
    assert "03/2026" in more and "01/03/2026" not in more


def node(taxonomy: str, code: str) -> str:
    return str(GroupNode.objects.get(taxonomy__code=taxonomy, code=code).pk)


def test_a_product_gets_its_group_and_the_certification_that_of_its_day(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    typed = row(group=node("sovang", "che"), scheme_group=node("ocop-2026", "11"))

    client.post(ENTER, page(thanh_hoa, typed, signed_on="01/06/2026"))

    made = entered()
    assert made.product is not None and made.product.group is not None
    assert made.product.group.code == "che"
    assert made.group_printed == "Thực phẩm: Chè tươi, chế biến"
    address = f"/admin/desk/certifications/{made.pk}/edit/"
    form = client.get(address).context["row"]
    assert form.typed("scheme_group") == node("ocop-2026", "11")


@pytest.mark.parametrize(
    ("signed_on", "taxonomy", "code", "message"),
    [
        ("01/06/2026", "ocop-2019", "1", "chọn một nhóm của “Ngành, bộ sản phẩm OCOP"),
        ("01/06/2026", "cnnttb", "1", "chọn một nhóm của “Ngành, bộ sản phẩm OCOP"),
        ("01/05/2026", "ocop-2026", "11", "Sổ chưa có bộ nhóm của chương trình này"),
    ],
)
def test_a_group_of_another_version_is_refused_at_its_field(
    thanh_hoa: Office, signed_on: str, taxonomy: str, code: str, message: str
):
    typed = row(scheme_group=node(taxonomy, code))

    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, typed, signed_on=signed_on))

    assert response.status_code == 422 and message in response.content.decode()
    assert not Decision.objects.exists()


def test_a_craft_village_gets_its_group(thanh_hoa: Office):
    typed = row(
        award="craft:craft_village",
        product_name_printed="Làng nghề gốm thử",
        maker_name_printed="",
        group=node("sovang", "gom"),
    )
    thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, typed))

    village = entered().craft_village
    assert village is not None and village.group is not None and village.group.code == "gom"


def test_the_same_page_twice_gives_one_decision_and_says_so(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    typed = page(thanh_hoa, row(), row(product_name_printed="Chè hai"), action="submit")

    client.post(ENTER, typed)
    again = client.post(ENTER, typed, follow=True)

    decision = Decision.objects.get()
    assert again.redirect_chain[-1][0] == f"/admin/desk/decisions/{decision.pk}/"
    assert "Trang này đã được gửi hai lần." in again.content.decode()
    assert decision.certifications.count() == 2
    assert Product.objects.filter(name__startswith="Chè").count() == 2


def test_the_same_lines_added_twice_stand_once(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    client.post(ENTER, page(thanh_hoa, row()))
    decision = Decision.objects.get()
    address = f"/admin/desk/decisions/{decision.pk}/add/"
    typed = page(thanh_hoa, row(product_name_printed="Chè thêm", maker_name_printed="Tổ Hai"))

    client.post(address, typed)
    again = client.post(address, typed, follow=True)

    assert "Trang này đã được gửi hai lần." in again.content.decode()
    assert decision.certifications.count() == 2
    # Two equal rows of one page are refused at the second.
    same = row(product_name_printed="Chè ba", maker_name_printed="Tổ Ba")
    twice = page(thanh_hoa, same, same)
    refused = client.post(address, twice)
    assert refused.status_code == 422 and "đã có dòng này" in refused.content.decode()
    assert decision.certifications.count() == 2


def test_submitting_twice_hands_in_once_and_says_so(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Kép")
    client = thanh_hoa.client(Role.CLERK)
    address = f"/admin/desk/decisions/{made.decision.pk}/submit/"

    assert client.post(address).status_code == 302
    again = client.post(address)

    assert again.status_code == 422 and "Chưa thay đổi gì" in again.content.decode()


def test_a_decision_says_what_is_missing_of_its_announced_number(desk: Desk, thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    client.post(ENTER, page(thanh_hoa, row(), announced_count="3", action="submit"))
    decision = Decision.objects.get()
    address = f"/admin/desk/decisions/{decision.pk}/"

    pages = {
        "decision": client.get(address).content.decode(),
        "review": thanh_hoa.client(Role.APPROVER).get(address + "review/").content.decode(),
    }
    for name, text in pages.items():
        assert "công bố trong văn bản 3, đã nhập 1, đã công khai 0" in text, name
        assert "còn thiếu 2" in text, name
    other_row = row(product_name_printed="Chè bốn", maker_name_printed="Tổ Hai")
    client.post(ENTER, page(thanh_hoa, other_row, number="902/QĐ-UBND", announced_count="0"))
    other = Decision.objects.get(number="902/QĐ-UBND")
    assert "thừa 1" in client.get(f"/admin/desk/decisions/{other.pk}/").content.decode()
