"""Loads certifying bodies: ministries, agencies and the committees of all units."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.models import Place
from registry.schemes.load import authorities_load


class Command(BaseCommand):
    help = "Loads authorities after gazetteer_load; a second run changes nothing."

    def handle(self, **options: Any) -> None:
        if not Place.objects.exists():
            raise CommandError(_("There are no places yet. Run gazetteer_load first."))
        counts = authorities_load()
        self.stdout.write(
            _("Authorities: %(created)d rows created, %(updated)d updated.")
            % {"created": counts["created"], "updated": counts["updated"]}
        )
