"""An estate over time: late, disputed, unknown and unanswered claims, and what was paid before."""

from estate_cases import ALL, BTC, DISPUTE, GENERAL, LEDGER, PRICES, ROUNDS, TRUST, codes, paid, plan, worked


def test_a_late_claim_catches_up() -> None:
    """Admitted after the first round, it has at the end what an equal claim has."""
    late = '[[claim]]\ncustomer = "d"\nasset = "BTC"\namount = "100"\nadmitted_on = 2027-01-10\nevidence = "order 5"\n'
    made = worked(LEDGER[:2], BTC + ROUNDS + late)
    assert paid(made) == {"a BTC": "155.55555556", "b BTC": "22.22222222", "d BTC": "22.22222222"}
    assert paid(made, "now")["d BTC"] == "22.22222222"
    assert [totals.paid for totals in made.funds[0].outcome.totals] == [142 * 10**8, 58 * 10**8]


def test_a_claim_that_comes_too_late_cannot_be_made_level() -> None:
    """Everything was paid before it was known; what was paid is not asked back, and that is found."""
    rounds = "[[round]]\nday = 2026-10-01\n[[round]]\nday = 2027-04-01\n"
    late = '[[claim]]\ncustomer = "d"\nasset = "BTC"\namount = "100"\nadmitted_on = 2027-01-10\nevidence = "order 5"\n'
    made = worked(LEDGER[:2], BTC + rounds + late)
    assert paid(made)["d BTC"] == "0"
    assert "estate.not_level" in codes(made)


def test_a_reserve_for_unknown_claims_lets_them_catch_up() -> None:
    """An estimate is kept back until a day, and what nobody came for goes to all."""
    unknown = '[[unknown]]\nasset = "BTC"\namount = "200"\nuntil = 2027-03-01\n'
    late = '[[claim]]\ncustomer = "d"\nasset = "BTC"\namount = "200"\nadmitted_on = 2027-03-01\nevidence = "order 5"\n'
    rounds = "[[round]]\nday = 2026-10-01\n[[round]]\nday = 2027-04-01\n"
    kept = worked(LEDGER[:2], BTC + unknown)
    assert paid(kept, "reserved") == {"* unknown 1 BTC BTC": "28.4", "a BTC": "0", "b BTC": "0"}
    made = worked(LEDGER[:2], BTC + rounds + unknown + late)
    assert paid(made)["d BTC"] == "28.4"
    assert paid(made)["a BTC"] == "99.4"


def test_an_unknown_claim_may_be_of_a_class() -> None:
    """Else it is of the class that takes everybody."""
    classes = '[[class]]\nname = "first"\nmembers = ["b"]\npercentage = "1"\n' + ALL.replace("all", "rest", 1).replace(
        "rule", "rank = 2\nrule"
    )
    unknown = '[[unknown]]\nasset = "BTC"\namount = "42"\nclass = "first"\n'
    assert paid(worked(LEDGER[:2], BTC + classes + unknown), "reserved")["* unknown 1 BTC BTC"] == "42"
    usual = worked(LEDGER[:2], BTC + classes + unknown.replace('class = "first"\n', ""))
    assert plan(usual)["* unknown 1 BTC", "BTC"]["class"] == "rest"


def test_what_is_disputed_is_reserved_until_it_is_decided() -> None:
    """60 of 100: reserved, then paid as far as it is allowed, and the rest goes to the others."""
    first = worked(LEDGER[:2], BTC + DISPUTE)
    assert plan(first)["b", "BTC"] | {"paid": "7.1", "reserved": "10.65"} == plan(first)["b", "BTC"]
    assert "estate.reserved" in codes(first)
    decided = DISPUTE + 'decided_on = 2027-01-10\nallowed = "10"\n'
    made = worked(LEDGER[:2], BTC + ROUNDS + decided)
    assert paid(made, "claim")["b BTC"] == "50"
    assert paid(made)["b BTC"] == "13.33333333"


def test_a_dispute_in_money_is_reserved_at_its_value() -> None:
    """And a general estate reserves for what is disputed of what stays open."""
    made = worked(LEDGER, BTC + TRUST.format(4000) + PRICES + GENERAL.format(658) + DISPUTE)
    assert plan(made)["b", "JPY"] | {"claim": "822", "paid": "32", "reserved": "50"} == plan(made)["b", "JPY"]
    cash = worked(LEDGER, GENERAL.format(1200) + PRICES + DISPUTE, method="cash", regime="us-chapter11")
    assert plan(cash)["b", "JPY"] | {"paid": "40", "reserved": "60"} == plan(cash)["b", "JPY"]


def test_what_nobody_asks_for_goes_to_the_others_after_the_day() -> None:
    """Reserved until then."""
    silent = '[unclaimed]\nfile = "u.csv"\nafter = 2026-12-31\n'
    made = worked(LEDGER[:2], BTC + silent, unclaimed=("b",))
    assert paid(made, "reserved")["b BTC"] == "17.75"
    later = worked(LEDGER[:2], BTC + ROUNDS + silent, unclaimed=("b",))
    assert paid(later) == {"a BTC": "200", "b BTC": "0"}


def test_a_payment_below_the_least_waits() -> None:
    """It is set aside."""
    made = worked(LEDGER[:2], 'minimum_payment = "20"\n' + BTC)
    assert paid(made, "reserved")["b BTC"] == "17.75"


def test_what_was_paid_before_is_taken_off() -> None:
    """The pools are those before it was paid."""
    made = worked(LEDGER, 'made = "m.csv"\n' + BTC, made={("a", "BTC"): 100 * 10**8})
    assert paid(made, "now")["a BTC"] == "24.25"
    assert paid(made)["a BTC"] == "124.25"


def test_what_was_paid_before_in_money_counts_in_one_fund() -> None:
    """In that of the coins, where the customer is in both."""
    text = 'made = "m.csv"\n' + BTC + 'realised = "1420"\n' + TRUST.format(2000) + PRICES
    made = worked(LEDGER, text, method="cash", made={("a", "JPY"): 100, ("c", "JPY"): 50})
    assert paid(made, "now")["a JPY"] == str(1243 + 1500 - 100)
    assert paid(made, "now")["c JPY"] == "450"
