"""The Nu Html Checker (v.Nu), offline: found, fetched, run over a folder of pages.

    python -m tests.crawling.html_checker fetch   brings what is missing, or says why not

Maven brings the checker and what it leans on; every file is checked by one SHA-256 over all of
them and kept in the ignored folder `var/html-checker`. It needs a Java and asks no network.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
FOLDER = BASE_DIR / "var" / "html-checker"
VERSION = "20.7.2"
SHA256 = "e0ca9841f6eca9d403e94b0fa59829cfb3274f261d60331f7930c7046c968a6c"
_MAIN = "nu.validator.client.SimpleCommandLineValidator"
_POM = f"""<project>
<modelVersion>4.0.0</modelVersion>
<groupId>vn.sovang</groupId><artifactId>html-checker</artifactId><version>1</version>
<packaging>pom</packaging>
<dependencies><dependency><groupId>nu.validator</groupId><artifactId>validator</artifactId>
<version>{VERSION}</version></dependency></dependencies></project>"""
# What 20.7.2 is too old to know, or takes for an error where today's standard allows it.
_OUTDATED = (
    "Attribute “media” not allowed on element “meta”",
    "Bad value “group” for attribute “role” on element “svg”",
)


class Missing(Exception):
    """There is no checker to run; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of a page, with the piece of it that is wrong."""

    file: str
    message: str
    extract: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message} … {self.extract}"


def is_required() -> bool:
    return os.environ.get("SOVANG_HTML_CHECKER_REQUIRED") == "1"


def library() -> Path:
    """The folder of the checker's files, fetched once; raises Missing."""
    if shutil.which("java") is None:
        raise Missing("no Java (Debian: openjdk-17-jre-headless)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / VERSION
    with (FOLDER / "fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _fetch(path)
    return path


def _fetch(path: Path) -> None:
    if shutil.which("mvn") is None:
        raise Missing("no Maven (Debian: maven)")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        fetched = Path(folder) / "fetched"
        (Path(folder) / "pom.xml").write_text(_POM)
        command = [
            "mvn", "-q", "-B",
            "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies",
            f"-DoutputDirectory={fetched}", "-DincludeScope=runtime",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
        if done.returncode or not fetched.is_dir():
            raise Missing(f"Maven could not fetch it: {(done.stdout + done.stderr)[-300:].strip()}")
        if _digest(fetched) != SHA256:
            raise Missing("the checker's files are not those that they should be (SHA-256)")
        fetched.rename(path)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jar")):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def faults(folder: Path) -> list[Fault]:
    """What is wrong in the pages (*.html) of a folder; raises Missing."""
    files = sorted(folder.glob("*.html"))
    if not files:
        return []
    command = [
        "java", "-Xss8m", "-XX:+UseSerialGC", "-cp", f"{library()}/*", _MAIN,
        "--format", "json", "--exit-zero-always", "--errors-only", *map(str, files),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    start = done.stderr.find('{"messages"')
    if done.returncode or start < 0:
        raise RuntimeError(f"The HTML checker failed: {done.stderr[-500:]}")
    told = json.loads(done.stderr[start:])["messages"]
    return [
        Fault(Path(row.get("url", "?")).name, row["message"], row.get("extract", "").strip())
        for row in told
        if row["type"] in ("error", "non-document-error")
        and not any(words in row["message"] for words in _OUTDATED)
    ]


def main(arguments: list[str]) -> int:
    if arguments != ["fetch"]:
        print(__doc__)
        return 2
    try:
        library()
    except Missing as error:
        print(f"HTML checker: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
