"""The client of the documentation, run as a program against a server that listens."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import new_token
from django.core.wsgi import get_wsgi_application
from django.db import connections
from waitress.server import create_server

from hikiate.desk.desks import Desk

CLIENT = Path(__file__).resolve().parents[2] / "docs" / "examples" / "hikiate_client.py"


@pytest.fixture
def live(desk: Desk) -> Iterator[str]:
    """The office, served on a port of this machine; gives back its address."""
    assert desk.folder.is_dir()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=2, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)
    connections.close_all()


def run(live: str, token: str, pack: Path) -> tuple[int, str]:
    """The client's exit code and what it said."""
    ended = subprocess.run(
        [sys.executable, str(CLIENT), live, str(pack)],
        env={**os.environ, "HIKIATE_TOKEN": token, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout


def test_the_client_closes_a_day_and_says_what_is_wrong(desk: Desk, live: str, tmp_path: Path) -> None:
    """In breach, with the figures of the reserve; a pack with faults is refused with all of them, in Japanese."""
    token = new_token(desk, "sato", ["read", "days:write"])
    pack = tmp_path / "pack"
    shutil.copytree(desk.folder / "packs" / "2026-11-20", pack)
    code, said = run(live, token, pack)
    assert code == 1
    assert said.startswith("in_breach ")
    assert "reserve.shortfall" in said
    assert "reserve.short " in said
    with (pack / "balances.csv").open("a", encoding="utf-8") as table:
        table.write("C1,BTC,-1,\nC2,BTC,x,\n")
    code, said = run(live, token, pack)
    assert (code, len(said.splitlines())) == (2, 2)
    assert "balances.csv row" in said
