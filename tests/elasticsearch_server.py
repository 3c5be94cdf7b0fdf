"""The real Elasticsearch of the tests: found, fetched, started on loopback and stopped.

    python -m tests.elasticsearch_server fetch   brings what is missing, or says why not
    python -m tests.elasticsearch_server run     a server until Ctrl-C, for trying things

`ELASTICSEARCH_TEST_URL` names a server to use instead. Otherwise Maven brings Elastic's test
distribution (checked by SHA-256, kept in the ignored folder `var/elasticsearch`), and it runs
under an unprivileged account. Test processes share one server of each kind: the first that
asks starts it beside a watcher, which stops it when the test run's first process is gone.
"""

import contextlib
import datetime as dt
import fcntl
import functools
import hashlib
import ipaddress
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from ssl import create_default_context

BASE_DIR = Path(__file__).resolve().parent.parent
DISTRIBUTIONS = BASE_DIR / "var" / "elasticsearch"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{}:zip"
SHA256 = {
    "8.19.9": "6a0603db2b0406776dcf15df248294941f310e9183ca18a219bc8c6d57546ff0",
    "9.5.0": "db0e275fd790f723eca7bcde96069fd6fed304ad23afdb70c8c09553dd9e8b1b",
}
START_SECONDS = 100.0
# Who the site is on a secured server; the password is that of the administrator.
SITE_USER = "site"


class Missing(Exception):
    """There is no server to test with; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of server: version and whether it asks who is there, over TLS."""

    version: str = "8.19.9"
    is_secured: bool = False

    @property
    def name(self) -> str:
        return f"{self.version}{'-secured' if self.is_secured else ''}"


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    user: str = ""
    password: str = ""
    ca_file: str = ""


USUAL = Kind()


def is_required() -> bool:
    return os.environ.get("SOVANG_ELASTICSEARCH_REQUIRED") == "1"


# --- what the machine has


@functools.cache
def java_home(version: str) -> Path:
    """A Java that runs the version; raises Missing."""
    needed, module = (17, "java.base") if version.startswith("8.") else (21, "jdk.incubator.vector")
    found: list[tuple[int, Path]] = []
    for home in _java_homes():
        with contextlib.suppress(OSError, subprocess.SubprocessError, ValueError, IndexError):
            told = _output(str(home / "bin" / "java"), "--version").split()[1]
            major = int(told.split(".")[0])
            modules = _output(str(home / "bin" / "java"), "--list-modules")
            if major >= needed and f"{module}@" in modules:
                found.append((major, home))
    if not found:
        has = f" with the module {module}" if needed > 17 else ""
        raise Missing(f"no Java {needed} or newer{has} (Debian: openjdk-17-jre-headless)")
    return min(found)[1]


def _java_homes() -> list[Path]:
    homes = [Path(one) for name in ("ES_JAVA_HOME", "JAVA_HOME") if (one := os.environ.get(name))]
    homes += sorted(Path("/usr/lib/jvm").glob("*")) if Path("/usr/lib/jvm").is_dir() else []
    if java := shutil.which("java"):
        homes.append(Path(java).resolve().parent.parent)
    return [home for home in dict.fromkeys(homes) if (home / "bin" / "java").exists()]


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def distribution(version: str) -> Path:
    """The archive of the version, fetched once; raises Missing."""
    DISTRIBUTIONS.mkdir(parents=True, exist_ok=True)
    path = DISTRIBUTIONS / f"elasticsearch-{version}.zip"
    with (DISTRIBUTIONS / f"{version}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _fetch(version, path)
    return path


def _fetch(version: str, path: Path) -> None:
    if shutil.which("mvn") is None:
        raise Missing("no Maven (Debian: maven)")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [
            "mvn", "-q", "-B", "org.apache.maven.plugins:maven-dependency-plugin:copy",
            f"-Dartifact={ARTIFACT.format(version)}", f"-DoutputDirectory={folder}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
        fetched = Path(folder) / path.name
        if done.returncode or not fetched.exists():
            raise Missing(f"Maven could not fetch it: {(done.stdout + done.stderr)[-300:].strip()}")
        if hashlib.sha256(fetched.read_bytes()).hexdigest() != SHA256[version]:
            raise Missing(f"{path.name} is not the file that it should be (SHA-256)")
        fetched.replace(path)


# --- one server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server of this machine. It may be killed and started again with the same data."""

    def __init__(self, kind: Kind = USUAL, *, java_options: str = "-XX:TieredStopAtLevel=1"):
        self.kind, self._java_options = kind, java_options
        self._java = java_home(kind.version)
        archive = distribution(kind.version)
        self.folder = Path(tempfile.mkdtemp(prefix="sovang-elasticsearch-"))
        self.folder.chmod(0o755)
        with zipfile.ZipFile(archive) as file:
            file.extractall(self.folder)
        self._home = self.folder / f"elasticsearch-{kind.version}"
        for path in (self._home / "bin").iterdir():
            path.chmod(0o755)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = Address(f"http://127.0.0.1:{self.port}")
        self._configure()

    def _configure(self) -> None:
        config = self.folder / "config"
        shutil.copytree(self._home / "config", config)
        (self.folder / "tmp").mkdir()
        lines = [
            "discovery.type: single-node",
            f"http.port: {self.port}",
            f"transport.port: {free_port()}",
            f"path.data: {self.folder / 'data'}",
            f"path.logs: {self.folder / 'logs'}",
            f"xpack.security.enabled: {str(self.kind.is_secured).lower()}",
            "cluster.routing.allocation.disk.threshold_enabled: false",
        ]
        if self.kind.is_secured:
            (config / "roles.yml").write_text(json.dumps({"sovang": site_role("test-*")}))
            write_certificate(config / "http.crt", config / "http.key")
            lines += [
                "xpack.security.http.ssl.enabled: true",
                "xpack.security.http.ssl.key: http.key",
                "xpack.security.http.ssl.certificate: http.crt",
                "xpack.security.authc.api_key.enabled: true",
            ]
        (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                if not path.is_relative_to(self._home):
                    shutil.chown(path, "nobody", "nogroup")
        if self.kind.is_secured:
            self._set_password()

    def _set_password(self) -> None:
        password = secrets.token_urlsafe(16)
        command = [*self._unprivileged(), str(self._home / "bin" / "elasticsearch-keystore")]
        for arguments in (["create"], ["add", "-x", "bootstrap.password"]):
            subprocess.run(
                [*command, *arguments], input=password, text=True, check=True, timeout=90,
                env=self._environment(), capture_output=True, cwd=self.folder,
            )  # fmt: skip
        subprocess.run(
            [*self._unprivileged(), str(self._home / "bin" / "elasticsearch-users"), "useradd",
             SITE_USER, "-p", password, "-r", "sovang"],
            check=True, timeout=90, env=self._environment(), capture_output=True, cwd=self.folder,
        )  # fmt: skip
        self.address = Address(
            f"https://127.0.0.1:{self.port}",
            "elastic",
            password,
            str(self.folder / "config/http.crt"),
        )

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(self._java),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_JAVA_OPTS": f"-Xms512m -Xmx512m {self._java_options}",
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    @staticmethod
    def _unprivileged() -> list[str]:
        if os.getuid() != 0:
            return []
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]

    def start(self) -> None:
        """Returns when it answers; raises Missing with the end of its log."""
        with (self.folder / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._unprivileged(), str(self._home / "bin" / "elasticsearch")],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._environment(),
                start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if answers(self.address):
                return
            time.sleep(0.2)
        self.kill()
        raise Missing(f"it did not start: {(self.folder / 'console.log').read_text()[-1500:]}")

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """As a power cut would end it."""
        self.signal(signal.SIGKILL)
        self._wait(30)

    def stop(self) -> None:
        self.signal(signal.SIGTERM)
        if not self._wait(15):
            self.kill()

    def _wait(self, seconds: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def site_role(*names: str) -> dict[str, object]:
    """The role of docs/elasticsearch.md, for other names of indices."""
    text = (BASE_DIR / "docs" / "elasticsearch.md").read_text(encoding="utf-8")
    role: dict[str, object] = json.loads(text.split("```json role\n")[1].split("```")[0])
    (indices,) = role["indices"]  # type: ignore[misc]
    indices["names"] = list(names)
    return role


def answers(address: Address) -> bool:
    """Whether the server is ready; `GET /` is answered by no test distribution."""
    request = urllib.request.Request(f"{address.url}/_cluster/health?wait_for_status=yellow")  # noqa: S310
    if address.user:
        credentials = b64encode(f"{address.user}:{address.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {credentials}")
    context = create_default_context(cafile=address.ca_file) if address.ca_file else None
    try:
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def write_certificate(certificate: Path, key: Path) -> None:
    """A certificate for loopback that is its own authority."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    made = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sổ Vàng tests")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(made.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(made.public_key()), critical=False)
        .sign(made, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


# --- one server of each kind for all processes of a test run


def shared(kind: Kind = USUAL) -> Address:
    """The server of the test run; the first who asks starts it. Raises Missing."""
    if given := os.environ.get("ELASTICSEARCH_TEST_URL"):
        if kind != USUAL:
            raise Missing("ELASTICSEARCH_TEST_URL names the one server to test with")
        return Address(given)
    folder = Path(os.environ["SOVANG_TEST_DIR"]) / "elasticsearch"
    folder.mkdir(exist_ok=True)
    state = folder / f"{kind.name}.json"
    with (folder / f"{kind.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not state.exists():
            _start_watched(kind, state)
        told = json.loads(state.read_text())
    if "missing" in told:
        raise Missing(told["missing"])
    return Address(**told)


def _start_watched(kind: Kind, state: Path) -> None:
    try:
        java_home(kind.version)
        distribution(kind.version)
    except Missing as error:
        state.write_text(json.dumps({"missing": str(error)}))
        return
    watcher = [sys.executable, "-m", "tests.elasticsearch_server", "watch", kind.name, str(state)]
    process = subprocess.Popen(
        watcher, cwd=BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True
    )
    while not state.exists():
        if process.poll() is not None:
            state.write_text(json.dumps({"missing": "its watcher ended at once"}))
        time.sleep(0.1)
    # It outlives this process, which is to make no fuss about it.
    process.returncode = 0


def _watch(kind: Kind, state: Path) -> None:
    """Runs a server until the folder of the run is gone."""
    try:
        server = Server(kind)
    except Missing as error:
        state.write_text(json.dumps({"missing": str(error)}))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.start()
        told: dict[str, str] = asdict(server.address)
        fresh = state.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(state)
        # The scratch folder of the run belongs to its first process.
        owner = int((state.parent.parent / "owner").read_text())
        while state.exists() and _is_alive(owner):
            time.sleep(0.5)
    except Missing as error:
        state.write_text(json.dumps({"missing": str(error)}))
    finally:
        server.remove()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def running(kind: Kind = USUAL, **options: str) -> Iterator[Server]:
    """A server of one's own, which may be killed."""
    server = Server(kind, **options)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["watch"]:
        version, _, secured = arguments[1].partition("-")
        _watch(Kind(version, bool(secured)), Path(arguments[2]))
        return 0
    if arguments == ["run"]:
        with running() as server, contextlib.suppress(KeyboardInterrupt):
            print(server.address.url, flush=True)
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            signal.pause()
        return 0
    missing = 0
    for version in SHA256:
        try:
            java_home(version)
            distribution(version)
        except Missing as error:
            print(f"Elasticsearch {version} cannot run here: {error}.", file=sys.stderr)
            missing += version == USUAL.version
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
