"""Keeps the Vietnamese catalogue: compile, check, update, merge. Never changes source strings.

`locale/packages` holds the Vietnamese of strings of Wagtail and its extensions that have none of
their own; `tests/project/test_package_translations.py` holds them to the installed versions.

`compile` needs only polib, so `make run` and `make test` need no gettext. `check` and `update`
read the source with GNU xgettext in a copy of the tree, so that nothing lands beside the code.

Pending translations: a person who adds strings puts them into `locale/vi/NAME.pending.json`,
`{"msgid": "msgstr"}`, and `merge` folds all such files into the catalogue. Keys follow the
gettext convention: a context is written `context\\u0004msgid`, a plural `singular\\u0000plural`
(Vietnamese has one form, so its value is one string).
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"
CATALOGUE = LOCALE_DIR / "vi" / "LC_MESSAGES" / "django.po"
# Folders that hold source strings; tests, tools and data hold none.
SOURCE_DIRS = ("config", "registry", "search", "catalog", "templates")
CONTEXT, PLURAL = "\x04", "\x00"
METADATA = {
    "Project-Id-Version": "sovang",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_PERCENT_NAMED = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]")
_PERCENT = re.compile(r"%[#0\-+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]")
_BRACES = re.compile(r"\{\w*(?:[.\[][^{}]*)?(?:![rsa])?(?::[^{}]*)?\}")


def key_of(entry: polib.POEntry) -> str:
    """The gettext key of an entry: context and plural are part of it."""
    context = f"{entry.msgctxt}{CONTEXT}" if entry.msgctxt else ""
    plural = f"{PLURAL}{entry.msgid_plural}" if entry.msgid_plural else ""
    return f"{context}{entry.msgid}{plural}"


def entry_of(key: str, translation: str | list[str] = "") -> polib.POEntry:
    """An entry from a gettext key; the opposite of `key_of`."""
    context, _, rest = key.rpartition(CONTEXT)
    msgid, _, plural = rest.partition(PLURAL)
    text = translation if isinstance(translation, str) else translation[0]
    if plural:
        return polib.POEntry(
            msgctxt=context or None, msgid=msgid, msgid_plural=plural, msgstr_plural={0: text}
        )
    return polib.POEntry(msgctxt=context or None, msgid=msgid, msgstr=text)


def text_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def placeholders(text: str, flags: list[str]) -> list[str]:
    """What a translation must keep: names and places that code fills in."""
    named = set(_PERCENT_NAMED.findall(text))
    in_order = []
    if "python-format" in flags and not named:
        in_order = _PERCENT.findall(text.replace("%%", ""))
    return sorted([*named, *in_order, *set(_BRACES.findall(text))])


def compile_catalogues() -> list[Path]:
    """Writes each .mo that is missing or older than its sources; returns what was written.

    Pending translations are compiled in, so that a person sees new texts before they are merged.
    """
    written = []
    for source in sorted(LOCALE_DIR.glob("**/LC_MESSAGES/*.po")):
        pending = pending_files() if source == CATALOGUE else []
        target = source.with_suffix(".mo")
        newest = max(path.stat().st_mtime for path in (source, *pending))
        if target.exists() and target.stat().st_mtime >= newest:
            continue
        catalogue = polib.pofile(str(source), encoding="utf-8")
        if pending:
            entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
            _fold_in(entries, pending)
            catalogue[:] = list(entries.values())
        # Another process may be reading the old file: replace it in one step.
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        catalogue.save_as_mofile(str(fresh))
        fresh.replace(target)
        written.append(target)
    return written


def read_catalogue() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), encoding="utf-8", wrapwidth=98)
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = dict(METADATA)
    return catalogue


def write_catalogue(entries: dict[str, polib.POEntry]) -> None:
    """Writes entries in the order of their keys, so that two branches rarely collide."""
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = dict(METADATA)
    catalogue.extend(entries[key] for key in sorted(entries))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))


def pending_files() -> list[Path]:
    return sorted((LOCALE_DIR / "vi").glob("*.pending.json"))


def _fold_in(entries: dict[str, polib.POEntry], files: list[Path]) -> int:
    """Lays the translations of pending files over the entries; returns how many there were."""
    count = 0
    for file in files:
        for key, translation in json.loads(file.read_text(encoding="utf-8")).items():
            fresh = entry_of(key, translation)
            if key in entries:
                fresh.occurrences = entries[key].occurrences
                fresh.flags = [flag for flag in entries[key].flags if flag != "fuzzy"]
            entries[key] = fresh
            count += 1
    return count


def merge() -> int:
    """Folds the pending files into the catalogue and removes them; returns how many strings."""
    entries = {key_of(entry): entry for entry in read_catalogue() if not entry.obsolete}
    files = pending_files()
    count = _fold_in(entries, files)
    write_catalogue(entries)
    for file in files:
        file.unlink()
    return count


@contextlib.contextmanager
def _source_strings() -> Iterator[polib.POFile]:
    """Every source string of code and templates, read by xgettext in a copy of the tree."""
    for program in ("xgettext", "msgmerge", "msguniq"):
        if shutil.which(program) is None:
            sys.exit(f"{program} was not found. On Debian: apt-get install gettext")
    with tempfile.TemporaryDirectory(prefix="sovang-messages-") as place:
        copy = Path(place) / "tree"
        copy.mkdir()
        leave = shutil.ignore_patterns("__pycache__", "*.pyc", "static", "node_modules", "data")
        for name in SOURCE_DIRS:
            if (BASE_DIR / name).is_dir():
                shutil.copytree(BASE_DIR / name, copy / name, ignore=leave)
        (copy / "locale").mkdir()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": str(copy),
        }
        environment.pop("SOVANG_TEST_DIR", None)
        command = ["makemessages", "--locale=vi", "--keep-pot", "--add-location=file", "-v0"]
        result = subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            sys.exit(f"makemessages failed:\n{result.stdout}{result.stderr}")
        yield polib.pofile(str(copy / "locale" / "django.pot"), encoding="utf-8")


def update() -> tuple[int, int]:
    """Adds new source strings to the catalogue and drops unused ones; (added, dropped)."""
    merge()
    old = {key_of(entry): entry for entry in read_catalogue() if not entry.obsolete}
    with _source_strings() as source:
        entries = {}
        for found in source:
            key = key_of(found)
            entry = entry_of(key, text_of(old[key]) if key in old else "")
            entry.flags, entry.occurrences = found.flags, found.occurrences
            entry.comment, entry.tcomment = found.comment, old[key].tcomment if key in old else ""
            if key in old and "fuzzy" in old[key].flags:
                entry.flags = [*entry.flags, "fuzzy"]
            entries[key] = entry
    write_catalogue(entries)
    return len(entries.keys() - old.keys()), len(old.keys() - entries.keys())


def faults(
    source: list[polib.POEntry], catalogue: list[polib.POEntry]
) -> tuple[list[str], list[str]]:
    """(faults, unused): what keeps the catalogue from being complete, and strings no one uses."""
    have = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    found = []
    for wanted in source:
        where = ", ".join(sorted({path for path, _ in wanted.occurrences})[:3])
        entry = have.pop(key_of(wanted), None)
        shown = f"{wanted.msgid!r} ({where})"
        if entry is None or not text_of(entry).strip():
            found.append(f"no translation: {shown}")
        elif "fuzzy" in entry.flags:
            found.append(f"fuzzy: {shown}")
        else:
            model = wanted.msgid_plural or wanted.msgid
            ours = placeholders(text_of(entry), wanted.flags)
            theirs = placeholders(model, wanted.flags)
            if ours != theirs:
                found.append(f"placeholders {ours} instead of {theirs}: {shown}")
    return found, [repr(entry.msgid) for entry in have.values()]


def check() -> int:
    """Prints every fault of the catalogue; the number of faults."""
    found = [
        f"pending translations: {file.name} (python -m config.translations merge)"
        for file in pending_files()
    ]
    with _source_strings() as source:
        missing, unused = faults(list(source), list(read_catalogue()))
    found += missing
    for line in found:
        print(line)
    if unused:
        print(f"note: {len(unused)} unused string(s), dropped by `make messages`:")
        print("  " + ", ".join(unused[:20]))
    if found:
        print(f"{len(found)} fault(s) in {CATALOGUE.relative_to(BASE_DIR)}")
    else:
        print("the Vietnamese catalogue is complete")
    return len(found)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            for path in compile_catalogues():
                print(f"compiled {path.relative_to(BASE_DIR)}")
        case ["check"]:
            return 1 if check() else 0
        case ["update"]:
            added, dropped = update()
            print(f"{added} added, {dropped} dropped")
        case ["merge"]:
            print(f"{merge()} translation(s) merged")
        case _:
            print("usage: python -m config.translations compile|check|update|merge")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
