"""A day's trees hashed one leaf at a time, as slowly as the format reads: what the vectors and the tests stand on."""

import json
from typing import Any

from hikiate.kernel.amounts import amount_text
from hikiate.proofs import proof as proofs
from hikiate.proofs import root as roots
from hikiate.proofs.proof import Line, Proof
from hikiate.proofs.root import AssetRoots, DayRoot, Disputes, TreeRoot
from hikiate.proofs.seals import customer_key, day_context, seal, who
from hikiate.proofs.tree import (
    LEDGERS,
    Ledger,
    Node,
    Shape,
    Tree,
    bucket_bits,
    bucket_depth,
    first_bits,
    leaf,
    padding,
    parent,
    root_hash,
)

EXCHANGE = "見本取引所 Vector Exchange"
AS_OF = "2026-09-18T23:59:59+09:00"
SCALES = {"BTC": 8, "ETH": 18, "JPY": 0}
LARGEST = 2**127 - 1

Document = dict[str, Any]
Balances = dict[tuple[str, str, Ledger], list[int]]
"""Minor units by customer, asset and ledger, a list of parts."""


def secret(customer: str) -> bytes:
    """A customer's secret; it hides nothing."""
    return who(f"secret of {customer}")


class Day:
    """The trees of a day, from balances; everything stays in memory."""

    def __init__(self, balances: Balances, *, as_of: str = AS_OF, exchange: str = EXCHANGE, **ties: Any) -> None:  # noqa: ANN401 - what a root is tied to
        self.balances, self.as_of, self.exchange = balances, as_of, exchange
        self.trees: dict[tuple[str, Ledger], tuple[Tree, Shape, list[bytes], list[list[Node]]]] = {}
        for asset in sorted({asset for _, asset, _ in balances}):
            for ledger in LEDGERS:
                self._plant(Tree(exchange, as_of, asset, SCALES[asset], ledger))
        root = DayRoot(
            exchange=exchange,
            as_of=as_of,
            assets={
                asset: AssetRoots(SCALES[asset], self._root(asset, "liability"), self._debt(asset))
                for asset, ledger in self.trees
                if ledger == "liability"
            },
            previous=ties.get("previous"),
            pack_digest=who("pack").hex(),
            close_digest=who("close").hex(),
            disputes=ties.get("disputes", Disputes()),
        )
        self.root = roots.document(root)

    def key(self, customer: str) -> bytes:
        """The customer's key of the day."""
        return customer_key(secret(customer), day_context(self.exchange, self.as_of), customer)

    def _plant(self, tree: Tree) -> None:
        sealed = sorted(
            (seal(self.key(customer), tree, part, customer), amount)
            for (customer, asset, ledger), parts in self.balances.items()
            if (asset, ledger) == (tree.asset, tree.ledger)
            for part, amount in enumerate(parts)
        )
        bits = bucket_bits(len(sealed))
        buckets: list[list[tuple[bytes, int]]] = [[] for _ in range(2**bits)]
        for one, amount in sealed:
            buckets[first_bits(one, bits)].append((one, amount))
        shape = Shape(len(sealed), bits + bucket_depth(max(map(len, buckets))), bits)
        places: list[bytes] = []
        level: list[Node] = []
        for bucket in buckets:
            empty = 2**shape.bucket_depth - len(bucket)
            places += [one for one, _ in bucket] + [b""] * empty
            level += [leaf(tree, one, amount) for one, amount in bucket] + [padding(tree, 0)] * empty
        levels = [level]
        for height in range(1, shape.depth + 1):
            pairs = zip(levels[-1][::2], levels[-1][1::2], strict=True)
            levels.append([parent(tree, left, right, height) for left, right in pairs])
        self.trees[tree.asset, tree.ledger] = tree, shape, places, levels

    def _root(self, asset: str, ledger: Ledger) -> TreeRoot:
        tree, shape, _, levels = self.trees[asset, ledger]
        return TreeRoot(root_hash(tree, levels[-1][0], shape).hex(), levels[-1][0].sum, shape)

    def _debt(self, asset: str) -> TreeRoot | None:
        return self._root(asset, "debt") if self.trees[asset, "debt"][1].leaves else None

    def proof(self, customer: str) -> Document:
        """A customer's proof."""
        lines = [
            self._line(customer, asset, ledger, part, amount)
            for (whose, asset, ledger), parts in sorted(
                self.balances.items(), key=lambda item: LEDGERS.index(item[0][2])
            )
            if whose == customer
            for part, amount in enumerate(parts)
        ]
        lines.sort(key=lambda line: line.order)
        key, day_root = self.key(customer), self.root["day_root"]
        return proofs.document(Proof(self.exchange, self.as_of, day_root, customer, key, tuple(lines)))

    def _line(self, customer: str, asset: str, ledger: Ledger, part: int, amount: int) -> Line:
        tree, shape, places, levels = self.trees[asset, ledger]
        position = places.index(seal(self.key(customer), tree, part, customer))
        path = tuple(levels[height][position >> height ^ 1] for height in range(shape.depth))
        return Line(asset, ledger, part, amount_text(amount, tree.scale), position, path)


def written(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """A document as it is handed out."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
