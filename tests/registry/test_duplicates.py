"""Makers that stand already: found by code and by name, without telling of other offices."""

import pytest

from registry.models import PersonalIdentifier
from registry.models.choices import AuthorityKind, LegalKind, Role
from registry.rules.legal_forms import name_without_form
from registry.selectors.duplicates import makers_found
from registry.selectors.staff import scope_of
from registry.services.holders import establishment_enter
from registry.services.refusal import Refused
from tests.factories import Desk, authority, user

NUMBER = "001203004567"
FIRM = "0100109106"


@pytest.mark.parametrize(
    "written",
    [
        "Công ty trách nhiệm hữu hạn An Bình",
        "CÔNG TY TNHH AN BÌNH",
        "Cty TNHH An Bình",
        "Cty. TNHH MTV An Bình",
        "chi nhánh công ty cổ phần An Bình",
        "HTX An Bình",
    ],
)
def test_a_name_is_compared_without_its_legal_form(desk: Desk, written: str) -> None:
    assert name_without_form(written) == "an binh"
    made = desk.maker("Công ty TNHH An Bình")
    found = makers_found(scope_of(desk.clerk), name=written)
    assert [row.establishment_id for row in found] == [made.pk]


def test_names_of_branches_and_others_are_found_from_the_bare_name(desk: Desk) -> None:
    made = {desk.maker(f"{form} An Bình").pk for form in ("Chi nhánh Công ty CP", "HTX", "DNTN")}
    desk.maker("HTX An Bình Đông")
    found = makers_found(scope_of(desk.clerk), name="Cty An Bình")
    assert {row.establishment_id for row in found} == made


def test_a_firms_number_leads_any_office_to_the_firm(desk: Desk) -> None:
    made = desk.maker("Công ty TNHH An Bình", tax_code=FIRM)
    other = authority(AuthorityKind.PROVINCE)
    stranger = user(Role.CLERK, other)
    found = makers_found(scope_of(stranger), tax_code="0100 109 106", name="An Bình")
    assert [(row.establishment_id, row.name, row.by_code, row.is_seen) for row in found] == [
        (made.pk, made.name, True, False)
    ]
    with pytest.raises(Refused) as refusal:
        establishment_enter(actor=stranger, authority=other, name="Tên khác", tax_code=FIRM)
    assert [p.code for p in refusal.value.problems] == ["tax-code-taken"]
    assert made.name in refusal.value.problems[0].message
    same = establishment_enter(
        actor=stranger, authority=other, name="CTY TNHH AN BÌNH", tax_code=FIRM
    )
    assert same.pk == made.pk


def test_a_persons_number_and_name_tell_another_office_nothing(desk: Desk) -> None:
    first = desk.maker(
        "Hộ kinh doanh Nguyễn Văn Thử", tax_code=NUMBER, legal_kind=LegalKind.HOUSEHOLD
    )
    other = authority(AuthorityKind.PROVINCE)
    stranger = user(Role.CLERK, other)
    scope = scope_of(stranger)
    assert makers_found(scope, tax_code=NUMBER, name=first.name) == []
    entered = establishment_enter(
        actor=stranger,
        authority=other,
        name="Hộ kinh doanh Nguyễn Văn Thử",
        tax_code=NUMBER,
        legal_kind=LegalKind.HOUSEHOLD,
    )
    assert entered.pk != first.pk
    marks = dict(PersonalIdentifier.objects.values_list("establishment", "is_repeated"))
    assert marks == {first.pk: False, entered.pk: True}


def test_the_own_office_is_led_to_its_household(desk: Desk) -> None:
    made = desk.maker("Hộ Trần Thị Mẫu", tax_code=NUMBER, legal_kind=LegalKind.HOUSEHOLD)
    found = makers_found(scope_of(desk.clerk), tax_code=NUMBER)
    assert [row.establishment_id for row in found] == [made.pk]
    with pytest.raises(Refused) as refusal:
        desk.maker("Hộ khác", tax_code=NUMBER, legal_kind=LegalKind.HOUSEHOLD)
    assert [p.code for p in refusal.value.problems] == ["tax-code-taken"]


def test_finding_makers_takes_few_queries(desk: Desk, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _number in range(5):
        desk.maker("HTX An Bình")
    scope = scope_of(desk.clerk)
    with django_assert_max_num_queries(4):
        assert len(makers_found(scope, name="An Bình", tax_code=FIRM)) == 5
