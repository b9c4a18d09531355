"""What a run comes to: days, verbs, harms by kind, what was found and paid; summed over seeds, and printed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulation.harms import KINDS


@dataclass
class Figures:
    """The counts of one life or of many."""

    lives: int = 0
    days: Counter[str] = field(default_factory=Counter)
    harms: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Figures") -> None:
        """Take in another's."""
        self.lives += other.lives
        for own, more in ((self.days, other.days), (self.harms, other.harms), (self.done, other.done)):
            own.update(more)

    def lines(self) -> Iterable[str]:
        """The figures as they are printed."""
        yield f"exchange-days {sum(self.days.values()):,}"
        yield from (f"  {kind:<22}{count:>10,}" for kind, count in sorted(self.days.items()))
        yield f"seeds {self.lives:,}"
        yield f"faults injected {sum(self.harms.values()):,}"
        yield from (f"  {kind:<22}{self.harms[kind]:>10,}" for kind in KINDS)
        yield "what happened and was checked"
        yield from (f"  {name:<22}{count:>10,}" for name, count in sorted(self.done.items()))
