"""Publishing a proof: from a pack and its close to a day root and a store of every customer's proof.

Data enters as a checked pack, its tables of balances and secrets, and what the day root is tied to; an assembly makes
the trees; their totals must be those of the close. Pure but for the writer, which is handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.amounts import MINOR_UNITS_MAX, amount_text
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.results import Result
from hikiate.operations.assembly import Assembly, Told, Work, Writer
from hikiate.proofs import faults
from hikiate.proofs.root import AssetRoots, DayRoot, Disputes, TreeRoot
from hikiate.proofs.tree import Tree


@dataclass(frozen=True, slots=True)
class Ties:
    """What a day root is tied to besides its trees: the close and its file's digest, the day before, the disputes."""

    close: Result
    close_digest: str
    previous: DayRoot | None = None
    disputes: Disputes = field(default_factory=Disputes)


def require_provable(pack: Pack, raw: RawPack, ties: Ties) -> None:
    """Refused with everything that keeps a pack from being proven and that can be told without reading its rows."""
    found = [faults.NO_TABLE.at(name, table=name) for name in ("balances", "secrets") if name not in raw.tables]
    for asset, liability in (pack.balances or {}).items():
        if max(liability.amount, liability.debt) > MINOR_UNITS_MAX:
            found.append(faults.TOTAL_TOO_LARGE.at(pack.file("balances"), asset=asset))
    found += _close_faults(pack, ties.close)
    if ties.previous is not None:
        found += _previous_faults(pack, ties.previous)
    if found:
        raise Refused(found)


def prove(pack: Pack, raw: RawPack, ties: Ties, work: Work, writer: Writer, *, told: Told) -> DayRoot:
    """Make the proofs of a day and give its root; Refused, before a root is there, where they cannot be made.

    The pack was read with its secrets.
    """
    require_provable(pack, raw, ties)
    liabilities = pack.balances or {}
    assembly = Assembly(pack.exchange, sorted(liabilities, key=str.encode), work, writer, told)
    rows = sum(liability.rows for liability in liabilities.values())
    roots = assembly.tree_roots(raw.tables["balances"], rows, raw.tables["secrets"], pack.secrets or 0)
    _require_totals(pack, ties.close, roots)
    root = DayRoot(
        exchange=pack.exchange.name,
        as_of=pack.exchange.snapshot_at.isoformat(),
        assets=_by_asset(roots),
        previous=ties.previous.day_root if ties.previous else None,
        pack_digest=pack.digest,
        close_digest=ties.close_digest,
        disputes=ties.disputes,
    )
    return replace(root, day_root=root.made)


def _by_asset(roots: Mapping[Tree, TreeRoot]) -> dict[str, AssetRoots]:
    debts = {tree.asset: root for tree, root in roots.items() if tree.ledger == "debt"}
    return {
        tree.asset: AssetRoots(tree.scale, root, debts.get(tree.asset))
        for tree, root in roots.items()
        if tree.ledger == "liability"
    }


def _close_faults(pack: Pack, close: Result) -> list[Finding]:
    as_of = pack.exchange.snapshot_at.isoformat()
    if (close.exchange, close.as_of, close.pack_digest) == (pack.exchange.name, as_of, pack.digest):
        return []
    return [faults.WRONG_CLOSE.at(Given("close"), exchange=close.exchange, as_of=close.as_of, digest=close.pack_digest)]


def _previous_faults(pack: Pack, previous: DayRoot) -> list[Finding]:
    found = []
    if not pack.exchange.follows(previous.exchange, previous.as_of):
        found.append(
            faults.WRONG_PREVIOUS.at(
                Given("previous"),
                exchange=previous.exchange,
                as_of=previous.as_of,
                wanted=pack.exchange.name,
                moment=pack.exchange.snapshot_at.isoformat(),
            )
        )
    if previous.day_root != previous.made:
        found.append(faults.ROOT_ALTERED.at(Given("previous"), stated=previous.day_root, made=previous.made))
    return found


def _require_totals(pack: Pack, close: Result, roots: Mapping[Tree, TreeRoot]) -> None:
    """Refused where a tree's total is not that of the table and of the close."""
    found = []
    for tree, root in roots.items():
        liability = (pack.balances or {})[tree.asset]
        total = amount_text(root.total, tree.scale)
        surveyed = amount_text(liability.amount if tree.ledger == "liability" else liability.debt, tree.scale)
        name = f"segregation.{tree.asset}.{tree.ledger}"
        closed = close.figures[name].value if name in close.figures else surveyed
        found += [
            faults.TOTALS_DIFFER.at(name, total=total, ledger=tree.ledger, closed=f"{other} {tree.asset}")
            for other in dict.fromkeys((surveyed, closed))
            if other != total
        ]
    if found:
        raise Refused(found)
