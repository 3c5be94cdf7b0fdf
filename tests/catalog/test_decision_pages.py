"""The page of a decision: its one address, the list as a file, what changed since, the paper."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from catalog import addresses
from registry.models import Decision
from registry.models.choices import DecisionKind
from registry.models.corrections import CorrectedKind
from registry.services.corrections import correction_approve, correction_enter
from registry.services.decisions import decision_enter, decision_file_attach
from registry.services.file_release import decision_file_release
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import Shelf
from tests.papers import pdf

pytestmark = pytest.mark.django_db


def decision_of(shelf: Shelf) -> Decision:
    """As the database has it: tests correct it."""
    return Decision.objects.select_related("issuer").get(pk=shelf.valid.decision.pk)


def test_the_address_is_issuer_day_and_number_without_a_key(site: Client, shelf: Shelf) -> None:
    decision = decision_of(shelf)
    url = addresses.decision(decision)

    assert url == f"/quyet-dinh/{decision.issuer.key}/2026-08-05/3981-qd-ubnd/"
    response = site.get(url)
    assert response.status_code == 200
    assert f'<link rel="canonical" href="http://testserver{url}">' in response.content.decode()


@pytest.mark.parametrize("tail", ["/", "-3981-qd-ubnd/", "-gi-cung-duoc/"])
def test_addresses_of_before_lead_on(site: Client, shelf: Shelf, tail: str) -> None:
    moved = site.get(f"/quyet-dinh/{decision_of(shelf).pk}{tail}?trang=1")

    assert moved.status_code == 301
    assert moved["Location"] == f"{addresses.decision(decision_of(shelf))}?trang=1"


def test_a_corrected_number_and_day_move_the_page_and_the_old_address_leads_on(
    site: Client, shelf: Shelf
) -> None:
    decision, desk = decision_of(shelf), shelf.desk
    first = addresses.decision(decision)
    for values in ({"number": "3982/QĐ-UBND"}, {"signed_on": dt.date(2026, 8, 4)}):
        entered = correction_enter(
            actor=desk.clerk,
            kind=CorrectedKind.DECISION,
            key=decision.pk,
            values=values,
            reason="gõ nhầm",
        )
        assert entered.pending is not None
        correction_approve(
            actor=desk.approver, pending_id=entered.pending.pk, warnings_reason="đã đối chiếu"
        )
    decision.refresh_from_db()
    now = addresses.decision(decision)
    middle = first.replace("3981", "3982")

    assert now.endswith("/2026-08-04/3982-qd-ubnd/")
    for before in (first, middle):
        moved = site.get(before)
        assert moved.status_code == 301 and moved["Location"] == now, before
    assert "trước là “3981/QĐ-UBND”, nay là “3982/QĐ-UBND”" in parse(site.get(now)).text


def test_a_day_that_is_not_known_stands_in_the_address(site: Client, shelf: Shelf) -> None:
    desk = shelf.desk
    decision = decision_enter(
        actor=desk.clerk, issuer=desk.province, number="77/QĐ-UBND", kind=DecisionKind.RECOGNISE,
        signed_on=None,
    )  # fmt: skip
    desk.published(decision=decision)
    url = addresses.decision(decision)

    assert f"/{addresses.NO_DAY}/" in url
    assert site.get(url).status_code == 200


def test_two_numbers_that_differ_in_signs_alone_have_a_page_each(
    site: Client, shelf: Shelf
) -> None:
    desk, day = shelf.desk, dt.date(2026, 8, 3)
    pair = [desk.decision(number, signed_on=day) for number in ("1-2/QĐ", "1/2-QĐ")]
    for decision in pair:
        desk.published(decision=decision, issued_on=day)

    assert pair[0].pk != pair[1].pk
    assert site.get(addresses.decision(pair[0])).status_code == 200
    other = site.get(addresses.decision_by_key(pair[1].pk))
    assert other.status_code == 200
    assert "1/2-QĐ" in parse(other).headings[0][1]
    # Its list and its paper hang on the address that it has.
    (listed,) = [url for url, _attrs in parse(other).links if url.endswith(".csv")]
    assert site.get(listed).status_code == 200
    upload = SimpleUploadedFile("a.pdf", pdf())
    decision_file_attach(actor=desk.clerk, decision_id=pair[1].pk, upload=upload)
    decision_file_release(actor=desk.approver, decision_id=pair[1].pk, is_read=True)
    page = parse(site.get(addresses.decision_by_key(pair[1].pk)))
    (paper,) = [url for url, _attrs in page.links if url.endswith(".pdf")]
    assert site.get(paper).content == pdf()


@pytest.mark.parametrize(
    "path",
    ["khong-co/2026-08-05/1-qd/", "x/2026-13-05/1-qd/", "x/0000/1/", "x/2026-8-5/1/", "x/y/z/"],
)
def test_an_address_of_no_decision_is_a_404(site: Client, shelf: Shelf, path: str) -> None:
    assert site.get(f"/quyet-dinh/{path}").status_code == 404


def test_the_list_is_a_file_that_no_spreadsheet_runs(site: Client, shelf: Shelf) -> None:
    decision = decision_of(shelf)
    formula = shelf.desk.published(decision=decision, product_name_printed="=1+1 chè")
    response = site.get(f"{addresses.decision(decision)}danh-sach.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert response["Content-Type"].startswith("text/csv")
    assert {row[1] for row in rows[1:]} == {shelf.valid.code, formula.code}
    assert "'=1+1 chè" in {row[2] for row in rows}


def test_acts_on_its_titles_are_told_with_their_decision(site: Client, shelf: Shelf) -> None:
    desk = shelf.desk
    made = desk.decision("100/QĐ-UBND", signed_on=dt.date(2025, 1, 10))
    gone = [
        desk.published(decision=made, issued_on=dt.date(2025, 1, 10), stars=4) for _row in range(2)
    ]
    taking = desk.decision("200/QĐ-UBND", kind=DecisionKind.WITHDRAW, signed_on=dt.date(2026, 2, 1))
    for title in gone:
        desk.act(title, "withdraw", dt.date(2026, 2, 1), decision=taking, ground="ngừng sản xuất")
    page = parse(site.get(addresses.decision(made)))

    assert "Thu hồi 2 danh hiệu." in page.text
    assert addresses.decision(taking) in [url for url, _attrs in page.links]
    quiet = parse(site.get(addresses.decision(decision_of(shelf)))).text
    assert "Sổ chưa ghi thay đổi nào với các danh hiệu này" in quiet


def test_the_paper_is_told_by_its_checksum_and_not_handed_out(site: Client, shelf: Shelf) -> None:
    decision = decision_of(shelf)
    assert (
        "Sổ không lưu tệp của quyết định này." in parse(site.get(addresses.decision(decision))).text
    )
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    decision_file_attach(
        actor=shelf.desk.clerk,
        decision_id=decision.pk,
        upload=SimpleUploadedFile("quyet-dinh.pdf", out.getvalue()),
    )
    decision.refresh_from_db()
    page = parse(site.get(addresses.decision(decision)))

    assert decision.file_sha256 in page.text and "PDF" in page.text
    assert not any("desk" in url or url.endswith(".pdf") for url, _attrs in page.links)


def test_queries_of_a_decision_do_not_grow_with_its_list(site: Client, shelf: Shelf) -> None:
    path = addresses.decision(decision_of(shelf))
    before = queries(site, [path])
    for _row in range(6):
        shelf.desk.published(decision=decision_of(shelf))
    after = queries(site, [path])

    assert after[path] <= before[path] <= 17
