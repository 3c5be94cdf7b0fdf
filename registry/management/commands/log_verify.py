"""Proves the chain of the log and that the records are as the log has them."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.events import head
from registry.proof import faults


class Command(BaseCommand):
    help = "Proves the log's chain, and that acts and certifications are as it recorded them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=20, help="how many faults to print at the most"
        )

    def handle(self, *, limit: int, **options: Any) -> None:
        found = list(islice(faults(), limit))
        if found:
            for fault in found:
                self.stderr.write(fault.message)
            raise CommandError(_("The register differs from its log."))
        number, digest = head()
        self.stdout.write(
            _("The log is whole: %(number)d entries, head %(digest)s.")
            % {"number": number, "digest": digest}
        )
