"""What the index holds of a record, above all on which days it answers for."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.models import CraftVillage
from registry.models.choices import ENDED_STATUSES, ActKind, CertificationStatus
from registry.rules.status import Period
from registry.selectors.items import ItemRecord, items_by_ref
from search.documents import FAR_DAY, NO_SPAN, document, span
from search.loading import Maker, Paper, Record, load
from search.schema import KINDS
from search.surroundings import load as load_surroundings
from tests.search import factories as make

DAY = make.DAY
offsets = st.integers(-40, 40)
periods = st.tuples(offsets, offsets).map(
    lambda pair: Period(
        DAY + dt.timedelta(min(pair)), DAY + dt.timedelta(max(pair) + 1), CertificationStatus.VALID
    )
)


def holds(listed, day):
    return any(one.first <= day < one.until for one in listed)


@given(st.lists(periods, max_size=5))
def test_a_span_is_right_today_and_errs_only_to_no_later(listed):
    first, until = span(listed, DAY)
    for ahead in range(60):
        day = DAY + dt.timedelta(ahead)
        answer = first <= day.toordinal() < until
        if ahead == 0:
            assert answer == holds(listed, day)
        assert not answer or holds(listed, day)
        if day.toordinal() < until:
            assert answer == holds(listed, day)


def test_touching_spans_are_one_and_open_ends_are_far():
    a = Period(None, DAY, CertificationStatus.VALID)
    b = Period(DAY, None, CertificationStatus.VALID)
    assert span([b, a], DAY) == (0, FAR_DAY)
    assert span([], DAY) == NO_SPAN
    assert span([a], DAY) == NO_SPAN
    assert span([a], DAY - dt.timedelta(1)) == (0, DAY.toordinal())


@pytest.mark.django_db
def test_both_loaders_give_the_same_documents(directory, django_assert_max_num_queries):
    place = make.place("995", "Tỉnh Thử")
    maker = make.maker("HTX Thử", trade_name="Thử")
    refs = [
        make.item("Trà", maker=maker, group=make.group("g"), place_now=place),
        make.item("Chè", "cnnttb:region", until=DAY, decision=make.decision("1/QĐ")),
    ]
    two = make.product("Bưởi")
    make.certification(two, "ocop:3", until=dt.date(2025, 6, 1))
    held = make.certification(two, "ocop:4")
    make.act(held, ActKind.WITHDRAW, on=dt.date(2026, 1, 1))
    village = make.village("Làng")
    make.certification(village, "craft:craft_village")
    make.certification(village, "craft:traditional_craft_village", state="draft")
    refs += [f"p:{two.code}", f"v:{village.code}", "p:nobody", "x:y", ""]
    around = load_surroundings(DAY)
    with django_assert_max_num_queries(12):
        ours = load(refs)
    assert list(ours) == refs[:4]
    for ref, record in items_by_ref(refs).items():
        assert document(_plain(record), around) == document(ours[ref], around)


def _plain(item: ItemRecord) -> Record:
    """The record that pages show, as the one that documents are made of."""
    subject = item.subject
    papers = tuple(
        Paper(
            held.certification.version,
            held.certification.code,
            held.certification.certificate_no,
            held.certification.scheme.code,
            held.certification.scheme.short_name_vi,
            held.certification.decision.number if held.certification.decision else "",
            held.certification.stars,
            held.certification.level,
            held.certification.title,
            held.certification.issued_on,
            held.certification.issued_on_precision,
            held.certification.place_at_issue_id,
            held.certification.place_now_id,
            held.certification.place_printed,
            held.certification.maker_name_printed,
            held.certification.product_name_printed,
            held.history,
        )
        for held in item.certifications
    )
    if isinstance(subject, CraftVillage):
        return Record(
            item.ref, subject.code, subject.name, subject.group_id, subject.code, papers,
            trade=subject.trade, place_text=subject.place_text,
        )  # fmt: skip
    maker, village = subject.maker, subject.craft_village
    return Record(
        item.ref, subject.code, subject.name, subject.group_id, village.code if village else "",
        papers, Maker(maker.name, maker.trade_name, maker.legal_kind) if maker else None,
        subject.brand, subject.name_en, subject.description,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_version_is_that_of_the_newest_event(directory):
    product = make.product("Trà")
    make.certification(product)
    newest = make.act(make.certification(product), ActKind.WITHDRAW, on=DAY)
    ref = f"p:{product.code}"
    made = document(load([ref])[ref], load_surroundings(DAY))
    assert made.version == newest.log_entry.sequence


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [-1, 0, 1, 400])
def test_days_and_grades_agree_with_the_rules(directory, ahead):
    product = make.product("Trà")
    make.certification(product, "ocop:3", until=DAY)
    make.certification(product, "ocop:4", issued=dt.date(2026, 1, 1), precision="year")
    held = make.certification(product, "ocop:5")
    make.act(held, ActKind.SUSPEND, on=DAY + dt.timedelta(1))
    day = DAY + dt.timedelta(ahead)
    ref = f"p:{product.code}"
    fields = document(load([ref])[ref], load_surroundings(day)).fields
    shown = items_by_ref([ref])[ref].certifications
    statuses = {one.grade_key: one.status(day) for one in shown}
    not_ended = {key for key, status in statuses.items() if status not in ENDED_STATUSES}
    valid = {key for key, status in statuses.items() if status == CertificationStatus.VALID}
    assert set(fields["grades_open"]) == not_ended
    assert set(fields["grades_valid"]) == valid
    at = day.toordinal()
    assert (fields["open_from"] <= at < fields["open_until"]) == bool(not_ended)
    assert (fields["valid_from"] <= at < fields["valid_until"]) == bool(valid)


@pytest.mark.django_db
@pytest.mark.parametrize("is_void", [False, True])
def test_a_replacement_by_what_is_annulled_ends_nothing(directory, is_void):
    product = make.product("Trà")
    old, new = make.certification(product, "ocop:3"), make.certification(product, "ocop:4")
    make.act(old, ActKind.SUPERSEDE, on=DAY - dt.timedelta(9), replaced_by=new)
    if is_void:
        make.act(new, ActKind.ANNUL, on=DAY - dt.timedelta(1))
    ref = f"p:{product.code}"
    fields = document(load([ref])[ref], load_surroundings(DAY)).fields
    assert fields["grades_valid"] == (("ocop:3",) if is_void else ("ocop:4",))


@pytest.mark.django_db
def test_a_replacement_stated_anew_counts_for_its_own_successor_only(directory):
    product = make.product("Trà")
    old = make.certification(product, "ocop:3")
    first, second = make.certification(product, "ocop:4"), make.certification(product, "ocop:5")
    make.act(old, ActKind.SUPERSEDE, on=DAY - dt.timedelta(9), replaced_by=first)
    make.act(old, ActKind.SUPERSEDE, on=DAY + dt.timedelta(9), replaced_by=second)
    ref = f"p:{product.code}"
    fields = document(load([ref])[ref], load_surroundings(DAY)).fields
    assert "ocop:3" not in fields["grades_open"]


@pytest.mark.django_db
def test_every_field_of_the_table_has_a_source(directory):
    ref = make.item("Trà", maker=make.maker("HTX Thử"))
    made = document(load([ref])[ref], load_surroundings(DAY))
    assert set(made.fields) | {"ref", "version"} == set(KINDS)


@pytest.mark.django_db
def test_no_personal_number_or_contact_reaches_a_document(directory):
    maker = make.maker("Hộ Thử", enterprise_number="0101243150")
    maker.contacts.create(kind="phone", value="0912345678")
    ref = make.item("Trà", maker=maker)
    told = repr(document(load([ref])[ref], load_surroundings(DAY)))
    assert "0912345678" not in told
    assert "0101243150" not in told
