"""The back-test: the model fitted before each year from 2018, held against the incidents of that year.

Every documented loss of a year is brought to this exchange: the share that was lost, or the median share that goes with
such a loss, of the assets exposed here, at most what the group can reach. It suffices where the insurers' payments and
the reserve are the whole loss. Beside what was seen stands what the model fitted before the year had foretold for
events of the same groups. A year before which too few shares were documented has no forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hikiate.risk.estimate import Fit, fitted, implied_share
from hikiate.risk.incidents import Incident, operators
from hikiate.risk.model import LossModel
from hikiate.risk.scenarios import Means
from hikiate.risk.severity import Severity
from hikiate.risk.tower import arrays
from hikiate.risk.years import ceded

FIRST_YEAR = 2018

_GRID = 200
_FREE_OF_ODDS = {"refusal": 0.0, "default": 0.0}


@dataclass(frozen=True, slots=True)
class Tested:
    """A year: losses known before it, its own losses, how many were paid in full, and the number foretold."""

    year: int
    known: int
    losses: int
    sufficed: int
    foretold: float | None


def back_test(incidents: Sequence[Incident], model: LossModel, means: Means, exposed: int, last: int) -> list[Tested]:
    """Every year from FIRST_YEAR to `last`; `incidents` are those that count, `exposed` is in minor units."""
    settled = _Settlement(model, means, exposed)
    found = []
    for year in range(FIRST_YEAR, last + 1):
        before = [row for row in incidents if row.day < date(year, 1, 1)]
        seen = [row for row in incidents if row.day.year == year]
        fit = fitted(before, [row for row in operators() if row.year < year], 0, replicates=0)
        sufficed = sum(settled.suffices(row.group, implied_share(row, incidents)) for row in seen)
        foretold = None if fit is None else sum(settled.foretold(row.group, fit) for row in seen)
        found.append(Tested(year, len(before), len(seen), sufficed, foretold))
    return found


class _Settlement:
    """What reserve and tower do with a share of the assets exposed, lost by a group."""

    def __init__(self, model: LossModel, means: Means, exposed: int) -> None:
        self.means, self.exposed = means, exposed
        self.cells = {cell.group: cell for cell in sorted(model.cells, key=lambda cell: cell.unit.value)}
        self.tower = {
            group: arrays(means.layers, [(cell.peril, cell.unit.tier)], _FREE_OF_ODDS)
            for group, cell in self.cells.items()
        }

    def suffices(self, group: str, share: float) -> bool:
        """Whether all is paid; a group that reaches nothing here costs nothing."""
        if group not in self.cells:
            return True
        loss = min(int(share * self.exposed), self.cells[group].unit.value)
        net = loss
        if self.means.layers:
            net = int(ceded(loss, 0, self.tower[group], np.zeros((3, len(self.means.layers)), np.int64)))
        return net <= self.means.money + self.means.coins

    def foretold(self, group: str, fit: Fit) -> float:
        """The part of the events of a group that the fitted severity says will be paid."""
        severity = Severity(max(fit.sigma.value, 1e-6), 0.9, fit.tail.value)
        multiples = [severity.quantile((place + 0.5) / _GRID) for place in range(_GRID)]
        return sum(self.suffices(group, min(1.0, fit.shares[group].value * one)) for one in multiples) / _GRID
