"""The handover: every gap is named, coins are found by reference, and the draft holds what belongs to customers."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.liabilities import Liability
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding, Provider
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.handover import draft_estate, gaps, key_rows, provider_rows

EXCHANGE = Exchange(
    name="Aoba",
    registration="0",
    jurisdiction="JP",
    reporting_currency="JPY",
    fiscal_year_start="04-01",
    snapshot_at=datetime(2026, 9, 18, 23, 59, tzinfo=timezone(timedelta(hours=9))),
    rulebooks=(),
    assets={"JPY": Asset("JPY", 0, "fiat"), "BTC": Asset("BTC", 8, "crypto"), "ETH": Asset("ETH", 18, "crypto")},
)


def holding(
    row: int, asset: str, owner: str, tier: str, keeper: str = "self", *, address: str | None = None
) -> Holding:
    """Ten units of something."""
    return Holding(row, f"h{row}", asset, 10, owner, tier, keeper, address, None)


HELD = Pack(
    exchange=EXCHANGE,
    digest="0" * 64,
    files={},
    balances={"BTC": Liability("BTC", 20, 0, 1), "JPY": Liability("JPY", 10, 0, 1)},
    holdings=(
        holding(2, "BTC", "customer", "cold", address="a"),
        holding(3, "BTC", "customer", "hot", address="b"),
        holding(4, "BTC", "guarantee", "cold", "custody"),
        holding(5, "BTC", "own", "cold", address="c"),
        holding(6, "JPY", "customer", "trust", "bank"),
        holding(7, "JPY", "own", "bank", "bank"),
        holding(8, "ETH", "customer", "cold", address="d"),
    ),
    providers=(Provider(2, "custody", "Custody", "custodian", None, None, None, None),),
)


def test_the_draft_has_a_pool_for_what_is_the_customers() -> None:
    """Own coins and own money are none, nor is a coin that nobody claims; the reader takes it as it is."""
    estate = read_estate(draft_estate(HELD), "estate.toml", EXCHANGE)
    assert [(pool.name, pool.amount) for pool in estate.pools] == [
        ("customer_crypto BTC", 20),
        ("guarantee BTC", 10),
        ("fiat_trust JPY", 10),
    ]
    assert "[[pool]]" not in draft_estate(Pack(exchange=EXCHANGE, digest="", files={}))


def test_what_is_missing_is_named() -> None:
    """Tables, addresses, signatures, keepers, the proof, disputes."""
    found = gaps(HELD, {"a": "proven", "b": "refuted"}, has_proof=False, open_disputes=3)
    assert [finding.where for finding in found if finding.code == "handover.no_table"] == [
        "statements", "ownership", "prices", "policies",
    ]  # fmt: skip
    rest = {finding.code: finding.en.found for finding in found if finding.code != "handover.no_table"}
    assert rest == {
        "handover.no_address": "1 holdings of coins without an address: h4",
        "handover.no_control": "3 addresses have not signed for this day: h3, h5, h8",
        "handover.keeper_unknown": "2 holdings are with keepers that providers does not name: h6, h7",
        "handover.no_proof": "no proof of liabilities of this pack",
        "handover.disputes_open": "3 disputes are not answered",
    }


def test_of_many_the_first_few_are_shown() -> None:
    """The table of keys has all of them."""
    many = Pack(
        exchange=EXCHANGE,
        digest="",
        files={},
        holdings=tuple(holding(row, "BTC", "customer", "cold") for row in range(2, 9)),
    )
    (found,) = [finding for finding in gaps(many, {}, has_proof=True, open_disputes=0) if "address" in finding.code]
    assert found.en.found.endswith("h2, h3, h4, h5, h6 +2")


def test_keys_and_providers_are_tables() -> None:
    """By reference alone."""
    assert key_rows(HELD, {"a": "proven"}).row(0) == (
        "h2",
        "BTC",
        "0.0000001",
        "customer",
        "cold",
        "self",
        "a",
        "proven",
    )
    assert provider_rows(HELD).row(0) == ("custody", "Custody", "custodian", "", "", "", "")
    assert len(key_rows(Pack(exchange=EXCHANGE, digest="", files={}), {})) == 0


def test_a_pack_that_lacks_nothing_has_no_gap() -> None:
    """Every table is there, every address signed, and every keeper is known."""
    whole = replace(
        HELD,
        holdings=(holding(2, "BTC", "customer", "cold", address="a"),),
        statements=(),
        ownership=(),
        prices=(),
        policies=(),
    )
    assert gaps(whole, {"a": "proven"}, has_proof=True, open_disputes=0) == []
