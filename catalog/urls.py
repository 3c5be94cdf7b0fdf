"""Addresses of the register. They come before Wagtail's pages (layout: public codes, 16)."""

from django.urls import URLPattern, path

from catalog.views import (
    catalogue,
    diagram,
    downloads,
    items,
    ledgers,
    places,
    policy_reports,
    service,
    statistics,
    style_page,
    verification,
)

urlpatterns: list[URLPattern] = [
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/tai-ve.csv", downloads.csv_file, name="catalogue_csv"),
    path("danh-muc/tai-ve.xlsx", downloads.xlsx_file, name="catalogue_xlsx"),
    path("kiem-tra/", verification.form, name="verify"),
    path("dia-phuong/", places.places, name="places"),
    path("dia-phuong/<path:public_id>/", places.place, name="place"),
    path("so-do/", diagram.diagram, name="diagram"),
    path("so-lieu/", statistics.statistics, name="statistics"),
    path("so-lieu/danh-sach/", statistics.behind, name="statistics_list"),
    path("so-lieu/theo-nhom/", statistics.groups, name="statistics_groups"),
    path("so-lieu/theo-tinh/", statistics.provinces, name="statistics_provinces"),
    path("so-lieu/tai-ve.csv", statistics.file, name="statistics_file"),
    path("co-so/<str:typed>/", ledgers.maker, name="maker"),
    path("quyet-dinh/<int:key>/", ledgers.decision, name="decision"),
    path("quyet-dinh/<int:key>-<slug:slug>/", ledgers.decision, name="decision_named"),
    path("chuong-trinh/", ledgers.scheme_list, name="schemes"),
    path("chuong-trinh/<slug:code>/", ledgers.scheme, name="scheme"),
    path("chuong-trinh/<slug:code>/<slug:key>/", ledgers.grade, name="grade"),
    path("nhat-ky/", ledgers.log, name="log"),
    path("nguon-du-lieu/", service.sources, name="sources"),
    path("i/", items.product),
    path("i/<path:typed>", items.product, name="product"),
    path("v/", items.craft_village),
    path("v/<path:typed>", items.craft_village, name="craft_village"),
    path("c/", verification.certificate),
    path("c/<path:typed>", verification.certificate, name="certificate"),
    path("style/", style_page.style_page, name="style_page"),
    # Scanners write a short code in capitals to make a smaller sign.
    path("C/<path:typed>", verification.certificate),
    path("01/<str:gtin>", verification.form, name="gtin"),
    path("csp-bao-cao/", policy_reports.report, name="csp_report"),
    path("robots.txt", service.robots, name="robots"),
    path("healthz", service.healthz, name="healthz"),
]
