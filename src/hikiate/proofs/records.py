"""Fixed records as arrays of bytes: hex read, amounts written, records put in order and found by their first 32 bytes.

An array of records has shape (n, size) and type uint8. Order is that of the bytes, so it is the same on every machine.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.uint64]

KEY_BYTES = 32
AMOUNT_BYTES = 16

_WORD_BYTES = 8
_BLOCK_BYTES = 64
_HEX_DIGITS = np.full(256, 0, np.uint8)
for _value, _digit in enumerate("0123456789abcdef"):
    _HEX_DIGITS[ord(_digit)] = _HEX_DIGITS[ord(_digit.upper())] = _value


def flat_text(texts: pl.Series) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Texts as one row of UTF-8 bytes, and the n + 1 offsets at which they begin and end."""
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_bytes().to_numpy(), out=offsets[1:])
    joined = texts.str.join("").item() if len(texts) else ""
    return np.frombuffer(joined.encode(), np.uint8), offsets


def bytes_of_hex(digits: pl.Series) -> Bytes:
    """Hex digits, as many in every row, as bytes: shape (n, digits / 2)."""
    flat, _ = flat_text(digits)
    nibbles = _HEX_DIGITS[flat].reshape(len(digits), -1)
    return np.ascontiguousarray(nibbles[:, 0::2] << 4 | nibbles[:, 1::2])


def amount_bytes(high: Numbers, low: Numbers) -> Bytes:
    """Amounts given in two halves of 64 bits as 16 bytes each, the highest first."""
    halves = np.stack([high, low], axis=1).astype(">u8")
    return halves.view(np.uint8).reshape(len(high), AMOUNT_BYTES)


def amounts_of(written: Bytes) -> tuple[Numbers, Numbers]:
    """The two halves of amounts of 16 bytes each."""
    halves = np.ascontiguousarray(written).view(">u8").astype(np.uint64)
    return halves[:, 0], halves[:, 1]


def key_blocks(keys: Bytes) -> Bytes:
    """Keys of at most 64 bytes with zeros after them, as HMAC pads them: shape (n, 64)."""
    blocks = np.zeros((len(keys), _BLOCK_BYTES), np.uint8)
    blocks[:, : keys.shape[1]] = keys
    return blocks


def first_bits(keys: Bytes, bits: int) -> npt.NDArray[np.int64]:
    """The first bits of each key as a number; `bits` is at most 63."""
    if bits == 0:
        return np.zeros(len(keys), np.int64)
    return (_first_word(keys) >> np.uint64(64 - bits)).astype(np.int64)


def order_of(keys: Bytes) -> npt.NDArray[np.intp]:
    """The permutation that puts keys of 32 bytes in ascending order."""
    first = _first_word(keys)
    order = np.argsort(first, kind="stable")
    placed = first[order]
    if (placed[1:] == placed[:-1]).any():
        # Equal first words are a matter of chance once in millions of customers, or of an attack; then all words count.
        order = np.lexsort(_words(keys)[:, ::-1].T)
    return order


def places_of(keys: Bytes, ordered: Bytes) -> npt.NDArray[np.int64]:
    """Where each key stands among ordered and distinct ones; -1 for a key that is not among them."""
    if not len(ordered):
        return np.full(len(keys), -1, np.int64)
    first, wanted = _first_word(ordered), _first_word(keys)
    places = np.minimum(np.searchsorted(first, wanted), len(ordered) - 1)
    missed = np.flatnonzero((ordered[places] != keys).any(axis=1))
    for index in missed:
        # The first of several keys that share their first word was looked at: look at the others, if there are any.
        alike = range(int(places[index]), len(ordered))
        shared = (place for place in alike if first[place] == wanted[index])
        places[index] = next((place for place in shared if (ordered[place] == keys[index]).all()), -1)
    return places.astype(np.int64)


def _first_word(keys: Bytes) -> Numbers:
    return np.ascontiguousarray(keys[:, :_WORD_BYTES]).view(">u8").astype(np.uint64).ravel()


def _words(keys: Bytes) -> Numbers:
    return np.ascontiguousarray(keys).view(">u8").astype(np.uint64)
