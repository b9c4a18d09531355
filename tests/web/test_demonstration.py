"""The demonstration: a month of closes, people who can log in, and a line on every page that it is an example."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from hikiate.book.records import CloseDone, User
from hikiate.cli import demonstration
from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.web.accounts.example import open_accounts
from hikiate.web.settings import open_workspace


def test_the_demonstration_has_days_behind_it_and_people_who_log_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made again it stays as it is; the password is kept, and stands in no page."""
    cache.clear()  # logins are counted by address, whichever test they were of
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(demonstration, "DEMO_CUSTOMERS", 30)
    monkeypatch.setattr(demonstration, "DEMO_DAYS", 3)
    folder = tmp_path / "demo"
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            demonstration.demo(folder, serve=False, port=0, as_json=False, lang="ja")
        assert ended.value.code == 1
    assert "違反あり" in capsys.readouterr().out
    desk = open_workspace(folder)
    assert [close.as_of[:10] for close in desk.book.rows(CloseDone)] == ["2026-11-18", "2026-11-19", "2026-11-20"]
    assert {user.name for user in desk.book.rows(User)} == set(demonstration.PEOPLE)
    summary = json.loads((folder / "incident" / "determination-1" / "summary.json").read_text(encoding="utf-8"))
    figures = summary["figures"]
    paid, waiting = (Fraction(figures[f"{name}.SOL.total"]["value"]) for name in ("payable", "pending"))
    assert paid > waiting > 0
    password = open_accounts(folder, demonstration.PEOPLE)
    assert open_accounts(folder, demonstration.PEOPLE) == password
    client = Client()
    page = client.get("/accounts/login/").content.decode()
    assert "合成データ" in page
    assert password not in page
    answer = client.post("/accounts/login/", {"login": "tanaka", "password": password})
    assert answer.headers["Location"] == "/"
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "suzuki", "password": password})
    assert client.get("/").status_code == 200, "an approver of an example is not led to set up a second factor"
    disconnect()
