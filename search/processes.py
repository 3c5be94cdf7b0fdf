"""The start of a process beside this one. It imports no model, which Django must be ready for."""

import contextlib

_held = contextlib.ExitStack()


def start() -> None:
    """Makes Django ready, and collects garbage as rarely as a rebuild does."""
    import django

    django.setup()
    from search.loading import rare_collections

    _held.enter_context(rare_collections())
