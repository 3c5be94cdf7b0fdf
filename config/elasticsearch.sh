#!/bin/sh
# Brings what the tests on a real Elasticsearch need: Maven and Java 17, where this account may
# install packages, and the test distribution into var/elasticsearch (see tests/elasticsearch_server.py).
# Without it those tests are skipped by name (or fail, where SOVANG_ELASTICSEARCH_REQUIRED=1).
set -u

[ -n "${ELASTICSEARCH_TEST_URL:-}" ] && exit 0

missing=
command -v mvn >/dev/null 2>&1 || missing="$missing maven"
command -v java >/dev/null 2>&1 || [ -d "${JAVA_HOME:-/nowhere}" ] || missing="$missing openjdk-17-jre-headless"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the tests on Elasticsearch ..."
    # shellcheck disable=SC2086 -- a list of packages
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1
fi
[ -n "$(ls var/elasticsearch/elasticsearch-8.*.zip 2>/dev/null)" ] ||
    echo 'Fetching Elasticsearch for the tests (once, about 230 MB) ...'
if ! .venv/bin/python -m tests.elasticsearch_server fetch; then
    echo 'ELASTICSEARCH IS MISSING: its tests will be skipped. On Debian: apt-get install maven openjdk-17-jre-headless' >&2
    [ "${SOVANG_ELASTICSEARCH_REQUIRED:-}" = 1 ] && exit 1
fi
exit 0
