"""The rate of a haircut, and what is left in custody to pay what it leaves."""

from fractions import Fraction
from pathlib import Path

import pytest
from incidents import HEAD, LOSS, TABLES, codes, figure, made, paid, refusal

CUT = f'{HEAD}\nmethod = "haircut"\npromised = "haircut"\n{LOSS.replace("400", "100")}\n'
ONE_ASSET = {"balances": "customer,asset,amount\nb,XEM,300\na,XEM,100\n"}


def test_a_rate_that_is_not_stated_is_loss_over_liabilities(tmp_path: Path) -> None:
    """One asset lost and cut: by quantity, and what is left is paid from what is left in custody."""
    done = made(tmp_path, CUT, tables=ONE_ASSET)
    assert figure(done, "haircut.rate") == "0.25"
    assert paid(done.rows) == {("a", "XEM"): 75_000_000, ("b", "XEM"): 225_000_000}
    assert [figure(done, f"funding.{leaf}") for leaf in ("custody", "short", "day_complete")] == ["30300", "0", "0"]


def test_the_first_units_of_each_may_be_left_uncut(tmp_path: Path) -> None:
    """50 of each: 100 of the remaining 300 are lost."""
    text = CUT + '[convenience.XEM]\namount = "50"\n'
    done = made(tmp_path, text, tables=ONE_ASSET)
    assert figure(done, "haircut.rate") == "0.333333333333"
    assert paid(done.rows) == {("a", "XEM"): 83_333_333, ("b", "XEM"): 216_666_667}


def test_all_assets_are_cut_alike_by_value(tmp_path: Path) -> None:
    """100 XEM at 101 yen, of 400 XEM and 2 BTC at a million; what is left of BTC buys XEM."""
    done = made(tmp_path, CUT)
    assert figure(done, "haircut.rate") == "0.004950009802"
    rate = Fraction(100 * 101, 400 * 101 + 2 * 1_000_000)
    assert paid(done.rows)["a", "BTC"] == 200_000_000 * (1 - rate) // 1
    assert figure(done, "funding.short") == "0"
    assert {draw.needed for draw in done.outlay.last.draws if draw.source.asset == "JPY"} == {"XEM"}


def test_a_stated_rate_is_taken_as_stated_and_needs_no_price(tmp_path: Path) -> None:
    """36.067 % of every account and asset."""
    tables = {"prices": "day,asset,currency,price,source\n"}
    done = made(tmp_path, CUT + '[haircut]\nrate = "0.36067"\n', tables=tables)
    assert figure(done, "haircut.rate") == "0.36067"
    assert paid(done.rows) == {("a", "XEM"): 63_933_000, ("a", "BTC"): 127_866_000, ("b", "XEM"): 191_799_000}


def test_a_haircut_may_be_bound_to_some_assets(tmp_path: Path) -> None:
    """BTC was not touched."""
    done = made(tmp_path, CUT + '[haircut]\nassets = ["XEM"]\n')
    assert set(done.rows["asset"]) == {"XEM"}
    assert figure(done, "haircut.rate") == "0.25"


def test_by_value_every_asset_needs_its_price(tmp_path: Path) -> None:
    """No rate can be had otherwise; the assets are named."""
    tables = {"prices": TABLES["prices"].replace("2018-01-25,BTC,JPY,1000000,x\n", "")}
    assert refusal(tmp_path, CUT, tables=tables) == [("incident.haircut_unpriced", "haircut")]


@pytest.mark.parametrize(("lost", "rate"), [("400", "1"), ("0", "0")])
def test_nobody_loses_more_than_he_had(tmp_path: Path, lost: str, rate: str) -> None:
    """All or nothing of it."""
    done = made(tmp_path, CUT.replace('"100"', f'"{lost}"'), tables=ONE_ASSET)
    assert figure(done, "haircut.rate") == rate


def test_where_nobody_is_owed_anything_there_is_nothing_to_cut(tmp_path: Path) -> None:
    """A rate of zero, and no rows."""
    done = made(tmp_path, CUT, tables={"balances": "customer,asset,amount\nb,XEM,0\n"})
    assert (figure(done, "haircut.rate"), done.rows.is_empty()) == ("0", True)
    assert "funding.short" not in codes(done)
