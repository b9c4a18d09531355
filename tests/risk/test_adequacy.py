"""Value at risk, expected shortfall and means against their definitions on all years, the quiet ones too."""

from fractions import Fraction

import exposed
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hikiate.risk.adequacy import Measured, compensation, curve, expected_shortfall, mean, value_at_risk
from hikiate.risk.simulation import Outcomes
from hikiate.risk.years import NEVER
from hikiate.rules.sheet import Sheet

losses = st.lists(st.integers(0, 10**15), max_size=30)


@given(losses, st.integers(0, 200), st.sampled_from(["0.5", "0.9", "0.95", "0.995"]))
def test_both_measures_are_their_definitions(found: list[int], quiet: int, level: str) -> None:
    """The value at risk is a quantile of all years; the expected shortfall integrates the quantile above the level."""
    years = len(found) + quiet
    if years == 0:
        return
    whole = sorted([0] * quiet + found)
    part = Fraction(level)
    ordered = np.sort(np.array(found, np.int64))
    at_risk = value_at_risk(ordered, years, part)
    assert sum(value <= at_risk for value in whole) >= part * years
    assert at_risk == 0 or sum(value < at_risk for value in whole) < part * years
    worst, rest = Fraction(0), (1 - part) * years
    for value in reversed(whole):
        taken = min(Fraction(1), rest)
        worst, rest = worst + taken * value, rest - taken
    assert expected_shortfall(ordered, years, part) == worst / ((1 - part) * years)
    assert mean(np.array(found, np.int64), years) == Fraction(sum(found), years)


def outcomes(rows: list[tuple[int, int, int, int]], years: int = 1_000) -> Outcomes:
    """Years with these rows."""
    return Outcomes(years, np.array(rows, np.int64).reshape(len(rows), 4), (), ())


def test_years_without_a_loss_compensate_nobody() -> None:
    """No figure says when customers are paid where nobody lost, or days where nobody is paid."""
    for rows, wanted in (([], 0), ([(5, 0, 5, NEVER)], 3), ([(5, 0, 0, 0), (9, 9, 0, 30)], 5)):
        sheet = Sheet(exposed.pack())
        leaf = sheet.figures.fact("input.x", 1, "count", "x")
        compensation(Measured(sheet, outcomes(rows), (leaf,)))
        assert sum(figure.name.startswith("risk.compensation") for figure in sheet.figures) == wanted


def test_the_curve_is_read_where_there_are_years_enough() -> None:
    """A thousand years say nothing about one in ten thousand."""
    points = curve(outcomes([(100, 40, 10, NEVER)] * 20))
    assert [point[0] for point in points] == ["0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001"]
    assert points[0][1:] == ["0", "0", "0"]
    assert points[3][1:] == ["100", "60", "10"]
