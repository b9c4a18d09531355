"""The answers of several rulebooks to one pack: what each requires, what is short, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.status import Status
from hikiate.law.provisions import CURRENCIES
from hikiate.law.rulebooks import Edition
from hikiate.rules.compared.terms import DutyTerms

Verdict = Literal["in_order", "in_breach", "unanswered", "undecided", "not_in_force"]


@dataclass(frozen=True, slots=True)
class Row:
    """A rulebook's answer. Amounts are in the comparison's currency, None where there is no number.

    `ceiling` is up to where a reserve that grows by the year may grow.
    """

    edition: Edition
    verdict: Verdict
    status: Status
    required: Fraction | None
    ceiling: Fraction | None
    short: Fraction | None
    terms: DutyTerms
    findings: tuple[Finding, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One exchange under many rulebooks, in one currency."""

    exchange: str
    as_of: str
    version: str
    pack_digest: str
    currency: str
    rows: tuple[Row, ...]

    @property
    def rates(self) -> dict[str, Figure]:
        """The rates of the day at which sums of law were converted, by currency."""
        found = {
            currency: figure
            for row in self.rows
            for currency in CURRENCIES
            if (figure := row.figures.get(f"input.prices.{currency}")) is not None
        }
        return dict(sorted(found.items()))

    @property
    def spread(self) -> Fraction | None:
        """The largest requirement over the smallest above zero; None where fewer than two rulebooks have a number."""
        known = [row.required for row in self.rows if row.required]
        return max(known) / min(known) if len(known) > 1 else None
