"""A table in parts is the table: however it is cut, and whoever surveys its parts."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest
from handed_in import EXCHANGE
from hypothesis import given
from hypothesis import strategies as st

from hikiate.facts.exchange import read_exchange
from hikiate.facts.faults import FAULTS_SHOWN_MAX
from hikiate.facts.liabilities import all_liabilities, survey_balances
from hikiate.facts.parted import surveyed
from hikiate.facts.raw import RawTable
from hikiate.facts.survey import all_secrets, survey_secrets
from hikiate.facts.tables import BALANCES, SECRETS, TRADES
from hikiate.facts.turnover import survey_trades, whole_turnover
from hikiate.kernel.findings import Refused

_EXCHANGE = read_exchange(EXCHANGE)
_BALANCES = (survey_balances, all_liabilities)
Row = dict[str, str]


def table(rows: list[Row], *cuts: int) -> RawTable:
    """Rows as a table, in parts where it is cut."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    whole = RawTable("t/", frame.lazy(), frame.schema, 1)
    if not cuts:
        return whole
    edges = [0, *sorted(cuts), len(rows)]
    parts = [
        RawTable(f"t/{number}.parquet", frame.slice(first, end - first).lazy(), frame.schema, 1)
        for number, (first, end) in enumerate(itertools.pairwise(edges))
    ]
    return replace(whole, parts=tuple(parts))


def balance(number: int, asset: str = "BTC") -> Row:
    """A balance of a customer, who owes something too."""
    return {"customer": f"c{number}", "asset": asset, "amount": f"{number}.5" if asset == "BTC" else "7", "debt": "1"}


def told(raw: RawTable) -> list[str]:
    """Where what is found."""
    with pytest.raises(Refused) as refused:
        surveyed(BALANCES, raw, _EXCHANGE, _BALANCES)
    return [f"{fault.code} {fault.where}" for fault in refused.value.faults]


@given(
    assets=st.lists(st.sampled_from(["BTC", "JPY"]), min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 12), min_size=1, max_size=4),
    at_hand=st.booleans(),
)
def test_balances_in_parts_come_to_what_they_come_to(assets: list[str], cuts: list[int], *, at_hand: bool) -> None:
    """Also in parts without rows."""
    rows = [balance(number, asset) for number, asset in enumerate(assets)]
    parted = table(rows, *(min(cut, len(rows)) for cut in cuts))
    wanted = surveyed(BALANCES, table(rows), _EXCHANGE, _BALANCES)
    if at_hand:
        with ThreadPoolExecutor(2) as hands:
            assert surveyed(BALANCES, parted, _EXCHANGE, _BALANCES, hands) == wanted
    else:
        assert surveyed(BALANCES, parted, _EXCHANGE, _BALANCES) == wanted


def test_trades_and_secrets_in_parts_come_to_what_they_come_to() -> None:
    """By market and day, however a day is cut."""
    trades = [
        {
            "id": str(number),
            "market": "BTC/JPY",
            "side": "buy" if number % 2 else "sell",
            "price": "3",
            "size": "0.1",
            "executed_at": f"2026-11-{19 + number % 2}T12:00:00+09:00",
        }
        for number in range(5)
    ]
    how = (survey_trades, whole_turnover)
    assert surveyed(TRADES, table(trades, 2, 3), _EXCHANGE, how) == surveyed(TRADES, table(trades), _EXCHANGE, how)
    secrets = [{"customer": f"c{number}", "secret": "ab" * 16} for number in range(3)]
    assert surveyed(SECRETS, table(secrets, 1), _EXCHANGE, (survey_secrets, all_secrets)) == 3


def test_a_key_of_two_parts_is_named_where_it_stands_again() -> None:
    """By its file and its row there."""
    rows = [balance(1), balance(2), balance(3), balance(2), balance(1), balance(1, "JPY")]
    assert told(table(rows, 2, 4)) == ["input.duplicate t/1.parquet row 2", "input.duplicate t/2.parquet row 1"]


def test_faults_of_all_parts_are_told_at_once_and_the_rest_is_counted() -> None:
    """Each with its file; of very many the first, and how many more."""
    rows = [balance(number, "XXX") for number in range(2)] + [balance(9)] + [balance(4, "YYY")]
    assert told(table(rows, 1, 3)) == [
        f"input.unknown_asset t/{part}.parquet row {row} column asset" for part, row in ((0, 1), (1, 1), (2, 1))
    ]
    many = told(table([balance(number, "XXX") for number in range(FAULTS_SHOWN_MAX + 60)], FAULTS_SHOWN_MAX - 10))
    assert len(many) == FAULTS_SHOWN_MAX + 1
    assert many[-1].startswith("input.more_faults")
