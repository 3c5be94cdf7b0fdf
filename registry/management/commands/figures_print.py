"""Prints the figures of the register as of a day, from outside."""

import datetime as dt
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.gazetteer.directory import get_directory
from registry.gazetteer.resolver import resolve
from registry.models import GroupNode, Scheme
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.figures import RULES, FigureLine, FigureQuery, Figures, figures
from registry.selectors.regions import region_asked, region_note, regions_named

_DAY_FORMS = ("%d/%m/%Y", "%Y-%m-%d")
_MOMENT_FORMS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class Command(BaseCommand):
    help = "Prints titles, products and establishments as of a day, cumulative and in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default="", help="the day, dd/mm/yyyy; today if not given")
        parser.add_argument(
            "--known-at", default="", help="as known at, dd/mm/yyyy HH:MM in Vietnam"
        )
        parser.add_argument("--place", default="", help="public id or name of a unit or region")
        parser.add_argument("--scheme", default="", help="code of a scheme")
        parser.add_argument("--group", default="", help="code of a group that readers see")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(
        self,
        *,
        on: str,
        known_at: str,
        place: str,
        scheme: str,
        group: str,
        as_json: bool,
        **options: Any,
    ) -> None:
        codes = list(Scheme.objects.values_list("code", flat=True))
        if scheme and scheme not in codes:
            raise CommandError(
                _("There is no scheme “%(value)s”. Use one of: %(known)s.")
                % {"value": scheme, "known": ", ".join(codes)}
            )
        groups = GroupNode.objects.filter(taxonomy__code="sovang").values_list("code", flat=True)
        if group and group not in groups:
            raise CommandError(
                _("There is no group “%(value)s”. Use one of: %(known)s.")
                % {"value": group, "known": ", ".join(groups)}
            )
        query = FigureQuery(
            on=_day(on) if on else timezone.localdate(),
            known_at=_moment(known_at) if known_at else None,
            place=_place(place),
            scheme=scheme,
            group=group,
        )
        found = figures(query)
        self.stdout.write(
            json.dumps(_as_json(found), ensure_ascii=False, indent=2)
            if as_json
            else _as_text(found)
        )


def _day(text: str) -> dt.date:
    for form in _DAY_FORMS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CommandError(
        _("“%(text)s” is not a date. Write dd/mm/yyyy, for example 05/08/2026.") % {"text": text}
    )


def _moment(text: str) -> dt.datetime:
    """A moment in Vietnam; a day alone means its end."""
    for form in _MOMENT_FORMS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=LEGAL_TIME_ZONE)
        except ValueError:
            continue
    return dt.datetime.combine(_day(text), dt.time.max, tzinfo=LEGAL_TIME_ZONE)


def _place(text: str) -> str:
    if not text or get_directory().by_public_id(text) is not None:
        return text
    region = region_asked(text, get_directory())
    if region is None:
        # A name alone means the region by its provinces in force.
        region = next(iter(regions_named(text, get_directory())), None)
    if region is not None:
        return region.public_id
    found = resolve(text)
    if found.best is not None:
        return found.best.place.public_id
    offered = "; ".join(
        f"{candidate.place.public_id} {get_directory().label(candidate.place.id)}"
        for candidate in found.candidates
    )
    if not offered:
        raise CommandError(_("There is no place “%(text)s”.") % {"text": text})
    raise CommandError(
        _("“%(text)s” can be several places. Give the id of one: %(offered)s.")
        % {"text": text, "offered": offered}
    )


def _as_json(found: Figures) -> dict[str, Any]:
    query = found.query
    return {
        "on": query.on.isoformat(),
        "known_at": query.known_at.isoformat() if query.known_at else None,
        "place": query.place,
        "place_name": _place_words(query.place),
        "group": query.group,
        "scheme": query.scheme,
        "rules": [str(rule) for rule in RULES],
        "lines": [asdict(line) for line in found.lines],
    }


def _place_words(public_id: str) -> str:
    """The name of what was counted; a region says which provinces, and whether that is sure."""
    directory = get_directory()
    region = region_asked(public_id, directory) if public_id else None
    if region is not None:
        names = ", ".join(place.short_name for place in region.provinces)
        return f"{region.region.name_vi}: {names}. {region_note(region)}".strip()
    place = directory.by_public_id(public_id)
    return directory.label(place.id) if place else _("The whole country")


def _as_text(found: Figures) -> str:
    lines = [_("Figures on %(day)s") % {"day": found.query.on.strftime("%d/%m/%Y")}]
    if found.query.known_at:
        moment = found.query.known_at.astimezone(LEGAL_TIME_ZONE).strftime("%d/%m/%Y %H:%M")
        lines.append(_("As the register knew it at %(when)s") % {"when": moment})
    lines.append(_place_words(found.query.place))
    lines += [_line_text(line) for line in found.lines]
    lines.append(_("How it is counted:"))
    lines += [f"- {rule}" for rule in RULES]
    return "\n".join(lines)


def _line_text(line: FigureLine) -> str:
    name = " ".join(filter(None, [line.scheme, line.grade])) or _("all schemes")
    return _(
        "%(name)s: %(titles)d titles, %(products)d products, %(makers)d establishments; "
        "in force %(in_force)d, not known %(not_known)d"
    ) % {
        "name": name,
        "titles": line.cumulative.titles,
        "products": line.cumulative.products,
        "makers": line.cumulative.establishments,
        "in_force": line.in_force.titles,
        "not_known": line.not_known.titles,
    }
