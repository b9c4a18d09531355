"""Leaves made in bulk: customers and secrets to keys, balances to seals and amounts, as arrays of fixed records.

The same values as `seals` makes one at a time. A key record is who ‖ key (64 bytes); a balance record is who ‖ asset ‖
amount ‖ debt ‖ row (74 bytes); a leaf record is seal ‖ amount (48 bytes).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from hikiate.proofs.hashing import Engine
from hikiate.proofs.parts import CUT_MARK, part_counts, split
from hikiate.proofs.records import (
    AMOUNT_BYTES,
    KEY_BYTES,
    Bytes,
    Numbers,
    amount_bytes,
    amounts_of,
    bytes_of_hex,
    flat_text,
    key_blocks,
    places_of,
)
from hikiate.proofs.tree import LEDGERS, Ledger, Tree, role, u32

KEY_RECORD_BYTES = 2 * KEY_BYTES
BALANCE_RECORD_BYTES = KEY_BYTES + 2 + 2 * AMOUNT_BYTES + 8

_ASSET = slice(KEY_BYTES, KEY_BYTES + 2)
_AMOUNTS: dict[Ledger, slice] = {
    "liability": slice(_ASSET.stop, _ASSET.stop + AMOUNT_BYTES),
    "debt": slice(_ASSET.stop + AMOUNT_BYTES, _ASSET.stop + 2 * AMOUNT_BYTES),
}
_ROW = slice(_AMOUNTS["debt"].stop, BALANCE_RECORD_BYTES)
_BLOCK_BYTES = 64


def key_records(engine: Engine, day: bytes, secrets: pl.DataFrame) -> Bytes:
    """The key record of every customer in a frame of `customer` and `secret` (hex): shape (n, 64)."""
    made = np.empty((len(secrets), KEY_RECORD_BYTES), np.uint8)
    made[:, :KEY_BYTES] = who_of(engine, secrets["customer"])
    digits = secrets["secret"].str.len_bytes().to_numpy()
    for length in np.unique(digits):
        alike = np.flatnonzero(digits == length)
        blocks = _secret_blocks(engine, bytes_of_hex(secrets["secret"].gather(alike)))
        messages = np.empty((len(alike), 2 * KEY_BYTES), np.uint8)
        messages[:, :KEY_BYTES] = np.frombuffer(day, np.uint8)
        messages[:, KEY_BYTES:] = made[alike, :KEY_BYTES]
        made[alike, KEY_BYTES:] = engine.hmacs(blocks, messages)
    return made


def _secret_blocks(engine: Engine, secrets: Bytes) -> Bytes:
    """Secrets of one length as HMAC takes keys: one longer than a block stands for its digest."""
    if secrets.shape[1] <= _BLOCK_BYTES:
        return key_blocks(secrets)
    offsets = np.arange(len(secrets) + 1, dtype=np.int64) * secrets.shape[1]
    return key_blocks(engine.digests(b"", secrets.ravel(), offsets))


def balance_records(engine: Engine, balances: pl.DataFrame) -> Bytes:
    """The balance record of every row of a frame as `facts.ledger_rows.balance_rows` gives it: shape (n, 74)."""
    made = np.empty((len(balances), BALANCE_RECORD_BYTES), np.uint8)
    made[:, :KEY_BYTES] = who_of(engine, balances["customer"])
    made[:, _ASSET] = _written(balances["asset"].to_numpy(), ">u2")
    for column, place in (("amount", _AMOUNTS["liability"]), ("debt", _AMOUNTS["debt"])):
        high, low = (balances[f"{column}_{half}"].to_numpy() for half in ("high", "low"))
        made[:, place] = amount_bytes(high, low)
    made[:, _ROW] = _written(balances["row"].to_numpy(), ">u8")
    return made


def _written(numbers: npt.NDArray[np.generic], form: str) -> Bytes:
    return numbers.astype(form).view(np.uint8).reshape(len(numbers), -1)


def rows_of(balances: Bytes) -> Numbers:
    """The rows, as the user counts, of balance records."""
    return np.ascontiguousarray(balances[:, _ROW]).view(">u8").astype(np.uint64).ravel()


def is_zero(balances: Bytes) -> npt.NDArray[np.bool_]:
    """Whether in a balance record nothing is owed either way."""
    return np.logical_not(balances[:, _ASSET.stop : _ROW.start].any(axis=1))


def of_tree(balances: Bytes, tree: Tree, place: int) -> npt.NDArray[np.intp]:
    """Which balance records have something in a tree, where `place` is its asset's."""
    assets = np.ascontiguousarray(balances[:, _ASSET]).view(">u2").ravel()
    return np.flatnonzero((assets == place) & balances[:, _AMOUNTS[tree.ledger]].any(axis=1))


def leaf_count(balances: Bytes, tree: Tree, place: int, parts: int) -> int:
    """How many leaves the balance records give to a tree."""
    amounts = balances[of_tree(balances, tree, place), _AMOUNTS[tree.ledger]]
    return int(part_counts(*amounts_of(amounts), parts).sum())


def keys_for(balances: Bytes, keys: Bytes) -> tuple[Bytes, npt.NDArray[np.bool_]]:
    """The key (n, 32) of each balance record's customer, and for which records there is none; `keys` are ordered."""
    places = places_of(balances[:, :KEY_BYTES], keys[:, :KEY_BYTES])
    absent = places < 0
    if len(keys):
        return keys[places, KEY_BYTES:], absent
    return np.zeros((len(balances), KEY_BYTES), np.uint8), absent


def leaf_records(engine: Engine, tree: Tree, balances: Bytes, keys: Bytes, parts: int) -> Iterator[Bytes]:
    """The leaf records of a tree from the balance records that have something in it, and the key (n, 32) of each."""
    holders = _Holders(balances[:, :KEY_BYTES], keys)
    amounts = balances[:, _AMOUNTS[tree.ledger]]
    if parts == 1:
        yield _sealed(engine, tree, holders, 0, amounts)
        return
    counts = part_counts(*amounts_of(amounts), parts)
    for count in np.unique(counts):
        alike = np.flatnonzero(counts == count)
        yield from _split(engine, tree, holders.at(alike), amounts[alike], int(count))


def seals_of(engine: Engine, tree: Tree, keys: Bytes, part: int) -> Bytes:
    """The seals (n, 32) that the customers of key records have in a tree, whether or not they have a leaf there."""
    return _seals(engine, tree, _Holders(keys[:, :KEY_BYTES], keys[:, KEY_BYTES:]), part)


def who_of(engine: Engine, customers: pl.Series) -> Bytes:
    """Customers' numbers as 32 bytes each: shape (n, 32)."""
    return engine.digests(role("customer"), *flat_text(customers))


@dataclass(frozen=True, slots=True)
class _Holders:
    """Customers as their numbers' digests (n, 32), and their keys (n, 32)."""

    customers: Bytes
    keys: Bytes

    def at(self, chosen: npt.NDArray[np.intp]) -> "_Holders":
        """Some of them."""
        return _Holders(self.customers[chosen], self.keys[chosen])


def _split(engine: Engine, tree: Tree, holders: _Holders, amounts: Bytes, count: int) -> Iterator[Bytes]:
    """The leaf records of balances that are split into `count` parts."""
    cuts = [
        np.ascontiguousarray(_seals(engine, tree, holders, CUT_MARK + cut)[:, :8]).view(">u8").astype(np.uint64)
        for cut in range(1, count)
    ]
    fractions = np.concatenate(cuts, axis=1) if cuts else np.empty((len(amounts), 0), np.uint64)
    high, low = split(*amounts_of(amounts), fractions)
    for part in range(count):
        yield _sealed(engine, tree, holders, part, amount_bytes(high[:, part], low[:, part]))


def _sealed(engine: Engine, tree: Tree, holders: _Holders, part: int, amounts: Bytes) -> Bytes:
    return np.concatenate([_seals(engine, tree, holders, part), amounts], axis=1)


def _seals(engine: Engine, tree: Tree, holders: _Holders, number: int) -> Bytes:
    head = tree.context + u32(number)
    messages = np.empty((len(holders.keys), len(head) + KEY_BYTES), np.uint8)
    messages[:, : len(head)] = np.frombuffer(head, np.uint8)
    messages[:, len(head) :] = holders.customers
    return engine.hmacs(np.ascontiguousarray(holders.keys), messages)


def trees_of(exchange: str, as_of: str, scales: Mapping[str, int]) -> list[Tree]:
    """Both trees of every asset, in the format's order."""
    assets = sorted(scales, key=str.encode)
    return [Tree(exchange, as_of, asset, scales[asset], ledger) for asset in assets for ledger in LEDGERS]
