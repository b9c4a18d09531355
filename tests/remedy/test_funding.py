"""Funding: what each source really gives, what the law lets the reserve be used for, and what insurance pays when."""

from pathlib import Path

import pytest
from incidents import CASH, EXCHANGE, HEAD, HOME, LOSS, TABLES, codes, figure, made, work_out

from hikiate.remedy.tables import timeline_rows

SCALES = {name: asset.scale for name, asset in HOME.assets.items()}
PRICE = '[reference_price.XEM]\nkind = "fixed"\ncurrency = "JPY"\nprice = "100"\n'
NEED = f'{HEAD}\nmethod = "cash"\npromised = "cash"\n{LOSS}\n{PRICE}'
IN_KIND = f'{HEAD}\nmethod = "in_kind"\npromised = "in_kind"\n{LOSS}\n'
POLICY = """
[[policy]]
id = "P1"
insurer = "見本損害保険"
third_party = true
perils = ["theft"]
tiers = ["hot"]
limit = "20000"
aggregate = "30000"
deductible = "5000"
share = "0.8"
starts = 2017-04-01
ends = 2018-04-01
waiting_days = 30
"""


def source(kind: str, amount: str = "", on: str = "2018-02-01", asset: str = "JPY", **more: str) -> str:
    """A section [[funding]]."""
    lines = [f'[[funding]]\nsource = "{kind}"\nasset = "{asset}"']
    lines += [f'amount = "{amount}"'] if amount else []
    lines += [f"available_on = {on}"] if on else []
    return "\n".join([*lines, *(f'{key} = "{value}"' for key, value in more.items())]) + "\n"


def insured(folder: Path, funding: str = "", policy: str = POLICY, text: str = NEED) -> dict[str, str | None]:
    """What is borne by whom of 40,000 yen."""
    (folder / "pack").mkdir(parents=True)
    (folder / "pack" / "policies.toml").write_text(policy, encoding="utf-8")
    done = made(folder, text + source("insurance", on="", policy="P1") + funding)
    return {name: figure(done, f"funding.{name}") for name in ("insurance", "own_funds", "short")} | {
        "codes": ",".join(sorted(code for code in codes(done) if code.startswith("funding.policy")))
    }


def test_a_need_is_covered_on_the_day_on_which_its_source_is_there(tmp_path: Path) -> None:
    """45 days from the theft to the payment of Coincheck."""
    done = made(tmp_path)
    assert [figure(done, f"funding.{leaf}") for leaf in ("own_funds", "short", "day_complete")] == ["35420", "0", "45"]
    assert done.result.verdict == "in_order"


def test_what_no_source_covers_is_short_and_a_breach(tmp_path: Path) -> None:
    """And there is no day on which all is there."""
    done = made(tmp_path, NEED + source("own_funds", "30000"))
    assert [figure(done, f"funding.{leaf}") for leaf in ("own_funds", "short", "day_complete")] == [
        "30000",
        "10000",
        None,
    ]
    assert "funding.short" in codes(done)
    assert done.result.verdict == "in_breach"


def test_a_source_that_was_there_before_the_incident_counts_from_day_0(tmp_path: Path) -> None:
    """A reserve held for years."""
    assert figure(made(tmp_path, NEED + source("own_funds", "40000", on="2017-01-01")), "funding.day_complete") == "0"


def test_a_published_order_may_put_own_funds_before_insurance(tmp_path: Path) -> None:
    """The order decides who bears the loss."""
    text = NEED.replace("method =", 'funding_order = ["own_funds"]\nmethod =')
    assert insured(tmp_path, source("own_funds", "35000"), text=text) == {
        "insurance": "5000",
        "own_funds": "35000",
        "short": "0",
        "codes": "",
    }


def test_insurance_pays_its_share_of_its_layer_after_its_waiting_days(tmp_path: Path) -> None:
    """80 % of 20,000 above 5,000 of 40,000; own funds advance it and bear the rest."""
    own = source("own_funds", "40000", on="2018-01-26")
    assert insured(tmp_path, own) == {"insurance": "16000", "own_funds": "24000", "short": "0", "codes": ""}
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "pack").mkdir()
    (tmp_path / "b" / "pack" / "policies.toml").write_text(POLICY, encoding="utf-8")
    done = work_out(tmp_path / "b", NEED + source("insurance", on="", policy="P1") + own).made
    assert [str(standing.day) for standing in done.outlay.standings] == ["2018-01-26", "2018-02-25"]
    first, last = done.outlay.standings
    assert (first.given("incident.toml funding 2"), last.given("incident.toml funding 2")) == (40_000, 24_000)


@pytest.mark.parametrize(
    ("was", "becomes", "insurance", "code"),
    [
        ("2018-04-01", "2018-01-26", None, "funding.policy_lapsed"),
        ("2017-04-01", "2018-01-27", None, "funding.policy_lapsed"),
        ('["theft"]', '["fire"]', None, "funding.policy_peril"),
        ('["theft"]', "[]", None, "funding.policy_peril"),
        ('["hot"]', '["cold"]', None, "funding.policy_tier"),
        ('["hot"]', "[]", None, "funding.policy_tier"),
        ('"P1"', '"P2"', None, "funding.policy_unknown"),
        ('deductible = "5000"', 'deductible = "40000"', "0", ""),
        ('aggregate = "30000"', 'aggregate = "10000"', "8000", ""),
        ('aggregate = "30000"\n', "", "16000", ""),
    ],
)
def test_insurance_pays_what_its_policy_says_and_no_more(
    tmp_path: Path, was: str, becomes: str, insurance: str | None, code: str
) -> None:
    """A policy that lapsed the day before pays nothing, and it is said why."""
    got = insured(tmp_path, policy=POLICY.replace(was, becomes))
    assert (got["insurance"], got["codes"]) == (insurance or "0", code)


def test_earlier_claims_use_up_an_aggregate_and_a_stated_amount_bounds_it(tmp_path: Path) -> None:
    """Of 30,000 an earlier claim took 20,000; the insurer has said 5,000."""
    more = NEED + source("insurance", on="", policy="P1", used="20000")
    (tmp_path / "a" / "pack").mkdir(parents=True)
    (tmp_path / "a" / "pack" / "policies.toml").write_text(POLICY, encoding="utf-8")
    assert figure(made(tmp_path / "a", more), "funding.insurance") == "8000"
    (tmp_path / "b" / "pack").mkdir(parents=True)
    (tmp_path / "b" / "pack" / "policies.toml").write_text(POLICY, encoding="utf-8")
    said = NEED + source("insurance", "5000", on="2018-06-01", policy="P1")
    done = made(tmp_path / "b", said)
    assert figure(done, "funding.insurance") == "5000"
    assert str(done.outlay.standings[-1].day) == "2018-06-01"


@pytest.mark.parametrize(
    ("law", "kind", "more", "counted"),
    [
        ('["jp-fiea-175"]', "unauthorised_outflow", {}, "0"),
        ('["jp-fiea-175"]', "unauthorised_outflow", {"approval": "FSA 12"}, "40000"),
        ('["jp-2026-reported"]', "unauthorised_outflow", {}, "40000"),
        ('["jp-2026-reported"]', "ledger_error", {}, "0"),
        ('["jp-psa"]', "unauthorised_outflow", {}, "40000"),
        ("[]", "unauthorised_outflow", {}, "40000"),
    ],
)
def test_the_reserve_is_used_only_for_what_the_law_names(
    tmp_path: Path, law: str, kind: str, more: dict[str, str], counted: str
) -> None:
    """A theft needs an approval under the securities firms' rule, and none under the plan as reported."""
    text = NEED.replace("unauthorised_outflow", kind).replace("method =", f"law = {law}\nmethod =")
    done = made(tmp_path, text + source("reserve", "40000", **more))
    assert figure(done, "funding.reserve") == counted
    assert ("funding.use_not_permitted" in codes(done)) == (counted == "0")


def test_a_use_that_nobody_has_decided_is_counted_and_said(tmp_path: Path) -> None:
    """Law 64 of 2026: the list of uses is for an Order that is not published."""
    text = NEED.replace("method =", 'law = ["jp-2026-law"]\nmethod =').replace("2018-01-26", "2026-10-02")
    exchange = EXCHANGE.replace("2018-01-25", "2026-10-01")
    done = made(tmp_path, text + source("reserve", "40000"), exchange=exchange)
    assert figure(done, "funding.reserve") == "40000"
    assert "funding.use_undecided" in codes(done)


def test_an_accident_may_be_paid_from_the_reserve(tmp_path: Path) -> None:
    """Order Art. 175(2) with Art. 118: an act of the firm."""
    text = NEED.replace("method =", 'law = ["jp-fiea-175"]\naccident = "system_anomaly"\nmethod =')
    assert figure(made(tmp_path, text + source("reserve", "40000")), "funding.reserve") == "40000"


def test_nobody_draws_more_than_is_there(tmp_path: Path) -> None:
    """The reserve by its book up to the snapshot, guarantee assets by the holdings."""
    tables = {
        "reserve": "day,movement,asset,amount\n2017-05-01,provision,JPY,10000\n2018-01-26,provision,JPY,90000\n",
        "holdings": TABLES["holdings"] + "g,XEM,30,guarantee,cold,self\n",
    }
    done = made(tmp_path / "a", NEED + source("reserve", "40000"), tables=tables)
    assert figure(done, "funding.reserve") == "10000"
    assert "funding.exceeds_balance" in codes(done)
    done = made(tmp_path / "b", IN_KIND + source("guarantee", "400", asset="XEM"), tables=tables)
    assert (figure(done, "funding.guarantee"), figure(done, "funding.short")) == ("3030", "37370")
    assert "funding.exceeds_balance" in codes(done)


def test_an_overdrawn_reserve_gives_nothing(tmp_path: Path) -> None:
    """Below zero is nothing."""
    tables = {"reserve": "day,movement,asset,amount\n2017-05-01,use,JPY,10000\n"}
    assert figure(made(tmp_path, NEED + source("reserve", "1"), tables=tables), "funding.reserve") == "0"


def test_money_buys_coins_at_their_value_and_the_risk_is_said(tmp_path: Path) -> None:
    """400 XEM at 101 yen of the snapshot's day."""
    done = made(tmp_path, IN_KIND + source("own_funds", "50000"))
    assert [figure(done, f"funding.{leaf}") for leaf in ("own_funds", "short")] == ["40400", "0"]
    assert "funding.market_risk" in codes(done)


def test_coins_without_a_price_are_not_valued(tmp_path: Path) -> None:
    """What is short of them is said in coins, and no sum of money is given."""
    tables = {
        "prices": "day,asset,currency,price,source\n",
        "holdings": TABLES["holdings"] + "g,XEM,100,guarantee,cold,self\n",
    }
    done = made(tmp_path, IN_KIND + source("guarantee", "100", asset="XEM"), tables=tables)
    assert (figure(done, "funding.guarantee"), figure(done, "funding.short")) == (None, None)
    assert {"funding.value_unknown", "funding.short", "input.price_missing"} <= codes(done)


def test_insurance_is_held_against_what_was_lost_in_its_tiers_alone(tmp_path: Path) -> None:
    """Half of the loss was in a tier that the policy does not cover, and one lost asset has no price."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "policies.toml").write_text(POLICY, encoding="utf-8")
    tables = {
        "holdings": TABLES["holdings"] + "c,XEM,200,customer,cold,self\ne,ETH,1,own,hot,self\n",
        "prices": TABLES["prices"].replace("BTC", "USD"),
    }
    more = '[[loss]]\nasset = "ETH"\nquantity = "1"\ntier = "hot"\nkeeper = "self"\n'
    text = IN_KIND.replace('"400"', '"200"') + LOSS.replace('"400"', '"200"').replace('"hot"', '"cold"') + more
    done = made(tmp_path, text + source("insurance", on="", policy="P1"), tables=tables)
    assert figure(done, "funding.insurance") == "12160"


def test_the_timeline_says_what_was_advanced_and_what_came_back(tmp_path: Path) -> None:
    """Own funds advance 16,000 of insurance in full, and get it back on its day."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "policies.toml").write_text(
        POLICY.replace('"20000"', '"100000"')
        .replace('"0.8"', '"1"')
        .replace('"5000"', '"0"')
        .replace('"30000"', '"90000"'),
        encoding="utf-8",
    )
    own = source("own_funds", "40000", on="2018-01-26")
    rows = timeline_rows(made(tmp_path, NEED + source("insurance", on="", policy="P1") + own).outlay, SCALES)
    told = [row for row in rows.select("day", "source", "given", "change").rows() if row[1] != "total"]
    assert told == [
        ("2018-01-26", "own_funds", "40000", "40000"),
        ("2018-02-25", "insurance", "40000", "40000"),
        ("2018-02-25", "own_funds", "0", "-40000"),
    ]


def test_a_promise_that_is_not_kept_is_a_breach(tmp_path: Path) -> None:
    """The published policy said in kind; without a policy in the file it is remarked."""
    assert "incident.below_promise" in codes(
        made(tmp_path / "a", CASH.replace('promised = "cash"', 'promised = "in_kind"'))
    )
    assert "incident.no_promise" in codes(made(tmp_path / "b", CASH.replace('promised = "cash"\n', "")))
