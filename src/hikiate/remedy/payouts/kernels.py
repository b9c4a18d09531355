"""The loops that numba compiles: base58, bech32 and Keccak over many addresses that stand in memory one after another.

`flat` (uint8) has the letters of all addresses, `offsets` (int64) where each begins and the last ends, `out` an answer
for each. Each function works on the rows from `start` up to `end`, so that threads share an array.
"""

from typing import Any, TypeAlias

import numpy as np
from numba import njit

from hikiate.remedy.payouts.checksums import ABSENT, CHECKED_BYTES

Array: TypeAlias = Any
"""An array as numba sees it; it has no types of its own for mypy."""

_BASE58_LETTERS_MIN, _BASE58_LETTERS_MAX = 26, 35
_LIMBS = 7
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

_GENERATORS = np.array([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3], np.uint32)
_CHECK_BITS = np.uint32(0x1FFFFFF)
_OLD, _NEW = np.uint32(1), np.uint32(0x2BC830A3)
_PREFIX = np.frombuffer(b"bc1", np.uint8).copy()
_EXPANDED = np.array([3, 3, 0, 2, 3], np.uint8)
_SHORT_LETTERS, _LONG_LETTERS = 42, 62
_CHECK_LETTERS = 6

_HEX_LETTERS = 40
_NO_HEX, _ONE_CASE, _BOTH_CASES = np.uint8(0), np.uint8(1), np.uint8(2)
_TOGETHER = 64
"""So many messages go through the permutation side by side, one in each element of a vector."""
_LANES = 25
_TURNS = np.array(
    [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44], np.uint64
)
_PLACES = np.array([10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1])
_END_OF_BLOCK = np.uint64(1 << 63)
_LAST_OF_BLOCK = 16


def _round_constants() -> list[int]:
    """The constants of Keccak's 24 rounds, from its linear feedback shift register."""
    register, constants = 1, []
    for _ in range(24):
        constant = 0
        for power in range(7):
            constant |= (register & 1) << (2**power - 1)
            register = (register << 1) ^ (0x171 if register >> 7 else 0)
        constants.append(constant)
    return constants


_ROUNDS = np.array(_round_constants(), np.uint64)

_compiled = njit(cache=True, nogil=True)


@_compiled
def base58_records(flat: Array, offsets: Array, table: Array, records: Array, out: Array, start: int, end: int) -> None:
    """The bytes of base58 texts into records (n, CHECKED_BYTES); false in `out` where they are not so many."""
    limbs = np.empty(_LIMBS, np.uint64)
    octets = np.empty(_LIMBS * 4, np.uint8)
    for row in range(start, end):
        first, last = offsets[row], offsets[row + 1]
        fits = _BASE58_LETTERS_MIN <= last - first <= _BASE58_LETTERS_MAX
        limbs[:] = np.uint64(0)
        ones = 0
        for place in range(first, last if fits else first):
            digit = table[flat[place]]
            fits &= digit != ABSENT
            if digit == 0 and ones == place - first:
                ones += 1
            carry = np.uint64(digit)
            for limb in range(_LIMBS):
                value = limbs[limb] * np.uint64(58) + carry
                limbs[limb] = value & _LOW
                carry = value >> _HALF
        for limb in range(_LIMBS):
            for byte in range(4):
                octets[4 * (_LIMBS - 1 - limb) + byte] = np.uint8(
                    (limbs[limb] >> np.uint64(24 - 8 * byte)) & np.uint64(255)
                )
        zeros = 0
        while zeros < len(octets) and octets[zeros] == 0:
            zeros += 1
        # A one at the front stands for a whole byte of zero.
        out[row] = fits and zeros == ones + len(octets) - CHECKED_BYTES
        for byte in range(CHECKED_BYTES):
            records[row, byte] = octets[len(octets) - CHECKED_BYTES + byte]


@_compiled
def bech32_checked(flat: Array, offsets: Array, table: Array, out: Array, start: int, end: int) -> None:
    """Whether a witness address of the main network in small letters is sound: version 0, or version 1 of 32 bytes."""
    for row in range(start, end):
        first, letters = offsets[row], offsets[row + 1] - offsets[row]
        fits = letters in (_SHORT_LETTERS, _LONG_LETTERS)
        check = np.uint32(1)
        for value in _EXPANDED:
            check = _mixed(check, value)
        for place in range(letters if fits else 0):
            letter = flat[first + place]
            if place < len(_PREFIX):
                fits &= letter == _PREFIX[place]
            else:
                value = table[letter]
                fits &= value != ABSENT
                check = _mixed(check, value)
        if fits:
            version = table[flat[first + len(_PREFIX)]]
            # The last letter before the check has a bit of 32 bytes, and four that must be zero.
            unused = np.uint8(0b1111 if letters == _LONG_LETTERS else 0)
            fits = (table[flat[first + letters - _CHECK_LETTERS - 1]] & unused) == 0
            fits &= (version == 0 and check == _OLD) or (version == 1 and check == _NEW and letters == _LONG_LETTERS)
        out[row] = fits


@njit(inline="always")
def _mixed(check: Array, value: Array) -> Array:
    """BIP 173's checksum with one more value."""
    top = check >> np.uint32(25)
    mixed = ((check & _CHECK_BITS) << np.uint32(5)) ^ np.uint32(value)
    for place in range(len(_GENERATORS)):
        if (top >> np.uint32(place)) & np.uint32(1):
            mixed ^= _GENERATORS[place]
    return mixed


@_compiled
def hex_checked(flat: Array, offsets: Array, out: Array, start: int, end: int) -> None:
    """Whether an address of 0x and 40 hex digits is sound: in one case, or in both as ERC-55 has them.

    That is with capitals where the digest of the small letters has a digit of 8 or more.
    """
    state = np.empty((_LANES, _TOGETHER), np.uint64)
    octets = np.empty((_TOGETHER, _HEX_LETTERS), np.uint8)
    words = octets.view(np.uint64)
    forms = np.empty(_TOGETHER, np.uint8)
    for first in range(start, end, _TOGETHER):
        together = min(_TOGETHER, end - first)
        octets[:] = np.uint8(0)
        for lane in range(together):
            forms[lane] = _small_letters(flat[offsets[first + lane] : offsets[first + lane + 1]], octets[lane])
        state[:] = np.uint64(0)
        for word in range(_HEX_LETTERS // 8):
            for lane in range(_TOGETHER):
                state[word, lane] = words[lane, word]
        state[_HEX_LETTERS // 8] = np.uint64(1)
        state[_LAST_OF_BLOCK] = _END_OF_BLOCK
        _permute(state)
        for lane in range(together):
            sound = forms[lane] != _NO_HEX
            for place in range(_HEX_LETTERS if forms[lane] == _BOTH_CASES else 0):
                byte = np.uint64(state[place // 16, lane] >> np.uint64(8 * (place // 2 % 8)))
                high = (byte >> np.uint64(3 if place % 2 else 7)) & np.uint64(1)
                small = octets[lane, place]
                wanted = small - np.uint8(32) if high and small > np.uint8(57) else small
                sound &= flat[offsets[first + lane] + 2 + place] == wanted
            out[first + lane] = sound


@njit(inline="always")
def _small_letters(address: Array, octets: Array) -> Array:
    """Write the hex digits of an address in small letters; gives which form it has."""
    if len(address) != 2 + _HEX_LETTERS or address[0] != np.uint8(48) or address[1] != np.uint8(120):
        return _NO_HEX
    capitals = small_letters = False
    for place in range(_HEX_LETTERS):
        letter = address[2 + place]
        small = letter | np.uint8(32) if letter > np.uint8(57) else letter
        if not (np.uint8(48) <= small <= np.uint8(57) or np.uint8(97) <= small <= np.uint8(102)):
            return _NO_HEX
        capitals |= letter != small
        small_letters |= letter > np.uint8(70)
        octets[place] = small
    return _BOTH_CASES if capitals and small_letters else _ONE_CASE


@njit(inline="always")
def _permute(state: Array) -> None:
    """Keccak-f[1600] on every column of the state (25, _TOGETHER)."""
    row = np.empty((5, _TOGETHER), np.uint64)
    carried = np.empty(_TOGETHER, np.uint64)
    for constant in _ROUNDS:
        _add_parities(state, row, carried)
        carried[:] = state[1]
        for step in range(len(_PLACES)):
            place, turn = _PLACES[step], _TURNS[step]
            for lane in range(_TOGETHER):
                kept = state[place, lane]
                state[place, lane] = _turned(carried[lane], turn)
                carried[lane] = kept
        for y in range(0, _LANES, 5):
            row[:] = state[y : y + 5]
            for x in range(5):
                for lane in range(_TOGETHER):
                    state[x + y, lane] = row[x, lane] ^ (~row[(x + 1) % 5, lane] & row[(x + 2) % 5, lane])
        for lane in range(_TOGETHER):
            state[0, lane] ^= constant


@njit(inline="always")
def _add_parities(state: Array, parity: Array, carried: Array) -> None:
    """Keccak's first step, theta: to every lane the parities of two columns."""
    for x in range(5):
        parity[x] = state[x]
        for y in range(5, _LANES, 5):
            for lane in range(_TOGETHER):
                parity[x, lane] ^= state[x + y, lane]
    for x in range(5):
        for lane in range(_TOGETHER):
            carried[lane] = parity[(x + 4) % 5, lane] ^ _turned(parity[(x + 1) % 5, lane], np.uint64(1))
        for y in range(0, _LANES, 5):
            for lane in range(_TOGETHER):
                state[x + y, lane] ^= carried[lane]


@njit(inline="always")
def _turned(lane: Array, by: Array) -> Array:
    return (lane << by) | (lane >> (np.uint64(64) - by))
