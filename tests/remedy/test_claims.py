"""Claims: the snapshot's balances, rolled forward to the moment, and of whose accounts the loss is taken."""

from pathlib import Path

import pytest
from incidents import CASH, IN_KIND, TABLES, codes, figure, made, paid, refusal

MOVED = IN_KIND.replace("promised", 'movements = "moves.csv"\npromised')
HIT = IN_KIND.replace("promised", 'accounts = "hit.csv"\npromised')
MOVES = "at,customer,asset,movement,amount\n"
AT = "2018-01-26T00:01:00+09:00"


def test_every_customer_bears_his_share_of_a_loss_of_a_part(tmp_path: Path) -> None:
    """100 of 400 lost: a quarter of each claim; a customer without a claim has no row."""
    made_of = made(tmp_path, IN_KIND.replace('"400"', '"100"'))
    assert paid(made_of.rows) == {("a", "XEM"): 25_000_000, ("b", "XEM"): 75_000_000}
    assert figure(made_of, "customers.affected") == "2"
    assert figure(made_of, "entitlement.XEM.total") == "100"


def test_what_came_back_is_not_borne(tmp_path: Path) -> None:
    """300 of 400 recovered: customers bear 100."""
    made_of = made(tmp_path, IN_KIND.replace('keeper = "self"', 'keeper = "self"\nrecovered = "300"'))
    assert [figure(made_of, f"loss.XEM.{leaf}") for leaf in ("quantity", "recovered", "borne")] == ["400", "300", "100"]


def test_the_exchanges_own_coins_are_its_own_loss(tmp_path: Path) -> None:
    """500 lost where 400 were owed: customers bear what they were owed, and the rest is said."""
    tables = {"holdings": TABLES["holdings"] + "o,XEM,100,own,hot,self\n"}
    made_of = made(tmp_path, IN_KIND.replace('"400"', '"500"'), tables=tables)
    assert figure(made_of, "loss.XEM.borne") == "400"
    assert "incident.own_loss" in codes(made_of)


def test_balances_are_rolled_forward_to_the_moment(tmp_path: Path) -> None:
    """A deposit, a withdrawal and a new customer; movements by the snapshot and after the moment are said."""
    rows = f"{AT},a,XEM,debit,40\n{AT},b,XEM,credit,10\n{AT},d,XEM,credit,30\n"
    early, late = "2018-01-25T23:59:59+09:00,a,XEM,credit,1\n", "2018-01-26T00:02:14+09:00,a,XEM,credit,1\n"
    made_of = made(tmp_path, MOVED, beside={"moves.csv": MOVES + rows + early + late})
    assert figure(made_of, "claims.XEM.total") == "400"
    assert paid(made_of.rows) == {("a", "XEM"): 60_000_000, ("b", "XEM"): 310_000_000, ("d", "XEM"): 30_000_000}
    assert "incident.movements_outside" in codes(made_of)


def test_movements_within_the_time_alone_are_not_remarked(tmp_path: Path) -> None:
    """Nothing is left out, so nothing is said."""
    made_of = made(tmp_path, MOVED, beside={"moves.csv": f"{MOVES}{AT},a,XEM,debit,40\n{AT},a,BTC,debit,1\n"})
    assert "incident.movements_outside" not in codes(made_of)
    assert figure(made_of, "claims.XEM.total") == "360"


def test_a_movement_of_more_than_was_there_is_refused_by_its_row(tmp_path: Path) -> None:
    """Nobody has less than nothing."""
    rows = f"{AT},a,XEM,debit,60\n{AT},a,XEM,debit,41\n{AT},z,XEM,debit,1\n"
    found = refusal(tmp_path, MOVED, beside={"moves.csv": MOVES + rows})
    assert found == [("incident.overdrawn", "movements row 3"), ("incident.overdrawn", "movements row 4")]


def test_only_the_accounts_that_were_hit_bear_the_loss(tmp_path: Path) -> None:
    """In proportion to their claims where they do not say what they lost."""
    text = HIT.replace('"400"', '"30"')
    made_of = made(tmp_path, text, beside={"hit.csv": "customer,asset\nb,XEM\n"})
    assert paid(made_of.rows) == {("b", "XEM"): 30_000_000}


def test_accounts_that_say_what_they_lost_bear_just_that(tmp_path: Path) -> None:
    """And it has to come to what was lost."""
    text = HIT.replace('"400"', '"30"')
    made_of = made(tmp_path, text, beside={"hit.csv": "customer,asset,quantity\nb,XEM,20\na,XEM,10\n"})
    assert paid(made_of.rows) == {("a", "XEM"): 10_000_000, ("b", "XEM"): 20_000_000}
    found = refusal(tmp_path / "again", text, beside={"hit.csv": "customer,asset,quantity\nb,XEM,20\n"})
    assert found == [("incident.accounts_differ", "hit.csv")]


@pytest.mark.parametrize("row", ["z,XEM,", "c,XEM,", "a,XEM,101"])
def test_an_account_without_such_a_claim_is_refused_by_its_row(tmp_path: Path, row: str) -> None:
    """Unknown, empty, or with less than it is said to have lost."""
    found = refusal(tmp_path, HIT, beside={"hit.csv": f"customer,asset,quantity\n{row}\n"})
    assert found == [("incident.account_without_claim", "hit.csv row 2")]


def test_accounts_of_another_asset_are_no_accounts_that_were_hit(tmp_path: Path) -> None:
    """A table of BTC accounts leaves nobody with a loss of XEM."""
    made_of = made(tmp_path, HIT, beside={"hit.csv": "customer,asset,quantity\na,BTC,1\n"})
    assert made_of.rows.is_empty()


def test_an_asset_that_nobody_has_is_nobodys_loss(tmp_path: Path) -> None:
    """ETH lost where no customer has any: the exchange's own."""
    tables = {"holdings": "holding,asset,amount,owner,tier,keeper\nw,ETH,400,own,hot,self\n"}
    made_of = made(tmp_path, IN_KIND.replace('"XEM"', '"ETH"'), tables=tables)
    assert (figure(made_of, "loss.ETH.borne"), made_of.rows.is_empty()) == ("0", True)


def test_totals_beyond_127_bits_are_refused(tmp_path: Path) -> None:
    """The sum of the claims has the bound of a single one."""
    largest = str((2**127 - 1) // 10**6)
    tables = {"balances": f"customer,asset,amount\na,XEM,{largest}\nb,XEM,{largest}\n"}
    found = refusal(tmp_path, CASH, tables=tables)
    assert ("incident.too_large", "balances.csv") in found
