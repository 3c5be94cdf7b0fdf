"""The offices that the tests of the desk share."""

from tests.office_fixtures import desk, lam_dong, regimes, thanh_hoa  # noqa: F401
