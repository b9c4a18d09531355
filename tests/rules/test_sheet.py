"""The working sheet: leaves say where they stand, and a finding is made once."""

from packs import closed, exchange, pack

from hikiate.kernel.wording import Term
from hikiate.rules.kinds.inputs import ABSENT
from hikiate.rules.sheet import Sheet


def test_a_sum_of_many_rows_names_twenty_and_counts_the_rest() -> None:
    """A leaf over 25 holdings stays readable."""
    rows = "\n".join(f"w{number},BTC,1,customer,cold,self" for number in range(25))
    got = closed(
        {"holdings": f"holding,asset,amount,owner,tier,keeper\n{rows}", "balances": "customer,asset,amount"}, "jp-psa"
    )
    source = got.figures["input.holdings.BTC.customer.cold"].citation
    assert source.startswith("holdings.csv: rows (行) 2, 3, 4,")
    assert source.endswith("20, 21, … (+5)")


def test_a_sum_of_no_rows_says_so() -> None:
    """Nothing is a sum too, and its leaf says of what."""
    got = closed({"holdings": "holding,asset,amount,owner,tier,keeper", "balances": "customer,asset,amount"}, "jp-psa")
    assert got.figures["input.holdings.JPY.customer.trust"].citation == "holdings.csv: no rows (該当行なし)"


def test_the_same_finding_is_made_once() -> None:
    """Two duties that miss one table for one reason say it once."""
    sheet = Sheet(pack({}))
    for _ in range(2):
        sheet.find(ABSENT.at("tokens", table="tokens", without_it=Term("x", "y")))
    assert len(sheet.findings) == 1


def test_the_reporting_currency_is_worth_one_of_itself() -> None:
    """No table of prices is asked for what a yen is in yen."""
    sheet = Sheet(pack({}))
    priced = sheet.price("JPY")
    assert priced is not None
    assert priced[0] == 1
    assert sheet.findings == []


def test_a_price_of_another_day_is_a_leaf_of_its_own() -> None:
    """Two days' prices of one asset can both stand in a close."""
    prices = "day,asset,currency,price,source\n2026-09-18,BTC,JPY,2,x\n2026-09-17,BTC,JPY,1,x"
    sheet = Sheet(pack({"prices": prices}, of=exchange()))
    today, before = sheet.price("BTC"), sheet.price("BTC", sheet.day.replace(day=17))
    assert today is not None
    assert before is not None
    assert (today[1], before[1]) == ("input.prices.BTC", "input.prices.BTC.2026-09-17")
    assert sheet.figures["input.prices.BTC.2026-09-17"].citation == "prices.csv: row (行) 3 (x)"


def test_what_an_asset_lacks_is_said_with_the_prices_that_there_are() -> None:
    """The finding names the other currencies and sources, so that a person sees what to hand in."""
    sheet = Sheet(pack({"prices": "day,asset,currency,price,source\n2026-09-18,BTC,USD,2,ecb"}))
    assert sheet.price("BTC") is None
    assert "USD (ecb)" in sheet.findings[0].en.found
    assert "USD (ecb)" in sheet.findings[0].ja.found
