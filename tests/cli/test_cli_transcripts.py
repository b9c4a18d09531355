"""What the command line answers, kept as transcripts: each a session of real calls in one folder.

`HIKIATE_TRANSCRIPTS=write` writes them anew, to be read as a diff. Digests and the version are masked, because they
change with every record of law; that the same call gives the same bytes is tested in test_cli_contract.py.
"""

import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hikiate import __version__

FOLDER = Path(__file__).resolve().parent
TRANSCRIPTS = FOLDER / "transcripts"
PACKS = FOLDER / "packs"

SESSIONS = {
    "demo": ["demo --no-serve --lang ja"],
    "init": ["init here", "init here", "init here --lang ja", "init there --json"],
    "example": [
        "example made --customers 5 --seed 1",
        "example made --customers 5 --seed 1",
        "example more --customers 5 --seed 1 --trades 3 --format parquet --json --lang ja",
        "example none --customers 0 --seed 1",
    ],
    "check": [
        "check in_order",
        "check in_order --lang ja",
        "check in_order --json",
        "check bad",
        "check bad --lang ja",
        "check nowhere --lang ja",
    ],
    "close_in_order": ["close in_order", "close in_order --lang ja", "close in_order --out results --json"],
    "close_in_breach": [
        "close in_breach --rulebook jp-psa",
        "close in_breach --rulebook jp-psa --lang ja",
        "close in_order --rulebook jp-2026-law",
    ],
    "close_refused": [
        "close bad --out results",
        "close bad --out results --json --lang ja",
        "close in_order --rulebook jp-pas",
        "close in_order --rulebook jp-2026-reported --rulebook jp-2026-law --lang ja",
        "close in_order --previous results",
        "close in_order --overlay overlay.toml",
    ],
    "explain": [
        "close in_order --out results",
        "explain results reserve.required",
        "explain results reserve.required --lang ja",
        "explain results/close.json volume.annual --json",
        "explain results reserve.require",
        "explain in_order/exchange.toml reserve.required --lang ja",
    ],
    "report": [
        "close in_order --out results",
        "report results --format text --out report.txt",
        "report results --lang ja",
        "report results --format json --out copy/close.json --json",
        "report results --format html --json",
        "report results --format doc",
        "report results --format html --out in_order/exchange.toml/report.html",
        "report results --format html --out in_order/exchange.toml/report.html --lang ja",
        "report nowhere --lang ja",
    ],
    "rules": [
        "rules list --on 2026-09-18",
        "rules list --on 2026-09-18 --lang ja",
        "rules show jp-psa --on 2026-09-18",
        "rules show jp-2026-law --on 2026-09-18 --lang ja",
        "rules diff jp-psa@2026-09-18 jp-psa@2027-08-02",
        "rules diff jp-psa@2026-09-18 jp-psa@2026-09-19 --lang ja",
        "rules diff jp-2026-reported@2026-09-18 jp-psa@2026-9-18",
        "rules check --on 2026-11-26",
        "rules check --on 2026-11-26 --lang ja",
        "rules show jp-pas --on 2026-09-18 --lang ja",
        "rules show jp-psa --on 18/09/2026",
    ],
    "overlays": [
        "rules show jp-2026-reported --on 2026-09-18 --overlay trial.toml --json",
        "close in_order --rulebook jp-2026-reported --overlay trial.toml",
        "rules check --overlay overlay.toml",
        "rules check --overlay nowhere.toml --lang ja",
    ],
    "compensate": [
        "compensate in_order --incident theft.toml --out first",
        "compensate in_order --incident theft.toml --out second --earlier first --lang ja",
        "explain second entitlement.JPY.total --lang ja",
        "compensate in_order --incident theft.toml --out first",
        "compensate in_order --incident nowhere.toml --out third --lang ja",
        "compensate bad --incident theft.toml --out third",
        "compensate in_order --incident trial.toml --out third --json --lang ja",
    ],
    "calls": [
        "--version",
        "",
        "--lang ja",
        "--lang fr",
        "clos",
        "close",
        "close in_order --nothing",
        "rules",
        "import bitflyer-executions",
    ],
}
"""The calls of each session, in order, in a folder that holds the packs of tests/cli/packs and two overlays."""

TRIAL = """name = "a rate of 3 %"
written_on = 2026-09-01

[[change]]
rulebook = "jp-2026-reported"
provision = "rate"
value = "3/100"
status = "assumption"
reason = "what a higher rate would mean for us"
"""
_MASKED = ((re.compile(r"\b[0-9a-f]{64}\b"), "<digest>"), (re.compile(r"\b(?=[0-9a-f]*[0-9])[0-9a-f]{12,16}\b"), "<d>"))


@pytest.mark.parametrize("session", SESSIONS)
def test_the_session_is_answered_as_before(
    session: str, tmp_path: Path, run_hikiate: Callable[..., tuple[int, str, str]]
) -> None:
    """Exit code, standard output and standard error of every call."""
    shutil.copytree(PACKS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "trial.toml").write_text(TRIAL, encoding="utf-8")
    (tmp_path / "overlay.toml").write_text(TRIAL.replace("reason", "reson"), encoding="utf-8")
    told = "".join(
        _told(call, *run_hikiate(*shlex.split(call), cwd=tmp_path, env=_plain())) for call in SESSIONS[session]
    )
    kept = TRANSCRIPTS / f"{session}.txt"
    if os.environ.get("HIKIATE_TRANSCRIPTS") == "write":
        kept.write_text(told, encoding="utf-8")
    assert told == kept.read_text(encoding="utf-8"), "HIKIATE_TRANSCRIPTS=write writes it anew, to be read as a diff"


def test_every_transcript_has_its_session() -> None:
    """A transcript that no session writes would never be looked at again."""
    assert {path.stem for path in TRANSCRIPTS.iterdir()} == SESSIONS.keys()


def _plain() -> dict[str, str]:
    language = {"HIKIATE_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C.UTF-8"}
    return {**language, "COLUMNS": "80", "HIKIATE_USER": "sato"}


def _told(call: str, code: int, out: str, err: str) -> str:
    parts = [f"$ hikiate {call}".rstrip(), f"exit {code}"]
    parts += [f"{name}:\n{_indented(text)}" for name, text in (("stdout", out), ("stderr", err)) if text]
    return _masked("\n".join(parts)) + "\n\n"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


def _masked(text: str) -> str:
    for pattern, mask in _MASKED:
        text = pattern.sub(mask, text)
    return text.replace(f"hikiate {__version__}", "hikiate <version>").replace(f'"{__version__}"', '"<version>"')
