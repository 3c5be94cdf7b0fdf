"""Vietnamese and English: one page in one language, names of the register always Vietnamese."""

import html
import re

import pytest
from django.test import Client

from catalog import addresses
from catalog.name_marking import mark_names
from config import translations
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf
from tests.catalog.test_site import every_page

pytestmark = pytest.mark.django_db
VIETNAMESE = re.compile(r"[À-ỹĐđ]")
MORE = ["/so-lieu/", "/so-lieu/?ngay=31/02/2026&ten-noi=zzz", "/so-lieu/danh-sach/",
        "/so-lieu/theo-tinh/", "/chuong-trinh/", "/chuong-trinh/ocop/", "/chuong-trinh/cnnttb/",
        "/chuong-trinh/craft/", "/chuong-trinh/cddl/", "/nhat-ky/",
        "/ve-du-lieu/", "/theo-doi/"]  # fmt: skip


@pytest.fixture
def english(site: Client) -> Client:
    site.get("/?ngon-ngu=en")
    return site


def pages(shelf: Shelf) -> list[str]:
    maker = f"/co-so/{shelf.valid.product.maker.code}/"
    decision = addresses.decision(shelf.valid.decision)
    return [*every_page(shelf), *MORE, maker, decision]


def texts(response) -> tuple[list[str], list[str]]:  # type: ignore[no-untyped-def]
    """Texts between tags (a span of a name or number is part of it), and texts of attributes."""
    content = response.content.decode()
    content = re.sub(r"<(script|style|svg)\b.*?</\1>", "", content, flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|alt|title|content)="([^"]*)"', content)
    joined = re.sub(r'</?span(?: lang="vi"| class="nowrap")?>', "", content)
    found = (" ".join(html.unescape(text).split()) for text in re.split(r"<[^>]*>", joined))
    return [text for text in found if text], [html.unescape(text) for text in attributes]


def strings() -> dict[str, str]:
    """Every Vietnamese text of the interface that differs from the English one, without values."""
    found = {}
    entries = {
        translations.key_of(entry): entry
        for entry in translations.read_catalogue()
        if not entry.obsolete
    }
    translations._fold_in(entries, translations.pending_files())
    for entry in entries.values():
        text = translations.text_of(entry)
        if "%" not in text and "{" not in text and text != entry.msgid:
            found[text] = entry.msgid
    return found


def test_an_english_page_holds_no_vietnamese_text_of_the_interface(
    english: Client, shelf: Shelf
) -> None:
    vietnamese = strings()
    long = [text for text in vietnamese if len(text) > 30 and VIETNAMESE.search(text)]
    for path in pages(shelf):
        response = english.get(path)
        shown, attributes = texts(response)
        assert response["Content-Language"] == "en", path
        assert '<html lang="en">' in response.content.decode(), path
        named = {item.words for item in response.context["frame"].menu}
        for text in {*shown, *attributes} - named:
            said = text.strip(" .:,;")
            assert said not in vietnamese or not VIETNAMESE.search(said), (path, said)
            assert not any(one in text for one in long), (path, text)


def test_a_vietnamese_page_holds_no_english_text_of_the_interface(
    site: Client, shelf: Shelf
) -> None:
    english = {msgid for msgid in strings().values() if " " in msgid}
    long = [text for text in english if len(text) > 30]
    for path in pages(shelf):
        response = site.get(path)
        shown, attributes = texts(response)
        for text in {*shown, *attributes}:
            assert text.strip(" .:,;") not in english, (path, text)
            assert not any(one in text for one in long), (path, text)


def test_what_is_vietnamese_on_an_english_page_is_marked_so(english: Client, shelf: Shelf) -> None:
    for path in pages(shelf):
        content = english.get(path).content.decode()
        content = re.sub(r"<(title|option|script|svg)\b.*?</\1>", "", content, flags=re.DOTALL)
        rest = re.sub(r'<(span|a) [^>]*lang="vi"[^>]*>.*?</\1>', "", content)
        for text in re.split(r"<[^>]*>", rest):
            assert not VIETNAMESE.search(text), (path, text)


def test_the_choice_stays_and_leads_back_to_the_same_page(site: Client, shelf: Shelf) -> None:
    page = parse(site.get("/so-lieu/?ngay=30/06/2020"))
    (url,) = {url for url, attrs in page.links if attrs.get("hreflang") == "en"}
    response = site.get(f"/so-lieu/{url}")

    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert "30/06/2020" in response.content.decode()
    assert response.cookies["ngon-ngu"].value == "en"
    assert site.get("/danh-muc/").headers["Content-Language"] == "en"
    assert "Cookie" in site.get("/danh-muc/")["Vary"]
    assert site.get("/danh-muc/?ngon-ngu=vi").headers["Content-Language"] == "vi"
    assert site.get("/danh-muc/").headers["Content-Language"] == "vi"


@pytest.mark.parametrize("junk", ["fr", "", "EN", "en\r\nX: 1", "x" * 9000, "../en", "\x00"])
def test_another_language_is_left_alone(site: Client, shelf: Shelf, junk: str) -> None:
    assert site.get("/kiem-tra/", {"ngon-ngu": junk}).status_code == 200
    site.cookies["ngon-ngu"] = junk.replace("\x00", "").replace("\r\n", "")[:100]
    assert site.get("/kiem-tra/")["Content-Language"] == "vi"


@pytest.mark.parametrize("path", ["//example.org/x", "/\\example.org", "///example.org"])
def test_the_switch_never_leads_to_another_site(site: Client, path: str) -> None:
    response = site.get(f"{path}?ngon-ngu=en")

    assert re.match(r"^/(?![/\\])", response.headers.get("Location", "/"))


def test_the_switch_does_not_touch_the_admin(site: Client) -> None:
    assert "ngon-ngu" not in site.get("/admin/login/?ngon-ngu=en").cookies


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<p>Plain English</p>", "<p>Plain English</p>"),
        ("<p>Cà phê, ca cao</p>", '<p><span lang="vi">Cà phê, ca cao</span></p>'),
        (
            "<p>Cao Pù Mát was recognised by Ủy ban nhân dân tỉnh Nghệ An on 05/08/2026.</p>",
            '<p><span lang="vi">Cao Pù Mát</span> was recognised by '
            '<span lang="vi">Ủy ban nhân dân tỉnh Nghệ An</span> on 05/08/2026.</p>',
        ),
        ("<title>Sổ</title><b lang=\"vi\">Sổ</b>", "<title>Sổ</title><b lang=\"vi\">Sổ</b>"),
        ("<a title=\"Sổ\">x</a>", "<a title=\"Sổ\">x</a>"),
    ],
)  # fmt: skip
def test_names_are_found_by_their_letters(text: str, marked: str) -> None:
    assert mark_names(text) == marked


def test_the_admin_is_vietnamese_whatever_the_browser_asks_for(site: Client, shelf: Shelf) -> None:
    answer = site.get("/admin/login/", headers={"accept-language": "en"})
    assert '<html lang="vi"' in answer.content.decode()


def test_the_english_home_page_names_itself_in_english(english: Client, shelf: Shelf) -> None:
    content = english.get("/").content.decode()
    title = re.search(r"<title>(.*?)</title>", content, re.DOTALL)
    described = re.search(r'<meta name="description" content="([^"]*)"', content)

    assert title and title[1].startswith("Certified rural products of Vietnam")
    assert described and not VIETNAMESE.search(described[1])


def test_english_inside_what_is_vietnamese_is_english_again() -> None:
    html = (
        '<article lang="vi"><p>Thôn</p><div lang="en"><div>the Thôn</div><p lang="vi">Xã</p>'
        "</div><div>Ấp</div></article><p>Bản</p>"
    )
    marked = '<span lang="vi">'
    made = mark_names(html)

    assert made.count(marked) == 2
    assert f"<div>the {marked}Thôn</span></div>" in made and f"<p>{marked}Bản</span></p>" in made
    assert mark_names('<svg><title>Ấ</title><g lang="en">Ấ</g></svg>').count(marked) == 0


def test_a_mark_does_not_cut_a_character_reference() -> None:
    assert mark_names("<p>&quot;Thôn nữ&quot;; x</p>").count("&quot;") == 2
    assert mark_names("<p>the Thôn nữ&quot;</p>") == (
        '<p>the <span lang="vi">Thôn nữ&quot;</span></p>'
    )
    assert mark_names("<p>the Thôn nữ;</p>") == '<p>the <span lang="vi">Thôn nữ</span>;</p>'
