"""Creates the home page, the explanation pages and their English; never touches what an editor
changed. Gives Wagtail's two groups of editors the stories of records."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from catalog import reference
from catalog.editors import editors_ensure
from catalog.models import ExplanationPage, HomePage
from catalog.page_texts import EXPLANATIONS, HOME, LISTS
from catalog.page_texts_en import ENGLISH
from catalog.translating import english, translation_ensure

_WELCOME_SLUG = "home"


class Command(BaseCommand):
    help = "Creates the home page and the explanation pages where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            locale = _locale()
            home, made = _home(locale)
            _site(home)
            for text in EXPLANATIONS:
                made += _explanation(home, locale, text)
            for text in LISTS:
                made += _list(home, locale, text)
            editors_ensure()
            made += _english(home)
        reference.forget()
        if options["verbosity"]:
            message = (
                _("%(count)s pages were created.") % {"count": made}
                if made
                else _("All pages exist already. Nothing was changed.")
            )
            self.stdout.write(message)


def _locale() -> Locale:
    """The site's language; Wagtail's first migration may have made another one."""
    locale, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return locale


def _home(locale: Locale) -> tuple[HomePage, int]:
    home = HomePage.objects.filter(locale=locale).first()
    if home is not None:
        return home, 0
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    home = HomePage(locale=locale, slug=_free_slug(root), show_in_menus=False, **HOME)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home, 1


def _free_slug(root: Page) -> str:
    """The slug of the home page shows nowhere, but is unique below the root."""
    taken = set(root.get_children().values_list("slug", flat=True))
    return "so-vang" if "so-vang" not in taken else f"so-vang-{len(taken)}"


def _site(home: HomePage) -> None:
    """The default site starts at our home page; Wagtail's welcome page goes when it is unused."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost",
            port=80,
            root_page=home,
            is_default_site=True,
            site_name=settings.WAGTAIL_SITE_NAME,
        )
        return
    welcome = site.root_page
    is_untouched = (
        welcome.slug == _WELCOME_SLUG
        and welcome.specific_class is Page
        and not welcome.get_children().exists()
    )
    if is_untouched:
        site.root_page = home
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
        welcome.delete()


def _explanation(home: HomePage, locale: Locale, text: dict[str, Any]) -> int:
    """Creates one page unless a page with its slug exists, in whatever state."""
    if Page.objects.child_of(home).filter(slug=text["slug"]).exists():
        return 0
    return _publish(home, ExplanationPage(locale=locale, show_in_menus=True, **text))


def _list(home: HomePage, locale: Locale, text: dict[str, Any]) -> int:
    """A list of stories or of collections, unless the site has one in whatever state."""
    model = apps.get_model("catalog", text["model"])
    if model.objects.exists():
        return 0
    values = {name: value for name, value in text.items() if name != "model"}
    return _publish(home, model(locale=locale, show_in_menus=False, **values))


def _publish(home: HomePage, page: Page) -> int:
    home.add_child(instance=page)
    page.save_revision().publish()
    return 1


def _english(home: HomePage) -> int:
    """The English of pages that still say what they began with."""
    locale = english()
    made = translation_ensure(home, locale, ENGLISH)
    if not home.get_translations().filter(locale=locale).exists():
        return 0
    children = home.get_children().live().specific()
    return made + sum(translation_ensure(page, locale, ENGLISH) for page in children)
