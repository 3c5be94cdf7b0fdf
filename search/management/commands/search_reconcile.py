"""Holds the index against the register, and mends what is missing, stale or orphaned."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import indexing, reconciling
from search.engines.base import IndexLocked, IndexWriteFailed, SearchUnavailable
from search.service import get_engine


class Command(BaseCommand):
    help = "Holds the index against the register, and mends what is missing, stale or orphaned."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only tell; end with 1 if any.")

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        try:
            is_check = options["check"]
            found = reconciling.difference(engine) if is_check else reconciling.reconcile(engine)
        except SearchUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "%(checked)d documents: %(missing)d missing, %(stale)d stale, "
                "%(orphaned)d orphaned, %(waiting)d waiting."
            )
            % {
                "checked": found.checked,
                "missing": len(found.missing),
                "stale": len(found.stale),
                "orphaned": len(found.orphaned),
                "waiting": found.waiting,
            }
        )
        for ref in found.refs[:20]:
            self.stdout.write(f"  {ref}")
        if is_check and found.refs:
            raise CommandError(_("The index differs from the register."))
        if found.refs and not is_check:
            self._mend(engine)

    def _mend(self, engine: Any) -> None:
        """Drains at once, unless a worker does."""
        try:
            while True:
                with engine.writing(wait_seconds=2.0):
                    done = indexing.drain(engine)
                if not (done.tasks or done.failed):
                    break
            self.stdout.write(_("It is mended."))
        except IndexLocked:
            self.stdout.write(_("The worker mends it."))
        except (IndexWriteFailed, SearchUnavailable) as error:
            raise CommandError(_("It is not mended yet. %(reason)s") % {"reason": error}) from error
