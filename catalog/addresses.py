"""Addresses of the public pages as plain text; lists need dozens of them (tests resolve each)."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.text import slugify

from registry.text import fold

HOME = "/"
CATALOGUE = "/danh-muc/"
CATALOGUE_CSV = "/danh-muc/tai-ve.csv"
CATALOGUE_XLSX = "/danh-muc/tai-ve.xlsx"
VERIFY = "/kiem-tra/"
PLACES = "/dia-phuong/"
DIAGRAM = "/so-do/"
SOURCES = "/nguon-du-lieu/"
STATISTICS = "/so-lieu/"
STATISTICS_LIST = "/so-lieu/danh-sach/"
STATISTICS_PROVINCES = "/so-lieu/theo-tinh/"
STATISTICS_GROUPS = "/so-lieu/theo-nhom/"
STATISTICS_FILE = "/so-lieu/tai-ve.csv"
SCHEMES = "/chuong-trinh/"
LOG = "/nhat-ky/"


def product(code: str) -> str:
    return f"/i/{code}"


def craft_village(code: str) -> str:
    return f"/v/{code}"


def certificate(code: str) -> str:
    return f"/c/{code}"


def place(public_id: str) -> str:
    return f"{PLACES}{public_id}/"


def maker(code: str) -> str:
    return f"/co-so/{code}/"


def decision(key: int, number: str) -> str:
    """The number without accents stands in the address, so that a reader knows it."""
    slug = slugify(fold(number.replace("/", "-")))
    return f"/quyet-dinh/{key}-{slug}/" if slug else f"/quyet-dinh/{key}/"


def scheme(code: str) -> str:
    return f"{SCHEMES}{code}/"


def grade(scheme_code: str, key: str) -> str:
    """The page of a grade of a scheme: "5", "province", "craft_village"."""
    return f"{SCHEMES}{scheme_code}/{key}/"


def item(ref: str) -> str:
    """The page of "p:CODE" or "v:CODE"."""
    kind, _, code = ref.partition(":")
    return product(code) if kind == "p" else craft_village(code)


def catalogue(params: Iterable[tuple[str, str]] = ()) -> str:
    return with_params(CATALOGUE, params)


def with_params(path: str, params: Iterable[tuple[str, str]]) -> str:
    """The path with its parameters in the order given; days keep their readable slashes."""
    query = urlencode(list(params), safe="/:")
    return f"{path}?{query}" if query else path


def with_more(url: str, params: Iterable[tuple[str, str]]) -> str:
    """An address with further parameters at its end."""
    query = urlencode(list(params))
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def verify(code: str = "", day: str = "") -> str:
    query = urlencode([pair for pair in (("ma", code), ("ngay", day)) if pair[1]])
    return f"{VERIFY}?{query}" if query else VERIFY
