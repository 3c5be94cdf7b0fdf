"""What of an address was left out, in words. No query."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.query import (
    COMMUNE,
    GRADE,
    GROUP,
    LITERAL,
    MAKER,
    NEAR,
    PAGE,
    PLACE,
    PROVINCE,
    RADIUS,
    REGION,
    SCHEME,
    SORT,
    STATUS,
    VILLAGE,
    Ignored,
    Q,
)


def ignored_words(row: Ignored) -> str:
    """The condition by its name, its value and why it was left out."""
    names = {
        Q: pgettext("search", "Words"),
        SCHEME: _("Scheme"),
        GRADE: _("Grade"),
        GROUP: _("Group"),
        REGION: _("Region"),
        PROVINCE: _("Province or city"),
        COMMUNE: _("Commune or ward"),
        VILLAGE: _("Craft village"),
        MAKER: _("Maker"),
        PLACE: _("Place"),
        NEAR: _("Near"),
        RADIUS: _("Distance"),
        STATUS: _("Validity"),
        SORT: _("Order"),
        PAGE: _("Page"),
        LITERAL: _("As typed"),
    }
    value = row.value if len(row.value) <= 60 else f"{row.value[:60]}…"
    return _("%(name)s “%(value)s”: %(reason)s") % {
        "name": names.get(row.param, row.param),
        "value": value,
        "reason": row.reason,
    }
