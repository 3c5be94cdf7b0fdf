"""The schemes, a desk for the whole register, and the offices of two provinces."""

import pytest

from registry.schemes.load import regimes_load
from tests.factories import Desk
from tests.offices import Office


@pytest.fixture(scope="session")
def regimes(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        regimes_load()


@pytest.fixture
def desk(regimes: None, gazetteer: object) -> Desk:
    return Desk()


@pytest.fixture
def thanh_hoa(desk: Desk) -> Office:
    return Office("f25-38")


@pytest.fixture
def lam_dong(desk: Desk) -> Office:
    return Office("f25-68")
