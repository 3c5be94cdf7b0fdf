"""Addresses of Wagtail's pages: Vietnamese ones without a prefix, English ones below `/en/`.

Django's own prefix answers only in the language that is active; here both prefixes are known
whatever the reader has chosen, because the address decides.
"""

from django.urls import URLResolver, re_path
from django.urls.resolvers import LocalePrefixPattern
from wagtail import urls as wagtail_urls

from catalog.language import ENGLISH_PREFIX
from catalog.views.pages import serve

_SERVE = "wagtail_serve"


class PagePrefix(LocalePrefixPattern):
    def __init__(self) -> None:
        super().__init__(prefix_default_language=False)

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, object]]:
        return path.removeprefix(ENGLISH_PREFIX.lstrip("/")), (), {}


urlpatterns = [
    URLResolver(
        PagePrefix(),
        [
            *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != _SERVE),
            re_path(wagtail_urls.serve_pattern, serve, name=_SERVE),
        ],
    )
]
