"""Tokens of systems, what is published, and customers' links, by their commands."""

import json
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hikiate.cli.main import main
from hikiate.storage.database.connection import VARIABLE, disconnect

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    """A new workspace, to be called upon in this process as its administrator."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HIKIATE_LANG", "en")
    monkeypatch.setenv("HIKIATE_WORKSPACE", str(tmp_path / "w"))

    def call(*words: str | Path, user: str = "mia") -> tuple[int, str, str]:
        monkeypatch.setenv("HIKIATE_USER", user)
        monkeypatch.setattr(sys, "argv", ["hikiate", *map(str, words)])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in out + err
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode(), err.decode()

    assert call("init", tmp_path / "w")[0] == 0
    yield call
    disconnect()


def test_a_token_is_told_once_listed_and_revoked(firm: Run) -> None:
    """Only an administrator makes one, and every scope that is none is named."""
    code, out, _ = firm("api-token", "create", "mia", "--name", "nightly", "--scope", "read", "--json")
    made = json.loads(out)
    assert (code, made["scopes"], made["secret"][:4]) == (0, ["read"], "hik_")
    code, out, _ = firm("api-token", "list", "--json")
    (row,) = json.loads(out)["rows"]
    assert (code, row["state"], row["used_on"]) == (0, "good", "-")
    assert made["secret"] not in out
    assert "nightly" in firm("api-token", "list")[1]
    wrong = (
        "api-token",
        "create",
        "mia",
        "--name",
        "x",
        "--scope",
        "all",
        "--scope",
        "every",
        "--days",
        "999",
        "--json",
    )
    code, out, _ = firm(*wrong)
    assert (code, len(json.loads(out)["faults"])) == (2, 3)
    assert firm("api-token", "create", "mia", "--name", "x", "--scope", "read", user="eve")[0] == 2
    assert firm("api-token", "revoke", "1", "--json")[:1] == (0,)
    assert json.loads(firm("api-token", "revoke", "1", "--json")[1])["already"] is True
    assert json.loads(firm("api-token", "list", "--json")[1])["rows"][0]["state"] == "revoked"
    assert firm("api-token", "revoke", "7")[0] == 2
    code, out, _ = firm("api-token", "create", "mia", "--name", "told", "--scope", "read", "--lang", "ja")
    assert (code, out.splitlines()[-1][:4]) == (0, "hik_")
    assert "失効させました" in firm("api-token", "revoke", "2", "--lang", "ja")[1]


def test_nothing_is_published_before_it_is_said(firm: Run) -> None:
    """Part by part, by a decision; none of them ends it."""
    assert set(json.loads(firm("public", "show", "--json")[1])["parts"].values()) == {False}
    code, out, _ = firm("public", "publish", "--part", "coverage", "--part", "policy")
    assert (code, out.count("not published")) == (0, 3)
    shown = json.loads(firm("public", "show", "--json")[1])["parts"]
    assert [part for part, on in shown.items() if on] == ["coverage", "policy"]
    again = json.loads(firm("public", "publish", "--part", "policy", "--part", "coverage", "--json")[1])
    assert again["already"] is True
    assert firm("public", "publish", user="eve")[0] == 2
    assert firm("public", "publish", "--json")[0] == 0
    assert set(json.loads(firm("public", "show", "--json")[1])["parts"].values()) == {False}
    assert firm("audit")[0] == 0


def test_links_are_written_for_their_owner_alone(firm: Run, tmp_path: Path) -> None:
    """Not over a file that stands there, and for no incident that is none."""
    out = tmp_path / "links.csv"
    assert firm("public", "links", "none", "--out", out)[0] == 2
    assert not out.exists()
    incident = tmp_path / "incident.toml"
    incident.write_text('id = "I"\nkind = "insider"\nnoticed_at = 2026-09-19T03:00:00+09:00\n', encoding="utf-8")
    firm("user", "roles", "mia", "--role", "admin", "--role", "maker")
    assert firm("incident", "open", incident)[0] == 0
    assert json.loads(firm("public", "links", "I", "--out", out, "--json")[1])["links"] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text(encoding="utf-8-sig").startswith('"incident","customer","link","expires_at"')
    assert firm("public", "links", "I", "--out", out)[0] == 2
    assert "0 links" in firm("public", "links", "I", "--out", tmp_path / "more.csv")[1]
    assert json.loads(firm("public", "end-links", "I", "--json")[1])["already"] is True
    assert "0 links ended" in firm("public", "end-links", "I")[1]
