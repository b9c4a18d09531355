"""Buckets: subtrees over a range of seals, built from seals and amounts alone, and put together into the tree above.

A bucket's leaves stand in ascending order of their seals; what of the tree is kept is laid out for `stored.StoredTree`:
every leaf as seal and amount, and every node from height RECOMPUTED up. The heights below are made again from eight
leaves when a proof is read, which is quicker than to write and read them. Padding is not kept; it follows from counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hikiate.proofs.hashing import Engine
from hikiate.proofs.records import AMOUNT_BYTES, KEY_BYTES, Bytes, first_bits, order_of
from hikiate.proofs.tree import Node, Shape, Tree, padding, u128

RECORD_BYTES = KEY_BYTES + AMOUNT_BYTES
"""A leaf as seal and amount, or a node as hash and sum."""
RECOMPUTED = 3


@dataclass(frozen=True, slots=True)
class BuiltBuckets:
    """Buckets next to each other: their leaves and kept nodes, bucket after bucket, and the top of each (n, 48)."""

    leaves: Bytes
    nodes: Bytes
    tops: Bytes


def record_of(node: Node) -> Bytes:
    """A node as the 48 bytes that its parent hashes: shape (1, 48)."""
    return np.frombuffer(node.hash + u128(node.sum), np.uint8).reshape(1, RECORD_BYTES)


def node_of(record: bytes) -> Node:
    """A node from its 48 bytes."""
    return Node(record[:KEY_BYTES], int.from_bytes(record[KEY_BYTES:], "big"))


def kept_nodes(leaves: npt.NDArray[np.int64], bucket_depth: int) -> npt.NDArray[np.int64]:
    """How many nodes are kept of buckets with so many leaves each."""
    kept = np.zeros_like(leaves)
    for height in range(RECOMPUTED, bucket_depth + 1):
        kept += (leaves + (1 << height) - 1) >> height
    return kept


def build(engine: Engine, tree: Tree, records: Bytes, shape: Shape, buckets: range) -> BuiltBuckets:
    """Build the buckets of a range from their leaves: records (n, 48) of seal and amount, in any order.

    Raises OverflowError where a sum passes 2^127 - 1.
    """
    records = records[order_of(records[:, :KEY_BYTES])]
    seals, amounts = np.ascontiguousarray(records[:, :KEY_BYTES]), np.ascontiguousarray(records[:, KEY_BYTES:])
    numbers = first_bits(seals, shape.bucket_bits)
    ends = np.searchsorted(numbers, np.arange(buckets.start, buckets.stop + 1))
    hashed = engine.leaves(tree.prefix("leaf"), seals, amounts)
    empty = [record_of(padding(tree, height)) for height in range(shape.bucket_depth + 1)]
    kept: list[Bytes] = []
    tops = np.empty((len(buckets), RECORD_BYTES), np.uint8)
    for index in range(len(buckets)):
        level = hashed[ends[index] : ends[index + 1]]
        if not len(level):
            tops[index] = empty[-1][0]
            continue
        levels = _levels(engine, tree.prefix("node"), level, empty)
        kept += levels[RECOMPUTED:]
        tops[index] = levels[-1][0]
    nodes = np.concatenate(kept) if kept else np.empty((0, RECORD_BYTES), np.uint8)
    return BuiltBuckets(records, nodes, tops)


def _levels(engine: Engine, prefix: bytes, leaves: Bytes, empty: Sequence[Bytes]) -> list[Bytes]:
    """Every level of a bucket from its leaves to its top, without padding."""
    levels = [leaves]
    for height in range(1, len(empty)):
        level = levels[-1]
        if len(level) % 2:
            level = np.concatenate([level, empty[height - 1]])
        levels.append(engine.nodes(prefix, level, height))
    return levels


def top_levels(engine: Engine, tree: Tree, tops: Bytes, shape: Shape) -> list[Bytes]:
    """The levels above the buckets, from the buckets' tops (2^bucket_bits, 48) to the tree's top (1, 48)."""
    levels = [tops]
    for height in range(shape.bucket_depth + 1, shape.depth + 1):
        levels.append(engine.nodes(tree.prefix("node"), levels[-1], height))
    return levels
