"""The demo site with the small register of the catalogue's tests: every state is in it."""

from tests.catalog.conftest import shelf  # noqa: F401  a fixture
