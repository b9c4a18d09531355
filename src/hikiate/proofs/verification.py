"""Verification: whether a customer's lines are in the trees of a day root, step by step, in words.

The steps, in order, are those of docs/proof-format.md: root, day, lines, and of every line amount, shape, padding,
path, total, tree. Nothing here trusts what either document says of itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hikiate.kernel.amounts import AmountRefused, amount_text, grouped, minor_units
from hikiate.kernel.wording import Term
from hikiate.proofs.proof import Line, Proof
from hikiate.proofs.root import DayRoot, TreeRoot
from hikiate.proofs.seals import seal
from hikiate.proofs.tree import Ledger, Node, SumRefused, Tree, first_bits, leaf, padding, parent, root_hash

SCHEMA = "hikiate/verification/1"

STEPS = {
    "root": Term("root", "証明値"),
    "day": Term("day", "日"),
    "lines": Term("lines", "明細"),
    "amount": Term("amount", "数量"),
    "shape": Term("shape", "位置"),
    "padding": Term("padding", "空き"),
    "path": Term("path", "経路"),
    "total": Term("total", "総額"),
    "tree": Term("tree", "木"),
}
"""The steps by their names, in the format's order."""

_LEDGER = {"liability": Term("owed to the customer", "預り"), "debt": Term("owed by the customer", "債務")}


@dataclass(frozen=True, slots=True)
class Check:
    """One step: its name, the line it is about if it is about one, whether it holds, and what it says."""

    name: str
    line: str | None
    passed: bool
    said: Term


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked. Balances and debts are there only where everything holds."""

    proof: Proof
    root: DayRoot
    checks: tuple[Check, ...]

    @property
    def included(self) -> bool:
        """Whether every step holds."""
        return all(check.passed for check in self.checks)

    def totals(self, ledger: Ledger) -> dict[str, str]:
        """The customer's proven total by asset, as decimal text in units of the asset."""
        totals: dict[str, int] = {}
        for line in self.proof.lines if self.included else ():
            if line.ledger == ledger:
                scale = self.root.assets[line.asset].scale
                totals[line.asset] = totals.get(line.asset, 0) + minor_units(line.amount, scale)
        return {asset: amount_text(total, self.root.assets[asset].scale) for asset, total in totals.items()}


class _Failed(Exception):
    """A step that does not hold, with what it says."""

    def __init__(self, said: Term) -> None:
        self.said = said
        super().__init__(said.en)


def verify(proof: Proof, root: DayRoot) -> Verification:
    """Check a proof against a root; every step that can still be taken is taken."""
    checks = [_root(root), _day(proof, root), _lines(proof, root)]
    for line in proof.lines:
        found = root.tree(line.asset, line.ledger)
        if found is not None:
            checks += _line(proof, line, *found)
    return Verification(proof, root, tuple(checks))


def document(verification: Verification) -> dict[str, Any]:
    """What was checked, as plain values."""
    return {
        "schema": SCHEMA,
        "included": verification.included,
        "exchange": verification.proof.exchange,
        "customer": verification.proof.customer,
        "as_of": verification.proof.as_of,
        "day_root": verification.root.day_root,
        "balances": verification.totals("liability"),
        "debts": verification.totals("debt"),
        "checks": [
            {"check": check.name, "line": check.line, "passed": check.passed, "en": check.said.en, "ja": check.said.ja}
            for check in verification.checks
        ],
    }


def _root(root: DayRoot) -> Check:
    if root.made == root.day_root:
        return _held(
            "root", "the day root is made of what the root file states", "当日の証明値は ROOT.json の内容と一致します"
        )
    return _not_held(
        "root",
        f"the fields of the root file make {root.made}, not its day root {root.day_root}",
        f"ROOT.json の内容から計算した値は {root.made} で、記載の証明値 {root.day_root} と一致しません",
    )


def _day(proof: Proof, root: DayRoot) -> Check:
    pairs = [
        (Term("exchange", "取引所"), proof.exchange, root.exchange),
        (Term("moment", "基準時点"), proof.as_of, root.as_of),
        (Term("day root", "証明値"), proof.day_root, root.day_root),
    ]
    differing = [(name, ours, theirs) for name, ours, theirs in pairs if ours != theirs]
    if not differing:
        return _held(
            "day", "the proof is of this exchange, moment and day root", "証明書の取引所・基準時点・証明値は一致します"
        )
    en = "; ".join(f"{name.en} {ours} in the proof, {theirs} in the root" for name, ours, theirs in differing)
    ja = "、".join(f"{name.ja}: 証明書は {ours}、ROOT.json は {theirs}" for name, ours, theirs in differing)
    return _not_held("day", en, ja)


def _lines(proof: Proof, root: DayRoot) -> Check:
    if not proof.lines:
        return _not_held("lines", "the proof has no line", "証明書に明細がありません")
    strangers = [_name(line) for line in proof.lines if root.tree(line.asset, line.ledger) is None]
    if strangers:
        shown = ", ".join(strangers)
        return _not_held("lines", f"the root has no tree for: {shown}", f"ROOT.json に対応する木がありません: {shown}")
    before: tuple[bytes, int, int] | None = None
    for line in proof.lines:
        same_balance = before is not None and before[:2] == line.order[:2]
        wanted_part = before[2] + 1 if before is not None and same_balance else 0
        if line.part != wanted_part or (before is not None and not same_balance and line.order < before):
            shown = _name(line)
            return _not_held(
                "lines", f"out of order, twice, or a part missing: {shown}", f"順序・重複・欠落の誤り: {shown}"
            )
        before = line.order
    return _held("lines", "each line once, no part missing", "明細に重複や欠落はありません")


def _line(proof: Proof, line: Line, tree: Tree, root: TreeRoot) -> Iterator[Check]:
    """The steps of one line, up to the first that does not hold."""
    walk = _Walk(proof, line, tree, root)
    for name in list(STEPS)[3:]:
        try:
            said = getattr(walk, name)()
        except _Failed as failed:
            yield Check(name, _name(line), passed=False, said=failed.said)
            return
        yield Check(name, _name(line), passed=True, said=said)


class _Walk:
    """One line on its way from the leaf to the published root; each step stands on those before it."""

    def __init__(self, proof: Proof, line: Line, tree: Tree, root: TreeRoot) -> None:
        self.line, self.of, self.published = line, tree, root
        self.seal = seal(proof.key, tree, line.part, proof.customer)
        self.minor = 0
        self.top = Node(b"", 0)

    def amount(self) -> Term:
        """The amount is one of this asset, above zero."""
        try:
            self.minor = minor_units(self.line.amount, self.of.scale)
        except AmountRefused:
            asset, said, scale = self.of.asset, self.line.amount, self.of.scale
            raise _Failed(
                Term(
                    f"{said} is no amount of {asset}: at most {scale} decimals and 127 bits",
                    f"{said} は {asset} の数量ではありません（小数点以下 {scale} 桁以内、127ビット以内）",
                )
            ) from None
        if self.minor == 0:
            raise _Failed(Term("an amount of zero", "数量がゼロです"))
        shown, owed = f"{grouped(self.line.amount)} {self.of.asset}", _LEDGER[self.of.ledger]
        return Term(f"{shown}, {owed.en}", f"{shown}（{owed.ja}）")

    def shape(self) -> Term:
        """The path is as long as the tree is deep, and the place is in the bucket that the seal names."""
        shape, position = self.published.shape, self.line.position
        if len(self.line.path) != shape.depth or position >= 2**shape.depth:
            steps = len(self.line.path)
            raise _Failed(
                Term(
                    f"{steps} steps from place {position}; the tree has {shape.depth} and {2**shape.depth} places",
                    f"位置 {position} から {steps} 段の経路ですが、木は {shape.depth} 段、{2**shape.depth} か所です",
                )
            )
        if position >> shape.bucket_depth != first_bits(self.seal, shape.bucket_bits):
            raise _Failed(
                Term(
                    f"position {position} is not in the bucket of this customer's seal",
                    f"位置 {position} はこの利用者の封印が示す区画にありません",
                )
            )
        return Term(
            f"place {position} of {2**shape.depth}, {shape.depth} steps to the top",
            f"{2**shape.depth} か所のうち {position} 番、頂点まで {shape.depth} 段",
        )

    def padding(self) -> Term:
        """What counts for nothing is padding, and padding counts for nothing."""
        empty = padding(self.of, 0)
        for height, node in enumerate(self.line.path):
            if (node.sum == 0) != (node.hash == empty.hash):
                raise _Failed(
                    Term(
                        f"at height {height} an empty place counts for something, or something counts for nothing",
                        f"高さ {height} で、空きの場所に金額があるか、金額のある場所が空きとされています",
                    )
                )
            empty = parent(self.of, empty, empty, height + 1)
        return Term("empty places count for nothing", "空きの場所は合計に影響しません")

    def path(self) -> Term:
        """From the leaf upwards every sum stays an amount."""
        node = leaf(self.of, self.seal, self.minor)
        for height, sibling in enumerate(self.line.path):
            is_right = self.line.position >> height & 1
            left, right = (sibling, node) if is_right else (node, sibling)
            try:
                node = parent(self.of, left, right, height + 1)
            except SumRefused:
                raise _Failed(
                    Term(f"a sum too large at height {height + 1}", f"高さ {height + 1} の合計が上限を超えています")
                ) from None
        self.top = node
        return Term("the line was added up to the top", "明細を頂点まで合算しました")

    def total(self) -> Term:
        """The sum at the top is the published total."""
        made = f"{grouped(amount_text(self.top.sum, self.of.scale))} {self.of.asset}"
        published = f"{grouped(amount_text(self.published.total, self.of.scale))} {self.of.asset}"
        if self.top.sum != self.published.total:
            raise _Failed(
                Term(
                    f"{made} at the top, {published} published",
                    f"頂点の合計は {made}、公表された総額は {published} です",
                )
            )
        return Term(f"the line is part of the published total {published}", f"公表された総額 {published} に含まれます")

    def tree(self) -> Term:
        """The root made from the top is the published one."""
        made = root_hash(self.of, self.top, self.published.shape).hex()
        if made != self.published.root:
            raise _Failed(
                Term(
                    f"this path leads to the root {made}, not to the published {self.published.root}",
                    f"この経路から得られる値は {made} で、公表された値 {self.published.root} と一致しません",
                )
            )
        return Term("the path leads to the published root", "経路は公表された木の値に一致します")


def _name(line: Line) -> str:
    return f"{line.asset} {line.ledger} {line.part}"


def _held(name: str, en: str, ja: str) -> Check:
    return Check(name, None, passed=True, said=Term(en, ja))


def _not_held(name: str, en: str, ja: str) -> Check:
    return Check(name, None, passed=False, said=Term(en, ja))
