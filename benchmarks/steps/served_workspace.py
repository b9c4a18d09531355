"""A workspace to be served in a benchmark: a day closed, closes of years before it, and an incident.

Usage: served_workspace.py FOLDER CLOSES PAYMENTS; prints JSON with a token and the path of a customer's link.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import moment_text
from hikiate.book.records import Approval, CloseDone, Determination, Incident, PackTaken, Payment, Request
from hikiate.desk.days import close_day
from hikiate.facts.example import example
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.kernel.digests import sha256
from hikiate.operations.workspace.people import begin, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.connection import place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.workspace import backups
from hikiate.web.settings import configure, prepare

CUSTOMERS = 10_000


def main() -> None:
    """Make it."""
    folder, closes, payments = Path(sys.argv[1]) / "w", int(sys.argv[2]), int(sys.argv[3])
    configure(place_of(folder), "a key of the benchmark alone")
    backups.make_workspace(folder, ("packs", "results", "overlays"))
    desk = prepare(folder)
    with desk.book.unit() as unit:
        begin(unit, _act())
        set_roles(unit, _act(), "ann", ["admin", "maker"])
        set_roles(unit, _act(), "cho", ["approver"])
    made = example(CUSTOMERS, 1)
    pack = folder / "packs" / "day"
    evidence = {POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry}
    write_pack(pack, exchange=made.exchange, tables=made.tables, file_format="csv", evidence=evidence)
    close_day(desk, pack, ((), ()), _act())
    _history(desk.book, closes)
    _incident(desk.book, payments)
    from hikiate.web.api.tokens import Wish, make  # noqa: PLC0415 - Django must be set up first
    from hikiate.web.public.claim_links import make_links  # noqa: PLC0415 - as above
    from hikiate.web.public.publishing import PARTS, publish  # noqa: PLC0415 - as above

    publish(desk, _act(), list(PARTS))
    (link,) = make_links(desk, _act(), "theft", 30, [f"C{payments // 2:07}"])
    print(json.dumps({"token": make(desk, _act(), Wish("bench", "ann", ["read"], 30))[1], "link": link.path}))


def _act() -> Act:
    return Act("ann", moment_text(datetime.now(tz=UTC)))


def _history(book: DatabaseWorkspace, closes: int) -> None:
    """Earlier closes, each with a pack of its own name and the result of the one day that was really closed."""
    with book.unit() as unit:
        stands = next(unit.rows(CloseDone))
        first = datetime.fromisoformat(stands.as_of) - timedelta(days=closes)
        for number in range(closes):
            as_of = (first + timedelta(days=number)).isoformat()
            digests = [sha256(f"{kind} {number}".encode()).hex() for kind in ("result", "pack")]
            taken = PackTaken(digests[1], "Example", as_of, "{}")
            done = CloseDone(digests[0], digests[1], as_of, stands.rulebooks, "[]", "", "in_order", stands.version)
            unit.decide(DecisionDraft(_act().at, "ann", "day.close", as_of, "in_order"), [taken, done])


def _incident(book: DatabaseWorkspace, payments: int) -> None:
    """An incident whose determination made a payment to each of so many customers."""
    with book.unit() as unit:
        request = Request(1, "incident.determination", "theft", "{}", "{}", "ann")
        determination = Determination("theft", 1, "0" * 64, "{}", "{}", 1)
        incident = Incident("theft", "unauthorised_outflow", _act().at, "0" * 64)
        lines = (
            Payment("theft", line, f"K{line:07}", f"C{line:07}", "JPY", 1000, "payable", "", 1)
            for line in range(1, payments + 1)
        )
        approval = Approval(1, "ann", "cho", "approved", 1, "")
        records = [request, approval, incident, determination]
        unit.decide(DecisionDraft(_act().at, "ann", "incident.open", "theft"), [*records, *lines])


if __name__ == "__main__":
    main()
