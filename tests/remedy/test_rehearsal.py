"""A real incident at today's size: the wallet that is lost, what comes in and when, made-up papers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding
from hikiate.kernel.findings import Refused
from hikiate.remedy.case_packs import INCIDENT_FILE, Opened, open_case
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.rehearsal import papers, rehearsal
from hikiate.storage.casebook import case_texts

DMM = "dmm-bitcoin-2024"


def opened(*, conditions: bool = True) -> Opened:
    """DMM Bitcoin, perhaps without the conditions of its sources."""
    texts = dict(case_texts(DMM))
    if not conditions:
        kept = [line for line in texts[INCIDENT_FILE].splitlines() if not line.startswith("condition")]
        texts[INCIDENT_FILE] = "\n".join(kept)
    return open_case(DMM, texts)


def pack(*holdings: Holding) -> Pack:
    """A pack of these holdings."""
    exchange = Exchange(
        name="Aoba Exchange",
        registration="Kanto 00000",
        jurisdiction="JP",
        reporting_currency="JPY",
        fiscal_year_start="04-01",
        snapshot_at=datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC),
        rulebooks=(),
        assets={"JPY": Asset("JPY", 0, "fiat"), "BTC": Asset("BTC", 8, "crypto"), "ETH": Asset("ETH", 18, "crypto")},
    )
    return Pack(exchange=exchange, digest="d", files={}, holdings=holdings)


def wallet(name: str, bitcoin: int, tier: str = "cold", owner: str = "customer") -> Holding:
    """So many whole bitcoin in a wallet."""
    return Holding(2, name, "BTC", bitcoin * 10**8, owner, tier, "self", None, None)


WALLETS = (wallet("a", 10), wallet("b", 45), wallet("hot", 900, "hot"), wallet("g", 800, owner="guarantee"))


@pytest.mark.parametrize("conditions", [True, False])
def test_the_largest_wallet_of_the_case_s_tier_is_lost(*, conditions: bool) -> None:
    """A hundredth of what was lost then, near enough; each source comes as much later as it did, in coins."""
    made = rehearsal(opened(conditions=conditions), pack(*WALLETS))
    assert (made.case, made.asset, made.lost.holding) == (DMM, "BTC", "b")
    assert made.part == Fraction(45) / Fraction("4502.9")
    read = read_incident(made.text, INCIDENT_FILE, pack().exchange)
    assert [(loss.quantity, loss.tier, loss.keeper) for loss in read.losses] == [(45 * 10**8, "cold", "self")]
    assert [source.available_on for source in read.funding] == [
        date(2026, 11, 24),
        date(2026, 11, 28),
        date(2026, 12, 1),
    ]
    price = Fraction("10704212.84")
    wanted = [Fraction(yen) * made.part / price for yen in (5 * 10**9, 48 * 10**9, 2 * 10**9)]
    for source, coins in zip(read.funding, wanted, strict=True):
        assert source.asset == "BTC"
        assert 0 <= Fraction(source.amount or 0, 10**8) - coins < Fraction(1, 10**8)
    assert [source.condition for source in read.funding] == (
        ["loan", "equity", "subordinated loan"] if conditions else [None] * 3
    )
    assert "pay_day = 2026-12-01" in made.text


@pytest.mark.parametrize("holdings", [(), (wallet("hot", 9, "hot"),), (wallet("empty", 0),)])
def test_a_pack_without_such_a_wallet_is_refused(holdings: tuple[Holding, ...]) -> None:
    """Of the asset, in the tier, for customers, with something in it."""
    with pytest.raises(Refused) as caught:
        rehearsal(opened(), pack(*holdings))
    assert [fault.code for fault in caught.value.faults] == ["input.wrong_value"]
    with pytest.raises(Refused):
        rehearsal(opened(), replace(pack(), holdings=None))


def test_coins_that_came_as_coins_are_not_divided_by_a_price() -> None:
    """Bybit obtained more ETH than were lost; so does the rehearsal."""
    ether = Holding(2, "e", "ETH", 10**18, "customer", "cold", "self", None, None)
    made = rehearsal(open_case("bybit-2025", case_texts("bybit-2025")), pack(ether))
    (source,) = read_incident(made.text, INCIDENT_FILE, pack().exchange).funding
    assert 0 <= Fraction(source.amount or 0, 10**18) - Fraction(446870, 401347) < Fraction(1, 10**18)


@pytest.mark.parametrize(("asset", "begins"), [("BTC", "bc1q"), ("ETH", "0x"), ("SOL", "drill-")])
def test_addresses_are_made_up_in_the_form_of_their_chain(asset: str, begins: str) -> None:
    """Each customer has one, and no other has it."""
    made = papers(["C1", "C2"], asset, "2026-11-20")
    addresses = made["destinations.csv"]["address"].to_list()
    assert all(address.startswith(begins) for address in addresses)
    assert len(set(addresses)) == 2
    assert made["payees.csv"]["name"].to_list() == ["drill C1", "drill C2"]
