"""Prices of claims: what an asset of a claim is worth in money on the day that the regime names, with its source.

A price stands in the estate file, or in the pack's prices of that very day; none is taken from another day.
"""

from datetime import date
from fractions import Fraction

import polars as pl

from hikiate.kernel.findings import Finding
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.allocation import rounded_down
from hikiate.remedy.estate import Estate
from hikiate.rules.sheet import Sheet


class Valuer:
    """Values claims in the money of an estate, each rounded down: equal claims have equal values.

    An asset without a price counts as nothing and is found in `missing`, with which the estate is refused.
    """

    def __init__(self, sheet: Sheet, estate: Estate, day: date, file: str) -> None:
        self.sheet, self.estate, self.day, self.file = sheet, estate, day, file
        self.missing: dict[str, Finding] = {}
        self.leaves: dict[str, str] = {}
        self._ratios: dict[str, Fraction] = {}

    def ratio(self, asset: str) -> Fraction:
        """Minor units of money for a minor unit of the asset."""
        if asset not in self._ratios:
            shift = self.sheet.exchange.scale(self.estate.currency) - self.sheet.exchange.scale(asset)
            self._ratios[asset] = self._price(asset) * Fraction(10) ** shift
        return self._ratios[asset]

    def value(self, minor: int, asset: str) -> int:
        """The value of an amount, in minor units of money."""
        return int(minor * self.ratio(asset))

    def values(self, claims: pl.Series, asset: str) -> pl.Series:
        """The values of a column of amounts."""
        return rounded_down(claims, self.ratio(asset))

    def _price(self, asset: str) -> Fraction:
        valuation = self.estate.valuations.get(asset)
        if valuation is not None:
            name = f"valuation.{asset}"
            source = f"{valuation.where}: {valuation.source}"
            self.leaves[asset] = self.sheet.figures.fact(name, valuation.price, valuation.currency, source)
            return valuation.price
        if asset == self.estate.currency:
            return Fraction(1)
        if self.estate.currency == self.sheet.exchange.reporting_currency and self.sheet.pack.prices is not None:
            found = self.sheet.price(asset, self.day)
            if found is not None:
                price, self.leaves[asset] = found
                return price
        self.missing[asset] = kinds.PRICE_MISSING.at(f"{self.file} valuation", asset=asset, day=self.day)
        return Fraction(0)
