"""Renditions: made by the worker after an upload, in three formats, and never by a page."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image
from wagtail.images.models import Filter

from catalog import renditions
from catalog.models import CatalogImage, RenditionTask
from catalog.renditions import SPECS
from search import background
from tests.catalog.pictures import drawn, encoded, from_camera, image_made, upload, worker_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    renditions._swept_at = -renditions._SWEEP_SECONDS
    return Path(settings.MEDIA_ROOT)


def stored(path: str) -> Image.Image:
    with default_storage.open(path) as file:
        return Image.open(io.BytesIO(file.read()))


def test_an_upload_leaves_a_task_and_the_worker_makes_every_format() -> None:
    image = image_made(from_camera(1800, 1200, 6))
    assert RenditionTask.objects.filter(image=image).count() == 1
    assert not image.renditions.exists()

    worker_runs()

    image.refresh_from_db()
    assert not RenditionTask.objects.exists()
    assert image.rendered_at is not None
    assert set(image.rendered["crops"]) == {"avif", "webp", "jpeg"}
    for form, rows in image.rendered["crops"].items():
        assert [(w, h) for _path, w, h in rows] == [(320, 240), (640, 480), (960, 720)]
        for path, width, height in rows:
            picture = stored(path)
            assert (picture.format, picture.size) == (form.upper(), (width, height))
            assert not picture.getexif() and "exif" not in picture.info
    path, width, height = image.rendered["zoom"]
    assert (width, height) == (1066, 1600) and stored(path).size == (width, height)


def test_one_turn_makes_one_file_so_that_search_waits_for_none() -> None:
    image = image_made()

    for made in range(1, len(SPECS) + 1):
        assert background.turn()
        assert image.renditions.count() == made


def test_a_small_original_is_not_blown_up() -> None:
    image = image_made(encoded(drawn(500, 375)))

    worker_runs()

    image.refresh_from_db()
    assert [w for _p, w, _h in image.rendered["crops"]["jpeg"]] == [320, 500]


def test_the_cut_follows_the_focal_point() -> None:
    picture = drawn(2000, 500)
    image = image_made(encoded(picture))
    image.focal_point_x, image.focal_point_y = 100, 100
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    worker_runs()
    image.refresh_from_db()
    left = stored(image.rendered["crops"]["jpeg"][0][0]).getpixel((20, 20))
    image.focal_point_x = 1900
    image.save()
    worker_runs()
    image.refresh_from_db()
    right = stored(image.rendered["crops"]["jpeg"][0][0]).getpixel((20, 20))

    assert left[0] > 150 and right[0] < 90
    assert image.renditions.filter(filter_spec__in=SPECS).count() == len(SPECS)


def test_no_address_can_be_told_from_another() -> None:
    image = image_made()
    worker_runs()
    image.refresh_from_db()
    original = Path(image.file.name).stem

    assert len(original) == 20
    for rows in image.rendered["crops"].values():
        assert all(original not in path for path, _w, _h in rows)


def test_a_withdrawn_consent_takes_the_public_files_away(
    django_capture_on_commit_callbacks, media: Path
) -> None:
    image = image_made()
    worker_runs()
    image = CatalogImage.objects.get()
    files = [media / path for path in image.renditions.values_list("file", flat=True)]
    assert files and all(path.exists() for path in files)

    image.consent_reference = " "
    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    image.refresh_from_db()
    assert image.rendered == {} and image.rendered_at is None
    assert not any(path.exists() for path in files)
    renditions._swept_at = -renditions._SWEEP_SECONDS
    assert worker_runs() == 0

    image.consent_reference = "Thư ngày 01/09/2026"
    image.save()
    worker_runs()
    image.refresh_from_db()
    assert image.rendered_at is not None


def test_a_consent_withdrawn_while_files_are_made_leaves_none() -> None:
    image = image_made()
    background.turn()
    taken = CatalogImage.objects.get()
    task = RenditionTask.objects.select_related("image").get()
    taken.consent_reference = ""
    taken.save()

    renditions._advance(task)

    assert not image.renditions.exists()
    assert worker_runs() == 0


def test_another_file_takes_the_place_of_the_first() -> None:
    image = image_made()
    worker_runs()
    image = CatalogImage.objects.get()
    image.file = upload(encoded(drawn(700, 700)))
    image.save()
    assert CatalogImage.objects.get().rendered == {}
    worker_runs()

    image = CatalogImage.objects.get()
    assert image.rendered["zoom"][1:] == [700, 700]


def test_a_deleted_file_is_shown_no_more_and_made_again() -> None:
    image = image_made()
    worker_runs()
    CatalogImage.objects.get().renditions.first().delete()
    assert CatalogImage.objects.get().rendered == {}

    renditions._swept_at = -renditions._SWEEP_SECONDS
    worker_runs()

    image.refresh_from_db()
    assert image.rendered_at is not None and image.renditions.count() == len(SPECS)


def test_an_image_that_fails_waits_longer_each_time_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = image_made(), image_made()
    real = CatalogImage.generate_rendition_file

    def generate(self: CatalogImage, wanted: Filter, **kwargs: object) -> object:
        if self.pk == bad.pk:
            raise OSError("no room")
        return real(self, wanted, **kwargs)

    monkeypatch.setattr(CatalogImage, "generate_rendition_file", generate)
    worker_runs()

    task = RenditionTask.objects.get()
    assert (task.image_id, task.attempts, task.last_error) == (bad.pk, 1, "no room")
    good.refresh_from_db()
    assert good.rendered_at is not None


def test_deleting_an_image_leaves_nothing_behind() -> None:
    image = image_made()
    worker_runs()
    CatalogImage.objects.get(pk=image.pk).delete()

    assert not RenditionTask.objects.exists()


def test_the_worker_of_the_site_does_it(shelf) -> None:  # type: ignore[no-untyped-def]
    image = image_made()

    call_command("search_work", "--once", verbosity=0)

    image.refresh_from_db()
    assert image.rendered_at is not None


def test_an_idle_turn_asks_one_question(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    worker_runs()

    with django_assert_num_queries(1):
        assert not background.turn()
