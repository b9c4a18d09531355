"""What is compiled is loaded beside other work, and only where there is much to look at."""

import polars as pl
import pytest

from hikiate.remedy.payouts import addresses
from hikiate.remedy.payouts.loading import loading


@pytest.mark.parametrize(("table_bytes", "wanted"), [(0, []), (10**9, ["BTC", "ETH"])])
def test_it_is_loaded_for_a_large_table_alone(
    monkeypatch: pytest.MonkeyPatch, table_bytes: int, wanted: list[str]
) -> None:
    """By clearing one sound address of each kind, when the work inside has ended."""
    asked: list[str] = []
    clear = addresses.cleared

    def noted(asset: str, of: pl.Series) -> pl.Series:
        asked.append(asset)
        left = clear(asset, of)
        assert left.is_empty()
        return left

    monkeypatch.setattr(addresses, "cleared", noted)
    with loading(table_bytes):
        pass
    assert asked == wanted


def test_what_fails_to_load_is_told_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are read all the same."""

    def broken(_asset: str, _of: pl.Series) -> pl.Series:
        raise RuntimeError

    monkeypatch.setattr(addresses, "cleared", broken)
    with loading(10**9):
        done = True
    assert done
