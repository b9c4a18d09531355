"""What all tests share: how hard properties are tried, where real data may stand, and the installed command."""

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=300,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "quick"))


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
    """Chromium, running."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield started
        started.close()
