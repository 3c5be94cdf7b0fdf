"""The schemes and their regimes, loaded once, and a desk for each test."""

import pytest

from registry.schemes.load import regimes_load
from tests.factories import Desk


@pytest.fixture(scope="session")
def regimes(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        regimes_load()


@pytest.fixture
def desk(regimes: None, db: None) -> Desk:
    return Desk()
