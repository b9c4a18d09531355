"""A small exchange's life, to be lived in any workspace: its people, its packs, an incident with its determination."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

import pytest

from hikiate.book.arrivals import Line, SettledLine
from hikiate.book.journal import moment_text
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import Batch
from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding, Movement
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import Result
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import Effects, approve
from hikiate.operations.workspace.closes import Files, close_into
from hikiate.operations.workspace.determinations import determine
from hikiate.operations.workspace.effects import effects
from hikiate.operations.workspace.incidents import Draw, IncidentFile
from hikiate.operations.workspace.people import begin, scale_of, set_limit, set_roles
from hikiate.operations.workspace.ports import Act, Unit
from hikiate.operations.workspace.settlements import settle
from hikiate.storage.lawbooks import library

JST = timezone(timedelta(hours=9))
START = datetime(2026, 9, 1, tzinfo=UTC)
LAW = library()
INCIDENT = IncidentFile("I-1", "unauthorised_outflow", "2026-09-30T00:00:00.000000Z", "f" * 64)


class Book(Protocol):
    """A workspace of any kind."""

    def unit(self) -> AbstractContextManager[Unit]:
        """One unit of work."""


@dataclass
class Payments:
    """A determination in memory."""

    payments: Sequence[Line]
    summary: Mapping[tuple[str, str], str] | None = None

    @property
    def digest(self) -> str:
        """Over every line."""
        return digest("test/1", [repr(line) for line in self.payments])

    @property
    def totals(self) -> Mapping[tuple[str, str], str]:
        """What the lines come to, unless the summary says otherwise; scales are those of `pack`."""
        if self.summary is not None:
            return self.summary
        sums: dict[tuple[str, str], int] = {}
        for line in self.payments:
            if line.status == "paid":
                continue
            place = ("pending" if line.status == "pending" else "payable", line.asset)
            sums[place] = sums.get(place, 0) + round_units(line.amount, line.asset)
        return {place: amount_text(total, SCALES[place[1]]) for place, total in sums.items()}

    def lines(self) -> Iterator[Line]:
        """In the order that a determination comes in."""
        yield from sorted(
            self.payments, key=lambda line: (line.status not in {"payable", "paid"}, line.asset, line.key)
        )


SCALES = {"JPY": 0, "BTC": 8, "ETH": 18}


def round_units(text: str, asset: str) -> int:
    """Minor units of a text that a test wrote itself."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(SCALES[asset], "0"))


def payable(count: int, asset: str = "JPY", amount: str = "1000", start: int = 1) -> list[Line]:
    """So many payments of the same amount."""
    return [Line(row, f"K{row:04}", f"C{row:04}", asset, amount, "payable", "") for row in range(start, start + count)]


@dataclass
class Settled:
    """A settlement file in memory."""

    rows: Sequence[SettledLine]
    end: SettledLine | None
    name: str = "settlement.csv"

    @property
    def digest(self) -> str:
        """Over every row."""
        return digest("test/1", [repr(row) for row in (*self.rows, self.end)])

    def lines(self) -> Iterator[SettledLine]:
        """By key."""
        yield from sorted(self.rows, key=lambda row: row.key)


def pack(day: date, reserve: int = 1_000_000) -> Pack:
    """A pack of a day: a reserve in yen, and guarantee assets in bitcoin and in ether beyond 63 bits."""
    exchange = Exchange(
        name="Aoba Exchange",
        registration="Kanto 00000",
        jurisdiction="JP",
        reporting_currency="JPY",
        fiscal_year_start="04-01",
        snapshot_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=JST),
        rulebooks=(),
        assets={name: Asset(name, scale, "crypto" if scale else "fiat") for name, scale in SCALES.items()},
    )
    return Pack(
        exchange=exchange,
        digest=digest("test/1", [day.isoformat()]),
        files={},
        reserve=(Movement(2, date(2026, 4, 1), "provision", "JPY", reserve, "", ""),),
        holdings=(
            Holding(2, "g", "BTC", 5 * 10**8, "guarantee", "cold", "self", None, None),
            Holding(3, "h", "ETH", 123 * 10**18 + 1, "guarantee", "cold", "self", None, None),
            Holding(4, "c", "BTC", 7, "customer", "cold", "self", None, None),
        ),
    )


def result(of: Pack, findings: Sequence[Finding] = (), figures: Mapping[str, object] | None = None) -> Result:
    """A close of a pack with these findings."""
    as_of = of.exchange.snapshot_at.isoformat()
    return Result(of.exchange.name, as_of, "0", of.digest, (), figures or {}, tuple(findings))  # type: ignore[arg-type]  # figures of the test's own


@dataclass
class Life:
    """A workspace with its people; time goes on by a minute with each act."""

    book: Book
    kept: dict[str, Payments] = field(default_factory=dict)
    minutes: int = 0
    incident: str = "I-1"

    def act(self, user: str) -> Act:
        """Somebody acts, a minute later."""
        self.minutes += 1
        return Act(user, moment_text(START + timedelta(minutes=self.minutes)))

    @property
    def effects(self) -> Effects:
        """What approvals do."""
        return effects(lambda of: self.kept[of])

    def people(self) -> None:
        """An administrator, a maker, two approvers with limits."""
        with self.book.unit() as unit:
            begin(unit, self.act("ann"))
            set_roles(unit, self.act("ann"), "mia", ["maker"])
            set_roles(unit, self.act("ann"), "cho", ["approver"])
            set_roles(unit, self.act("ann"), "dai", ["approver", "maker"])

    def limits(self, two_above: str = "500000") -> None:
        """What approvers may approve."""
        with self.book.unit() as unit:
            set_limit(unit, self.act("ann"), "approver", "JPY", ("100000000", two_above))
            for asset in ("BTC", "ETH"):
                set_limit(unit, self.act("ann"), "approver", asset, ("1000", "1000"))

    def close(self, day: date, findings: Sequence[Finding] = ()) -> None:
        """A day closed into the workspace."""
        of = pack(day)
        closed = result(of, findings)
        files = Files(digest("test/1", [day.isoformat(), repr(findings)]), {}, (), "")
        with self.book.unit() as unit:
            close_into(unit, self.act("mia"), of, closed, files)

    def begun(self) -> "Life":
        """With people, a first day and limits."""
        self.people()
        self.close(date(2026, 9, 1))
        self.limits()
        return self

    def approved(self, request: int, *checkers: str) -> None:
        """A request approved by these, or by one."""
        for checker in checkers or ("cho",):
            with self.book.unit() as unit:
                approve(unit, self.act(checker), request, "", self.effects)

    def opened(self) -> None:
        """The incident, open."""
        with self.book.unit() as unit:
            incidents.open_incident(unit, self.act("mia"), INCIDENT)

    def determined(self, lines: Sequence[Line], *checkers: str) -> int:
        """A determination taken in and approved."""
        request = self.asked(lines)
        self.approved(request, *checkers)
        return request

    def asked(self, lines: Sequence[Line]) -> int:
        """A determination taken in; gives its request."""
        made = Payments(lines)
        self.kept[made.digest] = made
        with self.book.unit() as unit:
            return determine(unit, self.act("mia"), self.incident, made).number

    def drawn(self, source: str, asset: str, amount: str, *checkers: str) -> int:
        """Money brought to the payouts."""
        edition = LAW.choose(["jp-2026-reported"])[0].on(date(2026, 9, 30))
        with self.book.unit() as unit:
            draw = Draw(source, asset, amount, edition=edition if source == "reserve" else None)
            request = incidents.request_draw(unit, self.act("mia"), self.incident, draw).number
        self.approved(request, *checkers)
        return request

    def batch(self, asset: str = "JPY", lines: int = 1000, *, retry: bool = False) -> Batch:
        """A batch made and approved."""
        with self.book.unit() as unit:
            act = self.act("mia")
            if retry:
                number = payouts.make_retry(unit, act, self.incident, asset).number
            else:
                number = payouts.make_batch(unit, act, self.incident, asset, lines_max=lines).number
            made = payouts.batch_of(unit, self.incident, number)
        self.approved(made.request)
        return made

    def released(self, batch: Batch) -> None:
        """A batch released."""
        with self.book.unit() as unit:
            act = self.act("mia")
            made, stands = payouts.require_releasable(unit, act, self.incident, batch.batch)
            if stands is None:
                payouts.release(unit, act, made, "e" * 64)

    def report(self, batch: Batch, returned: Sequence[str] = (), only: Sequence[str] | None = None) -> Settled:
        """What the bank says of a batch: these keys came back, the others were paid; or of some of them alone."""
        with self.book.unit() as unit:
            scale = scale_of(unit, batch.asset)
            sent = [line for line in payouts.lines_of(unit, batch) if only is None or line.payment.key in only]
        rows = [
            SettledLine(
                row,
                f"{self.incident}/{batch.batch}",
                line.payment.key,
                batch.asset,
                amount_text(line.payment.amount, scale),
                "returned" if line.payment.key in returned else "paid",
                f"R{line.payment.key}-{line.attempt}",
                "account closed" if line.payment.key in returned else "",
            )
            for row, line in enumerate(sent, start=2)
        ]
        total = amount_text(sum(line.payment.amount for line in sent), scale)
        end = SettledLine(len(rows) + 2, "end", str(len(rows)), "", total, "", "", "")
        return Settled(rows, end)

    def settled(self, batch: Batch, file: Settled) -> int:
        """A settlement file taken in; how many lines were new."""
        with self.book.unit() as unit:
            return settle(unit, self.act("mia"), self.incident, batch.batch, file).number

    def balance(self, account: str, asset: str = "JPY") -> int:
        """What an account holds."""
        with self.book.unit() as unit:
            return unit.balance(account, asset)


def paying() -> Life:
    """A life with three payments payable and funded."""
    life = Life(MemoryWorkspace()).begun()
    life.opened()
    life.determined(payable(3))
    life.drawn("own_funds", "JPY", "3000")
    return life


Verb = Callable[[Unit], object]


def by(verb: Callable[..., object], *words: object) -> Verb:
    """A verb with everything but its unit of work."""
    return lambda unit: verb(unit, *words)


def refused(life: Life, verb: Verb) -> list[str]:
    """The codes that a verb refuses with; nothing stands that did not before."""
    with life.book.unit() as unit:
        before = unit.decisions
    with pytest.raises(Refused) as caught, life.book.unit() as unit:
        verb(unit)
    with life.book.unit() as unit:
        assert unit.decisions == before
    return [fault.code for fault in caught.value.faults]
