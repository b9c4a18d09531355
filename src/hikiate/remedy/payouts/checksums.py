"""Checksums of a million addresses at once, in columns of letters: which of them are surely sound.

Each function takes addresses of any length and answers true where the checksum of the common form holds. False says
nothing: what is not of the common form is for the library that knows all forms, and that is asked one by one. Sources:
Base58Check of Bitcoin, BIP 173 and BIP 350 (bech32, bech32m), ERC-55, and Keccak's specification for its permutation.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from hikiate.kernel.digests import sha256

Letters = npt.NDArray[np.uint8]
Lanes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_AT_ONCE = 16_384
"""So many addresses at a time: their columns stay in the processor's cache."""

_ABSENT = 255
_ACCOUNT_BYTES, _CHECK_BYTES = 21, 4
_BASE58_LENGTHS = range(26, 36)
_LIMBS = 7


def base58_sound(addresses: pl.Series, alphabet: str, versions: tuple[int, ...]) -> pl.Series:
    """Base58Check of one of the versions and 20 bytes, in the 58 letters of the alphabet."""
    table = _table(alphabet)

    def sound(letters: Letters) -> Mask:
        if letters.shape[1] not in _BASE58_LENGTHS:
            return np.zeros(len(letters), dtype=bool)
        digits = table[letters]
        payload = _base58_bytes(digits)
        zeros = np.minimum.accumulate(payload == 0, axis=1).sum(axis=1)
        ones = np.minimum.accumulate(digits == 0, axis=1).sum(axis=1)
        fits: Mask = (digits != _ABSENT).all(axis=1) & (zeros == ones + _LIMBS * 4 - _ACCOUNT_BYTES - _CHECK_BYTES)
        whole = payload[:, -_ACCOUNT_BYTES - _CHECK_BYTES :]
        fits &= np.isin(whole[:, 0], versions)
        for row in np.flatnonzero(fits):
            record = whole[row].tobytes()
            fits[row] = sha256(sha256(record[:_ACCOUNT_BYTES]))[:_CHECK_BYTES] == record[_ACCOUNT_BYTES:]
        return fits

    return _by_length(addresses, sound)


def _base58_bytes(digits: Letters) -> Letters:
    """Rows of base-58 digits as big-endian bytes of one length."""
    limbs = np.zeros((_LIMBS, len(digits)), dtype=np.uint64)
    for column in digits.T:
        carry = column.astype(np.uint64)
        for limb in limbs:
            limb *= np.uint64(58)  # noqa: PLW2901 - a row of the matrix, changed where it stands
            limb += carry  # noqa: PLW2901 - as above
            carry = limb >> np.uint64(32)
            limb &= np.uint64(0xFFFFFFFF)  # noqa: PLW2901 - as above
    return np.ascontiguousarray(limbs[::-1].T.astype(">u4")).view(np.uint8)


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_OF_VERSION = {0: 1, 1: 0x2BC830A3}
_WITNESS_LENGTHS = {42: (0, 0), 62: (0, 0b1111)}
"""By the length of a mainnet address: 20 or 32 bytes of program, and the bits of its last letter that must be zero."""


def bech32_sound(addresses: pl.Series) -> pl.Series:
    """A witness address of Bitcoin's main network in small letters: version 0, or version 1 of 32 bytes."""
    table = _table(_BECH32)
    steps = np.array([_feedback(top) for top in range(32)], dtype=np.uint32)

    def sound(letters: Letters) -> Mask:
        if letters.shape[1] not in _WITNESS_LENGTHS:
            return np.zeros(len(letters), dtype=bool)
        values = table[letters[:, 3:]]
        fits: Mask = (letters[:, :3] == np.frombuffer(b"bc1", dtype=np.uint8)).all(axis=1) & (values != _ABSENT).all(
            axis=1
        )
        check = np.ones(len(letters), dtype=np.uint32)
        expanded = [3, 3, 0, ord("b") & 31, ord("c") & 31]
        for column in (*(np.full(len(letters), value, dtype=np.uint8) for value in expanded), *values.T):
            check = ((check & np.uint32(0x1FFFFFF)) << np.uint32(5)) ^ column ^ steps[check >> np.uint32(25)]
        version, _, padding = values[:, 0], *_WITNESS_LENGTHS[letters.shape[1]]
        fits &= (values[:, -7] & padding) == 0
        old, new = ((version == of) & (check == wanted) for of, wanted in _CHECK_OF_VERSION.items())
        fits &= old | (new & (padding != 0))
        return fits

    return _by_length(addresses, sound)


def _feedback(top: int) -> int:
    found = 0
    for place, generator in enumerate(_GENERATORS):
        found ^= generator if top >> place & 1 else 0
    return found


_HEX_LETTERS = 40


def mixed_case_sound(addresses: pl.Series) -> pl.Series:
    """ERC-55: 0x and 40 hex digits, capitals where the digest of the small letters has a digit of 8 or more."""
    table = _table("0123456789abcdef")

    def sound(letters: Letters) -> Mask:
        if letters.shape[1] != 2 + _HEX_LETTERS:
            return np.zeros(len(letters), dtype=bool)
        fits: Mask = (letters[:, :2] == np.frombuffer(b"0x", dtype=np.uint8)).all(axis=1)
        given = letters[:, 2:]
        is_letter = given > ord("9")
        small = np.where(is_letter, given | 0x20, given)
        fits &= (table[small] != _ABSENT).all(axis=1)
        digest = _keccak_of_40(np.ascontiguousarray(small))
        high = np.empty(given.shape, dtype=bool)
        high[:, 0::2], high[:, 1::2] = digest[:, :20] >> 7, digest[:, :20] >> 3 & 1
        fits &= (given == np.where(is_letter & high, small & 0xDF, small)).all(axis=1)
        return fits

    return _by_length(addresses, sound)


_TURNS = (1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44)
_PLACES = (10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1)


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


_ROUNDS = _round_constants()


def _keccak_of_40(messages: Letters) -> Letters:
    """Keccak-256 of messages of 40 bytes: one block, so one permutation."""
    state: list[Lanes] = [np.zeros(len(messages), dtype=np.uint64) for _ in range(25)]
    state[:5] = list(np.ascontiguousarray(messages.view("<u8").T))
    state[5] = np.full(len(messages), 1, dtype=np.uint64)
    state[16] = np.full(len(messages), 1 << 63, dtype=np.uint64)
    for constant in _ROUNDS:
        parity = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        mixed = [parity[(x + 4) % 5] ^ _turned(parity[(x + 1) % 5], 1) for x in range(5)]
        state = [lane ^ mixed[place % 5] for place, lane in enumerate(state)]
        moved = state[1]
        for place, turn in zip(_PLACES, _TURNS, strict=True):
            state[place], moved = _turned(moved, turn), state[place]
        for row in range(0, 25, 5):
            five = state[row : row + 5]
            state[row : row + 5] = [five[x] ^ (~five[(x + 1) % 5] & five[(x + 2) % 5]) for x in range(5)]
        state[0] = state[0] ^ np.uint64(constant)
    return np.ascontiguousarray(np.stack(state[:4], axis=1)).view(np.uint8)


def _turned(lane: Lanes, by: int) -> Lanes:
    return (lane << np.uint64(by)) | (lane >> np.uint64(64 - by))


def _table(alphabet: str) -> Letters:
    """The value of each letter by its code; _ABSENT for one that is none."""
    table = np.full(256, _ABSENT, dtype=np.uint8)
    table[np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8)] = np.arange(len(alphabet), dtype=np.uint8)
    return table


def _by_length(addresses: pl.Series, sound: Callable[[Letters], Mask]) -> pl.Series:
    """The answers of a check that takes rows of letters of one length, in the order of the addresses."""
    rows = pl.DataFrame({"address": addresses}).with_row_index("row")
    answers = np.zeros(len(addresses), dtype=bool)
    for (length,), part in rows.group_by(pl.col("address").str.len_bytes()):
        for chunk in part.iter_slices(_AT_ONCE):
            letters = np.frombuffer("".join(chunk["address"]).encode(), dtype=np.uint8).reshape(len(chunk), int(length))
            answers[chunk["row"].to_numpy()] = sound(letters)
    return pl.Series(answers)
