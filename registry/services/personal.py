"""Keeping personal values out of reach: keyed digests for the log, encryption for numbers."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def personal_digest(value: str) -> str:
    """Keyed HMAC-SHA-256 of a personal value: equal values are found, none is read."""
    key = settings.PERSONAL_DIGEST_KEY.encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def digested(columns: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Columns for the log with a digest in the place of each named text."""
    return columns | {name: personal_digest(columns[name]) for name in names if columns[name]}


def personal_number_encrypt(number: str) -> bytes:
    """The number under the first key; older keys stay readable, so that keys can rotate."""
    return _keys().encrypt(number.encode())


def number_agrees(encrypted: bytes, digest: str) -> bool:
    """Whether an encrypted number can be read and has the digest beside it."""
    try:
        return hmac.compare_digest(personal_digest(_keys().decrypt(encrypted).decode()), digest)
    except (InvalidToken, TypeError, UnicodeDecodeError):
        return False


def values_seal(values: Mapping[str, Any]) -> bytes:
    """Values some of which are personal, encrypted as a whole until they are written."""
    return _keys().encrypt(json.dumps(values, ensure_ascii=False).encode())


def values_unseal(sealed: bytes) -> dict[str, Any]:
    """Sealed values again, for the service that writes them and the two who decide on them."""
    found: dict[str, Any] = json.loads(_keys().decrypt(sealed))
    return found


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in settings.PERSONAL_DATA_KEYS])
