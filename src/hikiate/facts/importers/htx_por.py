"""Proof of reserves of HTX, formerly Huobi: addresses and totals of one day, as published or collected over days.

A collection has the columns `published`, `commit` and `file` before those of the publisher, and one day of it is
imported. The publisher's own file holds the totals, a blank line and the addresses; its name or the option `day` gives
the day. `commit` tells apart versions of a day that was published again.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from hikiate.facts.importers import listing_defects as defects
from hikiate.facts.importers import trade_defects
from hikiate.facts.importers.coins import HTX_COINS
from hikiate.facts.importers.imported import Imported, ImportOptions, RawTable, RawText
from hikiate.facts.importers.listing_files import ListingTable, listing_tables
from hikiate.facts.importers.reserve_listing import Listed
from hikiate.facts.importers.reserves import Snapshot, day_in_name, imported_reserves
from hikiate.kernel.findings import Finding, Refused

_COLLECTED = frozenset({"published", "commit", "file"})
_SIGNED = frozenset({"message", "signature"})
_TOTALS = frozenset({"coin", "snapshot_height", "balance"})
_ADDRESSES = _TOTALS | {"address"}
_FAULTS_SHOWN = 20
_LAYOUTS = ((_ADDRESSES, _COLLECTED | _SIGNED), (_TOTALS, _COLLECTED))


class _Placed(NamedTuple):
    """A row with the day it was published, the version of that day, and whether it is of an address or a total."""

    day: str
    version: str
    of_address: bool
    row: Listed

    def content(self) -> tuple[str, ...]:
        """What two versions of a day are compared by."""
        return (self.row.coin, self.row.address, self.row.height, self.row.balance)


def import_htx_por(files: Sequence[RawTable | RawText], options: ImportOptions) -> Imported:
    """The tables `holdings`, `published`, `ownership` of a day. Raises Refused with every fault, or a day in doubt."""
    tables, findings = listing_tables(files, _LAYOUTS)
    of_day, day = _one_day(_placed(tables, options), options)
    rows, chosen = _one_version(of_day, day, options)
    snapshot = Snapshot(
        day,
        tuple(placed.row for placed in rows if placed.of_address),
        tuple(placed.row for placed in rows if not placed.of_address),
    )
    return imported_reserves("HTX", snapshot, HTX_COINS.get, options, (*findings, *chosen))


def _placed(tables: Sequence[ListingTable], options: ImportOptions) -> list[_Placed]:
    placed: list[_Placed] = []
    unnamed: dict[str, Finding] = {}
    for table in tables:
        named = options.day or day_in_name(table.name)
        if "published" not in table.columns and named is None:
            unnamed[table.name] = defects.DAY_UNKNOWN.at(table.name)
        of_address = "address" in table.columns
        for place, row in table.rows:
            listed = Listed(
                place=place,
                coin=row["coin"],
                chain="",
                height=row["snapshot_height"],
                address=row.get("address", ""),
                balance=row["balance"],
                message=row.get("message", ""),
                signature=row.get("signature", ""),
            )
            placed.append(_Placed(row.get("published", str(named)), row.get("commit", ""), of_address, listed))
    faults = [*unnamed.values()] or [*_day_faults(placed)]
    if faults:
        raise Refused(faults)
    return placed


def _day_faults(placed: Iterable[_Placed]) -> Iterable[Finding]:
    bad = [each for each in placed if not _is_day(each.day)]
    for each in bad[:_FAULTS_SHOWN]:
        yield trade_defects.CELL_REFUSED.at(
            each.row.place,
            column="published",
            found=f"'{each.day}'" if each.day else "a blank cell / 空欄",
            count=len(bad),
            wanted_en="a day such as 2024-05-08",
            wanted_ja="2024-05-08 のような日",
        )


def _is_day(text: str) -> bool:
    # Python reads 20240508 and 2024-W19-3 as days too, and one day must not have two names here.
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _one_day(placed: Sequence[_Placed], options: ImportOptions) -> tuple[list[_Placed], date]:
    """The rows of the day asked for, or of the only day."""
    days = sorted({each.day for each in placed})
    if not days:
        raise Refused([trade_defects.NO_ROWS.at("import")])
    day = options.day.isoformat() if options.day else days[0]
    if options.day is None and len(days) > 1:
        raise Refused([defects.SEVERAL_DAYS.at("import", count=len(days), days=", ".join(days))])
    if day not in days:
        raise Refused([defects.DAY_ABSENT.at("import", day=day, days=", ".join(days))])
    return [each for each in placed if each.day == day], date.fromisoformat(day)


def _one_version(of_day: Sequence[_Placed], day: date, options: ImportOptions) -> tuple[list[_Placed], list[Finding]]:
    """The rows of the version asked for, or of the only one; versions of the same content are one."""
    by_version: dict[str, list[_Placed]] = {}
    for each in of_day:
        by_version.setdefault(each.version, []).append(each)
    names = ", ".join(by_version)
    if options.version in by_version:
        return by_version[options.version], []
    if options.version is not None:
        fault = defects.VERSION_ABSENT.at("import", day=day, version=options.version, versions=names or "-")
        raise Refused([fault])
    first, *others = by_version.values()
    contents = [{each.content(): each for each in rows} for rows in by_version.values()]
    in_all = set.intersection(*map(set, contents))
    apart = [each for content in contents for key, each in content.items() if key not in in_all]
    if apart:
        example = apart[0].row.place
        fault = defects.SEVERAL_VERSIONS.at("import", day=day, count=len(apart), example=example, versions=names)
        raise Refused([fault])
    if others:
        return first, [defects.SAME_VERSIONS.at("import", day=day, count=len(by_version), versions=names)]
    return first, []
