"""Analyses: every paper of the last close, in both languages, as a page and as a document."""

from collections.abc import Callable

import pytest
from django.test import Client

from hikiate.desk.desks import Desk
from hikiate.desk.papers import PAPERS


@pytest.mark.usefixtures("desk")
def test_every_paper_opens_in_both_languages(log_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """With a policy that lets it neither run nor load anything; those that want more of a pack have a test beside."""
    monkeypatch.setattr("hikiate.desk.papers.RISK_YEARS", 20_000)
    client = log_in("tanaka")
    listed = client.get("/analyses/").content.decode()
    for name in [name for name, made in PAPERS.items() if not made.names_customers]:
        for language in ("ja", "en"):
            address = f"/analyses/{name}.{language}.html"
            assert f'href="{address}"' in listed
            answer = client.get(address)
            assert answer.status_code == 200, answer.content.decode()
            assert f'<html lang="{language}"'.encode() in answer.content
            assert "script-src" not in answer.headers["Content-Security-Policy"]
    document = client.get("/analyses/comparison.ja.pdf?download")
    assert document.content.startswith(b"%PDF")
    assert document.headers["Content-Disposition"] == 'attachment; filename="hikiate-comparison-2026-11-20-ja.pdf"'


def test_what_is_no_paper_is_not_found(desk: Desk, log_in: Callable[[str], Client]) -> None:
    """Whatever part of the address is wrong."""
    assert desk.folder.is_dir()
    client = log_in("tanaka")
    for name in ("risk.ja.doc", "risk.fr.html", "weather.ja.html"):
        assert client.get(f"/analyses/{name}").status_code == 404
