"""Addresses of the site. The register's own come before Wagtail's pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from catalog import page_urls
from catalog.api.application import api
from catalog.api.errors import nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("api/", nothing_here),
    path("api/<path:rest>", nothing_here),
    path("", include("catalog.urls")),
    *page_urls.urlpatterns,
]
handler400 = "config.errors.request_refused"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
if settings.IS_DEMO:
    # In production the front server or the object store hands out uploaded pictures.
    urlpatterns.insert(0, path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
