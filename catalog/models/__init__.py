"""Wagtail models of the catalogue."""

from catalog.models.images import CatalogDocument, CatalogImage, CatalogRendition
from catalog.models.pages import ExplanationPage, HomePage

__all__ = [
    "CatalogDocument",
    "CatalogImage",
    "CatalogRendition",
    "ExplanationPage",
    "HomePage",
]
