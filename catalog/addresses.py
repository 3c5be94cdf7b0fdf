"""Addresses of the public pages as plain text; lists need dozens of them (tests resolve each)."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

from django.utils.text import slugify

from catalog.days import machine_day
from registry.rules.identifiers import decision_number_normalise
from registry.text import fold

if TYPE_CHECKING:
    from registry.models import Decision

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
ABOUT_DATA = "/ve-du-lieu/"
FOLLOW = "/theo-doi/"
SHARE = "/chia-se/"
SITEMAP = "/sitemap.xml"
API_SEARCH = "/api/v1/search"
API_DOCS = "/api/v1/docs"
# Where the day of a decision is not known, its address says so.
NO_DAY = "khong-ro-ngay"


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


def decision(found: "Decision") -> str:
    """Issuer, day and number: what a decision is by law, so the address needs no key of ours.

    The issuer has to be loaded. A corrected number or day moves the page; the address before
    leads on to it (`catalog.decision_addresses`).
    """
    day = decision_day(found.signed_on, found.signed_on_precision)
    return f"/quyet-dinh/{issuer_part(found.issuer.key)}/{day}/{number_part(found.number)}/"


def decision_by_key(key: int) -> str:
    """The older form; it leads on to the address of today."""
    return f"/quyet-dinh/{key}/"


def decision_day(day: dt.date | None, precision: str) -> str:
    """ "2026-08-05", "2026-08" or "2026" as far as it is known."""
    return machine_day(day, precision) or NO_DAY


def issuer_part(key: str) -> str:
    return key.replace(":", "-").lower()


@lru_cache(maxsize=4096)
def number_part(number: str) -> str:
    """The number as its letters and digits: "3981-qd-ubnd"."""
    return slugify(fold(decision_number_normalise(number).replace("/", "-"))) or "-"


def feed(kind: str, place_id: str = "") -> str:
    """The Atom feed of a kind (`catalog.feeds.KINDS`), of the whole register or of a unit."""
    return f"{PLACES}{place_id}/{kind}.atom" if place_id else f"{FOLLOW}{kind}.atom"


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


def light(path: str, params: Iterable[tuple[str, str]]) -> str:
    """The same for a link of a page: letters stay letters, which browsers encode themselves.

    A page of results carries what was typed in some thirty links, and a Vietnamese letter
    weighs nine signs when it is encoded.
    """
    query = "&".join(f"{_with_letters(name)}={_with_letters(value)}" for name, value in params)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=4096)
def _with_letters(text: str) -> str:
    return "".join(
        sign if sign.isalpha() and not sign.isascii() else quote_plus(sign, "/:") for sign in text
    )


def with_more(url: str, params: Iterable[tuple[str, str]]) -> str:
    """An address with further parameters at its end."""
    query = urlencode(list(params))
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def verify(code: str = "", day: str = "") -> str:
    query = urlencode([pair for pair in (("ma", code), ("ngay", day)) if pair[1]])
    return f"{VERIFY}?{query}" if query else VERIFY
