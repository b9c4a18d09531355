"""The story whose steps are killed: an exchange's day closed, proved, an incident paid out, saved, restored, served.

Each step is one command. `before` are the commands that lead up to it, which are not killed. The folder of the story
holds everything: the workspace `w`, the packs and papers that are handed in, what commands write beside it.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hikiate.facts.example import example
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.storage.pack_writer import write_pack

CLI = Path(__file__).resolve().parents[1] / "cli"
sys.path.append(str(CLI))

from incident_papers import INCIDENT, bank_statement, determination, settlement  # noqa: E402 - from another room's tests

PAYMENTS = 5
CUSTOMERS = 20
DAY = "2026-11-24"
DAILY = f'[daily]\nbegins = {DAY}\nclose_by = 10:00:00\npacks = "../days"\nbackups = "../saved"\n'


@dataclass(frozen=True, slots=True)
class Step:
    """A command that is killed: its words, who calls it, how it ends, what comes before.

    `duty` names what of the exchange's work it is. `again` is how it ends where it was done already. `other` is the
    workspace that it makes, where that is not `w`; it has an empty database of its own. `older` begins from a database
    of an earlier version.
    """

    duty: str
    words: tuple[str, ...]
    user: str = "mia"
    code: int = 0
    again: int = 0
    before: tuple[tuple[str, ...], ...] = ()
    papers: Callable[[Path], None] = field(default=lambda _folder: None)
    workspace: str = "w"
    has_book: bool = True
    older: bool = False

    @property
    def name(self) -> str:
        """The command's own words."""
        return " ".join(word for word in self.words[:2] if word.isalpha() and word != "day")


def _packs(folder: Path) -> None:
    shutil.copytree(CLI / "packs" / "in_order", folder / "day")
    made = example(CUSTOMERS, 1)
    evidence = {POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry}
    write_pack(folder / "example", exchange=made.exchange, tables=made.tables, file_format="csv", evidence=evidence)
    shutil.copytree(folder / "day", folder / "days" / DAY)
    later = (folder / "day" / "exchange.toml").read_text(encoding="utf-8").replace("2026-09-18", DAY)
    (folder / "days" / DAY / "exchange.toml").write_text(later, encoding="utf-8")
    (folder / "incident.toml").write_text(INCIDENT, encoding="utf-8")
    determination(folder / "determined", PAYMENTS)


def _settlement(folder: Path) -> None:
    settlement(folder / "w" / "payouts" / "I-1-1.csv", folder / "settled.csv", returned=("K0002",))


def _statement(folder: Path) -> None:
    bank_statement(folder / "bank.xml", 1, [("K0004", 1000, "DBIT"), ("K0005", 1000, "DBIT"), ("K0004", 1000, "CRDT")])


def _settings(folder: Path) -> None:
    (folder / "w" / "hikiate.toml").write_text(DAILY, encoding="utf-8")


_ROLES = tuple(("ann", "user", "roles", name, "--role", role) for name, role in (("mia", "maker"), ("cho", "approver")))
_LIMIT = ("ann", "user", "limit", "approver", "JPY", "1000000")


def _steps() -> Sequence[Step]:
    return (
        Step("begin", ("init", "w"), user="ann", again=2, papers=_packs),
        Step("close", ("close", "day", "--workspace", "w"), before=_ROLES),
        Step("close to a folder", ("close", "example", "--out", "closed"), code=1, again=1, before=(_LIMIT,)),
        Step("proof", ("prove", "example", "--out", "proofs"), again=2),
        Step("close, in breach", ("close", "example", "--workspace", "w"), code=1, again=1),
        Step("proof published", ("publish", "proofs/ROOT.json")),
        Step("incident", ("incident", "open", "incident.toml")),
        Step("determination", ("incident", "determine", "I-1", "determined")),
        Step("approval", ("approval", "approve", "1"), user="cho"),
        Step("posting", ("incident", "claim", "I-1", "JPY", "300", "--reference", "claim 7")),
        Step(
            "posting by approval",
            ("approval", "approve", "2"),
            user="cho",
            before=(("mia", "incident", "draw", "I-1", "JPY", "5000", "--source", "own_funds"),),
        ),
        Step("payout batch", ("payout", "batch", "I-1", "JPY", "--lines", "3")),
        Step("payout release", ("payout", "release", "I-1", "1"), before=(("cho", "approval", "approve", "3"),)),
        Step("settlement import", ("payout", "settle", "I-1", "1", "settled.csv"), papers=_settlement),
        Step(
            "bank statement import",
            ("payout", "statement", "bank.xml"),
            before=(
                ("mia", "payout", "batch", "I-1", "JPY"),
                ("cho", "approval", "approve", "4"),
                ("mia", "payout", "release", "I-1", "2"),
            ),
            papers=_statement,
        ),
        Step("payout retry", ("payout", "batch", "I-1", "JPY", "--retry")),
        Step("daily run", ("daily", "run", "--at", "2026-11-25T12:00:00+09:00"), code=1, again=0, papers=_settings),
        Step("backup", ("backup", "--out", "b.tar.gz"), again=2),
        Step("restore", ("restore", "b.tar.gz", "--workspace", "r"), again=2, workspace="r", has_book=False),
        Step("migration", ("migrate", "--workspace", "o"), workspace="o", has_book=False, older=True),
    )


STEPS = _steps()
