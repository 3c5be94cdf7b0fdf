"""Settings of the test suite: fixed keys, quick hashing, no manifest; the database by address.

Files go to one scratch folder per test process, which the first process removes. SQLite is a
file there, never in memory: live servers and other processes must see the same rows.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_SCRATCH = os.environ.get("SOVANG_TEST_DIR")
if not _SCRATCH and "pytest" in sys.modules:
    _SCRATCH = os.environ["SOVANG_TEST_DIR"] = tempfile.mkdtemp(prefix="sovang-test-")
    (Path(_SCRATCH) / "owner").write_text(str(os.getpid()))
    atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)
# Tools that only read the settings (types, migrations, messages) share one folder.
_TOOLS = Path(__file__).resolve().parent.parent.parent / "var" / "tools"
_PLACE = Path(_SCRATCH or _TOOLS) / os.environ.get("PYTEST_XDIST_WORKER", "main")
(_PLACE / "static").mkdir(parents=True, exist_ok=True)

os.environ.update(
    SOVANG_VAR_DIR=str(_PLACE),
    SEARCH_INDEX_DIR=str(_PLACE / "index"),
    SECRET_KEY="only-for-tests",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    BASE_URL="http://testserver",
    PERSONAL_DATA_KEYS="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    PERSONAL_DIGEST_KEY="only-for-tests",
)

# The tests choose their engine themselves; a site's cluster is none of their business.
for _name in [name for name in os.environ if name.startswith("ELASTICSEARCH_")]:
    if _name != "ELASTICSEARCH_TEST_URL":
        del os.environ[_name]

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import API_RATES, CACHES, DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_PLACE / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests change rows beside the services and count queries; those of kept pages bring their own.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Every test comes from one address; the tests of the limits set their own.
API_RATES = dict.fromkeys(API_RATES, 60_000)
