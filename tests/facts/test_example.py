"""The example is the same for the same seed, shaped as published, of any size, and in order but for its reserve."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikiate.facts.example import ExamplePack, example
from hikiate.facts.example.batches import BATCH_ROWS, BatchedTable, counters
from hikiate.facts.example.customers import QUANTILES, _values, balances, secrets, totals
from hikiate.facts.example.market import ASSETS, COINS, DAYS, SNAPSHOT_AT, YEAR_START, price_path
from hikiate.facts.example.mix import UNIT, fraction_column, key, mixed, mixed_column
from hikiate.facts.example.reserve import planned_reserve, policies_text, reserve_table, reserve_yen, spot_volume
from hikiate.facts.example.trades import trades
from hikiate.kernel.amounts import minor_units

CUSTOMERS = 100_000
PUBLISHED_MEAN_YEN = Fraction(5_000_000_000_000, 13_470_000)
SCALES = {asset.symbol: asset.scale for asset in ASSETS}
PRICES = {asset.symbol: asset.sen for asset in ASSETS}


@pytest.fixture(scope="module")
def pack() -> ExamplePack:
    """An example of 2,000 customers with summed volumes."""
    return example(2_000, 7)


@pytest.fixture(scope="module")
def values() -> pl.DataFrame:
    """Customer, asset and value in hundredths of a yen (Int128) of an example of 100,000 customers."""
    rate = pl.LazyFrame({"asset": list(PRICES), "sen": list(PRICES.values())}, schema_overrides={"sen": pl.Int128})
    priced = balances(CUSTOMERS, 11).lazy().join(rate, on="asset", validate="m:1")
    # Whole units and their decimals apart, so that no product leaves 127 bits.
    physical, one = pl.col("amount").to_physical(), pl.lit(10**18, dtype=pl.Int128)
    value = physical // one * pl.col("sen") + physical % one * pl.col("sen") // one
    return priced.select("customer", "asset", value=value).collect(engine="streaming")


def _minor(table: pl.LazyFrame) -> dict[str, int]:
    """The sum of a table of text amounts, by asset in minor units."""
    sums: dict[str, int] = {}
    for row in table.collect().iter_rows(named=True):
        sums[row["asset"]] = sums.get(row["asset"], 0) + minor_units(row["amount"], SCALES[row["asset"]])
    return sums


def test_the_mix_is_splitmix64() -> None:
    """The first outputs from the state 1234567 are those that the published reference gives."""
    wanted = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert [mixed(1234567, counter) for counter in range(5)] == wanted


@given(seed=st.integers(0, 2**64 - 1), start=st.integers(0, 2**63))
@settings(max_examples=30, deadline=None)
def test_columns_and_whole_numbers_mix_alike(seed: int, start: int) -> None:
    """Wrapping UInt64 columns give what whole numbers modulo 2^64 give, and fractions lie within the unit."""
    frame = pl.select(pl.int_range(start, start + 5, dtype=pl.UInt64).alias("counter"))
    columns = frame.select(
        mixed=mixed_column(seed, pl.col("counter")), fraction=fraction_column(seed, pl.col("counter"))
    )
    assert columns["mixed"].to_list() == [mixed(seed, start + step) for step in range(5)]
    assert columns["fraction"].to_list() == [mixed(seed, start + step) // UNIT for step in range(5)]


def test_keys_of_different_purposes_and_seeds_differ() -> None:
    """No two columns share their variation."""
    keys = {key(seed, purpose) for seed in range(50) for purpose in ("value", "secret", "side", "")}
    assert len(keys) == 200


def test_interpolation_stays_within_64_bits() -> None:
    """In every segment of the quantiles the widest product fits, so no value wraps silently."""
    for (part, yen), (next_part, next_yen) in pairwise(QUANTILES):
        assert (next_part - part) * UNIT // 1_000_000 * (next_yen - yen) * 100 < 2**64
    highest, shares = QUANTILES[-1][1] * 100, [asset.share for asset in ASSETS]
    assert sum(shares) == 1000
    assert highest * max(shares) * 2 * 2**16 < 2**64
    assert highest * max(shares) * 2 * 2**16 * 10**18 < 2**127


@pytest.mark.parametrize("customers", [1, 2, 3, 1_000, BATCH_ROWS + 1])
def test_every_customer_has_one_row_in_yen_and_none_twice(customers: int) -> None:
    """Ids run from 1 to the number of customers; each is owed a positive amount of each asset it holds."""
    table = pl.concat(balances(customers, 5).frames())
    yen = table.filter(pl.col("asset") == "JPY")
    assert yen["customer"].to_list() == [f"C{number:09}" for number in range(1, customers + 1)]
    assert not table.select("customer", "asset").is_duplicated().any()
    assert (table["amount"] > 0).all()
    assert (table["debt"] >= 0).all()


@pytest.mark.parametrize("seed", range(8))
def test_customers_take_every_quantile_once(seed: int) -> None:
    """With 2,310 customers, a number of many divisors, places in the order of wealth are spread evenly for any seed."""
    customers = 2_310
    places = _values(counters(0, customers), customers, seed).sort("rank")
    assert places["rank"].to_list() == list(range(customers))
    assert [place * customers // UNIT for place in places["place"]] == list(range(customers))
    assert places["sen"].is_sorted()


def test_amounts_have_no_more_decimals_than_their_asset() -> None:
    """What lies beyond an asset's scale is zero in the 18-decimal column."""
    table = pl.concat(balances(3_000, 1).frames())
    for asset in ASSETS:
        amounts = table.filter(pl.col("asset") == asset.symbol)["amount"].to_physical().to_list()
        assert len(amounts) > 1_000
        assert all(amount % 10 ** (18 - asset.scale) == 0 for amount in amounts)


def test_most_customers_hold_little_as_published(values: pl.DataFrame) -> None:
    """Between 78 % and 84 % hold under JPY 100,000, where the working group's report says over 80 %."""
    held = values.group_by("customer").agg(pl.col("value").sum())
    small = held.filter(pl.col("value") < 100_000 * 100).height
    assert held.height == CUSTOMERS
    assert 78 <= small * 100 / CUSTOMERS <= 84


@pytest.mark.parametrize(("asset", "percent"), [("BTC", 59), ("XRP", 15), ("ETH", 13)])
def test_the_assets_have_their_published_shares(values: pl.DataFrame, asset: str, percent: int) -> None:
    """Each of the three is within two points of its published share of the value."""
    part = values.filter(pl.col("asset") == asset)["value"].sum()
    assert abs(Fraction(100 * int(part), int(values["value"].sum())) - percent) < 2


def test_the_mean_customer_is_near_the_published_mean(values: pl.DataFrame) -> None:
    """JPY 5 trillion over 13.47 million accounts is JPY 371 thousand; the example is within 3 % of it."""
    mean = Fraction(int(values["value"].sum()), 100 * CUSTOMERS)
    assert abs(mean / PUBLISHED_MEAN_YEN - 1) < Fraction(3, 100)


def test_the_wealthiest_hundredth_holds_most_of_it(values: pl.DataFrame) -> None:
    """The tail is heavy: one customer in a hundred holds more than half of the value."""
    held = values.group_by("customer").agg(pl.col("value").sum()).sort("value", descending=True)
    assert held["value"].head(CUSTOMERS // 100).sum() * 2 > held["value"].sum()


def test_a_few_margin_customers_owe(values: pl.DataFrame) -> None:
    """Some but under 2 % of customers carry a debt, in yen or in bitcoin."""
    debts = balances(CUSTOMERS, 11).lazy().filter(pl.col("debt") > 0).collect()
    assert 0 < debts["customer"].n_unique() < CUSTOMERS // 50
    assert set(debts["asset"]) == {"JPY", "BTC"}
    assert values.height > CUSTOMERS * 5


def test_the_same_seed_gives_the_same_pack_and_another_seed_another() -> None:
    """Every table and both texts are equal for equal arguments; the balances differ for another seed."""
    first, again, other = (example(500, seed, trades=300) for seed in (3, 3, 4))
    assert (first.exchange, first.policies) == (again.exchange, again.policies)
    assert list(first.tables) == list(again.tables)
    for name, table in first.tables.items():
        assert table.collect().equals(again.tables[name].collect()), name
    for name in ("balances", "holdings", "prices", "trades", "secrets"):
        assert not first.tables[name].collect().equals(other.tables[name].collect()), name


_FINGERPRINT = """
from hikiate.facts.example import example
from hikiate.kernel.digests import digest
pack = example(70_000, 42, trades=70_000)
rows = [pack.tables[name].collect(engine="streaming").write_csv() for name in sorted(pack.tables)]
print(digest("example/1", [pack.exchange, pack.policies, *rows]))
"""


def test_the_bytes_do_not_depend_on_the_number_of_cores() -> None:
    """More rows than one batch, made on one thread and on four, are the same to the last digit."""
    digests = set()
    for threads in ("1", "4"):
        environment = os.environ | {"POLARS_MAX_THREADS": threads}
        command = [sys.executable, "-c", _FINGERPRINT]
        run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        digests.add(run.stdout)
    assert len(digests) == 1


def test_holdings_cover_what_is_owed_and_guarantee_what_is_hot(pack: ExamplePack) -> None:
    """Per asset customers' holdings equal liabilities, guarantee equals hot, and hot is at most 4 % of the value."""
    owed = totals(pack.tables["balances"])
    holdings = pack.tables["holdings"]
    assert _minor(holdings.filter(pl.col("owner") == "customer")) == owed
    hot = _minor(holdings.filter(pl.col("tier") == "hot"))
    assert _minor(holdings.filter(pl.col("owner") == "guarantee")) == hot
    assert set(hot) == {coin.symbol for coin in COINS}
    in_yen = _yen_by(hot), _yen_by({coin.symbol: owed[coin.symbol] for coin in COINS})
    assert 0 < in_yen[0] <= in_yen[1] * 4 / 100


def _yen_by(minor: Mapping[str, int]) -> Fraction:
    parts = (Fraction(units * PRICES[asset], 100 * 10 ** SCALES[asset]) for asset, units in minor.items())
    return sum(parts, Fraction(0))


def test_statements_and_published_totals_agree_with_the_books(pack: ExamplePack) -> None:
    """Every holding is confirmed to the minor unit at the snapshot; the published totals are the liabilities."""
    holdings = pack.tables["holdings"].select("holding", "asset", "amount", "observed_at").collect()
    statements = pack.tables["statements"].select("holding", "asset", "amount", observed_at="as_of").collect()
    assert statements.equals(holdings)
    assert holdings["observed_at"].unique().to_list() == [SNAPSHOT_AT]
    assert _minor(pack.tables["published"]) == totals(pack.tables["balances"])


def test_every_keeper_is_a_notified_provider(pack: ExamplePack) -> None:
    """Whoever keeps something is a custodian in `providers`, notified before and not ended."""
    keepers = set(pack.tables["holdings"].collect()["keeper"]) - {"self"}
    providers = pack.tables["providers"].collect()
    assert keepers == set(providers.filter(pl.col("role") == "custodian")["provider"])
    assert (providers["notified_on"].drop_nulls() < SNAPSHOT_AT.date()).all()
    assert providers["ends_on"].is_null().all()


@pytest.mark.parametrize("customers", [1, 777, 2_000_000, 13_470_000])
def test_the_reserve_and_the_policy_fall_short_of_the_reported_plan(customers: int) -> None:
    """With the policy the movements reach about four fifths of 2 % of the year's volume, at the cap as below it."""
    planned = planned_reserve(customers)
    assert planned == min(spot_volume(customers) * 2 // 100, 40_000_000_000)
    (policy,) = tomllib.loads(policies_text(customers))["policy"]
    assert reserve_yen(customers) + int(policy["limit"]) < planned
    assert _balance(reserve_table(customers)) == reserve_yen(customers)


def test_the_reserves_movements_tie_to_its_holding(pack: ExamplePack) -> None:
    """What was provided less what was used is what the bank holds."""
    held = _minor(pack.tables["holdings"].filter(pl.col("owner") == "reserve"))
    assert held == {"JPY": _balance(pack.tables["reserve"].collect())}


def _balance(movements: pl.DataFrame) -> int:
    sign = {"provision": 1, "use": -1}
    return sum(sign[movement] * int(amount) for movement, amount in movements.select("movement", "amount").iter_rows())


def test_the_policy_file_is_toml_and_in_force_for_a_year(pack: ExamplePack) -> None:
    """One third-party policy with amounts as text, starting before the snapshot and ending after it."""
    (policy,) = tomllib.loads(pack.policies)["policy"]
    assert policy["third_party"] is True
    assert policy["limit"] == policy["aggregate"] == str(planned_reserve(2_000) * 20 // 100)
    assert policy["starts"] <= SNAPSHOT_AT.date() < policy["ends"]
    assert (policy["ends"] - policy["starts"]).days == 365


def test_the_exchange_says_that_it_is_synthetic(pack: ExamplePack) -> None:
    """The name says so in both languages, and so does the source of every price; every asset is declared."""
    exchange = tomllib.loads(pack.exchange)
    assert "synthetic" in exchange["name"]
    assert "合成データ" in exchange["name"]
    assert exchange["snapshot_at"] == SNAPSHOT_AT
    assert {name: asset["scale"] for name, asset in exchange["assets"].items()} == SCALES
    sources = set(pack.tables["prices"].collect()["source"])
    assert len(sources) == 1
    assert all("synthetic" in source and "合成データ" in source for source in sources)


def test_volumes_cover_three_years_of_spot_and_margin(pack: ExamplePack) -> None:
    """Each fiscal year from 1 April 2024 has both items."""
    volumes = pack.tables["volumes"].collect()
    wanted = [(date(year, 4, 1), item) for year in (2024, 2025, 2026) for item in ("spot", "margin")]
    assert volumes.select("fiscal_year", "item").rows() == wanted
    assert "trades" not in pack.tables


def test_prices_name_every_coin_on_the_snapshots_day(pack: ExamplePack) -> None:
    """Without trades there is one price per coin; with trades there is one per coin and day, ending on the same."""
    snapshot = pack.tables["prices"].collect()
    assert set(snapshot["day"]) == {SNAPSHOT_AT.date()}
    assert snapshot["asset"].to_list() == [coin.symbol for coin in COINS]
    daily = example(2, 7, trades=2).tables["prices"].collect()
    assert daily.height == DAYS * len(COINS)
    assert daily["day"].min() == YEAR_START
    assert daily.tail(len(COINS)).equals(snapshot)
    assert all(min(price_path(coin, seed)) > 0 for coin in COINS for seed in range(20))


def test_trades_are_unique_within_the_year_and_worth_the_planned_volume() -> None:
    """Ids run from 1; moments lie in the fiscal year up to the snapshot; the turnover is within 3 % of the volume."""
    count, turnover = 70_000, spot_volume(5_000)
    table = pl.concat(trades(count, turnover, 9).frames())
    assert table["id"].to_list() == list(range(1, count + 1))
    assert table["executed_at"].dt.date().min() == YEAR_START
    assert table["executed_at"].dt.date().max() == SNAPSHOT_AT.date()
    assert table["executed_at"].to_list()[-1] <= SNAPSHOT_AT
    assert table["executed_at"].is_sorted()
    assert set(table["side"]) == {"buy", "sell"}
    assert (table["price"] > 0).all()
    assert (table["size"] > 0).all()
    assert abs(Fraction(_turnover_yen(table), turnover) - 1) < Fraction(3, 100)


def _turnover_yen(table: pl.DataFrame) -> int:
    """Price times size in yen; a quote in bitcoin at that day's price."""
    bitcoin = price_path(next(coin for coin in COINS if coin.symbol == "BTC"), 9)
    total = 0
    for day, market, price, size in table.select(
        (pl.col("executed_at").dt.date() - YEAR_START).dt.total_days(),
        "market",
        pl.col("price").to_physical(),
        pl.col("size").to_physical(),
    ).iter_rows():
        sen = price * size * (bitcoin[day] if market.endswith("/BTC") else 100)
        total += sen // (100 * 10**16)
    return total


def test_prices_of_trades_stay_near_the_days_price() -> None:
    """A trade's price is within one percent of the day's, in yen markets."""
    table = trades(2_000, 10**9, 9).lazy().filter(pl.col("market") == "XRP/JPY").collect()
    path = price_path(next(coin for coin in COINS if coin.symbol == "XRP"), 9)
    days = (table["executed_at"].dt.date() - YEAR_START).dt.total_days()
    for day, price in zip(days, table["price"].to_physical(), strict=True):
        assert abs(price - path[day] * 10**6) * 100 <= path[day] * 10**6


def test_secrets_are_32_bytes_of_hex_and_all_different() -> None:
    """One per customer."""
    table = pl.concat(secrets(1_000, 2).frames())
    assert table["customer"].n_unique() == table["secret"].n_unique() == 1_000
    assert all(len(bytes.fromhex(secret)) == 32 for secret in table["secret"])


@pytest.mark.parametrize(("customers", "count"), [(0, 0), (-1, 0), (1, -1)])
def test_an_example_without_customers_is_refused(customers: int, count: int) -> None:
    """Neither no customer nor a negative number of trades makes a pack."""
    with pytest.raises(ValueError, match="at least one customer"):
        example(customers, 1, trades=count)


@pytest.fixture(scope="module")
def halves() -> BatchedTable:
    """Two whole batches and three rows more, of a counter and its half."""
    schema: dict[str, pl.DataType] = {"counter": pl.UInt64(), "half": pl.UInt64()}

    def batch(start: int, end: int) -> pl.DataFrame:
        return counters(start, end).with_columns(half=pl.col("counter") // 2)

    return BatchedTable(2 * BATCH_ROWS + 3, schema, batch)


def test_a_batched_table_reads_like_any_other(halves: BatchedTable) -> None:
    """Columns, filters and limits reach the batches, and reading twice gives the same rows."""
    table = halves.lazy()
    assert table.select(pl.len()).collect().item() == halves.rows
    assert table.select(pl.col("half").sum()).collect().item() == sum(number // 2 for number in range(halves.rows))
    ones = table.filter(pl.col("counter") % BATCH_ROWS == 1).collect()
    assert ones["counter"].to_list() == [1, BATCH_ROWS + 1, 2 * BATCH_ROWS + 1]
    assert table.head(BATCH_ROWS + 2).collect()["counter"].to_list() == list(range(BATCH_ROWS + 2))
    assert table.head(3).collect().equals(table.head(3).collect())


def test_batches_are_limited_before_they_are_filtered(halves: BatchedTable) -> None:
    """The first so many rows, of them those wanted, in the columns asked for; no batch is made beyond the limit."""
    odd = pl.col("counter") % 2 == 1
    frames = list(halves.frames(["half"], odd, BATCH_ROWS + 4))
    assert [frame.columns for frame in frames] == [["half"], ["half"]]
    assert pl.concat(frames)["half"].to_list() == list(range(BATCH_ROWS // 2 + 2))
    assert [frame.height for frame in halves.frames(row_limit=BATCH_ROWS)] == [BATCH_ROWS]
    assert [frame.height for frame in halves.frames()] == [BATCH_ROWS, BATCH_ROWS, 3]
