"""Wagtail models of the catalogue."""

from catalog.models.choices import ChosenEntry, EditorsChoice
from catalog.models.collection_pages import CollectionIndexPage, CollectionPage
from catalog.models.images import (
    CatalogDocument,
    CatalogImage,
    CatalogRendition,
    RenditionTask,
    complete_images,
)
from catalog.models.pages import ExplanationPage, HomePage
from catalog.models.photos import ItemPhoto, PhotoView
from catalog.models.site import SiteMenus, SiteOffice
from catalog.models.stories import ProductStory, VillageStory
from catalog.models.story_pages import StoryIndexPage, StoryPage

__all__ = [
    "CatalogDocument",
    "CatalogImage",
    "CatalogRendition",
    "ChosenEntry",
    "CollectionIndexPage",
    "CollectionPage",
    "EditorsChoice",
    "ExplanationPage",
    "HomePage",
    "ItemPhoto",
    "PhotoView",
    "ProductStory",
    "RenditionTask",
    "SiteMenus",
    "SiteOffice",
    "StoryIndexPage",
    "StoryPage",
    "VillageStory",
    "complete_images",
]
