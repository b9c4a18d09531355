"""Adequacy: what the simulated years say of losses, of shortfall, of the layers and of the time until all are paid.

The value at risk at p is the smallest loss that a part p of the years does not exceed; the expected shortfall is the
mean of the worst years that make up 1 − p. Both count years without a loss. Means are rounded to the whole unit of the
reporting currency, half up; probabilities to eight decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.wording import Term
from hikiate.risk.parameters import rounded_number
from hikiate.risk.simulation import CEDED, DAYS, GROSS, UNCOVERED, Outcomes
from hikiate.risk.years import NEVER, Whole
from hikiate.rules.sheet import Sheet

ROUNDING = Rounding.HALF_UP
"""A mean of simulated losses is nobody's debt; it is rounded to the nearest whole unit."""
PLACES = 8
LEVELS = ("95", "99", "99.5")
CURVE = ("0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001", "0.0005", "0.0002", "0.0001")
"""The yearly probabilities at which the curves of losses are read."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Where figures of one set of simulated years are written, and what they are reached from."""

    sheet: Sheet
    found: Outcomes
    inputs: tuple[str, ...]

    def money(self, name: str, minor: Fraction, rule: Term) -> None:
        """Write a sum of money, given in minor units."""
        exchange = self.sheet.exchange
        value = rounded(minor, 0, ROUNDING) / 10**exchange.reporting_scale
        self.sheet.figures.derive(name, value, exchange.reporting_currency, rule=rule, citation="", inputs=self.inputs)

    def probability(self, name: str, years: int, rule: Term, of: int | None = None) -> None:
        """Write a part of the years, or of the years with a loss."""
        value = rounded(Fraction(years, of or self.found.years), PLACES, ROUNDING)
        self.sheet.figures.derive(name, value, "ratio", rule=rule, citation="", inputs=self.inputs)


def sufficiency(measured: Measured, prefix: str) -> None:
    """Write the probability of shortfall under a prefix, and the mean that remains uncovered."""
    uncovered = measured.found.rows[:, UNCOVERED]
    measured.probability(
        f"{prefix}.shortfall_probability",
        int((uncovered > 0).sum()),
        Term(
            "years with a loss that reserve and insurance do not pay ÷ all years", "準備金と保険で賄えない年数 ÷ 全年数"
        ),
    )
    measured.money(
        f"{prefix}.uncovered.mean",
        mean(uncovered, measured.found.years),
        Term("mean of what remains unpaid in a year", "年間の未補塡額の平均"),
    )


def simulation_error(measured: Measured) -> None:
    """Write how far the probability of shortfall may be off because so many years and no more were simulated."""
    figures = measured.sheet.figures
    probability = float(figures["risk.shortfall_probability"].number)
    error = (probability * (1 - probability) / measured.found.years) ** 0.5
    figures.derive(
        "risk.shortfall_probability.error",
        rounded_number(error),
        "ratio",
        rule=Term("standard error of the simulation, √(p(1−p) ÷ years)", "シミュレーションの標準誤差 √(p(1−p) ÷ 年数)"),
        citation="",
        inputs=["risk.shortfall_probability"],
    )


def losses(measured: Measured) -> None:
    """Write means, values at risk and expected shortfalls of the gross loss and of what insurance leaves."""
    rows, years = measured.found.rows, measured.found.years
    measured.probability(
        "risk.loss.probability", len(rows), Term("years with a loss ÷ all years", "損失のある年数 ÷ 全年数")
    )
    kinds = (
        ("loss", rows[:, GROSS], Term("loss of a year", "年間損失額")),
        ("net", rows[:, GROSS] - rows[:, CEDED], Term("loss of a year less insurance", "年間損失額（保険控除後）")),
    )
    for kind, values, said in kinds:
        measured.money(f"risk.{kind}.mean", mean(values, years), Term(f"mean {said.en}", f"{said.ja}の平均"))
        ordered, prefix = np.sort(values), "risk" if kind == "loss" else f"risk.{kind}"
        for level in LEVELS:
            part = Fraction(level) / 100
            at_risk = Term(f"{said.en} that {level} % of years do not exceed", f"{said.ja}の {level}% 点")
            worst = Term(f"mean {said.en} in the worst {100 - float(level):g} % of years",
                         f"{said.ja}が大きい {100 - float(level):g}% の年の平均")  # fmt: skip
            measured.money(f"{prefix}.var.{level}", Fraction(value_at_risk(ordered, years, part)), at_risk)
            measured.money(f"{prefix}.es.{level}", expected_shortfall(ordered, years, part), worst)


def compensation(measured: Measured) -> None:
    """Write when customers are paid in full, of the years with a loss: at once, later, or not by these means."""
    days = measured.found.rows[:, DAYS]
    if len(days) == 0:
        return
    for name, years, said in (
        ("at_once", int((days == 0).sum()), Term("the reserve pays at once", "準備金で直ちに全額を補償できる割合")),
        (
            "later",
            int((days > 0).sum()),
            Term("paid after waiting periods", "保険金の待機期間後に全額を補償できる割合"),
        ),
        ("never", int((days == NEVER).sum()), Term("not paid in full by these", "これらでは全額を補償できない割合")),
    ):
        rule = Term(f"of the years with a loss: {said.en}", f"損失のある年のうち、{said.ja}")
        measured.probability(f"risk.compensation.{name}", years, rule, of=len(days))
    paid = np.sort(days[days != NEVER])
    if len(paid):
        figures = measured.sheet.figures
        for level in (50, 95):
            rule = Term(
                f"days until all are paid, in {level} % of years that are paid", f"全額補償までの日数の {level}% 点"
            )
            value = int(paid[ceil(len(paid) * level / 100) - 1])
            name = f"risk.compensation.days.{level}"
            figures.derive(name, value, "days", rule=rule, citation="", inputs=measured.inputs)


def layers(measured: Measured, names: Sequence[str]) -> None:
    """Write for each layer how often it pays and how much on average."""
    for name, (years_paid, paid, _) in zip(names, measured.found.of_layers, strict=True):
        measured.probability(
            f"risk.layer.{name}.probability",
            years_paid,
            Term("years in which it pays ÷ all years", "支払いのある年数 ÷ 全年数"),
        )
        measured.money(
            f"risk.layer.{name}.mean",
            Fraction(paid, measured.found.years),
            Term("mean of what it pays in a year", "年間支払額の平均"),
        )


def curve(found: Outcomes) -> list[list[str]]:
    """For each probability the gross loss, the loss less insurance, and what is uncovered, as text in minor units."""
    columns = (found.rows[:, GROSS], found.rows[:, GROSS] - found.rows[:, CEDED], found.rows[:, UNCOVERED])
    ordered = [np.sort(column) for column in columns]
    return [
        [part, *(str(value_at_risk(column, found.years, 1 - Fraction(part))) for column in ordered)]
        for part in CURVE
        if found.years * Fraction(part) >= 1
    ]


def mean(values: Whole, years: int) -> Fraction:
    """The mean over all years, exactly; the sum is taken in parts, because it may pass 63 bits."""
    return Fraction(sum(int(part.sum()) for part in np.array_split(values, len(values) // 1_000 + 1)), years)


def value_at_risk(ordered: Whole, years: int, level: Fraction) -> int:
    """The smallest value that a part `level` of all years does not exceed; `ordered` are the years with a loss."""
    place = ceil(level * years) - 1 - (years - len(ordered))
    return int(ordered[place]) if place >= 0 else 0


def expected_shortfall(ordered: Whole, years: int, level: Fraction) -> Fraction:
    """The mean of the worst years that make up 1 − `level`; a year that is partly among them counts in part."""
    wanted = (1 - level) * years
    whole = min(int(wanted), len(ordered))
    worst = sum(int(value) for value in ordered[len(ordered) - whole :])
    rest = wanted - int(wanted)
    edge = int(ordered[len(ordered) - whole - 1]) if rest and whole < len(ordered) else 0
    return (worst + rest * edge) / wanted
