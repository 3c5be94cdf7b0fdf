"""Checks the house rules that no linter knows; run by `make check`. Reads source, runs nothing.

Each finding says what to do instead. The rules themselves are in docs/architecture.md.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "registry", "search", "catalog")

LEGAL_RECORDS = frozenset({"Certification", "CertificationEvent", "Decision", "Event"})
WRITES = frozenset(
    {
        "acreate", "aupdate", "adelete", "abulk_create", "abulk_update", "aget_or_create",
        "aupdate_or_create", "create", "update", "delete", "bulk_create", "bulk_update",
        "get_or_create", "update_or_create",
    }
)  # fmt: skip
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
CLOCKS = frozenset(
    {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "timezone.now",
     "timezone.localdate", "timezone.localtime", "time.time"}
)  # fmt: skip


def _may_write(path: Path) -> bool:
    """Services and the event log are the only writers of legal records."""
    return (
        path.parts[:2] == ("registry", "services")
        or path.as_posix() == "registry/events.py"
        or "migrations" in path.parts
        or path.parts[0] in {"tests", "benchmarks"}
    )


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _written_record(call: ast.Call) -> str | None:
    """The legal record that `Record.objects. ... .write(...)` writes, if it is one."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in WRITES):
        return None
    node: ast.expr = call.func.value
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr in MANAGERS:
                name = _dotted(node.value).rpartition(".")[2]
                return name if name in LEGAL_RECORDS else None
            node = node.value
        else:
            return None


def _write_findings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if record := _written_record(node):
            yield (
                node.lineno,
                f"{record} is a legal record: only registry.services writes it, because a service "
                "checks the policy, locks the row, writes the event and sends the signal. "
                "Call a service, or add one to registry/services/.",
            )
        elif (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "save"
            and isinstance(node.func.value, ast.Call)
            and _dotted(node.func.value.func).rpartition(".")[2] in LEGAL_RECORDS
        ):
            yield node.lineno, "A legal record is saved by a service of registry.services only."


def _purity_findings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for module in modules:
            if module == "django.db" or module.startswith("django.db."):
                yield (
                    getattr(node, "lineno", 0),
                    "Rules are pure functions: they get values, never rows. Read the database in a "
                    "selector and pass what the rule needs (registry.models.choices may be "
                    "imported for its vocabularies).",
                )
                break
        if isinstance(node, ast.Call):
            called = ".".join(_dotted(node.func).split(".")[-2:])
            if called in CLOCKS:
                yield (
                    node.lineno,
                    f"Rules have no clock: take the day or the moment as an argument ({called}()).",
                )


def findings(path: Path, source: str) -> list[str]:
    """What is wrong with one module. `path` is relative to the project's folder."""
    tree = ast.parse(source, filename=str(path))
    found: list[tuple[int, str]] = []
    if not _may_write(path):
        found += _write_findings(tree)
    if path.parts[:2] == ("registry", "rules"):
        found += _purity_findings(tree)
    return [f"{path.as_posix()}:{line}: {text}" for line, text in sorted(found)]


def all_findings() -> list[str]:
    found = []
    for package in PACKAGES:
        for path in sorted((BASE_DIR / package).rglob("*.py")):
            found += findings(path.relative_to(BASE_DIR), path.read_text(encoding="utf-8"))
    return found


def main() -> int:
    found = all_findings()
    for line in found:
        print(line)
    if not found:
        print("all conventions hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
