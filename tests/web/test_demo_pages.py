"""The pages of the demonstration: one in each language, and each leads to the other."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hikiate.cli import workspace


def test_each_page_of_the_demonstration_leads_to_the_other_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody has to know the address of the page that they can read."""
    served: dict[str, bytes] = {}

    def serve(pages: Mapping[str, bytes], _port: int, *, open_message: Callable[[str], None]) -> None:
        served.update(pages)
        open_message("http://127.0.0.1/")

    monkeypatch.setattr(workspace, "serve_pages", serve)
    monkeypatch.setattr(workspace, "DEMO_CUSTOMERS", 100)
    with contextlib.suppress(SystemExit):
        workspace.demo(tmp_path / "demo", serve=True, port=0, as_json=False, lang="en")
    assert set(served) == {"/ja/", "/en/"}
    assert b'href="/en/" hreflang="en"' in served["/ja/"]
    assert b'href="/ja/" hreflang="ja"' in served["/en/"]
