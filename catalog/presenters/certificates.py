"""Single certificates as lines of a list, named as they were printed. Makes no query."""

import datetime as dt
from collections.abc import Iterable

from catalog import addresses
from catalog.presenters.cards import GENERAL, Card, illustration_url
from catalog.presenters.grades import grade_of
from catalog.presenters.places import list_words, one_of_words
from catalog.presenters.state import state_mark
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.items import CertificationRecord


def certificate_card(record: CertificationRecord, directory: PlaceDirectory, on: dt.date) -> Card:
    """Expects `scheme`, the subject with its group, and the events to be loaded."""
    c = record.certification
    subject = c.product or c.craft_village
    group = subject.group if subject else None
    return Card(
        name=c.product_name_printed or (subject.name if subject else c.code),
        url=addresses.certificate(c.code),
        maker=c.maker_name_printed,
        place=list_words(c, directory),
        one_of=one_of_words(c, directory),
        picture=illustration_url(group.illustration if group else GENERAL),
        grades=(grade_of(c),),
        state=state_mark(record, on),
    )


def certificate_cards(
    records: Iterable[CertificationRecord], directory: PlaceDirectory, on: dt.date
) -> tuple[Card, ...]:
    return tuple(certificate_card(record, directory, on) for record in records)
