"""The whole story by commands, on SQLite and on PostgreSQL: thirty days of closes, a theft, and its last payment."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from incident_papers import settlement
from theft_papers import next_pack

from hikiate.cli.demonstration import DEMO_DAYS, INCIDENT_FOLDER
from hikiate.facts.example.incident import ASSET, INCIDENT_FILE
from hikiate.storage.database.connection import VARIABLE

Call = Callable[..., tuple[int, str, str]]
HIKIATE = Path(sys.executable).parent / "hikiate"
INCIDENT = "mihon-1"
LAST_DAY = "2026-11-20"
FIRST_LINES = "4000"
RETURNED = 3
GUARANTEED = "150"


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the demonstration, with all its days, and a backup of it beside it."""
    folder = tmp_path_factory.mktemp("demonstrated")
    without = {name: value for name, value in os.environ.items() if name != VARIABLE}
    for words in (("demo", "w", "--no-serve"), ("backup", "--workspace", "w", "--out", "saved.tar.gz")):
        done = subprocess.run([HIKIATE, *words], cwd=folder, env=without, capture_output=True, check=False)
        assert done.returncode in {0, 1}, done.stderr
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def example(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, call: Call, demonstrated: Path, tmp_path: Path
) -> Call:
    """The workspace of the demonstration on each database: as it was made, and brought to PostgreSQL by its backup."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("new_postgres")())
        assert call("restore", str(demonstrated / "saved.tar.gz"), "--workspace", "w", user="sato")[0] == 0
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
    beside = shutil.ignore_patterns("hikiate.db*", "store") if request.param == "postgresql" else None
    shutil.copytree(demonstrated / "w", tmp_path / "w", ignore=beside, dirs_exist_ok=True)
    return call


def test_a_theft_after_thirty_days_is_carried_to_its_last_payment(example: Call, tmp_path: Path) -> None:
    """Two people, a part of the payments settled, some come back and are sent again, an insurer pays."""

    def step(*words: str, user: str = "sato") -> None:
        code, out, err = example(*words, user=user)
        assert code == 0, (words, out, err)
        _balances(example)

    def asked(*words: str) -> None:
        """A step that the second person approves."""
        step(*words)
        approvals.append(str(len(approvals) + 1))
        assert example("approval", "approve", approvals[-1], user="sato")[0] == 2
        step("approval", "approve", approvals[-1], user="suzuki")

    approvals: list[str] = []
    assert len([*(tmp_path / "w" / "store" / "results").iterdir()]) == DEMO_DAYS
    papers = tmp_path / "w" / INCIDENT_FOLDER
    payable = json.loads((papers / "determination-1" / "summary.json").read_text(encoding="utf-8"))["figures"][
        f"payable.{ASSET}.total"
    ]["value"]
    step("user", "limit", "approver", ASSET, "1000000")
    step("incident", "open", str(papers / INCIDENT_FILE))
    next_pack(tmp_path / "w" / "packs" / LAST_DAY, tmp_path / "next")
    assert example("close", "next", "--workspace", "w", user="sato")[0] == 1
    asked("incident", "determine", INCIDENT, str(papers / "determination-1"))
    asked("incident", "draw", INCIDENT, ASSET, GUARANTEED, "--source", "guarantee")
    asked("incident", "draw", INCIDENT, ASSET, str(Decimal(payable) - Decimal(GUARANTEED)), "--source", "own_funds")
    paid = []
    for number, words in enumerate((("--lines", FIRST_LINES), (), ("--retry",)), 1):
        asked("payout", "batch", INCIDENT, ASSET, *words)
        step("payout", "release", INCIDENT, str(number))
        payout = tmp_path / "w" / "payouts" / f"{INCIDENT}-{number}.csv"
        rows = payout.read_text(encoding="utf-8").splitlines()[1:-1]
        returned = tuple(row.split(",")[3] for row in rows[:RETURNED]) if number == 1 else ()
        paid += [row.split(",")[4] for row in rows if row.split(",")[3] not in returned]
        settlement(payout, tmp_path / "part.csv", rows=slice(RETURNED, len(rows) // 2))
        settlement(payout, tmp_path / "whole.csv", returned=returned)
        for file in ("part.csv", "whole.csv", "whole.csv"):
            step("payout", "settle", INCIDENT, str(number), file)
    step("incident", "claim", INCIDENT, ASSET, "100", "--reference", "claim 1")
    step("incident", "recover", INCIDENT, ASSET, "100", "--source", "insurance", "--reference", "wire 1")
    step("incident", "close", INCIDENT, "--words", "done")
    shown = json.loads(example("incident", "show", "--incident", INCIDENT, "--json")[1])["incidents"][0]
    assert (shown["state"], shown["paid"]) == ("closed", len(paid))
    assert len(set(paid)) == len(paid)
    code, out, _ = example("audit", "--json")
    assert (code, json.loads(out)["findings"]) == (0, [])
    _told_in_words(example)


def _told_in_words(example: Call) -> None:
    """Every table and the incident's standing: no field's name or word of the book is left in Japanese."""
    for words in (
        ("journal", "list"),
        ("journal", "balance"),
        ("approval", "list", "--all"),
        ("finding", "list"),
        ("user", "list"),
        ("user", "limits"),
        ("payout", "list", INCIDENT),
        ("incident", "show"),
    ):
        code, out, err = example(*words, "--lang", "ja")
        assert (code, err) == (0, ""), words
        assert not re.search(r"\b(debit|credit|released|approved|open|closed|breach|balance|noticed_at)\b", out), words
        code, english, err = example(*words, "--lang", "en")
        assert (code, err) == (0, ""), words
        assert english.isascii() or words[0] == "incident", words


def _balances(example: Call) -> None:
    """Debits are credits, for every asset."""
    both: dict[str, Decimal] = defaultdict(Decimal)
    for row in json.loads(example("journal", "balance", "--json")[1])["rows"]:
        sign = 1 if row["side"] == "debit" else -1
        both[row["asset"]] += sign * Decimal(row["balance"])
    assert {asset for asset, left in both.items() if left} == set()
