"""A pack: everything an exchange handed in for one moment, checked, with nothing guessed for what is not there."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from hikiate.facts import faults
from hikiate.facts.columns import TableSpec
from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.liabilities import Liability, all_liabilities, survey_balances
from hikiate.facts.parted import Survey, surveyed
from hikiate.facts.policies import Policy, read_policies
from hikiate.facts.raw import RawPack, RawTable
from hikiate.facts.registry import Registry, read_registry
from hikiate.facts.rows import read_table
from hikiate.facts.survey import all_secrets, survey_secrets
from hikiate.facts.tables import (
    ACCOUNTS,
    BALANCES,
    HOLDINGS,
    INCIDENTS,
    OWNERSHIP,
    PRICES,
    PROVIDERS,
    PUBLISHED,
    RESERVE,
    SECRETS,
    STATEMENTS,
    TOKENS,
    TRADES,
    VOLUMES,
    Account,
    Holding,
    Movement,
    Ownership,
    PastIncident,
    Price,
    Provider,
    Published,
    Statement,
    Token,
    Volume,
)
from hikiate.facts.transfer_tables import (
    DEPOSITS,
    TRAVEL_RECORDS,
    WALLET_PROOFS,
    WITHDRAWALS,
    Deposit,
    TravelRecord,
    WalletProof,
    Withdrawal,
)
from hikiate.facts.turnover import Turnover, survey_trades, whole_turnover
from hikiate.kernel.findings import Finding, Refused, Severity
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import NotAResult, read_finding

IMPORTS_FILE = "imports.json"
IMPORTS_SCHEMA = "hikiate/imports/1"

_BULK_TABLES_AT_ONCE = 2

_Read = TypeVar("_Read")
_Record = TypeVar("_Record")

Step = Callable[[str], None]
"""Told the name of each table before it is read, so that a caller can show progress."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The facts. A table that was not handed in is None, which is not the same as a table without rows."""

    exchange: Exchange
    digest: str
    files: Mapping[str, str]
    balances: Mapping[str, Liability] | None = None
    holdings: tuple[Holding, ...] | None = None
    statements: tuple[Statement, ...] | None = None
    ownership: tuple[Ownership, ...] | None = None
    published: tuple[Published, ...] | None = None
    trades: tuple[Turnover, ...] | None = None
    volumes: tuple[Volume, ...] | None = None
    prices: tuple[Price, ...] | None = None
    policies: tuple[Policy, ...] | None = None
    reserve: tuple[Movement, ...] | None = None
    providers: tuple[Provider, ...] | None = None
    tokens: tuple[Token, ...] | None = None
    incidents: tuple[PastIncident, ...] | None = None
    withdrawals: tuple[Withdrawal, ...] | None = None
    deposits: tuple[Deposit, ...] | None = None
    travel_records: tuple[TravelRecord, ...] | None = None
    wallet_proofs: tuple[WalletProof, ...] | None = None
    accounts: tuple[Account, ...] | None = None
    registry: Registry | None = None
    import_findings: tuple[Finding, ...] = ()
    secrets: int | None = None
    """The number of customers with a secret; None also where nobody asked."""

    def file(self, table: str) -> str:
        """The file a table stands in, or would stand in."""
        return self.files.get(table, table)


def read_pack(
    raw: RawPack, step: Step = lambda _table: None, *, with_secrets: bool = False, hands: Executor | None = None
) -> Pack:
    """Check a pack and read it; Refused with every fault of every file, all at once.

    The secrets are checked only when asked for: a close neither needs nor reads them. The parts of a table in parts are
    surveyed by `hands`, on however many machines they are.
    """
    try:
        exchange = read_exchange(raw.exchange)
    except Refused as refused:
        raise Refused([*raw.faults, *refused.faults]) from refused
    with ThreadPoolExecutor(max_workers=_BULK_TABLES_AT_ONCE) as pool:
        gathered = _Gathering(raw, exchange, step)
        balances = gathered.begun(pool, BALANCES, (survey_balances, all_liabilities), hands)
        trades = gathered.begun(pool, TRADES, (survey_trades, whole_turnover), hands)
        pack = Pack(
            exchange=exchange,
            digest=raw.digest,
            files={name: table.file for name, table in raw.tables.items()},
            holdings=gathered.rows(HOLDINGS, Holding),
            statements=gathered.rows(STATEMENTS, Statement),
            ownership=gathered.rows(OWNERSHIP, Ownership),
            published=gathered.rows(PUBLISHED, Published),
            volumes=gathered.rows(VOLUMES, Volume),
            prices=gathered.prices(),
            reserve=gathered.rows(RESERVE, Movement),
            providers=gathered.providers(),
            tokens=gathered.rows(TOKENS, Token),
            incidents=gathered.rows(INCIDENTS, PastIncident),
            withdrawals=gathered.rows(WITHDRAWALS, Withdrawal),
            deposits=gathered.rows(DEPOSITS, Deposit),
            travel_records=gathered.rows(TRAVEL_RECORDS, TravelRecord),
            wallet_proofs=gathered.rows(WALLET_PROOFS, WalletProof),
            accounts=gathered.rows(ACCOUNTS, Account),
            policies=gathered.policies(),
            registry=gathered.registry(),
            import_findings=gathered.imports(),
            balances=balances(),
            trades=trades(),
            secrets=gathered.begun(pool, SECRETS, (survey_secrets, all_secrets), hands)() if with_secrets else None,
        )
    if gathered.refused:
        raise Refused(gathered.found)
    return pack


class _Gathering:
    """Reads table after table and gathers the faults of all; a table that is not there reads as None."""

    def __init__(self, raw: RawPack, exchange: Exchange, step: Step) -> None:
        self.raw, self.exchange, self.step = raw, exchange, step
        self.found: list[Finding] = list(raw.faults)
        self.refused = bool(raw.faults)

    def rows(self, spec: TableSpec, record: Callable[..., _Record]) -> tuple[_Record, ...] | None:
        """The records of a table that is read row by row."""
        read = self.surveyed(spec.name, lambda raw, exchange: read_table(spec, raw, exchange))
        if read is None:
            return None
        return tuple(record(row["row"], *(row[column.name] for column in spec.columns)) for row in read)

    def prices(self) -> tuple[Price, ...] | None:
        """The prices, each on its day or at its moment."""
        read = self.surveyed("prices", _read_prices)
        if read is None:
            return None
        return tuple(
            Price(row["row"], row["day"] or row["at"], row["asset"], row["currency"], row["price"], row["source"])
            for row in read
        )

    def providers(self) -> tuple[Provider, ...] | None:
        """The providers, none of whose registrations ends before it began."""
        read = self.surveyed("providers", _read_providers)
        if read is None:
            return None
        return tuple(Provider(row["row"], *(row[column.name] for column in PROVIDERS.columns)) for row in read)

    def registry(self) -> Registry | None:
        """How the providers are overseen."""
        text = self.raw.registry
        return None if text is None else self._gathered(lambda: read_registry(text))

    def policies(self) -> tuple[Policy, ...] | None:
        """The policies."""
        text = self.raw.policies
        return None if text is None else self._gathered(lambda: read_policies(text, self.exchange))

    def imports(self) -> tuple[Finding, ...]:
        """What importers found when they made tables of this pack."""
        text = self.raw.imports
        return () if text is None else self._gathered(lambda: read_imports(text)) or ()

    def surveyed(self, name: str, survey: Callable[[RawTable, Exchange], _Read]) -> _Read | None:
        """What `survey` makes of a table."""
        raw = self.raw.tables.get(name)
        if raw is None:
            return None
        self.step(name)
        return self._gathered(lambda: survey(raw, self.exchange))

    def begun(
        self,
        pool: Executor,
        spec: TableSpec,
        how: tuple[Survey[_Read], Callable[[Sequence[_Read]], _Read]],
        hands: Executor | None,
    ) -> Callable[[], _Read | None]:
        """Begin to survey a bulk table beside the others; what is given back waits for what `survey` makes of it.

        A survey has stretches that use one core alone; another table's survey uses the rest meanwhile. The faults are
        gathered when they are waited for, so their order does not depend on which survey ends first.
        """
        raw, name = self.raw.tables.get(spec.name), spec.name
        if raw is None:
            return lambda: None
        future = pool.submit(surveyed, spec, raw, self.exchange, how, hands)

        def waited_for() -> _Read | None:
            self.step(name)
            return self._gathered(future.result)

        return waited_for

    def _gathered(self, read: Callable[[], _Read]) -> _Read | None:
        try:
            return read()
        except Refused as refused:
            self.found += refused.faults
            self.refused = True
            return None


def read_imports(text: str) -> tuple[Finding, ...]:
    """The findings that importers left with the tables they made; Refused where the file is not theirs."""
    try:
        plain = json_values(text)
        if plain["schema"] != IMPORTS_SCHEMA:
            raise NotAResult(f"schema is not {IMPORTS_SCHEMA}")
        found = tuple(read_finding(finding) for entry in plain["imports"] for finding in entry["findings"])
        if any(finding.severity is Severity.FAULT for finding in found):
            raise NotAResult("a fault stands among the findings")
        return found  # noqa: TRY300 - the check before it belongs to the reading
    except (ValueError, KeyError, TypeError) as error:
        fault = faults.UNREADABLE.at(
            IMPORTS_FILE,
            value=error,
            wanted=f"the file that `hikiate import` wrote ({IMPORTS_SCHEMA})",
            wanted_ja=f"`hikiate import` が書き出したファイル（{IMPORTS_SCHEMA}）",
        )
        raise Refused([fault]) from error


def _read_providers(raw: RawTable, exchange: Exchange) -> list[dict[str, Any]]:
    read = read_table(PROVIDERS, raw, exchange)
    found = [
        faults.WRONG_VALUE.at(
            raw.place(row["row"], "ends_on"),
            value=row["ends_on"],
            wanted=f"a day after notified_on, {row['notified_on']}",
            wanted_ja=f"notified_on（{row['notified_on']}）より後の日",
        )
        for row in read
        if row["notified_on"] and row["ends_on"] and row["ends_on"] <= row["notified_on"]
    ]
    if found:
        raise Refused(found)
    return read


def _read_prices(raw: RawTable, exchange: Exchange) -> list[dict[str, Any]]:
    read = read_table(PRICES, raw, exchange)
    found = [
        faults.WRONG_VALUE.at(
            raw.place(row["row"]),
            value="both day and at" if row["day"] else "neither day nor at",
            wanted="a day, or a moment in at",
            wanted_ja="day（日付）または at（日時）のいずれか一方",
        )
        for row in read
        if (row["day"] is None) == (row["at"] is None)
    ]
    if found:
        raise Refused(found)
    return read
