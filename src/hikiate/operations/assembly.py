"""The assembly of a day's trees from a pack's rows, in bounded memory, on one core or on many machines.

Secrets become keys and balances become leaves, partition by partition of the customers' digests; leaves become buckets,
range by range of their seals; buckets become trees. What waits between two steps waits in spills, so more customers
need more disk and not more memory. No root depends on how the work is divided.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hikiate.facts.exchange import Exchange
from hikiate.facts.ledger_rows import balance_rows, customers_at, secret_rows
from hikiate.facts.raw import RawTable
from hikiate.kernel.findings import Refused
from hikiate.proofs import faults
from hikiate.proofs.buckets import RECORD_BYTES, BuiltBuckets, build, node_of, top_levels
from hikiate.proofs.hashing import Engine, engine
from hikiate.proofs.leaves import (
    BALANCE_RECORD_BYTES,
    KEY_RECORD_BYTES,
    balance_records,
    is_zero,
    key_records,
    keys_for,
    leaf_count,
    leaf_records,
    of_tree,
    rows_of,
    trees_of,
)
from hikiate.proofs.records import KEY_BYTES, Bytes, Numbers, first_bits, order_of
from hikiate.proofs.root import TreeRoot
from hikiate.proofs.seals import day_context
from hikiate.proofs.tree import Shape, Tree, bucket_bits, bucket_depth, root_hash

Told = Callable[[str, int, int], None]
"""Told the name of a step, how much of it is done and how much there is."""

_SHOWN_MAX = 3
_BATCH_ROW_BYTES = 2_048
_BATCH_ROWS_MIN = 4_096
_BATCH_ROWS_MAX = 524_288
_WORKING_COPIES = 6
"""How many times its own size a partition takes while it is worked on."""


class Spill(Protocol):
    """Records that wait by partition."""

    def add(self, partition: int, records: Bytes) -> None:
        """Put records to a partition."""

    def take(self, partition: int) -> Bytes:
        """All records of a partition, which is empty afterwards."""


class Writer(Protocol):
    """Where a proof store is written."""

    def spill(self, name: str, record_bytes: int, bytes_max: int) -> Spill:
        """A place for records to wait in, in memory up to a limit."""

    def keys(self, records: Bytes) -> None:
        """The next customers' keys, in order."""

    def rows(self, number: int, name: str, records: Bytes) -> None:
        """The next `leaves`, `nodes` or `tops` of the tree with this number."""

    def counts(self, number: int, leaves: npt.NDArray[np.int64]) -> None:
        """How many leaves each bucket of a tree has."""


@dataclass(frozen=True, slots=True)
class Work:
    """How the work is done; nothing of it but `parts` changes a root. `memory` is in bytes.

    Buckets are built by `executor`, by an engine of the same name wherever that runs, `workers` ranges at a time.
    """

    engine: Engine
    executor: Executor
    workers: int
    memory: int
    parts: int = 1

    @property
    def batch_rows(self) -> int:
        """The rows of a batch."""
        return max(_BATCH_ROWS_MIN, min(self.memory // 4 // _BATCH_ROW_BYTES, _BATCH_ROWS_MAX))

    @property
    def spill_bytes(self) -> int:
        """What one spill may hold in memory."""
        return self.memory // 8

    def partition_bits(self, size: int, at_once: int = 1) -> int:
        """How many bits tell partitions apart so that `at_once` of them, of `size` bytes in all, fit into memory."""
        return max(0, size * _WORKING_COPIES * at_once // (self.memory // 2)).bit_length()


@dataclass(slots=True)
class _Shelf:
    """A tree whose leaves are being gathered: how many there will be, where they wait, and how many each bucket has."""

    tree: Tree
    leaves: int
    spill: Spill
    spill_bits: int
    counts: npt.NDArray[np.int64]

    @property
    def bucket_bits(self) -> int:
        """How many first bits of a seal name its bucket."""
        return bucket_bits(self.leaves)

    def put(self, records: Bytes) -> None:
        """Gather leaf records."""
        seals = records[:, :KEY_BYTES]
        self.counts += np.bincount(first_bits(seals, self.bucket_bits), minlength=len(self.counts))
        _scatter(self.spill, records, self.spill_bits)


class Assembly:
    """The trees of a day in the making: keys and balances are gathered, leaves sealed, buckets built."""

    def __init__(self, exchange: Exchange, assets: Sequence[str], work: Work, writer: Writer, told: Told) -> None:
        self.work, self.writer, self.told = work, writer, told
        as_of = exchange.snapshot_at.isoformat()
        self.exchange, self.assets = exchange, assets
        self.day = day_context(exchange.name, as_of)
        self.trees = trees_of(exchange.name, as_of, {asset: exchange.scale(asset) for asset in assets})
        self.places = {asset: place for place, asset in enumerate(assets)}
        self.leaves = [0] * len(self.trees)
        self.zeros = _Named()
        self.strangers = _Named()

    def tree_roots(
        self, balances: RawTable, balance_count: int, secrets: RawTable, secret_count: int
    ) -> dict[Tree, TreeRoot]:
        """Every tree with its root; a tree of debts that nobody has is none.

        Refused where rows are zero, or customers with a balance have no secret.
        """
        size = balance_count * BALANCE_RECORD_BYTES + secret_count * KEY_RECORD_BYTES
        bits = self.work.partition_bits(size)
        keys = self.writer.spill("keys", KEY_RECORD_BYTES, self.work.spill_bytes)
        for records in self._keys(secrets, secret_count):
            _scatter(keys, records, bits)
        rows = self.writer.spill("balances", BALANCE_RECORD_BYTES, self.work.spill_bytes)
        for records in self._balances(balances, balance_count):
            _scatter(rows, records, bits)
        shelves = self._shelves()
        for partition in range(1 << bits):
            self._seal(keys.take(partition), rows.take(partition), shelves)
            self.told("leaves", partition + 1, 1 << bits)
        self._refuse(balances)
        return {shelf.tree: self._root(number, shelf) for number, shelf in enumerate(shelves)}

    def _keys(self, secrets: RawTable, count: int) -> Iterator[Bytes]:
        done = 0
        for frame in secret_rows(secrets, self.work.batch_rows):
            yield key_records(self.work.engine, self.day, frame)
            done += len(frame)
            self.told("keys", done, count)

    def _balances(self, balances: RawTable, count: int) -> Iterator[Bytes]:
        done = 0
        for frame in balance_rows(balances, self.exchange, self.assets, self.work.batch_rows):
            records = balance_records(self.work.engine, frame)
            self.zeros.add(rows_of(records[is_zero(records)]))
            for index, tree in enumerate(self.trees):
                self.leaves[index] += leaf_count(records, tree, self.places[tree.asset], self.work.parts)
            yield records
            done += len(frame)
            self.told("balances", done, count)

    def _shelves(self) -> list[_Shelf]:
        """A shelf for every tree that will be published."""
        shelves: list[_Shelf] = []
        for tree, leaves in zip(self.trees, self.leaves, strict=True):
            if leaves or tree.ledger == "liability":
                bits = bucket_bits(leaves)
                spill = self.writer.spill(f"{tree.ledger}{len(shelves)}", RECORD_BYTES, self.work.spill_bytes)
                spill_bits = min(bits, self.work.partition_bits(leaves * RECORD_BYTES, self.work.workers))
                shelves.append(_Shelf(tree, leaves, spill, spill_bits, np.zeros(1 << bits, np.int64)))
        return shelves

    def _seal(self, keys: Bytes, balances: Bytes, shelves: Sequence[_Shelf]) -> None:
        """Turn a partition's balances into leaves, and write its keys in order."""
        keys = keys[order_of(keys[:, :KEY_BYTES])]
        self.writer.keys(keys)
        customer_keys, absent = keys_for(balances, keys)
        self.strangers.add(rows_of(_once_each(balances[absent])))
        for shelf in shelves:
            chosen = of_tree(balances, shelf.tree, self.places[shelf.tree.asset])
            rows, row_keys = balances[chosen], customer_keys[chosen]
            for records in leaf_records(self.work.engine, shelf.tree, rows, row_keys, self.work.parts):
                shelf.put(records)

    def _refuse(self, balances: RawTable) -> None:
        found = [
            kind.at(balances.file, count=f"{named.count:,}", shown=", ".join(customers_at(balances, named.shown)))
            for kind, named in ((faults.ZERO_BALANCE, self.zeros), (faults.NO_SECRET, self.strangers))
            if named.count
        ]
        if found:
            raise Refused(found)

    def _root(self, number: int, shelf: _Shelf) -> TreeRoot:
        """Build a tree from its shelf, write it, and give its root."""
        depth = shelf.bucket_bits + bucket_depth(int(shelf.counts.max()))
        shape = Shape(shelf.leaves, depth, shelf.bucket_bits)
        tops = []
        for partition, built in enumerate(self._built(shelf, shape)):
            self.writer.rows(number, "leaves", built.leaves)
            self.writer.rows(number, "nodes", built.nodes)
            tops.append(built.tops)
            self.told(f"{shelf.tree.asset} {shelf.tree.ledger}", partition + 1, 1 << shelf.spill_bits)
        levels = top_levels(self.work.engine, shelf.tree, np.concatenate(tops), shape)
        self.writer.rows(number, "tops", np.concatenate(levels))
        self.writer.counts(number, shelf.counts)
        top = node_of(levels[-1].tobytes())
        return TreeRoot(root_hash(shelf.tree, top, shape).hex(), top.sum, shape)

    def _built(self, shelf: _Shelf, shape: Shape) -> Iterator[BuiltBuckets]:
        """The buckets of a tree, range after range; no more ranges are under way than there are workers."""
        under_way: deque[Future[BuiltBuckets]] = deque()
        width = 1 << (shape.bucket_bits - shelf.spill_bits)
        for partition in range(1 << shelf.spill_bits):
            if len(under_way) == self.work.workers:
                yield under_way.popleft().result()
            buckets = range(partition * width, (partition + 1) * width)
            leaves = shelf.spill.take(partition)
            under_way.append(
                self.work.executor.submit(_build, self.work.engine.name, shelf.tree, leaves, shape, buckets)
            )
        while under_way:
            yield under_way.popleft().result()


class _Named:
    """Rows that something is wrong with: how many, and the first few."""

    def __init__(self) -> None:
        self.count = 0
        self.shown: list[int] = []

    def add(self, rows: Numbers) -> None:
        self.count += len(rows)
        self.shown += rows[: _SHOWN_MAX - len(self.shown)].tolist()


def _once_each(records: Bytes) -> Bytes:
    """The first record of each customer; a partition holds all that a customer has."""
    _, first = np.unique(records[:, :KEY_BYTES], axis=0, return_index=True)
    return records[np.sort(first)]


def _build(engine_name: str, tree: Tree, leaves: Bytes, shape: Shape, buckets: range) -> BuiltBuckets:
    """Build buckets wherever an executor runs this."""
    return build(engine(engine_name), tree, leaves, shape, buckets)


def _scatter(spill: Spill, records: Bytes, bits: int) -> None:
    """Put each record to the partition that its first bits name."""
    if bits == 0:
        spill.add(0, records)
        return
    partitions = first_bits(records[:, :KEY_BYTES], bits)
    ordered = records[np.argsort(partitions, kind="stable")]
    edges = np.searchsorted(np.sort(partitions), np.arange((1 << bits) + 1))
    for partition in range(1 << bits):
        spill.add(partition, ordered[edges[partition] : edges[partition + 1]])
