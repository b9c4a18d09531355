"""What is compiled is loaded beside other work, and only where there is much to look at."""

import polars as pl
import pytest

from hikiate.facts.raw import RawTable
from hikiate.remedy.payouts import addresses
from hikiate.remedy.payouts.loading import loading

_MANY = 1_500_000


def balances(rows: int) -> RawTable:
    """A table with so many rows."""
    frame = pl.DataFrame({"customer": pl.int_range(rows, eager=True)})
    return RawTable("balances.parquet", frame.lazy(), frame.schema, first_row=1)


@pytest.mark.parametrize(
    ("table", "wanted"), [(None, []), (balances(_MANY - 1), []), (balances(_MANY), ["BTC", "ETH"])]
)
def test_it_is_loaded_for_a_large_table_alone(
    monkeypatch: pytest.MonkeyPatch, table: RawTable | None, wanted: list[str]
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
    with loading(table):
        pass
    assert asked == wanted


def test_what_fails_to_load_is_told_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are read all the same."""

    def broken(_asset: str, _of: pl.Series) -> pl.Series:
        raise RuntimeError

    monkeypatch.setattr(addresses, "cleared", broken)
    with loading(balances(_MANY)):
        done = True
    assert done


def test_a_table_that_cannot_be_read_is_told_by_who_reads_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Counting its rows fails quietly."""
    file = tmp_path_factory.mktemp("pack") / "balances.parquet"
    file.write_bytes(b"none")
    with loading(RawTable(file.name, pl.scan_parquet(file), {}, first_row=1)):
        done = True
    assert done
