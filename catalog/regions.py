"""Regions of today's provinces, from the directory in memory. No query."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.gazetteer.directory import PlaceDirectory, RegionInfo
from registry.models.choices import RegionKind


def of_today(directory: PlaceDirectory) -> dict[str, RegionInfo]:
    """Regions that a province in force is in, by code: the socio-economic ones first."""
    today = timezone.localdate()
    kept: tuple[dt.date, dict[str, RegionInfo]] | None = directory.derived.get("regions today")
    if kept is None or kept[0] != today:
        kept = directory.derived["regions today"] = today, _in_order(directory)
    return kept[1]


def _in_order(directory: PlaceDirectory) -> dict[str, RegionInfo]:
    found = {
        region.code: region
        for province in directory.current_provinces()
        for region in directory.regions_of(province.id)
    }
    ordered = sorted(found.values(), key=lambda row: (row.kind == RegionKind.VOTING, row.name_vi))
    return {region.code: region for region in ordered}


def words(region: RegionInfo) -> str:
    """The name; a region of voting is named as such, because the same land has another too."""
    is_english = get_language() == "en" and region.name_en
    name = region.name_en if is_english else region.name_vi
    if region.kind != RegionKind.VOTING or is_english:
        return name
    return _("%(region)s (voting)") % {"region": name}
