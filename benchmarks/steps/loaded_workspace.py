"""A workspace for the worst day, on the database that HIKIATE_DATABASE_URL names.

Usage: loaded_workspace.py FOLDER CLOSES PAYMENTS POSTINGS PEOPLE; prints the session keys of so many people as JSON.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.operations.workspace.people import set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.connection import place_of
from hikiate.web.settings import configure

POSTINGS_AT_ONCE = 1_000_000

sys.path.append(str(Path(__file__).resolve().parent.parent))
from pages import workspace  # noqa: E402 - the benchmark that makes the same years


def main() -> None:
    """Make it."""
    folder = Path(sys.argv[1])
    closes, payments, postings, people = (int(word) for word in sys.argv[2:])
    configure(place_of(folder), ["testserver", "127.0.0.1", "localhost"])
    desk = workspace(folder, closes, payments)
    for begun in range(0, postings, POSTINGS_AT_ONCE):
        with desk.book.unit() as unit:
            at = max(unit.journal.at, unit.decisions.at)
            unit.post(EntryDraft(at, "sato", "benchmark", ""), _earlier(min(POSTINGS_AT_ONCE, postings - begun)))
            unit.decide(DecisionDraft(at, "sato", "benchmark", ""))
    names = [f"reader{number:02}" for number in range(people)]
    with desk.book.unit() as unit:
        act = Act("sato", unit.decisions.at)
        set_roles(unit, act, "suzuki", ["approver"])
        for name in names:
            set_roles(unit, act, name, ["viewer"])
    print(json.dumps([_session(name) for name in names]))


def _earlier(count: int) -> Iterator[Posting]:
    for number in range(count):
        yield Posting("incident_loss", "compensation_payable", "JPY", 1000 + number, "I-0", f"E{number:012}")


def _session(name: str) -> str:
    from django.contrib.auth.models import User  # noqa: PLC0415 - Django must be set up first
    from django.test import Client  # noqa: PLC0415 - as above

    client = Client()
    client.force_login(
        User.objects.get_or_create(username=name)[0], backend="django.contrib.auth.backends.ModelBackend"
    )
    return str(client.cookies["hikiate_session"].value)


if __name__ == "__main__":
    main()
