"""Loads the stories and collections of the demo. Refuses on a production site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalog import reference
from catalog.demo.editorial import editorial_load


class Command(BaseCommand):
    help = "Loads illustrative stories and collections; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError(_("This is not a demo site: invented texts must not enter it."))
        made = editorial_load()
        reference.forget()
        if options["verbosity"]:
            self.stdout.write(
                _("%(count)s stories and collections were created.") % {"count": made}
            )
