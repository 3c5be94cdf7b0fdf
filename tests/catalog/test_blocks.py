"""Every block that editors may choose is named in Vietnamese, explained, and can be looked at."""

import itertools
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail import blocks

from catalog.blocks.codes import RecordCodeField
from catalog.blocks.links import LinkBlock
from catalog.blocks.register import REGISTER_PARTS, SearchVerifyBlock
from catalog.blocks.streams import (
    BodyBlock,
    CollectionItemsBlock,
    GalleryBlock,
    HomeBodyBlock,
    TextStreamBlock,
)
from catalog.models import (
    CollectionPage,
    ExplanationPage,
    HomePage,
    ProductStory,
    StoryPage,
)
from registry.rules.identifiers import code_grouped
from tests.catalog import editors
from tests.catalog.pages import parse
from tests.catalog.pictures import image_made, worker_runs
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
STREAMS = (
    (HomePage, "body"), (StoryPage, "body"), (ExplanationPage, "body"), (CollectionPage, "items"),
    (ProductStory, "body"), (ProductStory, "gallery"),
)  # fmt: skip


def choices() -> Iterator[tuple[str, blocks.Block]]:
    for model, field in STREAMS:
        stream = model._meta.get_field(field).stream_block
        for name, block in stream.child_blocks.items():
            yield f"{model.__name__}.{field}.{name}", block


@pytest.mark.parametrize(("name", "block"), list(choices()), ids=[name for name, _ in choices()])
def test_a_block_has_a_vietnamese_name_a_sign_and_an_explanation(
    name: str, block: blocks.Block
) -> None:
    with translation.override("en"):
        english = str(block.label), str(block.get_description())
    with translation.override("vi"):
        vietnamese = str(block.label), str(block.get_description())

    assert all(vietnamese) and all(a != b for a, b in zip(english, vietnamese, strict=True))
    assert block.meta.icon not in ("placeholder", "")
    assert block.is_previewable


def test_every_block_can_be_previewed_in_the_sites_own_style(
    shelf: Shelf,
    settings,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image_made(description="Ảnh đủ")
    worker_runs()
    editors.story_page("Chuyện xem trước", "xem-truoc")
    client = editors.client_of(editors.editor())
    for name, block in choices():
        response = client.get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )
        content = response.content.decode()
        assert response.status_code == 200, name
        assert "catalog/sovang" in content, name
        found = parse(response)
        has_content = bool(found.text) or bool(found.images)
        assert has_content or name.endswith((".ending", ".chosen_collections")), name
        levels = [level for level, _words in found.headings]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), name


def test_only_the_first_page_may_hold_the_parts_of_the_register() -> None:
    assert set(REGISTER_PARTS) <= set(HomeBodyBlock().child_blocks)
    for other in (BodyBlock, TextStreamBlock, CollectionItemsBlock, GalleryBlock):
        assert not set(REGISTER_PARTS) & set(other().child_blocks)


def test_a_part_of_the_register_stands_once() -> None:
    stream = HomeBodyBlock()
    twice = stream.normalize([("places", {}), ("places", {})])

    with pytest.raises(blocks.StreamBlockValidationError):
        stream.clean(twice)


def test_a_subheading_needs_a_heading_before_it() -> None:
    stream = BodyBlock()
    with pytest.raises(blocks.StreamBlockValidationError) as refused:
        stream.clean(stream.normalize([("paragraph", "<p>Chữ</p>"), ("subheading", "Phụ")]))
    assert 1 in refused.value.block_errors
    stream.clean(stream.normalize([("heading", "Chính"), ("subheading", "Phụ")]))


def test_search_and_verify_need_one_of_their_fields() -> None:
    block = SearchVerifyBlock()
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(block.normalize({"search": False, "verify": False, "example": ""}))


@pytest.mark.parametrize(
    "address",
    ["", "danh-muc/", "//khac.vi.du/", "/\\khac.vi.du", "javascript:alert(1)", "http://a"],
)
def test_a_link_is_a_page_or_an_address_of_ours_or_a_safe_one(address: str) -> None:
    block = LinkBlock()
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(block.normalize({"page": None, "address": address}))


@pytest.mark.parametrize("address", ["/danh-muc/?nhom=che", "https://vi.du/x"])
def test_an_address_of_ours_and_a_safe_one_are_taken(address: str) -> None:
    block = LinkBlock()
    assert block.clean(block.normalize({"page": None, "address": address}))["address"] == address


def test_a_link_to_a_page_that_is_gone_leads_nowhere(site: Client, shelf: Shelf) -> None:
    target = editors.story_page("Đích", "dich")
    card = {"title": "Thẻ", "text": "", "link": {"page": target, "address": ""}}
    body = [("cards", {"heading": "Xem", "cards": [card]})]
    editors.story_page("Nguồn", "nguon", body)
    assert "/chuyen/dich/" in [url for url, _ in parse(site.get("/chuyen/nguon/")).links]
    target.unpublish()

    page = parse(site.get("/chuyen/nguon/"))

    assert "/chuyen/dich/" not in [url for url, _ in page.links]
    assert (3, "Thẻ") in page.headings


def test_a_code_is_taken_in_every_form_that_a_person_has_it(shelf: Shelf) -> None:
    code = shelf.valid.product.code
    field = RecordCodeField("product")
    for typed in (code, code.lower(), code_grouped(code), f"https://vi.du/i/{code}", f"Mã: {code}"):
        assert field.clean(typed) == code
    with pytest.raises(ValidationError):
        RecordCodeField("village").clean(code)
