"""Measures of surveillance: from where on something is said. All are this software's own; no law gives a number.

They were chosen so that days on which nothing is known to have happened stay quiet; what they let through on real days
is measured by a test and told in docs/explanation/surveillance.md.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term

_MINUTE = timedelta(minutes=1)
_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Measures:
    """From where on something is said.

    An event study compares the stretch before an announcement with all others of `stretch` within `look_back`: it says
    something where both volume and move are among the largest `tail` of them. A position is told where it is the
    account's largest of all stretches and at least `position_share` of the market's volume in the stretch. Two owners
    who trade back and forth are told from `pair_trades` trades a day on, where the smaller direction is at least
    `pair_balance` of the larger and the pair at least `pair_share` of what one of them traded that day.
    """

    stretch: timedelta = timedelta(hours=2)
    look_back: timedelta = timedelta(days=7)
    tail: Fraction = Fraction(1, 20)
    position_share: Fraction = Fraction(3, 100)
    pair_trades: int = 20
    pair_balance: Fraction = Fraction(8, 10)
    pair_share: Fraction = Fraction(1, 2)

    @property
    def stretch_words(self) -> Term:
        """The length of a stretch in words."""
        hours = grouped_text(Fraction(self.stretch // _MINUTE, _HOUR_MINUTES))
        return Term(f"{hours} hours", f"{hours} 時間")
