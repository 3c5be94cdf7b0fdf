"""The connection to Elasticsearch: addresses, credentials, times, errors, and its version.

What the client raises is turned into the errors of `search.engines.base` here. It must not
know documents or queries.
"""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _

from search.engines import base
from search.engines.breaker import Breaker
from search.engines.elastic_settings import ElasticSettings

logger = logging.getLogger(__name__)

TOO_BUSY = 429
NOT_FOUND = 404
# The client speaks to 8.19 and 9.
_LEAST_VERSION = (8, 19)
_BEYOND_VERSION = (10, 0)
_ATTEMPTS = 2


class Connection:
    """A client for readers, which give up soon, and one for writers, which wait."""

    def __init__(self, settings: ElasticSettings) -> None:
        self.settings = settings
        self._client = _client(settings)
        # Another node is tried when one does not answer; together they keep the time.
        attempts = min(len(settings.urls), _ATTEMPTS)
        self.reader = self._client.options(
            request_timeout=settings.timeout / attempts, max_retries=attempts - 1
        )
        self.writer = self._client.options(request_timeout=settings.write_timeout, max_retries=1)
        self._breaker = Breaker()
        self._is_checked = False

    def close(self) -> None:
        self._client.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[elasticsearch.Elasticsearch]:
        """The client for readers; raises SearchUnavailable at once while the breaker is open."""
        if not self._breaker.may_try():
            raise base.EngineUnreachable(self._breaker.reason)
        try:
            self._require_version(self.reader)
            yield self.reader
        except elasticsearch.NotFoundError as error:
            self._breaker.succeeded()
            raise base.SearchUnavailable(missing(error)) from error
        except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
            reason = told(error)
            logger.warning("Elasticsearch could not answer: %s", reason)
            if _is_fault_of_the_request(error):
                self._breaker.succeeded()
            else:
                self._breaker.failed(reason)
            raise base.EngineUnreachable(reason) from error
        except base.EngineUnreachable as error:
            self._breaker.failed(str(error))
            raise
        self._breaker.succeeded()

    @contextlib.contextmanager
    def writing(self) -> Iterator[elasticsearch.Elasticsearch]:
        """The client for writers; raises SearchUnavailable or IndexWriteFailed."""
        try:
            self._require_version(self.writer)
            yield self.writer
        except elasticsearch.NotFoundError as error:
            raise base.SearchUnavailable(missing(error)) from error
        except elasticsearch.ApiError as error:
            if error.meta.status in {TOO_BUSY, 502, 503, 504}:
                raise base.EngineUnreachable(told(error)) from error
            raise base.IndexWriteFailed(told(error)) from error
        except elasticsearch.TransportError as error:
            raise base.EngineUnreachable(told(error)) from error

    def _require_version(self, client: elasticsearch.Elasticsearch) -> None:
        """Once for a connection: every node is of a version that the client speaks to."""
        if self._is_checked:
            return
        # Without a lock: two that ask at once learn the same, and none waits for the other.
        answer = client.nodes.info(metric="http", filter_path="nodes.*.version")
        for version in sorted({str(node["version"]) for node in answer.get("nodes", {}).values()}):
            major, minor = (int(part) for part in version.split(".")[:2])
            if not _LEAST_VERSION <= (major, minor) < _BEYOND_VERSION:
                raise base.EngineUnreachable(
                    _("Elasticsearch is of version %(version)s; 8.19 or 9 is needed.")
                    % {"version": version}
                )
        self._is_checked = True


def _client(settings: ElasticSettings) -> elasticsearch.Elasticsearch:
    options: dict[str, Any] = {}
    if settings.ca_file:
        options["ca_certs"] = settings.ca_file
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.user:
        options["basic_auth"] = (settings.user, settings.password)
    return elasticsearch.Elasticsearch(
        list(settings.urls),
        # A busy cluster is told by 429, which the writers answer with patience of their own.
        retry_on_status=(),
        retry_on_timeout=True,
        # A dead node is asked again soon: the breaker keeps callers from waiting for it.
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=5.0,
        **options,
    )


def _is_fault_of_the_request(error: Exception) -> bool:
    """Whether the cluster is well and only this request was wrong: others may go on asking."""
    return isinstance(error, elasticsearch.ApiError) and error.meta.status in {400, 405, 409, 413}


def told(error: elasticsearch.ApiError | elasticsearch.TransportError) -> str:
    """What a person can do something with; it holds no credentials and no query."""
    if isinstance(error, elasticsearch.ApiError):
        status = error.meta.status
        if status in {401, 403}:
            return _("Elasticsearch refuses the credentials (%(status)d): %(reason)s") % {
                "status": status,
                "reason": _reason(error.body),
            }
        if status == TOO_BUSY:
            return _("Elasticsearch has too much to do (429).")
        return _("Elasticsearch answered %(status)d: %(reason)s") % {
            "status": status,
            "reason": _reason(error.body),
        }
    if isinstance(error, elasticsearch.ConnectionTimeout):
        return _("Elasticsearch did not answer in time.")
    if isinstance(error, elasticsearch.SSLError):
        return _("Elasticsearch cannot be trusted: %(reason)s") % {"reason": error.message}
    return _("Elasticsearch cannot be reached: %(reason)s") % {"reason": type(error).__name__}


def missing(error: elasticsearch.NotFoundError) -> str:
    if "index_not_found" in str(error.body) or "alias" in str(error.body):
        return _("The search index has not been built yet.")
    return told(error)


def _reason(body: object) -> str:
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        first: dict[str, Any] = (body["error"].get("root_cause") or [body["error"]])[0]
        return f"{first.get('type', '')}: {first.get('reason', '')}"[:300]
    return str(body)[:300]
