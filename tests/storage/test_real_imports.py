"""Real files imported into packs and closed: turnover in two coins, in euro, and thirty proofs of reserves."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.imported import ImportOptions
from hikiate.facts.pack import read_pack
from hikiate.kernel.results import Result
from hikiate.operations.close import close
from hikiate.storage.imports import import_files
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

pytestmark = pytest.mark.shared_data


class TestRealFiles:
    """A pair of two coins and a pair in euro: worth in yen only with a price of every day."""

    def test_two_coins_are_worth_what_the_day_s_price_says(self, tmp_path: Path, real_data: Path) -> None:
        path = real_data / "trades" / "binance_XRP_ETH_trades_freqtrade.parquet"
        pack = tmp_path / "pack"
        import_files("ccxt-trades", [path], pack, ImportOptions(market="XRP/ETH"))
        with (real_data / "prices" / "derived_daily_close_usd_jpy_2011_2023.csv").open(encoding="utf-8") as stream:
            daily = {row["date"]: row["eth_jpy"] for row in csv.DictReader(stream) if row["date"] >= "2019-10-11"}
        prices = {day: daily[day] for day in ("2019-10-11", "2019-10-12", "2019-10-13")}
        source = pl.read_parquet(path).with_columns(day=pl.from_epoch("timestamp", time_unit="ms").dt.to_string("%F"))
        sums = _turnover(source.select("day", "price", "amount").rows())
        assert sums.keys() == prices.keys()
        assert self.volume(pack, "ETH", prices) == sum(sums[day] * Fraction(prices[day]) for day in prices)

    def test_euro_are_worth_what_the_day_s_rate_says(self, tmp_path: Path, real_data: Path) -> None:
        """All 148 trades are of a Sunday; the rate handed in for it is the one that was published last, of Friday."""
        path = real_data / "trades" / "kraken_BCHEUR_trades.csv"
        pack = tmp_path / "pack"
        report = import_files("ccxt-trades", [path], pack, ImportOptions(market="BCH/EUR"))
        assert report.rows == {"trades": 148}
        with (real_data / "prices" / "ecb_eur_usd_jpy_daily_1999_2026.csv").open(encoding="utf-8") as stream:
            [rate] = [row["jpy_per_eur"] for row in csv.DictReader(stream) if row["date"] == "2022-12-30"]
        rows = [("2023-01-01", *line.split(",")[1:]) for line in path.read_text().splitlines()]
        [turnover] = _turnover(rows).values()
        assert self.volume(pack, "EUR", {"2023-01-01": rate}) == turnover * Fraction(rate)

    def test_every_published_version_of_a_listing_becomes_a_pack(self, tmp_path: Path, real_data: Path) -> None:
        """30 days of proofs of reserves, one of them published twice, are read back as packs."""
        paths = sorted((real_data / "reserve_addresses").glob("huobi_htx_por_*.csv"))
        versions = pl.read_csv(paths[1], infer_schema=False).select("published", "commit").unique()
        assert (versions.height, versions["published"].n_unique()) == (31, 30)
        for day, version in versions.rows():
            pack = tmp_path / f"{day}-{version}"
            report = import_files("htx-por", paths, pack, ImportOptions(day=date.fromisoformat(day), version=version))
            assert report.rows["holdings"] > 0
            assert read_pack(open_pack(pack)).import_findings == report.findings

    def volume(self, pack: Path, asset: str, prices: dict[str, str]) -> Fraction:
        """The year's volume with these prices; with any day's price missing there is none."""
        for without in prices:
            self._hand_in_prices(pack, asset, {day: price for day, price in prices.items() if day != without})
            lacking = _closed(pack)
            assert lacking.figures.get("volume.annual") is None
            assert "input.price_missing" in {finding.code for finding in lacking.findings}
            assert not any(name.startswith("reserve.required") for name in lacking.figures)
        self._hand_in_prices(pack, asset, prices)
        return Fraction(_closed(pack).figures["volume.annual"].value or "")

    def _hand_in_prices(self, pack: Path, asset: str, prices: dict[str, str]) -> None:
        lines = [f"{day},{asset},JPY,{price},published" for day, price in prices.items()]
        text = "\n".join(["day,asset,currency,price,source", *lines, ""])
        (pack / "prices.csv").write_text(text, encoding="utf-8")


def _turnover(rows: Sequence[tuple[object, ...]]) -> dict[str, Fraction]:
    """The sum of price times size of each day, in whole fractions; a float by the text that it prints as."""
    sums: dict[str, Fraction] = {}
    for day, price, size in rows:
        value = Fraction(Decimal(str(price))) * Fraction(Decimal(str(size)))
        sums[str(day)] = sums.get(str(day), Fraction(0)) + value
    return sums


def _closed(pack: Path) -> Result:
    return close(read_pack(open_pack(pack)), library().choose(["jp-2026-reported"]))
