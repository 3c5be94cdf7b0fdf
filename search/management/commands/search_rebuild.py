"""Builds the search index anew beside the live one and swaps it in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import indexing
from search.engines.base import EngineUnreachable, IndexLocked, IndexWriteFailed, SearchUnavailable
from search.service import get_engine


class Command(BaseCommand):
    help = "Builds the search index anew beside the live one and swaps it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Only when the index is missing, of another form, or of another size.",
        )
        parser.add_argument(
            "--aside",
            action="store_true",
            help="For an engine that the running site does not use yet: its tasks are left to it.",
        )

        parser.add_argument(
            "--processes",
            type=int,
            choices=range(17),
            metavar="N",
            help="Processes that make documents besides this one (0 to 16); else as many as pay.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        if options["if_needed"]:
            try:
                reason = indexing.reason_to_rebuild(engine)
            except EngineUnreachable as error:
                raise CommandError(str(error)) from error
            if not reason:
                self.stdout.write(_("The search index is in order."))
                return
            self.stdout.write(reason)
        shown = 0

        def progress(written: int, seconds: float) -> None:
            nonlocal shown
            if written - shown >= 5000:
                shown = written
                rate = written / seconds if seconds else 0
                self.stdout.write(f"{written} ({rate:.0f}/s)")

        try:
            done = indexing.rebuild(
                engine,
                progress=progress,
                is_aside=options["aside"],
                processes=options["processes"],
            )
        except (
            IndexLocked,
            IndexWriteFailed,
            SearchUnavailable,
            indexing.RebuildRefused,
            OSError,
        ) as error:
            raise CommandError(
                _("The index was not rebuilt; the old one stays. %(reason)s") % {"reason": error}
            ) from error
        self.stdout.write(
            _("%(name)s: %(count)d documents in %(seconds).1f s, %(rate).0f a second.")
            % {
                "name": done.generation,
                "count": done.count,
                "seconds": done.seconds,
                "rate": done.per_second,
            }
        )
