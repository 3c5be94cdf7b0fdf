"""Load the whole gazetteer once into the test database of this process.

Tests must not change it outside a transaction that is rolled back.
"""

import pytest
from pytest_django import DjangoDbBlocker

from registry.gazetteer.directory import PlaceDirectory, clear_directory, get_directory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test with a database finds the places of both eras in it."""
    from registry.gazetteer.load import load_gazetteer

    with django_db_blocker.unblock():
        load_gazetteer()


@pytest.fixture
def gazetteer(db: None) -> PlaceDirectory:
    """The directory of places; loaded again where a flushing test has emptied the tables."""
    from registry.gazetteer.load import load_gazetteer
    from registry.models.places import GazetteerDataset

    if not GazetteerDataset.objects.exists():
        clear_directory()
        load_gazetteer()
    return get_directory()
