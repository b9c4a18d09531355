"""The papers of an incident: which files it names, and what they say once they are opened."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from hikiate.conduct.screening.exclusions import exclusion_spec, read_exclusions
from hikiate.conduct.screening.lists import read_list
from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.faults import NOT_UTF8
from hikiate.facts.raw import RawTable
from hikiate.facts.rows import read_table
from hikiate.facts.tables import TRADES
from hikiate.kernel.findings import Finding, Refused
from hikiate.operations.compensate import Beside
from hikiate.operations.payouts import Paperwork
from hikiate.remedy.claims import ACCOUNTS, MOVEMENTS
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.iterations import Iteration
from hikiate.remedy.payees import DESTINATIONS, PAYEES, read_payout_tables
from hikiate.remedy.payouts.terms import PayoutTerms, read_payout_terms
from hikiate.remedy.pending import all_reasons

RETURNED = TableSpec("returned", (Column("key", Kind.KEY),), ("key",))
"""The keys of earlier payments that did not arrive."""

_Read = TypeVar("_Read")


def read_returned(table: RawTable, exchange: Exchange) -> frozenset[str]:
    """The keys of payments that did not arrive; Refused with the faults of the table."""
    return frozenset(row["key"] for row in read_table(RETURNED, table, exchange))


def tables_named(incident: Incident) -> dict[str, TableSpec]:
    """The tables that an incident names, by file."""
    files = incident.files
    named: dict[str | None, TableSpec] = {
        files.accounts: ACCOUNTS,
        files.movements: MOVEMENTS,
        files.payees: PAYEES,
        files.destinations: DESTINATIONS,
        files.returned: RETURNED,
        **{terms.trades: TRADES for terms in incident.prices.values()},
        **{file: exclusion_spec(kind) for kind, file in files.excluded.items()},
    }
    return {name: spec for name, spec in named.items() if name is not None}


def contents_named(incident: Incident) -> tuple[str, ...]:
    """The files that an incident names and that are no tables: sanctions lists and other incidents."""
    return (*incident.files.lists, *incident.files.also)


class Papers:
    """The opened files of an incident; the faults of all are gathered and refused together."""

    def __init__(
        self, incident: Incident, exchange: Exchange, tables: Mapping[str, RawTable], contents: Mapping[str, bytes]
    ) -> None:
        self.incident, self.exchange, self.tables, self.contents = incident, exchange, tables, contents
        self.found: list[Finding] = []

    def beside(self, file: str, digest: str, earlier: Iteration | None) -> Beside:
        """What stands beside the incident, read and checked; Refused with every fault of every file."""
        files = self.incident.files
        terms = self._read(lambda: read_payout_terms(dict(self.incident.payout), file, self.exchange))
        payees = None
        if files.payees or files.destinations:
            first, second = (self.tables.get(name or "") for name in (files.payees, files.destinations))
            payees = self._read(lambda: read_payout_tables(first, second, self.exchange))
        held = [
            self._read(partial(read_exclusions, kind, self.tables[name], self.exchange))
            for kind, name in files.excluded.items()
        ]
        lists = [self._read(partial(read_list, name, self.contents[name])) for name in files.lists]
        others = [self._read(partial(self._other, name)) for name in files.also]
        returned = self._read(self._returned) if files.returned else None
        if self.found:
            raise Refused(self.found)
        paperwork = Paperwork(
            payees,
            terms or PayoutTerms(),
            tuple(one for one in lists if one is not None),
            all_reasons(rows for rows in held if rows is not None),
            returned or frozenset(),
        )
        return Beside(file, digest, self.tables, tuple(one for one in others if one is not None), paperwork, earlier)

    def _other(self, name: str) -> Incident:
        try:
            text = self.contents[name].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refused([NOT_UTF8.at(name, value=f"0x{error.object[error.start]:02x}")]) from error
        return read_incident(text, name, self.exchange)

    def _returned(self) -> frozenset[str]:
        table = self.tables[self.incident.files.returned or ""]
        return read_returned(table, self.exchange)

    def _read(self, read: Callable[[], _Read]) -> _Read | None:
        try:
            return read()
        except Refused as refused:
            self.found += refused.faults
            return None
