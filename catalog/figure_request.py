"""What a reader asks of the figures: parameters of an address ⇄ `FigureQuery`.

What cannot be read is kept as typed, with the reason and the remedy; then there is no query,
because figures of something else than was asked would be wrong. Makes no query of its own.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog import parameters, reference
from catalog.days import TypedDay, day_text, typed_day
from catalog.finding import PageVocabulary
from catalog.presenters.grades import GRADES
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import Grading
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.figures import FigureQuery
from registry.selectors.regions import RegionAsked, region_asked

DAY, KNOWN, PLACE, SCHEME, GROUP = "ngay", "biet-den", "noi", "chuong-trinh", "nhom"
PLACE_NAME, REGION, WAY, GRADE, FORMAT = "ten-noi", "vung", "cach", "cap", "dang"
THINGS, REST = "dem", "phan"
# All that an address of the figures may hold, but for the page and the form of a list.
PARAMETERS = (DAY, KNOWN, PLACE, SCHEME, GROUP, PLACE_NAME, REGION, WAY, GRADE, THINGS, REST)
# The three ways of counting by their name in addresses, in the order they are shown in.
WAYS = {"luy-ke": "cumulative", "con-hieu-luc": "in_force", "chua-ro": "not_known"}
# What a list is of, and which row of a breakdown belongs to no part, by their names in addresses.
TITLES, PRODUCTS, VILLAGES, MAKERS = "danh-hieu", "san-pham", "lang-nghe", "co-so"
NO_PROVINCE, NO_GROUP = "khong-tinh", "khong-nhom"
_CLOCK = re.compile(
    r"^(?P<day>.*\S)\s+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.(?P<us>\d{6}))?)?$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class TypedMoment:
    """What a reader typed for the moment of knowledge; a day alone means its end."""

    typed: str
    moment: dt.datetime | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """The fields as typed, their errors by parameter, and the query where there is none."""

    day: TypedDay
    known: TypedMoment
    place: PlaceInfo | None
    region: RegionAsked | None
    scheme: str
    group: str
    errors: dict[str, str]
    query: FigureQuery | None
    way: str = "cumulative"
    grade: str = ""
    things: str = TITLES
    rest: str = ""


def read(params: QueryDict, directory: PlaceDirectory, now: dt.datetime) -> FigureRequest:
    """Reads the parameters; the day of `now` stands for a day that is not given.

    What will be known is not known yet: today as the day of knowledge means up to now, so
    that its permanent address holds for ever, and a later moment is refused.
    """
    today = now.date()
    day = typed_day(parameters.text(params, DAY, 40))
    known = not_ahead(typed_moment(parameters.text(params, KNOWN, 40)), now)
    errors = {DAY: day.error} if day.error else {}
    if known.error:
        errors[KNOWN] = known.error
    place, region, scheme, group = _choices(params, directory, errors)
    way = _way(params, errors)
    grade = _grade(params, scheme, errors)
    things = _one_of(params, THINGS, (TITLES, PRODUCTS, VILLAGES, MAKERS), errors) or TITLES
    rest = _one_of(params, REST, (NO_PROVINCE, NO_GROUP), errors)
    query = None
    if not errors:
        query = FigureQuery(
            on=day.day or today,
            known_at=known.moment,
            place=region.public_id if region else place.public_id if place else "",
            scheme=scheme,
            group=group,
        )
    return FigureRequest(
        day, known, place, region, scheme, group, errors, query, way, grade, things, rest
    )


def typed_moment(typed: str) -> TypedMoment:
    """Reads a day with or without a time, as told in Vietnam.

    Permanent addresses give the time to the microsecond, so that they hold no act too many.
    """
    found = _CLOCK.match(typed)
    day = typed_day(found["day"] if found else typed)
    if day.error or day.day is None:
        return TypedMoment(typed, None, day.error)
    if found is None:
        return TypedMoment(typed, dt.datetime.combine(day.day, dt.time.max, tzinfo=LEGAL_TIME_ZONE))
    try:
        hour, minute, second, fraction = (int(found[part] or 0) for part in ("h", "m", "s", "us"))
        clock = dt.time(hour, minute, second, fraction)
    except ValueError:
        message = _("Error: there is no such time of day. Write it as 24/11/2026 16:30.")
        return TypedMoment(typed, None, message)
    return TypedMoment(typed, dt.datetime.combine(day.day, clock, tzinfo=LEGAL_TIME_ZONE))


def not_ahead(known: TypedMoment, now: dt.datetime) -> TypedMoment:
    """A moment up to now; of today alone, now itself; a later one is an error."""
    moment = known.moment
    if moment is None or moment <= now:
        return known
    local = moment.astimezone(LEGAL_TIME_ZONE)
    is_whole_day = local.timetz().replace(tzinfo=None) == dt.time.max
    if is_whole_day and local.date() == now.astimezone(LEGAL_TIME_ZONE).date():
        return TypedMoment(known.typed, now)
    message = _("Error: this moment is still to come. Write one up to now, or leave it empty.")
    return TypedMoment(known.typed, None, message)


def moment_param(moment: dt.datetime) -> str:
    """A moment as it stands in an address; the end of a day is the day alone."""
    local = moment.astimezone(LEGAL_TIME_ZONE)
    if local.timetz().replace(tzinfo=None) == dt.time.max:
        return day_text(local.date())
    seconds = f":{local:%S.%f}" if local.second or local.microsecond else ""
    return f"{day_text(local.date())} {local:%H:%M}{seconds}"


def params_of(query: FigureQuery) -> list[tuple[str, str]]:
    """The parameters of an address that asks for the same for ever, in a steady order."""
    pairs = [(DAY, day_text(query.on))]
    if query.known_at:
        pairs.append((KNOWN, moment_param(query.known_at)))
    pairs += [(PLACE, query.place), (SCHEME, query.scheme), (GROUP, query.group)]
    return [pair for pair in pairs if pair[1]]


def _way(params: QueryDict, errors: dict[str, str]) -> str:
    typed = parameters.text(params, WAY, 20)
    if typed and typed not in WAYS:
        errors[WAY] = _(
            "Error: there is no way of counting “%(typed)s”. Use one of: %(known)s."
        ) % {
            "typed": typed,
            "known": ", ".join(WAYS),
        }
    return WAYS.get(typed, "cumulative")


def _one_of(params: QueryDict, name: str, known: tuple[str, ...], errors: dict[str, str]) -> str:
    typed = parameters.text(params, name, 20)
    if typed and typed not in known:
        errors[name] = _("Error: “%(typed)s” is not known here. Use one of: %(known)s.") % {
            "typed": typed,
            "known": ", ".join(known),
        }
    return typed


def _grade(params: QueryDict, scheme: str, errors: dict[str, str]) -> str:
    """A grade of the scheme asked; "4" alone would be the figure of another question."""
    typed = parameters.text(params, GRADE, 40)
    gradings = {row.code: Grading(row.grading) for row in reference.schemes()}
    if typed and typed not in (GRADES[gradings[scheme]] if scheme in gradings else ()):
        errors[GRADE] = _(
            "Error: “%(typed)s” is no grade of the programme asked. Choose a programme and one "
            "of its grades."
        ) % {"typed": typed}
    return typed


def _choices(
    params: QueryDict, directory: PlaceDirectory, errors: dict[str, str]
) -> tuple[PlaceInfo | None, RegionAsked | None, str, str]:
    vocabulary = PageVocabulary(directory)
    place_id = parameters.text(params, PLACE, 80)
    place = directory.by_public_id(place_id.lower()) if place_id else None
    region = region_asked(place_id.lower(), directory) if place_id else None
    if place_id and place is None and region is None:
        errors[PLACE] = _(
            "Error: no place has the id “%(typed)s”. Write its name below, old or new."
        ) % {"typed": place_id}
    scheme = parameters.text(params, SCHEME, 40)
    if scheme and not vocabulary.has_scheme(scheme):
        errors[SCHEME] = _("Error: there is no programme “%(typed)s”. Choose one of the list.") % {
            "typed": scheme
        }
    group = parameters.text(params, GROUP, 60)
    if group and group not in reference.groups():
        errors[GROUP] = _("Error: there is no group “%(typed)s”. Choose one of the list.") % {
            "typed": group
        }
    return place, region, scheme, group
