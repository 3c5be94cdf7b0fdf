"""What editors put above the results of a text: shown as chosen, and counted nowhere."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from catalog import addresses
from catalog.models import ChosenEntry, EditorsChoice, ExplanationPage
from registry.models.choices import EntryState
from tests.catalog.pages import parse
from tests.catalog.shelf import TODAY, Shelf
from tests.catalog.site_editors import editor
from tests.offices import logged_in

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_catalog_editorschoice:add"
HEADING = "Được biên tập chọn"


def entry(item: str = "", page: str = "", reason: str = "Đặc sản của mùa này") -> dict[str, str]:
    return {"item": item, "page": page, "reason": reason, "reason_en": "In season"}


def form(text: str, *entries: dict[str, str], **changed: str) -> dict[str, str]:
    data = {
        "text": text,
        "first_day": "",
        "last_day": "",
        "entries": inline_formset(entries),
        **changed,
    }
    return nested_form_data(data)


def choose(text: str, *entries: dict[str, str], **changed: str) -> None:
    response = editor().post(reverse(ADD), form(text, *entries, **changed))
    assert response.status_code == 302, response.content.decode()


def refused(text: str, *entries: dict[str, str], **changed: str) -> str:
    response = editor().post(reverse(ADD), form(text, *entries, **changed))
    assert response.status_code == 200
    assert not EditorsChoice.objects.exists()

    return response.content.decode()


def chosen(site: Client, query: str) -> list[str]:
    response = site.get(f"/danh-muc/?{query}")
    assert response.status_code == 200
    return [(one.card or one.link).url for one in response.context["chosen"]]  # type: ignore[union-attr]


def test_a_choice_stands_above_the_list_with_its_reason_and_its_computed_state(
    site: Client, shelf: Shelf
) -> None:
    expired = shelf.expired.product
    choose("Chè Ô Long", entry(expired.code))
    url = addresses.product(expired.code)
    page = parse(site.get("/danh-muc/?q=che+o+long"))

    assert chosen(site, "q=che+o+long") == [url]
    assert HEADING in [words for level, words in page.headings if level == 2]
    assert "Đặc sản của mùa này" in page.text
    text = page.text[page.text.index(HEADING) :]
    assert "Đã hết hạn" in text


@pytest.mark.parametrize("typed", ["chè ô long", "CHE O LONG", "  che  olong ", "Chè Ô-Long"])
def test_marks_case_and_spaces_make_no_difference(site: Client, shelf: Shelf, typed: str) -> None:
    choose("Chè ô long", entry(shelf.valid.product.code))

    response = site.get("/danh-muc/", {"q": typed})
    assert len(response.context["chosen"]) == 1


def test_it_counts_nowhere(site: Client, shelf: Shelf) -> None:
    before = site.get("/danh-muc/?q=che").context["page"]
    api = site.get("/api/v1/search?q=che").json()
    file = site.get("/danh-muc/tai-ve.csv?q=che").getvalue()
    choose("che", entry(shelf.nation.product.code), entry(shelf.village.craft_village.code))
    after = site.get("/danh-muc/?q=che").context["page"]

    assert len(chosen(site, "q=che")) == 2
    assert (after.heading, after.cards, after.facets) == (
        before.heading,
        before.cards,
        before.facets,
    )
    again = site.get("/api/v1/search?q=che").json()
    assert again["total"] == api["total"]
    assert [row["code"] for row in again["results"]] == [row["code"] for row in api["results"]]
    assert site.get("/danh-muc/tai-ve.csv?q=che").getvalue() == file


def test_filters_and_further_pages_show_none(site: Client, shelf: Shelf) -> None:
    choose("che", entry(shelf.valid.product.code))

    assert chosen(site, "q=che")
    for query in ("q=che&tinh=f25-68", "q=che&hieu-luc=tat-ca", "q=che&trang=2", "q=chen", ""):
        assert not chosen(site, query), query


def test_only_on_its_days(site: Client, shelf: Shelf) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    choose("mai", entry(shelf.valid.product.code), first_day=f"{tomorrow:%d/%m/%Y}")
    choose("nay", entry(shelf.valid.product.code), last_day=f"{TODAY:%d/%m/%Y}")
    yesterday = TODAY - dt.timedelta(days=1)
    choose("qua", entry(shelf.valid.product.code), last_day=f"{yesterday:%d/%m/%Y}")

    assert [bool(chosen(site, f"q={text}")) for text in ("mai", "nay", "qua")] == [
        False, True, False,
    ]  # fmt: skip


def test_what_is_no_longer_public_falls_out(site: Client, shelf: Shelf) -> None:
    about = ExplanationPage.objects.get(slug="ve-so")
    choose("che", entry(shelf.valid.product.code), entry(page=str(about.pk)))
    assert chosen(site, "q=che")[1] == "/ve-so/"

    shelf.valid.product.certifications.update(
        entry_state=EntryState.DRAFT, published_at=None, published_by=None
    )
    about.unpublish()

    assert chosen(site, "q=che") == []
    assert HEADING not in site.get("/danh-muc/?q=che").content.decode()


def test_an_english_page_speaks_english(site: Client, shelf: Shelf) -> None:
    choose("che", entry(shelf.valid.product.code))
    site.cookies["ngon-ngu"] = "en"
    content = site.get("/danh-muc/?q=che").content.decode()

    assert "Chosen by the editors" in content
    assert "In season" in content


def test_wrong_input_is_told_at_its_field_and_nothing_is_kept(shelf: Shelf) -> None:
    code = shelf.valid.product.code
    assert "Không có sản phẩm hay làng nghề công khai nào có mã" in refused(
        "che", entry("4K7M92QD7")
    )
    both = refused("che", entry(code, str(ExplanationPage.objects.get(slug="ve-so").pk)))
    assert "Chọn hoặc một sản phẩm hay làng nghề" in both
    assert "ít nhất một chữ cái hoặc chữ số" in refused("!?", entry(code))
    wrong = refused("che", entry(code), first_day="02/12/2026", last_day="01/12/2026")
    assert "Ngày cuối sớm hơn ngày đầu." in wrong
    assert refused("che")
    assert not ChosenEntry.objects.exists()


def test_one_text_has_one_choice(shelf: Shelf) -> None:
    choose("Chè", entry(shelf.valid.product.code))
    response = editor().post(reverse(ADD), form("CHE", entry(shelf.valid.product.code)))

    assert "Đã có một lựa chọn cho chữ này: “Chè”" in response.content.decode()
    assert EditorsChoice.objects.count() == 1


def test_an_address_is_taken_as_its_code(shelf: Shelf) -> None:
    village = shelf.village.craft_village
    choose("lang", entry(f"https://vi-du.gov.vn/v/{village.code.lower()}"))

    assert ChosenEntry.objects.get().item == village.code
    assert ChosenEntry.objects.get().ref == f"v:{village.code}"


def test_the_preview_shows_what_readers_would_see_before_anything_is_kept(shelf: Shelf) -> None:
    client = editor("Editors")
    url = reverse("wagtailsnippets_catalog_editorschoice:preview_on_add")
    sent = client.post(url, form("che", entry(shelf.valid.product.code)))

    assert sent.json() == {"is_valid": True, "is_available": True}
    shown = client.get(f"{url}?mode=").content.decode()
    assert shelf.valid.product.name in shown
    assert "Đặc sản của mùa này" in shown
    assert not EditorsChoice.objects.exists()


def test_it_is_the_editors_and_stands_in_the_log(shelf: Shelf) -> None:
    index = reverse("wagtailsnippets_catalog_editorschoice:list")
    assert editor("Editors").get(index).status_code == 200
    assert logged_in(shelf.desk.clerk).get(index).status_code == 302

    choose("che", entry(shelf.valid.product.code))

    assert ModelLogEntry.objects.filter(
        action="wagtail.create", content_type__model="editorschoice"
    ).exists()


def test_a_choice_costs_no_further_query(site: Client, shelf: Shelf) -> None:
    def cost() -> int:
        site.get("/danh-muc/?q=che")
        with CaptureQueriesContext(connection) as captured:
            site.get("/danh-muc/?q=che")
        return len(captured)

    before = cost()
    choose("che", entry(shelf.valid.product.code), entry(shelf.nation.product.code))

    assert cost() == before
