"""How a site reaches its Elasticsearch: read from the environment, refused when half-set.

Plain values that the settings module reads before Django is ready. It must not connect.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class WrongSetting(ValueError):
    """A setting is missing or contradicts another; the message names it."""


@dataclass(frozen=True)
class ElasticSettings:
    """Addresses, credentials and form of the index. Times are seconds."""

    urls: tuple[str, ...]
    index: str = "sovang"
    ca_file: str = ""
    user: str = ""
    password: str = ""
    api_key: str = ""
    timeout: float = 0.7
    write_timeout: float = 30.0
    shards: int = 1
    replicas: int = 1

    def __repr__(self) -> str:
        # Credentials must not reach logs or error pages.
        return f"ElasticSettings(urls={self.urls!r}, index={self.index!r})"


class Environment(Protocol):
    def str(self, name: "str", default: "str", /) -> "str":
        """The value of a variable."""
        ...


def read(env: Environment) -> ElasticSettings | None:
    """The settings of the environment, None without ELASTICSEARCH_URL; raises WrongSetting.

    Plain HTTP is for loopback only, unless allowed.
    """
    given = env.str("ELASTICSEARCH_URL", "").split(",")
    is_plain_allowed = env.str("ELASTICSEARCH_ALLOW_HTTP", "").lower() == "true"
    urls = tuple(one.strip().rstrip("/") for one in given if one.strip())
    if not urls:
        return None
    for url in urls:
        _check_url(url, is_plain_allowed=is_plain_allowed)
    found = ElasticSettings(
        urls=urls,
        index=env.str("ELASTICSEARCH_INDEX", "sovang").strip(),
        ca_file=env.str("ELASTICSEARCH_CA_FILE", "").strip(),
        user=env.str("ELASTICSEARCH_USER", "").strip(),
        password=env.str("ELASTICSEARCH_PASSWORD", "").strip(),
        api_key=env.str("ELASTICSEARCH_API_KEY", "").strip(),
        timeout=_number(env.str("ELASTICSEARCH_TIMEOUT", "0.7"), "TIMEOUT", 0.05, 30.0),
        write_timeout=_number(
            env.str("ELASTICSEARCH_WRITE_TIMEOUT", "30"), "WRITE_TIMEOUT", 1.0, 600.0
        ),
        shards=int(_number(env.str("ELASTICSEARCH_SHARDS", "1"), "SHARDS", 1, 64)),
        replicas=int(_number(env.str("ELASTICSEARCH_REPLICAS", "1"), "REPLICAS", 0, 16)),
    )
    _check_credentials(found)
    if not _is_index_name(found.index):
        raise WrongSetting(
            "ELASTICSEARCH_INDEX holds lower-case letters, digits and hyphens, a letter first."
        )
    return found


def _check_url(url: str, *, is_plain_allowed: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or port is None:
        raise WrongSetting("ELASTICSEARCH_URL is like https://search-1.example.vn:9200, with port.")
    if parts.username or parts.password:
        raise WrongSetting("ELASTICSEARCH_URL holds no password; set ELASTICSEARCH_USER and so on.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not is_plain_allowed:
        raise WrongSetting("ELASTICSEARCH_URL must begin with https:// beyond this machine.")


def _check_credentials(found: ElasticSettings) -> None:
    if found.api_key and (found.user or found.password):
        raise WrongSetting("Set ELASTICSEARCH_API_KEY or ELASTICSEARCH_USER, not both.")
    if bool(found.user) != bool(found.password):
        raise WrongSetting("ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD belong together.")
    if found.ca_file and not Path(found.ca_file).is_file():
        raise WrongSetting("ELASTICSEARCH_CA_FILE names no file.")


def _number(text: str, name: str, least: float, most: float) -> float:
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not least <= found <= most or (isinstance(least, int) and found != int(found)):
        raise WrongSetting(f"ELASTICSEARCH_{name} is a number from {least:g} to {most:g}.")
    return found


def _is_index_name(name: str) -> bool:
    return (
        name.isascii()
        and 0 < len(name) <= 100
        and name[0].isalpha()
        and name == name.lower()
        and name.replace("-", "").isalnum()
    )
