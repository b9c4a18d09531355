"""Totals of bulk tables: equal to a plain sum, number by number, of any size and in any form."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from handed_in import EXCHANGE, SOUND, csv_text, hand_in, read, text_frame, told
from hypothesis import given
from hypothesis import strategies as st

from hikiate.facts.liabilities import Liability
from hikiate.facts.turnover import Turnover
from hikiate.kernel.amounts import MINOR_UNITS_MAX, amount_text

SCALES = {"JPY": 0, "BTC": 8, "ETH": 18}
JST = timezone(timedelta(hours=9))


def decimal(text: str) -> Decimal:
    """Exact, and no finer than it needs to be, because a column takes the finest scale of its values."""
    return Decimal(text.rstrip("0") if "." in text else text)


@st.composite
def balances(draw: st.DrawFn, largest: int = 10**19) -> list[dict[str, str]]:
    """Balances of distinct customers, with zeros at the ends of some and blank debts."""
    rows = []
    # A survey tells a key that begins with visible ASCII sooner than another; the totals are the same.
    prefix = draw(st.sampled_from(["c", "顧客", " ", "~"]))
    for number in range(draw(st.integers(0, 12))):
        asset = draw(st.sampled_from(list(SCALES)))
        minor = st.integers(0, largest) | st.integers(0, 10)
        texts = [amount_text(draw(minor), SCALES[asset]) for _ in range(2)]
        amount = texts[0] + draw(st.sampled_from(["", "000"])) if "." in texts[0] else texts[0]
        rows.append(
            {
                "customer": f"{prefix}{number}",
                "asset": asset,
                "amount": amount,
                "debt": draw(st.sampled_from(["", texts[1]])),
            }
        )
    return rows


def plain_sums(rows: list[dict[str, str]]) -> dict[str, Liability]:
    """The same totals, added one by one as fractions."""
    sums = {}
    for asset in sorted({row["asset"] for row in rows}):
        own = [row for row in rows if row["asset"] == asset]
        amount = sum(Fraction(row["amount"]) for row in own) * 10 ** SCALES[asset]
        debt = sum(Fraction(row["debt"] or "0") for row in own) * 10 ** SCALES[asset]
        assert amount.denominator == debt.denominator == 1
        sums[asset] = Liability(asset, amount.numerator, debt.numerator, len(own))
    return sums


@given(rows=balances())
def test_liabilities_are_the_sums_of_balances_in_every_form(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """CSV, Parquet of text, and Parquet of decimals give what a sum by hand gives."""
    wanted = plain_sums(rows)
    csv = csv_text(rows) if rows else "customer,asset,amount,debt\n"
    frame = text_frame(rows) if rows else text_frame([SOUND["balances"]]).clear()
    decimals = frame.with_columns(
        pl.Series(name, [None if text is None else decimal(text) for text in frame[name]], dtype=pl.Decimal(38, 18))
        for name in ("amount", "debt")
    )
    for name, content in (("csv", csv), ("parquet", frame), ("parquet", decimals)):
        folder = tmp_path_factory.mktemp("pack")
        assert read(hand_in(folder, {f"balances.{name}": content})).balances == wanted


@given(rows=balances(MINOR_UNITS_MAX))
def test_amounts_of_any_size_are_summed_exactly_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """Up to 127 bits each, and sums beyond, where plain 128-bit sums would have wrapped."""
    folder = tmp_path_factory.mktemp("pack")
    csv = csv_text(rows) if rows else "customer,asset,amount,debt\n"
    assert read(hand_in(folder, {"balances.csv": csv})).balances == plain_sums(rows)


@given(amounts=st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=9))
def test_whole_numbers_are_summed_beyond_their_own_width(
    tmp_path_factory: pytest.TempPathFactory, amounts: list[int]
) -> None:
    """A column of 64 bits does not overflow at 64 bits, nor does its asset's scale."""
    frame = pl.DataFrame(
        {
            "customer": [str(number) for number in range(len(amounts))],
            "asset": ["ETH"] * len(amounts),
            "amount": amounts,
        }
    )
    pack = read(hand_in(tmp_path_factory.mktemp("pack"), {"balances.parquet": frame}))
    assert pack.balances == {"ETH": Liability("ETH", sum(amounts) * 10**18, 0, len(amounts))}


@pytest.mark.parametrize("count", [2, 3, 1000])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_total_beyond_127_bits_is_exact_where_a_plain_sum_wraps(tmp_path: Path, form: str, count: int) -> None:
    """The sum that the column library itself makes is wrong here, and says nothing."""
    rows = [
        SOUND["balances"] | {"customer": f"c{n}", "asset": "JPY", "amount": str(MINOR_UNITS_MAX), "debt": ""}
        for n in range(count)
    ]
    plain = pl.Series([MINOR_UNITS_MAX] * count, dtype=pl.Int128).sum()
    assert plain != MINOR_UNITS_MAX * count
    content = csv_text(rows) if form == "csv" else text_frame(rows)
    wanted = {"JPY": Liability("JPY", MINOR_UNITS_MAX * count, 0, count)}
    assert read(hand_in(tmp_path, {f"balances.{form}": content})).balances == wanted


def test_turnover_beyond_127_bits_is_exact(tmp_path: Path) -> None:
    """A product of price and size that wraps alone, and products that wrap in sum."""
    large = {"price": str(10**20), "size": "100000000000.00000001"}
    rows = [
        SOUND["trades"] | large | {"id": f"t{number}", "executed_at": f"2026-11-20T10:00:0{number}+09:00"}
        for number in range(3)
    ]
    sizes = [
        {"price": "0.000000000000000001", "size": str(MINOR_UNITS_MAX // 10**8), "market": "BTC/ETH", "id": f"s{n}"}
        for n in range(3)
    ]
    rows += [SOUND["trades"] | size for size in sizes]
    for form, content in (("csv", csv_text(rows)), ("parquet", text_frame(rows))):
        trades = read(hand_in(tmp_path / form, {f"trades.{form}": content})).trades
        size = 3 * Fraction(large["size"])
        small = 3 * (MINOR_UNITS_MAX // 10**8)
        assert trades == (
            Turnover("BTC/ETH", date(2026, 11, 20), 3, Fraction(small, 10**18)),
            Turnover("BTC/JPY", date(2026, 11, 20), 3, size * 10**20),
        )


@st.composite
def trades(draw: st.DrawFn) -> list[dict[str, str]]:
    """Trades in several markets around midnight, written on clocks of several offsets."""
    rows = []
    for number in range(draw(st.integers(0, 12))):
        base, quote = draw(st.permutations(list(SCALES)))[:2]
        offset = timezone(timedelta(minutes=draw(st.sampled_from([-600, -330, 0, 540, 840]))))
        moment = datetime(2026, 11, 20, tzinfo=JST) + timedelta(microseconds=draw(st.integers(-(10**12), 10**12)))
        price = amount_text(draw(st.integers(1, 10**20)), draw(st.sampled_from([0, 2, 18])))
        size = amount_text(draw(st.integers(0, 10**19)), SCALES[base])
        written = moment.astimezone(offset).isoformat(sep=draw(st.sampled_from("T ")))
        if offset.utcoffset(None) == timedelta():
            written = written.replace("+00:00", draw(st.sampled_from(["Z", "+00:00"])))
        side = draw(st.sampled_from(["buy", "sell", "auction"]))
        rows.append(
            {
                "id": str(number),
                "executed_at": written,
                "market": f"{base}/{quote}",
                "side": side,
                "price": price,
                "size": size,
            }
        )
    return rows


@given(rows=trades())
def test_turnover_is_the_sum_of_price_times_size_by_market_and_day(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """By the day on the exchange's own clock, in CSV, in Parquet of text and in Parquet of moments and decimals."""
    groups: dict[tuple[str, date], list[tuple[Fraction, Fraction]]] = {}
    for row in rows:
        day = datetime.fromisoformat(row["executed_at"]).astimezone(JST).date()
        groups.setdefault((row["market"], day), []).append((Fraction(row["price"]), Fraction(row["size"])))
    wanted = tuple(
        Turnover(*key, len(group), sum((price * size for price, size in group), Fraction()))
        for key, group in sorted(groups.items())
    )
    frame = text_frame(rows) if rows else text_frame([SOUND["trades"]]).clear()
    moments = [datetime.fromisoformat(text) for text in frame["executed_at"]]
    typed = frame.with_columns(
        pl.Series("executed_at", moments, dtype=pl.Datetime("us", "UTC")),
        pl.Series("size", [decimal(text) for text in frame["size"]], dtype=pl.Decimal(38, 18)),
    )
    csv = csv_text(rows) if rows else ",".join(SOUND["trades"]) + "\n"
    for name, content in (("csv", csv), ("parquet", frame), ("parquet", typed)):
        folder = tmp_path_factory.mktemp("pack")
        assert read(hand_in(folder, {f"trades.{name}": content})).trades == wanted


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-20T00:00:00+09:00", date(2026, 11, 20)),
        ("2026-11-19T23:59:59.999999+09:00", date(2026, 11, 19)),
        ("2026-11-19T15:00:00Z", date(2026, 11, 20)),
        ("2026-11-19T14:59:59.999999999Z", date(2026, 11, 19)),
        ("2026-11-19 10:00:00-05:00", date(2026, 11, 20)),
        ("2026-11-20T05:29:59+14:30", date(2026, 11, 19)),
        ("1969-12-31T14:59:59Z", date(1969, 12, 31)),
        ("1969-12-31T15:00:00Z", date(1970, 1, 1)),
        ("1000-01-01T00:00:00+09:00", date(1000, 1, 1)),
        ("2999-12-31T23:59:59-09:00", date(3000, 1, 1)),
    ],
)
def test_a_moment_falls_on_its_day_of_the_exchange_s_clock(tmp_path: Path, written: str, day: date) -> None:
    """Whatever clock it was written with; midnight belongs to the day that begins."""
    content = csv_text([SOUND["trades"] | {"executed_at": written}])
    [turnover] = read(hand_in(tmp_path, {"trades.csv": content})).trades or ()
    assert turnover.day == day
    assert turnover.quote == "JPY"


def test_the_exchange_s_clock_may_stand_elsewhere(tmp_path: Path) -> None:
    """A snapshot in UTC counts days in UTC."""
    trade = csv_text([SOUND["trades"] | {"executed_at": "2026-11-20T08:59:59+09:00"}])
    [turnover] = read(hand_in(tmp_path, {"trades.csv": trade}, EXCHANGE.replace("+09:00", "Z"))).trades or ()
    assert turnover.day == date(2026, 11, 19)


@pytest.mark.parametrize("asset", ["JPY", "BTC", "ETH"])
def test_a_large_amount_stands_beside_the_finest_one(tmp_path: Path, asset: str) -> None:
    """A coarse asset's amount is not lost because another asset's row has eighteen decimals."""
    rows = [
        {"customer": "a", "asset": "ETH", "amount": "0.000000000000000001", "debt": ""},
        {"customer": "b", "asset": asset, "amount": str(10**20), "debt": ""},
    ]
    pack = read(hand_in(tmp_path, {"balances.csv": csv_text(rows)}))
    assert pack.balances == plain_sums(rows)


def test_a_quoted_blank_debt_is_no_debt(tmp_path: Path) -> None:
    """As an unquoted one, and as blanks."""
    text = 'customer,asset,amount,debt\na,BTC,1,""\nb,BTC,1,\nc,BTC,1,"  "\n'
    pack = read(hand_in(tmp_path, {"balances.csv": text}))
    assert pack.balances == {"BTC": Liability("BTC", 3 * 10**8, 0, 3)}


def test_an_asset_of_faulty_rows_never_drops_out_in_silence(tmp_path: Path) -> None:
    """One bad balance among sound assets refuses the table."""
    rows = [SOUND["balances"], SOUND["balances"] | {"asset": "ETH", "amount": "1e3"}]
    assert told(hand_in(tmp_path, {"balances.csv": csv_text(rows)})) == [
        ("not_decimal", "balances.csv row 3 column amount")
    ]
