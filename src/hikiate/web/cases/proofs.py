"""Proofs: the chain of day roots that the workspace keeps, their totals, and how many customers checked them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.desk.proofs import ProofFolder, has_register, proof_folders, read_proofs, register_folder
from hikiate.proofs.disputes import Register
from hikiate.proofs.root import DayRoot
from hikiate.storage.dispute_register import load_register
from hikiate.web.base.access import held_roles, page
from hikiate.web.cases.money import Money
from hikiate.web.cases.readers import READERS
from hikiate.web.settings import workspace

SHOWN = 30


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day's root: whether its fields make it, whether it names the root before it, its totals, who checked it."""

    folder: ProofFolder
    follows: bool
    totals: list[tuple[str, Money, int]]
    debts: list[Money]
    checked: int

    @property
    def root(self) -> DayRoot | None:
        """The root, None where it cannot be read."""
        return self.folder.root

    @property
    def is_made(self) -> bool:
        """Whether the fields of the root make the day root that it states."""
        return self.root is not None and self.root.made == self.root.day_root

    @property
    def is_sound(self) -> bool:
        """Whether nothing of it differs."""
        return self.is_made and self.follows


@page(*READERS)
@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    """The day roots, the last one first, from a folder on."""
    desk = workspace()
    names = proof_folders(desk)
    before = request.GET.get("before", "")
    left = [name for name in names if not before or name < before]
    # One more than is shown: the last one shown is held against the one before it.
    found = list(read_proofs(desk, left[: SHOWN + 1]))
    register = load_register(register_folder(desk)) if has_register(desk) else None
    days = [_day(place, found, register) for place in range(min(len(found), SHOWN))]
    context = {
        "days": days,
        "next": days[-1].folder.name if len(left) > SHOWN else None,
        "before": before,
        "has_register": register is not None,
        "is_maker": "maker" in held_roles(request),
        "folder": str(desk.folder / "proofs"),
    }
    return render(request, "cases/proofs.html", context)


def _day(place: int, found: list[ProofFolder], register: Register | None) -> DayShown:
    root = found[place].root
    if root is None:
        return DayShown(found[place], follows=False, totals=[], debts=[], checked=0)
    earlier = found[place + 1].root if place + 1 < len(found) else None
    follows = root.previous == (earlier.day_root if earlier else None) or (
        earlier is None and root.previous is not None
    )
    totals, debts = [], []
    for asset, roots in root.assets.items():
        totals.append((asset, Money(asset, roots.liability.total, roots.scale), roots.liability.shape.leaves))
        if roots.debt is not None:
            debts.append(Money(asset, roots.debt.total, roots.scale))
    events = register.events if register else []
    checked = sum(event.kind == "confirmed" and event.number == root.day_root for event in events)
    return DayShown(found[place], follows, totals, debts, checked)
