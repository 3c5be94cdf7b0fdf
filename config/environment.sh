#!/bin/sh
# Makes .venv with Python 3.11 and installs the hashed requirement files named as arguments.
# A stamp per file, keyed by the file's hash, lets a later start skip pip (and the network).
set -eu

if [ ! -x .venv/bin/python ]; then
    python=
    for candidate in python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo 'Python 3.11 was not found (tried python3.11, python3, python). Install it and run again.' >&2
        exit 1
    fi
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "The module venv of $python does not work. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi

for file in "$@"; do
    stamp=.venv/installed-$(basename "$file" .txt)
    hash=$(.venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$file")
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "$hash" ]; then
        echo "Installing $file ..."
        .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
            --require-hashes --requirement "$file"
        echo "$hash" >"$stamp"
    fi
done
