"""A workspace with a row in every table."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "operations" / "workspace"))

from estate_lives import EstateLife
from lives import payable

from hikiate.book.arrivals import BankLine, BankStatement
from hikiate.book.records import CloseDone
from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.bank_settlements import settle_statements
from hikiate.operations.workspace.daily import mark_day
from hikiate.operations.workspace.findings import assign
from hikiate.operations.workspace.incidents import Money
from hikiate.operations.workspace.notices import attempted, deliveries, make_notices
from hikiate.operations.workspace.payouts import set_aside
from hikiate.operations.workspace.ports import Unit
from hikiate.operations.workspace.proofs import publish_proof
from hikiate.proofs.root import DayRoot, Disputes
from hikiate.storage.database.connection import VARIABLE, Place, connect, disconnect, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.bank_statements import BankFile

BREAK = FindingKind("recon.break", Severity.BREACH, Words("a", "b", "c"), Words("d", "e", "f"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A workspace with a row in every table; what a test does to it, it undoes."""
    folder = tmp_path_factory.mktemp("lived")
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "postgresql":
            patched.setenv(VARIABLE, request.getfixturevalue("new_postgres")())
        else:
            patched.delenv(VARIABLE, raising=False)
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "hikiate.db")
        database = place_of(folder)
    connect(database)
    yield lived_in(database)
    disconnect()


@pytest.fixture(autouse=True)
def _connected(request: pytest.FixtureRequest) -> None:
    """The module's workspace, connected again after a test that had one of its own."""
    if "lived" in request.fixturenames:
        connect(request.getfixturevalue("lived"))


def lived_in(database: Place) -> Place:
    """Live in an empty workspace until every table has a row; gives the workspace back."""
    life = EstateLife(DatabaseWorkspace(database))
    life.begun()
    life.estate()
    life.examined(life.filed("b", "BTC", "0.000003"), "0.000003")
    life.elected("b", "early")
    life.close(date(2026, 9, 2), [BREAK.at("w")])
    life.opened()
    life.determined(payable(4))
    life.drawn("own_funds", "JPY", "4000")
    life.drawn("guarantee", "ETH", "12.000000000000000001")
    with life.book.unit() as unit:
        assign(unit, life.act("ann"), 1, "mia", 3)
        set_aside(unit, life.act("mia"), "I-1", "K0004", "frozen")
        incidents.claim(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "3", "c"))
        incidents.recover(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "3", "r"))
    made = life.batch()
    life.released(made)
    life.settled(made, life.report(made, returned=["K0002"]))
    again = life.batch(retry=True)
    life.released(again)
    life.settled(again, life.report(again))
    _came_back_late(life)
    with life.book.unit() as unit:
        mark_day(unit, life.act("mia"), date(2026, 9, 2), "closed", result="e" * 64, words="in_order")
        _published(unit, life)
        make_notices(unit, life.act("mia"), ["mail"])
        (told, *_) = deliveries(unit, life.act("mia").at, ["mail"])
        attempted(unit, life.act("mia"), told, "SMTP 451")
        incidents.close_incident(unit, life.act("mia"), "I-1", "done")
    return database


def _published(unit: Unit, life: EstateLife) -> None:
    close = next(unit.rows(CloseDone))
    root = DayRoot("Aoba Exchange", close.as_of, {}, None, close.pack, close.result, Disputes())
    publish_proof(unit, life.act("mia"), replace(root, day_root=root.made), "a" * 64)


def _came_back_late(life: EstateLife) -> None:
    """A payment that was paid comes back by a bank's statement, and is sent and paid once more."""
    for day, is_credit in ((1, True), (2, False)):
        line = BankLine(1, "", "K0001", "JPY", "1000", is_credit=is_credit, reference=f"B{day}", reason="")
        with life.book.unit() as unit:
            statements = (BankStatement("JP00", f"S{day}", "1", "2026-10-01", "JPY", "", (line,)),)
            settle_statements(unit, life.act("mia"), BankFile("camt.xml", str(day) * 64, statements))
        if is_credit:
            life.released(life.batch(retry=True))
