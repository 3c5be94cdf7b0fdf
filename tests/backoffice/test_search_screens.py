"""The screens of search: who is let in, the synonyms, and the report."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from registry.models import Event, User
from registry.models.choices import Role
from search import indexing, misses, service
from search.backoffice.urls import urlpatterns
from search.models import IndexTask, SearchMiss, SynonymRule
from search.synonym_rules import synonym_rule_save, synonym_rules_export
from search.tasks import enqueue, postpone
from tests.factories import Desk
from tests.offices import Office, logged_in, official, record

pytestmark = pytest.mark.django_db
LIST, REPORT, IMPORT = "/admin/synonyms/", "/admin/search-report/", "/admin/synonyms/import/"


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def editor() -> User:
    """An official without any delegation who may edit search."""
    user = official(None, None)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["edit_search", "access_admin"])
    )
    return user


@pytest.fixture
def client(editor: User) -> Client:
    return logged_in(editor)


def addresses(pk: int) -> list[str]:
    found = []
    for pattern in urlpatterns:
        try:
            found.append(reverse(pattern.name))
        except NoReverseMatch:
            found.append(reverse(pattern.name, args=[pk]))
    return found


def rule(line: str, actor: User | None = None) -> SynonymRule:
    return synonym_rule_save(actor=actor, line=line)


@pytest.mark.parametrize("role", [None, *Role])
def test_no_role_of_the_register_comes_to_any_of_the_screens(thanh_hoa: Office, role: str | None):
    held = rule("trà = chè")
    before = (list(SynonymRule.objects.values()), Event.objects.count(), IndexTask.objects.count())
    client = thanh_hoa.client(role) if role else logged_in(official(None, None))
    forms = {"line": "a b = c d", "force": "0", "text": "x y = z", "action": "write", "code": "x"}
    for address in addresses(held.pk):
        for response in (client.get(address), client.post(address, forms)):
            assert response.status_code in (302, 403, 405), address
            assert "chè" not in response.content.decode()
            if response.status_code == 302:
                assert response["Location"].startswith("/admin/")
    after = (list(SynonymRule.objects.values()), Event.objects.count(), IndexTask.objects.count())
    assert after == before


def test_nobody_comes_without_login(client: Client):
    held = rule("trà = chè")
    for address in addresses(held.pk):
        response = Client().get(address)
        assert response.status_code in (302, 405)
        assert "chè" not in response.content.decode()


def test_an_editor_comes_to_every_screen_and_an_administrator_too(client: Client, editor: User):
    held = rule("trà = chè")
    boss = User.objects.create_superuser("boss", password="x" * 20)
    for one in (client, logged_in(boss)):
        for address in addresses(held.pk):
            expected = 405 if address.endswith("/force/") else 200
            assert one.get(address).status_code == expected, address
    editor.is_active = False
    editor.save()
    assert client.get(LIST).status_code != 200


def test_the_menu_shows_search_to_editors_only(client: Client, thanh_hoa: Office):
    assert "search-report" in client.get("/admin/").content.decode()
    assert "search-report" not in thanh_hoa.client(Role.CLERK).get("/admin/").content.decode()


def test_a_rule_is_added_changed_and_put_out_of_force_with_its_log(client: Client, editor: User):
    response = client.post("/admin/synonyms/add/", {"line": "bánh thử = bánh nếm @0.6"})
    assert response["Location"] == LIST
    row = SynonymRule.objects.get(rule="bánh thử = bánh nếm")
    assert (float(row.weight), row.active, row.changed_by) == (0.6, True, editor)

    address = f"/admin/synonyms/{row.pk}/"
    assert 'value="bánh thử = bánh nếm @0.6"' in client.get(address).content.decode()
    client.post(address, {"line": "bánh thử > bánh nếm, bánh xem"})
    client.post(f"{address}force/", {"force": "0"})
    row.refresh_from_db()
    assert (row.rule, row.kind, row.active) == ("bánh thử > bánh nếm, bánh xem", "one_way", False)
    assert "Áp dụng" in text(client.get(LIST))
    client.post(f"{address}force/", {"force": "1"})
    client.post(f"{address}force/", {"force": "perhaps"})
    row.refresh_from_db()
    assert row.active
    assert Event.objects.filter(tag__startswith="synonym:rule:", actor=editor).count() == 4


@pytest.mark.parametrize(
    ("line", "told"),
    [("trà", "một trong các dạng"), ("trà = chè @3", "trọng số"), ("", "bắt buộc")],
)
def test_a_wrong_rule_is_told_and_nothing_written(client: Client, line: str, told: str):
    page = text(client.post("/admin/synonyms/add/", {"line": line}))
    assert told.lower() in page.lower()
    assert not SynonymRule.objects.exists()


def test_the_same_rule_twice_is_refused_and_a_missing_one_is_not_found(client: Client):
    rule("trà = chè")
    assert "đã có" in text(client.post("/admin/synonyms/add/", {"line": "trà  =  chè"}))
    assert client.post("/admin/synonyms/999999/", {"line": "lạc = đậu"}).status_code == 404
    assert client.get("/admin/synonyms/999999/").status_code == 404


def test_the_list_is_filtered_and_paged(client: Client):
    for number in range(60):
        rule(f"quả {number:02d} thử = trái {number:02d} thử")
    rule("~ trà > chè")
    assert "Trang 1" in text(client.get(LIST))
    second = text(client.get(LIST, {"p": "2"}))
    assert "quả 59 thử" in second and "quả 00 thử" not in second
    assert "trà &gt; chè" in client.get(LIST, {"force": "0"}).content.decode()
    assert "quả" not in text(client.get(LIST, {"kind": "one_way"})).replace("kết quả", "")
    assert "quả 07 thử" in text(client.get(LIST, {"q": "QUẢ 07"}))
    for odd in ({"kind": "x"}, {"p": "-1"}, {"p": "9" * 9}, {"q": "'\"<"}):
        assert client.get(LIST, odd).status_code == 200


def test_the_list_takes_the_same_queries_for_any_length(client: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    rule("trà = chè")
    client.get(LIST)
    few = queries()
    for number in range(30):
        rule(f"quả {number} = trái {number}")
    assert queries() == few


def test_an_import_is_shown_before_it_is_written(client: Client):
    rule("trà = chè")
    rule("lạc = đậu phộng")
    typed = "# remark\ntrà = chè @0.5\nheo = lợn\n"
    page = text(client.post(IMPORT, {"text": typed, "action": "preview"}))
    assert "heo = lợn" in page and "trà = chè → trà = chè @0.5" in page
    assert SynonymRule.objects.count() == 2, "a preview writes nothing"

    with_deletion = client.post(IMPORT, {"text": typed, "replace": "on", "action": "preview"})
    assert "Xóa: 1" in text(with_deletion)
    client.post(IMPORT, {"text": typed, "replace": "on", "action": "write"})
    assert synonym_rules_export() == "trà = chè @0.5\nheo = lợn\n"


def test_a_file_is_read_and_its_text_goes_on_in_the_field(client: Client):
    file = SimpleUploadedFile("a.txt", "﻿heo = lợn\n".encode())
    page = client.post(IMPORT, {"file": file, "action": "preview"}).content.decode()
    assert "heo = lợn</textarea>" in page.replace("\n", "")
    for content, told in (
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a" * 1_000_001, "1 MB"),
        (b"", "chọn tệp"),
    ):
        wrong = SimpleUploadedFile("a.txt", content)
        page = text(client.post(IMPORT, {"file": wrong, "action": "write"}))
        assert told in page or "rỗng" in page or "trống" in page
    assert not SynonymRule.objects.exists()


def test_every_wrong_line_is_named_and_nothing_is_written(client: Client):
    page = text(client.post(IMPORT, {"text": "heo = lợn\nheo\n\nx = y = \n", "action": "write"}))
    assert "Dòng 2:" in page and "Dòng 4:" in page
    assert not SynonymRule.objects.exists()


def test_what_is_exported_comes_back_as_it_is(client: Client):
    rule("trà = chè @0.5")
    rule("~ lạc ! Lạc Thủy")
    told = client.get("/admin/synonyms/export/")
    assert "attachment" in told["Content-Disposition"]
    page = text(client.post(IMPORT, {"text": told.content.decode(), "action": "preview"}))
    assert "Giữ nguyên : 2" in page or "Giữ nguyên: 2" in page
    assert "Ghi vào danh sách" not in page, "there is nothing to write"


def test_the_report_tells_the_state_and_indexes_again(
    client: Client, desk: Desk, thanh_hoa: Office, settings: Any, tmp_path: Any
):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    assert "Không hoạt động" in text(client.get(REPORT))

    made = record(desk, thanh_hoa, "Chimuc", state="published")
    engine = service.get_engine()
    engine._check_seconds = 0.0  # type: ignore[attr-defined]
    indexing.rebuild(engine)
    page = text(client.get(REPORT))
    assert "Tantivy, trên máy này" in page and "1, sổ có 1 hồ sơ công khai" in page
    product = made.certification.product
    assert product is not None

    for code in (product.code, product.code.lower(), made.certification.code):
        IndexTask.objects.all().delete()
        assert "sẽ được lập chỉ mục lại" in text(client.post(REPORT, {"code": code}, follow=True))
        assert [task.document_id for task in IndexTask.objects.all()] == [f"p:{product.code}"]
    IndexTask.objects.all().delete()
    for code in ("", "zzz", "x" * 500, "<b>"):
        client.post(REPORT, {"code": code}, follow=True)
    assert not IndexTask.objects.exists()

    enqueue([f"p:{product.code}"])
    postpone(list(IndexTask.objects.values_list("pk", flat=True)), "đĩa đầy <b>")
    service._freshness = None
    page = client.get(REPORT).content.decode()
    assert "đĩa đầy &lt;b&gt;" in page
    service._engine.cache_clear()
    service._freshness = None


def test_searches_in_vain_show_from_five_on(client: Client):
    today = service.today()
    for text_, times in (("thứ không có", 5), ("thứ hiếm", 4)):
        for _ in range(times):
            misses.record(text_, today)
    page = text(client.get(REPORT))
    assert "thứ không có 5" in page and "thứ hiếm" not in page
    assert SearchMiss.objects.count() == 2
