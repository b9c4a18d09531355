"""Auditing a proof: a published root against the one made again from the pack, and the first difference by its name.

Data enters as two roots, and as two stores where the published one is at hand. What differs is told in the order in
which a root is made: what it is tied to, then asset by asset, then the first customer of the first tree that differs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.findings import Finding, FindingKind, Given, Refused, Severity
from hikiate.kernel.wording import Term, Words
from hikiate.proofs.buckets import RECORD_BYTES
from hikiate.proofs.hashing import Engine
from hikiate.proofs.leaves import seals_of, who_of
from hikiate.proofs.parts import PARTS_MAX, part_counts
from hikiate.proofs.records import KEY_BYTES, Bytes
from hikiate.proofs.root import DayRoot, TreeRoot
from hikiate.proofs.stored import StoredTree
from hikiate.proofs.tree import LEDGERS, Tree

_LEAVES_AT_ONCE = 1 << 20

NOTHING = Term("nothing", "なし")

DIFFERS = FindingKind(
    "proof.differs",
    Severity.BREACH,
    Words(
        "{published} published, {made} made from the pack",
        "the same",
        "find out which of the two was changed, and when",
    ),
    Words(
        "公表値 {published} に対し、パックから再作成した値は {made} です",
        "一致",
        "どちらが、いつ変更されたかを調査してください",
    ),
)
CUSTOMER_DIFFERS = FindingKind(
    "proof.customer_differs",
    Severity.BREACH,
    Words(
        "{customer}: {made} in the pack, {published} in the published tree",
        "the same",
        "show the customer's row and proof side by side; the published tree was made of another row",
    ),
    Words(
        "{customer}: パックでは {made}、公表された木では {published} です",
        "一致",
        "利用者の行と証明書を照合してください。公表された木は別の内容から作成されています",
    ),
)
NOBODYS_LEAF = FindingKind(
    "proof.leaf_without_row",
    Severity.BREACH,
    Words(
        "a leaf of {published} in the published tree that no row of the pack makes",
        "a row for every leaf",
        "find the row that was taken out of the pack, or the customer that was added to the tree",
    ),
    Words(
        "公表された木に、パックのどの行にも対応しない {published} の葉があります",
        "すべての葉に対応する行",
        "パックから除かれた行、または木に加えられた利用者を調査してください",
    ),
)


WRONG_PACK = FindingKind(
    "proof.wrong_pack",
    Severity.FAULT,
    Words(
        "a root of {exchange} as of {as_of}",
        "a root of the pack's own exchange and moment: {wanted} as of {moment}",
        "name the pack of that day, or the root of this one; every tree binds its day, so that none could agree",
    ),
    Words(
        "{exchange} の {as_of} 現在の ROOT.json",
        "パックと同じ取引所・同じ基準時点の ROOT.json（{wanted} の {moment}）",
        "その日のパック、またはこのパックの ROOT.json を指定してください。木は日ごとに異なります",
    ),
)


@dataclass(frozen=True, slots=True)
class LeafDifference:
    """A leaf that is in one of two trees only, or in both with other amounts; None where it is not."""

    tree: Tree
    seal: bytes
    published: int | None
    made: int | None


def require_same_day(published: DayRoot, exchange: Exchange) -> None:
    """Refused where a root is of another exchange or moment than the pack it is to be made again from."""
    name, moment = exchange.name, exchange.snapshot_at.isoformat()
    if (published.exchange, published.as_of) != (name, moment):
        found = WRONG_PACK.at(
            Given("root"), exchange=published.exchange, as_of=published.as_of, wanted=name, moment=moment
        )
        raise Refused([found])


def root_differences(published: DayRoot, made: DayRoot) -> list[Finding]:
    """Where two roots of one day differ: what they are tied to, and every asset whose tree differs."""
    found = [
        DIFFERS.at(name, published=theirs, made=ours)
        for name, theirs, ours in (
            ("pack_digest", published.pack_digest, made.pack_digest),
            ("close_digest", published.close_digest, made.close_digest),
        )
        if theirs != ours
    ]
    for asset in sorted({*published.assets, *made.assets}, key=str.encode):
        for ledger in LEDGERS:
            pair = published.tree(asset, ledger), made.tree(asset, ledger)
            theirs, ours = (_shown(*of) if of else NOTHING for of in pair)
            if pair[0] != pair[1]:
                found.append(DIFFERS.at(f"{asset} {ledger}", published=theirs, made=ours))
    if published.day_root != published.made:
        found.append(DIFFERS.at("day_root", published=published.day_root, made=published.made))
    return found


def _shown(tree: Tree, root: TreeRoot) -> Term:
    total, leaves = f"{grouped(amount_text(root.total, tree.scale))} {tree.asset}", f"{root.shape.leaves:,}"
    return Term(f"{total} in {leaves} leaves, root {root.root}", f"{total}（葉 {leaves}、値 {root.root}）")


def parts_of(published: DayRoot, batches: Callable[[], Iterable[pl.DataFrame]]) -> int:
    """Into how many parts the balances of a published root were split; 1 where no number of parts makes its leaves.

    `batches` gives the pack's balances as `facts.ledger_rows.balance_rows` does, anew each time it is called.
    """
    wanted = sum(roots.liability.shape.leaves for roots in published.assets.values())
    for some in (range(1, 2), range(2, PARTS_MAX + 1)):
        counts = dict.fromkeys(some, 0)
        for frame in batches():
            high, low = frame["amount_high"].to_numpy(), frame["amount_low"].to_numpy()
            for parts in some:
                counts[parts] += int(part_counts(high, low, parts).sum())
        found = [parts for parts, leaves in counts.items() if leaves == wanted]
        if found:
            return found[0]
    return 1


def first_leaf(published: Sequence[StoredTree], made: Sequence[StoredTree]) -> LeafDifference | None:
    """The first leaf, in order of trees and seals, that is not in both stores with the same amount."""
    theirs = {stored.tree: stored for stored in published}
    ours = {stored.tree: stored for stored in made}
    for tree in dict.fromkeys([*ours, *theirs]):
        difference = _first_of_tree(tree, theirs.get(tree), ours.get(tree))
        if difference is not None:
            return difference
    return None


def _first_of_tree(tree: Tree, published: StoredTree | None, made: StoredTree | None) -> LeafDifference | None:
    """Leaves stand in order of their seals in both, so the first place at which the two rows differ decides."""
    theirs, ours = _leaves(published), _leaves(made)
    for start in range(0, min(len(theirs), len(ours)), _LEAVES_AT_ONCE):
        some, same = theirs[start : start + _LEAVES_AT_ONCE], ours[start : start + _LEAVES_AT_ONCE]
        length = min(len(some), len(same))
        differing = np.flatnonzero((some[:length] != same[:length]).any(axis=1))
        if len(differing):
            return _between(tree, some[differing[0]].tobytes(), same[differing[0]].tobytes())
    shorter = min(len(theirs), len(ours))
    if len(theirs) > shorter:
        return LeafDifference(tree, *_leaf(theirs[shorter].tobytes()), made=None)
    if len(ours) > shorter:
        seal, amount = _leaf(ours[shorter].tobytes())
        return LeafDifference(tree, seal, published=None, made=amount)
    return None


def _between(tree: Tree, published: bytes, made: bytes) -> LeafDifference:
    (their_seal, their_amount), (our_seal, our_amount) = _leaf(published), _leaf(made)
    if their_seal == our_seal:
        return LeafDifference(tree, our_seal, their_amount, our_amount)
    if their_seal < our_seal:
        return LeafDifference(tree, their_seal, their_amount, None)
    return LeafDifference(tree, our_seal, None, our_amount)


def _leaf(record: bytes) -> tuple[bytes, int]:
    return record[:KEY_BYTES], int.from_bytes(record[KEY_BYTES:], "big")


def _leaves(stored: StoredTree | None) -> Bytes:
    return np.frombuffer(stored.leaves if stored else b"", np.uint8).reshape(-1, RECORD_BYTES)


def leaf_finding(difference: LeafDifference, customer: str | None) -> Finding:
    """A difference in words; `customer` is None where no row of the pack makes the leaf."""
    tree = difference.tree
    published, made = (
        NOTHING if amount is None else f"{grouped(amount_text(amount, tree.scale))} {tree.asset}"
        for amount in (difference.published, difference.made)
    )
    where = f"{tree.asset} {tree.ledger}"
    if customer is None:
        return NOBODYS_LEAF.at(where, published=published)
    return CUSTOMER_DIFFERS.at(where, customer=customer, published=published, made=made)


def customer_of(
    engine: Engine, difference: LeafDifference, keys: Bytes, parts: int, secrets: Iterable[pl.DataFrame]
) -> str | None:
    """The customer whose seal a leaf has, among the key records (n, 64) of a day; None where it is nobody's.

    `secrets` are the batches of the pack's table of secrets, which has the customers' numbers.
    """
    who = _who_sealed(engine, difference, keys, parts)
    for frame in secrets if who is not None else ():
        same = np.flatnonzero((who_of(engine, frame["customer"]) == who).all(axis=1))
        if len(same):
            return str(frame["customer"][int(same[0])])
    return None


def _who_sealed(engine: Engine, difference: LeafDifference, keys: Bytes, parts: int) -> Bytes | None:
    wanted = np.frombuffer(difference.seal, np.uint8)
    for start in range(0, len(keys), _LEAVES_AT_ONCE):
        some = keys[start : start + _LEAVES_AT_ONCE]
        for part in range(parts):
            same = np.flatnonzero((seals_of(engine, difference.tree, some, part) == wanted).all(axis=1))
            if len(same):
                return some[same[0], :KEY_BYTES]
    return None
