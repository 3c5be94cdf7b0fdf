"""System checks: what would fail silently later is said at deployment.

Those of the regimes read the database and run with `check --database default`.
"""

import itertools
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.security)
def personal_keys_usable(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Keys without which a personal number could be neither kept nor found."""
    found: list[CheckMessage] = []
    if not getattr(settings, "PERSONAL_DIGEST_KEY", ""):
        found.append(Error("PERSONAL_DIGEST_KEY is empty.", hint="Set it.", id="registry.E001"))
    for key in getattr(settings, "PERSONAL_DATA_KEYS", []) or [""]:
        try:
            Fernet(key.encode())
        except ValueError:
            found.append(
                Error(
                    "A key of PERSONAL_DATA_KEYS is no Fernet key.",
                    hint="Make one with cryptography's Fernet.generate_key().",
                    id="registry.E002",
                )
            )
    return found


@register(Tags.database)
def regimes_sound(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Regimes of one scheme that overlap, and regimes in which nobody may issue anything."""
    from registry.models import Scheme, SchemeRegime

    if not databases or SchemeRegime._meta.db_table not in (
        connections[databases[0]].introspection.table_names()
    ):
        return []
    found: list[CheckMessage] = []
    for scheme in Scheme.objects.prefetch_related("regimes__grades"):
        rows = sorted(
            scheme.regimes.all(), key=lambda row: (row.in_force_from is not None, row.in_force_from)
        )
        for before, after in itertools.pairwise(rows):
            if before.in_force_to is None or (
                after.in_force_from is not None and after.in_force_from <= before.in_force_to
            ):
                found.append(
                    Error(
                        f"Regimes {before.key} and {after.key} overlap.",
                        hint="End the older one the day before the newer begins.",
                        id="registry.E003",
                    )
                )
        found += [
            Error(
                f"Nobody may issue under regime {row.key}.",
                hint="Give it a grade with an issuer in registry/schemes/data/schemes.toml.",
                id="registry.E004",
            )
            for row in rows
            if not row.grades.all()
        ]
    return found
