"""Amounts as the pages show them: minor units of the book as decimal text beside their asset."""

from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.records import Asset
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.ports import Unit


@dataclass(frozen=True, slots=True)
class Money:
    """Minor units of an asset with its number of decimals."""

    asset: str
    units: int
    scale: int

    @property
    def text(self) -> str:
        """Decimal text in units of the asset."""
        sign = "-" if self.units < 0 else ""
        return sign + amount_text(abs(self.units), self.scale)


@dataclass(frozen=True, slots=True)
class Held:
    """What an account holds."""

    name: str
    account: Term
    money: Money


class Scales:
    """The numbers of decimals of all assets, read once."""

    def __init__(self, unit: Unit) -> None:
        self.scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}

    def money(self, asset: str, units: int) -> Money:
        """An amount of an asset that the book knows."""
        return Money(asset, units, self.scales[asset])

    def listed(self, amounts: Mapping[str, int]) -> list[Money]:
        """Amounts by asset."""
        return [self.money(asset, units) for asset, units in amounts.items()]


def held(scales: Scales, accounts: list[str], balances: Mapping[tuple[str, str], int]) -> list[Held]:
    """What accounts hold of every asset by these balances; nothing of what is zero."""
    return [
        Held(name, ACCOUNTS[name].term, scales.money(asset, units))
        for name in accounts
        for asset in scales.scales
        if (units := balances.get((name, asset), 0))
    ]
