"""The loops that numba compiles: leaves, nodes, HMACs and digests, as many messages at once as an engine has lanes.

Bytes stand in memory in the order of the format; a word of 64 bits is eight of them as the machine loads them. Each
function works on the rows from `start` up to `end`, so that threads share an array. `lanes` is a tuple whose length
chooses the compression; an idle lane repeats the last message.
"""

from typing import TypeAlias

import numpy as np
from numba import njit

from hikiate.proofs.hashing.compression import INITIAL_STATE, Native, compress, copy, copy_swapped, swap

Array: TypeAlias = Native
Lanes: TypeAlias = Native

_INITIAL = np.array([INITIAL_STATE], np.uint32)
_BLOCK_BYTES = 64
_LENGTH_BYTES = 8
_PAD = 0x80
_INNER = np.uint64(0x3636363636363636)
_OUTER = np.uint64(0x5C5C5C5C5C5C5C5C)
_SUM_TOP = np.uint64(1 << 63)

_compiled = njit(cache=True, nogil=True)


@_compiled
def midstate(lanes: Lanes, prefix: Array, state: Array) -> None:
    """The state after a prefix of whole blocks: prefix (n, 8) uint64, state (1, 8) uint32."""
    states, blocks = _room(lanes)
    states[:] = _INITIAL[0]
    for index in range(len(prefix)):
        blocks[:] = prefix[index]
        compress(lanes, states, blocks)
    state[0] = states[0]


@_compiled
def leaves(
    lanes: Lanes, middle: Array, ends: Array, seals: Array, amounts: Array, out: Array, start: int, end: int
) -> None:
    """Leaf records from seals (n, 4), amounts (n, 2), uint64, into out (n, 6); `ends` (1, 2) pads the message."""
    states, blocks = _room(lanes)
    for first in range(start, end, len(lanes)):
        for lane in range(len(lanes)):
            row = min(first + lane, end - 1)
            copy(states, lane, 0, middle, 0, 0)
            copy(states, lane, 4, middle, 0, 4)
            copy(blocks, lane, 0, seals, row, 0)
            copy(blocks, lane, 2, seals, row, 2)
            copy(blocks, lane, 4, amounts, row, 0)
            copy(blocks, lane, 6, ends, 0, 0)
        compress(lanes, states, blocks)
        for lane in range(min(len(lanes), end - first)):
            _write(states, lane, out, first + lane)
            copy(out, first + lane, 4, amounts, first + lane, 0)


@_compiled
def nodes(lanes: Lanes, middle: Array, ends: Array, records: Array, out: Array, start: int, end: int) -> bool:
    """Node records from records (2n, 6) into out (n, 6), all uint64; `ends` (1, 4) is height and padding.

    False where a sum passes 2^127 - 1.
    """
    states, blocks = _room(lanes)
    fits = True
    for first in range(start, end, len(lanes)):
        for lane in range(len(lanes)):
            row = 2 * min(first + lane, end - 1)
            copy(states, lane, 0, middle, 0, 0)
            copy(states, lane, 4, middle, 0, 4)
            for word in range(0, 6, 2):
                copy(blocks, lane, word, records, row, word)
            copy(blocks, lane, 6, records, row + 1, 0)
        compress(lanes, states, blocks)
        for lane in range(len(lanes)):
            row = 2 * min(first + lane, end - 1)
            for word in range(0, 4, 2):
                copy(blocks, lane, word, records, row + 1, 2 + word)
                copy(blocks, lane, 4 + word, ends, 0, word)
        compress(lanes, states, blocks)
        for lane in range(min(len(lanes), end - first)):
            _write(states, lane, out, first + lane)
            row = 2 * (first + lane)
            left = swap(records[row, 5])
            low = left + swap(records[row + 1, 5])
            high = swap(records[row, 4]) + swap(records[row + 1, 4]) + np.uint64(low < left)
            fits &= high < _SUM_TOP
            out[first + lane, 4] = swap(high)
            out[first + lane, 5] = swap(low)
    return fits


@_compiled
def hmacs(lanes: Lanes, keys: Array, messages: Array, out: Array, start: int, end: int) -> None:
    """HMACs from key blocks (n, 8) uint64 and messages (n, m) uint8 into out (n, 4) uint64."""
    states, blocks = _room(lanes)
    size = messages.shape[1]
    count = (size + _LENGTH_BYTES) // _BLOCK_BYTES + 1
    octets = blocks.view(np.uint8)
    for first in range(start, end, len(lanes)):
        _keyed(lanes, states, blocks, keys, first, end, _INNER)
        for block in range(count):
            begin = block * _BLOCK_BYTES
            blocks[:] = np.uint64(0)
            for lane in range(len(lanes)):
                row = min(first + lane, end - 1)
                for place in range(min(_BLOCK_BYTES, size - begin)):
                    octets[lane, place] = messages[row, begin + place]
                if 0 <= size - begin < _BLOCK_BYTES:
                    octets[lane, size - begin] = _PAD
            if block == count - 1:
                blocks[:, 7] = swap(np.uint64((_BLOCK_BYTES + size) * 8))
            compress(lanes, states, blocks)
        inner = states.copy()
        _keyed(lanes, states, blocks, keys, first, end, _OUTER)
        blocks[:] = np.uint64(0)
        for lane in range(len(lanes)):
            _write(inner, lane, blocks, lane)
        octets[:, 32] = _PAD
        blocks[:, 7] = swap(np.uint64((_BLOCK_BYTES + 32) * 8))
        compress(lanes, states, blocks)
        for lane in range(min(len(lanes), end - first)):
            _write(states, lane, out, first + lane)


@_compiled
def digests(lanes: Lanes, prefix: Array, flat: Array, offsets: Array, out: Array, start: int, end: int) -> None:
    """Digests of prefix ‖ flat[offsets[i] : offsets[i + 1]], uint8, into out (n, 4) uint64."""
    states, blocks = _room(lanes)
    octets = blocks.view(np.uint8)
    counts = np.empty(len(lanes), np.int64)
    head = len(prefix)
    for first in range(start, end, len(lanes)):
        for lane in range(len(lanes)):
            row = min(first + lane, end - 1)
            counts[lane] = (head + offsets[row + 1] - offsets[row] + _LENGTH_BYTES) // _BLOCK_BYTES + 1
        states[:] = _INITIAL[0]
        for block in range(counts.max()):
            blocks[:] = np.uint64(0)
            for lane in range(len(lanes)):
                row = min(first + lane, end - 1)
                size = _fill(octets[lane], prefix, flat[offsets[row] : offsets[row + 1]], block * _BLOCK_BYTES)
                if block == counts[lane] - 1:
                    blocks[lane, 7] = swap(np.uint64(size * 8))
            compress(lanes, states, blocks)
            for lane in range(min(len(lanes), end - first)):
                if block == counts[lane] - 1:
                    _write(states, lane, out, first + lane)


@njit(inline="always")
def _fill(octets: Array, prefix: Array, message: Array, begin: int) -> int:
    """Fill a block with what stands from `begin` on in prefix ‖ message ‖ 0x80; the length of prefix ‖ message."""
    size = len(prefix) + len(message)
    for place in range(min(_BLOCK_BYTES, size + 1 - begin)):
        at = begin + place
        if at < len(prefix):
            octets[place] = prefix[at]
        elif at < size:
            octets[place] = message[at - len(prefix)]
        else:
            octets[place] = _PAD
    return size


@njit(inline="always")
def _room(lanes: Lanes) -> tuple[Array, Array]:
    return np.empty((len(lanes), 8), np.uint32), np.empty((len(lanes), 8), np.uint64)


@njit(inline="always")
def _write(states: Array, lane: int, out: Array, row: int) -> None:
    """A state as 32 bytes, the highest byte of each word first."""
    copy_swapped(out, row, 0, states, lane, 0)
    copy_swapped(out, row, 2, states, lane, 4)


@njit(inline="always")
def _keyed(lanes: Lanes, states: Array, blocks: Array, keys: Array, first: int, end: int, mask: Native) -> None:
    """The states after the key block of HMAC's inner or outer hash."""
    for lane in range(len(lanes)):
        row = min(first + lane, end - 1)
        for word in range(8):
            blocks[lane, word] = keys[row, word] ^ mask
        copy(states, lane, 0, _INITIAL, 0, 0)
        copy(states, lane, 4, _INITIAL, 0, 4)
    compress(lanes, states, blocks)
