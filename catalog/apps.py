from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalog import purging, receivers, redirects, renditions
        from search import background

        receivers.connect()
        redirects.connect()
        background.register("catalog.renditions", renditions.work)
        background.register("catalog.purging", purging.work)
