"""One exchange under every rulebook: the scenario table to the yen, opposite verdicts, missing rates, one currency."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import LAW, exchange, law_with, pack, steady_prices

from hikiate.facts.pack import Pack
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.law.rulebooks import Library
from hikiate.operations.close import close
from hikiate.operations.compare import compare
from hikiate.rules.compared.answers import Comparison, Row
from hikiate.rules.compared.changes import version_term
from hikiate.rules.compared.reasons import reasons
from hikiate.rules.compared.terms import FORMS, terms

DAY = "2026-12-31"
FIRM = {
    "korean_market": "won_market",
    "mica_class": "3",
    "vara_class": "exchange",
    "fixed_overheads": "400000000",
    "own_funds": "500000000",
    "average_daily_deposits": "5000000000",
}
STEADY = {"BTC": "10000000", "KRW": "0.1", "EUR": "160", "USD": "150", "AED": "40"}
SCENARIO = {
    "balances": "customer,asset,amount\na,BTC,50000",
    "holdings": """holding,asset,amount,owner,tier,keeper
        h,BTC,2500,customer,hot,self
        c,BTC,47500,customer,cold,self
        g,BTC,2500,guarantee,cold,self""",
    "volumes": "fiscal_year,item,amount\n2026-04-01,spot,1000000000000",
    "reserve": "day,movement,asset,amount,memo,approval",
}
"""JPY 1 tn of volume, JPY 500 bn of custody, 5 % of it hot."""


def scenario(steady: Mapping[str, str] = STEADY, firm: Mapping[str, str] | None = FIRM, **tables: str) -> Pack:
    """The scenario's pack, with prices that stood still, or with other tables."""
    priced = {"prices": steady_prices(DAY, **steady)}
    return pack(SCENARIO | priced | tables, of=exchange(DAY, firm=firm))


def compared(of: Pack, currency: str | None = None, law: Library = LAW) -> dict[str, Row]:
    """The rows of a comparison under every rulebook, by name."""
    found = compare(of, list(law.rulebooks.values()), currency)
    return {row.edition.book.name: row for row in found.rows}


ROWS = compared(scenario())


@pytest.mark.parametrize(
    ("rulebook", "required", "status"),
    [
        ("jp-art175-analogue", 20_000_000, Status.ASSUMPTION),
        ("jp-2026-reported", 20_000_000_000, Status.REPORTED),
        ("jp-psa", 25_000_000_000, Status.ENACTED),
        ("kr-vaupa", 1_250_000_000, Status.REPORTED),
        ("hk-vatp", 262_500_000_000, Status.REPORTED),
        ("kr-bank-2023", 1_500_000_000, Status.REPORTED),
        ("eu-mica", 100_000_000, Status.REPORTED),
        ("ae-vara", 100_000_000, Status.ENACTED),
        ("safu", 150_000_000_000, Status.REPORTED),
        ("jp-2026-law", None, Status.UNDECIDED),
        ("us-nydfs", None, Status.UNDECIDED),
        ("jp-fiea-175", None, Status.ENACTED),
        ("sg-ps", None, Status.REPORTED),
        ("bh-cbb", None, Status.REPORTED),
        ("uk-cass", None, Status.REPORTED),
    ],
)
def test_the_scenario_table_comes_out_to_the_yen(rulebook: str, required: int | None, status: Status) -> None:
    """With the status of each; what nobody has published has no number."""
    assert (ROWS[rulebook].required, ROWS[rulebook].status) == (required, status)
    assert len(ROWS) == 15


def test_the_rest_of_the_table_and_its_spread() -> None:
    """The analogue's ceiling; Korea at its most; Hong Kong at 2 % hot; more than 3,000-fold from end to end."""
    assert ROWS["jp-art175-analogue"].ceiling == 80_000_000
    holdings = "holding,asset,amount,owner,tier,keeper\nh,BTC,{hot},customer,hot,self\nc,BTC,{cold},customer,cold,self"
    at_most = compared(scenario(holdings=holdings.format(hot=10000, cold=40000)))
    assert at_most["kr-vaupa"].required == 5_000_000_000
    assert at_most["kr-vaupa"].figures["custody.cold_share"].value == "0.8"
    assert compared(scenario(holdings=holdings.format(hot=1000, cold=49000)))["hk-vatp"].required == 255_000_000_000
    comparison = compare(scenario(), list(LAW.rulebooks.values()))
    assert comparison.spread == Fraction(262_500_000_000, 20_000_000)
    assert comparison.spread > 3000


def test_what_stands_against_the_requirements_is_told() -> None:
    """Nothing is set aside: short by all of it, but for guarantee coins that are there, and own funds that suffice."""
    assert ROWS["hk-vatp"].short == 262_500_000_000
    assert ROWS["jp-psa"].short == 0
    assert ROWS["eu-mica"].short == 0
    assert ROWS["eu-mica"].verdict == "in_order"
    assert ROWS["uk-cass"].short == 0
    assert ROWS["bh-cbb"].short is None
    assert {name for name, row in ROWS.items() if row.verdict == "undecided"} == {"jp-2026-law", "us-nydfs"}
    assert ROWS["jp-fiea-175"].verdict == "unanswered"


def test_coins_that_are_missing_are_short_at_their_price() -> None:
    """In kind under rulebooks without a number: ten of 50,000 coins; and guarantee coins that are missing."""
    holdings = SCENARIO["holdings"].replace("47500", "47490").replace("g,BTC,2500", "g,BTC,2400")
    rows = compared(scenario(holdings=holdings))
    assert rows["uk-cass"].short == 100_000_000
    assert rows["uk-cass"].verdict == "in_breach"
    assert rows["jp-psa"].short == 1_100_000_000


def test_each_row_is_what_a_close_under_that_rulebook_alone_finds() -> None:
    """A sheet beside the others shares facts and nothing else."""
    of = scenario()
    for name, row in ROWS.items():
        alone = close(of, LAW.choose([name]))
        for figure in alone.figures.values():
            if not figure.name.startswith(("input.holdings", "published", "reconciliation", "input.statements")):
                assert row.figures.get(figure.name) == figure, (name, figure.name)


MOSTLY_HOT_ETHER = """holding,asset,amount,owner,tier,keeper
    h,BTC,2500,customer,hot,self
    c,BTC,47500,customer,cold,self
    eh,ETH,9,customer,hot,self
    ec,ETH,1,customer,cold,self"""


def test_a_per_asset_rule_and_an_aggregate_rule_give_opposite_verdicts_and_the_reason_is_told() -> None:
    """Ether is a hundred-thousandth of the value and nine tenths hot."""
    of = scenario(STEADY | {"ETH": "400000"}, balances=SCENARIO["balances"] + "\na,ETH,10", holdings=MOSTLY_HOT_ETHER)
    rows = compared(of)
    assert (rows["bh-cbb"].verdict, rows["sg-ps"].verdict) == ("in_breach", "in_order")
    told = {reason.key: reason for reason in reasons(compare(of, list(LAW.rulebooks.values())))}
    said = [sentence.en for sentence in told["aggregate_or_per_asset"].sentences]
    assert "bh-cbb: ETH by itself, 10 % cold against 90 %: fails." in said
    assert any(
        text.startswith("sg-ps: all assets together by value, 94.99") and text.endswith("passes.") for text in said
    )
    assert said[-1].startswith("The verdicts are opposite")
    assert told["aggregate_or_per_asset"].sentences[-1].ja.startswith("判定が分かれています")


def test_without_opposite_verdicts_none_are_told() -> None:
    """Five per cent hot of one coin: Bahrain passes, Hong Kong fails by its own higher share, which is no such case."""
    told = {reason.key: reason for reason in reasons(compare(scenario(), list(LAW.rulebooks.values())))}
    assert not any("opposite" in words.en for words in told["aggregate_or_per_asset"].sentences)
    assert set(told) == {"aggregate_or_per_asset", "mean_or_spot", "basis", "status"}


def test_a_reserve_that_grows_says_what_is_to_be_added_and_up_to_where() -> None:
    """The analogue of Art. 175: a quarter of the ceiling in the first year."""
    told = {reason.key: reason for reason in reasons(compare(scenario(), list(LAW.rulebooks.values())))}
    of_analogue = [words for words in told["basis"].sentences if words.en.startswith("jp-art175-analogue")]
    basis = "jp-art175-analogue: annual volume × rate, up to a ceiling"
    wanted = f"{basis}: 20,000,000 to be added this year, up to 80,000,000 in all."
    assert [words.en for words in of_analogue] == [wanted]
    assert of_analogue[0].ja.endswith("20,000,000（当年の積立額。積立限度額 80,000,000）。")


@pytest.mark.parametrize(
    ("rulebook", "key", "en", "ja"),
    [
        ("jp-2026-reported", "cap", "40,000,000,000 JPY [reported]", "40,000,000,000 円［報道］"),
        ("jp-2026-reported", "floor", "off [reported]", "適用なし［報道］"),
        ("jp-2026-reported", "rate", "2/100 [reported]", "2/100［報道］"),
        ("jp-2026-law", "rate", "undecided", "未定"),
        ("jp-psa", "keepers", "on [enacted]", "適用あり［法令］"),
        ("safu", "repair", "no law", "規定なし"),
    ],
)
def test_a_value_of_law_is_said_in_its_unit(rulebook: str, key: str, en: str, ja: str) -> None:
    """Sums of money grouped with their currency, switches in words, the rest as the record writes it."""
    provision = LAW.rulebooks[rulebook].provisions.get(key)
    said = (
        version_term(None, "")
        if provision is None
        else version_term(provision.on(date.fromisoformat(DAY)), provision.unit)
    )
    assert (said.en, said.ja) == (en, ja)


def test_mean_and_spot_prices_are_held_beside_each_other() -> None:
    """After a doubling on the last day Korea still counts half."""
    prices = steady_prices(DAY, **STEADY).replace(f"{DAY},BTC,JPY,10000000,x", f"{DAY},BTC,JPY,20000000,x")
    told = {reason.key: reason for reason in reasons(compare(scenario(prices=prices), list(LAW.rulebooks.values())))}
    assert [sentence.en for sentence in told["mean_or_spot"].sentences] == [
        "kr-vaupa: what is not cold is worth 25,000,000,000 at mean prices.",
        "ae-vara: what is not cold is worth 50,000,000,000 at the day's prices.",
    ]


def test_one_rulebook_alone_differs_from_none() -> None:
    """There is no reason to tell, and no spread."""
    comparison = compare(scenario(), LAW.choose(["jp-2026-reported"]))
    assert reasons(comparison) == ()
    assert comparison.spread is None


@pytest.mark.parametrize(("currency", "rulebooks"), [("KRW", {"kr-vaupa", "kr-bank-2023"}), ("EUR", {"eu-mica"})])
def test_a_missing_rate_is_a_finding_and_a_row_without_a_number(currency: str, rulebooks: set[str]) -> None:
    """The rows that need it have none; every other row keeps what it had."""
    rows = compared(scenario({asset: price for asset, price in STEADY.items() if asset != currency}))
    for name, row in rows.items():
        if name in rulebooks:
            assert (row.required, row.verdict) == (None, "unanswered")
            assert f"prices.{currency}.{DAY}" in {finding.where for finding in row.findings}
        else:
            assert row.required == ROWS[name].required


def test_a_missing_price_leaves_what_is_short_unknown() -> None:
    """Guarantee coins and coins in kind have no value then, and none is guessed."""
    holdings = SCENARIO["holdings"].replace("47500", "47490")
    rows = compared(scenario({"KRW": "0.1", "EUR": "160", "USD": "150", "AED": "40"}, holdings=holdings))
    assert rows["uk-cass"].short is None
    assert (rows["jp-psa"].required, rows["jp-psa"].short) == (None, None)


def test_amounts_are_shown_in_the_currency_asked_for() -> None:
    """At the day's rate, rounded up to its cents, so that no requirement looks smaller than it is."""
    rows = compared(scenario(), "EUR")
    assert rows["jp-2026-reported"].required == 125_000_000
    assert rows["kr-vaupa"].required == Fraction("7812500")
    assert compared(scenario(STEADY | {"EUR": "163"}), "EUR")["jp-2026-reported"].required == Fraction("122699386.51")


@pytest.mark.parametrize("currency", ["EUR", "GBP"])
def test_a_currency_without_a_rate_on_the_day_is_refused(currency: str) -> None:
    """Not declared, or without a price of that very day."""
    prices = steady_prices(DAY, **STEADY).replace(f"{DAY},EUR,JPY,160,x\n", "")
    with pytest.raises(Refused) as refused:
        compare(scenario(prices=prices), list(LAW.rulebooks.values()), currency)
    [fault] = refused.value.faults
    assert fault.code == "compare.no_rate"
    assert fault.en.found == f"no rate of {currency} in JPY on {DAY}"


def test_a_rulebook_that_is_not_in_force_answers_nothing_and_says_so() -> None:
    """Segregation under the Payment Services Act after the new law has started."""
    of = pack(SCENARIO, of=exchange("2027-08-01"))
    row = compared(of)["jp-psa"]
    assert (row.verdict, row.required, row.short) == ("not_in_force", None, None)
    assert row.terms.form.en == "not in force on the day"


def test_an_empty_pack_is_answered_by_what_it_lacks() -> None:
    """No row has a number, and none is in order by default where something had to be shown."""
    rows = compared(pack({}, of=exchange(DAY)))
    assert {name for name, row in rows.items() if row.required} == set()
    assert {name for name, row in rows.items() if row.verdict == "in_order"} == set()
    nothing = {"balances": "customer,asset,amount", "holdings": "holding,asset,amount,owner,tier,keeper"}
    assert compared(pack(nothing, of=exchange(DAY)))["jp-psa"].required is None


def test_a_pack_in_another_currency_is_answered_in_it() -> None:
    """A firm that reports in euro: the minimum of Annex IV needs no rate."""
    of = exchange(DAY, firm={**FIRM, "fixed_overheads": "400000.10"}, reporting_currency="EUR")
    row = compared(pack({}, of=of))["eu-mica"]
    assert row.required == 150_000


HONG_KONG = (
    "insurance, funds on trust, virtual assets on trust, bank guarantee, escrow, pooled funds; deposits up to 6 months"
)
JAPAN = "a shortage: 5 business days; too much in hot wallets: 1 business day; money in trust: 2 business days"


def said(name: str, key: str | None = None, value: str | None = None, day: str = DAY) -> tuple[str, str, str, str]:
    """The English words of a rulebook, with one provision changed."""
    laws = LAW if key is None else law_with(name, key, value)
    words = terms(laws.rulebooks[name].on(exchange(day).day))
    return words.basis.en, words.form.en, words.insurance.en, words.repair.en


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (("hk-vatp",), (None, HONG_KONG, "may stand in for up to 100 %", "undecided")),
        (("hk-vatp", "deposit_months_max", None), (None, None, None, None)),
        (("hk-vatp", "forms", None), (None, "undecided", None, None)),
        (("hk-vatp", "insurance_offset", "off"), (None, None, "does not count", None)),
        (("hk-vatp", "insurance_offset", None), (None, None, "undecided", None)),
        (("hk-vatp", "replenishment_days", "1"), (None, None, None, "1 days")),
        (("jp-2026-reported", "insurance_share_max", "off"), (None, None, "may stand in for up to 100 %", None)),
        (("jp-2026-law",), ("undecided", "undecided", "undecided", "undecided")),
        (("jp-psa",), (None, "own coins of the same kind, cold", "nothing in the sources read",
                       JAPAN)),
        (("jp-fiea-175",), (None, None, "nothing in the sources read", "nothing in the sources read")),
        (("ae-vara",), ("fixed overheads × share, at least a minimum", "own funds", "must cover 100 % of hot wallets",
                        "undecided")),
        (("ae-vara", "hot_insurance", None), (None, None, "undecided", None)),
        (("ae-vara", "base", None), ("undecided", None, None, None)),
        (("sg-ps",), (None, "customers' assets in kind", "no duty to insure", "undecided")),
        (("uk-cass",), (None, None, None, "at all times, or the same day")),
        (("bh-cbb",), ("share in cold storage", None, "nothing in the sources read", None)),
    ],
)  # fmt: skip
def test_the_terms_say_what_the_provisions_say(call: tuple[str, ...], wanted: tuple[str | None, ...]) -> None:
    """What is undecided is said to be, and a number in words is the law's own."""
    got = said(*call)
    assert [one if other is not None else None for one, other in zip(got, wanted, strict=True)] == list(wanted)


def test_every_form_that_a_rulebook_names_has_words() -> None:
    """In both languages; a form that an overlay makes up is shown as it is written."""
    named = [version.value for book in LAW.rulebooks.values() if "forms" in book.provisions
             for version in book.provisions["forms"].versions]  # fmt: skip
    assert {form.strip() for value in named for form in (value or "").split(",")} <= set(FORMS)
    assert said("uk-cass", "forms", "barter")[1] == "barter"


def test_a_comparison_of_the_same_pack_is_the_same() -> None:
    """No clock, no chance, no order of a set."""
    one, other = (compare(scenario(), list(LAW.rulebooks.values())) for _ in range(2))
    assert [replace(row, figures={}) for row in one.rows] == [replace(row, figures={}) for row in other.rows]
    assert isinstance(one, Comparison)


def test_a_cap_in_yen_is_converted_for_a_pack_that_reports_in_another_currency() -> None:
    """JPY 40 bn at 0.01 USD are USD 400 m, whatever 2 % of the volume is; without the rate there is no number."""
    tables = {"volumes": "fiscal_year,item,amount\n2026-04-01,spot,1000000000000"}
    of = exchange(DAY, reporting_currency="USD")
    prices = f"day,asset,currency,price,source\n{DAY},JPY,USD,0.01,x"
    assert compared(pack(tables | {"prices": prices}, of=of))["jp-2026-reported"].required == 400_000_000
    assert compared(pack(tables, of=of))["jp-2026-reported"].required is None


@pytest.mark.parametrize("table", ["balances", "holdings", "volumes", "reserve", "prices"])
def test_removing_a_table_never_yields_another_number(table: str) -> None:
    """A row keeps its number, or it has none and a finding says why."""
    tables = SCENARIO | {"prices": steady_prices(DAY, **STEADY)}
    rows = compared(pack({name: text for name, text in tables.items() if name != table}, of=exchange(DAY, firm=FIRM)))
    for name, row in rows.items():
        assert row.required in {ROWS[name].required, None}
        if row.required is None and ROWS[name].required is not None:
            assert row.verdict in {"unanswered", "in_breach"}
            assert any(finding.code.startswith("input.") for finding in row.findings)


@pytest.mark.parametrize("key", sorted(FIRM))
def test_removing_a_fact_of_the_firm_is_told_by_the_rulebooks_that_need_it(key: str) -> None:
    """By its name in exchange.toml, and by no other rulebook."""
    rows = compared(scenario(firm={name: value for name, value in FIRM.items() if name != key}))
    told = {name for name, row in rows.items() if any(key in finding.where for finding in row.findings)}
    wanted: dict[str, set[str]] = {
        "korean_market": set(),  # 5 % is above the floor of every market
        "mica_class": {"eu-mica"},
        "vara_class": {"ae-vara"},
        "average_daily_deposits": {"kr-bank-2023"},
        "fixed_overheads": {"eu-mica", "ae-vara"},
        "own_funds": {"eu-mica", "ae-vara"},
    }
    assert told == wanted[key]


@given(hot=st.integers(0, 50_000), more=st.integers(1, 10_000))
def test_more_in_hot_wallets_never_asks_for_less(hot: int, more: int) -> None:
    """Of the same custody: Hong Kong's cover, Korea's rate, Japan's guarantee coins; each rises or stays."""
    names = ["hk-vatp", "kr-vaupa", "jp-psa"]
    books = [LAW.rulebooks[name] for name in names]
    header = "holding,asset,amount,owner,tier,keeper\n"
    required = []
    for hot_now in (hot, min(hot + more, 50_000)):
        holdings = f"{header}h,BTC,{hot_now},customer,hot,self\nc,BTC,{50_000 - hot_now},customer,cold,self"
        found = compare(replace(STEADY_PACK, holdings=pack({"holdings": holdings}).holdings), books)
        required.append([row.required or 0 for row in found.rows])
    assert all(before <= after for before, after in zip(*required, strict=True))


STEADY_PACK = scenario()


def test_the_rates_at_which_sums_were_converted_are_named() -> None:
    """Each with its row of the pack; a currency that no law needed is not among them."""
    rates = compare(scenario(), list(LAW.rulebooks.values())).rates
    assert {currency: figure.value for currency, figure in rates.items()} == {
        "AED": "40",
        "EUR": "160",
        "KRW": "0.1",
        "USD": "150",
    }
    assert all(figure.citation.startswith("prices.csv: row") for figure in rates.values())
    assert compare(scenario(), LAW.choose(["jp-psa"])).rates == {}
