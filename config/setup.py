"""Prepares the demo for `make run`; every step may run again without changing any data.

A step is skipped when nothing it reads has changed since it last succeeded on this database.
What it reads is taken widely (all first-party source and data), because a wrong skip is worse
than a slow start. Production sites run the same commands by hand (docs/commands.md).
"""

import hashlib
import io
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from config import translations

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "registry", "search", "catalog", "templates")
# Loaders in the order of their dependence: places, law, authorities, records, pages.
LOADERS = (
    "gazetteer_load", "regime_load", "authority_load", "demo_load", "pages_load", "stories_load",
)  # fmt: skip


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    ignored = {"__pycache__", "node_modules"}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not ignored & set(path.parts) and path.suffix not in {".pyc", ".mo"}
    )


def _content(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        yield path.relative_to(BASE_DIR).as_posix().encode()
        yield path.read_bytes()


def source_fingerprint() -> str:
    """Changes with any first-party source or data file and with the locked packages."""
    paths = [path for name in PACKAGES for path in _files(BASE_DIR / name)]
    return _digest(_content([*paths, BASE_DIR / "requirements.txt"]))


def static_fingerprint() -> str:
    """Changes with any first-party static file and with the locked packages."""
    paths = [path for name in PACKAGES for path in _files(BASE_DIR / name / "static")]
    settings = BASE_DIR / "config" / "settings" / "base.py"
    return _digest(_content([*paths, settings, BASE_DIR / "requirements.txt"]))


def database_identity(database: dict[str, Any]) -> str | None:
    """Names the one database file that a step has filled; None where it cannot be known.

    A SQLite file that was deleted, restored or copied is another file. Other servers are asked
    every time, which costs seconds and cannot be wrong.
    """
    if not str(database["ENGINE"]).endswith("sqlite3"):
        return None
    path = Path(str(database["NAME"]))
    if not path.exists():
        return "absent"
    state = path.stat()
    return f"{path}:{state.st_dev}:{state.st_ino}"


class Ledger:
    """What earlier starts did, by step; a small JSON file in the ignored folder var/."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.done: dict[str, str] = json.loads(path.read_text())
        except (OSError, ValueError):
            self.done = {}

    def has(self, step: str, fingerprint: str) -> bool:
        return self.done.get(step) == fingerprint

    def record(self, step: str, fingerprint: str) -> None:
        self.done[step] = fingerprint
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(self.done, indent=1, sort_keys=True))
        fresh.replace(self.path)


def _run(label: str, command: str, *arguments: str) -> None:
    """Runs a command and prints one line for it; what it says itself is shown if it fails."""
    from django.core.management import call_command

    began = time.monotonic()
    print(f"• {label} …", end=" ", flush=True)
    said = io.StringIO()
    try:
        call_command(command, *arguments, verbosity=0, stdout=said, stderr=said)
    except BaseException:
        print(f"\n{said.getvalue()}", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def prepare() -> None:
    """Brings database, static files, demo register, pages and index up to the source."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    # The database and the files of decisions are for the owner's eyes.
    Path(settings.VAR_DIR).chmod(0o700)
    ledger = Ledger(Path(settings.VAR_DIR) / "setup.json")
    static = static_fingerprint()
    if not (ledger.has("static", static) and (settings.STATIC_ROOT / "staticfiles.json").exists()):
        _run(_("Static files"), "collectstatic", "--no-input")
        ledger.record("static", static)

    labels = {
        "gazetteer_load": _("Gazetteer of places"),
        "regime_load": _("Rules of the schemes"),
        "authority_load": _("Issuing authorities"),
        "demo_load": _("Demo register"),
        "pages_load": _("Pages"),
        "stories_load": _("Stories and collections"),
    }
    source = source_fingerprint()
    database = settings.DATABASES["default"]

    def stamp() -> str:
        return f"{source}:{database_identity(database)}"

    is_skippable = database_identity(database) is not None
    if is_skippable and ledger.has("data", stamp()):
        print("• " + _("The database is up to date."), flush=True)
    else:
        _run(_("Database tables"), "migrate", "--no-input")
        for command in LOADERS:
            _run(labels[command], command)
        ledger.record("data", stamp())
    _run(_("Synonyms of the search"), "search_synonyms", "load", "--if-empty")
    _run(_("Search index"), "search_rebuild", "--if-needed")


def show_accounts(path: Path) -> None:
    """Prints the demo accounts, whose random passwords are kept in an ignored file."""
    from django.utils.translation import gettext as _

    if path.exists():
        path.chmod(0o600)
        print(_("Demo accounts (kept in %(file)s):") % {"file": path.relative_to(path.parents[1])})
        for line in path.read_text(encoding="utf-8").splitlines():
            print(f"  {line}")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    translations.compile_catalogues()
    try:
        return _main()
    except OSError as error:
        from config.serve import _

        print(
            "\n"
            + _("A folder or file of the demo cannot be used: %(reason)s.") % {"reason": error},
            file=sys.stderr,
        )
        return 1


def _main() -> int:
    import django
    from django.conf import settings
    from django.core.management import CommandError
    from django.db import DatabaseError
    from django.utils.translation import activate
    from django.utils.translation import gettext as _

    django.setup()
    activate(settings.LANGUAGE_CODE)
    if not settings.IS_DEMO:
        print(_("This prepares the demo only; production runs the commands of docs/commands.md."))
        return 2
    try:
        prepare()
    except CommandError as error:
        print()
        print(error, file=sys.stderr)
        return 1
    except DatabaseError as error:
        # A torn file, a folder that may not be written, a database of an older version.
        print()
        print(
            _(
                "The database %(file)s cannot be used (%(reason)s). Check that it may be written;"
                " or move it away, and the next start makes the demo anew."
            )
            % {"file": settings.DATABASES["default"]["NAME"], "reason": error},
            file=sys.stderr,
        )
        return 1
    address = settings.BASE_URL.rstrip("/")
    print(
        _("Addresses: %(home)s and %(admin)s")
        % {"home": f"{address}/", "admin": f"{address}/admin/"}
    )
    show_accounts(Path(settings.VAR_DIR) / "demo_accounts.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
