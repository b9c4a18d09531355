"""Reference prices: by formula from what was handed in, never from another day, and never silently from long ago."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from incidents import CASH, codes, figure, hand_in, made, refusal

from hikiate.cli.compensation import worked_out

FIXED = 'kind = "fixed"\ncurrency = "JPY"\nprice = "88.549"'
WINDOW = 'market = "XEM/JPY"\nfrom = 2018-01-26T12:09:00+09:00\nuntil = 2018-01-27T23:00:00+09:00'
VWAP = CASH.replace(FIXED, f'kind = "vwap"\ncurrency = "JPY"\n{WINDOW}')
SPOT = CASH.replace(FIXED, 'kind = "spot"\ncurrency = "JPY"\nmarket = "XEM/JPY"\nat = 2018-01-26T12:09:00+09:00')
NOON = "2018-01-26T12:00:00+09:00"
TRADES = """id,executed_at,market,side,price,size
1,2018-01-26T12:08:59.999999+09:00,XEM/JPY,buy,1000,5
2,2018-01-26T12:09:00+09:00,XEM/JPY,buy,90,2
3,2018-01-27T13:59:59Z,XEM/JPY,sell,84,1
4,2018-01-27T23:00:00+09:00,XEM/JPY,buy,1000,5
5,2018-01-26T13:00:00+09:00,BTC/JPY,buy,1000000,5
"""


def priced(folder: Path, text: str, **more: Any) -> str | None:  # noqa: ANN401 - what incidents.made takes
    """The reference price of XEM that comes out."""
    return figure(made(folder, text, **more), "reference_price.XEM")


def test_a_fixed_price_is_taken_as_announced(tmp_path: Path) -> None:
    """To the last decimal."""
    assert priced(tmp_path, CASH) == "88.549"


def test_a_mean_counts_each_venue_once(tmp_path: Path) -> None:
    """Rounded half up at the decimals that are stated."""
    prices = 'kind = "mean"\ncurrency = "JPY"\nprices = { a = "100", b = "101", c = "101" }'
    assert priced(tmp_path / "1", CASH.replace(FIXED, prices)) == "100.666666666667"
    assert priced(tmp_path / "2", CASH.replace(FIXED, prices + "\ndecimals = 3")) == "100.667"


def test_a_vwap_takes_its_window_half_open_and_its_market_alone(tmp_path: Path) -> None:
    """2 at 90 and 1 at 84, across midnight; the trade at the very end of the window is not in it."""
    assert priced(tmp_path, VWAP, tables={"trades": TRADES}) == "88"


def test_trades_may_stand_in_a_file_beside_the_incident(tmp_path: Path) -> None:
    """They happened after the pack; the file is checked as a pack's table is."""
    text = VWAP.replace('market = "XEM/JPY"', 'market = "XEM/JPY"\ntrades = "zaif.csv"')
    assert priced(tmp_path / "1", text, beside={"zaif.csv": TRADES}) == "88"
    found = refusal(tmp_path / "2", text, beside={"zaif.csv": TRADES.replace("buy,90", "buy,-90")})
    assert found == [("input.negative", "zaif.csv row 3 column price")]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_moments_of_any_precision_fall_on_the_same_side_of_a_window(tmp_path: Path, unit: Any) -> None:  # noqa: ANN401 - polars' own literal
    """Parquet has milliseconds, microseconds or nanoseconds."""
    frame = pl.DataFrame(
        {
            "id": ["1", "2", "3"],
            "executed_at": ["2018-01-26T03:09:00Z", "2018-01-27T14:00:00Z", "2018-01-27T13:59:59Z"],
            "market": ["XEM/JPY"] * 3,
            "side": ["buy"] * 3,
            "price": [Decimal("90.5"), Decimal("1000.0"), Decimal("84.5")],
            "size": [Decimal("2.0"), Decimal("9.0"), Decimal("1.0")],
        }
    ).with_columns(pl.col("executed_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit=unit, time_zone="UTC"))
    text = VWAP.replace('market = "XEM/JPY"', 'market = "XEM/JPY"\ntrades = "t.parquet"')
    tmp_path.joinpath("t.parquet").parent.mkdir(exist_ok=True)
    frame.write_parquet(tmp_path / "t.parquet")
    assert priced(tmp_path, text) == "88.5"


def test_sums_that_might_wrap_are_made_number_by_number(tmp_path: Path) -> None:
    """Prices and sizes of eighteen decimals and many digits."""
    price, size = "123456789012345678.123456789012345678", "98765432109876543.123456"
    rows = f"2,2018-01-26T12:09:00+09:00,XEM/JPY,buy,{price},{size}\n3,2018-01-26T12:10:00+09:00,XEM/JPY,buy,1,1\n"
    text = VWAP.replace('market = "XEM/JPY"', 'market = "XEM/JPY"\ndecimals = 6\ntrades = "t.csv"').replace("400", "1")
    exact = (Fraction(price) * Fraction(size) + 1) / (Fraction(size) + 1)
    got = priced(tmp_path, text, beside={"t.csv": TRADES.splitlines()[0] + "\n" + rows})
    assert got is not None
    assert abs(Fraction(got) - exact) <= Fraction(1, 2 * 10**6)


def test_a_spot_price_is_that_of_the_last_moment_by_then(tmp_path: Path) -> None:
    """Several trades of one moment count by their size."""
    more = "6,2018-01-26T12:09:00+09:00,XEM/JPY,buy,96,1\n"
    assert priced(tmp_path, SPOT, tables={"trades": TRADES + more}) == "92"


def test_a_spot_price_of_long_before_is_remarked_and_of_a_day_before_refused(tmp_path: Path) -> None:
    """A stale price is never used silently."""
    later = SPOT.replace("at = 2018-01-26T12:09:00", "at = 2018-01-26T14:00:00")
    made_of = made(tmp_path / "1", later, tables={"trades": TRADES})
    assert (figure(made_of, "reference_price.XEM"), "price.old" in codes(made_of)) == ("90", True)
    assert "price.old" not in codes(made(tmp_path / "2", SPOT, tables={"trades": TRADES}))
    too_late = SPOT.replace("at = 2018-01-26T12:09:00", "at = 2018-02-26T14:00:00")
    found = refusal(tmp_path / "3", too_late, tables={"trades": TRADES})
    assert found == [("price.no_trades", "incident.toml reference_price XEM")]


@pytest.mark.parametrize(
    ("at", "prices"),
    [
        ("2018-01-26", "day,asset,currency,price,source\n2018-01-26,XEM,JPY,95,x\n2018-01-25,XEM,JPY,101,x\n"),
        (
            "2018-01-26T12:00:00+09:00",
            f"day,at,asset,currency,price,source\n,{NOON},XEM,JPY,95,x\n,{NOON},XEM,JPY,95,y\n2018-01-25,,XEM,JPY,101,x\n",
        ),
    ],
)
def test_a_spot_price_may_be_that_of_the_packs_table(tmp_path: Path, at: str, prices: str) -> None:
    """Of that very day, or of that very moment; sources that agree are one price."""
    text = CASH.replace(FIXED, f'kind = "spot"\ncurrency = "JPY"\nat = {at}')
    assert priced(tmp_path, text, tables={"prices": prices}) == "95"


@pytest.mark.parametrize(
    ("text", "tables", "code"),
    [
        (VWAP, {"trades": TRADES.replace("90,2", "90,0").replace("84,1", "84,0")}, "price.no_trades"),
        (VWAP, {}, "price.no_trades"),
        (VWAP.replace('"XEM/JPY"', '"BTC/JPY"'), {"trades": TRADES}, "price.other_market"),
        (VWAP.replace('currency = "JPY"', 'currency = "USD"'), {"trades": TRADES}, "price.other_market"),
        (CASH.replace(FIXED, 'kind = "spot"\ncurrency = "JPY"\nat = 2018-01-28'), {}, "price.not_listed"),
        (
            CASH.replace(FIXED, 'kind = "spot"\ncurrency = "JPY"\nat = 2018-01-25'),
            {"prices": "day,asset,currency,price,source\n2018-01-25,XEM,JPY,95,x\n2018-01-25,XEM,JPY,96,y\n"},
            "price.not_listed",
        ),
        (CASH.replace('price = "88.549"', 'price = "0.4"\ndecimals = 0'), {}, "price.too_small"),
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_had_is_refused(tmp_path: Path, text: str, tables: dict[str, str], code: str) -> None:
    """Never guessed, crossed or taken from elsewhere."""
    assert refusal(tmp_path, text, tables=tables) == [(code, _place(code))]


def _place(code: str) -> str:
    return "incident.toml reference_price XEM" + (" key market" if code == "price.other_market" else "")


@pytest.mark.shared_data
def test_a_vwap_over_midnight_of_real_executions_is_that_of_a_sum_made_apart(
    tmp_path: Path, real_data: Path, run_hikiate: Callable[..., tuple[int, str, str]]
) -> None:
    """bitFlyer, 24 and 25 January 2018, from 22:00 to 02:00 Japan time, summed again by Python's fractions."""
    window = 'market = "BTC/JPY"\nfrom = 2018-01-24T22:00:00+09:00\nuntil = 2018-01-25T02:00:00+09:00'
    text = CASH.replace(FIXED, f'kind = "vwap"\ncurrency = "JPY"\n{window}').replace('"XEM"', '"BTC"')
    text = text.replace("[reference_price.XEM]", "[reference_price.BTC]").replace('"hot"', '"cold"').replace("400", "2")
    pack, incident = hand_in(tmp_path, text)
    files = [real_data / "trades" / f"bitflyer_BTC_JPY_201801{day}.parquet" for day in (24, 25)]
    code, _, said = run_hikiate("import", "bitflyer-executions", *files, "--into", pack, "--format", "parquet")
    assert code == 0, said
    rows = pl.read_parquet(pack / "trades.parquet").select("executed_at", "price", "size").rows()
    start, end = (datetime.fromisoformat(f"2018-01-{at}:00:00+09:00") for at in ("24T22", "25T02"))
    inside = [
        (Fraction(price), Fraction(size)) for at, price, size in rows if start <= datetime.fromisoformat(at) < end
    ]
    assert len(inside) > 10_000
    exact = sum((price * size for price, size in inside), Fraction(0)) / sum(size for _, size in inside)
    got = figure(worked_out(pack, incident, None).made, "reference_price.BTC")
    assert got is not None
    assert abs(Fraction(got) - exact) <= Fraction(1, 2 * 10**12)
