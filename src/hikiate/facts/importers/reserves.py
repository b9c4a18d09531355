"""Reserves as an exchange publishes them on one day: the listing as a whole, made into an import.

The listing states block heights and no moment, so the snapshot is drafted at the end of its day (UTC) and that is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hikiate.facts.importers import holding_defects as defects
from hikiate.facts.importers import trade_defects
from hikiate.facts.importers.imported import Imported, ImportOptions, drafted
from hikiate.facts.importers.listed_signatures import ownership_table
from hikiate.facts.importers.reserve_listing import (
    CoinOf,
    Listed,
    draft_findings,
    drafts,
    holdings,
    holdings_table,
    known_assets,
    plain_balances,
    published_table,
    row_faults,
)
from hikiate.facts.importers.reserve_totals import totals
from hikiate.kernel.findings import Finding, Refused

_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an exchange published of one day."""

    day: date
    addresses: tuple[Listed, ...]
    totals: tuple[Listed, ...]


def day_in_name(name: str) -> date | None:
    """The day in a file's name, such as `huobi_por_20230201.csv`; None where there is none."""
    found = _DAY_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def imported_reserves(
    name: str, snapshot: Snapshot, coin_of: CoinOf, options: ImportOptions, found_before: Sequence[Finding]
) -> Imported:
    """The tables `holdings` and, where totals or signatures are published, `published` and `ownership`.

    Raises Refused with every bad cell.
    """
    addresses, exponents = plain_balances(snapshot.addresses)
    stated, exponents_of_totals = plain_balances(snapshot.totals)
    faults = [*row_faults(addresses, of_addresses=True), *row_faults(stated, of_addresses=False)]
    if faults:
        raise Refused(faults)
    reserves = holdings(addresses, coin_of)
    if not reserves.held:
        raise Refused([trade_defects.NO_ROWS.at("holdings")])
    published = totals(stated, reserves.held, coin_of)
    assets = drafts(reserves.held, published.published, coin_of)
    table, tier_findings = holdings_table(reserves.held, options.tier)
    tables = {"holdings": table}
    if published.published:
        tables["published"] = published_table(published.published)
    signed, signed_findings = ownership_table(addresses, reserves.held)
    if signed is not None:
        tables["ownership"] = signed
    moment = datetime.combine(snapshot.day, _END_OF_DAY)
    draft = drafted(name, list(assets), known_assets(assets), moment, options)
    findings = (
        *found_before,
        *exponents,
        *exponents_of_totals,
        *reserves.findings,
        *draft_findings(assets, reserves.held, coin_of),
        *published.findings,
        *tier_findings,
        *signed_findings,
        defects.MOMENT_ASSUMED.at("snapshot_at", day=snapshot.day, moment=draft.snapshot_at.isoformat()),
    )
    return Imported(tables, draft, findings)
