"""What is compiled for the addresses and keys of a million payments, loaded while tables are read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import polars as pl

_BYTES_FROM = 10_000_000
"""The balances of some hundred thousand customers; fewer are checked sooner than half a second of loading is over."""
_ADDRESSES = {
    "BTC": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "ETH": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
}


@contextmanager
def loading(table_bytes: int) -> Iterator[None]:
    """Load it beside what is done inside, where a table of so many bytes is read; ends when both have.

    What fails to load fails again where it is needed, and is told there.
    """
    if table_bytes < _BYTES_FROM:
        yield
        return
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_load)
        yield


def _load() -> None:
    from hikiate.remedy.payouts.addresses import cleared  # noqa: PLC0415 - slow to load, which is why it is done here

    for asset, address in _ADDRESSES.items():
        cleared(asset, pl.Series([address]))
