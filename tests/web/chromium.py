"""A real browser, as a fixture that the tests of pages import."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, named by HIKIATE_CHROMIUM or found on the path."""
    found = os.environ.get("HIKIATE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("HIKIATE_BROWSER_REQUIRED") == "1":
            pytest.fail("HIKIATE_BROWSER_REQUIRED is set, and there is no chromium")
        pytest.skip("needs chromium: none is on the path, and HIKIATE_CHROMIUM names none")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()
