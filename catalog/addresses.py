"""Addresses of the public pages as plain text; lists need dozens of them (tests resolve each)."""

from collections.abc import Iterable
from urllib.parse import urlencode

HOME = "/"
CATALOGUE = "/danh-muc/"
VERIFY = "/kiem-tra/"
PLACES = "/dia-phuong/"
SOURCES = "/nguon-du-lieu/"


def product(code: str) -> str:
    return f"/i/{code}"


def craft_village(code: str) -> str:
    return f"/v/{code}"


def certificate(code: str) -> str:
    return f"/c/{code}"


def place(public_id: str) -> str:
    return f"{PLACES}{public_id}/"


def item(ref: str) -> str:
    """The page of "p:CODE" or "v:CODE"."""
    kind, _, code = ref.partition(":")
    return product(code) if kind == "p" else craft_village(code)


def catalogue(params: Iterable[tuple[str, str]] = ()) -> str:
    query = urlencode(list(params))
    return f"{CATALOGUE}?{query}" if query else CATALOGUE


def verify(code: str = "", day: str = "") -> str:
    query = urlencode([pair for pair in (("ma", code), ("ngay", day)) if pair[1]])
    return f"{VERIFY}?{query}" if query else VERIFY
