"""The register's own sections by name, so that no editor has to know an address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog import addresses

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """`short` stands in the masthead, `long` where there is room to say more."""

    url: str
    short: "_StrOrPromise"
    long: "_StrOrPromise"


SECTIONS: dict[str, Section] = {
    "catalogue": Section(addresses.CATALOGUE, _("Catalogue"), _("Catalogue of products")),
    "verify": Section(addresses.VERIFY, _("Verify"), _("Verify a certificate")),
    "places": Section(addresses.PLACES, _("Places"), _("Places, also by old names")),
    "diagram": Section(addresses.DIAGRAM, _("Diagram"), _("Diagram of places")),
    "figures": Section(addresses.STATISTICS, _("Figures"), _("Figures")),
    "programmes": Section(addresses.SCHEMES, _("Programmes"), _("Programmes")),
    "about_data": Section(addresses.ABOUT_DATA, _("About the data"), _("About the data")),
    "follow": Section(addresses.FOLLOW, _("Follow the register"), _("Follow the register")),
    "sources": Section(addresses.SOURCES, _("Sources of the data"), _("Sources of the data")),
    "log": Section(addresses.LOG, _("The log of the register"), _("The log of the register")),
    "api": Section(
        addresses.API_DOCS, _("Interface for programs"), _("The open interface for programs")
    ),
}
