"""Loads the demo register and its accounts. Refuses on a production site."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.demo.accounts import accounts_ensure, import_accounts
from catalog.demo.load import REGISTER_FILE, LoadReport, register_load
from catalog.demo.reading import FileRefused
from registry.models import Authority
from registry.models.choices import RowOutcome
from registry.text import has_control_characters


class _DryRun(Exception):
    """Rolls back what a dry run wrote."""


class Command(BaseCommand):
    help = "Loads the demo register from published facts; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file", type=Path, default=REGISTER_FILE, help="another file of the same columns"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError(_("This is not a demo site: press data must not enter it."))
        if not Authority.objects.exists():
            raise CommandError(_("There are no authorities yet. Run authority_load first."))
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be read: %(reason)s.")
                % {"file": file, "reason": error.strerror}
            ) from error
        try:
            with transaction.atomic():
                report = self._loaded(content, file.name)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            self.stdout.write(_("This was a dry run: nothing was written."))
        except FileRefused as refusal:
            for line_no, problems in refusal.lines:
                for problem in problems:
                    self.stderr.write(
                        _("Line %(line)d, column %(column)s: %(message)s")
                        % {
                            "line": line_no,
                            "column": problem.field,
                            "message": problem.message,
                        }
                    )
            raise CommandError(
                _("%(count)d lines are wrong. Nothing was written.") % {"count": len(refusal.lines)}
            ) from refusal
        if not dry_run:
            accounts_ensure()
        self._print(report, is_long=options["verbosity"] > 1 or not report.was_loaded_before)

    def _loaded(self, content: bytes, file_name: str) -> LoadReport:
        clerk, approver = import_accounts()
        return register_load(
            content=content,
            file_name=file_name,
            clerk=clerk,
            approver=approver,
            progress=self._progress,
        )

    def _progress(self, done: int, total: int) -> None:
        if done % 200 == 0 or done == total:
            self.stdout.write(_("  %(done)d of %(total)d lines") % {"done": done, "total": total})

    def _print(self, report: LoadReport, *, is_long: bool) -> None:
        counts = report.counts
        if report.was_loaded_before:
            self.stdout.write(_("This file was loaded before. Nothing was changed."))
        self.stdout.write(
            _("%(public)d lines are public, %(draft)d stay drafts, %(same)d stood already.")
            % {
                "public": counts[RowOutcome.PUBLISHED],
                "draft": counts[RowOutcome.DRAFT],
                "same": counts[RowOutcome.UNCHANGED],
            }
        )
        reasons = Counter(reason for result in report.results for reason in result.reasons)
        for reason, count in reasons.most_common():
            self.stdout.write(f"  {count:4d}  {reason}")
        if not is_long:
            return
        for result in report.results:
            if result.outcome != RowOutcome.DRAFT or result.certification is None:
                continue
            name = result.certification.product_name_printed
            self.stdout.write(
                _("Line %(line)d stays a draft, “%(name)s”: %(reasons)s")
                % {
                    "line": result.line_no,
                    "name": "?" if has_control_characters(name) else name,
                    "reasons": " ".join(result.reasons),
                }
            )
        for line_no, printed in report.unresolved_places:
            self.stdout.write(
                _("Line %(line)d: the place “%(place)s” was not resolved.")
                % {"line": line_no, "place": printed}
            )
