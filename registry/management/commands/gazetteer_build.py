"""`gazetteer_build`: a developer's command that writes the generated files of the gazetteer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.gazetteer.build import build, package_folder
from registry.gazetteer.dataset import DATA_FOLDER
from registry.gazetteer.errors import GazetteerError


class Command(BaseCommand):
    help = "Write the gazetteer's generated CSV files from vietnamadminunits 1.0.4 (developers)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--package-dir", help="folder of the unpacked package")
        parser.add_argument("--target", type=Path, default=DATA_FOLDER, help="folder to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = build(package_folder(options["package_dir"]), options["target"])
        except GazetteerError as error:
            raise CommandError(str(error)) from error
        for file, rows in counts.items():
            self.stdout.write(_("%(file)s: %(n)d rows") % {"file": file, "n": rows})
