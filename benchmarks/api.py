"""The served API and public pages: requests a second over two cores, and the time of each public page.

A workspace with three years of closes and a million payments is made, and served by `hikiate serve`; clients in other
processes keep their connections. Goals: 200 requests/s of a read, 50 ms for the slowest public page (95 of 100). On
SQLite, or on the database that HIKIATE_DATABASE_URL names (empty). Ends with 1 when a goal is missed.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

PER_SECOND_GOAL = 200
PAGE_GOAL_MS = 50
CLIENTS = 4
SECONDS = 8
PAGE_RUNS = 100
HIKIATE = Path(sys.executable).parent / "hikiate"
STEPS = Path(__file__).parent / "steps"

READS = (
    "/api/v1/me",
    "/api/v1/closes?limit=50",
    "/api/v1/closes/latest",
    "/api/v1/journal?limit=50",
    "/api/v1/balances",
)
PAGES = ("/public/ja/", "/public/ja/policy/", "/public/verification/", "/public/data/coverage.json")


def main() -> int:
    """Make, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--closes", type=int, default=1_095, help="daily closes")
    parser.add_argument("--payments", type=int, default=1_000_000, help="payments of an incident")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            [sys.executable, STEPS / "served_workspace.py", folder, str(asked.closes), str(asked.payments)],
            stdout=subprocess.PIPE,
            check=True,
        )
        told = json.loads(made.stdout)
        with subprocess.Popen(
            [HIKIATE, "serve", "--workspace", f"{folder}/w", "--port", "0", "--lang", "en"],
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as server:
            assert server.stderr is not None  # noqa: S101 - it was asked for
            address = next(line for line in server.stderr if "http://" in line).rsplit(" ", 1)[-1].strip()
            try:
                missed = measured(address, told["token"], told["link"])
            finally:
                server.terminate()
    return int(missed)


def measured(address: str, token: str, link: str) -> bool:
    """Print every figure; whether a goal was missed."""
    host = urlsplit(address).netloc
    missed = False
    print(f"{'read':<34}{'requests/s':>12}")
    for path in READS:
        rate = per_second(host, path, token)
        missed |= rate < PER_SECOND_GOAL
        print(f"{path:<34}{rate:>12,.0f}")
    print(f"{'public page':<34}{'first, ms':>12}{'95 of 100, ms':>16}")
    for path in (*PAGES, link):
        first, usual = page_times(host, path)
        missed |= usual > PAGE_GOAL_MS
        named = path if path != link else "a customer's claim"
        print(f"{named:<34}{first:>12.1f}{usual:>16.1f}")
    print(f"goals: {PER_SECOND_GOAL} requests/s, {PAGE_GOAL_MS} ms: {'missed' if missed else 'met'}")
    return missed


def per_second(host: str, path: str, token: str) -> float:
    """Requests answered in a second by several clients at once."""
    with ProcessPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(_client, [host] * CLIENTS, [path] * CLIENTS, [token] * CLIENTS))


def _client(host: str, path: str, token: str) -> float:
    connection = http.client.HTTPConnection(host, timeout=60)
    headers = {"Authorization": f"Bearer {token}"}
    _get(connection, path, headers)
    count, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < SECONDS:
        _get(connection, path, headers)
        count += 1
    return count / taken


def page_times(host: str, path: str) -> tuple[float, float]:
    """Milliseconds of the first call, and within which 95 of 100 are answered."""
    connection = http.client.HTTPConnection(host, timeout=60)
    times = []
    for _ in range(PAGE_RUNS + 1):
        began = time.perf_counter()
        _get(connection, path, {})
        times.append((time.perf_counter() - began) * 1000)
    first, *later = times
    return first, sorted(later)[PAGE_RUNS * 95 // 100 - 1]


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        sys.exit(f"{path} answered {answer.status}")


if __name__ == "__main__":
    sys.exit(main())
