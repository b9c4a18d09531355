"""What a firm publishes of its last closed day: coverage, reserve, roots, disputes; each part only where switched on.

Everything is of the newest close that is kept, and of the files of proofs beside it. Nothing here names a customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.desk.proven import day_roots, dispute_counts
from hikiate.facts.incident_policy import IncidentPolicy, read_incident_policy
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.proofs.root import DayRoot, Disputes
from hikiate.storage.database.workspace import table
from hikiate.web.api.closes import newest_close, result_of

ROOTS_SHOWN = 30
RESERVE = ("required", "held", "fund", "insurance_credit", "shortfall", "coverage")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What customers are owed of an asset, what is held for them, and the share of the one in the other."""

    asset: str
    liability: Figure
    held: Figure
    coverage: Figure | None

    @property
    def is_short(self) -> bool:
        """Whether less is held than is owed."""
        return (
            self.held.value is not None
            and self.liability.value is not None
            and (self.held.number < self.liability.number)
        )


@dataclass(frozen=True, slots=True)
class RootShown:
    """A day root with whether it is what its file makes, and whether it follows the one before it here."""

    root: DayRoot
    is_sound: bool
    follows: bool | None


@dataclass(frozen=True, slots=True)
class Transparency:
    """What is published; a part that is not has nothing in it."""

    parts: frozenset[str]
    exchange: str = ""
    as_of: str = ""
    closed_at: str = ""
    coverage: tuple[Coverage, ...] = ()
    reserve: Mapping[str, Figure] | None = None
    roots: tuple[RootShown, ...] = ()
    disputes: Disputes | None = None


def transparency(desk: Desk, parts: frozenset[str], today: date) -> Transparency:
    """What is published of the newest close."""
    digest = newest_close() if parts else None
    roots = _roots(day_roots(desk, ROOTS_SHOWN + 1)) if "proofs" in parts else ()
    disputes = dispute_counts(desk, today) if "disputes" in parts else None
    if digest is None:
        return Transparency(parts, roots=roots, disputes=disputes)
    result = result_of(desk, digest)
    return Transparency(
        parts,
        result.exchange,
        result.as_of,
        _closed_at(digest),
        _coverage(result) if "coverage" in parts else (),
        _reserve(result) if "reserve" in parts else None,
        roots,
        disputes,
    )


def incident_policy(desk: Desk) -> tuple[IncidentPolicy, str] | None:
    """The policy for incidents in the pack of the newest close, with the firm's name; None where it has none."""
    digest = newest_close()
    close = next(desk.book.rows(CloseDone, result=digest), None) if digest else None
    if close is None or digest is None:
        return None
    file = desk.store.place("packs", close.pack) / POLICIES_FILE
    try:
        read = read_incident_policy(file.read_text(encoding="utf-8-sig"), POLICIES_FILE) if file.is_file() else None
    except Refused:
        return None
    return None if read is None else (read, result_of(desk, digest).exchange)


def _closed_at(digest: str) -> str:
    at: str = table("CloseDone").objects.filter(result=digest).values_list("decision__at", flat=True).get()
    return at


def _coverage(result: Result) -> tuple[Coverage, ...]:
    figures = result.figures
    rows = []
    for name, liability in figures.items():
        parts = name.split(".")
        if parts[0] != "segregation" or parts[-1] != "liability":
            continue
        stem = name.removesuffix(".liability")
        held = figures.get(f"{stem}.held")
        if held is not None:
            rows.append(Coverage(liability.unit, liability, held, figures.get(f"{stem}.coverage")))
    required, trust = figures.get("fiat.required"), figures.get("fiat.trust")
    if required is not None and trust is not None:
        rows.append(Coverage(required.unit, required, trust, None))
    return tuple(rows)


def _reserve(result: Result) -> Mapping[str, Figure]:
    return {part: result.figures[f"reserve.{part}"] for part in RESERVE if f"reserve.{part}" in result.figures}


def _roots(roots: list[DayRoot]) -> tuple[RootShown, ...]:
    """The newest first; of the oldest shown nobody here can say what it follows, unless the one before was read too."""
    shown = []
    for place in range(len(roots) - 1, -1, -1):
        root = roots[place]
        before = roots[place - 1] if place else None
        follows = (root.previous == before.day_root) if before is not None else None
        shown.append(RootShown(root, root.day_root == root.made, follows))
    return tuple(shown[:ROOTS_SHOWN])
