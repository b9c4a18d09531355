"""The exposure: what this exchange's customers could lose, by tier and keeper, at the prices of the snapshot's day.

Tests in order: (1) holdings of owner customer in crypto-assets and stablecoins count, with their tier and keeper; (2)
each is valued at the day's price, down to the whole unit of the reporting currency; (3) an asset without a price is
found and not counted.

Example: 2 BTC cold at the exchange at JPY 10,000,000: JPY 20,000,000 exposed in cold.self.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hikiate.facts.tables import SELF_KEEPER, Holding
from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.risk.kinds import NOTHING_EXPOSED
from hikiate.rules.sheet import Sheet

ROUNDING = Rounding.DOWN
"""Where money enters the model as whole units; a fraction of a yen is beneath every estimate."""

WALLET_SYSTEM = "wallet_system"


@dataclass(frozen=True, slots=True)
class Position:
    """An asset's value in one tier with one keeper, in whole minor units of the reporting currency."""

    asset: str
    tier: str
    keeper: str
    value: int

    @property
    def is_kept_outside(self) -> bool:
        """Whether somebody else keeps it."""
        return self.keeper != SELF_KEEPER


@dataclass(frozen=True, slots=True)
class Unit:
    """What one event can reach: everything in one tier with one keeper."""

    tier: str
    keeper: str
    value: int
    figure: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """All positions, the units they make up, their sum; `by_provider` where a provider's system moves own wallets."""

    positions: tuple[Position, ...]
    units: tuple[Unit, ...]
    total: Figure
    value: int
    by_provider: bool

    def worth(self, chosen: Sequence[Position]) -> int:
        """The value of some positions."""
        return sum(position.value for position in chosen)

    def assets(self) -> dict[str, int]:
        """Value by asset, the largest first."""
        values: dict[str, int] = {}
        for position in self.positions:
            values[position.asset] = values.get(position.asset, 0) + position.value
        return dict(sorted(values.items(), key=lambda entry: (-entry[1], entry[0])))


def exposure(sheet: Sheet) -> Exposure:
    """Write `risk.exposure.TIER.KEEPER` and `risk.exposure`; Refused where nothing is held or nothing has a price."""
    if sheet.pack.holdings is None:
        raise Refused([NOTHING_EXPOSED.at("holdings", day=sheet.day)])
    rows: dict[tuple[str, str], dict[str, list[Holding]]] = {}
    for holding in sheet.pack.holdings:
        if holding.owner == "customer" and holding.amount > 0 and sheet.exchange.assets[holding.asset].kind != "fiat":
            rows.setdefault((holding.tier, holding.keeper), {}).setdefault(holding.asset, []).append(holding)
    positions: list[Position] = []
    units = []
    for (tier, keeper), by_asset in sorted(rows.items()):
        found = list(_positions(sheet, tier, keeper, by_asset))
        if found:
            figure = _unit_figure(sheet, tier, keeper, found)
            positions += [position for position, _ in found]
            units.append(Unit(tier, keeper, sum(position.value for position, _ in found), figure.name))
    value = sum(unit.value for unit in units)
    if value == 0:
        raise Refused([NOTHING_EXPOSED.at("holdings", day=sheet.day)])
    total = sheet.figures.derive(
        "risk.exposure",
        sheet.amount(value, sheet.exchange.reporting_currency),
        sheet.exchange.reporting_currency,
        rule=Term("sum over tiers and keepers", "管理区分・管理者ごとの評価額の合計"),
        citation="",
        inputs=[unit.figure for unit in units],
    )
    by_provider = any(provider.role == WALLET_SYSTEM for provider in sheet.pack.providers or ())
    return Exposure(tuple(positions), tuple(units), total, value, by_provider)


def _positions(
    sheet: Sheet, tier: str, keeper: str, by_asset: Mapping[str, Sequence[Holding]]
) -> Iterator[tuple[Position, tuple[str, str]]]:
    """Each asset's position in a unit, with the leaves it was reached from; an asset without a price is found."""
    for asset, holdings in sorted(by_asset.items()):
        priced = sheet.price(asset)
        if priced is None:
            continue
        amount = sheet.amount(sum(holding.amount for holding in holdings), asset)
        leaf = sheet.figures.fact(
            f"input.holdings.{asset}.{tier}.{keeper}", amount, asset, sheet.source("holdings", holdings)
        )
        worth = rounded(amount * priced[0], sheet.exchange.reporting_scale, ROUNDING)
        minor = int(worth * 10**sheet.exchange.reporting_scale)
        if minor > 0:
            yield Position(asset, tier, keeper, minor), (leaf, priced[1])


def _unit_figure(sheet: Sheet, tier: str, keeper: str, found: Sequence[tuple[Position, tuple[str, str]]]) -> Figure:
    value = Fraction(sum(position.value for position, _ in found))
    return sheet.figures.derive(
        f"risk.exposure.{tier}.{keeper}",
        value / 10**sheet.exchange.reporting_scale,
        sheet.exchange.reporting_currency,
        rule=Term("Σ amount × price, down to the whole unit for each asset", "Σ 数量 × 価格（資産ごとに円未満切捨て）"),
        citation="",
        inputs=[name for _, leaves in found for name in leaves],
    )
