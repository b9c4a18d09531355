"""Digests of many records that differ in their last field alone, as a column: of a few one by one, of many at once."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from hikiate.kernel.digests import beginning, digests

if TYPE_CHECKING:
    from hikiate.proofs.hashing import Engine

_AT_ONCE_FROM = {True: 10_000, False: 750_000}
"""Below so many, one by one is quicker: where what hashes many at once is loaded, and where it has to be loaded."""
_LETTER_MAX = 127
"""So long a field has a length that is one letter of text."""


def last_hashed(domain: str, shared: Sequence[str], last: pl.Series) -> pl.Series:
    """`digest(domain, [*shared, field])` for every last field."""
    lengths = last.str.len_bytes()
    if len(last) < _AT_ONCE_FROM[_engine.cache_info().currsize > 0] or any(
        length > _LETTER_MAX for length in lengths.unique()
    ):
        return pl.Series(digests(domain, shared, last), dtype=pl.String)
    return _at_once(beginning(domain, shared), last, lengths)


def load() -> None:
    """Load what hashes many at once, by hashing one."""
    _at_once(b"", pl.Series(["1"]), pl.Series([1], dtype=pl.UInt32))


@cache
def _engine() -> "Engine":
    from hikiate.proofs.hashing import engine  # noqa: PLC0415 - few have so much to hash, and it is slow to load

    return engine(threads=pl.thread_pool_size())


def _at_once(begun: bytes, last: pl.Series, lengths: pl.Series) -> pl.Series:
    import numpy as np  # noqa: PLC0415 - few have so much to hash, and it is slow to load

    letters = {length: "\0" * 7 + chr(length) for length in lengths.unique()}
    fields = pl.DataFrame({"length": lengths, "last": last}).select(
        (pl.col("length").replace_strict(letters, return_dtype=pl.String) + pl.col("last")).str.join("")
    )
    offsets = np.zeros(len(last) + 1, np.int64)
    np.cumsum(lengths.to_numpy() + np.int64(8), out=offsets[1:])
    flat = np.frombuffer(str(fields.item()).encode(), np.uint8)
    hashed = _engine().digests(begun, flat, offsets)
    return pl.Series(hashed).cast(pl.List(pl.UInt8)).cast(pl.Binary).bin.encode("hex")
