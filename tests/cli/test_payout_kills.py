"""A process killed between any two writes of the payout path loses nothing and pays nothing twice.

HIKIATE_KILLS=all kills at every touch; without it, SQLite at every third and PostgreSQL at every fifth.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "operations" / "workspace"))

from lives import Life, payable

from hikiate.storage.database.connection import VARIABLE, connect, disconnect, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.file_store import FileStore

KILLING = Path(__file__).resolve().parent / "killing.py"
KILLS_MIN = {"batch": 5, "release": 20, "settle": 15}


def template(step: str, folder: Path) -> None:
    """A workspace up to the step: three payments of 1,000 yen, approved and funded; the second will come back."""
    place = place_of(folder)
    connect(place)
    life = Life(DatabaseWorkspace(place)).begun()
    FileStore(folder).make()
    life.opened()
    life.determined(payable(3))
    life.drawn("own_funds", "JPY", "3000")
    if step != "batch":
        made = life.batch()
    disconnect()
    if step == "settle":
        asked = "from killing import run; from pathlib import Path; import sys; run('release', Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", asked, folder], cwd=KILLING.parent, check=True, stdout=subprocess.DEVNULL)
        rows = [f"I-1/{made.batch},K{row:04},JPY,1000,{_outcome(row)}" for row in (1, 2, 3)]
        lines = ["batch,key,asset,amount,outcome,reference,reason", *rows, "end,3,,3000,,,"]
        (folder / "settlement.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _outcome(row: int) -> str:
    return "returned,R2,no account" if row == 2 else f"paid,R{row},"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("step", KILLS_MIN)
def test_a_step_killed_at_any_touch_is_finished_by_the_same_command(
    step: str, kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batch, release, settlement: each killed, run twice, audited."""
    folder = tmp_path / "template"
    folder.mkdir()
    every = 3 if kind == "sqlite" else 5
    server: list[str] = []
    if kind == "postgresql":
        address: str = request.getfixturevalue("new_postgres")()
        monkeypatch.setenv(VARIABLE, address)
        database = address.partition("?")[0].rpartition("/")[2]
        server = [address.replace(f"/{database}?", "/postgres?"), database]
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "hikiate.db")
    template(step, folder)
    if os.environ.get("HIKIATE_KILLS") == "all":
        every = 1
    call: list[str | Path] = [sys.executable, KILLING, step, folder, str(every), *server]
    called = subprocess.run(call, capture_output=True, encoding="utf-8", check=False)
    assert called.returncode == 0, called.stderr
    kills, failed, ended = map(int, called.stdout.split())
    assert (failed, ended) == (0, 0), called.stderr
    assert kills >= KILLS_MIN[step] // every
