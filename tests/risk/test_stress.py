"""The stress test as a whole: what it answers, what it refuses and finds, and that every figure explains itself."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from exposed import BILLION, DAY, HOLDINGS, LAW, POLICY, PRICES, closed, codes, overrides, pack, run, value

from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding, Movement, Ownership, PastIncident, Price, Provider, Statement
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import STRESS_SCHEMA, Result, document, document_text, result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.overlays import overlaid
from hikiate.operations.close import close
from hikiate.operations.stress import stress
from hikiate.reports.explanation import explanation
from hikiate.risk.exposure import exposure
from hikiate.risk.factor import risk_factor
from hikiate.rules.sheet import Sheet

UNCAPPED = """
name = "o"
written_on = 2026-09-01
[[change]]
rulebook = "jp-2026-reported"
provision = "cap"
value = "off"
status = "assumption"
reason = "a test"
"""
SECOND = POLICY.replace("P1", "P2").replace('"1000000000"', '"7000000000"')


@cache
def stressed() -> Result:
    """The exchange under stress."""
    whole = pack(POLICY + SECOND)
    return stress(whole, closed(whole), {}, run())


def of(changed: Pack, *rulebooks: str, years: int = 2_000, **replaced: str) -> Result:
    """A changed exchange under stress, briefly."""
    return stress(changed, closed(changed, *rulebooks), overrides(**replaced), run(years))


def replaced(values: dict[str, str]) -> Result:
    """The exchange without incidents of its own, with parameters replaced."""
    whole = pack(incidents=())
    return stress(whole, closed(whole), overrides(**values), run(2_000))


def test_the_answers_hang_together() -> None:
    """What the figures of one run say of each other."""
    found = stressed()
    assert value(found, "risk.exposure") == 6_400 * 10**7 + 20_000 * 500_000 + 50_000_000 * 300
    assert value(found, "risk.exposure.cold.self") == 6_000 * 10**7 + 50_000_000 * 300
    for level, lower in (("99.5", "99"), ("99", "95")):
        assert value(found, f"risk.var.{level}") >= value(found, f"risk.var.{lower}")
        assert value(found, f"risk.es.{level}") >= value(found, f"risk.var.{level}")
        assert value(found, f"risk.net.var.{level}") <= value(found, f"risk.var.{level}")
    assert value(found, "risk.net.mean") <= value(found, "risk.loss.mean")
    parts = ("at_once", "later", "never")
    assert sum(value(found, f"risk.compensation.{part}") for part in parts) == pytest.approx(1, abs=1e-7)
    for base in ("risk", "risk.legal"):
        chances = [
            value(found, f"{base}{kind}.shortfall_probability")
            for kind in ("", ".without.P1", ".without.P2", ".uninsured")
        ]
        assert min(chances) == chances[0]
        assert max(chances) == chances[-1]
    assert value(found, "risk.legal.uncovered.mean") <= value(found, "risk.uncovered.mean")
    assert value(found, "risk.shortfall_probability") <= value(found, "risk.loss.probability")
    assert found.verdict == "in_order"


def test_scenarios_say_who_pays_and_when() -> None:
    """Eight of them, each paid to the last yen by insurers, reserve and nobody."""
    found = stressed()
    shown = {one["name"]: one for one in found.annex["scenarios"]}
    assert len(shown) >= 6
    for name, one in shown.items():
        paid = sum(int(payment["amount"]) for payment in one["payments"])
        assert paid + int(one["uncovered"]) == int(one["loss"])
        assert value(found, f"scenario.{name}.loss") == int(one["loss"])
        assert (one["days"] is None) == (int(one["uncovered"]) > 0)
    hot = shown["lose_all_hot"]
    assert hot["loss"] == str(400 * 10**7)
    assert hot["payments"] == [
        {"payer": "reserve", "insurer": "", "amount": str(4 * BILLION - 24 * 10**8), "day": 0},
        {"payer": "P1", "insurer": "Kaijo", "amount": str(24 * 10**8), "day": 30},
    ]
    assert hot["days"] == 30
    assert shown["lose_largest_keeper"]["loss"] == str(20_000 * 500_000)
    assert shown["lose_largest_keeper"]["payments"][0]["amount"] == str(10 * BILLION), "no policy names the peril"
    assert shown["dmm_2024"]["loss"] == str(int(Fraction(482, 962) * value(found, "risk.exposure")))
    assert shown["coincheck_2018"]["loss"] == str(50_000_000 * 300)
    assert shown["provider_failure"]["frozen"] == str(20_000 * 500_000)
    assert shown["provider_failure"]["frozen_days"] == 102
    assert shown["ledger_unit_error"]["loss"] == str(int(Fraction(1_788, 46_000) * 6_400 * 10**7))


def test_a_reserve_in_coins_is_worth_half_where_coins_fall_by_half() -> None:
    """Counted only where the rulebook counts coins at all."""
    holdings = (*HOLDINGS[:5], Holding(7, "fund", "BTC", 100 * 10**8, "reserve", "cold", "self", None, None))
    changed = pack(None, holdings=holdings, reserve=None)
    found = of(changed)
    halves = next(one for one in found.annex["scenarios"] if one["name"] == "coin_halves")
    assert halves["reserve"] == "0", "the reported plan counts no coins"
    assert "reserve.not_eligible" not in codes(found)


def test_every_figure_explains_itself_down_to_its_leaves() -> None:
    """The result is read back as it was written, stands on assumptions, and explains the headline."""
    found = stressed()
    again = result(json.loads(document_text(document(found))), STRESS_SCHEMA)
    assert document(again) == document(found)
    assert found.figures["risk.shortfall_probability"].status is Status.ASSUMPTION
    for name in found.figures:
        assert explanation(again, name, "ja").startswith(name)
    said = explanation(again, "risk.shortfall_probability", "en")
    for part in ("model.frequency.rate", "input.holdings.BTC.hot.self", "reserve.fund", "input.policies.P1.limit"):
        assert part in said


@pytest.mark.parametrize("workers", [1, 8])
def test_the_same_seed_gives_the_same_bytes(workers: int) -> None:
    """For any number of workers."""
    whole = pack(POLICY + SECOND)
    again = stress(whole, closed(whole), {}, run(workers=workers))
    assert document_text(document(again)) == document_text(document(stressed()))


def test_the_back_test_says_what_would_have_sufficed() -> None:
    """Every year from 2018; the first has no forecast, and a reserve as large as everything suffices always."""
    rows = stressed().annex["backtest"]
    assert [row["year"] for row in rows] == list(range(2018, DAY.year + 1))
    assert rows[0]["foretold"] is None
    assert all(0 <= row["sufficed"] <= row["losses"] for row in rows)
    assert all(float(row["foretold"]) <= row["losses"] for row in rows[1:])
    rich = pack(reserve=(Movement(2, date(2026, 5, 1), "provision", "JPY", 10**12, None, None),),
                holdings=(*HOLDINGS[:5], HOLDINGS[5]._replace(amount=10**12)))  # fmt: skip
    found = of(rich)
    assert value(found, "risk.shortfall_probability") == 0
    for row in found.annex["backtest"][1:]:
        assert row["sufficed"] == row["losses"]
        assert float(row["foretold"]) == pytest.approx(row["losses"])


def test_without_a_reserve_or_a_requirement_it_says_so() -> None:
    """Another rulebook answers no reserve: what is set aside counts as nothing, and that is found."""
    found = of(pack(), "jp-psa")
    assert codes(found)["risk.no_reserve"] == "reserve.fund"
    assert "risk.legal.shortfall_probability" not in found.figures
    assert "risk.factor" in found.figures
    assert "risk.factor.required" not in found.figures


def test_without_policies_and_incidents_it_says_so() -> None:
    """Optional tables are missed by a note; there is nothing to compare and no record of the exchange's own."""
    found = of(pack(None, incidents=None))
    assert {finding.where for finding in found.findings if finding.code == "input.missing"} == {"policies", "incidents"}
    assert found.annex["layers"] == []
    assert value(found, "risk.frequency") == value(found, "model.frequency.rate")


def test_a_policy_without_cover_on_the_day_is_left_out() -> None:
    """And its perils are then named by nobody."""
    found = of(pack(POLICY.replace("2027-04-01", "2026-09-18")))
    assert codes(found)["insurance.lapsed"] == "insurance.P1"
    assert found.annex["layers"] == []


def test_a_share_whose_decimals_never_end_stands_as_written() -> None:
    """A third is a third."""
    found = of(pack(POLICY.replace('"0.8"', '"1/3"')))
    assert found.figures["input.policies.P1.share"].value == "1/3"


def test_two_incidents_on_one_day_are_found_and_counted_once() -> None:
    """One occurrence in two rows is the usual reason."""
    row = PastIncident(2, date(2025, 9, 10), "insider", "BTC", 1, 10, 10)
    once, twice = of(pack(incidents=(row,))), of(pack(incidents=(row, row._replace(row=3))))
    assert codes(twice)["risk.two_incidents_on_a_day"] == "incidents"
    assert value(once, "risk.frequency") == value(twice, "risk.frequency")


def test_an_exchange_with_a_record_is_hit_more_often() -> None:
    """Own events weigh against own years, by peril."""
    quiet = of(pack(incidents=()))
    row = PastIncident(2, date(2026, 5, 10), "unauthorised_outflow", "BTC", 1, 10, 10)
    struck = of(pack(incidents=(row, row._replace(row=3, day=date(2026, 6, 1)))))
    assert value(quiet, "risk.frequency") < value(quiet, "model.frequency.rate")
    assert value(struck, "risk.frequency") > 2 * value(quiet, "risk.frequency")


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"holdings": None}, "holdings"), ({"holdings": ()}, "holdings"), ({"prices": ()}, "holdings")],
)
def test_nothing_exposed_is_refused(changes: dict[str, Any], place: str) -> None:
    """Without holdings or prices no loss can be sized."""
    with pytest.raises(Refused) as refused:
        of(pack(**changes))
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("risk.nothing_exposed", place)]


def test_an_asset_without_a_price_is_found_and_dust_is_nothing() -> None:
    """The rest is answered, with a breach that says what is missing."""
    dust = Holding(9, "dust", "XRP", 1, "customer", "hot", "self", None, None)
    found = of(pack(holdings=(*HOLDINGS, dust), prices=tuple(row for row in PRICES if row.asset != "ETH")))
    assert codes(found)["input.price_missing"] == f"prices.ETH.{DAY}"
    assert found.verdict == "in_breach"
    assert "risk.exposure.cold.keeper" not in found.figures


def test_everything_kept_by_the_exchange_itself() -> None:
    """No keeper outside: the largest keeper is the exchange, and only a wallet system can reach it."""
    own = tuple(row._replace(keeper="self") for row in HOLDINGS)
    found = of(pack(holdings=own))
    shown = {one["name"]: one for one in found.annex["scenarios"]}
    assert shown["lose_largest_keeper"]["loss"] == str(int(value(found, "risk.exposure")))
    assert shown["provider_failure"]["frozen"] == "0"
    system = Provider(2, "maker", "Maker", "wallet_system", "2", None, None, "JP")
    reached = of(pack(holdings=own, providers=(system,)))
    assert value(reached, "risk.loss.probability") > value(found, "risk.loss.probability")


def test_one_coin_alone_is_its_own_scenario() -> None:
    """Neither BTC nor ETH: the one coin stands for all."""
    only = (Holding(2, "x", "XRP", 10**12, "customer", "hot", "self", None, None),)
    shown = {one["name"]: one for one in of(pack(holdings=only, reserve=())).annex["scenarios"]}
    assert shown["coincheck_2018"]["loss"] == str(10**6 * 300)
    assert shown["bybit_2025"]["loss"] == "0"


def test_overrides_replace_and_are_told() -> None:
    """Each by a note with its reason; a frequency of nothing loses nothing."""
    none = of(pack(incidents=None), frequency__rate="0")
    assert value(none, "risk.loss.mean") == 0
    assert codes(none)["risk.overridden"] == "model.frequency.rate"
    assert none.figures["model.frequency.rate"].citation == "override (上書き)"
    wide = of(pack(), estimate__general_knowledge="1")
    assert wide.annex["fit"]["losses"] > stressed().annex["fit"]["losses"]
    narrow = of(pack(), estimate__general_knowledge="0")
    assert narrow.annex["fit"]["losses"] == stressed().annex["fit"]["losses"]
    larger = of(pack(), frequency__size_elasticity="1", frequency__size_reference="1000000000")
    assert value(larger, "risk.frequency") > value(stressed(), "risk.frequency")
    parts = {f"frequency__part__{group}": "0" for group in ("ledger", "operational")}
    assert value(replaced(parts), "risk.loss.probability") > 0
    parts |= {f"frequency__part__{group}": "0" for group in ("insider", "provider", "outflow_hot", "outflow_cold")}
    assert value(replaced(parts), "risk.loss.mean") == 0


def test_too_many_events_are_refused() -> None:
    """An exchange that is robbed every week is not simulated."""
    with pytest.raises(Refused) as refused:
        of(pack(incidents=None), frequency__rate="20", frequency__size_elasticity="2", frequency__size_reference="1")
    assert [fault.code for fault in refused.value.faults] == ["risk.too_frequent"]


def test_a_day_before_which_too_little_is_known_is_refused() -> None:
    """In 2017 two documented incidents stated a share."""
    early = pack()
    moment = early.exchange.snapshot_at.replace(year=2017)
    past = tuple(Price(row.row, moment.date(), *row[2:]) for row in PRICES)
    changed = pack(None, exchange=_at(early, 2017), prices=past, incidents=None, reserve=(), volumes=())
    with pytest.raises(Refused) as refused:
        of(changed)
    assert [fault.code for fault in refused.value.faults] == ["risk.too_few_incidents"]


def _at(whole: Pack, year: int) -> object:
    from dataclasses import replace  # noqa: PLC0415 - one test moves the day

    return replace(whole.exchange, snapshot_at=whole.exchange.snapshot_at.replace(year=year))


def factor(**changes: Any) -> Fraction:  # noqa: ANN401 - any table may be changed
    """The risk factor of a changed exchange."""
    return value(of(pack(**changes), years=1_000), "risk.factor")


def test_the_factor_follows_record_exposure_and_controls() -> None:
    """The worked example's parts, one by one; and never above its maximum."""
    base = factor(incidents=())
    hot, outside = Fraction(4_000_000_000, 89 * BILLION), Fraction(10, 89)
    assert hot < Fraction("0.05")
    wanted = 1 + outside / 2 + Fraction("0.05") * 2
    assert 0 <= base - wanted < Fraction(1, 10_000)
    lost = PastIncident(2, date(2025, 9, 10), "insider", "BTC", 1, BILLION, 0)
    assert factor(incidents=(lost,)) > base
    assert factor(incidents=(lost._replace(day=date(2020, 1, 1)),)) == base
    assert factor(incidents=(lost._replace(loss_jpy=10**12),)) == 2
    shown = tuple(Statement(row.row, row.holding, row.asset, row.amount, DAY, "s") for row in HOLDINGS)
    assert factor(incidents=(), statements=shown) == base - Fraction("0.05")
    signed = (Ownership(2, "a", None, "m", "s"),)
    assert factor(incidents=(), ownership=signed) == base - Fraction("0.05")
    assert factor(incidents=(), providers=()) == base + Fraction("0.05")
    warm = tuple(row._replace(tier="hot") for row in HOLDINGS)
    assert factor(incidents=(), holdings=warm) == 2


def _split(whole: Pack) -> dict[str, Any]:
    """The same wallets, each in two accounts."""
    halves = [
        row._replace(row=10 * row.row + part, holding=f"{row.holding}-{part}", amount=row.amount // 2)
        for row in whole.holdings or ()
        for part in (1, 2)
    ]
    return {"holdings": tuple(halves)}


def _washed(whole: Pack) -> dict[str, Any]:
    """Twice the volume, made by trading with oneself."""
    return {"volumes": tuple(row._replace(amount=2 * row.amount) for row in whole.volumes or ())}


@pytest.mark.parametrize("trick", [_split, _washed])
def test_the_factor_cannot_be_gamed(trick: Callable[[Pack], dict[str, Any]]) -> None:
    """Splitting accounts and wash volume lower neither the factor nor the requirement with it."""
    honest = of(pack())
    tried = of(pack(**trick(pack())))
    assert value(tried, "risk.factor") == value(honest, "risk.factor")
    assert value(tried, "risk.factor.required") >= value(honest, "risk.factor.required")


def test_the_factor_shows_what_the_requirement_would_be() -> None:
    """Volume times rate times factor, at most the cap; it is off, and said to be."""
    found = stressed()
    wanted = 20 * BILLION * value(found, "risk.factor")
    assert value(found, "risk.factor.required") == -(-wanted // 1)
    assert codes(found)["risk.factor_off"] == "risk.factor"
    assert value(found, "reserve.required") == 20 * BILLION
    large = of(pack(**_washed(pack(**_washed(pack())))))
    assert value(large, "risk.factor.required") == 40 * BILLION


def test_the_factor_works_on_whatever_requirement_there_is() -> None:
    """Without a cap nothing limits it; a requirement of another form is multiplied as it is."""
    whole = pack()
    uncapped = overlaid(LAW, "o.toml", UNCAPPED).choose(["jp-2026-reported"])
    found = stress(whole, close(whole, uncapped), {}, run(1_000))
    assert value(found, "risk.factor.required") == -(-20 * BILLION * value(found, "risk.factor") // 1)
    sheet = Sheet(whole)
    other = sheet.figures.leaf(Figure("reserve.required", "100", "JPY", Status.ENACTED, Term("", ""), ""))
    risk_factor(sheet, exposure(sheet), sheet.figures[other])
    assert sheet.figures["risk.factor.required"].number == -(-100 * sheet.figures["risk.factor"].number // 1)
