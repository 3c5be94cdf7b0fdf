"""Runs the worker: index tasks and timetable, until SIGTERM or SIGINT."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.engines.base import IndexLocked
from search.service import get_engine
from search.worker import POLL_SECONDS, Worker


class Command(BaseCommand):
    help = "Runs the worker: index tasks and timetable, until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due and end.")
        parser.add_argument(
            "--poll", type=float, default=POLL_SECONDS, help="Seconds between looks for tasks."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(get_engine(), poll_seconds=options["poll"])
        worker.stop_on_signals()
        try:
            if options["once"]:
                done = worker.run_once()
                self.stdout.write(
                    _("%(written)d written, %(deleted)d deleted, %(failed)d failed.")
                    % {"written": done.written, "deleted": done.deleted, "failed": done.failed}
                )
            else:
                worker.run(on_start=lambda: self.stdout.write(_("The worker is running.")))
        except IndexLocked as error:
            raise CommandError(
                _("Another worker is running. %(reason)s") % {"reason": error}
            ) from error
        except OSError as error:
            raise CommandError(
                _("The folder of the index cannot be used. %(reason)s") % {"reason": error}
            ) from error
