"""`place_resolve TEXT` shows what a place text may mean; `--cases FILE` scores the resolver."""

import datetime as dt
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.gazetteer.cases import Score, Tally, read_cases, score_cases
from registry.gazetteer.directory import EraInfo, PlaceDirectory, get_directory
from registry.gazetteer.errors import GazetteerError
from registry.gazetteer.nameindex import index_of
from registry.gazetteer.resolver import Candidate, resolve


class Command(BaseCommand):
    help = "Print the places a text may mean, or score a CSV file of cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="*", help="the place as people write it")
        parser.add_argument("--cases", type=Path, metavar="FILE", help="CSV file of cases")
        parser.add_argument("--limit", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        directory = get_directory()
        if not len(directory):
            raise CommandError(_("The gazetteer is empty. Run gazetteer_load first."))
        text = " ".join(options["text"])
        if not text and not options["cases"]:
            raise CommandError(_("Give a text, or a file with --cases."))
        if options["cases"]:
            try:
                cases = read_cases(options["cases"])
            except GazetteerError as error:
                raise CommandError(str(error)) from error
            index_of(directory)
            begun = time.perf_counter()
            score = score_cases(cases, directory)
            spent = time.perf_counter() - begun
            self._print_score(score)
            self.stdout.write(
                _("%(n)d cases in %(ms).0f ms") % {"n": len(cases), "ms": spent * 1000}
            )
        if text:
            self._print_candidates(text, options["limit"], directory)

    def _print_candidates(self, text: str, limit: int, directory: PlaceDirectory) -> None:
        found = resolve(text, limit=limit, directory=directory)
        if not found.candidates:
            self.stdout.write(_("No place was found."))
            return
        if found.is_ambiguous:
            self.stdout.write(_("Several places fit; one must be chosen:"))
        elif found.best is None:
            self.stdout.write(_("No place fits surely; perhaps:"))
        for number, candidate in enumerate(found.candidates, 1):
            self.stdout.write(f"{number}. {self._candidate(candidate, directory)}")

    def _candidate(self, candidate: Candidate, directory: PlaceDirectory) -> str:
        parts = [
            f"{directory.label(candidate.place.id)} [{candidate.place.public_id}]",
            f"{_era(directory.eras[candidate.era_key])} ({candidate.era_key})",
            _("score %(score).2f") % {"score": candidate.score},
        ]
        if candidate.is_correction:
            parts.append(_("spelling corrected"))
        now = directory.era_on()
        if now and candidate.era_key != now.key:
            shown = [
                f"{directory.label(unit.id)} [{unit.public_id}]" for unit in candidate.successors
            ]
            parts.append(_("now: %(places)s") % {"places": "; ".join(shown) or "-"})
        return " · ".join(parts)

    def _print_score(self, score: Score) -> None:
        heads = [_("Kind"), _("Provinces"), _("Communes"), _("Lists and negatives")]
        rows = [
            (kind, *map(_share, (tally.provinces, tally.communes, tally.lists)))
            for kind, tally in [*sorted(score.kinds.items()), (_("Total"), score.total)]
        ]
        width = max(len(row[0]) for row in [heads, *rows])
        for row in [heads, *rows]:
            self.stdout.write(f"{row[0]:<{width}}  {row[1]:>20}  {row[2]:>20}  {row[3]:>20}")
        for case, found in score.misses:
            self.stdout.write(
                _(
                    "Missed, line %(line)d: “%(query)s” (%(kind)s):"
                    " expected %(expected)s, got %(got)s"
                )
                % {
                    "line": case.line,
                    "query": case.query,
                    "kind": case.kind,
                    "expected": _expected(case.provinces, case.communes),
                    "got": found,
                }
            )
        self._print_total(score.total)

    def _print_total(self, total: Tally) -> None:
        provinces, communes = _share(total.provinces), _share(total.communes)
        self.stdout.write(_("Share of provinces right: %(share)s") % {"share": provinces})
        self.stdout.write(_("Share of communes right: %(share)s") % {"share": communes})


def _era(era: EraInfo) -> str:
    """The division in words, by the day on which it began or ended."""
    if era.first_day is None and era.last_day is not None:
        next_day = era.last_day + dt.timedelta(days=1)
        return _("division before %(day)s") % {"day": date_format(next_day, "SHORT_DATE_FORMAT")}
    first = date_format(era.first_day, "SHORT_DATE_FORMAT") if era.first_day else "-"
    return _("division since %(day)s") % {"day": first}


def _share(judged: list[bool]) -> str:
    if not judged:
        return "-"
    return f"{100 * sum(judged) / len(judged):.1f} % ({sum(judged)}/{len(judged)})"


def _expected(provinces: frozenset[str], communes: frozenset[str]) -> str:
    return " / ".join("|".join(sorted(codes)) for codes in (provinces, communes) if codes) or "-"
