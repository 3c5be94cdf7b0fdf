"""The door for pictures: what comes in clean, what is refused undecoded, and the words."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageFile

from catalog.image_headers import header_of
from catalog.image_intake import LONGEST_SIDE, MOST_BYTES, taken_in
from catalog.models import CatalogImage
from tests.catalog.pictures import drawn, encoded, from_camera, image_made, png_claiming, upload


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as raised:
        taken_in(upload(content, name))
    return "".join(raised.value.messages)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_comes_in(form: str) -> None:
    ending = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[form]

    clean = taken_in(upload(encoded(drawn(640, 480), form), f"Ảnh đẹp.{ending}"))

    assert clean.name == f"Ảnh đẹp.{ending}"
    assert opened(clean.read()).format == form


def test_nothing_of_the_camera_is_kept() -> None:
    content = from_camera(640, 480)
    assert b"GPS" in content or opened(content).getexif().get_ifd(0x8825)

    clean = taken_in(upload(content)).read()

    picture = opened(clean)
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)
    for secret in (b"bi mat", b"secret comment", "bí mật".encode(), b"Exif"):
        assert secret not in clean


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_nothing_of_the_camera_is_kept_in_other_kinds(form: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    content = encoded(drawn(640, 480), form, exif=exif, xmp=b"<x:xmpmeta>bi mat</x:xmpmeta>")

    clean = taken_in(upload(content, f"a.{form.lower()}")).read()

    assert not opened(clean).getexif()
    assert b"bi mat" not in clean and b"EXIF" not in clean and b"eXIf" not in clean


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_the_camera_held(orientation: int) -> None:
    clean = opened(taken_in(upload(from_camera(600, 400, orientation))).read())

    assert clean.size == ((600, 400) if orientation <= 4 else (400, 600))
    corners = {
        "top left": (20, 20),
        "top right": (clean.width - 20, 20),
        "bottom right": (clean.width - 20, clean.height - 20),
        "bottom left": (20, clean.height - 20),
    }
    red = [name for name, at in corners.items() if clean.getpixel(at)[0] > 150]
    expected = {
        1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left",
        5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left",
    }  # fmt: skip
    assert red == [expected[orientation]]


def test_print_colours_become_screen_colours() -> None:
    clean = opened(taken_in(upload(encoded(drawn(400, 300, "CMYK")))).read())

    red, green, _blue = clean.getpixel((30, 30))
    assert clean.mode == "RGB" and red > 150 and green < 90


def test_a_wide_colour_space_is_turned_into_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clean = opened(taken_in(upload(encoded(drawn(400, 300), icc_profile=profile))).read())

    assert "icc_profile" not in clean.info
    assert clean.getpixel((30, 30))[0] > 190


@pytest.mark.parametrize("mode", ["P", "L", "LA", "1", "I;16", "RGBA"])
def test_every_mode_of_a_png_comes_in(mode: str) -> None:
    picture = Image.new("I;16", (300, 300), 40_000) if mode == "I;16" else drawn(300, 300, mode)

    clean = opened(taken_in(upload(encoded(picture, "PNG"), "a.png")).read())

    assert clean.mode in ("L", "RGB", "RGBA") and clean.size == (300, 300)
    if mode == "I;16":
        assert 150 <= clean.getpixel((5, 5)) <= 160


def test_what_is_larger_than_any_screen_is_kept_smaller() -> None:
    clean = opened(taken_in(upload(encoded(drawn(6000, 3000)))).read())

    assert clean.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    ("width", "height"), [(50_000, 50_000), (7_072, 7_071), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_before_anything_is_decoded(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decoded(*args: object, **kwargs: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(Image, "open", decoded)
    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)

    message = refusal(png_claiming(width, height), "anh.png")

    assert "megapixel" in message and "Tệp ảnh “anh.png”" in message


def test_fifty_megapixels_are_the_most() -> None:
    assert header_of(png_claiming(10_000, 5_000)).width == 10_000
    assert "megapixel" not in refusal(png_claiming(10_000, 5_000), "anh.png")
    assert "megapixel" in refusal(png_claiming(10_000, 5_001), "anh.png")


class Unread(io.BytesIO):
    def read(self, *args: object) -> bytes:
        raise AssertionError("it was read")


def test_a_file_too_large_is_not_even_read() -> None:
    file = upload(b"\xff\xd8\xff" + b"0" * MOST_BYTES, "lon.jpg")
    file.file = Unread()

    with pytest.raises(ValidationError) as raised:
        taken_in(file)

    assert raised.value.messages == [
        "Tệp ảnh “lon.jpg”: dung lượng 15,0 MB, vượt mức tối đa 15 MB. "
        "Hãy lưu lại với kích thước nhỏ hơn."
    ]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [SVG, b"<?xml version='1.0'?>" + SVG, b"\xef\xbb\xbf \n" + SVG, SVG.decode().encode("utf-16")],
)
@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.jpg"])
def test_svg_is_refused_under_every_name(
    content: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *a, **k: pytest.fail("it was decoded"))

    assert "SVG" in refusal(content, name)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (encoded(drawn(300, 300), "PNG"), "a.jpg", "“.png”"),
        (encoded(drawn(300, 300)), "a.png", "“.jpg”"),
        (encoded(drawn(300, 300)), "a.jpg.exe", "“.jpg”"),
        (encoded(drawn(300, 300)), "a", "“.jpg”"),
        (encoded(drawn(300, 300), "GIF"), "a.gif", "JPEG, PNG hoặc WebP"),
        (encoded(drawn(300, 300), "BMP"), "a.bmp", "JPEG, PNG hoặc WebP"),
        (encoded(drawn(300, 300), "TIFF"), "a.tif", "JPEG, PNG hoặc WebP"),
        (encoded(drawn(300, 300), "AVIF"), "a.avif", "JPEG, PNG hoặc WebP"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "a.heic", "Tương thích nhất"),
        (b"%PDF-1.7 ...", "a.jpg", "JPEG, PNG hoặc WebP"),
        (b"MZ\x90\x00", "a.jpg", "JPEG, PNG hoặc WebP"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "hỏng"),
        (encoded(drawn(900, 900))[:-2000], "a.jpg", "hỏng"),
        (encoded(drawn(900, 900), "PNG")[:600], "a.png", "hỏng"),
        (encoded(drawn(900, 900), "WEBP")[:300], "a.webp", "hỏng"),
        (encoded(drawn(150, 900)), "a.jpg", "200"),
    ],
)
def test_a_refusal_names_the_file_and_the_remedy(content: bytes, name: str, said: str) -> None:
    message = refusal(content, name)

    assert message.startswith(f"Tệp ảnh “{name}”: ")
    assert said in message


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_an_animation_is_refused(form: str) -> None:
    frames = [drawn(300, 300), drawn(300, 300).rotate(90)]
    content = encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)

    assert "ảnh động" in refusal(content, f"a.{form.lower()}")


@pytest.mark.django_db
def test_a_row_made_by_code_passes_the_same_door(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = image_made(from_camera(600, 400, 6))

    with image.file.open() as file:
        stored = file.read()
    assert (image.width, image.height) == (400, 600)
    assert not opened(stored).getexif()
    assert image.file_size == len(stored) and image.file_hash
    assert "anh" not in image.file.name

    with pytest.raises(ValidationError, match="SVG"):
        CatalogImage.objects.create(title="a", file=upload(SVG, "a.svg"))
