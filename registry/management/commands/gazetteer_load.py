"""`gazetteer_load`: load the places of both eras; safe to run at any time, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.gazetteer.errors import GazetteerError
from registry.gazetteer.load import load_gazetteer


class Command(BaseCommand):
    help = "Load places, names, successions and regions from the project's CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
        parser.add_argument(
            "--data",
            type=Path,
            action="append",
            default=[],
            metavar="FOLDER",
            help="a folder whose rows come on top of the project's (a later reform)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_gazetteer(options["data"], dry_run=options["dry_run"])
        except GazetteerError as error:
            message = _("The gazetteer was refused; nothing was written.")
            raise CommandError(f"{message}\n{error}") from error
        for table, t in report.tables.items():
            self.stdout.write(
                _(
                    "%(table)s: %(created)d created, %(updated)d updated, %(deleted)d deleted,"
                    " %(unchanged)d unchanged"
                )
                % {"table": table, **vars(t)}
            )
        if not report.changed:
            self.stdout.write(_("Nothing changed."))
        elif options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
