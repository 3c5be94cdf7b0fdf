"""Loads synonym rules from a file of the text format, or writes them out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.models import SynonymRule
from search.synonym_rules import (
    INITIAL_RULES,
    SynonymsRefused,
    synonym_rules_export,
    synonym_rules_import,
)


class Command(BaseCommand):
    help = "Loads synonym rules from a file of the text format, or writes them out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("load", "dump"), nargs="?", default="load")
        parser.add_argument("file", nargs="?", help="Default: the initial list, or the screen.")
        parser.add_argument("--if-empty", action="store_true", help="Only if there is no rule.")
        parser.add_argument(
            "--replace", action="store_true", help="Delete rules that the file does not name."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "dump":
            self._dump(options["file"])
        elif options["if_empty"] and SynonymRule.objects.exists():
            self.stdout.write(_("There are synonym rules already."))
        else:
            self._load(Path(options["file"] or INITIAL_RULES), options["replace"])

    def _dump(self, file: str | None) -> None:
        text = synonym_rules_export()
        if file:
            Path(file).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")

    def _load(self, path: Path, replace: bool) -> None:
        try:
            text = path.read_text(encoding="utf-8")
            report = synonym_rules_import(actor=None, text=text, replace=replace)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        except SynonymsRefused as refusal:
            lines = [
                _("Line %(line)d: %(reason)s") % {"line": number, "reason": reason}
                for number, reason in refusal.lines
            ]
            raise CommandError("\n".join(lines)) from refusal
        self.stdout.write(
            _("%(created)d new, %(changed)d changed, %(deleted)d deleted, %(unchanged)d as before.")
            % {
                "created": report.created,
                "changed": report.changed,
                "deleted": report.deleted,
                "unchanged": report.unchanged,
            }
        )
