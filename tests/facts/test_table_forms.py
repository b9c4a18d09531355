"""Forms of tables: CSV and Parquet of the same rows are the same facts, whatever the columns are made of."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from handed_in import POLICY, SOUND, csv_text, faults, hand_in, read, text_frame, told

from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.tables import TABLES
from hikiate.storage.packs import open_pack

JST = timezone(timedelta(hours=9))
BULK = {"customer": ["a", "b", "c"], "asset": ["BTC", "ETH", "JPY"]}
AMOUNTS = ["1.5", "0.25", "7"]


def without_names(pack: Pack) -> list[Any]:
    """Everything of a pack but its digest and the names of its files and rows."""
    rows = [
        [record._replace(row=0) for record in table]
        for table in (
            pack.holdings or (),
            pack.statements or (),
            pack.published or (),
            pack.volumes or (),
            pack.prices or (),
            pack.reserve or (),
            pack.providers or (),
            pack.tokens or (),
            pack.incidents or (),
        )
    ]
    return [pack.exchange, pack.balances, pack.trades, rows, pack.policies]


def liabilities(tmp_path: Path, amount: pl.Series, **others: pl.Series) -> dict[str, tuple[int, int]]:
    """Amount and debt per asset of balances whose amount column is made of this."""
    frame = pl.DataFrame(BULK | {"amount": amount} | others)
    pack = read(hand_in(tmp_path, {"balances.parquet": frame}))
    return {name: (owed.amount, owed.debt) for name, owed in (pack.balances or {}).items()}


def test_a_pack_of_csv_and_a_pack_of_parquet_are_the_same_facts(tmp_path: Path) -> None:
    """Of every table; only the files and the numbers of the rows differ."""
    csv = hand_in(tmp_path / "csv", {f"{name}.csv": csv_text([row]) for name, row in SOUND.items()})
    parquet = hand_in(tmp_path / "parquet", {f"{name}.parquet": text_frame([row]) for name, row in SOUND.items()})
    one, other = read(csv), read(parquet)
    assert without_names(one) == without_names(other)
    assert [len(rows) for rows in without_names(one)[3]] == [1] * 9
    assert one.holdings is not None
    assert other.holdings is not None
    assert (one.holdings[0].row, other.holdings[0].row) == (2, 1)
    assert one.files == {name: f"{name}.csv" for name in SOUND}
    assert one.digest != other.digest


def test_columns_of_their_own_kinds_read_as_their_text_does(tmp_path: Path) -> None:
    """Days, moments in any zone, decimals, whole numbers and words of a list, as a database writes them."""
    moment = datetime(2026, 11, 20, 14, 59, 59, 123456, tzinfo=UTC)
    text = {
        "holdings": SOUND["holdings"] | {"observed_at": "2026-11-20T23:59:59.123456+09:00"},
        "volumes": SOUND["volumes"],
        "prices": SOUND["prices"] | {"day": "", "at": "2026-11-20T14:59:59.123456Z"},
        "trades": SOUND["trades"] | {"id": "7", "executed_at": "2026-11-20T23:59:59.123456+09:00"},
    }
    typed = {
        "holdings": [
            pl.col("amount").cast(pl.Decimal(38, 3)),
            pl.col("owner", "tier", "asset").cast(pl.Categorical),
            pl.lit(moment).dt.convert_time_zone("Asia/Tokyo").alias("observed_at"),
        ],
        "volumes": [pl.lit(date(2026, 4, 1)).alias("fiscal_year"), pl.col("amount").cast(pl.Int64)],
        "prices": [
            pl.lit(None).alias("day"),
            pl.lit(moment).dt.convert_time_zone("UTC").dt.cast_time_unit("ns").alias("at"),
            pl.col("price").cast(pl.Decimal(20, 6)),
        ],
        "trades": [
            pl.col("id").cast(pl.UInt32),
            pl.lit(moment).dt.convert_time_zone("America/New_York").alias("executed_at"),
            pl.col("market").cast(pl.Categorical),
            pl.col("side").cast(pl.Enum(["buy", "sell", "auction"])),
            pl.col("price").cast(pl.Int32),
            pl.col("size").cast(pl.Decimal(38, 18)),
        ],
    }
    csv = read(hand_in(tmp_path / "csv", {f"{name}.csv": csv_text([row]) for name, row in text.items()}))
    frames = {f"{name}.parquet": text_frame([row]).with_columns(typed[name]) for name, row in text.items()}
    assert without_names(csv) == without_names(read(hand_in(tmp_path / "parquet", frames)))


@pytest.mark.parametrize("scale", [2, 8, 18, 20, 36])
def test_a_decimal_column_of_any_scale_is_exact(tmp_path: Path, scale: int) -> None:
    """Coarser or finer than the assets it holds."""
    amount = pl.Series([Decimal(text) for text in AMOUNTS], dtype=pl.Decimal(38, scale))
    assert liabilities(tmp_path, amount) == {
        "BTC": (150_000_000, 0),
        "ETH": (25 * 10**16, 0),
        "JPY": (7, 0),
    }


@pytest.mark.parametrize(
    "dtype", [pl.Int8, pl.Int64, pl.UInt64, pl.Int128, pl.Decimal(38, 0), pl.String, pl.Categorical]
)
def test_whole_numbers_of_any_width_and_text_of_any_kind_are_exact(tmp_path: Path, dtype: pl.DataType) -> None:
    """Whole units, not minor units."""
    texts = pl.Series(["1", "2", "3"])
    amount = texts.cast(dtype) if dtype in {pl.String, pl.Categorical} else texts.cast(pl.Int64).cast(dtype)
    assert liabilities(tmp_path, amount, debt=amount) == {
        "BTC": (10**8, 10**8),
        "ETH": (2 * 10**18, 2 * 10**18),
        "JPY": (3, 3),
    }


def test_a_column_of_binary_floats_is_refused_whatever_it_holds(tmp_path: Path) -> None:
    """A float has lost the amount before it is read; in tables of both sizes, and 32 bits are no better."""
    holdings = text_frame([SOUND["holdings"]]).with_columns(pl.col("amount").cast(pl.Float32))
    prices = text_frame([SOUND["prices"]]).with_columns(pl.col("price").cast(pl.Float64))
    balances = text_frame([SOUND["balances"]]).with_columns(pl.col("amount", "debt").cast(pl.Float64))
    folder = hand_in(tmp_path, {"holdings.parquet": holdings, "prices.parquet": prices, "balances.parquet": balances})
    assert told(folder) == [
        ("binary_float", "holdings.parquet column amount"),
        ("binary_float", "prices.parquet column price"),
        ("binary_float", "balances.parquet column amount"),
        ("binary_float", "balances.parquet column debt"),
    ]


def test_a_column_of_moments_without_a_zone_is_refused(tmp_path: Path) -> None:
    """A time without offset is no moment, in one row or in all."""
    naive = pl.lit(datetime(2026, 11, 20, 10)).alias  # noqa: DTZ001 - a time without zone is what is tested
    trades = text_frame([SOUND["trades"]]).with_columns(naive("executed_at"))
    prices = text_frame([SOUND["prices"]]).with_columns(naive("at"), naive("day"))
    assert told(hand_in(tmp_path, {"trades.parquet": trades, "prices.parquet": prices})) == [
        ("not_a_moment", "prices.parquet column day"),
        ("not_a_moment", "prices.parquet column at"),
        ("not_a_moment", "trades.parquet column executed_at"),
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("trades", "executed_at", pl.lit(date(2026, 11, 20)), "not_a_moment"),
        ("trades", "executed_at", pl.lit(1_700_000_000), "not_a_moment"),
        ("trades", "executed_at", pl.lit(10**17).cast(pl.Datetime("us", "UTC")), "not_a_moment"),
        ("trades", "executed_at", pl.lit(None), "blank"),
        ("trades", "price", pl.lit(date(2026, 11, 20)), "not_decimal"),
        ("trades", "size", pl.lit(value=True), "not_decimal"),
        ("trades", "market", pl.lit(5), "not_a_market"),
        ("trades", "id", pl.lit(None), "blank"),
        ("balances", "amount", pl.lit(None), "blank"),
        ("balances", "amount", pl.lit(-1), "negative"),
        ("balances", "amount", pl.lit("-0.5").cast(pl.Decimal(10, 2)), "negative"),
        ("balances", "amount", pl.lit("0.000000001").cast(pl.Decimal(38, 9)), "over_scaled"),
        ("balances", "amount", pl.lit("1" * 36).cast(pl.Decimal(38, 0)), "overflow"),
        ("balances", "amount", pl.lit("0." + "0" * 30 + "1").cast(pl.Decimal(38, 36)), "over_scaled"),
        ("balances", "asset", pl.lit(5), "unknown_asset"),
        ("balances", "asset", pl.lit(None), "blank"),
        ("volumes", "fiscal_year", pl.lit(datetime(2026, 4, 1, tzinfo=UTC)), "not_a_day"),
        ("volumes", "amount", pl.lit("0.50").cast(pl.Decimal(38, 2)), "over_scaled"),
        ("secrets", "secret", pl.lit(5), "not_hex"),
    ],
)
def test_a_column_of_another_kind_is_a_fault_of_its_cells(
    tmp_path: Path, table: str, column: str, value: pl.Expr, code: str
) -> None:
    """What the column holds is read as its text would be, and refused as that."""
    frame = text_frame([SOUND[table]]).with_columns(value.alias(column))
    assert told(hand_in(tmp_path, {f"{table}.parquet": frame})) == [(code, f"{table}.parquet row 1 column {column}")]


def test_a_column_without_text_is_a_fault_of_the_file(tmp_path: Path) -> None:
    """What has no text cannot be told cell by cell."""
    frame = text_frame([SOUND["tokens"]]).with_columns(pl.lit(b"\xff\xfe").alias("name"))
    assert told(hand_in(tmp_path, {"tokens.parquet": frame})) == [("unreadable", "tokens.parquet")]


@pytest.mark.parametrize("table", TABLES)
def test_unknown_and_missing_columns_are_named_together(tmp_path: Path, table: str) -> None:
    """Each by its name, in CSV and in Parquet; a table that is not whole is not read further."""
    first = TABLES[table].columns[-1 if table in {"published", "ownership"} else 1].name
    row = {("Amount" if name == first else name): text for name, text in SOUND[table].items()}
    for form, content in (("csv", csv_text([row])), ("parquet", text_frame([row]))):
        assert told(hand_in(tmp_path / form, {f"{table}.{form}": content})) == [
            ("unknown_column", f"{table}.{form} column Amount"),
            *([] if table == "prices" else [("missing_column", f"{table}.{form}")]),
        ]


def test_columns_that_may_be_absent_may_be(tmp_path: Path) -> None:
    """No debt, no address, no moment of observation, no memo: each reads as none."""
    rows = {
        name: [{column: SOUND[name][column] for column in SOUND[name] if column not in absent}]
        for name, absent in {
            "balances": {"debt"},
            "holdings": {"address", "observed_at"},
            "reserve": {"memo", "approval"},
            "prices": {"at"},
        }.items()
    }
    pack = read(hand_in(tmp_path, {f"{name}.csv": csv_text(table) for name, table in rows.items()}))
    assert pack.balances is not None
    assert pack.balances["BTC"].debt == 0
    assert pack.holdings is not None
    assert (pack.holdings[0].address, pack.holdings[0].observed_at) == (None, None)
    assert pack.reserve is not None
    assert (pack.reserve[0].memo, pack.reserve[0].approval) == (None, None)


@pytest.mark.parametrize(
    ("day", "at", "found"),
    [("", "", "neither day nor at"), ("2026-11-20", "2026-11-20T10:00:00Z", "both day and at")],
)
def test_a_price_stands_on_a_day_or_at_a_moment(tmp_path: Path, day: str, at: str, found: str) -> None:
    """One of them, and the row is named where it is not so."""
    rows = [SOUND["prices"], SOUND["prices"] | {"day": day, "at": at, "source": "b"}]
    [fault] = faults(hand_in(tmp_path, {"prices.csv": csv_text(rows)}))
    assert (fault.code, fault.where, fault.en.found) == ("input.wrong_value", "prices.csv row 3", found)


def test_a_table_that_was_not_handed_in_is_not_an_empty_one(tmp_path: Path) -> None:
    """None where there is no file, nothing where there are no rows; in CSV and in Parquet."""
    bare = read(hand_in(tmp_path / "bare"))
    assert (bare.balances, bare.trades, bare.holdings, bare.prices, bare.policies) == (None,) * 5
    assert bare.file("balances") == "balances"
    heads = {f"{name}.csv": ",".join(row) + "\n" for name, row in SOUND.items()}
    frames = {f"{name}.parquet": text_frame([row]).clear() for name, row in SOUND.items()}
    for folder in (hand_in(tmp_path / "csv", heads), hand_in(tmp_path / "parquet", frames)):
        empty = read(folder, with_secrets=True)
        assert (empty.balances, empty.trades, empty.holdings, empty.prices) == ({}, (), (), ())


def test_the_tables_are_told_before_they_are_read(tmp_path: Path) -> None:
    """So that a caller can show progress; what is not there is not told."""
    folder = hand_in(tmp_path, {f"{name}.csv": csv_text([SOUND[name]]) for name in ("balances", "secrets", "volumes")})
    steps: list[str] = []
    read_pack(open_pack(folder), steps.append, with_secrets=True)
    assert steps == ["volumes", "balances", "secrets"]


def test_faults_of_five_files_are_named_together(tmp_path: Path) -> None:
    """And of one that cannot be opened at all; one Refused holds them all, and nothing is written."""
    files: dict[str, str | bytes | pl.DataFrame] = {
        "balances.csv": csv_text([SOUND["balances"] | {"amount": "-1"}]),
        "trades.parquet": text_frame([SOUND["trades"] | {"side": "up"}]),
        "holdings.csv": csv_text([SOUND["holdings"] | {"tier": "warm"}]),
        "volumes.csv": csv_text([SOUND["volumes"] | {"item": "x"}]),
        "policies.toml": POLICY.replace("third_party = true", 'third_party = "yes"'),
        "imports.json": "{}",
        "secrets.csv": csv_text([SOUND["secrets"] | {"secret": "x"}]),
        "prices.parquet": b"PAR1 not quite",
        "notes.txt": "x",
    }
    folder = hand_in(tmp_path, files)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {where.partition(" ")[0] for _, where in told(folder)} == set(files)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_faults_of_files_are_named_with_those_of_the_exchange(tmp_path: Path) -> None:
    """Without the exchange's scales no amount can be read, but what is known already is said."""
    folder = hand_in(tmp_path, {"notes.txt": "x"}, exchange="name = 1")
    places = [where for _, where in told(folder)]
    assert places[0] == "notes.txt"
    assert "exchange.toml key name" in places


@pytest.mark.parametrize("dtype", [pl.Int64, pl.UInt8, pl.Int128])
@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        ([1, 2, 3], []),
        ([3, 1, 2], []),
        ([1, 2, 2], [("duplicate", "trades.parquet row 3")]),
        ([2, 1, 2], [("duplicate", "trades.parquet row 3")]),
        ([1, None, 2], [("blank", "trades.parquet row 2 column id")]),
        ([5, 5, 5], [("duplicate", f"trades.parquet row {row}") for row in (2, 3)]),
    ],
)
def test_trade_numbers_are_told_apart_in_any_order(
    tmp_path: Path, dtype: pl.DataType, ids: list[int | None], wanted: list[tuple[str, str]]
) -> None:
    """Rising, unsorted, with one that stands twice, with a gap."""
    frame = text_frame([SOUND["trades"]] * 3).with_columns(pl.Series("id", ids, dtype=dtype))
    assert told(hand_in(tmp_path, {"trades.parquet": frame})) == wanted


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("clock", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_stored_moment_falls_on_its_day_whatever_its_unit_and_clock(tmp_path: Path, unit: str, clock: str) -> None:
    """A millisecond before midnight and midnight itself, on the exchange's clock; also before 1970."""
    midnights = [datetime(2026, 11, 20, tzinfo=JST), datetime(1969, 12, 31, tzinfo=JST)]
    moments = [moment for midnight in midnights for moment in (midnight - timedelta(milliseconds=1), midnight)]
    stored = pl.Series("executed_at", moments, dtype=pl.Datetime("us", "UTC"))
    stored = stored.dt.cast_time_unit(unit).dt.convert_time_zone(clock)  # type: ignore[arg-type]  # the names are polars' own
    rows = [SOUND["trades"] | {"id": str(number)} for number in range(4)]
    pack = read(hand_in(tmp_path, {"trades.parquet": text_frame(rows).with_columns(stored)}))
    assert [turnover.day for turnover in pack.trades or ()] == [
        date(1969, 12, 30),
        date(1969, 12, 31),
        date(2026, 11, 19),
        date(2026, 11, 20),
    ]
