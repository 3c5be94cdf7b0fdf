"""The pages below a list of stories or collections, a few at a time, in the reader's language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog import addresses, parameters
from catalog.localized import live_in_language
from catalog.presenters.paging import paging
from catalog.presenters.teasers import teasers

SIZE = 12


def listed(index: Any, model: Any, order: str, request: HttpRequest) -> dict[str, Any]:
    """Starts from the list in the site's language, so that nothing untranslated is missing."""
    translations = index.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
    source = translations.first() or index
    # A list that is previewed before it is first saved has nothing below it.
    rows = model.objects.child_of(source) if index.pk else model.objects.none()
    rows = rows.live().public()
    total = rows.count()
    pages = max(1, -(-total // SIZE))
    page = min(parameters.page_number(request.GET), pages)
    found = rows.order_by(order, "pk")[(page - 1) * SIZE : page * SIZE]
    path = index.get_url(request) or ""

    def url_of(number: int) -> str:
        return addresses.with_params(path, [("trang", str(number))] if number > 1 else [])

    return {
        # The day of a list says nothing; each story has its own.
        "dates": {},
        "teasers": teasers(live_in_language(found), request),
        "paging": paging(page, pages, total, SIZE, url_of),
    }
