"""Editors of the site in the admin, and the forms that they send."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories
from tests.offices import logged_in

SECTION = {"words": "", "words_en": ""}


def editor(*groups: str) -> Client:
    """An account of Wagtail's own groups; of both, where none is named."""
    user = factories.user()
    user.groups.add(*Group.objects.filter(name__in=groups or ("Editors", "Moderators")))
    return logged_in(user)


def setting_url(model: str) -> str:
    site = Site.objects.get(is_default_site=True)
    return reverse("wagtailsettings:edit", args=["catalog", model, site.pk])


def section(key: str, **words: str) -> tuple[str, dict[str, Any]]:
    return "section", {"section": key, **SECTION, **words}


def page_link(page: Any, **words: str) -> tuple[str, dict[str, Any]]:
    return "page", {"page": str(page.pk), **SECTION, **words}


def address(where: str, words: str, words_en: str = "") -> tuple[str, dict[str, Any]]:
    return "address", {"address": where, "words": words, "words_en": words_en}


def menus_form(
    masthead: list[Any],
    more: Sequence[Any] = (),
    columns: Sequence[Any] = (),
) -> dict[str, Any]:
    """The form of the menus; `columns` are (heading, heading in English, links)."""
    made = [
        ("column", {"heading": words, "heading_en": english, "links": streamfield(links)})
        for words, english, links in columns
    ]
    return nested_form_data(
        {
            "masthead": streamfield(masthead),
            "more": streamfield(list(more)),
            "columns": streamfield(made),
        }
    )
