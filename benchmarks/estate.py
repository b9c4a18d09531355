"""One estate with a million claims carried through three rounds in a workspace, with late and disputed claims.

    python benchmarks/estate.py [--claims N]

Every step is a command as a user runs it: the close, the estate opened on its ledger, claims filed, examined, objected
to and decided, and for each round distribute, approval, draw, batch, release and the settlement of every payment.
Prints the time of each round, what its release and settlement took of it and the most memory of any command, and holds
the journal at the end: its audit passes, what is claimed is what is admitted and disputed, what was distributed is what
came in less what is still reserved. `--claims 30000` is the short form.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

ROUNDS = 3
BATCH_PAYMENTS = 1_000_000
POOL = 20_000_000
"""Coins that come in for each round, per million claims."""

EXCHANGE = """
name = "Bench"
registration = "0"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
"""
ESTATE = """
id = "bench"
regime = "jp-rehabilitation"
petition_on = 2026-09-18
commencement_on = 2026-09-18
claims_until = 2026-09-18
method = "in_kind"
"""
ROUND = """
[[pool]]
name = "pool {number}"
asset = "BTC"
amount = "{amount}"
kind = "customer_crypto"
[[round]]
day = {day}-01-01
pools = ["pool {number}"]
"""


class Office:
    """A workspace, and the command line as its people call it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command = Path(sysconfig.get_path("scripts")) / "hikiate"

    def call(self, *words: str, user: str = "mia", codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
        """What a command answers as JSON; the benchmark ends where it fails."""
        environment = {**os.environ, "HIKIATE_WORKSPACE": "w", "HIKIATE_USER": user, "HIKIATE_LANG": "en"}
        called = subprocess.run(
            [self.command, *words, "--json"], cwd=self.folder, env=environment, capture_output=True, check=False
        )
        if called.returncode not in codes:
            sys.exit(f"{' '.join(words)}: {called.stderr.decode()}{called.stdout.decode()[-2_000:]}")
        answer: dict[str, Any] = json.loads(called.stdout)
        return answer

    def approved(self, *words: str) -> None:
        """A step asked for by one and approved by another."""
        self.call("approval", "approve", str(self.call(*words)["number"]), user="cho")

    def standing(self) -> Mapping[str, str]:
        """The balances of the estate."""
        shown: Mapping[str, str] = self.call("estate", "show", "--estate", "bench")["estates"][0]["balances"]
        return shown


def begin(office: Office, claims: int) -> None:
    """People, the ledger closed into the workspace, the estate open, and a few claims filed and disputed."""
    pack = office.folder / "pack"
    pack.mkdir()
    (pack / "exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    ledger = {"customer": [f"c{number:08d}" for number in range(claims)], "asset": ["BTC"] * claims}
    amounts = [str(1 + number * 7919 % 199) for number in range(claims)]
    pl.DataFrame(ledger | {"amount": amounts}).write_parquet(pack / "balances.parquet")
    first = ESTATE + ROUND.format(number=1, amount=1, day=2040)
    (office.folder / "estate.toml").write_text(first, encoding="utf-8")
    (office.folder / "evidence").write_text("an order", encoding="utf-8")
    subprocess.run([office.command, "init", "w", "--user", "ann"], cwd=office.folder, capture_output=True, check=True)
    for name, role in (("mia", "maker"), ("cho", "approver")):
        office.call("user", "roles", name, "--role", role, user="ann")
    office.call("close", "pack", "--workspace", "w", codes=(0, 1))
    office.call("user", "limit", "approver", "BTC", "1000000000", user="ann")


def admit(office: Office) -> None:
    """Late claims above and beside the ledger, an objection, and its decision before the last round."""
    for number, (customer, amount) in enumerate((("late-1", "5000"), ("c00000003", "9000")), start=1):
        words = ("--evidence", "evidence", "--words", "late")
        office.call("estate", "file", "bench", customer, "BTC", amount, *words)
        parts = ("--admit", "4000", "--dispute", "1000", "--words", "in part")
        office.approved("estate", "examine", "bench", str(number), *parts)
    office.approved("estate", "object", "bench", "c00000007", "BTC", "10", "--words", "an insider")


def run_round(office: Office, number: int, amount: int) -> int:
    """A round from the register to the released batch; gives back how many payments it made."""
    register = f"register-{number}"
    office.call("estate", "register", "bench", "--out", register)
    text = ESTATE + f'register = "{register}/register.csv"\n'
    text += "".join(ROUND.format(number=turn, amount=amount, day=2039 + turn) for turn in range(1, number + 1))
    (office.folder / f"round-{number}.toml").write_text(text, encoding="utf-8")
    earlier = ("--earlier", f"round-{number - 1}") if number > 1 else ()
    words = ("--out", f"round-{number}", "--format", "parquet", *earlier)
    office.call("distribute", "pack", "--estate", f"round-{number}.toml", *words)
    paid = pl.read_parquet(office.folder / f"round-{number}" / "paid.parquet").filter(
        pl.col("iteration").cast(pl.String) == str(number)
    )
    due = format(sum(paid["amount"].cast(pl.Decimal(38, 8))), "f")
    office.approved("estate", "round", "bench", f"round-{number}")
    office.call("estate", "receive", "bench", "BTC", str(amount), "--pool", "cold", "--reference", f"tx {number}")
    office.approved("incident", "draw", "bench", "BTC", due, "--source", "pools")
    for _ in range(-(-len(paid) // BATCH_PAYMENTS)):
        pay_batch(office)
    return len(paid)


def pay_batch(office: Office) -> None:
    """The next payments in a batch: approved, released, settled."""
    batch = str(office.call("payout", "batch", "bench", "BTC", "--lines", str(BATCH_PAYMENTS))["number"])
    (waiting,) = office.call("approval", "list")["rows"]
    office.call("approval", "approve", str(waiting["request"]), user="cho")
    begun = time.perf_counter()
    office.call("payout", "release", "bench", batch)
    released = time.perf_counter()
    settlement(office.folder / "w" / "payouts" / f"bench-{batch}.csv", office.folder / "settled.csv")
    written = time.perf_counter()
    settled = office.call("payout", "settle", "bench", batch, "settled.csv")["number"]
    taken = time.perf_counter() - written
    print(f"  released in {released - begun:.1f} s; {settled:,} payments settled in {taken:.1f} s")


def settlement(payout: Path, out: Path) -> None:
    """What a custodian reports of a payout file when every payment arrived."""
    with payout.open(encoding="utf-8", newline="") as sent, out.open("w", encoding="utf-8", newline="") as told:
        writer = csv.writer(told, lineterminator="\n")
        writer.writerow(("batch", "key", "asset", "amount", "outcome", "reference", "reason"))
        for row in csv.DictReader(sent):
            if row["batch"] == "end":
                writer.writerow(("end", row["key"], "", row["amount"], "", "", ""))
            else:
                writer.writerow((row["batch"], row["key"], row["asset"], row["amount"], "paid", f"R-{row['line']}", ""))


def main() -> int:
    """Carry the estate through, and hold its journal."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=1_000_000)
    claims = arguments.parse_args().claims
    amount = POOL * claims // 1_000_000
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name))
        begun = time.perf_counter()
        begin(office, claims)
        office.call("estate", "open", "estate.toml")
        admit(office)
        print(f"{claims:,} claims, closed and opened: {time.perf_counter() - begun:.1f} s")
        for number in range(1, ROUNDS + 1):
            begun = time.perf_counter()
            if number == ROUNDS:
                decided = ("0", "--words", "rejected", "--evidence", "evidence")
                office.approved("estate", "decide", "bench", "late-1", "BTC", *decided)
            payments = run_round(office, number, amount)
            print(f"round {number}: {payments:,} payments, {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        office.call("audit")
        print(f"audit of the whole book: {time.perf_counter() - begun:.1f} s")
        stands = {key: Decimal(value) for key, value in office.standing().items()}
        summary = json.loads((office.folder / f"round-{ROUNDS}" / "summary.json").read_text(encoding="utf-8"))
    claimed = stands["estate_claims.BTC"] == stands["admitted_claims.BTC"] + stands["disputed_claims.BTC"]
    paid = stands["distributions.BTC"] == Decimal(summary["figures"]["distribution.BTC.paid"]["value"])
    print(f"claims balance: {claimed}; distributed as the last round says: {paid}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"most memory of any command: {peak / 1e6:,.0f} MB")
    return int(not (claimed and paid))


if __name__ == "__main__":
    sys.exit(main())
