"""The demo site without a manifest of static files, which only a prepared site has."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
