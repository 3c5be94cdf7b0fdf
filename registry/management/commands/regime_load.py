"""Loads schemes, regimes, legal texts and product groups from the project's files."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from registry.schemes.load import regimes_load


class Command(BaseCommand):
    help = "Loads schemes, regimes, legal texts and product groups; a second run changes nothing."

    def handle(self, **options: Any) -> None:
        counts = regimes_load()
        self.stdout.write(
            _("Schemes and regimes: %(created)d rows created, %(updated)d updated.")
            % {"created": counts["created"], "updated": counts["updated"]}
        )
