# ruff: noqa: INP001 - docs is a folder of pages and of the scripts that make them, not a package
"""Takes the pictures of the console that the documentation shows: `make pictures`.

It makes the demonstration in a temporary folder, serves it, logs in as its people with a real browser, and writes one
picture of each page in Japanese and in English to docs/images/console/. Needs chromium (HIKIATE_CHROMIUM or the path).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images" / "console"
PAGES = {
    "today": "/",
    "findings": "/findings/",
    "history": "/history/",
    "reserve": "/reserve/",
    "wallets": "/wallets/",
    "incidents": "/incidents/",
    "approvals": "/approvals/",
    "rulebooks": "/rulebooks/",
    "trail": "/trail/",
}
"""What is shown, by the address of its page."""
PORT = 8711
WIDTH, HEIGHT = 1280, 900
_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_WAIT_SECONDS = 120


def main() -> None:
    """Serve a demonstration and take every picture of it."""
    chromium = os.environ.get("HIKIATE_CHROMIUM") or shutil.which("chromium") or sys.exit("chromium is needed")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "demo"
        command = [Path(sys.executable).parent / "hikiate", "demo", workspace, "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            _wait()
            password = (workspace / "example.password").read_text(encoding="ascii")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
                for language in ("ja", "en"):
                    _take(browser, language, password)
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


def _wait() -> None:
    """Until the demonstration answers."""
    for _ in range(_WAIT_SECONDS):
        try:
            urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2).close()
        except (URLError, TimeoutError):
            time.sleep(1)
        else:
            return
    sys.exit(f"the demonstration does not answer within {_WAIT_SECONDS} seconds")


def _take(browser: Browser, language: str, password: str) -> None:
    context = browser.new_context(locale=language, viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    _log_in(context, password)
    for name, address in PAGES.items():
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{PORT}{address}", wait_until="networkidle")
        page.screenshot(path=IMAGES / f"{name}.{language}.png")
        page.close()
    context.close()


def _log_in(context: BrowserContext, password: str) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{PORT}/accounts/login/")
    page.fill("input[name=login]", "sato")
    page.fill("input[name=password]", password)
    page.click("main button")
    page.wait_for_url(f"http://127.0.0.1:{PORT}/**")
    page.close()


if __name__ == "__main__":
    main()
