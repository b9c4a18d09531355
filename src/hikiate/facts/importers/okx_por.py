"""OKX's proof of reserves: a file of one day with the published totals, a blank line, and the addresses.

The addresses have `coin`, `Network`, `Snapshot Height`, `address`, `amount`, since 2026 with `Type` (staked or not)
after the coin. Files of November 2022 to 2023 have neither network nor height, and count each amount in the smallest
unit of its coin (satoshi, wei), though the totals of the same file count in whole coins. The file's name or the option
`day` gives the day.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hikiate.facts.importers import listing_defects as defects
from hikiate.facts.importers.coins import OKX_COINS, Coin
from hikiate.facts.importers.imported import Imported, ImportOptions, RawTable, RawText
from hikiate.facts.importers.listing_files import ListingTable, Row, listing_tables
from hikiate.facts.importers.reserve_listing import Listed, plain_balances
from hikiate.facts.importers.reserves import Snapshot, day_in_name, imported_reserves
from hikiate.kernel.amounts import amount_text, decimal_text
from hikiate.kernel.findings import Finding, Refused

_SIGNED = frozenset(
    {"message", "signature1", "signature2", "redeem_script/_public_key", "redeem_script/public_key", "eoa1", "eoa2"}
)
_TOTALS = frozenset({"coin", "snapshot_height", "amount"})
_ADDRESSES = frozenset({"coin", "address", "amount"})
_LAYOUTS = ((_ADDRESSES, _SIGNED | {"type", "network", "snapshot_height"}), (_TOTALS, frozenset[str]()))

_NOT_STAKED = frozenset({"", "non staking"})


def import_okx_por(files: Sequence[RawTable | RawText], options: ImportOptions) -> Imported:
    """The tables `holdings` and, where the files have totals, `published`. Raises Refused with every fault."""
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
        found, found_ja = f"{len(known)} days", f"ファイルに {len(known)} 日分の一覧があります"
        shown = ", ".join(map(str, known))
        unnamed.append(defects.SEVERAL_DAYS.at("import", found=found, found_ja=found_ja, days=shown))
    if unnamed or not known:
        raise Refused(unnamed or [defects.DAY_UNKNOWN.at("import")])
    return known[0]


def _listed(place: str, row: Row) -> Listed:
    height = row.get("snapshot_height", "")
    return Listed(place, row["coin"], row.get("network", ""), height, row.get("address", ""), row["amount"])


def _in_whole_coins(rows: Sequence[Listed]) -> tuple[list[Listed], list[Finding]]:
    """Amounts of the layout without networks, counted in the smallest units; decimals show that they are not."""
    plain, _ = plain_balances(rows)
    counted = [row for row in plain if row.balance]
    if not counted or not all(row.balance.isascii() and row.balance.isdigit() for row in counted):
        return list(rows), []
    unknown = sorted({row.coin for row in counted if (coin := _coin(row.coin)) is None or coin.draft is None})
    where = counted[0].place.rpartition(" row ")[0]
    if unknown:
        raise Refused([defects.UNIT_UNKNOWN.at(where, coins=", ".join(unknown))])
    whole = [row._replace(balance=_whole_coins(row)) if row.balance else row for row in plain]
    example = f"{counted[0].coin} {counted[0].balance} -> {_whole_coins(counted[0])}"
    return whole, [defects.MINOR_UNITS.at(where, count=len(counted), example=example)]


def _whole_coins(row: Listed) -> str:
    coin = _coin(row.coin)
    if coin is None or coin.draft is None:
        raise ValueError(f"{row.coin} has no known decimals")
    return amount_text(int(row.balance), coin.draft.scale)


def _staked(table: ListingTable) -> list[Finding]:
    staked = [row for _, row in table.rows if row.get("type", "").lower() not in _NOT_STAKED]
    if not staked:
        return []
    types = ", ".join(sorted({row["type"] for row in staked}))
    sums: dict[str, Fraction] = {}
    plain, _ = plain_balances([_listed("", row) for row in staked])
    for row in plain:
        sums[row.coin] = sums.get(row.coin, Fraction(0)) + Fraction(row.balance or 0)
    amounts = ", ".join(f"{decimal_text(total)} {coin}" for coin, total in sums.items())
    return [defects.STAKED.at(table.name, count=len(staked), types=types, amounts=amounts)]
