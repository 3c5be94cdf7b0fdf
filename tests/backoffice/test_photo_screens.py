"""Uploads through the admin itself: every way in, every refusal, and who may photograph what."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from PIL import Image

from catalog import renditions
from catalog.models import CatalogImage, ItemPhoto
from tests import factories
from tests.catalog.pictures import (
    drawn,
    encoded,
    from_camera,
    photo_made,
    png_claiming,
    upload,
    worker_runs,
)
from tests.factories import Desk
from tests.offices import Office, logged_in, record

# Wagtail leaves the temporary file of a preview to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
BAD = [
    (SVG, "a.svg", "SVG"),
    (SVG, "a.png", "SVG"),
    (png_claiming(60_000, 60_000), "bom.png", "megapixel"),
    (b"\xff\xd8\xff" + b"0" * (15 * 1024 * 1024), "lon.jpg", "15 MB"),
    (encoded(drawn(300, 300), "PNG"), "a.jpg", "“.png”"),
]
FULL = {
    "description": "Gói chè trên bàn",
    "rights_holder": "Hợp tác xã Thử",
    "consent_reference": "Thư ngày 05/08/2026",
    "view": "pack_front",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    renditions._swept_at = -renditions._SWEEP_SECONDS


@pytest.fixture
def editor() -> Client:
    user = factories.user()
    user.groups.add(*Group.objects.filter(name__in=("Editors", "Moderators")))
    return logged_in(user)


def address(office: Office, desk: Desk, mark: str) -> tuple[str, object]:
    product = record(desk, office, mark, state="published").certification.product
    assert product is not None
    return f"/admin/photos/product/{product.pk}/", product


def clean(image: CatalogImage) -> bool:
    with image.file.open() as file:
        return not Image.open(io.BytesIO(file.read())).getexif()


def test_a_multiple_upload_of_the_library_comes_in_clean(editor: Client) -> None:
    answer = editor.post(
        "/admin/images/multiple/add/",
        {"title": "a", "files[]": upload(from_camera(600, 400, 6))},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()

    image = CatalogImage.objects.get()
    assert answer["success"] and (image.width, image.height) == (400, 600)
    assert clean(image)
    assert "ảnh chưa được hiển thị công khai" in answer["form"]


@pytest.mark.parametrize(("content", "name", "said"), BAD)
def test_no_upload_of_the_library_takes_a_bad_file(
    editor: Client, content: bytes, name: str, said: str
) -> None:
    answer = editor.post(
        "/admin/images/multiple/add/",
        {"title": "a", "files[]": upload(content, name)},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert not answer["success"] and said in answer["error_message"]
    assert answer["error_message"].startswith(f"Tệp ảnh “{name}”")

    chosen = editor.post(
        "/admin/images/chooser/create/",
        {
            "image-chooser-upload-title": "a",
            "image-chooser-upload-collection": "1",
            "image-chooser-upload-file": upload(content, name),
        },
    )
    assert said in chosen.json()["htmlFragment"]
    assert not CatalogImage.objects.exists()


def test_another_file_for_an_image_passes_the_same_door(editor: Client) -> None:
    image = photo_made(factories.Desk().product("Chè thử")).image
    values = {"title": "a", "collection": "1", "tags": "", **FULL}

    refused = editor.post(f"/admin/images/{image.pk}/", {**values, "file": upload(SVG, "a.png")})
    assert "SVG" in refused.content.decode()
    editor.post(f"/admin/images/{image.pk}/", {**values, "file": upload(from_camera(700, 700))})

    image = CatalogImage.objects.get()
    assert image.width == 700 and clean(image)


def test_an_office_adds_shows_orders_and_removes(desk: Desk, lam_dong: Office) -> None:
    url, product = address(lam_dong, desk, "AA")
    client = lam_dong.client("clerk")
    assert url in client.get(f"/admin/desk/products/{product.pk}/").content.decode()

    files = [upload(from_camera(600, 400), "1.jpg"), upload(encoded(drawn(500, 500)), "2.jpg")]
    answer = client.post(url, {"files": files, "view": "item"}, follow=True)

    first, second = ItemPhoto.objects.order_by("position")
    text = answer.content.decode()
    assert (
        "Chưa hiển thị công khai. Còn thiếu: văn bản thay thế, người giữ quyền, "
        "văn bản đồng ý cho hiển thị." in text
    )
    assert clean(first.image)
    client.post(f"/admin/photos/{second.pk}/first/")
    client.post(f"/admin/photos/{second.pk}/edit/", FULL)
    worker_runs()

    second.refresh_from_db()
    assert second.position == 0 and second.view == "pack_front"
    assert (
        second.image.rendered_at and "Đang hiển thị công khai" in client.get(url).content.decode()
    )
    client.post(f"/admin/photos/{first.pk}/remove/")
    assert CatalogImage.objects.get() == second.image


@pytest.mark.parametrize(("content", "name", "said"), BAD)
def test_the_desk_says_what_it_does_not_take(
    desk: Desk,
    lam_dong: Office,
    content: bytes,
    name: str,
    said: str,
) -> None:
    url, _product = address(lam_dong, desk, "AA")
    answer = lam_dong.client("clerk").post(
        url, {"files": [upload(content, name)], "view": "item", **FULL}
    )

    assert answer.status_code == 422 and said in answer.content.decode()
    assert not CatalogImage.objects.exists()


def test_another_province_a_reader_and_a_stranger_reach_nothing(
    desk: Desk,
    lam_dong: Office,
    thanh_hoa: Office,
) -> None:
    url, product = address(lam_dong, desk, "AA")
    photo = photo_made(product)  # type: ignore[arg-type]
    addresses = [url, *(f"/admin/photos/{photo.pk}/{act}/" for act in ("edit", "first", "remove"))]

    for client in (thanh_hoa.client("clerk"), lam_dong.client("auditor")):
        for one in addresses:
            assert (
                client.post(one, {**FULL, "files": upload(encoded(drawn(300, 300)))}).status_code
                == 404
            )
    assert Client().post(url).status_code == 302
    photo.refresh_from_db()
    assert photo.view == "item" and ItemPhoto.objects.count() == 1


def test_an_editor_may_photograph_every_record(
    editor: Client, desk: Desk, lam_dong: Office
) -> None:
    url, _product = address(lam_dong, desk, "AA")

    assert (
        editor.post(url, {"files": [upload(encoded(drawn(300, 300)))], **FULL}).status_code == 302
    )
    assert ItemPhoto.objects.get().image.lacking() == ()


@pytest.mark.parametrize("path", ["product/0/", "nothing/1/", "product/" + "9" * 40 + "/"])
def test_an_address_of_nothing_is_not_found(editor: Client, path: str) -> None:
    assert editor.get(f"/admin/photos/{path}").status_code == 404
