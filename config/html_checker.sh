#!/bin/sh
# Brings what the check of the site's HTML needs: Maven and a Java, where this account may install
# packages, and the Nu Html Checker into var/html-checker (see tests/crawling/html_checker.py).
# Without it that test is skipped by name (or fails, where SOVANG_HTML_CHECKER_REQUIRED=1).
set -u

missing=
command -v mvn >/dev/null 2>&1 || missing="$missing maven"
command -v java >/dev/null 2>&1 || missing="$missing openjdk-17-jre-headless"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the check of HTML ..."
    # shellcheck disable=SC2086 -- a list of packages
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1
fi
if ! .venv/bin/python -m tests.crawling.html_checker fetch; then
    echo 'THE HTML CHECKER IS MISSING: its test will be skipped. On Debian: apt-get install maven openjdk-17-jre-headless' >&2
    [ "${SOVANG_HTML_CHECKER_REQUIRED:-}" = 1 ] && exit 1
fi
exit 0
