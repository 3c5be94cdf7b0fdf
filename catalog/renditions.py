"""The files that public pages show of an image, made by the worker, never in a request.

Each image gets three widths, cut to four by three around its focal point, as AVIF, WebP and
JPEG, and one large JPEG of the whole picture. The worker makes one file at a turn, so that
search waits for no picture. When all stand, their paths and sizes go into the image's row
in one piece (`CatalogImage.rendered`): a page needs no query for them. Knows no page.
"""

import datetime as dt
import logging
import time
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.images.models import Filter

from catalog.models import CatalogImage, CatalogRendition, RenditionTask
from catalog.models.images import complete_images

logger = logging.getLogger(__name__)

FORMATS = ("avif", "webp", "jpeg")
CROPS = ((320, 240), (640, 480), (960, 720))
_QUALITY = {"avif": "avifquality-55", "webp": "webpquality-76", "jpeg": "jpegquality-78"}
ZOOM = "max-1600x1600|format-jpeg|jpegquality-82"
_FIRST_DELAY = dt.timedelta(seconds=5)
_LONGEST_DELAY = dt.timedelta(hours=1)
_SWEEP_SECONDS = 60.0
_swept_at = -_SWEEP_SECONDS


def crop_spec(width: int, height: int, form: str) -> str:
    return f"fill-{width}x{height}|format-{form}|{_QUALITY[form]}"


SPECS = (*(crop_spec(w, h, form) for form in FORMATS for w, h in CROPS), ZOOM)


def work() -> bool:
    """One turn of the worker: one file, or the end of one task; whether there is more to do."""
    task = (
        RenditionTask.objects.filter(due_at__lte=timezone.now())
        .select_related("image")
        .order_by("due_at", "pk")
        .first()
    )
    if task is None:
        return _sweep()
    try:
        _advance(task)
    except Exception as error:  # a picture can fail in the library's many ways; others go on
        logger.warning("Renditions of image %s failed: %s", task.image_id, error)
        _postpone(task, error)
    return True


def _advance(task: RenditionTask) -> None:
    image = task.image
    # Prefetched rows, so that no cache of another process says that a deleted file stands.
    image.prefetched_renditions = list(image.renditions.all())
    missing = _missing(image)
    if missing:
        made = _made(image, missing)
        if not RenditionTask.objects.filter(pk=task.pk).exists():
            # The consent was withdrawn meanwhile, and every public file with it.
            made.delete()
        return
    _finish(image)


def _made(image: CatalogImage, wanted: Filter) -> CatalogRendition:
    with image.generate_rendition_file(wanted) as file:
        made: CatalogRendition
        made, _is_new = image.renditions.get_or_create(
            filter_spec=wanted.spec,
            focal_point_key=wanted.get_cache_key(image),
            defaults={"file": file},
        )
    return made


def _missing(image: CatalogImage) -> Filter | None:
    filters = [Filter(spec) for spec in SPECS]
    found = image.find_existing_renditions(*filters)
    return next((wanted for wanted in filters if wanted not in found), None)


def _finish(image: CatalogImage) -> None:
    """Writes what stands for the file and focal point that were rendered, or nothing.

    Whoever changes the image meanwhile leaves a newer task, which does it again.
    """
    filters = {spec: Filter(spec) for spec in SPECS}
    found = {row.spec: rendition for row, rendition in _found(image, filters).items()}
    with transaction.atomic():
        row = CatalogImage.objects.select_for_update().filter(pk=image.pk).first()
        if row is None:
            return
        RenditionTask.objects.filter(image=image, due_at__lte=timezone.now()).delete()
        if (row.file.name, row.focal_key) != (image.file.name, image.focal_key):
            RenditionTask.objects.create(image=row, due_at=timezone.now())
            return
        kept = [rendition.pk for rendition in found.values()]
        if row.renditions.filter(pk__in=kept).count() != len(SPECS):
            return  # withdrawn meanwhile, or deleted: then the sweep sees it
        row.renditions.filter(filter_spec__in=SPECS).exclude(pk__in=kept).delete()
        CatalogImage.objects.filter(pk=row.pk).update(
            rendered=_written(found), rendered_at=timezone.now()
        )


def _found(image: CatalogImage, filters: dict[str, Filter]) -> dict[Filter, CatalogRendition]:
    found: dict[Filter, CatalogRendition] = image.find_existing_renditions(*filters.values())
    return found


def _written(found: dict[str, CatalogRendition]) -> dict[str, Any]:
    """Paths, widths and heights as the row keeps them; equal widths of a small original once."""
    crops: dict[str, list[list[Any]]] = {}
    for form in FORMATS:
        rows = [_file(found[crop_spec(w, h, form)]) for w, h in CROPS]
        crops[form] = list({row[1]: row for row in rows}.values())
    return {"crops": crops, "zoom": _file(found[ZOOM])}


def _file(rendition: CatalogRendition) -> list[Any]:
    return [rendition.file.name, rendition.width, rendition.height]


def _postpone(task: RenditionTask, error: Exception) -> None:
    attempts = min(task.attempts + 1, 30_000)
    delay = min(_FIRST_DELAY * (1 << min(attempts - 1, 20)), _LONGEST_DELAY)
    RenditionTask.objects.filter(pk=task.pk).update(
        attempts=attempts, last_error=str(error)[:2000], due_at=timezone.now() + delay
    )


def _sweep() -> bool:
    """Once a minute: a task for each public image whose files are gone; whether there was one."""
    global _swept_at
    if time.monotonic() - _swept_at < _SWEEP_SECONDS:
        return False
    _swept_at = time.monotonic()
    waiting = RenditionTask.objects.filter(image=OuterRef("pk"))
    lost = CatalogImage.objects.filter(
        ~Exists(waiting), complete_images(), rendered_at__isnull=True
    )
    now = timezone.now()
    tasks = [RenditionTask(image_id=pk, due_at=now) for pk in lost.values_list("pk", flat=True)]
    RenditionTask.objects.bulk_create(tasks, batch_size=500)
    return bool(tasks)


def forget_file(instance: CatalogRendition) -> None:
    """A public file was deleted: its image is shown no more until the worker has made it anew."""
    if instance.filter_spec in SPECS:
        CatalogImage.objects.filter(pk=instance.image_id).update(rendered={}, rendered_at=None)
