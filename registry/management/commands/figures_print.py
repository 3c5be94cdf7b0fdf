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
# As typed, as a permanent address has it, and (by `fromisoformat`) as this command's JSON.
_MOMENT_FORMS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S.%f")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


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
        public_id, note = _place(place)
        query = FigureQuery(
            on=_day(on) if on else timezone.localdate(),
            known_at=_moment(known_at, timezone.now()) if known_at else None,
            place=public_id,
            scheme=scheme,
            group=group,
        )
        found = figures(query)
        self.stdout.write(
            json.dumps(_as_json(found, note), ensure_ascii=False, indent=2)
            if as_json
            else _as_text(found, note)
        )


def _day(text: str) -> dt.date:
    for form in _DAY_FORMS:
        try:
            day = dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
        raise CommandError(
            _("Write a year from %(first)s to %(last)s.")
            % {"first": _FIRST_YEAR, "last": _LAST_YEAR}
        )
    raise CommandError(
        _("“%(text)s” is not a date. Write dd/mm/yyyy, for example 05/08/2026.") % {"text": text}
    )


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    """A moment in Vietnam up to now; a day alone means its end, today alone means now."""
    found = _clock(text.strip())
    if found is None:
        day = _day(text)
        found = dt.datetime.combine(day, dt.time.max, tzinfo=LEGAL_TIME_ZONE)
        if day == now.astimezone(LEGAL_TIME_ZONE).date():
            return now
    if found > now:
        raise CommandError(
            _("“%(text)s” is still to come: nobody knows what will be known then.") % {"text": text}
        )
    return found


def _clock(text: str) -> dt.datetime | None:
    """A day with a time of day; None where there is no time in it."""
    found = None
    for form in _MOMENT_FORMS:
        try:
            found = dt.datetime.strptime(text, form)
        except ValueError:
            continue
    if found is None and ("T" in text or ":" in text):
        try:
            found = dt.datetime.fromisoformat(text)
        except ValueError:
            return None
    if found is None or found.tzinfo is not None:
        return found
    return found.replace(tzinfo=LEGAL_TIME_ZONE)


def _place(text: str) -> tuple[str, str]:
    """The public id of what is meant, and a note where the name has other meanings too."""
    text, directory = text.strip(), get_directory()
    if not text or directory.by_public_id(text.lower()) is not None:
        return text.lower(), ""
    region = region_asked(text.lower(), directory)
    if region is None:
        # A name alone means the region by its provinces in force.
        region = next(iter(regions_named(text, directory)), None)
    if region is not None:
        return region.public_id, ""
    found = resolve(text)
    offered = [
        f"{candidate.place.public_id} {directory.label(candidate.place.id)}"
        for candidate in found.candidates
    ]
    if found.best is not None:
        taken = found.best.place
        rest = [
            words
            for candidate, words in zip(found.candidates, offered, strict=True)
            if candidate.place.id != taken.id
        ]
        if not rest:
            return taken.public_id, ""
        note = _("“%(text)s” was taken as %(taken)s. Others of that name: %(others)s.") % {
            "text": text,
            "taken": f"{taken.public_id} {directory.label(taken.id)}",
            "others": "; ".join(rest),
        }
        return taken.public_id, note
    if not offered:
        raise CommandError(_("There is no place “%(text)s”.") % {"text": text})
    raise CommandError(
        _("“%(text)s” can be several places. Give the id of one: %(offered)s.")
        % {"text": text, "offered": "; ".join(offered)}
    )


def _as_json(found: Figures, note: str) -> dict[str, Any]:
    query = found.query
    return {
        "on": query.on.isoformat(),
        "known_at": query.known_at.isoformat() if query.known_at else None,
        "place": query.place,
        "place_name": _place_words(query.place),
        "place_note": note,
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


def _as_text(found: Figures, note: str) -> str:
    query = found.query
    day = f"{query.on:%d/%m}/{query.on.year:04d}"
    lines = [_("Figures on %(day)s") % {"day": day}, _known_words(query)]
    lines.append(_("Place: %(place)s") % {"place": _place_words(query.place)})
    lines += [note] if note else []
    lines.append(_("Programme: %(scheme)s") % {"scheme": query.scheme or _("all")})
    lines.append(_("Group: %(group)s") % {"group": query.group or _("all")})
    for line in found.lines:
        lines += _line_texts(line)
    lines.append(_("How it is counted:"))
    lines += [f"- {rule}" for rule in RULES]
    return "\n".join(lines)


def _known_words(query: FigureQuery) -> str:
    if query.known_at is None:
        return _("As the register knows it now")
    local = query.known_at.astimezone(LEGAL_TIME_ZONE)
    return _("As the register knew it at %(when)s") % {
        "when": f"{local:%d/%m/%Y %H:%M}" + (f":{local:%S.%f}" if local.microsecond else "")
    }


def _line_texts(line: FigureLine) -> list[str]:
    """The name of a line, and under it each way of counting with all its numbers."""
    name = " ".join(filter(None, [line.scheme, line.grade])) or _("all schemes")
    ways = (
        (_("cumulative"), line.cumulative),
        (_("in force"), line.in_force),
        (_("not known"), line.not_known),
    )
    return [
        f"{name}:",
        *(
            _(
                "  %(way)s: %(titles)d titles, %(products)d products, "
                "%(makers)d establishments, %(villages)d craft villages"
            )
            % {
                "way": way,
                "titles": counts.titles,
                "products": counts.products,
                "makers": counts.establishments,
                "villages": counts.craft_villages,
            }
            for way, counts in ways
        ),
    ]
