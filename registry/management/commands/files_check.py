"""`files_check`: files of decisions that no row names, and rows whose file is gone."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.models.decisions import private_files
from registry.services.private_files import missing, orphans


class Command(BaseCommand):
    help = "Lists orphan and missing files of decisions; --remove deletes orphans over an hour old."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        left = orphans()
        for name in left:
            # A younger one may belong to a transaction that is still open.
            age = timezone.now() - private_files().get_modified_time(name)
            is_removed = options["remove"] and age > dt.timedelta(hours=1)
            if is_removed:
                private_files().delete(name)
            self.stdout.write(f"{'removed' if is_removed else 'orphan'} {name}")
        lost = missing()
        for name in lost:
            self.stdout.write(f"missing {name}")
        if lost or (left and not options["remove"]):
            raise CommandError(f"{len(left)} orphan(s), {len(lost)} missing file(s)")
        self.stdout.write("every file has its decision, every decision its file")
