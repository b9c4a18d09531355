"""Published totals of a listing of reserves: which of them can be compared with addresses, and whether wholes are sums.

A total of one coin goes into the table `published`, to be compared with the coin's holdings in the daily close. A
whole X(ALL) is the sum of the totals of its coins where these are published, and checked here; where the listing has
one coin of the kind and no total of its own, the whole is that coin's total.

Example: BTC(ALL) 26342.08 beside BTC 11701.15 and BTC-TRC20 14640.93 is their sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hikiate.facts.importers import holding_defects as defects
from hikiate.facts.importers.decimals import explained_by_rounding
from hikiate.facts.importers.reserve_listing import CoinOf, Held, Listed, meaning, whole_of
from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class Totals:
    """Assets with their published totals as printed, and what was found."""

    published: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def totals(rows: Sequence[Listed], held: Sequence[Held], coin_of: CoinOf) -> Totals:
    """Compare the totals with each other and with the coins that are listed."""
    stated = [row for row in rows if row.balance]
    absent = [row for row in rows if not row.balance]
    wholes = [row for row in stated if whole_of(row.coin)]
    of_asset: dict[str, list[Listed]] = {}
    for row in stated:
        if not whole_of(row.coin):
            of_asset.setdefault(meaning(row.coin, coin_of).asset, []).append(row)
    findings = [defects.BALANCE_ABSENT.at("published", count=len(absent), example=absent[0].place)] if absent else []
    chosen: dict[str, Listed] = {}
    for asset, same in of_asset.items():
        one = _one_of(same, asset, held)
        if one is not None:
            chosen[asset] = one
        if len({row.balance for row in same}) > 1:
            findings.append(_contradiction(asset, same, one))
    listed = {entry.asset for entry in held}
    without_parts = [row for asset, row in chosen.items() if asset not in listed and Fraction(row.balance)]
    for row in without_parts:
        findings += _no_parts(row, held)
    published = {asset: row.balance for asset, row in chosen.items() if asset in listed}
    for row in wholes:
        findings += _whole(row, chosen, held, coin_of, published)
    silent = sorted(listed - published.keys())
    if silent:
        findings.append(defects.NOT_PUBLISHED.at("published", assets=", ".join(silent)))
    return Totals(tuple(published.items()), tuple(findings))


def _one_of(same: Sequence[Listed], asset: str, held: Sequence[Held]) -> Listed | None:
    """The total of the snapshot: the only one, or the only one at a block height of the coin's own addresses."""
    if len({row.balance for row in same}) == 1:
        return same[0]
    heights = {entry.row.height for entry in held if entry.asset == asset}
    of_snapshot = [row for row in same if row.height and row.height in heights]
    return of_snapshot[0] if len({row.balance for row in of_snapshot}) == 1 else None


def _contradiction(asset: str, same: Sequence[Listed], one: Listed | None) -> Finding:
    shown = ", ".join(f"{row.coin} {row.balance} at height {row.height or '-'} ({row.place})" for row in same)
    chosen = ("none was taken", "いずれも採用していません")
    if one is not None:
        chosen = (
            f"{one.balance} was taken, because the addresses are of its height",
            f"アドレスと同じブロック高の {one.balance} を採用しました",
        )
    return defects.TOTALS_CONTRADICT.at(
        f"published.{asset}", asset=asset, count=len(same), totals=shown, chosen=chosen[0], chosen_ja=chosen[1]
    )


def _no_parts(row: Listed, held: Sequence[Held]) -> Iterator[Finding]:
    yield defects.NO_PARTS.at(row.place, coin=row.coin, total=row.balance)
    total = Fraction(row.balance)
    for entry in held:
        if Fraction(entry.text) == total:
            yield defects.OTHER_NAME.at(entry.row.place, coin=row.coin, total=row.balance, other=entry.row.coin)


def _whole(
    row: Listed, chosen: dict[str, Listed], held: Sequence[Held], coin_of: CoinOf, published: dict[str, str]
) -> list[Finding]:
    kind = (whole_of(row.coin) or "").upper()
    parts = {asset: one for asset, one in chosen.items() if meaning(one.coin, coin_of).counts_in.upper() == kind}
    entries = [entry for entry in held if meaning(entry.row.coin, coin_of).counts_in.upper() == kind]
    assets = sorted({entry.asset for entry in entries})
    if parts:
        return [*_compared(row, [one.balance for one in parts.values()], [one.coin for one in parts.values()])]
    if len(assets) == 1 and assets[0] not in published:
        published[assets[0]] = row.balance
        return [defects.WHOLE_FOR_PART.at(row.place, coin=row.coin, asset=assets[0])]
    if entries:
        return [*_compared(row, [entry.text for entry in entries], assets)]
    return [*_no_parts(row, held)] if Fraction(row.balance) else []


def _compared(row: Listed, parts: Sequence[str], names: Sequence[str]) -> Iterator[Finding]:
    total, whole = Fraction(row.balance), sum(map(Fraction, parts), Fraction(0))
    if total == whole:
        return
    rounded = explained_by_rounding(total - whole, [row.balance, *parts])
    kind = defects.PARTS_ROUNDED if rounded else defects.PARTS_DIFFER
    yield kind.at(
        row.place,
        coin=row.coin,
        total=row.balance,
        count=len(parts),
        names=", ".join(names),
        parts=decimal_text(whole),
        difference=decimal_text(total - whole),
    )
