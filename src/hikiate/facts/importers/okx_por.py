"""OKX's proof of reserves: a file of one day with the published totals, a blank line, and the addresses.

The addresses have `coin`, `Network`, `Snapshot Height`, `address`, `amount`, since 2026 with `Type` (staked or not)
after the coin. Files of November 2022 to 2023 have neither network nor height, and count each amount in the smallest
unit of its coin (satoshi, wei), though the totals of the same file count in whole coins. The file's name or the option
`day` gives the day.
"""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hikiate.facts.importers import listing_defects as defects
from hikiate.facts.importers.coins import OKX_COINS, Coin
from hikiate.facts.importers.decimals import PLAIN
from hikiate.facts.importers.imported import Imported, ImportOptions, RawTable, RawText
from hikiate.facts.importers.listed_signatures import joined
from hikiate.facts.importers.listing_files import ListingTable, Row, listing_tables
from hikiate.facts.importers.reserve_listing import Listed, plain_balances
from hikiate.facts.importers.reserves import Snapshot, day_in_name, imported_reserves
from hikiate.kernel.amounts import amount_text, decimal_text
from hikiate.kernel.findings import Finding, Refused

_SIGNED = frozenset(
    {"message", "signature1", "signature2", "redeem_script/_public_key", "redeem_script/public_key", "eoa1", "eoa2"}
)
_SIGNATURES = (
    "signature1",
    "signature2",
    "redeem_script/_public_key",
    "redeem_script/public_key",
    "eoa1",
    "eoa2",
)
"""Where more than the first is filled, several keys signed, or another address for this one."""

_TOTALS = frozenset({"coin", "snapshot_height", "amount"})
_ADDRESSES = frozenset({"coin", "address", "amount"})
_LAYOUTS = ((_ADDRESSES, _SIGNED | {"type", "network", "snapshot_height"}), (_TOTALS, frozenset[str]()))

_DIGITS_MAX = 38
_CHARACTERS_MAX = 2 * _DIGITS_MAX
_NOT_STAKED = frozenset({"", "non staking"})


def import_okx_por(files: Sequence[RawTable | RawText], options: ImportOptions) -> Imported:
    """The tables `holdings`, `published`, `ownership`, where the files have them. Raises Refused with every fault."""
    tables, findings = listing_tables(files, _LAYOUTS)
    day = _one_day(tables, options)
    addresses: list[Listed] = []
    stated: list[Listed] = []
    for table in tables:
        rows = [_listed(place, row) for place, row in table.rows]
        if "address" not in table.columns:
            stated += rows
            continue
        if "network" not in table.columns:
            rows, converted = _in_whole_coins(rows)
            findings += converted
        addresses += rows
        findings += _staked(table)
    snapshot = Snapshot(day, tuple(addresses), tuple(stated))
    return imported_reserves("OKX", snapshot, _coin, options, findings)


def _coin(name: str) -> Coin | None:
    return OKX_COINS.get(name.upper())


def _one_day(tables: Sequence[ListingTable], options: ImportOptions) -> date:
    """The day stated, or the one day of all the files' names."""
    if options.day:
        return options.day
    days = {table.name: day_in_name(table.name) for table in tables}
    unnamed = [defects.DAY_UNKNOWN.at(name) for name, day in days.items() if day is None]
    known = sorted({day for day in days.values() if day is not None})
    if len(known) > 1:
        unnamed.append(defects.SEVERAL_DAYS.at("import", count=len(known), days=", ".join(map(str, known))))
    if unnamed or not known:
        raise Refused(unnamed or [defects.DAY_UNKNOWN.at("import")])
    return known[0]


def _listed(place: str, row: Row) -> Listed:
    return Listed(
        place=place,
        coin=row["coin"],
        chain=row.get("network", ""),
        height=row.get("snapshot_height", ""),
        address=row.get("address", ""),
        balance=row["amount"],
        message=row.get("message", ""),
        signature=joined(row.get(column, "") for column in _SIGNATURES),
    )


def _in_whole_coins(rows: Sequence[Listed]) -> tuple[list[Listed], list[Finding]]:
    """Amounts of the layout without networks, counted in the smallest units; decimals show that they are not."""
    plain, _ = plain_balances(rows)
    # A number of more digits than any amount has is left as it is, to be refused by its place.
    counted = [row for row in plain if 0 < len(row.balance) <= _DIGITS_MAX]
    if not counted or not all(row.balance.isascii() and row.balance.isdigit() for row in counted):
        return list(rows), []
    scales = {row.coin: coin.draft.scale for row in counted if (coin := _coin(row.coin)) and coin.draft}
    unknown = sorted({row.coin for row in counted} - scales.keys())
    where = counted[0].place.rpartition(" row ")[0]
    if unknown:
        raise Refused([defects.UNIT_UNKNOWN.at(where, coins=", ".join(unknown))])
    whole = {row: row._replace(balance=amount_text(int(row.balance), scales[row.coin])) for row in counted}
    first = counted[0]
    example = f"{first.coin} {first.balance} -> {whole[first].balance}"
    return [whole.get(row, row) for row in plain], [defects.MINOR_UNITS.at(where, count=len(counted), example=example)]


def _staked(table: ListingTable) -> list[Finding]:
    staked = [row for _, row in table.rows if row.get("type", "").lower() not in _NOT_STAKED]
    if not staked:
        return []
    types = ", ".join(sorted({row["type"] for row in staked}))
    sums: dict[str, Fraction] = {}
    plain, _ = plain_balances([_listed("", row) for row in staked])
    for row in plain:
        # What is no plain number, or longer than any amount, is refused by its place when the rows are checked.
        is_amount = re.match(PLAIN, row.balance) and len(row.balance) <= _CHARACTERS_MAX
        sums[row.coin] = sums.get(row.coin, Fraction(0)) + Fraction(row.balance if is_amount else 0)
    amounts = ", ".join(f"{decimal_text(total)} {coin}" for coin, total in sums.items())
    return [defects.STAKED.at(table.name, count=len(staked), types=types, amounts=amounts)]
