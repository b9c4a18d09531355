"""Distribute: pools meet claims by regime and class, and the general estate pays what stays open."""

from datetime import date

import pytest
from estate_cases import (
    ALL,
    BTC,
    CONVENIENCE,
    GENERAL,
    LEDGER,
    POOL,
    PRICES,
    ROUNDS,
    SCALES,
    TRUST,
    UNKNOWN,
    codes,
    faults,
    paid,
    plan,
    raw_pack,
    refused,
    table,
    worked,
)

from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.results import DISTRIBUTION_SCHEMA, document, result
from hikiate.operations.payouts import Paperwork
from hikiate.remedy.estate_tables import (
    class_rows,
    methods_text,
    pool_table,
    read_elections,
    read_made,
    read_members,
    round_table,
)
from hikiate.remedy.payees import read_payout_tables
from hikiate.remedy.payouts.terms import CoinTerms, PayoutTerms


def test_in_kind_each_asset_pays_its_own_claims() -> None:
    """Coins pro rata; the trust at most each amount, its excess a surplus of the general estate."""
    made = worked(LEDGER, BTC + TRUST.format(4100))
    assert paid(made) == {"a BTC": "124.25", "b BTC": "17.75", "a JPY": "3000", "c JPY": "1000"}
    assert made.result.figures["distribution.BTC.rate"].value == "0.1775"
    assert made.result.verdict == "in_order"
    assert {"estate.short", "estate.undecided"} <= codes(made)
    (short,) = [found for found in made.result.findings if found.code == "estate.short"]
    assert short.severity is Severity.WARNING
    (surplus,) = [found for found in made.result.findings if found.code == "estate.surplus"]
    assert "(1)(xv)" in surplus.citation


def test_a_result_reads_back_as_it_was_written() -> None:
    """Schema, figures and what it is about."""
    made = worked(LEDGER, BTC + TRUST.format(4000))
    assert result(document(made.result), DISTRIBUTION_SCHEMA) == made.result


def test_a_short_trust_is_shared_in_proportion() -> None:
    """Order Art. 26(1)(xiv): 2,000 for 4,000."""
    made = worked(LEDGER, BTC + TRUST.format(2000))
    assert paid(made)["a JPY"] == "1500"
    assert paid(made, "remaining")["c JPY"] == "500"


def test_the_excess_of_the_trust_pays_what_coins_leave_open() -> None:
    """Order Art. 26(1)(xv): 100 go to the settlor, so to the general estate, and pay part of 6,580 in yen."""
    made = worked(LEDGER, BTC + TRUST.format(4100) + PRICES + GENERAL.format(0))
    assert plan(made)["a", "JPY"] | {"claim": "8757", "paid": "3088"} == plan(made)["a", "JPY"]
    assert paid(made)["b JPY"] == "12"
    assert paid(made)["a BTC"] == "124.25"


def test_the_general_estate_is_shared_with_other_creditors() -> None:
    """Customers claim there what their own pools left open; a creditor shares by what is owed to it."""
    creditor = '[[creditor]]\nname = "bank"\namount = "6580"\n'
    made = worked(LEDGER, BTC + TRUST.format(4000) + PRICES + GENERAL.format(1316) + creditor)
    assert paid(made)["* creditor bank JPY"] == "658"
    assert paid(made)["a JPY"] == str(3000 + 576)
    assert paid(made)["b JPY"] == "82"


def test_without_priority_the_pools_are_everybodys() -> None:
    """Before Art. 63-19-2 was in force: in money, all in one, the creditor beside the customers."""
    text = BTC + PRICES + GENERAL.format(580) + '[[creditor]]\nname = "bank"\namount = "8000"\n'
    made = worked(LEDGER, text, regime="us-chapter11", method="cash")
    assert paid(made) == {"* creditor bank JPY": "800", "a JPY": "1000", "b JPY": "100", "c JPY": "100"}
    assert "estate.valued_unsold" in codes(made)


def test_what_was_sold_counts_at_what_it_brought() -> None:
    """Not at the price of claims."""
    sold = BTC + 'realised = "20500"\ncost = "500"\n'
    made = worked(LEDGER, sold + PRICES, method="cash", regime="us-chapter11")
    assert paid(made) == {"a JPY": "10000", "b JPY": "1000", "c JPY": "1000"}
    assert made.result.figures["distribution.JPY.estate"].value == "20000"


def test_priority_in_money_comes_before_the_general_estate() -> None:
    """Coins for 1,420 pay claims of 8,000 in coins; the trust pays money; 400 of general estate pay what is open."""
    sold = BTC + 'realised = "1420"\n'
    made = worked(LEDGER, sold + TRUST.format(2000) + PRICES + GENERAL.format(858), method="cash")
    assert {fund.name for fund in made.funds} == {"customers", "trust", "general"}
    assert paid(made) == {"a JPY": "3469", "b JPY": "259", "c JPY": "550"}
    assert sum(int(amount) for amount in paid(made).values()) == 1420 + 2000 + 858


def test_a_base_payment_is_made_in_full_before_the_rest() -> None:
    """The first 50 BTC of each, then 42 for what is left of 650 and 50."""
    made = worked(LEDGER[:2], BTC + '[[class]]\nname = "all"\nbase_payment = "50"\n')
    assert paid(made, "base") == {"a BTC": "50", "b BTC": "50"}
    assert paid(made, "pro_rata") == {"a BTC": "39", "b BTC": "3"}


def test_a_base_payment_may_differ_by_asset() -> None:
    """A table names the assets; what it does not name has none."""
    made = worked(LEDGER, BTC + TRUST.format(2000) + '[[class]]\nname = "all"\nbase_payment = { JPY = "1000" }\n')
    assert paid(made, "base") == {"a BTC": "0", "b BTC": "0", "a JPY": "1000", "c JPY": "1000"}


def test_a_convenience_class_is_paid_off_first() -> None:
    """By the whole claim in money: b has 1,000 and c 1,000; a has 10,000."""
    text = GENERAL.format(3000) + PRICES + CONVENIENCE
    made = worked(LEDGER, text, method="cash", regime="us-chapter11")
    assert paid(made) == {"a JPY": "2000", "b JPY": "500", "c JPY": "500"}
    assert paid(made, "remaining")["b JPY"] == "0"
    assert plan(made)["b", "JPY"]["class"] == "small"


def test_classes_in_kind_are_told_apart_by_the_one_asset_or_by_value() -> None:
    """The same rule in coins, where only coins are claimed."""
    text = BTC + '[[class]]\nname = "small"\nrule = "claim <= 100"\npercentage = "1"\n' + ALL.replace("all", "rest", 1)
    made = worked(LEDGER[:2], text.replace('"rest"\n', '"rest"\nrank = 2\n'))
    assert paid(made) == {"a BTC": "42", "b BTC": "100"}
    by_value = worked(LEDGER, BTC + TRUST.format(4000) + PRICES + CONVENIENCE)
    assert plan(by_value)["b", "BTC"]["class"] == "small"


def test_who_has_no_class_is_paid_last() -> None:
    """And that is found."""
    made = worked(LEDGER[:2], BTC + '[[class]]\nname = "first"\nmembers = ["b"]\npro_rata = true\n')
    assert paid(made) == {"a BTC": "42", "b BTC": "100"}
    assert "estate.no_class" in codes(made)


def test_elections_and_lists_of_members_choose_a_class() -> None:
    """An election goes before a list."""
    text = (
        BTC
        + '[elections]\nfile = "e.csv"\nuntil = 2026-12-01\n'
        + '[[class]]\nname = "early"\nmembers = "m.csv"\npercentage = "0.1"\n'
        + '[[class]]\nname = "waiting"\nrule = "all"\npro_rata = true\n'
    )
    chosen = {"b": ("waiting", date(2026, 12, 1))}
    made = worked(LEDGER[:2], text, members={"m.csv": ("a", "b")}, elections=chosen)
    assert paid(made) == {"a BTC": "70", "b BTC": "72"}


def test_prices_of_the_pack_are_those_of_the_day_of_the_regime() -> None:
    """Commencement in Japan, petition in chapter 11; another day's price is none."""
    prices = [("BTC", "2026-09-25", "10"), ("BTC", "2026-09-18", "20")]
    later = "2026-09-25T23:59:59+09:00"
    raw = raw_pack(LEDGER, prices, later)
    made = worked(None, GENERAL.format(1200), method="cash", regime="jp-bankruptcy", raw=raw)
    assert paid(made, "claim")["a JPY"] == "10000"
    made = worked(None, GENERAL.format(1200), method="cash", regime="us-chapter11", raw=raw)
    assert paid(made, "claim")["a JPY"] == "17000"
    assert "estate.snapshot_apart" in codes(made)
    assert refused(LEDGER, GENERAL.format(1200), method="cash") == [("estate.price_missing", "estate.toml valuation")]


def test_a_regime_says_what_it_does_not_know() -> None:
    """In kind in bankruptcy; a petition before the law; points that no text decides."""
    made = worked(LEDGER, BTC + TRUST.format(4000), regime="jp-bankruptcy")
    assert "estate.method_unusual" in codes(made)
    assert "estate.no_priority" not in codes(made)
    kept_apart = worked(LEDGER, BTC + TRUST.format(4000), regime="uk-cass")
    assert "estate.undecided" in codes(kept_apart)
    assert "estate.method_unusual" not in codes(kept_apart)


def test_a_petition_before_the_law_has_no_priority() -> None:
    """Mt. Gox was in 2014: Art. 63-19-2 is of 2020."""
    raw = raw_pack(LEDGER[:2], snapshot="2014-02-28T23:59:59+09:00")
    made = worked(None, BTC, regime="jp-rehabilitation", raw=raw, petition="2014-02-28")
    assert {"estate.no_priority", "estate.short"} <= codes(made)
    assert paid(made)["b BTC"] == "17.75"


def test_payments_are_cleared_and_have_their_own_key_in_each_round() -> None:
    """What the last round pays; who is not known waits."""
    tables = read_payout_tables(
        table("payees", ("customer", "name"), [("a", "山田 太郎"), ("b", "鈴木 花子")]),
        table(
            "destinations",
            ("customer", "asset", "address", "purpose"),
            [("a", "BTC", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "own")],
        ),
        read_pack(raw_pack(LEDGER)).exchange,
    )
    terms = PayoutTerms(coins=CoinTerms(date(2027, 4, 1), whitelist_required=False))
    payments = worked(LEDGER[:2], BTC + ROUNDS, paperwork=Paperwork(tables, terms)).payments
    (payable,) = payments.made.to_dicts()
    divided = payments.clearance.divided
    assert (payable["customer"], payable["amount"]) == ("a", 5075000000)
    assert divided.pending["reason"].to_list() == ["no_destination"]
    assert sum([*divided.payable["amount"], *divided.pending["amount"]]) == 58 * 10**8
    first = worked(LEDGER[:2], BTC)
    assert payable["key"] not in set(first.payments.clearance.divided.payable["key"])


def test_every_method_side_by_side_in_money() -> None:
    """In kind 124.25 coins are worth 1,242 at the price of claims; in money everybody shares all of it."""
    text = BTC + TRUST.format(4000) + PRICES
    made = worked(LEDGER, text, with_methods=True)
    assert made.methods is not None
    assert made.methods.to_dicts() == [
        {"customer": "a", "currency": "JPY", "in_kind": 4242, "cash": 4243},
        {"customer": "b", "currency": "JPY", "in_kind": 177, "cash": 177},
        {"customer": "c", "currency": "JPY", "in_kind": 1000, "cash": 1000},
    ]
    assert methods_text(made.methods, SCALES)["cash"].to_list() == ["4243", "177", "1000"]
    assert worked(LEDGER, text).methods is None
    assert refused(LEDGER, BTC + TRUST.format(4000), with_methods=True)[0][0] == "estate.price_missing"


def test_pools_classes_and_rounds_as_tables() -> None:
    """A fund draws on its pools in their order; every round says what there was by then."""
    made = worked(LEDGER, BTC + ROUNDS + TRUST.format(5000))
    pools = pool_table(made.funds, SCALES).select("pool", "net", "used", "left").rows()
    assert pools == [
        ("trust", "5000", "4000", "1000"),
        ("btc", "142", "142", "0"),
        ("later", "58", "58", "0"),
    ]
    rounds = round_table(made.funds, made.days, SCALES).select("round", "fund", "estate", "paid", "surplus").rows()
    assert rounds[:2] == [("1", "JPY", "0", "0", "0"), ("2", "JPY", "5000", "4000", "1000")]
    assert rounds[2:] == [("1", "BTC", "142", "142", "0"), ("2", "BTC", "200", "58", "0")]
    classes = class_rows(made.plan, SCALES).select("class", "asset", "claims", "paid").rows()
    assert classes == [("customers", "JPY", 2, "4000"), ("customers", "BTC", 2, "200")]


def test_the_general_estate_in_the_last_round_is_the_second_round() -> None:
    """Where the first funds pay in two rounds."""
    made = worked(LEDGER, BTC + ROUNDS + TRUST.format(4000) + GENERAL.format(600) + PRICES)
    last = round_table(made.funds, made.days, SCALES).rows()[-1]
    assert last[:4] == ("2", "2027-04-01", "general", "JPY")
    sold = worked(LEDGER, GENERAL.format(600) + PRICES + BTC + 'realised = "90"\ncost = "1"\n', method="cash")
    assert pool_table(sold.funds, SCALES).row(0)[3:6] == ("142", "1", "90")


def test_an_unknown_claim_may_be_the_only_one_in_an_asset() -> None:
    """Nobody of the ledger has any."""
    pool = POOL.format("ETH", "customer_crypto")
    made = worked(LEDGER, BTC + pool + '[[unknown]]\nasset = "ETH"\namount = "2"\n')
    assert paid(made, "reserved")["* unknown 1 ETH ETH"] == "1"
    cash = worked(LEDGER, GENERAL.format(100) + PRICES + UNKNOWN.replace('class = "x"', ""), method="cash")
    assert paid(cash, "claim")["* unknown 1 BTC JPY"] == "10"


def test_where_nobody_has_a_claim_any_more_there_is_no_rate() -> None:
    """The only customer never asked; what is left is nobody's."""
    text = BTC + '[unclaimed]\nfile = "u.csv"\nafter = 2026-09-20\n'
    made = worked([LEDGER[0]], text, unclaimed=("a",))
    assert "distribution.BTC.rate" not in made.result.figures
    assert made.result.figures["claims.BTC.taken_off"].value == "700"
    assert "estate.surplus" in codes(made)


def test_a_price_of_another_day_is_none() -> None:
    """It is not taken for the day asked for."""
    with pytest.raises(Refused) as caught:
        worked(None, GENERAL.format(1), method="cash", raw=raw_pack(LEDGER, [("BTC", "2026-09-17", "10")]))
    assert faults(caught.value) == [("estate.price_missing", "estate.toml valuation")]


def test_the_tables_beside_are_read_by_their_columns() -> None:
    """Elections, lists of customers, payments made."""
    exchange = read_pack(raw_pack(LEDGER)).exchange
    elections = table("e", ("customer", "class", "elected_on"), [("a", "early", "2026-10-01")])
    assert read_elections(elections, exchange) == {"a": ("early", date(2026, 10, 1))}
    assert read_members(table("m", ("customer",), [("a",), ("b",)]), exchange) == ("a", "b")
    assert read_made(table("d", ("customer", "asset", "amount"), [("a", "JPY", "5")]), exchange) == {("a", "JPY"): 5}


def test_a_surplus_of_coins_stays_coins() -> None:
    """In kind nothing passes on to the general estate but money."""
    made = worked([("a", "BTC", "100"), ("c", "JPY", "10")], BTC + GENERAL.format(4))
    assert paid(made) == {"a BTC": "100", "c JPY": "4"}
    (surplus,) = [finding for finding in made.result.findings if finding.code == "estate.surplus"]
    assert surplus.en.found.startswith("42 BTC")


def test_a_general_estate_of_money_alone_pays_money_by_its_terms() -> None:
    """Base payments too, and in every round."""
    ledger = [("a", "JPY", "3000"), ("c", "JPY", "1000")]
    rounds = "[[round]]\nday = 2026-10-01\n[[round]]\nday = 2027-04-01\n"
    made = worked(ledger, GENERAL.format(1500) + '[[class]]\nname = "all"\nbase_payment = "600"\n' + rounds)
    assert paid(made, "base") == {"a JPY": "600", "c JPY": "600"}
    assert paid(made) == {"a JPY": "857", "c JPY": "643"}
    assert [totals.paid for totals in made.funds[0].outcome.totals] == [1500, 0]


def test_a_base_payment_in_money_comes_before_the_rest_of_what_is_open() -> None:
    """As Mt. Gox paid the first 200,000 yen of each from its money, and coins beside."""
    base = '[[class]]\nname = "all"\nbase_payment = { JPY = "100" }\n'
    made = worked(LEDGER[:2], BTC + GENERAL.format(300) + PRICES + base)
    assert paid(made, "base") == {"a BTC": "0", "b BTC": "0", "a JPY": "100", "b JPY": "100"}
    assert paid(made) == {"a BTC": "124.25", "b BTC": "17.75", "a JPY": "189", "b JPY": "111"}


def test_what_was_sold_is_money_by_every_method() -> None:
    """In kind it pays what is open, from the general estate."""
    text = BTC + 'realised = "2000"\ncost = "400"\n' + PRICES
    made = worked(LEDGER[:2], text, method="cash", with_methods=True)
    assert made.methods is not None
    assert made.methods["in_kind"].to_list() == [1400, 200]
    assert made.methods["cash"].to_list() == [1400, 200]
