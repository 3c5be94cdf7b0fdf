"""What every test shares: Hypothesis profiles and the order of database tests."""

import os
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

from search import lexicon
from tests.gazetteer_fixture import django_db_setup, gazetteer  # noqa: F401
from tests.template_database import (  # noqa: F401
    django_db_createdb,
    django_db_keepdb,
    django_db_modify_db_settings,
)

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("deep", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A page offers no correction before there are words to correct towards; a test waits for them.
lexicon.PATIENCE = 60.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that empty the tables run last, after every test that leans on migrated rows."""

    def empties_tables(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("django_db")
        return bool(
            {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        ) or bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))

    items.sort(key=empties_tables)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names each test of a real component that was skipped: without them a suite proves less."""
    for marker in ("browser", "elasticsearch"):
        skipped = [
            report
            for report in terminalreporter.stats.get("skipped", [])
            if marker in report.keywords
        ]
        if skipped:
            title = f"{marker.upper()} TESTS SKIPPED"
            terminalreporter.section(title, sep="!", red=True, bold=True)
            for report in skipped:
                reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else ""
                terminalreporter.line(f"{report.nodeid}: {str(reason).removeprefix('Skipped: ')}")


@pytest.fixture(autouse=True)
def _no_language_is_left() -> Iterator[None]:
    """A request in English leaves its language to the thread, and so to the next test."""
    yield
    translation.deactivate()
