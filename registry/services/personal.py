"""Keeping personal values out of reach: keyed digests for the log, encryption for numbers."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
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
    keys = [Fernet(key.encode()) for key in settings.PERSONAL_DATA_KEYS]
    return MultiFernet(keys).encrypt(number.encode())
