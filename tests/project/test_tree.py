"""What must not be in the tree: machine paths, registry addresses, secrets, unhashed packages."""

import re
from pathlib import Path

# Written in parts, so that this file does not find itself.
FORBIDDEN = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.])/" + r"work/",
        r"(?<![\w.])/" + r"root/",
        r"(?<![\w.])/" + r"home/[a-z]",
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "registry" + r"\.npmjs",
        "deb" + r"\.debian\.org",
        "repo1?" + r"\.maven",
        "--(extra-)?" + "index-url",
        "BEGIN [A-Z ]*" + "PRIVATE KEY",
    )
]
LOCKS = ("requirements.txt", "requirements-dev.txt")


def test_no_tracked_file_names_a_machine_or_a_registry(base_dir: Path, tracked_files: list[Path]):
    found = []
    for path in tracked_files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found += [
                f"{path.relative_to(base_dir)}:{number}: {pattern.pattern}"
                for pattern in FORBIDDEN
                if pattern.search(line)
            ]

    assert found == []


def test_what_is_made_is_not_tracked(base_dir: Path, tracked_files: list[Path]):
    names = [path.relative_to(base_dir).as_posix() for path in tracked_files]

    assert [
        name
        for name in names
        if name.startswith(("var/", ".venv/")) or name.endswith((".mo", ".pyc", ".sqlite3"))
    ] == []


def test_every_locked_package_is_pinned_and_hashed(base_dir: Path):
    for lock in LOCKS:
        text = re.sub(r"#.*", "", (base_dir / lock).read_text())
        packages = re.split(r"\n(?=\S)", re.sub(r"\\\n", " ", text).strip())
        unhashed = [
            package
            for package in packages
            if not re.match(
                r"[a-z0-9.\-\[\],_]+==\S+( *;[^#]*?)? +--hash=sha256:[0-9a-f]{64}", package, re.I
            )
        ]
        assert unhashed == [], lock


def test_every_direct_requirement_is_locked(base_dir: Path):
    def names(text: str) -> set[str]:
        found = re.findall(r"^([A-Za-z0-9.\-_]+)", text, flags=re.MULTILINE)
        return {re.sub(r"[-_.]+", "-", name).lower() for name in found if not name.startswith("-")}

    runtime = names((base_dir / "requirements.txt").read_text())
    assert names((base_dir / "requirements.in").read_text()) <= runtime
    development = names((base_dir / "requirements-dev.txt").read_text())
    assert names((base_dir / "requirements-dev.in").read_text()) <= development


def test_the_requirements_name_the_successor_of_elasticsearch_dsl(base_dir: Path):
    assert "elasticsearch.dsl" in (base_dir / "requirements.in").read_text().splitlines()[0]
