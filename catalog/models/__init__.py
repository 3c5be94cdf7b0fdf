"""Wagtail models of the catalogue."""

from catalog.models.choices import ChosenEntry, EditorsChoice
from catalog.models.images import CatalogDocument, CatalogImage, CatalogRendition, RenditionTask
from catalog.models.pages import ExplanationPage, HomePage
from catalog.models.photos import ItemPhoto, PhotoView
from catalog.models.site import SiteMenus, SiteOffice

__all__ = [
    "CatalogDocument",
    "CatalogImage",
    "CatalogRendition",
    "ChosenEntry",
    "EditorsChoice",
    "ExplanationPage",
    "HomePage",
    "ItemPhoto",
    "PhotoView",
    "RenditionTask",
    "SiteMenus",
    "SiteOffice",
]
