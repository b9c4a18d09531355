"""The cheapest mix: cheaper than every mix tried against it, satisfying what was asked, and saying why."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from exposed import BILLION, POLICY, closed, codes, overrides, pack, run, value
from exposed import LAW as BOOKS

from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library
from hikiate.operations.mix import Asked, mix
from hikiate.risk.bench import bench
from hikiate.risk.cheapest import PARTS, Market, Wanted
from hikiate.risk.quotes import Quotes, read_quotes

QUOTES = """
currency = "JPY"
[[layer]]
id = "first"
insurer = "A"
attachment = "2000000000"
limit = "6000000000"
premium = "60000000"
reinstatements = 1
reinstatement_premium = "1"
perils = ["theft", "insider", "provider_failure"]
tiers = ["hot", "cold"]
[[layer]]
id = "second"
insurer = "B"
attachment = "8000000000"
limit = "20000000000"
premium = "250000000"
aggregate = "20000000000"
waiting_days = 60
divisible = false
perils = ["theft", "insider", "provider_failure"]
tiers = ["hot", "cold"]
"""
RISKY = overrides(frequency__rate="0.2")


def quoted(text: str = QUOTES, scale: int = 0) -> Quotes:
    """Quotes."""
    return read_quotes(text, "quotes.toml", scale)


def mixed(
    quotes: Quotes | None, *, cost: str | None = "0.08", shortfall: str | None = "0.02", law: Library = BOOKS,
    years: int = 20_000, policies: str | None = POLICY, rulebook: str = "jp-2026-reported",
) -> Result:  # fmt: skip
    """The cheapest mix of the exchange."""
    whole = pack(policies)
    asked = Asked(
        None if cost is None else Fraction(cost), None if shortfall is None else Fraction(shortfall), quotes, run(years)
    )
    return mix(whole, closed(whole, rulebook), law.choose([rulebook]), RISKY, asked)


def test_the_mix_satisfies_and_adds_up() -> None:
    """Its cost is the sum of its parts, its shortfall at most the one asked, its reserve at least the rule's."""
    found = mixed(quoted())
    parts = ("mix.capital", "mix.premium", "mix.uncovered.mean")
    assert abs(sum(value(found, part) for part in parts) - value(found, "mix.cost")) <= 2
    assert value(found, "mix.shortfall_probability") <= Fraction("0.02")
    assert value(found, "mix.reserve") >= value(found, "mix.reserve.minimum")
    assert value(found, "mix.cost") <= value(found, "mix.reserve_only.cost")
    assert value(found, "mix.cost") <= value(found, "mix.all_layers.cost")
    assert value(found, "mix.layer.2.limit") in {0, 20 * BILLION}, "the second is bought whole or not at all"
    assert found.figures["mix.cost"].status is Status.ASSUMPTION
    assert found.figures["model.mix.capital_cost"].status is Status.INPUT
    assert len(found.annex["scenarios"]) >= 6


def test_no_other_mix_tried_by_hand_is_cheaper() -> None:
    """Every limit in eighths with a hundred reserves: none that satisfies costs less."""
    whole = pack(None)
    work = bench(whole, closed(whole), RISKY)
    market = Market(quoted().layers, work.model.chances, work.model.places, work.odds(), run())
    wanted = Wanted(Fraction("0.08"), Fraction("0.02"), lambda _layers: 10 * BILLION)
    best = market.cheapest(wanted)
    assert market.mix((1, PARTS), wanted).cost >= best.cost, "what is not on the way is tried when asked for"
    for parts in product(range(0, PARTS + 1, PARTS // 8), (0, PARTS)):
        tried = market.mix(parts, wanted)
        left = market._trial(parts).left
        for reserve in np.linspace(0, 9e10, 100).astype(np.int64).tolist():
            beyond = left[left > reserve]
            if reserve < 10 * BILLION or len(beyond) > Fraction("0.02") * 20_000:
                continue
            cost = Fraction("0.08") * reserve + tried.premium + Fraction(int((beyond - reserve).sum()), 20_000)
            assert best.cost <= tried.cost <= cost


def test_the_frontier_falls_with_what_is_accepted() -> None:
    """Whoever accepts more shortfall pays no more."""
    points = mixed(quoted()).annex["frontier"]
    costs = [int(point["cost"]) for point in points]
    assert costs == sorted(costs)
    assert all(Fraction(point["reached"]) <= Fraction(point["shortfall"]) for point in points)


@pytest.mark.parametrize(
    ("cost", "shortfall", "word"),
    [
        ("0.5", "0.9", "is what the rule leaves"),
        ("0.5", "0.001", "is set by the chosen"),
        ("0.001", "0.9", "is where one"),
    ],
)
def test_it_says_what_holds_the_reserve(cost: str, shortfall: str, word: str) -> None:
    """The rule, the chosen probability, or the cost of capital."""
    why = mixed(quoted(), cost=cost, shortfall=shortfall).annex["why"]
    assert word in why[0]["en"]
    assert all(one["ja"] for one in why)
    assert any(one["en"].startswith("first:") for one in why)


def test_insurance_stands_in_as_far_as_the_rule_lets_it() -> None:
    """In full, by half, or not at all; undecided lets nobody."""

    def least(law: Library) -> Fraction:
        return value(mixed(quoted(), cost="0.5", shortfall="0.9", law=law, years=2_000), "mix.reserve.minimum")

    free = least(BOOKS)
    half = least(_law("insurance_share_max", 'value = "0.1"\nstatus = "assumption"'))
    none = least(_law("insurance_offset", 'value = "off"\nstatus = "assumption"'))
    undecided = least(_law("insurance_share_max", 'status = "undecided"'))
    off = least(_law("insurance_share_max", 'value = "off"\nstatus = "assumption"'))
    assert free <= half == 18 * BILLION
    assert none == undecided == 20 * BILLION
    assert off == free


def _law(provision: str, decided: str) -> Library:
    change = f'[[change]]\nrulebook = "jp-2026-reported"\nprovision = "{provision}"\nreason = "a test"\n{decided}'
    return overlaid(BOOKS, "o.toml", f'name = "o"\nwritten_on = 2026-09-01\n{change}')


def test_the_packs_policies_are_on_offer_where_there_are_no_quotes() -> None:
    """Those with a premium; without any, the reserve stands alone, and that is found. Assumptions fill in."""
    found = mixed(None, cost=None, shortfall=None)
    assert found.annex["layers"] == ["P1"]
    assert found.figures["model.mix.shortfall"].status is Status.ASSUMPTION
    alone = mixed(None, policies=POLICY.replace("premium", "# premium"), years=2_000)
    assert codes(alone)["risk.nothing_offered"] == "quotes"
    assert value(alone, "mix.premium") == 0


def test_without_a_rule_no_reserve_is_required() -> None:
    """The segregation rules ask for none."""
    assert value(mixed(quoted(), rulebook="jp-psa", years=2_000), "mix.reserve.minimum") == 0


def test_quotes_in_another_currency_need_its_rate() -> None:
    """USD at 150: a hundredth of the yen, to the whole yen; EUR is not among the assets and XRP's price is no rate."""
    dollars = QUOTES.replace('"JPY"', '"USD"')
    found = mixed(quoted(dollars, 2), years=2_000)
    assert value(found, "input.quotes.first.limit") == 900 * BILLION
    with pytest.raises(Refused) as refused:
        mixed(quoted(QUOTES.replace('"JPY"', '"EUR"')))
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("risk.no_exchange_rate", "quotes key currency")
    ]


@pytest.mark.parametrize("workers", [1, 8])
def test_the_same_mix_for_any_number_of_workers(workers: int) -> None:
    """The lots are cut otherwise, and nothing else."""
    whole = pack()
    results = []
    for count in (2, workers):
        asked = Asked(Fraction("0.08"), Fraction("0.02"), quoted(), run(5_000, workers=count))
        results.append(mix(whole, closed(whole), BOOKS.choose(["jp-2026-reported"]), RISKY, asked))
    assert results[0] == results[1]
