"""What is compiled for the addresses and keys of a million payments, loaded while tables are read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import polars as pl

from hikiate.facts.raw import RawTable, collected

_ROWS_FROM = 1_500_000
"""Fewer balances are checked and keyed one by one sooner than half a second of loading is over."""
_ADDRESSES = {
    "BTC": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "ETH": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
}


@contextmanager
def loading(balances: RawTable | None) -> Iterator[None]:
    """Load it beside what is done inside, where there are many balances; ends when both have.

    What fails to load fails again where it is needed, and is told there; so is a table that cannot be read.
    """
    with ThreadPoolExecutor(1) as pool:
        if balances is not None:
            pool.submit(_load_for, balances)
        yield


def _load_for(balances: RawTable) -> None:
    if collected(balances, balances.frame.select(pl.len())).item() < _ROWS_FROM:
        return
    from hikiate.remedy.payouts.addresses import cleared  # noqa: PLC0415 - slow to load, which is why it is done here
    from hikiate.remedy.payouts.keys import load  # noqa: PLC0415 - as above

    for asset, address in _ADDRESSES.items():
        cleared(asset, pl.Series([address]))
    load()
