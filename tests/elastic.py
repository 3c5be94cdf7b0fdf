"""Elasticsearch engines for tests: an alias of their own on the run's shared server.

A test without a server is skipped by name, or fails where SOVANG_ELASTICSEARCH_REQUIRED=1.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import elasticsearch
import pytest

from search.engines.elastic import ElasticEngine
from search.engines.elastic_settings import ElasticSettings
from tests import elasticsearch_server
from tests.elasticsearch_server import Address, Kind

MakeEngine = Callable[..., ElasticEngine]


def address(kind: Kind = elasticsearch_server.USUAL) -> Address:
    """The shared server; ends the test when there is none."""
    try:
        return elasticsearch_server.shared(kind)
    except elasticsearch_server.Missing as error:
        told = f"Elasticsearch {kind.name}: {error}"
        # The newer version needs a Java that Debian does not have.
        if (
            elasticsearch_server.is_required()
            and kind.version == elasticsearch_server.USUAL.version
        ):
            pytest.fail(told)
        pytest.skip(told)


def elastic_settings(at: Address, **options: Any) -> ElasticSettings:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    values: dict[str, Any] = {
        "urls": (at.url,),
        "index": f"test-{worker}-{secrets.token_hex(4)}",
        # On a secured server the site has the role that its operators are told to give it.
        "user": elasticsearch_server.SITE_USER if at.user else "",
        "password": at.password,
        "ca_file": at.ca_file,
        # The machine of the tests may be busy; resilience tests choose their own.
        "timeout": 30.0,
        "replicas": 0,
    }
    return ElasticSettings(**(values | options))


def client_of(at: Address) -> elasticsearch.Elasticsearch:
    options: dict[str, Any] = {"request_timeout": 60}
    if at.user:
        options["basic_auth"] = (at.user, at.password)
    if at.ca_file:
        options["ca_certs"] = at.ca_file
    return elasticsearch.Elasticsearch(at.url, **options)


@contextlib.contextmanager
def engines(folder: Path, at: Address, **options: Any) -> Iterator[MakeEngine]:
    """Makes engines that share one alias, each as another process would have it."""
    settings = elastic_settings(at, **options)
    made: list[ElasticEngine] = []

    def make(**changes: Any) -> ElasticEngine:
        engine = ElasticEngine(replace(settings, **changes), folder)
        made.append(engine)
        return engine

    try:
        yield make
    finally:
        for engine in made:
            engine.close()
        with contextlib.closing(client_of(at)) as client:
            for name in client.indices.get(index=f"{settings.index}-*", features="aliases"):
                client.indices.delete(index=name)
