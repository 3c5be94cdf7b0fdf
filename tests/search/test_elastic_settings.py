"""Settings of the cluster: complete, or refused by name without showing a secret."""

import pytest

from search.engines import elastic_settings
from search.engines.elastic_settings import ElasticSettings, WrongSetting

URL = "https://search.example.vn:9200"


class Given:
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def str(self, name: str, default: str) -> str:
        return self._values.get(name, default)


def read(**given: str) -> ElasticSettings | None:
    values = {f"ELASTICSEARCH_{name}": value for name, value in given.items()}
    return elastic_settings.read(Given(values))


def test_without_an_address_there_is_no_cluster():
    assert read() is None
    assert read(URL=" ", USER="site") is None


def test_what_is_given_is_taken(tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text("x")
    found = read(
        URL=f"{URL}/, https://other.example.vn:9200", API_KEY="k", CA_FILE=str(ca), INDEX="so-vang",
        TIMEOUT="1.5", WRITE_TIMEOUT="60", SHARDS="3", REPLICAS="0",
    )  # fmt: skip
    assert found == ElasticSettings(
        urls=(URL, "https://other.example.vn:9200"), index="so-vang", ca_file=str(ca),
        api_key="k", timeout=1.5, write_timeout=60.0, shards=3, replicas=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"URL": "search.example.vn"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://search.example.vn"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://search.example.vn:no"}, "ELASTICSEARCH_URL"),
        ({"URL": "http://search.example.vn:9200"}, "https://"),
        ({"URL": "https://me:secret@search.example.vn:9200"}, "ELASTICSEARCH_USER"),
        ({"USER": "site"}, "ELASTICSEARCH_PASSWORD"),
        ({"PASSWORD": "secret"}, "ELASTICSEARCH_USER"),
        ({"USER": "site", "PASSWORD": "secret", "API_KEY": "secret"}, "not both"),
        ({"CA_FILE": "/no/such/file"}, "ELASTICSEARCH_CA_FILE"),
        ({"INDEX": "Sổ"}, "ELASTICSEARCH_INDEX"),
        ({"INDEX": "*"}, "ELASTICSEARCH_INDEX"),
        ({"INDEX": "-gen"}, "ELASTICSEARCH_INDEX"),
        ({"SHARDS": "0"}, "ELASTICSEARCH_SHARDS"),
        ({"SHARDS": "1.5"}, "ELASTICSEARCH_SHARDS"),
        ({"REPLICAS": "many"}, "ELASTICSEARCH_REPLICAS"),
        ({"TIMEOUT": "0"}, "ELASTICSEARCH_TIMEOUT"),
        ({"TIMEOUT": "nan"}, "ELASTICSEARCH_TIMEOUT"),
    ],
)
def test_what_is_wrong_is_named_without_its_secret(given, named):
    with pytest.raises(WrongSetting, match=named) as caught:
        read(**({"URL": URL} | given))
    assert "secret" not in str(caught.value)


def test_plain_http_on_this_machine_or_where_allowed():
    assert read(URL="http://127.0.0.1:9200") is not None
    assert read(URL="http://search.example.vn:9200", ALLOW_HTTP="true") is not None


def test_secrets_are_not_shown():
    found = ElasticSettings((URL,), user="site", password="secret", api_key="secret")
    assert "secret" not in repr(found)
