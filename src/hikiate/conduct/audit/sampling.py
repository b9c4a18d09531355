"""Samples that anybody can draw again: numbers from a seed by SHA-256, without repetition and without preference.

The n-th number is the first 8 bytes of SHA-256 over (seed, table, n), taken modulo the population; those at the end of
the range that would favour small numbers are passed over, and a number that came already is passed over too.
"""

import itertools

from hikiate.kernel.digests import digest
from hikiate.kernel.wording import Term

_RANGE = 2**64
_HEX_DIGITS = 16

METHOD = Term(
    "Random rows of each table without repetition, by SHA-256 over seed, table and counter; and the largest balances "
    "of each asset. Rows are counted as the user counts them.",
    "表ごとに、乱数の種・表名・通し番号の SHA-256 により行を非復元抽出。残高については資産ごとの上位も抽出。"
    "行番号は利用者の数え方による。",
)
"""How samples are drawn, as an audit pack says it."""


def drawn(seed: str, table: str, population: int, count: int) -> tuple[int, ...]:
    """So many different numbers from 0 up to the population, in rising order; all of them where there are no more."""
    if count >= population:
        return tuple(range(population))
    limit = _RANGE - _RANGE % population
    numbers = (int(digest("sample/1", [seed, table, str(turn)])[:_HEX_DIGITS], 16) for turn in itertools.count())
    fair = (number % population for number in numbers if number < limit)
    found: set[int] = set()
    while len(found) < count:
        found.add(next(fair))
    return tuple(sorted(found))
