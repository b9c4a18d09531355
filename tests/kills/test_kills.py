"""Commands, the server and PostgreSQL killed while they work lose nothing, double nothing, leave nothing half-done.

Here a few kills at chosen touches and at random; `make kill` kills a thousand times.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).resolve().parent / "kill.py"
KILLS = 12
KINDS = ("lost", "doubled", "half_done", "unsound", "badly_told")
SHORT = ("close", "posting", "payout release", "settlement import")


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_what_is_killed_is_finished_by_the_same_command(store: str, request: pytest.FixtureRequest) -> None:
    """Each kill is looked at before anything is repeated, and after; on either database."""
    if store == "postgresql":
        request.getfixturevalue("postgres")
    duties = [word for duty in SHORT for word in ("--duty", duty)]
    call: list[str | Path] = [
        sys.executable,
        KILLING,
        "--store",
        store,
        "--kills",
        str(KILLS),
        "--seed",
        "20261126",
        "--json",
        *duties,
    ]
    called = subprocess.run(call, capture_output=True, encoding="utf-8", check=False)
    assert called.stdout, called.stderr
    told = json.loads(called.stdout)
    assert (told["kills"], {kind: told[kind] for kind in KINDS}) == (KILLS, dict.fromkeys(KINDS, 0)), told["wrong"]
    assert called.returncode == 0
