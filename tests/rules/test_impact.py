"""The impact: chance by counter, a population that sums to what is published, bands, sizes, scenarios, what-ifs."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from packs import LAW, exchange, law_with, pack

from hikiate.facts.population.records import Records, records
from hikiate.kernel.findings import Refused
from hikiate.operations.impact import impact, requirement_of
from hikiate.operations.what_if import what_if
from hikiate.rules.compared.changes import between_days
from hikiate.rules.impact.chance import below, draws, philox
from hikiate.rules.impact.outcomes import Band, Impact, outcome
from hikiate.rules.impact.population import population

TODAY = date(2026, 11, 26)
RECORDS = records()


def study(*, exchanges: int = 12, count: int = 60, seed: int = 1, law: str = "jp-2026-reported") -> Impact:
    """A small study, on the law as it ships."""
    return impact(RECORDS, LAW, law, day=TODAY, exchanges=exchanges, draws=count, seed=seed)


STUDY = study()
BY_NAME = {found.scenario.name: found for found in STUDY.outcomes}


@pytest.mark.parametrize(
    ("counter", "key", "wanted"),
    [
        ([0, 0, 0, 0], (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, (0xFFFFFFFF, 0xFFFFFFFF), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_the_generator_gives_the_published_vectors(counter: list[int], key: tuple[int, int], wanted: str) -> None:
    """The known answers of Random123 for philox4x32 with ten rounds."""
    words = philox(np.array(counter, dtype=np.uint64).reshape(4, 1), key)
    assert " ".join(f"{int(word):08x}" for word in words[:, 0]) == wanted


def test_a_draw_depends_on_seed_stream_and_place_alone() -> None:
    """More draws begin with the same ones; another stream or seed has others."""
    assert (draws(7, 3, 5) == draws(7, 3, 50)[:5]).all()
    assert (draws(7, 3, 5) != draws(7, 4, 5)).any()
    assert (draws(7, 3, 5) != draws(7 + 2**32, 3, 5)).any()


def test_a_bounded_draw_is_never_the_bound() -> None:
    """From nought to one less, and both occur."""
    found = below(draws(1, 1, 1000)[:, 0], 3)
    assert {int(value) for value in found} == {0, 1, 2}
    assert int(below(np.array([2**32 - 1], dtype=np.uint64), 10)[0]) == 9


@pytest.mark.parametrize("exchanges", [3, 40, 200])
def test_shares_sum_to_what_is_published(exchanges: int) -> None:
    """Custody and yearly volume to the yen; own funds are a fifth of custody."""
    people = population(RECORDS, exchanges, seed=1)
    assert [person.rank for person in people] == list(range(1, exchanges + 1))
    assert sum(person.custody for person in people) == 5_000_000_000_000
    assert sum(person.volume for person in people) == 12 * 1_664_900_000_000
    assert all(person.own_funds == person.custody // 5 for person in people)


def test_the_first_of_forty_holds_about_a_quarter() -> None:
    """As the module says, and the last half a hundredth."""
    people = population(RECORDS, 40, seed=1)
    shares = [Fraction(person.custody, 5_000_000_000_000) for person in (people[0], people[-1])]
    assert Fraction(15, 100) < shares[0] < Fraction(35, 100)
    assert Fraction(3, 1000) < shares[1] < Fraction(9, 1000)


def test_the_same_seed_gives_the_same_study_and_another_gives_another() -> None:
    """Whatever machine it runs on."""
    assert study().outcomes == STUDY.outcomes
    assert study(seed=2).outcomes != STUDY.outcomes


def test_a_band_holds_its_middle_and_costs_follow_the_requirement() -> None:
    """Cost is a quarter at the premium and the rest at the cost of capital: 6.5 % of what is required."""
    for found in STUDY.outcomes:
        for band in (found.required, found.cost, found.loss, found.beyond, found.unpaid, found.below):
            assert band.low <= band.middle <= band.high
        assert abs(found.cost.middle - found.required.middle * 65 // 1000) <= len(STUDY.exchanges)
        assert found.unpaid.high <= found.beyond.high <= found.loss.high


def test_the_scenarios_move_what_they_say_they_move() -> None:
    """Growth raises the requirement, a fall lowers it; a backstop changes losses alone, a factor both."""
    today = BY_NAME["today"]
    assert BY_NAME["onshore"].required.middle > today.required.middle > BY_NAME["price_halves"].required.middle
    assert BY_NAME["backstop"].required == today.required
    assert BY_NAME["backstop"].loss.high >= today.loss.high
    assert BY_NAME["risk_factor"].required.middle > today.required.middle
    assert BY_NAME["risk_factor"].below.middle >= today.below.middle


def test_a_cap_relieves_the_large() -> None:
    """Two per cent of volume at 6.5 % over 0.3 % of volume is 43 1/3 % of revenue, for whoever is below the cap."""
    sizes = {size.size: size for size in BY_NAME["today"].sizes}
    assert abs(sizes["small"].cost_share - Fraction(13, 30)) < Fraction(1, 10**6)
    assert sizes["large"].cost_share < sizes["small"].cost_share
    assert [size.exchanges for size in BY_NAME["today"].sizes] == [4, 4, 4]


def test_who_falls_below_is_counted_by_size_in_every_drawn_year() -> None:
    """Nobody where own funds are without end, and all of every size where there are none."""
    rich, poor = (
        outcome(
            certain(own_funds_share=share),
            population(certain(own_funds_share=share), 6, seed=1),
            RECORDS.scenarios[0],
            lambda _volume: 1,
            count=5,
            seed=1,
        )
        for share in (Fraction(10), Fraction(0))
    )
    assert [size.below for size in rich.sizes] == [Band(0, 0, 0)] * 3
    assert [size.below for size in poor.sizes] == [Band(2, 2, 2)] * 3
    assert poor.below == Band(6, 6, 6)


def test_the_casebook_is_held_against_one_and_against_all() -> None:
    """Every incident that one reserve pays, all of them together pay, too."""
    today = BY_NAME["today"]
    assert 0 < today.covered <= today.covered_by_all <= len(RECORDS.incidents)
    assert today.covered == sum(case.loss_jpy <= today.reserve_of_one for case in RECORDS.incidents)


def certain(**values: Fraction) -> Records:
    """The records with some assumptions changed."""
    changed = {key: replace(RECORDS.assumptions[key], value=value) for key, value in values.items()}
    return replace(RECORDS, assumptions={**RECORDS.assumptions, **changed})


def test_an_incident_that_is_certain_is_paid_by_the_reserve_then_by_own_funds() -> None:
    """An incident of JPY 10 bn from a hot wallet: a reserve of 4 bn leaves 6 bn, own funds of 9 bn leave 1 bn."""
    of = replace(certain(incident_rate=Fraction(1), hot_share=Fraction(1, 2)), incidents=(
        replace(RECORDS.incidents[0], loss_jpy=10_000_000_000, tier="hot"),))  # fmt: skip
    [person] = population(of, 1, seed=1)
    person = replace(person, custody=45_000_000_000, own_funds=9_000_000_000)
    found = outcome(of, [person], of.scenarios[0], lambda _volume: 4_000_000_000, count=5, seed=1)
    assert found.loss == Band(10_000_000_000, 10_000_000_000, 10_000_000_000)
    assert found.beyond.middle == 6_000_000_000
    assert found.unpaid.middle == 1_000_000_000
    assert [size.exchanges for size in found.sizes] == [1]


def test_a_loss_is_at_most_what_stands_in_its_tier() -> None:
    """A cold loss larger than all that is cold; and nothing ever happens where no incident can."""
    of = replace(certain(incident_rate=Fraction(1), hot_share=Fraction(1, 4)), incidents=(
        replace(RECORDS.incidents[0], loss_jpy=10**15, tier="cold"),))  # fmt: skip
    [person] = population(of, 1, seed=1)
    person = replace(person, custody=1000, own_funds=0)
    assert outcome(of, [person], of.scenarios[0], lambda _volume: 0, count=3, seed=1).loss.middle == 750
    never = certain(incident_rate=Fraction(0))
    assert outcome(never, [person], never.scenarios[0], lambda _volume: 0, count=3, seed=1).loss.high == 0


def test_no_revenue_is_no_share() -> None:
    """A firm that trades nothing divides nothing by nothing."""
    [person] = population(RECORDS, 1, seed=1)
    found = outcome(RECORDS, [replace(person, volume=0)], RECORDS.scenarios[0], lambda _volume: 1, count=2, seed=1)
    assert found.sizes[0].cost_share == 0


@pytest.mark.parametrize("rulebook", ["hk-vatp", "jp-2026-law"])
def test_a_rulebook_that_does_not_answer_from_volume_is_refused(rulebook: str) -> None:
    """Its name is in the fault."""
    with pytest.raises(Refused) as refused:
        study(law=rulebook)
    assert [fault.code for fault in refused.value.faults] == ["impact.wrong_shape"]


def test_numbers_that_are_open_are_refused_and_not_guessed() -> None:
    """A plan whose rate is undecided, and a day before the first version."""
    with pytest.raises(Refused) as refused:
        requirement_of(law_with("jp-2026-reported", "rate", None).rulebooks["jp-2026-reported"], TODAY, Fraction(0))
    assert refused.value.faults[0].code == "impact.wrong_shape"
    with pytest.raises(Refused) as before:
        requirement_of(LAW.rulebooks["kr-vaupa"], date(2020, 1, 1), Fraction(0))
    assert before.value.faults[0].code == "law.before_first"


def test_the_requirement_is_the_rule_s_own() -> None:
    """2 % of volume up to the cap, as the daily close answers."""
    requirement = requirement_of(LAW.rulebooks["jp-2026-reported"], TODAY, Fraction(0))
    assert [requirement(volume) for volume in (0, 10**12, 3 * 10**12)] == [0, 2 * 10**10, 4 * 10**10]


def test_every_record_states_its_source() -> None:
    """And no incident is without a loss, a tier and a place where it was read."""
    assert all(statistic.source for statistic in RECORDS.statistics.values())
    assert all(case.source and case.loss_jpy > 0 and case.tier in {"hot", "cold"} for case in RECORDS.incidents)
    assert len(RECORDS.incidents) >= 40
    assert {scenario.name for scenario in RECORDS.scenarios} >= {"onshore", "enforcement", "price_halves", "backstop"}


VOLUMES = {
    "volumes": "fiscal_year,item,amount\n2026-04-01,spot,1000000000000",
    "reserve": "day,movement,asset,amount",
    "holdings": "holding,asset,amount,owner,tier,keeper",
}


def test_a_what_if_tells_words_pack_and_population() -> None:
    """Half the rate: in a sentence, on the pack, on the population; nothing else of the law is named."""
    after = law_with("jp-2026-reported", "rate", "1/100")
    people = population(RECORDS, 10, seed=1)
    found = what_if(LAW, after, TODAY, pack(VOLUMES, of=exchange("2026-12-31")), people)
    [change] = found.changes
    assert (change.key, change.since) == ("rate", None)
    assert change.sentence.en.startswith("Reserve per yen of annual volume (rate): 2/100 [reported] becomes 1/100")
    assert change.sentence.ja.startswith("年間取引高に対する準備金の率（rate）: 2/100［報道］ → 1/100［仮定］")
    [effect] = found.on_pack
    assert effect.before.required == 20_000_000_000
    assert effect.after.required == 10_000_000_000
    [whole] = found.on_population
    assert whole.required_after < whole.required_before
    assert whole.below_after <= whole.below_before
    assert found.day == date(2026, 12, 31)


def test_a_what_if_without_pack_and_population_tells_the_words() -> None:
    """And a rulebook of another shape has no population to be tried on."""
    after = law_with("hk-vatp", "cover_cold", "off")
    found = what_if(LAW, after, TODAY, None, population(RECORDS, 3, seed=1))
    assert (found.on_pack, found.on_population) == ((), ())
    assert found.changes[0].sentence.en.startswith("Cover per dollar of clients' virtual assets in cold storage")
    assert "50/100 [reported] becomes off [assumption]" in found.changes[0].sentence.en
    assert what_if(LAW, after, TODAY, None, ()).on_population == ()
    assert what_if(LAW, LAW, TODAY, None, ()).changes == ()


def test_a_what_if_of_a_day_before_the_first_version_is_refused() -> None:
    """There is nothing to change yet."""
    with pytest.raises(Refused) as refused:
        what_if(LAW, law_with("kr-vaupa", "rate", "1/10"), date(2024, 7, 18), None, ())
    assert refused.value.faults[0].code == "law.before_first"


def test_two_days_of_a_rulebook_differ_in_words() -> None:
    """The day before and of the boundary; an end of law is told, and the same day has no difference."""
    cass = LAW.rulebooks["uk-cass"]
    changes = between_days(cass, date(2027, 10, 24), date(2027, 10, 25))
    assert {change.key for change in changes} == {"regime", "in_kind_ratio", "repair_days", "check_months"}
    [regime] = [change for change in changes if change.key == "regime"]
    assert regime.sentence.en.startswith("From 2027-10-25, Chapter that is applied (regime): cass_6, cass_7 [reported]")
    [ratio] = [change for change in changes if change.key == "in_kind_ratio"]
    assert ": 1 [assumption] becomes undecided (" in ratio.sentence.en
    ended = between_days(LAW.rulebooks["jp-psa"], date(2027, 7, 21), date(2027, 7, 22))
    assert {(change.since, change.after) for change in ended} == {(date(2027, 7, 22), None)}
    assert ended[0].sentence.en.endswith("becomes no law.")
    assert between_days(cass, TODAY, TODAY) == ()


def test_a_base_with_margin_volume_is_tried_on_the_population() -> None:
    """Margin volume is assumed per yen of spot volume: two per cent of 1,000 and of eight times as much again."""
    law = law_with("jp-2026-reported", "base_items", "spot, margin")
    requirement = requirement_of(law.rulebooks["jp-2026-reported"], TODAY, Fraction(8))
    assert (requirement(0), requirement(1000)) == (0, 180)
    people = population(RECORDS, 5, seed=1)
    found = what_if(LAW, law, TODAY, None, people, margin_per_spot=RECORDS.assumptions["margin_per_spot"].value)
    [whole] = found.on_population
    assert whole.required_after > whole.required_before
