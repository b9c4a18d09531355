"""A provision that nobody has decided, or that is switched off, never ends in an exception nor in a guessed number."""

import pytest
from graphs import assert_sound
from packs import LAW, closed, exchange, law_with

OPEN_TO = [
    (name, key) for name, book in LAW.rulebooks.items() for key in book.provisions if key not in book.of_incidents
]

BREACHED = {
    "balances": "customer,asset,amount\na,BTC,10\na,JPY,1000\na,USD,5",
    "holdings": """holding,asset,amount,owner,tier,keeper
        hot,BTC,2,customer,hot,self
        cold,BTC,7,customer,cold,kura
        g,BTC,1,guarantee,cold,self
        t,JPY,999,customer,trust,self
        f,JPY,5,reserve,bank,self
        u,USD,5,reserve,bank,self
        s,USDC,5,reserve,cold,self
        b,BTC,5,reserve,cold,self""",
    "statements": "holding,asset,amount,as_of,source\nhot,BTC,1,2027-06-01,chain",
    "published": "asset,amount\nBTC,8",
    "volumes": """fiscal_year,item,amount
        2026-04-01,stock,1000000000000
        2027-04-01,stock,1000000000000
        2027-04-01,spot,1000000000000""",
    "prices": """day,asset,currency,price,source
        2027-06-01,BTC,JPY,9,x
        2027-06-01,USD,JPY,9,x
        2027-06-01,USDC,JPY,9,x""",
    "reserve": """day,movement,asset,amount
        2026-05-01,provision,JPY,5
        2026-05-01,provision,USD,5
        2027-05-01,use,JPY,6""",
    "providers": "provider,name,role,number,notified_on,ends_on,jurisdiction",
    "tokens": "asset,name,issuer,peg,raises_funds,listed_on",
}
"""A pack in which every duty is breached, so that every provision is needed."""

POLICY = """
[[policy]]
id = "p"
insurer = "Kaijo"
third_party = true
perils = ["theft"]
tiers = ["hot", "cold", "trust"]
limit = 5000
starts = 2026-09-01
ends = 2027-09-02
notice_days = 90
"""


@pytest.mark.parametrize(("rulebook", "key"), OPEN_TO)
def test_an_undecided_provision_is_said_and_nothing_is_computed_from_it(rulebook: str, key: str) -> None:
    """Each key of each rulebook in turn; what stands on it has no value, and the finding names it."""
    of = exchange("2027-06-01")
    got = closed(BREACHED, rulebook, of=of, law=law_with(rulebook, key, None), policies=POLICY)
    said = [found.en.found for found in got.findings if found.code == "law.undecided"]
    assert any(key in text for text in said)
    assert_sound(got)


@pytest.mark.parametrize(("rulebook", "key"), OPEN_TO)
def test_a_provision_that_is_off_ends_in_no_exception(rulebook: str, key: str) -> None:
    """What needs a number and finds the switch off says so; what may be off goes on without it."""
    of = exchange("2027-06-01")
    got = closed(BREACHED, rulebook, of=of, law=law_with(rulebook, key, "off", "enacted"), policies=POLICY)
    assert_sound(got)


@pytest.mark.parametrize("rulebook", LAW.rulebooks)
def test_as_shipped_no_rulebook_ends_in_an_exception(rulebook: str) -> None:
    """The same pack under the law as it stands."""
    assert_sound(closed(BREACHED, rulebook, of=exchange("2027-06-01"), policies=POLICY))
