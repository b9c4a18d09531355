"""The compression function, compiled anew: each implementation against hashlib's, and the copies beside it."""

import hashlib

import numpy as np
import pytest
from numba import njit

from hikiate.proofs.hashing import available
from hikiate.proofs.hashing.compression import (
    INITIAL_STATE,
    PLAIN_LANES,
    SHA_NI_LANES,
    VECTOR_LANES,
    Native,
    compress,
    copy,
    copy_swapped,
    swap,
)


@njit  # type: ignore[untyped-decorator] # numba is untyped
def hashed(lanes: Native, states: Native, blocks: Native, out: Native) -> None:
    """Compress one block a lane, and write the states out in both orders of bytes."""
    compress(lanes, states, blocks)
    for lane in range(len(lanes)):
        copy(out, lane, 0, states, lane, 0)
        copy_swapped(out, lane, 2, states, lane, 4)
        out[lane, 4] = swap(np.uint64(lane + 1))


LANES = {"sha_ni": SHA_NI_LANES, "vector": VECTOR_LANES, "plain": PLAIN_LANES}


@pytest.mark.parametrize("name", available()[:-1])
def test_a_block_is_compressed_as_hashlib_does(name: str) -> None:
    """A message of 55 bytes is one block; its digest is the state with its words' bytes turned round."""
    lanes = LANES[name]
    messages = [bytes([lane] * 55) for lane in range(lanes)]
    padded = b"".join(message + b"\x80" + (55 * 8).to_bytes(8, "big") for message in messages)
    states = np.array([INITIAL_STATE] * lanes, np.uint32)
    blocks = np.frombuffer(padded, np.uint64).reshape(lanes, 8).copy()
    out = np.zeros((lanes, 5), np.uint64)
    hashed((0,) * lanes, states, blocks, out)
    digests = [hashlib.sha256(message).digest() for message in messages]
    assert [row.astype(">u4").tobytes() for row in states] == digests
    assert [row[2:4].tobytes() for row in out] == [digest[16:] for digest in digests]
    assert [row[:2].view(np.uint32).astype(">u4").tobytes() for row in out] == [digest[:16] for digest in digests]
    assert out[:, 4].tolist() == [(lane + 1) << 56 for lane in range(lanes)]
