"""Allotting public codes: random, never reused, with a check character."""

from django.db import models

from registry.rules.identifiers import code_generate


def code_allot(model: type[models.Model]) -> str:
    """A code that no row of the model has; the unique index guards against a race."""
    while True:
        code = code_generate()
        if not model._default_manager.filter(code=code).exists():
            return code
