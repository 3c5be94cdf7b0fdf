"""What would make search fail without a word, told by `check --deploy`. It changes nothing."""

from typing import Any

from django.conf import settings
from django.core import checks

from search import schema
from search.engines.base import EngineUnreachable, SearchUnavailable


@checks.register("search", deploy=True)
def engine_answers(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Whether the engine of the settings is reached, of a version that serves, and has an index.

    Only with `--deploy`: other commands must work while the cluster does not.
    """
    if settings.ELASTICSEARCH is None:
        return []
    from search.service import get_engine

    try:
        info = get_engine().info()
    except EngineUnreachable as error:
        hint = "See ELASTICSEARCH_URL and its neighbours in docs/settings.md."
        return [checks.Error(str(error), hint=hint, id="search.E001")]
    except SearchUnavailable as error:
        return [checks.Warning(str(error), hint="Run search_rebuild.", id="search.W001")]
    if info.fingerprint != schema.fingerprint():
        told = "The index has another form than this version; the worker builds it anew."
        return [checks.Warning(told, hint="Run search_rebuild.", id="search.W002")]
    return []
