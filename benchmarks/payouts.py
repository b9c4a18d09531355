"""All payment files of a million customers with three assets, against one Parquet table of the same determination.

The customers are made up: each has a branch of the directory, a holder in kana, an address of bitcoin and one of
Ethereum that nobody else has, and one in fifty lacks something. The ways of paying are written beside one another, as
`hikiate compensate` does, and what is compiled is loaded while the payees are read; beside each step stands the time
of all cores. Ends with 1 when a goal is missed.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from btclib import b32, base58
from Crypto.Hash import keccak
from steps.measured import verdict

from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.raw import RawTable
from hikiate.remedy.payees import PayoutTables, read_payout_tables
from hikiate.remedy.payouts.banks import bank_directory
from hikiate.remedy.payouts.files import PayoutFile
from hikiate.remedy.payouts.instructions import Instructions, instructed
from hikiate.remedy.payouts.ledger import due
from hikiate.remedy.payouts.loading import loading
from hikiate.remedy.payouts.part370 import part370_files
from hikiate.remedy.payouts.terms import CoinTerms, JpyTerms, PayoutTerms
from hikiate.remedy.tables import determination_text

RATIO_GOAL = 10.0
PEAK_GOAL_BYTES = 4_000_000_000
CUSTOMERS = 1_000_000
SHORT = 20_000
WRITES = 3
ADDRESSES_AT_ONCE = 5_000

EXCHANGE = """
name = "Benchmark"
registration = "0"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-11-20T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
[assets.ETH]
scale = 18
kind = "crypto"
"""
TERMS = PayoutTerms(
    JpyTerms("0123456789", "ｶ)ﾐﾎﾝ", "0005", "001", "ordinary", "1", date(2026, 12, 1), records_max=100_000),
    CoinTerms(date(2026, 12, 1), records_max=10_000),
)


def bitcoin(number: int) -> str:
    """An address of bitcoin, every second one of the old form."""
    account = number.to_bytes(20, "big")
    if number % 2:
        return base58.encode(b"\x00" + account).decode()
    return b32.address_from_witness(0, account, "mainnet")


def ethereum(number: int) -> str:
    """An address of Ethereum with its checksum in capitals, as wallets write it."""
    digits = keccak.new(digest_bits=256, data=number.to_bytes(8, "big")).hexdigest()[-40:]
    digest = keccak.new(digest_bits=256, data=digits.encode()).hexdigest()
    return "0x" + "".join(
        letter.upper() if high in "89abcdef" else letter for letter, high in zip(digits, digest, strict=False)
    )


def determination(customers: int) -> pl.DataFrame:
    """Three entitlements a customer, as the determination has them."""
    whole = pl.DataFrame({"number": range(customers)}).with_columns(
        pl.format("c{}", pl.col("number").cast(pl.String).str.zfill(9)).alias("customer")
    )
    parts = [
        whole.select(
            "customer",
            pl.lit(asset).alias("asset"),
            (pl.col("number").cast(pl.Int128) % 9_973 * factor + 1).alias("quantity"),
            pl.lit("in_kind").alias("method"),
            pl.lit(asset).alias("pay_asset"),
            (pl.col("number").cast(pl.Int128) % 9_973 * factor + 1).alias("entitlement"),
            pl.lit("payable").alias("status"),
            pl.lit("").alias("reason"),
        )
        for asset, factor in (("JPY", 89), ("BTC", 1_234_567), ("ETH", 12_345_678_901_234_567))
    ]
    return pl.concat(parts)


def handed_in(customers: int, exchange: Exchange) -> PayoutTables:
    """Payees and destinations, one in fifty without a holder or an address."""
    branches = bank_directory().branches
    number = pl.col("number")
    whole = pl.DataFrame({"number": range(customers)}).with_columns(
        pl.format("c{}", number.cast(pl.String).str.zfill(9)).alias("customer"), (number % 50 == 0).alias("lacks")
    )
    family, given = ["ヤマダ", "サトウ", "スズキ", "キョウゴク", "ワタナベ"], ["タロウ", "ハナコ", "ジュン", "ケイ"]
    holder = pl.concat_str(
        (number % len(family)).replace_strict(dict(enumerate(family)), return_dtype=pl.String),
        (number % len(given)).replace_strict(dict(enumerate(given)), return_dtype=pl.String),
        separator="　",
    )
    places = (whole["number"] % len(branches)).cast(pl.UInt32)
    payees = whole.select(
        "customer",
        holder.alias("name"),
        pl.lit("person").alias("kind"),
        pl.lit("JP").alias("country"),
        branches["bank_code"].gather(places),
        branches["branch_code"].gather(places),
        pl.lit("ordinary").alias("account_type"),
        (number % 10_000_000).cast(pl.String).alias("account_number"),
        pl.when(~pl.col("lacks")).then(holder).alias("account_holder"),
    )
    with ProcessPoolExecutor() as pool:
        addresses = {
            asset: list(pool.map(made, range(1, customers + 1), chunksize=ADDRESSES_AT_ONCE))
            for asset, made in (("BTC", bitcoin), ("ETH", ethereum))
        }
    destinations = pl.concat(
        whole.select(
            "customer",
            pl.lit(asset).alias("asset"),
            pl.when(~pl.col("lacks")).then(pl.Series(made)).alias("address"),
            pl.when(number % 2 == 0).then(pl.lit("Another exchange")).alias("provider"),
            pl.lit("JP").alias("provider_country"),
            holder.alias("beneficiary"),
            pl.lit("own custody").alias("purpose"),
            pl.lit("2026-01-05").alias("whitelisted_on"),
        )
        for asset, made in addresses.items()
    )
    raw = [
        RawTable(f"{name}.parquet", frame.lazy(), frame.schema, 1)
        for name, frame in (("payees", payees), ("destinations", destinations))
    ]
    with loading(raw[1]), step("payees and destinations read", {}):
        return read_payout_tables(raw[0], raw[1], exchange)


@contextmanager
def step(name: str, spent: dict[str, tuple[float, float]]) -> Iterator[None]:
    """Time what is done inside, by the clock and on all cores."""
    begun = time.perf_counter(), time.process_time()
    yield
    spent[name] = time.perf_counter() - begun[0], time.process_time() - begun[1]
    print(f"  {name:<32} {spent[name][0]:6.2f} s {spent[name][1]:6.2f} s of CPU")


def all_files(
    out: Path, ordered: Instructions, determined: pl.DataFrame, tables: PayoutTables, scales: dict[str, int]
) -> list[int]:
    """Write the files of those who pay beside those of Part 370; gives the number of payments of each of the former."""

    def write_way(files: Iterator[PayoutFile]) -> list[int]:
        written = []
        for made in files:
            (out / made.name).write_bytes(made.content)
            written.append(made.records)
        return written

    def write_part370() -> None:
        funded = determined.with_columns(pl.col("entitlement").alias("funded"))
        for name, piece in part370_files(funded, tables.payees, scales):
            with (out / name).open("ab") as stream:
                stream.write(piece)

    with ThreadPoolExecutor() as pool:
        beside = [pool.submit(write_part370)]
        ways = [pool.submit(write_way, files) for files in ordered.ways()]
        beside.append(pool.submit(ordered.travel_records.write_csv, out / "travel-rule.csv"))
        for written in beside:
            written.result()
        return [records for way in ways for records in way.result()]


def main() -> int:
    """Run it, print each step, and judge the whole against the goals."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--short", action="store_true", help=f"{SHORT:,} customers, for a look; judges no goal")
    short = reader.parse_args().short
    customers = SHORT if short else CUSTOMERS
    exchange = read_exchange(EXCHANGE)
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    tables, determined = handed_in(customers, exchange), determination(customers)
    claims = determined.with_columns(pl.col("entitlement").alias("from_own_funds"), unfunded=pl.lit(0, dtype=pl.Int128))
    table = determination_text(claims, ["from_own_funds", "unfunded"], scales)
    spent: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        once: list[tuple[float, float]] = []
        for _ in range(WRITES):
            with step("one Parquet table", spent):
                table.write_parquet(out / "determination.parquet")
            once.append(spent.pop("one Parquet table"))
        parquet = tuple(sorted(of)[WRITES // 2] for of in zip(*once, strict=True))
        with step("what is due, and its keys", spent):
            payments = due("incident", 1, determined, None, scales).payments
        with step("checksums, reasons, travel rule", spent):
            ordered = instructed(payments, tables, TERMS, exchange)
        with step("all files", spent):
            written = all_files(out, ordered, determined, tables, scales)
        size = sum(path.stat().st_size for path in out.iterdir())
    pending = len(ordered.divided.pending)
    if sum(written) + pending != len(payments):
        sys.exit(f"{sum(written):,} payments in files and {pending:,} pending are not {len(payments):,}")
    seconds, cpu = (sum(of) for of in zip(*spent.values(), strict=True))
    ratio = seconds / parquet[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{customers:,} customers, {sum(written):,} payments in {len(written)} files, {pending:,} pending")
    print(f"{size / 1e6:,.0f} MB of files")
    print(f"all files {seconds:.1f} s, {ratio:.1f} times one Parquet table; peak {peak / 1e6:,.0f} MB")
    print(f"on all cores {cpu:.1f} s, {cpu / parquet[1]:.1f} times one Parquet table")
    if short:
        return 0
    judged = [verdict(ratio, RATIO_GOAL), verdict(peak, PEAK_GOAL_BYTES)]
    print(f"at most {RATIO_GOAL} times: {judged[0]}; at most {PEAK_GOAL_BYTES / 1e6:,.0f} MB: {judged[1]}")
    return int("MISSED" in judged)


if __name__ == "__main__":
    sys.exit(main())
