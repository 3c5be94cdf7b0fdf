"""schema.org serializers (release 30.0): one function for each kind of record, plain values out.

They read what a selector has loaded and make no query. schema.org knows two states of a
certification; where the register does not know which one holds it says neither, and the
sentence in `description` is exact. A maker carries no `hasCertification`: a certificate covers
the product that it names. Scores, contacts and persons never stand here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.templatetags.static import static
from django.utils.translation import get_language

from catalog import addresses
from catalog.days import last_day, machine_day
from catalog.office import Office
from catalog.page_head import absolute
from catalog.presenters.cards import group_label
from catalog.presenters.grades import entry_title, scheme_name
from catalog.presenters.state import verdict
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models import Certification, CraftVillage, Establishment, Product
from registry.models.choices import CertificationStatus, Grading, IdentifierKind, PlaceLevel
from registry.rules.validity import DayBounds
from registry.selectors.items import CertificationRecord, ItemRecord

Node = dict[str, Any]
# A product of these groups is a service, and schema.org has another type for it.
_SERVICE_GROUPS = frozenset({"du-lich"})
_VIETNAM: Node = {"@type": "Country", "name": "Việt Nam", "identifier": "VN"}
_ACTIVE = "https://schema.org/CertificationActive"
_INACTIVE = "https://schema.org/CertificationInactive"
# Levels that reach beyond a district, as the rating 1 to 3 of product.md 4.1.
_LEVELS = {"province": 1, "region": 2, "nation": 3}


class CrumbLike(Protocol):
    @property
    def words(self) -> str: ...
    @property
    def url(self) -> str: ...


def breadcrumbs(crumbs: Sequence[CrumbLike], canonical: str) -> Node:
    """The way to a page; the page itself is its last step."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": crumb.words,
                "item": absolute(crumb.url) if crumb.url else canonical,
            }
            for number, crumb in enumerate(crumbs, start=1)
        ],
    }


def certification(
    record: CertificationRecord, name: str, on: dt.date, about: str, directory: PlaceDirectory
) -> Node:
    """One certification on a day; `about` is the address of what it is about."""
    c = record.certification
    url = absolute(addresses.certificate(c.code))
    issuer = (c.issuer.name if c.issuer else "") or c.issuer_printed
    node: Node = {
        "@type": "Certification",
        "@id": url,
        "url": url,
        "name": entry_title(c),
        "description": verdict(record, name, on).sentence,
        "identifier": c.code,
        "certificationIdentification": c.certificate_no,
        "certificationStatus": certification_status(record.status(on)),
        "certificationRating": _rating(c),
        "datePublished": machine_day(c.decision.signed_on, c.decision.signed_on_precision)
        if c.decision
        else "",
        "validFrom": machine_day(c.issued_on, c.issued_on_precision),
        "expires": _expires(record.end(on)),
        "issuedBy": {"@type": "GovernmentOrganization", "name": issuer} if issuer else None,
        "logo": {
            "@type": "ImageObject",
            "contentUrl": absolute(static(f"catalog/marks/{_mark(c)}.svg")),
            "name": scheme_name(c.scheme),
        },
        "validIn": _valid_in(c, directory),
        "about": {"@id": about},
        "inLanguage": get_language(),
    }
    return _filled(node)


def certification_status(status: CertificationStatus | None) -> str:
    """The state in the two words of schema.org (product.md 4.0); empty where it is not known."""
    if status is None or status == CertificationStatus.VALIDITY_UNKNOWN:
        return ""
    return _ACTIVE if status == CertificationStatus.VALID else _INACTIVE


def product(record: ItemRecord, on: dt.date, directory: PlaceDirectory, image: str = "") -> Node:
    """A product with all its certifications; `image` is a photograph of it, never a drawing."""
    subject = record.subject
    assert isinstance(subject, Product)
    url = absolute(addresses.product(subject.code))
    is_service = subject.group is not None and subject.group.code in _SERVICE_GROUPS
    maker = _maker_reference(subject.maker) if subject.maker else None
    node: Node = {
        "@type": "Service" if is_service else "Product",
        "@id": url,
        "url": url,
        "name": subject.name,
        "alternateName": subject.name_en,
        "description": subject.description,
        "image": absolute(image) if image else "",
        "identifier": subject.code,
        "category": group_label(subject.group) if subject.group else "",
        "brand": {"@type": "Brand", "name": subject.brand} if subject.brand else None,
        "hasCertification": _certifications(record, on, url, directory),
    }
    if is_service:
        node |= {"provider": maker}
    else:
        node |= {
            "sku": subject.code,
            "gtin": _gtin(subject),
            "manufacturer": maker,
            "countryOfOrigin": _VIETNAM,
        }
    return _filled(node)


def craft_village(record: ItemRecord, on: dt.date, directory: PlaceDirectory) -> Node:
    """A craft village: a place, whose titles are its certifications."""
    subject = record.subject
    assert isinstance(subject, CraftVillage)
    url = absolute(addresses.craft_village(subject.code))
    leading = record.leading(on) or record.certifications[0]
    place_id = leading.certification.place_now_id or leading.certification.place_at_issue_id
    node: Node = {
        "@type": "Place",
        "@id": url,
        "url": url,
        "name": subject.name,
        "description": subject.trade,
        "identifier": subject.code,
        "address": _address(place_id, directory),
        "containedInPlace": _place_reference(directory.get(place_id)) if place_id else None,
        "hasCertification": _certifications(record, on, url, directory),
    }
    return _filled(node)


def maker(
    establishment: Establishment,
    *,
    shows_number: bool,
    place_id: int | None,
    directory: PlaceDirectory,
) -> Node:
    """A maker as an organisation: the name, numbers and unit that its page shows, no more."""
    others = [] if establishment.name_is_personal else _other_names(establishment)
    node = _maker_reference(establishment) | {
        "identifier": establishment.code,
        "alternateName": others,
        "taxID": (establishment.enterprise_number or "") if shows_number else "",
        "dissolutionDate": establishment.ended_on.isoformat() if establishment.ended_on else "",
        "parentOrganization": _maker_reference(establishment.parent)
        if establishment.parent
        else None,
        "address": _address(place_id, directory),
    }
    return _filled(node)


def place(unit: PlaceInfo, directory: PlaceDirectory) -> Node:
    """An administrative unit, old or in force, with its point where the register has one."""
    above = directory.ancestors(unit.id)
    point = (unit.latitude, unit.longitude)
    node = _place_reference(unit) | {
        "identifier": unit.public_id,
        "containedInPlace": _place_reference(above[0]) if above else _VIETNAM,
        "geo": {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}
        if None not in point
        else None,
    }
    return _filled(node)


def item_list(name: str, links: Iterable[tuple[str, str]]) -> Node:
    """What a page lists, in its order: names and addresses."""
    return {
        "@type": "ItemList",
        "name": name,
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": words, "url": absolute(url)}
            for number, (words, url) in enumerate(links, start=1)
        ],
    }


def dataset(
    *, name: str, description: str, modified: dt.datetime | None, licence: str, creator: Node
) -> Node:
    """The register as a set of open data with its files."""
    url = absolute(addresses.ABOUT_DATA)
    files = (("text/csv", addresses.CATALOGUE_CSV), ("application/json", addresses.API_SEARCH))
    node: Node = {
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": licence,
        "dateModified": modified.isoformat(timespec="seconds") if modified else "",
        "spatialCoverage": _VIETNAM,
        "creator": creator,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(path)}
            for kind, path in files
        ],
    }
    return _filled(node)


def organization(office: Office) -> Node:
    """Who runs the register, with the contact that the office has made public."""
    node: Node = {
        "@type": "Organization",
        "name": office.author,
        "url": absolute(addresses.HOME),
        "email": office.email,
        "telephone": office.telephone,
        "address": office.address,
    }
    return _filled(node)


def _certifications(
    record: ItemRecord, on: dt.date, about: str, directory: PlaceDirectory
) -> list[Node]:
    name = record.subject.name
    return [certification(row, name, on, about, directory) for row in record.certifications]


def _maker_reference(establishment: Establishment) -> Node:
    url = absolute(addresses.maker(establishment.code))
    return {"@type": "Organization", "@id": url, "url": url, "name": establishment.name}


def _other_names(establishment: Establishment) -> list[str]:
    trade = [establishment.trade_name] if establishment.trade_name else []
    return trade + [row.name for row in establishment.other_names.all()]


def _place_reference(unit: PlaceInfo) -> Node:
    url = absolute(addresses.place(unit.public_id))
    return {"@type": "AdministrativeArea", "@id": url, "url": url, "name": unit.full_name}


def _address(place_id: int | None, directory: PlaceDirectory) -> Node | None:
    if place_id is None:
        return None
    unit, province = directory.get(place_id), directory.province(place_id)
    return _filled(
        {
            "@type": "PostalAddress",
            "addressCountry": "VN",
            "addressRegion": province.full_name,
            "addressLocality": unit.full_name if unit.level != PlaceLevel.PROVINCE else "",
        }
    )


def _valid_in(c: Certification, directory: PlaceDirectory) -> Node | None:
    """Where the level of a title reaches: its province, or the country; a region is not held."""
    place_id = c.place_at_issue_id or c.place_now_id
    if c.level == "nation" or c.stars == 5 or c.grading == Grading.NONE:
        return _VIETNAM
    if place_id is None or c.level == "region":
        return None
    if c.level == "province" or c.stars or c.grading == Grading.TITLES:
        return _place_reference(directory.province(place_id))
    return None


def _rating(c: Certification) -> Node | None:
    if c.stars:
        return {"@type": "Rating", "ratingValue": c.stars, "bestRating": 5, "worstRating": 1}
    if c.level in _LEVELS:
        return {
            "@type": "Rating", "ratingValue": _LEVELS[c.level], "bestRating": 3, "worstRating": 1,
            "ratingExplanation": entry_title(c),
        }  # fmt: skip
    return None


def _expires(end: DayBounds | None) -> str:
    """The last valid day, where it is surely known."""
    if end is None or not end.is_exact or end.earliest is None:
        return ""
    return last_day(end.earliest).isoformat()


def _mark(c: Certification) -> str:
    if c.grading == Grading.STARS:
        return f"stars-{c.stars}" if c.stars else "stars-3"
    if c.grading == Grading.LEVELS:
        named = {"nation": "national", "region": "region", "province": "province"}
        return f"level-{named.get(c.level, 'commune')}"
    return "village" if c.grading == Grading.TITLES else "gi"


def _gtin(subject: Product) -> str:
    found = (row.value for row in subject.identifiers.all() if row.kind == IdentifierKind.GTIN)
    return next(found, "")


def _filled(node: Node) -> Node:
    """The node without what is empty: a machine reads an empty text as a value."""
    return {key: value for key, value in node.items() if value not in ("", None, [])}
