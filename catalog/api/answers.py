"""From public records and results to what the interface gives. No query of its own.

Only what the public pages show goes out: the names come from the same presenters.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings

from catalog import addresses, selection
from catalog.api import schemas
from catalog.api.parameters import FIXED
from catalog.days import last_day
from catalog.presenters import chips
from catalog.presenters.cards import maker_words
from catalog.presenters.grades import grade_of
from catalog.presenters.places import full_words, then_now
from catalog.presenters.state import state_mark
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Certification
from registry.models.choices import CertificationStatus
from registry.selectors.items import CertificationRecord, ItemRecord
from search.service import Results

Section = Literal["main", "elsewhere", "related"]


def absolute(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def result(
    record: ItemRecord, section: Section, directory: PlaceDirectory, on: dt.date
) -> schemas.Result:
    subject = record.subject
    leading = record.leading(on) or record.certifications[0]
    return schemas.Result(
        code=subject.code,
        kind="product" if record.is_product else "craft_village",
        url=absolute(addresses.item(record.ref)),
        name=subject.name,
        section=section,
        maker=maker_words(subject, leading.certification.maker_name_printed),
        group=subject.group.code if subject.group else None,
        places=places(leading.certification, directory),
        certifications=[certification(held, on) for held in record.certifications],
    )


def certification(held: CertificationRecord, on: dt.date) -> schemas.Certification:
    row = held.certification
    end = held.end(on)
    is_sure = end is not None and end.is_exact and end.earliest is not None
    issued = held.issued
    return schemas.Certification(
        code=row.code,
        url=absolute(addresses.certificate(row.code)),
        scheme=row.scheme.code,
        grade=held.grade_key,
        grade_words=grade_of(row).words,
        status=str(held.status(on) or CertificationStatus.VALIDITY_UNKNOWN),
        status_words=state_mark(held, on).words,
        issued_on=issued.earliest if issued.is_exact else None,
        valid_until=last_day(end.earliest) if is_sure and end and end.earliest else None,
    )


def places(row: Certification, directory: PlaceDirectory) -> schemas.Places:
    told = then_now(row, directory)
    if told is None:
        return schemas.Places(then=None, now=[])
    at_issue = directory.get(row.place_at_issue_id) if row.place_at_issue_id else None
    if row.place_now_id:
        units = [directory.get(row.place_now_id)]
    else:
        units = list(directory.successors_now(at_issue.id)) if at_issue else []
    then = schemas.Place(id=at_issue.public_id if at_issue else None, name=told.then_words)
    now = [schemas.Place(id=unit.public_id, name=full_words(directory, unit.id)) for unit in units]
    return schemas.Places(then=then if told.then_words else None, now=now)


def facets(found: Results, directory: PlaceDirectory) -> dict[str, list[schemas.FacetValue]]:
    villages = [row.value for row in found.facets.get("villages", ())]
    names = selection.village_names(villages) if villages else {}
    words: Mapping[str, Callable[[str], str]] = {
        "schemes": chips.scheme_words,
        "grades": chips.grade_key_words,
        "groups": chips.group_words,
        "regions": lambda value: chips.region_words(value, directory),
        "provinces": lambda value: chips.province_words(value, directory),
        "communes": lambda value: chips.commune_words(value, directory),
        "villages": lambda value: names.get(value, value),
        "maker_kinds": chips.maker_words,
    }
    told = {
        name: [
            schemas.FacetValue(
                value=row.value,
                words=words[name](row.value) if name in words else row.value,
                count=row.count,
            )
            for row in values
        ]
        for name, values in found.facets.items()
    }
    told["status"] = [
        schemas.FacetValue(
            value=_STATUS_NAMES[status.value], words=chips.status_words(status), count=count
        )
        for status, count in found.status_counts.items()
    ]
    return told


_STATUS_NAMES = {value: str(name) for name, value in FIXED["status"].items()}


def understood(found: Results) -> list[schemas.Understood]:
    return [
        schemas.Understood(kind=row.kind, text=row.text, value=row.value)
        for row in found.understood
    ]


def correction(found: Results, given: Iterable[tuple[str, str]]) -> schemas.Correction | None:
    if found.correction is None:
        return None
    literal = urlencode([*given, ("literal", "true")])
    return schemas.Correction(
        text=found.correction.text, literal_url=absolute(f"/api/v1/search?{literal}")
    )
