"""The day root: the roots of all trees of a day, tied to the pack, the close, the disputes and the day before.

What is published as ROOT.json (schema hikiate/root/1). Totals are whole minor units inside and decimal text outside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from hikiate.kernel.amounts import SCALE_MAX, amount_text
from hikiate.kernel.wording import Term
from hikiate.proofs.documents import Reading, strict_json
from hikiate.proofs.tree import LEDGERS, Ledger, Shape, Tree, record

SCHEMA = "hikiate/root/1"
FILE = "ROOT.json"
DEPTH_MAX = 64

_WHOLE_MAX = 2**53 - 1
"""Beyond it JavaScript's numbers, by which the page reads JSON, are not whole."""
_KEYS = ("schema", "exchange", "as_of", "assets", "previous", "pack_digest", "close_digest", "disputes", "day_root")
_DEBT_KEYS = ("root", "total", "leaves", "depth", "bucket_bits")
_ASSET_KEYS = (*_DEBT_KEYS, "scale", "debt")


@dataclass(frozen=True, slots=True)
class TreeRoot:
    """What is published of one tree: its root (64 hex digits), its total in minor units, its size and shape."""

    root: str
    total: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class AssetRoots:
    """An asset's trees: what customers are owed, and what they owe, None where nobody owes any."""

    scale: int
    liability: TreeRoot
    debt: TreeRoot | None


@dataclass(frozen=True, slots=True)
class Disputes:
    """How many disputes stand at a moment, how many customers checked, and the head of the chain of disputes."""

    filed: int = 0
    open: int = 0
    answered: int = 0
    overdue: int = 0
    checked: int = 0
    head: str | None = None


@dataclass(frozen=True, slots=True)
class DayRoot:
    """A day's root as it is published; `day_root` is what the document states, `made` what its fields make."""

    exchange: str
    as_of: str
    assets: Mapping[str, AssetRoots]
    previous: str | None
    pack_digest: str
    close_digest: str
    disputes: Disputes
    day_root: str = ""

    @property
    def made(self) -> str:
        """The day root (64 hex digits) that the fields make."""
        trees = list(self.trees())
        counts = [str(count) for count in _counts(self.disputes).values()]
        parts = [part for tree, root in trees for part in _tree_fields(tree, root)]
        head = [self.exchange, self.as_of, self.previous or "", self.pack_digest, self.close_digest]
        return record("proof-root/1", [*head, *counts, self.disputes.head or "", str(len(trees)), *parts]).hex()

    def trees(self) -> Iterator[tuple[Tree, TreeRoot]]:
        """Every tree with its root, in the format's order."""
        for asset in sorted(self.assets, key=str.encode):
            for ledger in LEDGERS:
                found = self.tree(asset, ledger)
                if found is not None:
                    yield found

    def tree(self, asset: str, ledger: Ledger) -> tuple[Tree, TreeRoot] | None:
        """One tree with its root; None where there is none."""
        roots = self.assets.get(asset)
        root = None if roots is None else roots.liability if ledger == "liability" else roots.debt
        if roots is None or root is None:
            return None
        return Tree(self.exchange, self.as_of, asset, roots.scale, ledger), root


def _tree_fields(tree: Tree, root: TreeRoot) -> list[str]:
    numbers = [root.total, root.shape.leaves, root.shape.depth, root.shape.bucket_bits]
    return [tree.asset, tree.ledger, str(tree.scale), root.root, *map(str, numbers)]


def _counts(disputes: Disputes) -> dict[str, int]:
    return {field.name: getattr(disputes, field.name) for field in fields(disputes) if field.name != "head"}


def document(root: DayRoot) -> dict[str, Any]:
    """The root as it is published."""
    return {
        "schema": SCHEMA,
        "exchange": root.exchange,
        "as_of": root.as_of,
        "assets": {
            asset: {
                **_tree_document(roots.liability, roots.scale),
                "scale": roots.scale,
                "debt": None if roots.debt is None else _tree_document(roots.debt, roots.scale),
            }
            for asset, roots in sorted(root.assets.items(), key=lambda item: item[0].encode())
        },
        "previous": root.previous,
        "pack_digest": root.pack_digest,
        "close_digest": root.close_digest,
        "disputes": {**_counts(root.disputes), "head": root.disputes.head},
        "day_root": root.day_root or root.made,
    }


def _tree_document(root: TreeRoot, scale: int) -> dict[str, Any]:
    return {
        "root": root.root,
        "total": amount_text(root.total, scale),
        "leaves": root.shape.leaves,
        "depth": root.shape.depth,
        "bucket_bits": root.shape.bucket_bits,
    }


def read_root(content: bytes, file: str = FILE) -> DayRoot:
    """A root from the bytes of its file; Refused with everything that is wrong with it.

    Whether `day_root` is the one that the fields make is a question of verification, not of reading.
    """
    reading = Reading(file)
    read_json = strict_json(content, file)
    reading.schema(read_json, SCHEMA)
    plain = reading.record(read_json, "", _KEYS)
    read = DayRoot(
        exchange=reading.text(plain["exchange"], "exchange"),
        as_of=reading.text(plain["as_of"], "as_of"),
        assets=_read_assets(reading, plain["assets"]),
        previous=reading.digest_or_none(plain["previous"], "previous"),
        pack_digest=reading.digest(plain["pack_digest"], "pack_digest"),
        close_digest=reading.digest(plain["close_digest"], "close_digest"),
        disputes=_read_disputes(reading, plain["disputes"]),
        day_root=reading.digest(plain["day_root"], "day_root"),
    )
    reading.refuse()
    return read


def _read_assets(reading: Reading, plain: object) -> dict[str, AssetRoots]:
    if not isinstance(plain, dict):
        reading.wrong("assets", plain, Term("an object with a key for each asset", "資産ごとのキーを持つオブジェクト"))
        return {}
    read = {}
    for asset, entry in plain.items():
        where = f"assets.{reading.text(asset, 'assets')}"
        values = reading.record(entry, where, _ASSET_KEYS)
        scale = reading.whole(values["scale"], f"{where}.scale", SCALE_MAX)
        debt = None
        if values["debt"] is not None:
            debt = _read_tree(
                reading, reading.record(values["debt"], f"{where}.debt", _DEBT_KEYS), f"{where}.debt", scale
            )
        read[asset] = AssetRoots(scale, _read_tree(reading, values, where, scale), debt)
    return read


def _read_tree(reading: Reading, plain: Mapping[str, Any], where: str, scale: int) -> TreeRoot:
    depth = reading.whole(plain["depth"], f"{where}.depth", DEPTH_MAX)
    shape = Shape(
        leaves=reading.whole(plain["leaves"], f"{where}.leaves", _WHOLE_MAX),
        depth=depth,
        bucket_bits=reading.whole(plain["bucket_bits"], f"{where}.bucket_bits", depth),
    )
    total = reading.minor_units(plain["total"], f"{where}.total", scale)
    return TreeRoot(reading.digest(plain["root"], f"{where}.root"), total, shape)


def _read_disputes(reading: Reading, plain: object) -> Disputes:
    keys = [field.name for field in fields(Disputes)]
    values = reading.record(plain, "disputes", keys)
    counts = {name: reading.whole(values[name], f"disputes.{name}", _WHOLE_MAX) for name in keys if name != "head"}
    return Disputes(**counts, head=reading.digest_or_none(values["head"], "disputes.head"))
