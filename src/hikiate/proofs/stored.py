"""A tree as it is kept: leaves, nodes and counts in long rows of bytes, from which one customer's lines are read.

Nothing is loaded: the rows may be files mapped into memory, and a line touches a few pages of them. A customer's leaf
is found by its seal, which the customer's key makes again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hikiate.kernel.amounts import amount_text
from hikiate.proofs.buckets import RECOMPUTED, RECORD_BYTES, node_of
from hikiate.proofs.proof import Line, Proof
from hikiate.proofs.records import KEY_BYTES
from hikiate.proofs.root import DayRoot, TreeRoot
from hikiate.proofs.seals import seal, who
from hikiate.proofs.tree import Node, Tree, first_bits, leaf, padding, parent

KEY_RECORD_BYTES = 2 * KEY_BYTES
"""A customer's number as 32 bytes, and the customer's key of the day."""


@dataclass(frozen=True, slots=True)
class StoredTree:
    """One tree: `starts` and `node_starts` say where each bucket begins, and where the last one ends.

    `leaves` are records of seal and amount; `nodes` the kept nodes of each bucket, from height RECOMPUTED up; `tops`
    the levels from the buckets' tops to the tree's.
    """

    tree: Tree
    root: TreeRoot
    starts: Sequence[int]
    node_starts: Sequence[int]
    leaves: memoryview
    nodes: memoryview
    tops: memoryview

    def line(self, key: bytes, customer: str, part: int) -> Line | None:
        """A customer's line; None where the tree has no such leaf."""
        wanted = seal(key, self.tree, part, customer)
        bucket = first_bits(wanted, self.root.shape.bucket_bits)
        start, end = int(self.starts[bucket]), int(self.starts[bucket + 1])
        place = _place(self.leaves, RECORD_BYTES, wanted, start, end)
        if place is None:
            return None
        amount = int.from_bytes(_record(self.leaves, RECORD_BYTES, place)[KEY_BYTES:], "big")
        return Line(
            asset=self.tree.asset,
            ledger=self.tree.ledger,
            part=part,
            amount=amount_text(amount, self.tree.scale),
            position=(bucket << self.root.shape.bucket_depth) + place - start,
            path=(*self._low(place - start, start, end), *self._middle(bucket, place - start), *self._high(bucket)),
        )

    def lines(self, key: bytes, customer: str) -> Iterator[Line]:
        """All lines of a customer, part by part."""
        part = 0
        while (line := self.line(key, customer, part)) is not None:
            yield line
            part += 1

    def _low(self, place: int, start: int, end: int) -> list[Node]:
        """The siblings below the kept heights, made again from the leaves of one block."""
        block = place >> RECOMPUTED << RECOMPUTED
        level = [self._leaf(start + at) for at in range(block, min(block + (1 << RECOMPUTED), end - start))]
        path: list[Node] = []
        for height in range(min(RECOMPUTED, self.root.shape.bucket_depth)):
            empty = padding(self.tree, height)
            level += [empty] * (len(level) % 2)
            sibling = (place - block >> height) ^ 1
            path.append(level[sibling] if sibling < len(level) else empty)
            pairs = zip(level[::2], level[1::2], strict=True)
            level = [parent(self.tree, left, right, height + 1) for left, right in pairs]
        return path

    def _middle(self, bucket: int, place: int) -> list[Node]:
        """The siblings among the kept nodes of the bucket."""
        path: list[Node] = []
        width = int(self.starts[bucket + 1]) - int(self.starts[bucket])
        begins = int(self.node_starts[bucket])
        for height in range(RECOMPUTED, self.root.shape.bucket_depth):
            nodes = (width + (1 << height) - 1) >> height
            sibling = place >> height ^ 1
            kept = sibling < nodes
            path.append(self._node(self.nodes, begins + sibling) if kept else padding(self.tree, height))
            begins += nodes
        return path

    def _high(self, bucket: int) -> list[Node]:
        """The siblings above the buckets."""
        path: list[Node] = []
        begins, place, nodes = 0, bucket, 1 << self.root.shape.bucket_bits
        while nodes > 1:
            path.append(self._node(self.tops, begins + (place ^ 1)))
            begins, place, nodes = begins + nodes, place >> 1, nodes >> 1
        return path

    def _leaf(self, index: int) -> Node:
        record = _record(self.leaves, RECORD_BYTES, index)
        return leaf(self.tree, record[:KEY_BYTES], int.from_bytes(record[KEY_BYTES:], "big"))

    @staticmethod
    def _node(rows: memoryview, index: int) -> Node:
        return node_of(_record(rows, RECORD_BYTES, index))


@dataclass(frozen=True, slots=True)
class StoredProofs:
    """A day's proofs as they are kept: the root, the customers' keys in order of their numbers' digests, the trees."""

    root: DayRoot
    keys: memoryview
    trees: Sequence[StoredTree]

    def key(self, customer: str) -> bytes | None:
        """A customer's key of the day; None for a customer without balances."""
        place = _place(self.keys, KEY_RECORD_BYTES, who(customer), 0, len(self.keys) // KEY_RECORD_BYTES)
        return None if place is None else _record(self.keys, KEY_RECORD_BYTES, place)[KEY_BYTES:]

    def proof(self, customer: str) -> Proof | None:
        """A customer's proof; None for a customer without balances."""
        key = self.key(customer)
        if key is None:
            return None
        lines = tuple(line for tree in self.trees for line in tree.lines(key, customer))
        root = self.root
        return Proof(root.exchange, root.as_of, root.day_root, customer, key, lines) if lines else None


def _record(rows: memoryview, size: int, index: int) -> bytes:
    return bytes(rows[index * size : (index + 1) * size])


def _place(rows: memoryview, size: int, wanted: bytes, start: int, end: int) -> int | None:
    """The place among ordered records, from `start` up to `end`, of the one that begins with `wanted`."""
    while start < end:
        middle = (start + end) // 2
        found = bytes(rows[middle * size : middle * size + len(wanted)])
        if found == wanted:
            return middle
        start, end = (middle + 1, end) if found < wanted else (start, middle)
    return None
