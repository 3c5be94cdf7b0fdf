"""The demo of `make run`: one machine, plain HTTP on loopback, press data for illustration."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

_VAR = Path(os.environ.get("SOVANG_VAR_DIR", Path(__file__).resolve().parent.parent.parent / "var"))


def _kept_secret(name: str, make: Callable[[], str] | None = None) -> str:
    """A random value made once and kept in the ignored folder `var/`, readable by its owner."""
    path = _VAR / "secrets" / name
    if not path.exists():
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        value = make() if make else secrets.token_urlsafe(48)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value)
    return path.read_text()


def _fernet_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


os.environ.setdefault("SECRET_KEY", _kept_secret("secret_key"))
os.environ.setdefault("PERSONAL_DATA_KEYS", _kept_secret("personal_data_key", _fernet_key))
os.environ.setdefault("PERSONAL_DIGEST_KEY", _kept_secret("personal_digest_key"))
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import API_RATES  # noqa: E402

IS_DEMO = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# One machine and one user: measuring and trying out need no limit.
API_RATES = dict.fromkeys(API_RATES, 60_000)
