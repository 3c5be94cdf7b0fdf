"""Proves the chain of the log, that the records are as it has them, and heads noted earlier."""

from argparse import ArgumentParser
from itertools import chain, islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.events import head as newest
from registry.proof import faults, file_faults, head_fault


class Command(BaseCommand):
    help = "Proves the log's chain, and that the records are as it recorded them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=20, help="how many faults to print at the most"
        )
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="SEQUENCE:HASH",
            help="a head noted earlier, which must still stand in the chain; may be repeated",
        )

        parser.add_argument(
            "--files",
            action="store_true",
            help="read the files of decisions too, and hold them to their SHA-256",
        )

    def handle(self, *, limit: int, head: list[str], files: bool, **options: Any) -> None:
        anchors = [_anchor(text) for text in head]
        lost = [fault for anchor in anchors if (fault := head_fault(*anchor))]
        has_fault = False
        # Each is printed as it is found: a large register takes minutes.
        for fault in islice(chain(lost, faults(), file_faults() if files else ()), limit):
            has_fault = True
            self.stderr.write(fault.message)
        if has_fault:
            raise CommandError(_("The register differs from its log."))
        number, digest = newest()
        self.stdout.write(
            _("The log is whole: %(number)d entries, head %(digest)s.")
            % {"number": number, "digest": digest}
        )


def _anchor(text: str) -> tuple[int, str]:
    """A number and a hash, as this command and the public page of the log print them."""
    number, _colon, digest = text.strip().partition(":")
    digest = digest.strip().lower()
    is_hash = len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    if not (number.isascii() and number.isdigit() and is_hash):
        raise CommandError(
            _("“%(text)s” is no head: write the number, a colon and the 64 signs of the hash.")
            % {"text": text}
        )
    return int(number), digest
