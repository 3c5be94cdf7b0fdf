"""A demo site with the small register of `shelf`, made once for each module and rolled back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from catalog import kept, reference
from registry.gazetteer.directory import get_directory
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.schemes.load import regimes_load
from search import indexing, service
from tests.catalog.shelf import TODAY, Shelf, fill

NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=LEGAL_TIME_ZONE)
MIDDLEWARE = "catalog.middleware.PublicSiteMiddleware"
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"


def middleware() -> list[str]:
    """The site's middleware, with the public site's own in its place."""
    found = [name for name in django_settings.MIDDLEWARE if name != MIDDLEWARE]
    found.insert(found.index(LOCALE_MIDDLEWARE) + 1, MIDDLEWARE)
    return found


@pytest.fixture(scope="module")
def shelf(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("index")
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOON, tick=True),
        override_settings(IS_DEMO=True, SEARCH_INDEX_DIR=folder, MIDDLEWARE=middleware()),
        transaction.atomic(),
    ):
        reference.forget()
        get_directory()
        regimes_load()
        call_command("pages_load", verbosity=0)
        made = fill()
        index()
        yield made
        reference.forget()
        service._engine.cache_clear()
        service._freshness = None
        transaction.set_rollback(True)


def index() -> None:
    """Indexes what the test has made; requests look for the new index at once."""
    engine = service.get_engine()
    engine._check_seconds = 0.0  # type: ignore[attr-defined]
    indexing.rebuild(engine)
    service._freshness = None


@pytest.fixture
def site(shelf: Shelf) -> Client:
    """A browser that asks for English, as many do; the site answers in Vietnamese."""
    # What is kept knows only of changes that are committed; each test takes its own back.
    kept.clear()
    return Client(headers={"accept-language": "en-US,en;q=0.9"})
