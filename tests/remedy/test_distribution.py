"""Distribution: what an estate pays is all there and no more, by rank, alike for equal claims, over any rounds."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikiate.remedy.allocation import WHOLE
from hikiate.remedy.distribution import Outcome, Tier, Turn, distributed

TIERS = (
    Tier("convenience", 1, Fraction(21, 100)),
    Tier("small", 1, None, base=50, small=10),
    Tier("capped", 1, Fraction(119, 100), cap=90),
    Tier("junior", 2),
)
amounts = st.integers(0, 300)
tries = settings(max_examples=min(settings().max_examples, 100))
"""A round of columns takes its time; the draws are small, so that a hundred reach every edge."""


def whole(numbers: list[int]) -> pl.Series:
    """Numbers as the tables have them."""
    return pl.Series("n", numbers, dtype=WHOLE)


def places(numbers: list[int]) -> pl.Series:
    """Places of classes."""
    return pl.Series("tier", numbers, dtype=pl.UInt16)


def paid(
    claims: list[int], estate: int, tier: list[int] | None = None, tiers: tuple[Tier, ...] = (Tier("all"),)
) -> list[int]:
    """What one round pays."""
    zeros = whole([0] * len(claims))
    outcome = distributed(places(tier or [0] * len(claims)), tiers, [Turn(estate, whole(claims), zeros)])
    return outcome.frame["paid"].to_list()


@st.composite
def estates(draw: st.DrawFn) -> tuple[pl.Series, list[Turn]]:
    """A few claimants over a few rounds: claims come late or are corrected, some are reserved, the estate grows."""
    count = draw(st.integers(1, 7))
    tier = draw(st.lists(st.integers(0, len(TIERS) - 1), min_size=count, max_size=count))
    turns, estate = [], 0
    for _ in range(draw(st.integers(1, 4))):
        estate += draw(st.integers(0, 400))
        claims = draw(st.lists(amounts, min_size=count, max_size=count))
        reserved = [draw(st.sampled_from([0, 0, claim // 2, claim])) for claim in claims]
        turns.append(Turn(estate, whole(claims), whole(reserved)))
    return places(tier), turns


def rows(outcome: Outcome) -> list[dict[str, int]]:
    """The claimants as records."""
    return outcome.frame.to_dicts()


@tries
@given(estates(), st.integers(0, 40))
def test_what_is_there_is_paid_reserved_or_left_and_nothing_else(
    drawn: tuple[pl.Series, list[Turn]], least: int
) -> None:
    """In every round; nobody gives anything back, and both ways to cut a share sum to it."""
    tier, turns = drawn
    outcome = distributed(tier, TIERS, turns, minimum=least)
    total = 0
    for turn, totals in zip(turns, outcome.totals, strict=True):
        total += totals.paid
        assert totals.paid >= 0
        assert totals.reserved >= 0
        assert totals.surplus >= 0
        assert total + totals.reserved + totals.surplus == turn.estate
    for row in rows(outcome):
        assert row["base"] + row["pro_rata"] == row["paid"] + row["reserved"]
        assert min(row.values()) >= 0
        assert row["now"] == 0 or row["now"] >= least
    assert sum(row["paid"] for row in rows(outcome)) == total


@tries
@given(estates())
def test_nobody_gets_more_than_the_terms_allow(drawn: tuple[pl.Series, list[Turn]]) -> None:
    """Nor is anything left over while a claim is open, as long as nobody was overpaid before."""
    tier, turns = drawn
    outcome = distributed(tier, TIERS, turns[-1:])
    for row in rows(outcome):
        assert row["base"] + row["pro_rata"] <= row["ceiling"]
    if outcome.totals[-1].surplus:
        assert all(row["base"] + row["pro_rata"] == row["ceiling"] for row in rows(outcome))


@tries
@given(estates())
def test_a_junior_class_gets_nothing_before_the_senior_has_all(drawn: tuple[pl.Series, list[Turn]]) -> None:
    """Whatever stands between: percentages, caps and base payments are within a rank."""
    tier, turns = drawn
    outcome = distributed(tier, TIERS, turns[-1:])
    seniors = [row for row, place in zip(rows(outcome), tier, strict=True) if TIERS[place].rank == 1]
    juniors = [row for row, place in zip(rows(outcome), tier, strict=True) if TIERS[place].rank == 2]
    if any(row["base"] + row["pro_rata"] for row in juniors):
        assert all(row["base"] + row["pro_rata"] == row["ceiling"] for row in seniors)


@tries
@given(estates(), st.integers(0, 300))
def test_more_estate_pays_nobody_less(drawn: tuple[pl.Series, list[Turn]], more: int) -> None:
    """But for the one unit that largest remainders move about; and all together get no less, unit for unit."""
    tier, turns = drawn
    last = turns[-1]
    less = distributed(tier, TIERS, [last])
    richer = distributed(tier, TIERS, [Turn(last.estate + more, last.claims, last.reserved)])
    shares = [[row["base"] + row["pro_rata"] for row in rows(outcome)] for outcome in (less, richer)]
    assert all(after >= before - 1 for before, after in zip(*shares, strict=True))
    assert sum(shares[1]) >= sum(shares[0])


@tries
@given(estates(), st.randoms(use_true_random=False))
def test_admission_order_does_not_matter_at_the_end(drawn: tuple[pl.Series, list[Turn]], chance: object) -> None:
    """Claims admitted one by one while the estate comes in have at the end what all would have had at once.

    As long as what was not known was reserved, as it is here.
    """
    tier, turns = drawn
    last = turns[-1]
    count = len(last.claims)
    order = list(range(count))
    chance.shuffle(order)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    admitted: set[int] = set()
    steps = []
    for number, place in enumerate(order, start=1):
        admitted.add(place)
        held = [0 if at in admitted else claim for at, claim in enumerate(last.claims)]
        steps.append(Turn(last.estate * number // count, last.claims, whole(held)))
    by_steps = [row["paid"] for row in rows(distributed(tier, TIERS, steps))]
    at_once = [
        row["paid"] for row in rows(distributed(tier, TIERS, [Turn(last.estate, last.claims, whole([0] * count))]))
    ]
    assert all(abs(one - other) <= 1 for one, other in zip(by_steps, at_once, strict=True))


@tries
@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=5), st.integers(0, 500), st.integers(0, 900), st.integers(1, 200)
)
def test_equal_claims_are_equal_whatever_their_round(claims: list[int], first: int, second: int, late: int) -> None:
    """A late claim that nobody kept back for is brought up to the others as far as the money reaches."""
    before = [*claims, late, 0]
    after = [*claims, late, late]
    zeros = whole([0] * len(after))
    tier = places([0] * len(after))
    outcome = distributed(
        tier, (Tier("all"),), [Turn(first, whole(before), zeros), Turn(first + second, whole(after), zeros)]
    )
    *_, early, caught_up = (row["paid"] for row in rows(outcome))
    alone = distributed(tier, (Tier("all"),), [Turn(first, whole(before), zeros)])
    kept = rows(alone)[-2]["paid"]
    assert abs(early - caught_up) <= 1 or (early == kept and caught_up < early)


def test_a_short_pool_is_shared_in_proportion() -> None:
    """The example of the module: 142 for 700 and 100."""
    assert paid([700, 100], 142) == [124, 18]


def test_the_base_payment_comes_first_and_the_rest_is_shared() -> None:
    """The first 20 of each, then 60 among what is left of 180 and 80 and nothing."""
    assert paid([200, 100, 10], 110, tiers=(Tier("all", base=20),)) == [62, 38, 10]


def test_a_base_payment_that_does_not_reach_is_shared_itself() -> None:
    """15 among first parts of 20 and 10."""
    assert paid([200, 10], 15, tiers=(Tier("all", base=20),)) == [10, 5]


def test_small_claims_come_first() -> None:
    """Claims up to 30 in full, then the large one."""
    assert paid([100, 30, 30], 75, tiers=(Tier("all", small=30),)) == [15, 30, 30]


def test_classes_of_one_rank_rise_in_step_until_a_percentage_is_reached() -> None:
    """At 21 % the first class is paid off; the other goes on."""
    tiers = (Tier("early", 1, Fraction(21, 100)), Tier("waiting"))
    assert paid([100, 100], 30, [0, 1], tiers) == [15, 15]
    assert paid([100, 100], 60, [0, 1], tiers) == [21, 39]
    assert paid([100, 100], 200, [0, 1], tiers) == [21, 100]


def test_a_percentage_above_the_whole_pays_interest() -> None:
    """119 % of 100, where the estate reaches; the other class stops at its claim."""
    tiers = (Tier("convenience", 1, Fraction(119, 100)), Tier("others"))
    assert paid([100, 100], 300, [0, 1], tiers) == [119, 100]


def test_a_cap_holds_for_base_and_rest() -> None:
    """Nobody of the class gets more than 30; what is freed goes to the others."""
    tiers = (Tier("capped", base=40, cap=30), Tier("others"))
    assert paid([100, 100], 100, [0, 1], tiers) == [30, 70]


def test_a_disputed_claim_is_reserved_and_freed() -> None:
    """Half of 100 is disputed: a quarter is paid, as on a claim of 50; when it falls away the others get it."""
    tier = places([0, 0])
    zeros = whole([0, 0])
    turns = [Turn(100, whole([100, 100]), whole([50, 0])), Turn(100, whole([50, 100]), zeros)]
    first = rows(distributed(tier, (Tier("all"),), turns[:1]))
    assert [(row["paid"], row["reserved"]) for row in first] == [(25, 25), (50, 0)]
    assert [row["paid"] for row in rows(distributed(tier, (Tier("all"),), turns))] == [33, 67]


def test_a_reserved_part_of_a_claim_keeps_the_base_payment_for_the_rest() -> None:
    """Of 100, 70 is disputed: the undisputed 30 has its base payment of 20 and its share of 10."""
    turn = Turn(60, whole([100]), whole([70]))
    row = rows(distributed(places([0]), (Tier("all", base=20),), [turn]))[0]
    assert (row["base"], row["pro_rata"]) == (20, 40)
    assert row["paid"] == 20 + 40 * 10 // 80


def test_who_was_paid_more_keeps_it_and_the_others_share_the_rest() -> None:
    """The claim was cut to 20 after 60 was paid on it; the other gets the 40 that are left."""
    tier, zeros = places([0, 0]), whole([0, 0])
    turns = [Turn(100, whole([60, 100]), zeros), Turn(110, whole([20, 100]), zeros)]
    assert [row["paid"] for row in rows(distributed(tier, (Tier("all"),), turns))] == [38, 72]


def test_payments_below_the_least_wait_until_they_reach_it() -> None:
    """3 waits, set aside; with the second round it is 6 and paid."""
    tier, zeros = places([0, 0]), whole([0, 0])
    turns = [Turn(10, whole([30, 70]), zeros), Turn(20, whole([30, 70]), zeros)]
    first = rows(distributed(tier, (Tier("all"),), turns[:1], minimum=5))
    assert [(row["paid"], row["reserved"]) for row in first] == [(0, 3), (7, 0)]
    assert [row["now"] for row in rows(distributed(tier, (Tier("all"),), turns, minimum=5))] == [6, 7]


def test_what_was_paid_before_counts() -> None:
    """20 of the estate was paid to the first already."""
    zeros = whole([0, 0])
    outcome = distributed(places([0, 0]), (Tier("all"),), [Turn(100, whole([100, 100]), zeros)], whole([20, 0]))
    assert [row["now"] for row in rows(outcome)] == [30, 50]


def test_more_paid_than_there_was_is_an_error() -> None:
    """The caller says whose record is wrong."""
    with pytest.raises(ValueError, match="more was paid"):
        distributed(places([0]), (Tier("all"),), [Turn(10, whole([100]), whole([0]))], whole([20]))


def test_no_claim_and_no_estate_are_no_error() -> None:
    """An empty fund pays nothing; an estate without claims is left."""
    assert paid([], 0) == []
    outcome = distributed(places([0]), (Tier("all"),), [Turn(10, whole([0]), whole([0]))])
    assert outcome.totals[0].surplus == 10
