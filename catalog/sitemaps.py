"""What the parts of the sitemap list: every public address of the register, and when it changed.

Starts from `registry.selectors.public` like every list. A part holds what lies in one block of
keys, so that none is ever longer than `BLOCK`, whatever the size of the register, and each takes a
fixed number of queries and no more memory than a block. Addresses of records never change, nor
does the block in which they stand.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ExpressionWrapper, F, IntegerField, Max, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from catalog import addresses, kept, reference
from catalog.editions import edition_of
from catalog.page_head import both_languages
from catalog.page_links import languages_of
from catalog.presenters.grades import GRADES
from catalog.sections import SECTIONS
from registry.gazetteer.directory import get_directory
from registry.models import Certification, CertificationEvent, Decision, Event
from registry.models.choices import ActKind, Grading
from registry.selectors import public

# Each record has an address in either language, so a part holds twice as many.
BLOCK = 5000
# Keys beyond are past what a database counts to.
_MOST_PARTS = 10**9
_SECONDS = 3600
Moment = dt.datetime | None


@dataclass(frozen=True, slots=True)
class Address:
    """A page by its address in each language; `changed` is the newest event behind it."""

    languages: tuple[tuple[str, str], ...]
    changed: Moment = None


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    number: int
    changed: Moment = None


def parts(request: HttpRequest) -> tuple[Part, ...]:
    """Every part that has an address; worked out once for an edition of the register."""
    edition = edition_of(request)
    return kept.kept(f"catalog:sitemap:{edition.event}:{edition.editors}", _parts, _SECONDS)


def part(kind: str, number: int) -> Iterator[Address] | None:
    """The addresses of a part; None where there can be no such part."""
    if number > _MOST_PARTS:
        return None
    if kind in _BY_KEY:
        return _BY_KEY[kind].addresses(number)
    if kind in _WHOLE:
        found = _WHOLE[kind]()
        return iter(found[number * BLOCK : (number + 1) * BLOCK])
    return None


def _parts() -> tuple[Part, ...]:
    found = []
    for kind, whole in _WHOLE.items():
        rows = whole()
        for number in range(-(-len(rows) // BLOCK)):
            block = rows[number * BLOCK : (number + 1) * BLOCK]
            found.append(Part(kind, number, _newest(row.changed for row in block)))
    for kind, source in _BY_KEY.items():
        blocks = source.blocks()
        found += [Part(kind, number, blocks[number]) for number in sorted(blocks)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Records:
    """Records behind public certifications: `key` and `code` lead to them from there, `url` makes
    the address, and `subject` is their name in the log."""

    key: str
    code: str
    url: Callable[[str], str]
    subject: str

    def blocks(self) -> dict[int, Moment]:
        rows = _dated(_blocked(public.certifications(), self.key), "block")
        return {row["block"]: _newest((row["published"], row["acted"])) for row in rows}

    def addresses(self, number: int) -> Iterator[Address]:
        corrected = _corrected(self.subject, number)
        inside = _within(public.certifications(), self.key, number)
        rows = _dated(inside, self.key, self.code).order_by(self.key)
        for row in rows.iterator():
            changed = (row["published"], row["acted"], corrected.get(row[self.key]))
            yield _record(self.url(row[self.code]), _newest(changed))


class _Decisions:
    """Decisions that public certifications rest on or were changed by."""

    def blocks(self) -> dict[int, Moment]:
        found: dict[int, Moment] = {}
        for rows in (
            _dated(_blocked(public.certifications(), "decision"), "block"),
            _acted(_blocked(_public_acts(), "decision"), "block"),
        ):
            for row in rows:
                changed = (found.get(row["block"]), row.get("published"), row["acted"])
                found[row["block"]] = _newest(changed)
        return found

    def addresses(self, number: int) -> Iterator[Address]:
        changed: dict[int, Moment] = {}
        for rows in (
            _dated(_within(public.certifications(), "decision", number), "decision"),
            _acted(_within(_public_acts(), "decision", number), "decision"),
        ):
            for row in rows.iterator():
                key = row["decision"]
                changed[key] = _newest((changed.get(key), row.get("published"), row["acted"]))
        corrected = _corrected("decision", number)
        seen = set()
        found = _within(Decision.objects.select_related("issuer"), "pk", number)
        for decision in found.order_by("pk").iterator():
            if decision.pk not in changed:
                continue
            url = addresses.decision(decision)
            if url in seen:  # as in `catalog.decision_addresses`: the first one has it
                url = addresses.decision_by_key(decision.pk)
            seen.add(url)
            yield _record(url, _newest((changed[decision.pk], corrected.get(decision.pk))))


def _sections() -> list[Address]:
    """The register's own sections, and the pages that editors have made public."""
    sections = dict.fromkeys(found.url for found in SECTIONS.values())
    sections.pop(addresses.API_DOCS)
    found = [_record(url, None) for url in sections]
    families: dict[Any, list[Page]] = defaultdict(list)
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    for page in pages.order_by("path"):
        families[page.translation_key].append(page)
    for family in families.values():
        if languages := languages_of(family):
            moments = (page.last_published_at for page in family)
            found.append(Address(languages, _newest(moments)))
    return found


def _schemes() -> list[Address]:
    found = []
    for scheme in reference.schemes():
        found.append(addresses.scheme(scheme.code))
        found += [addresses.grade(scheme.code, key) for key in GRADES[Grading(scheme.grading)]]
    return [_record(url, None) for url in found]


def _places() -> list[Address]:
    """The units that a public certification names, and those above them."""
    directory = get_directory()
    changed: dict[int, Moment] = {}
    for key in ("place_now", "place_at_issue"):
        named = public.certifications().exclude(**{key: None})
        for row in _dated(named, key):
            moment = _newest((row["published"], row["acted"]))
            for unit in (directory.get(row[key]), *directory.ancestors(row[key])):
                changed[unit.id] = _newest((changed.get(unit.id), moment))
    return [
        _record(addresses.place(directory.get(key).public_id), changed[key])
        for key in sorted(changed)
    ]


_BY_KEY: dict[str, "_Records | _Decisions"] = {
    "products": _Records("product", "product__code", addresses.product, "product"),
    "craft-villages": _Records(
        "craft_village", "craft_village__code", addresses.craft_village, "craft_village"
    ),
    "certifications": _Records("pk", "code", addresses.certificate, "certification"),
    "makers": _Records("product__maker", "product__maker__code", addresses.maker, "establishment"),
    "decisions": _Decisions(),
}
_WHOLE: dict[str, Callable[[], list[Address]]] = {
    "pages": _sections,
    "schemes": _schemes,
    "places": _places,
}


def _record(url: str, changed: Moment) -> Address:
    return Address(both_languages(url), changed)


def _newest(moments: Iterable[Moment]) -> Moment:
    return max((one for one in moments if one is not None), default=None)


def _blocked(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    block = ExpressionWrapper(F(key) / BLOCK, output_field=IntegerField())
    return rows.exclude(**{key: None}).annotate(block=block)


def _within(rows: QuerySet[Any], key: str, number: int) -> QuerySet[Any]:
    return rows.filter(**{f"{key}__gte": number * BLOCK, f"{key}__lt": (number + 1) * BLOCK})


def _dated(rows: QuerySet[Certification], *keys: str) -> QuerySet[Any, dict[str, Any]]:
    """Groups of certifications with the newest publication and act of each."""
    return (
        rows.order_by()
        .values(*keys)
        .annotate(published=Max("published_at"), acted=Max("events__recorded_at"))
    )


def _acted(rows: QuerySet[CertificationEvent], key: str) -> QuerySet[Any, dict[str, Any]]:
    return rows.order_by().values(key).annotate(acted=Max("recorded_at"))


def _public_acts() -> QuerySet[CertificationEvent]:
    """Acts after the issue on public certifications."""
    certifications = public.certifications().order_by().values("pk")
    return CertificationEvent.objects.filter(certification__in=certifications).exclude(
        act=ActKind.ISSUE
    )


def _corrected(subject: str, number: int) -> dict[int, dt.datetime]:
    """When the public records of a block were last corrected, by key."""
    rows = _within(
        Event.objects.filter(subject_type=subject, tag__endswith=":record:correct"),
        "subject_id",
        number,
    )
    found = rows.order_by().values_list("subject_id").annotate(Max("recorded_at"))
    return dict(found)
