"""Checksums of a million addresses at once: which of them are surely sound.

Each function takes addresses of any length and answers true where the checksum of the common form holds. False says
nothing: what is not of the common form is for the library that knows all forms, and that is asked one by one. Sources:
Base58Check of Bitcoin, BIP 173 and BIP 350 (bech32, bech32m), ERC-55, and Keccak's specification for its permutation.
The loops are compiled (kernels), which is loaded by the first of these that is asked.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from hikiate.proofs.hashing import engine

Letters = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

ABSENT = 255
"""What a table of letters has for one that is none."""
_ACCOUNT_BYTES, _CHECK_BYTES = 21, 4
CHECKED_BYTES = _ACCOUNT_BYTES + _CHECK_BYTES
"""A version, an account of 20 bytes, and the first four bytes of their digest."""

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def base58_sound(addresses: pl.Series, alphabet: str, versions: tuple[int, ...]) -> pl.Series:
    """Base58Check of one of the versions and 20 bytes, in the 58 letters of the alphabet."""
    from hikiate.remedy.payouts import kernels  # noqa: PLC0415 - numba is slow to load

    (flat, offsets), table = _flat(addresses), _table(alphabet)
    records = np.empty((len(addresses), CHECKED_BYTES), np.uint8)
    fits = np.empty(len(addresses), np.bool_)
    _in_threads(
        len(addresses), lambda start, end: kernels.base58_records(flat, offsets, table, records, fits, start, end)
    )
    fits &= np.isin(records[:, 0], versions)
    asked = np.flatnonzero(fits)
    digest = _sha256(_sha256(records[asked, :_ACCOUNT_BYTES]))
    fits[asked] = (digest[:, :_CHECK_BYTES] == records[asked, _ACCOUNT_BYTES:]).all(axis=1)
    return pl.Series(fits)


def bech32_sound(addresses: pl.Series) -> pl.Series:
    """A witness address of Bitcoin's main network in small letters: version 0, or version 1 of 32 bytes."""
    from hikiate.remedy.payouts import kernels  # noqa: PLC0415 - as above

    (flat, offsets), table, fits = _flat(addresses), _table(_BECH32), np.empty(len(addresses), np.bool_)
    _in_threads(len(addresses), lambda start, end: kernels.bech32_checked(flat, offsets, table, fits, start, end))
    return pl.Series(fits)


def hex_sound(addresses: pl.Series) -> pl.Series:
    """0x and 40 hex digits: in one case, or with capitals as ERC-55 has them."""
    from hikiate.remedy.payouts import kernels  # noqa: PLC0415 - as above

    (flat, offsets), fits = _flat(addresses), np.empty(len(addresses), np.bool_)
    _in_threads(len(addresses), lambda start, end: kernels.hex_checked(flat, offsets, fits, start, end))
    return pl.Series(fits)


def _sha256(messages: Letters) -> Letters:
    """The hashes (n, 32) of messages of one length, a message a row."""
    offsets = np.arange(len(messages) + 1, dtype=np.int64) * messages.shape[1]
    return engine(threads=pl.thread_pool_size()).digests(b"", np.ascontiguousarray(messages).reshape(-1), offsets)


def _table(alphabet: str) -> Letters:
    """The value of each letter by its code; ABSENT for one that is none."""
    table = np.full(256, ABSENT, dtype=np.uint8)
    table[np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8)] = np.arange(len(alphabet), dtype=np.uint8)
    return table


def _flat(addresses: pl.Series) -> tuple[Letters, Offsets]:
    """All letters one after the other, and where each address begins and the last ends."""
    flat = np.frombuffer(str(addresses.str.join("").item()).encode(), np.uint8)
    offsets = np.zeros(len(addresses) + 1, np.int64)
    np.cumsum(addresses.str.len_bytes().to_numpy(), out=offsets[1:])
    return flat, offsets


def _in_threads(rows: int, part: Callable[[int, int], None]) -> None:
    """Call `part` for pieces of so many rows, as many at once as polars has threads."""
    threads = max(pl.thread_pool_size(), 1)
    edges = [rows * thread // threads for thread in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda edge: part(*edge), pairwise(edges)))
