"""The estate file: every key is read as written, and every fault of a file is named together at its place."""

from fractions import Fraction

import pytest
from payout_tables import EXCHANGE

from hikiate.kernel.findings import Refused
from hikiate.remedy.estate import ANY, Estate, Rule, amount_for
from hikiate.remedy.estate_reader import read_estate

HEAD = """
id = "e"
regime = "jp-rehabilitation"
petition_on = 2026-09-18
commencement_on = 2026-09-25
method = "{method}"
"""
POOL = '[[pool]]\nname = "btc"\nasset = "BTC"\namount = "10"\nkind = "customer_crypto"\n'


def read(text: str, method: str = "in_kind", pool: str = POOL) -> Estate:
    """An estate of one pool and something more."""
    return read_estate(HEAD.format(method=method) + text + pool, "e.toml", EXCHANGE)


def places(text: str, method: str = "in_kind", pool: str = POOL) -> list[str]:
    """Where the faults of a file are."""
    with pytest.raises(Refused) as caught:
        read(text, method, pool)
    return [fault.where for fault in caught.value.faults]


def of_class(terms: str) -> str:
    """A class with some terms."""
    return f'[[class]]\nname = "n"\n{terms}\n'


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("21%", "21/100"),
        ("21.5 %", "215/1000"),
        ("0.21", "21/100"),
        ("21/100", "21/100"),
        ("119%", "119/100"),
        ("1", "1"),
    ],
)
def test_a_percentage_is_a_share_or_has_its_sign(written: str, share: str) -> None:
    """Up to 2 it is a share of the claim."""
    assert read(of_class(f'percentage = "{written}"')).classes[0].percentage == Fraction(share)


@pytest.mark.parametrize("written", ['"21"', "21", '"x"', '"-1%"'])
def test_a_percentage_that_could_be_either_is_refused(written: str) -> None:
    """Nobody can tell whether 3 is 3 % or 300 %."""
    assert places(of_class(f"percentage = {written}")) == ["e.toml class 1 key percentage"]


def test_a_rule_tells_small_claims_from_large_ones() -> None:
    """In the money of valuations, or in the one asset that is claimed."""
    terms = 'pro_rata = true\nrule = "{}"'
    assert read(of_class(terms.format("all"))).classes[0].rule == Rule("all")
    assert read(of_class(terms.format("claim <= 50000"))).classes[0].rule == Rule("up_to", Fraction(50_000))
    assert read(of_class(terms.format("claim>0.5"))).classes[0].rule == Rule("above", Fraction(1, 2))
    assert places(of_class(terms.format("the rich"))) == ["e.toml class 1 key rule"]
    assert places(of_class("pro_rata = true\nrule = 3")) == ["e.toml class 1 key rule"]


def test_amounts_of_a_class_hold_for_all_assets_or_for_those_named() -> None:
    """Rounded down to the unit of what is paid."""
    assert read(of_class('base_payment = "0.5"')).classes[0].base_payment == {ANY: Fraction(1, 2)}
    named = read(of_class('pro_rata = true\ncap = { BTC = "2" }')).classes[0].cap
    assert (amount_for(named, "BTC", 8), amount_for(named, "JPY", 0)) == (200_000_000, None)
    assert amount_for({ANY: Fraction(1, 2)}, "JPY", 0) == 0
    assert places(of_class('pro_rata = true\ncap = { DOGE = "2" }')) == ["e.toml class 1 key cap"]


def test_members_are_a_list_or_a_file() -> None:
    """The file stands beside the estate file."""
    estate = read(of_class('pro_rata = true\nmembers = "m.csv"'))
    assert estate.class_files == ("m.csv",)
    assert read(of_class('pro_rata = true\nmembers = ["a"]')).classes[0].members == ("a",)
    assert places(of_class("pro_rata = true\nmembers = 3")) == ["e.toml class 1 key members"]


def test_tables_beside_and_days_are_read() -> None:
    """Elections, those not reached, payments made, payees."""
    text = (
        'made = "m.csv"\npayees = "p.csv"\ndestinations = "d.csv"\nminimum_payment = "1"\n'
        '[elections]\nfile = "e.csv"\nuntil = 2026-12-01\n[unclaimed]\nfile = "u.csv"\nafter = 2027-01-01\n'
        '[screening]\nfrozen = "f.csv"\n'
    )
    estate = read(text)
    assert (estate.files.elections, estate.files.unclaimed, estate.files.made) == ("e.csv", "u.csv", "m.csv")
    assert estate.files.excluded == {"frozen": "f.csv"}
    assert (str(estate.elections_until), str(estate.unclaimed_after)) == ("2026-12-01", "2027-01-01")


VALUED = '[valuation.BTC]\nprice = "{}"\ncurrency = "{}"\nsource = "court"\n'
DISPUTE = '[[disputed]]\ncustomer = "a"\nasset = "BTC"\namount = "1"\n'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("surprise = 1\n", ["e.toml"]),
        (of_class('pro_rata = true\npercentage = "0.5"'), ["e.toml class 1 key pro_rata"]),
        (of_class("pro_rata = false"), ["e.toml class 1"]),
        (VALUED.format("0", "JPY"), ["e.toml valuation BTC key price"]),
        (VALUED.format("x", "DOGE"), ["e.toml valuation BTC key currency", "e.toml valuation BTC key price"]),
        (VALUED.format("1", "JPY").replace("BTC", "DOGE"), ["e.toml key valuation"]),
        (VALUED.format("1", "JPY") + VALUED.format("1", "ETH").replace("n.BTC", "n.XRP"), ["e.toml key valuation"]),
        (DISPUTE + 'allowed = "1"\n', ["e.toml disputed 1 key allowed"]),
        (DISPUTE + 'allowed = "2"\ndecided_on = 2026-10-01\n', ["e.toml disputed 1 key allowed"]),
        (DISPUTE + "decided_on = 2026-10-01\n", ["e.toml disputed 1"]),
        ('[[round]]\nday = 2026-09-01\npools = ["btc", "x", "btc"]\n', ["e.toml key round"] * 3),
        (POOL, ["e.toml key pool"]),
        ('[[pool]]\nname = "t"\nasset = "BTC"\namount = "1"\nkind = "fiat_trust"\n', ["e.toml pool 1 key asset"]),
        ('[[pool]]\nname = "t"\nasset = "JPY"\namount = "1"\nkind = "guarantee"\n', ["e.toml pool 1 key asset"]),
        ('[[pool]]\nname = "t"\nasset = "DOGE"\namount = "1"\nkind = "guarantee"\n', ["e.toml pool 1 key asset"]),
        (POOL.replace("btc", "x") + 'realised = "5"\n', ["e.toml pool 1 key realised"]),
        ('[[unknown]]\nasset = "BTC"\namount = "-1"\n', ["e.toml unknown 1 key amount"]),
        ('[[pool]]\nname = "t"\nasset = ""\namount = "1"\nkind = "general"\n', ["e.toml pool 1 key asset"]),
    ],
)
def test_what_does_not_fit_is_named_at_its_place(text: str, wanted: list[str]) -> None:
    """All of it at once."""
    assert places(text) == wanted


def test_an_estate_has_pools_and_begins_after_its_petition() -> None:
    """Nothing to distribute is no estate."""
    assert places("", pool="") == ["e.toml key pool"]
    text = HEAD.format(method="cash").replace("commencement_on = 2026-09-25", "commencement_on = 2026-09-01") + POOL
    with pytest.raises(Refused) as caught:
        read_estate(text, "e.toml", EXCHANGE)
    assert [fault.where for fault in caught.value.faults] == ["e.toml key commencement_on"]
    text = "claims_until = 2026-09-17\n" + HEAD.format(method="cash") + POOL
    with pytest.raises(Refused) as caught:
        read_estate(text, "e.toml", EXCHANGE)
    assert [fault.where for fault in caught.value.faults] == ["e.toml key claims_until"]
