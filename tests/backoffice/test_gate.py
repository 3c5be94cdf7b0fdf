"""The door of the admin: ended delegations, logging out, wrong passwords, deleted accounts."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import User
from registry.models.choices import Role
from registry.services.delegations import delegation_end
from tests.factories import Desk
from tests.offices import Office, logged_in, official, record

ADDRESSES = (
    "/admin/",
    "/admin/reports/site-history/",
    "/admin/api/main/pages/",
    "/admin/choose-page/",
    "/admin/images/chooser/",
    "/admin/bulk/wagtailcore/page/delete/?next=/",
    "/admin/account/",
    "/admin/desk/decisions/",
)
PASSWORD = "mật khẩu rất dài 2026"


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_ended_delegation_closes_every_address_at_once(thanh_hoa: Office, address: str):
    client = thanh_hoa.client(Role.CLERK)
    assert client.get("/admin/").status_code == 200
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    delegation_end(actor=None, delegation_id=thanh_hoa.clerk.delegations.get().pk, on=yesterday)
    page = client.get(address)
    assert page.status_code == 403
    assert "đã hết" in page.content.decode()


def test_administrators_of_the_site_and_editors_are_left_alone(thanh_hoa: Office):
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    assert logged_in(chief).get("/admin/").status_code == 200


def test_a_get_of_the_logout_ends_no_session(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    page = client.get("/admin/logout/")
    assert page.status_code == 200 and "Đăng xuất" in page.content.decode()
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


def test_wrong_passwords_close_the_door_for_that_address(thanh_hoa: Office):
    account = official(Role.CLERK, thanh_hoa.authority)
    account.set_password(PASSWORD)
    account.save()
    typed = {"username": account.username, "password": "sai", "next": "/admin/"}
    client = Client(REMOTE_ADDR="10.0.0.1")
    answers = [client.post("/admin/login/", typed) for _number in range(5)]
    assert [page.status_code for page in answers[:4]] == [200] * 4
    assert answers[4].status_code == 429
    right = typed | {"password": PASSWORD}
    locked = client.post("/admin/login/", right)
    assert locked.status_code == 429 and "15 phút" in locked.content.decode()
    assert Client(REMOTE_ADDR="10.0.0.2").post("/admin/login/", right).status_code == 302


def test_an_account_with_records_is_deactivated_not_deleted(desk: Desk, thanh_hoa: Office):
    record(desk, thanh_hoa, "Giữ")
    clerk = thanh_hoa.clerk
    free = User.objects.create_user("nobody-yet")
    chief = logged_in(User.objects.create_superuser("chief", password=PASSWORD))
    single = chief.post(f"/admin/users/delete/{clerk.pk}/", follow=True)
    assert "không xóa" in single.content.decode()
    bulk = f"/admin/bulk/registry/user/delete/?next=/admin/users/&id={clerk.pk}&id={free.pk}"
    assert "không xóa" in chief.post(bulk, follow=True).content.decode()
    assert User.objects.filter(pk__in=[clerk.pk, free.pk]).count() == 2
    chief.post(f"/admin/users/delete/{free.pk}/")
    assert not User.objects.filter(pk=free.pk).exists()
