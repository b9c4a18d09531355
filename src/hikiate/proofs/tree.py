"""The Merkle-sum tree of one asset and one ledger: what its leaves, nodes, padding and root hash to, one at a time.

Sums are whole minor units from 0 to 2^127 - 1; hashes are 32 bytes of SHA-256. The format is docs/proof-format.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, get_args

from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.digests import digest, sha256

Ledger = Literal["liability", "debt"]
LEDGERS: tuple[Ledger, ...] = get_args(Ledger)

BUCKET_PLACES_BITS = 16
"""A bucket is laid out for up to 2^16 leaves on average; fuller ones make every bucket one step deeper."""


class SumRefused(ValueError):
    """A sum beyond 2^127 - 1 minor units."""


class Node(NamedTuple):
    """A node, a leaf or a padding: its hash and the sum of the leaves below it."""

    hash: bytes
    sum: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How many leaves a tree has, its depth, and how many of its top levels tell buckets apart."""

    leaves: int
    depth: int
    bucket_bits: int

    @property
    def bucket_depth(self) -> int:
        """The levels of one bucket: it has 2^bucket_depth places."""
        return self.depth - self.bucket_bits


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of an asset's ledger at a moment of an exchange."""

    exchange: str
    as_of: str
    asset: str
    scale: int
    ledger: Ledger

    @property
    def context(self) -> bytes:
        """What ties every hash of this tree to it (32 bytes)."""
        return record("proof-tree/1", [self.exchange, self.as_of, self.asset, str(self.scale), self.ledger])

    def prefix(self, name: str) -> bytes:
        """The 64 bytes before whatever is hashed in the role `name`: leaf, padding, node or root."""
        return role(name) + self.context


def record(domain: str, fields: Iterable[str]) -> bytes:
    """The digest (32 bytes) of text fields under a domain, as `hikiate.kernel.digests.digest` gives it in hex."""
    return bytes.fromhex(digest(domain, fields))


@cache
def role(name: str) -> bytes:
    """The 32 bytes that say what kind of thing is hashed after them."""
    return record("proof-role/1", [name])


def u32(number: int) -> bytes:
    """Four bytes, the highest first."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """Eight bytes, the highest first."""
    return number.to_bytes(8, "big")


def u128(number: int) -> bytes:
    """Sixteen bytes, the highest first."""
    return number.to_bytes(16, "big")


def leaf(tree: Tree, seal: bytes, amount: int) -> Node:
    """The leaf of a seal (32 bytes) and an amount."""
    return Node(sha256(tree.prefix("leaf") + seal + u128(amount)), amount)


def padding(tree: Tree, height: int) -> Node:
    """A subtree of the given height in which no place is taken."""
    node = Node(sha256(tree.prefix("padding")), 0)
    for above in range(1, height + 1):
        node = parent(tree, node, node, above)
    return node


def parent(tree: Tree, left: Node, right: Node, height: int) -> Node:
    """The node over two others, which binds both hashes and both sums; SumRefused beyond 2^127 - 1."""
    total = left.sum + right.sum
    if total > MINOR_UNITS_MAX:
        raise SumRefused(total)
    message = left.hash + u128(left.sum) + right.hash + u128(right.sum) + u32(height)
    return Node(sha256(tree.prefix("node") + message), total)


def root_hash(tree: Tree, top: Node, shape: Shape) -> bytes:
    """The root that is published: the top with the tree's size and shape (32 bytes)."""
    size = u64(shape.leaves) + u32(shape.depth) + u32(shape.bucket_bits)
    return sha256(tree.prefix("root") + top.hash + u128(top.sum) + size)


def bucket_bits(leaves: int) -> int:
    """How many first bits of a seal name its bucket, in a tree of so many leaves."""
    return max(0, max(0, leaves - 1).bit_length() - BUCKET_PLACES_BITS)


def bucket_depth(fullest: int) -> int:
    """The levels with which a bucket has room for `fullest` leaves."""
    return max(0, fullest - 1).bit_length()


def first_bits(seal: bytes, bits: int) -> int:
    """The first bits of a seal as a number."""
    return int.from_bytes(seal, "big") >> (8 * len(seal) - bits)
