"""One record of a list: picture, name, maker, place, grade and state as ready strings."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import addresses
from catalog.photos import first_photo
from catalog.presenters.grades import Grade, grade_of
from catalog.presenters.pictures import Photo, Picture, photo
from catalog.presenters.places import list_words, one_of_words
from catalog.presenters.state import StateMark, state_mark
from registry.gazetteer.directory import PlaceDirectory
from registry.models import CraftVillage, GroupNode, Product
from registry.selectors.items import ItemRecord

# The pictures that the site has; a group may name one, all others get the general one.
ILLUSTRATIONS = frozenset(
    {
        "banh-keo", "bun-mien", "ca-phe", "che", "dan-lat", "det-tho-cam", "dong-kim-khi",
        "du-lich", "duoc-lieu", "gao", "gia-vi", "go-son-mai", "gom", "hat", "hoa-cay-canh",
        "huong-tram", "kho", "mat-ong", "may-co-khi", "nuoc-mam", "rau-nam", "ruou", "tinh-dau",
        "trai-cay",
    }
)  # fmt: skip
GENERAL = "chung"


class Card(NamedTuple):
    name: str
    url: str
    maker: str
    place: str
    one_of: str
    picture: str
    grades: tuple[Grade, ...]
    state: StateMark
    photo: Photo | None = None
    # Why an editor chose it.
    note: str = ""


@lru_cache(maxsize=64)
def illustration_url(illustration: str) -> str:
    name = illustration.removesuffix(".svg")
    return static(f"catalog/illustrations/{name if name in ILLUSTRATIONS else GENERAL}.svg")


def group_label(group: GroupNode) -> str:
    """The name of a group in the language of the page."""
    return group.label_en if get_language() == "en" and group.label_en else group.label_vi


def picture_of(group: GroupNode | None, is_product: bool) -> Picture:
    if group is None:
        return Picture(
            illustration_url(GENERAL),
            _("Drawing that stands for rural products"),
            _("There is no photograph yet. The drawing is a general one, not the product."),
        )
    values = {"group": group_label(group)}
    return Picture(
        illustration_url(group.illustration),
        _("Drawing for the group %(group)s") % values,
        (
            _(
                "There is no photograph yet. The drawing stands for the group %(group)s, "
                "it does not show the product."
            )
            if is_product
            else _(
                "There is no photograph yet. The drawing stands for the group %(group)s, "
                "it does not show the village."
            )
        )
        % values,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Schemes and grades that a list is narrowed to, so that a card shows what was asked for."""

    schemes: Collection[str] = ()
    grades: Collection[str] = ()

    def of(self, record: ItemRecord) -> ItemRecord:
        """The record with those of its certifications alone, if it has any."""
        if not self.schemes and not self.grades:
            return record
        fitting = tuple(
            held
            for held in record.certifications
            if (not self.schemes or held.certification.scheme.code in self.schemes)
            and (not self.grades or held.grade_key in self.grades)
        )
        return replace(record, certifications=fitting) if fitting else record


def card(
    record: ItemRecord, directory: PlaceDirectory, on: dt.date, asked: Asked | None = None
) -> Card:
    subject = record.subject
    shown = asked.of(record) if asked else record
    leading = shown.leading(on) or shown.certifications[0]
    group = subject.group
    return Card(
        name=subject.name,
        url=addresses.item(record.ref),
        maker=maker_words(subject, leading.certification.maker_name_printed),
        place=list_words(leading.certification, directory),
        one_of=one_of_words(leading.certification, directory),
        picture=illustration_url(group.illustration if group else GENERAL),
        grades=(grade_of(leading.certification),),
        state=state_mark(leading, on),
        photo=photo(found) if (found := first_photo(subject)) is not None else None,
    )


def cards(
    records: Iterable[ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
    asked: Asked | None = None,
) -> tuple[Card, ...]:
    return tuple(card(record, directory, on, asked) for record in records)


def maker_words(subject: Product | CraftVillage, printed: str) -> str:
    """Who makes it; a village is its own maker, an indication has none."""
    if isinstance(subject, CraftVillage):
        return subject.place_text
    if subject.maker is not None:
        return subject.maker.name
    return printed
