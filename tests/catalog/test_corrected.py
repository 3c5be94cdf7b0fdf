"""What a correction does to the public site: pages and search say what is right now."""

import pytest
from django.test import Client

from registry.models.corrections import CorrectedKind
from registry.services.corrections import correction_approve, correction_enter
from search import indexing, service
from search.models import IndexTask
from search.query import Query
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import TODAY, Shelf

pytestmark = pytest.mark.django_db


def correct(shelf: Shelf, kind: CorrectedKind, key: int, **values: object) -> None:
    pending = correction_enter(
        actor=shelf.desk.clerk, kind=kind, key=key, values=values, reason="Gõ sai"
    ).pending
    assert pending is not None
    correction_approve(actor=shelf.desk.approver, pending_id=pending.pk)


def test_pages_and_search_follow_a_correction(site: Client, shelf: Shelf) -> None:
    made = shelf.valid
    product = made.product
    assert product is not None and product.maker is not None
    refs = {f"p:{row.code}" for row in product.maker.products.all()}
    IndexTask.objects.all().delete()

    correct(shelf, CorrectedKind.PRODUCT, product.pk, name="Càphê Ngọc Lam đính chính")
    correct(shelf, CorrectedKind.ESTABLISHMENT, product.maker.pk, name="Hợp tác xã Ngọc Lam")
    correct(shelf, CorrectedKind.CERTIFICATION, made.pk, maker_name_printed="HTX Ngọc Lam in")

    assert set(IndexTask.objects.values_list("document_id", flat=True)) >= {f"p:{product.code}"}
    assert refs >= set(IndexTask.objects.values_list("document_id", flat=True))
    page = site.get(f"/i/{product.code}", follow=True).content.decode()
    assert "Càphê Ngọc Lam đính chính" in page and "Hợp tác xã Ngọc Lam" in page
    certificate = site.get(f"/c/{made.code}", follow=True).content.decode()
    assert "HTX Ngọc Lam in" in certificate
    engine = service.get_engine()
    with engine.writing():
        indexing.drain(engine)
    service._freshness = None
    found = service.search(Query(text="Ngọc Lam đính chính"), on=TODAY).refs
    assert f"p:{product.code}" in found


def test_pages_tell_what_was_corrected_before_and_since(site: Client, shelf: Shelf) -> None:
    made, other = shelf.valid, shelf.ending
    assert made.product is not None
    old = made.product_name_printed
    paths = [f"/c/{made.code}", f"/i/{made.product.code}", f"/kiem-tra/?ma={made.product.code}"]
    before = queries(site, paths)

    correct(shelf, CorrectedKind.CERTIFICATION, made.pk, product_name_printed="Tên in sửa lại")
    correct(shelf, CorrectedKind.PRODUCT, made.product.pk, brand="Nhãn Sửa")

    after = queries(site, paths)
    assert all(after[path] <= before[path] + 1 for path in paths), (before, after)
    for path in paths:
        text = parse(site.get(path)).text
        assert "đính chính ngày 24/11/2026: tên sản phẩm như in trên giấy" in text, path
        assert f"trước là “{old}”, nay là “Tên in sửa lại”" in text, path
        assert "nhãn hiệu: trước là “" in text and "nay là “Nhãn Sửa”" in text, path
        assert "Gõ sai" not in text
    assert "đính chính ngày" not in parse(site.get(f"/c/{other.code}")).text


def test_a_persons_name_is_withheld_from_the_history(site: Client, shelf: Shelf) -> None:
    made = shelf.valid
    assert made.product is not None and made.product.maker is not None
    correct(shelf, CorrectedKind.CERTIFICATION, made.pk, maker_name_printed="Hộ Nguyễn Thử Sai")
    correct(
        shelf, CorrectedKind.ESTABLISHMENT, made.product.maker.pk,
        legal_kind="household", name="Hộ Nguyễn Thử Đúng", name_is_personal=True,
    )  # fmt: skip
    correct(shelf, CorrectedKind.CERTIFICATION, made.pk, maker_name_printed="Hộ Nguyễn Thử Đúng")

    text = parse(site.get(f"/c/{made.code}")).text
    assert text.count("(không công bố: tên cá nhân)") == 2
    assert "Hộ Nguyễn Thử Sai" not in text
