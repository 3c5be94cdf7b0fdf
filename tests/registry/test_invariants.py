"""The invariants of the register, one test each, named after them (domain facts in docs)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from registry.models import Certification, Decision, Event, Round, Scheme
from registry.models.choices import (
    ActKind,
    CertificationStatus,
    DatePrecision,
    EntryState,
    EvidenceGrade,
    SuccessionReason,
    ValidityBasis,
)
from registry.selectors import public
from registry.selectors.items import certification_record, item, product_ref
from registry.selectors.verification import Outcome, verify
from registry.services.decisions import round_ensure
from registry.services.entry import EvidenceEntry
from registry.services.publication import certification_publish
from registry.services.refusal import Refused
from tests.factories import Desk, authority, user

pytestmark = pytest.mark.django_db
DAY = DatePrecision.DAY


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def state_on(certification: Certification, text: str) -> CertificationStatus | None:
    fresh = Certification.objects.get(pk=certification.pk)
    return certification_record(fresh).status(dt.datetime.strptime(text, "%d/%m/%Y").date())


# 1 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", [EvidenceGrade.B2, EvidenceGrade.C])
def test_01_proposals_and_own_pages_never_publish(desk: Desk, grade: str) -> None:
    made = desk.submitted(grade=grade)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert "evidence-not-public" in codes(refusal)
    made.refresh_from_db()
    assert made.entry_state == EntryState.IN_REVIEW
    assert not public.certifications().exists()
    assert verify(made.code).outcome == Outcome.UNKNOWN


def test_01_grade_a_needs_decision_issuer_and_exact_day(desk: Desk) -> None:
    made = desk.submitted(grade=EvidenceGrade.A)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert codes(refusal) == {"grade-a-incomplete"}


def test_01_without_a_public_source_it_stays_a_draft(desk: Desk) -> None:
    made = desk.submitted(evidence=(EvidenceEntry(EvidenceGrade.B1, "Bài báo in"),))
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert codes(refusal) == {"no-public-source"}


def test_01_the_database_refuses_a_public_row_of_grade_c(desk: Desk) -> None:
    made = desk.published()
    refused = pytest.raises(IntegrityError, match="certification_published_evidence")
    with refused, transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(grade=EvidenceGrade.C)


# 2 ---------------------------------------------------------------------------------------


def test_02_a_decision_is_its_issuer_number_and_day(desk: Desk) -> None:
    first = desk.decision("Số 3981/qđ-ubnd")
    assert desk.decision("3981 /QĐ–UBND").pk == first.pk
    assert desk.decision("3981/QĐ-UBND", issuer=desk.ministry).pk != first.pk
    assert desk.decision("3981/QĐ-UBND", signed_on=dt.date(2025, 8, 5)).pk != first.pk
    with pytest.raises(IntegrityError, match="decision_identity"), transaction.atomic():
        Decision.objects.create(
            number="3981/QĐ-UBND",
            number_normalised=first.number_normalised,
            issuer=desk.province,
            signed_on=first.signed_on,
            kind="recognise",
            entered_by=desk.clerk,
        )


def test_02_a_decision_of_an_unknown_day_is_one_decision(desk: Desk) -> None:
    values = {"signed_on": None, "signed_on_precision": DatePrecision.NONE}
    first = desk.decision("77/QĐ-UBND", **values)
    assert desk.decision("77/QĐ-UBND", **values).pk == first.pk


def test_02_a_decision_is_not_signed_in_the_future(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.decision("1/QĐ-UBND", signed_on=dt.date(2199, 1, 1))
    assert codes(refusal) == {"date-to-come"}


# 3 ---------------------------------------------------------------------------------------


def test_03_an_issuer_that_had_ended_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(issuer=desk.district, stars=3, issued_on=dt.date(2026, 6, 1))
    assert "issuer-did-not-exist" in codes(refusal)
    assert not Certification.objects.exists()


def test_03_a_district_issues_three_stars_only_under_its_regime(desk: Desk) -> None:
    made = desk.draft(issuer=desk.district, stars=3, issued_on=dt.date(2024, 6, 1))
    assert made.warnings == []
    for stars, day in ((4, dt.date(2024, 6, 1)), (3, dt.date(2021, 6, 1))):
        with pytest.raises(Refused) as refusal:
            desk.draft(issuer=desk.district, stars=stars, issued_on=day)
        assert codes(refusal) == {"issuer-not-competent"}


def test_03_five_stars_need_the_ministry(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(stars=5)
    assert codes(refusal) == {"issuer-not-competent"}
    assert desk.draft(stars=5, issuer=desk.ministry).stars == 5


@pytest.mark.parametrize("day", [dt.date(2025, 7, 1), dt.date(2025, 7, 5)])
def test_03_between_two_regimes_it_is_a_warning_that_needs_a_reason(
    desk: Desk, day: dt.date
) -> None:
    made = desk.submitted(stars=3, issued_on=day)
    assert [row["code"] for row in made.warnings] == ["issuer-not-competent"]
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert codes(refusal) == {"warnings-need-reason"}
    done = certification_publish(
        actor=desk.approver, certification_id=made.pk, warnings_reason="Giữa hai quy định"
    )
    assert done.warnings_reason == "Giữa hai quy định"


def test_03_before_and_after_the_gap_it_is_an_error_or_right(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.draft(stars=3, issued_on=dt.date(2025, 6, 30))
    assert desk.draft(stars=3, issued_on=dt.date(2025, 7, 6)).warnings == []


def test_03_doubt_about_the_day_favours_the_paper(desk: Desk) -> None:
    # Some day of 2025 was the province's for 3 stars, so the year alone is no contradiction.
    made = desk.draft(
        stars=3, issued_on=dt.date(2025, 1, 1), issued_on_precision=DatePrecision.YEAR
    )
    assert made.warnings == []


# 4 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stars", [0, 1, 2, 6])
def test_04_only_three_to_five_stars_are_certified(desk: Desk, stars: int) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(stars=stars)
    assert "stars-impossible" in codes(refusal)


def test_04_levels_and_stars_belong_to_their_scheme(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(level="province")
    assert "no-levels" in codes(refusal)
    with pytest.raises(Refused) as refusal:
        desk.draft(scheme=Scheme.objects.get(code="cnnttb"), stars=4, level="province")
    assert "no-stars" in codes(refusal)


def test_04_the_database_holds_level_or_stars_apart(desk: Desk) -> None:
    made = desk.published()
    refused = pytest.raises(IntegrityError, match="certification_grade_of_its_scheme")
    with refused, transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(level="province")
    refused = pytest.raises(IntegrityError, match="certification_published_has_grade")
    with refused, transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(stars=None)


# 5, 6 ------------------------------------------------------------------------------------


def test_05_ocop_is_valid_for_36_months_from_its_issue(desk: Desk) -> None:
    made = desk.published(issued_on=dt.date(2024, 2, 29))
    assert (made.valid_until, made.validity_basis) == (dt.date(2027, 2, 28), "computed")
    assert state_on(made, "27/02/2027") == CertificationStatus.VALID
    assert state_on(made, "28/02/2027") == CertificationStatus.EXPIRED


def test_05_a_printed_end_is_kept_and_flagged(desk: Desk) -> None:
    made = desk.draft(valid_until=dt.date(2028, 8, 5))
    assert made.validity_basis == ValidityBasis.PRINTED
    assert [row["code"] for row in made.warnings] == ["printed-end-differs"]


def test_05_an_unknown_issue_leaves_the_end_unknown(desk: Desk) -> None:
    made = desk.published(issued_on=None, issued_on_precision=DatePrecision.NONE)
    assert (made.valid_until, made.validity_basis) == (None, ValidityBasis.UNKNOWN)
    assert state_on(made, "24/11/2026") == CertificationStatus.VALIDITY_UNKNOWN


def test_06_a_rural_industry_title_has_no_end(desk: Desk) -> None:
    made = desk.published(
        scheme=Scheme.objects.get(code="cnnttb"), level="province", issued_on=dt.date(2016, 6, 1)
    )
    assert (made.valid_until, made.validity_basis) == (None, ValidityBasis.NO_END)
    assert state_on(made, "24/11/2046") == CertificationStatus.VALID


# 7 ---------------------------------------------------------------------------------------


def test_07_a_second_ocop_certification_must_be_recorded_as_renewal(desk: Desk) -> None:
    first = desk.published(issued_on=dt.date(2024, 8, 5), stars=4)
    made = desk.submitted(product=first.product, issued_on=dt.date(2026, 8, 5), stars=4)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert codes(refusal) == {"second-in-force"}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (4, 4, SuccessionReason.RENEWAL),
        (3, 4, SuccessionReason.UPGRADE),
        (4, 3, SuccessionReason.LOWERING),
    ],
)
def test_07_a_renewal_closes_the_old_one_on_its_own_day(
    desk: Desk, before: int, after: int, reason: str
) -> None:
    old_day, new_day = dt.date(2025, 8, 5), dt.date(2026, 8, 5)
    first = desk.published(issued_on=old_day, stars=before)
    second = desk.published(
        product=first.product, issued_on=new_day, stars=after, replaces=(first,)
    )
    assert state_on(first, "04/08/2026") == CertificationStatus.VALID
    assert state_on(first, "05/08/2026") == CertificationStatus.SUPERSEDED
    assert state_on(second, "05/08/2026") == CertificationStatus.VALID
    event = first.events.get(act=ActKind.SUPERSEDE)
    assert (event.replaced_by, event.succession_reason) == (second, reason)


def test_07_an_expired_one_stands_in_nobodys_way(desk: Desk) -> None:
    first = desk.published(issued_on=dt.date(2020, 8, 5))
    second = desk.published(product=first.product, issued_on=dt.date(2026, 8, 5))
    assert state_on(first, "24/11/2026") == CertificationStatus.EXPIRED
    assert state_on(second, "24/11/2026") == CertificationStatus.VALID


def test_07_an_older_one_entered_later_is_closed_by_the_newer(desk: Desk) -> None:
    newer = desk.published(issued_on=dt.date(2026, 8, 5))
    older = desk.published(product=newer.product, issued_on=dt.date(2024, 8, 5), replaced_by=newer)
    assert state_on(older, "04/08/2026") == CertificationStatus.VALID
    assert state_on(older, "05/08/2026") == CertificationStatus.SUPERSEDED


def test_07_only_the_same_product_is_renewed(desk: Desk) -> None:
    other = desk.published(issued_on=dt.date(2025, 8, 5))
    made = desk.submitted()
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk, replaces=(other,))
    assert codes(refusal) == {"succession-of-other-product"}


# 8 ---------------------------------------------------------------------------------------


def test_08_titles_add_up_once_per_level_and_round(desk: Desk) -> None:
    scheme = Scheme.objects.get(code="cnnttb")
    product = desk.product()

    def round_of(level: str) -> Round:
        return round_ensure(actor=desk.clerk, authority=None, scheme=scheme, year=2022, level=level)

    values = {"scheme": scheme, "product": product, "issued_on": dt.date(2022, 9, 1)}
    province = desk.published(level="province", round=round_of("province"), **values)
    region = desk.published(level="region", round=round_of("region"), issuer=desk.agency, **values)
    for made in (province, region):
        assert state_on(made, "24/11/2026") == CertificationStatus.VALID
    with pytest.raises(Refused) as refusal:
        desk.draft(level="province", round=round_of("province"), **values)
    assert codes(refusal) == {"title-stands"}


# 10 --------------------------------------------------------------------------------------


def test_10_commune_level_from_july_2025_and_district_level_before(desk: Desk) -> None:
    scheme = Scheme.objects.get(code="cnnttb")
    before, after = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    desk.draft(scheme=scheme, level="commune", issuer=desk.commune, issued_on=after)
    desk.draft(scheme=scheme, level="district", issuer=desk.district, issued_on=before)
    for level, issuer, day in (
        ("commune", desk.commune, before),
        ("district", desk.district, after),
        ("commune", None, before),
        ("district", None, after),
    ):
        with pytest.raises(Refused) as refusal:
            desk.draft(scheme=scheme, level=level, issuer=issuer, issued_on=day)
        assert "grade-unknown-to-regime" in codes(refusal)


# 11 --------------------------------------------------------------------------------------


def test_11_snapshots_stay_when_product_and_maker_are_edited(desk: Desk) -> None:
    made = desk.published(product_name_printed="Chè in trên giấy", maker_name_printed="HTX cũ")
    assert made.product is not None
    type(made.product).objects.filter(pk=made.product.pk).update(name="Tên mới")
    made.refresh_from_db()
    assert made.product_name_printed == "Chè in trên giấy"
    assert made.maker_name_printed == "HTX cũ"


# 13, 14 ----------------------------------------------------------------------------------


def test_13_a_tax_code_needs_its_check_digit(desk: Desk) -> None:
    assert desk.maker(tax_code="01000 47516").enterprise_number == "0100047516"
    with pytest.raises(Refused) as refusal:
        desk.maker(tax_code="0100047517")
    assert [p.field for p in refusal.value.problems] == ["tax_code"]


def test_13_a_tax_code_is_unique(desk: Desk) -> None:
    desk.maker(tax_code="0100047516")
    with pytest.raises(Refused) as refusal:
        desk.maker(tax_code="0100047516")
    assert codes(refusal) == {"tax-code-taken"}


def test_13_thirteen_digits_need_a_parent(desk: Desk) -> None:
    parent = desk.maker(tax_code="0100047516")
    with pytest.raises(Refused) as refusal:
        desk.maker(tax_code="0100047516-001")
    assert codes(refusal) == {"tax-code-needs-parent"}
    assert desk.maker(tax_code="0100047516-001", parent=parent).parent == parent


def test_13_a_personal_number_is_encrypted_unique_and_never_in_the_log(desk: Desk) -> None:
    number = "001099012345"
    made = desk.maker(tax_code=number)
    identifier = made.personal_identifier
    assert made.enterprise_number is None
    assert number.encode() not in bytes(identifier.number_encrypted)
    assert not any(number in str(event.after) for event in Event.objects.all())
    with pytest.raises(Refused):
        desk.maker(tax_code=number)


def test_13_a_household_name_is_a_digest_in_the_log(desk: Desk) -> None:
    name = "Hộ kinh doanh Người Tưởng Tượng"
    made = desk.maker(name=name, name_is_personal=True)
    desk.published(product=desk.product(maker=made), maker_name_printed=name)
    assert not any("Tưởng Tượng" in str(event.after) for event in Event.objects.all())


def test_14_a_barcode_needs_its_check_digit_but_no_prefix(desk: Desk) -> None:
    from registry.services.products import product_identifier_add

    product = desk.product()
    for value in ("8934563138165", "4006381333931"):
        product_identifier_add(
            actor=desk.clerk, authority=None, product=product, kind="gtin", value=value
        )
    with pytest.raises(Refused) as refusal:
        product_identifier_add(
            actor=desk.clerk, authority=None, product=product, kind="gtin", value="8934563138166"
        )
    assert codes(refusal) == {"gtin-invalid"}


# 17, 19, 21 ------------------------------------------------------------------------------


def test_17_round_counts_are_ordered(desk: Desk) -> None:
    made = round_ensure(
        actor=desk.clerk, authority=None, scheme=Scheme.objects.get(code="ocop"), year=2024
    )
    with pytest.raises(IntegrityError, match="round_counts_ordered"), transaction.atomic():
        Round.objects.filter(pk=made.pk).update(registered=10, qualified=11)


def test_19_decomposed_text_is_stored_composed_and_control_signs_are_refused(
    desk: Desk,
) -> None:
    import unicodedata

    made = desk.product(name=unicodedata.normalize("NFD", "Đường phên Ẫ ỵ Ữ"))
    assert made.name == "Đường phên Ẫ ỵ Ữ"
    with pytest.raises(Refused) as refusal:
        desk.product(name="Chè\x00 xanh")
    assert [p.field for p in refusal.value.problems] == ["name"]


def test_21_every_change_leaves_who_what_and_before(desk: Desk) -> None:
    made = desk.published()
    tags = list(
        Event.objects.filter(subject_type="certification", subject_id=made.pk).values_list(
            "tag", "actor_id"
        )
    )
    assert tags == [
        ("certification:evidence:add", desk.clerk.pk),
        ("certification:entry:enter", desk.clerk.pk),
        ("certification:entry:submit", desk.clerk.pk),
        ("certification:status:issue", desk.approver.pk),
    ]


def test_21_nobody_publishes_what_they_entered(desk: Desk) -> None:
    both = user("approver")
    from registry.services.certifications import certification_enter, certification_submit

    made = certification_enter(actor=both, entry=desk.entry())
    certification_submit(actor=both, certification_id=made.pk)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=both, certification_id=made.pk)
    assert codes(refusal) == {"second-person"}


def test_21_the_database_wants_two_persons(desk: Desk) -> None:
    made = desk.published()
    refused = pytest.raises(IntegrityError, match="certification_published_by_second_person")
    with refused, transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(published_by=desk.clerk)


def test_public_item_shows_its_certifications_newest_first(desk: Desk) -> None:
    first = desk.published(issued_on=dt.date(2025, 8, 5))
    second = desk.published(product=first.product, replaces=(first,))
    assert first.product is not None
    found = item(product_ref(first.product.code))
    assert found is not None
    assert [r.certification.pk for r in found.certifications] == [second.pk, first.pk]
    leading = found.leading(dt.date(2026, 11, 24))
    assert leading is not None and leading.certification == second


def test_a_published_entry_cannot_be_published_twice(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert codes(refusal) == {"entry-state"}
    assert authority().pk != made.issuer_id


def test_score_is_a_percentage_and_never_in_the_log(desk: Desk) -> None:
    made = desk.draft(score=Decimal("89.99"))
    assert not any("89.99" in str(event.after) for event in Event.objects.all())
    with pytest.raises(IntegrityError, match="certification_score_range"), transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(score=Decimal("100.01"))
