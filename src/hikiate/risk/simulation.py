"""The simulation: years in blocks of a fixed size, each block anywhere, put together in the order of their numbers.

What a year draws depends on the seed and its number alone, and blocks are joined in order, so no result depends on how
many workers there are or on which machine one sits.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from hikiate.risk.years import Chances, Reserve, Tower, Whole, simulated

BLOCK_YEARS = 262_144
"""How many years one worker does at once: enough for the room they need to be small beside what they bring."""
_AHEAD = 4

GROSS, CEDED, UNCOVERED, DAYS = range(4)
YEARS_PAID, PAID, REINSTATED = range(3)

Block: TypeAlias = tuple[Whole, Whole, Whole]


@dataclass(frozen=True, slots=True)
class Run:
    """How many years, by which seed, and who computes them; only the first two change a result."""

    years: int
    seed: int
    executor: Executor
    workers: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the years brought: of each with a loss gross, ceded, uncovered and days (n, 4); sums of layers and cells."""

    years: int
    rows: Whole
    of_layers: tuple[tuple[int, int, int], ...]
    of_cells: tuple[int, ...]


def outcomes(chances: Chances, tower: Tower, reserve: Reserve, run: Run) -> Outcomes:
    """Simulate all years."""
    rows, found, layers, cells = np.empty((run.years, 4), np.int64), 0, [], []
    for block in _blocks(chances, tower, reserve, run):
        rows[found : found + len(block[0])] = block[0]
        found += len(block[0])
        layers.append(block[1].tolist())
        cells.append(block[2].tolist())
    return Outcomes(
        years=run.years,
        rows=rows[:found],
        of_layers=tuple(
            (
                sum(one[layer][0] for one in layers),
                sum(one[layer][1] for one in layers),
                sum(one[layer][2] for one in layers),
            )
            for layer in range(len(tower.terms))
        ),
        of_cells=tuple(sum(one[cell] for one in cells) for cell in range(len(chances.cells))),
    )


def _blocks(chances: Chances, tower: Tower, reserve: Reserve, run: Run) -> Iterator[Block]:
    """The blocks in order; no more are under way than keep the workers busy."""
    under_way: deque[Future[Block]] = deque()
    for first in range(0, run.years, BLOCK_YEARS):
        if len(under_way) == run.workers * _AHEAD:
            yield under_way.popleft().result()
        years = range(first, min(first + BLOCK_YEARS, run.years))
        under_way.append(run.executor.submit(block, run.seed, years, chances, tower, reserve))
    while under_way:
        yield under_way.popleft().result()


def block(seed: int, years: range, chances: Chances, tower: Tower, reserve: Reserve) -> Block:
    """One block of years, wherever an executor runs this."""
    rows = np.empty((len(years), 4), np.int64)
    found, layers, cells = simulated(np.uint64(seed), years.start, len(years), chances, tower, reserve, rows)
    return rows[:found], layers, cells
