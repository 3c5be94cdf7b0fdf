"""The offices that the crawl walks through."""

from tests.office_fixtures import desk, lam_dong, regimes, thanh_hoa  # noqa: F401
