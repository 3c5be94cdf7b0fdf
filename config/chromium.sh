#!/bin/sh
# Brings Debian's Chromium for the browser tests, where this account may install packages.
# Without it the browser tests are skipped by name (or fail, where SOVANG_BROWSER_REQUIRED=1).
set -u

for candidate in "${SOVANG_CHROMIUM:-}" chromium chromium-browser; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo 'Installing chromium for the browser tests ...'
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
fi
if ! command -v chromium >/dev/null 2>&1; then
    echo 'CHROMIUM IS MISSING: the browser tests will be skipped. On Debian: apt-get install chromium' >&2
fi
exit 0
