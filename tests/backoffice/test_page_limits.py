"""The largest page of the desk is taken; a larger one is refused in words."""

from django.conf import settings

from registry.backoffice.entry_forms import MOST_ROWS, RowForm
from registry.models.choices import Role
from tests.offices import Office

ADDRESS = "/admin/desk/decisions/enter/"


def test_a_page_of_all_rows_is_read(thanh_hoa: Office):
    fields = [name for name in RowForm.base_fields if name != "award"]
    assert MOST_ROWS * (len(fields) + 4) + 100 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    data = {f"row-{row}-{name}": "" for row in range(MOST_ROWS) for name in fields}
    page = thanh_hoa.client(Role.CLERK).post(ADDRESS, {**data, "rows": "1", "action": "add"})
    assert page.status_code in (200, 422)


def test_a_page_over_the_limit_says_so(thanh_hoa: Office):
    data = {f"x{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    page = thanh_hoa.client(Role.CLERK).post(ADDRESS, data)
    assert page.status_code == 413
    assert "vẫn còn" in page.content.decode()


def test_a_page_of_too_many_bytes_says_so(thanh_hoa: Office):
    large = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    page = thanh_hoa.client(Role.CLERK).post(ADDRESS, {"number": large})
    assert page.status_code == 413
    assert "vẫn còn" in page.content.decode()
