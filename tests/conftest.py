"""What every test shares: Hypothesis profiles and the order of database tests."""

import os

import pytest
from hypothesis import settings

from tests.gazetteer_fixture import django_db_setup, gazetteer  # noqa: F401
from tests.template_database import (  # noqa: F401
    django_db_createdb,
    django_db_keepdb,
    django_db_modify_db_settings,
)

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("deep", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


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
    """Names each browser test that was skipped: a suite without them proves less than it seems."""
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in report.keywords
    ]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        for name in skipped:
            terminalreporter.line(name)
