"""What is counted for monitoring: requests and their times by route, and how the firm's work stands.

No label holds a value that a person entered: routes are patterns, and methods and statuses a closed list.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from hikiate.book.journal import moment_text
from hikiate.operations.workspace.approvals import State, request_states
from hikiate.operations.workspace.findings import day_in_japan, standings
from hikiate.storage.database.workspace import table
from hikiate.web.settings import workspace

REGISTRY = CollectorRegistry()
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

REQUESTS = Counter("hikiate_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "hikiate_request_seconds",
    "Time to answer a request.",
    ["method", "route"],
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10, 60),
)
REFUSED_TOKENS = Counter("hikiate_refused_tokens", "API calls with a token that is no good.", registry=REGISTRY)
GUESSED_LINKS = Counter("hikiate_guessed_links", "Calls with a claim link that is no good.", registry=REGISTRY)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Standing:
    """How the workspace stands, read when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Each gauge."""
        with workspace().book.reading() as unit:
            at = moment_text(datetime.now(tz=UTC))
            today = day_in_japan(at)
            found = standings(unit)
            waiting = list(request_states(unit).values()).count(State.OPEN)
            closes = list(table("CloseDone").objects.values_list("as_of", "verdict"))
            yield _gauge("hikiate_decisions", "Decisions in the book.", unit.decisions.number)
            yield _gauge("hikiate_journal_entries", "Entries of the journal.", unit.journal.number)
        last = max(closes, key=lambda close: datetime.fromisoformat(close[0]), default=None)
        overdue = sum(1 for standing in found if standing.due and standing.due < today.isoformat())
        yield _gauge("hikiate_open_findings", "Findings that are not done.", len(found))
        yield _gauge("hikiate_overdue_findings", "Open findings after their due day.", overdue)
        yield _gauge("hikiate_open_requests", "Requests that wait for approval.", waiting)
        yield _gauge("hikiate_closes", "Closes kept.", len(closes))
        if last is not None:
            moment = datetime.fromisoformat(last[0])
            yield _gauge("hikiate_last_close_timestamp_seconds", "Moment of the last close.", int(moment.timestamp()))
            yield _gauge("hikiate_last_close_in_breach", "1 where it is in breach.", int(last[1] == "in_breach"))


def exposed() -> bytes:
    """Everything in Prometheus' text form."""
    standing = CollectorRegistry()
    standing.register(_Once(list(Standing().collect())))
    return generate_latest(REGISTRY) + generate_latest(standing)


class _Once:
    """Gauges that were read already."""

    def __init__(self, read: Iterable[Metric]) -> None:
        self.read = read

    def collect(self) -> Iterable[Metric]:
        """What was read."""
        return self.read


def _gauge(name: str, words: str, value: int) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
