"""The office that runs the site, and its notice: what editors write is what readers are told."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from catalog.models import SiteOffice
from registry.rules.validity import LEGAL_TIME_ZONE
from tests.catalog.pages import parse
from tests.catalog.shelf import TODAY, Shelf
from tests.catalog.site_editors import editor, setting_url
from tests.catalog.test_structured_data import graph

pytestmark = pytest.mark.django_db
EMPTY = {
    "name": "", "name_en": "", "email": "", "telephone": "", "address": "", "address_en": "",
    "licence": "", "licence_en": "", "notice": "", "notice_en": "", "notice_from": "",
    "notice_until": "",
}  # fmt: skip
# An invented office.
FULL = {
    **EMPTY,
    "name": "Sở Thử nghiệm tỉnh Ví Dụ",
    "name_en": "Trial Office of Vi Du Province",
    "email": "so-vang@vi-du.gov.vn",
    "telephone": "0263 3822 333",
    "address": "1 đường Ví Dụ, phường Ví Dụ",
    "licence": "Được dùng lại miễn phí, ghi nguồn.",
    "licence_en": "Free to reuse with attribution.",
}


def save(**changed: str) -> Client:
    client = editor()
    response = client.post(setting_url("siteoffice"), {**FULL, **changed})
    assert response.status_code == 302, response.content.decode()
    return client


def refused(**changed: str) -> str:
    response = editor().post(setting_url("siteoffice"), {**FULL, **changed})
    assert response.status_code == 200
    assert not SiteOffice.objects.exclude(name="").exists()
    return response.content.decode()


def test_a_site_without_an_office_says_nothing_of_one(site: Client, shelf: Shelf) -> None:
    content = site.get("/ve-du-lieu/").content.decode()

    assert 'id="office"' not in content
    assert "colophon__office" not in content
    assert "<author><name>Sổ Vàng</name>" in site.get("/theo-doi/moi.atom").content.decode()


def test_the_office_stands_in_the_foot_the_data_page_feeds_and_for_machines(
    site: Client, shelf: Shelf
) -> None:
    save()
    for path in ("/", "/danh-muc/", f"/c/{shelf.valid.code}", "/khong-co-trang-nay/"):
        content = site.get(path).content.decode()
        assert "Sở Thử nghiệm tỉnh Ví Dụ" in content, path
        assert 'href="tel:02633822333"' in content, path
        assert 'href="mailto:so-vang@vi-du.gov.vn"' in content, path
    about = parse(site.get("/ve-du-lieu/"))
    assert (2, "Cơ quan vận hành sổ") in about.headings
    assert "Được dùng lại miễn phí, ghi nguồn." in about.text
    feed = site.get("/theo-doi/moi.atom").content.decode()
    assert "<name>Sở Thử nghiệm tỉnh Ví Dụ</name>" in feed
    assert "<email>so-vang@vi-du.gov.vn</email>" in feed
    assert "<rights>Được dùng lại miễn phí, ghi nguồn.</rights>" in feed
    [runner] = [node for node in graph(site, "/") if node["@type"] == "Organization"]
    assert runner["name"] == "Sở Thử nghiệm tỉnh Ví Dụ"
    assert runner["email"] == "so-vang@vi-du.gov.vn"
    assert runner["telephone"] == "0263 3822 333"
    [data] = [node for node in graph(site, "/ve-du-lieu/") if node["@type"] == "Dataset"]
    assert data["creator"] == runner


def test_the_office_speaks_english_on_an_english_page(site: Client, shelf: Shelf) -> None:
    save()
    site.cookies["ngon-ngu"] = "en"
    content = site.get("/ve-du-lieu/").content.decode()

    assert "Trial Office of Vi Du Province" in content
    assert "Free to reuse with attribution." in content


def test_a_notice_stands_on_its_days_only_and_says_them(site: Client, shelf: Shelf) -> None:
    first, last = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2)
    save(notice="Sổ tạm nghỉ.", notice_from=f"{first:%d/%m/%Y}", notice_until=f"{last:%d/%m/%Y}")
    days = f"Từ {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}."

    for after, is_told in enumerate([False, True, True, False]):
        moment = dt.datetime.combine(
            TODAY + dt.timedelta(days=after), dt.time(0, 30), LEGAL_TIME_ZONE
        )
        with time_machine.travel(moment, tick=True):
            for path in ("/", f"/c/{shelf.valid.code}", "/so-do/"):
                content = site.get(path).content.decode()
                assert ("Sổ tạm nghỉ." in content) is is_told, (path, after)
                assert (days in content) is is_told, (path, after)


def test_a_notice_is_text_and_never_markup(site: Client, shelf: Shelf) -> None:
    save(notice="<script>alert(1)</script> & <b>đậm</b>")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in site.get("/").content.decode()


def test_wrong_input_is_told_at_its_field_and_nothing_is_kept(shelf: Shelf) -> None:
    assert "Ghi số bằng chữ số" in refused(telephone="gọi tôi")
    assert "email" in refused(email="khong-phai").lower()
    assert "sớm hơn ngày đầu" in refused(
        notice="a", notice_from="02/12/2026", notice_until="01/12/2026"
    )
    assert "Ghi nội dung thông báo" in refused(notice_from="02/12/2026")
    assert "cả bằng tiếng Việt" in refused(notice_en="Only English")
    assert "error" in refused(notice="a", notice_from="31/02/2026")


def test_the_change_is_in_the_log(shelf: Shelf) -> None:
    from wagtail.models import ModelLogEntry

    save()

    assert ModelLogEntry.objects.filter(
        action="wagtail.edit", content_type__model="siteoffice"
    ).exists()
