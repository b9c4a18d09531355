"""Payments in coins: batches read back, addresses held against their checksums, and the travel rule's records."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payout_tables import HOSTED, PERSON, SCALES, payments, tables

from hikiate.kernel.amounts import amount_text
from hikiate.remedy.payouts import addresses as addresses_module
from hikiate.remedy.payouts.addresses import unsound_addresses
from hikiate.remedy.payouts.custodian import address_notes, coin_reasons, coin_rows, custodian_files
from hikiate.remedy.payouts.files import PayoutFile, amount_texts, amounts_of
from hikiate.remedy.payouts.terms import CoinTerms
from hikiate.remedy.payouts.travel_rule import COLUMNS, travel_reasons, travel_records
from hikiate.remedy.pending import divided

COINS = {name: scale for name, scale in SCALES.items() if name != "JPY"}
TERMS = CoinTerms(date(2026, 12, 1), amount_max={"BTC": 10**9})
OWN = HOSTED | {"provider": "", "provider_country": "", "beneficiary": "", "purpose": "self custody"}

SOUND = {
    "BTC": [
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
    ],
    "LTC": ["ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9"],
    "DOGE": ["DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"],
    "XRP": ["rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"],
    "TRX": ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
    "ETH": [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
    ],
    "USDC": ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "So11111111111111111111111111111111111111112"],
}
UNSOUND = {
    "BTC": [
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyU",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
        "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9",
        " 1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "１Boat",
        "0",
    ],
    "LTC": ["ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n8", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"],
    "DOGE": ["DH5yaieqoZN36fDVciNyRueRGvGLR3mr7l"],
    "XRP": ["rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi", "r0"],
    "TRX": ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T"],
    "ETH": ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA", "5aAe"],
    "USDC": ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"],
}


def rows_of(made: PayoutFile) -> list[dict[str, str]]:
    """A batch as a custodian would read it."""
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8"))))


def why(destination: Mapping[str, str], amount: int = 1, terms: CoinTerms = TERMS) -> list[tuple[str, str]]:
    """Reason and detail of one payment of bitcoin to a destination."""
    due = payments([("c1", "BTC", amount)])
    got = tables([PERSON], [destination])
    found = coin_reasons(coin_rows(due, got, COINS), terms)
    return found.select("reason", "detail").rows()


@pytest.mark.parametrize(("asset", "address"), [(asset, one) for asset, all_of in SOUND.items() for one in all_of])
def test_a_real_address_is_sound(asset: str, address: str) -> None:
    """Of every known chain in each of its forms, and one of a form that is not known."""
    assert unsound_addresses(pl.DataFrame({"asset": [asset], "address": [address]})).is_empty()


@pytest.mark.parametrize(("asset", "address"), [(asset, one) for asset, all_of in UNSOUND.items() for one in all_of])
def test_a_wrong_letter_is_found(asset: str, address: str) -> None:
    """Or another chain, another network, a length, a blank, a letter that looks like one."""
    found = unsound_addresses(pl.DataFrame({"asset": [asset] * 2, "address": [address] * 2}))
    assert found.rows() == [(asset, address)]


def test_a_batch_is_read_back() -> None:
    """Amounts as text in units, the customer's number and no name, and the key that pays once."""
    destinations = [HOSTED, HOSTED | {"customer": "c2", "memo": 'tag "1", a'}]
    due = payments([("c2", "BTC", 150_000_000), ("c1", "BTC", 1), ("c1", "JPY", 5)])
    (made,) = custodian_files(coin_rows(due, tables([], destinations), COINS), TERMS)
    both = {"asset": "BTC", "address": HOSTED["address"]}
    assert rows_of(made) == [
        both | {"key": due["key"][1], "customer": "c1", "amount": "0.00000001", "memo": ""},
        both | {"key": due["key"][0], "customer": "c2", "amount": "1.5", "memo": 'tag "1", a'},
    ]
    assert "山田" not in made.content.decode("utf-8")
    assert (made.name, made.asset, made.records, made.total) == (
        "custodian-BTC-20261201-0001.csv",
        "BTC",
        2,
        150_000_001,
    )


@given(
    st.lists(st.tuples(st.sampled_from(["BTC", "ETH"]), st.integers(1, 10**9)), min_size=1, max_size=12),
    st.integers(1, 4),
)
def test_batches_keep_their_limits_and_lose_nothing(coins: list[tuple[str, int]], records_max: int) -> None:
    """By asset, each within the number and the amount; together every payment once."""
    due = payments([(f"c{number:02d}", asset, amount) for number, (asset, amount) in enumerate(coins)])
    where = [
        HOSTED | {"customer": customer, "asset": asset, "address": SOUND[asset][0]}
        for customer, asset in due.select("customer", "pay_asset").iter_rows()
    ]
    files = list(custodian_files(coin_rows(due, tables([], where), COINS), replace(TERMS, records_max=records_max)))
    assert all(made.records == len(rows_of(made)) <= records_max for made in files)
    assert all(made.total <= 10**9 for made in files if made.asset == "BTC")
    for asset in ("BTC", "ETH"):
        units = [Decimal(row["amount"]) for made in files if made.asset == asset for row in rows_of(made)]
        assert sum(units) * 10 ** COINS[asset] == sum(amount for of, amount in coins if of == asset)
    keys = [row["key"] for made in files for row in rows_of(made)]
    assert sorted(keys) == sorted(due["key"])
    assert len({made.name for made in files}) == len(files)


@pytest.mark.parametrize(
    ("details", "amount", "found"),
    [
        ({}, 10**9, []),
        ({"address": ""}, 1, [("no_destination", "")]),
        ({"asset": "ETH"}, 1, [("no_destination", "")]),
        ({"address": "bc1q"}, 1, [("address_invalid", "bc1q")]),
        ({"whitelisted_on": ""}, 1, [("not_whitelisted", "")]),
        ({"whitelisted_on": "2026-12-01"}, 1, []),
        ({"whitelisted_on": "2026-12-02"}, 1, [("not_whitelisted", "2026-12-02")]),
        ({}, 10**9 + 1, [("amount_unpayable", "1000000001")]),
        ({}, 0, [("amount_unpayable", "0")]),
    ],
)
def test_why_a_payment_in_coins_waits(details: dict[str, str], amount: int, found: list[tuple[str, str]]) -> None:
    """A destination whitelisted on the very day of payment is whitelisted."""
    assert why(HOSTED | details, amount) == found


def test_the_whitelist_may_be_waived() -> None:
    """By the incident file, and not by a blank."""
    assert why(HOSTED | {"whitelisted_on": ""}, 1, replace(TERMS, whitelist_required=False)) == []


def test_a_payment_that_ought_to_wait_is_not_written() -> None:
    """An error and no file."""
    with pytest.raises(ValueError, match="pending"):
        list(custodian_files(coin_rows(payments([("c9", "BTC", 1)]), tables([], [HOSTED]), COINS), TERMS))


def test_addresses_of_unknown_form_are_counted() -> None:
    """A note, because nothing is known to be wrong."""
    assert address_notes(tables([], [HOSTED]).destinations) == []
    other = pl.DataFrame({"asset": ["SOL", "BTC", "SOL"], "address": ["So1", "x", None]})
    assert [note.en.found for note in address_notes(other)] == [
        "1 destinations have addresses of a form that is not known here"
    ]


@given(st.integers(0, 2**127 - 1), st.integers(0, 18))
def test_amounts_are_written_as_everywhere_else(minor: int, scale: int) -> None:
    """A column of them says what one of them says."""
    frame = pl.DataFrame({"n": pl.Series([minor], dtype=pl.Int128)})
    assert frame.select(amount_texts(pl.col("n"), scale)).item() == amount_text(minor, scale)


def reasons(
    person: Mapping[str, str], destination: Mapping[str, str], terms: CoinTerms = TERMS
) -> list[tuple[str, str]]:
    """What the travel rule says of a payment of one satoshi."""
    got = tables([person] if person else [], [destination])
    due = payments([("c1", "BTC", 1), ("c1", "JPY", 1)])
    found = travel_reasons(coin_rows(due, got, COINS), terms)
    return found.select("reason", "detail").rows()


def test_the_record_has_every_item_of_the_ordinance() -> None:
    """For one satoshi: there is no threshold."""
    got = tables([PERSON], [HOSTED])
    due = payments([("c1", "BTC", 1)])
    records = travel_records(coin_rows(due, got, COINS), TERMS)
    assert records.columns == list(COLUMNS)
    assert records.row(0, named=True) == {
        "key": due["key"][0],
        "provider": "他社取引所",
        "provider_country": "JP",
        "asset": "BTC",
        "amount": "0.00000001",
        "originator_kind": "person",
        "originator_name": "山田 太郎",
        "originator_address": "東京都千代田区1-1",
        "originator_birth": date(1980, 4, 1),
        "originator_customer": "c1",
        "beneficiary_name": "山田 太郎",
        "beneficiary_address": HOSTED["address"],
        "beneficiary_memo": None,
    }


def test_a_company_has_no_birth() -> None:
    """Item 1 (b): name, and address or customer number."""
    got = tables([PERSON | {"kind": "company"}], [HOSTED])
    records = travel_records(coin_rows(payments([("c1", "BTC", 1)]), got, COINS), TERMS)
    assert records.select("originator_kind", "originator_birth").row(0) == ("company", None)


def test_what_is_missing_is_told() -> None:
    """All of it at once; the worked example of the module among them."""
    assert reasons(PERSON, HOSTED) == []
    assert reasons(PERSON | {"kind": ""}, HOSTED) == [("travel_rule_incomplete", "kind")]
    assert reasons(PERSON | {"address": "", "birth": ""}, HOSTED) == []
    bare = HOSTED | {"provider_country": "", "beneficiary": "", "address": ""}
    assert reasons({}, bare) == [("travel_rule_incomplete", "kind, name, provider_country, beneficiary, address")]


def test_an_own_wallet_has_no_record_and_needs_a_purpose() -> None:
    """Nobody else keeps the coins, so nobody is notified."""
    assert reasons(PERSON, OWN) == []
    assert reasons({}, OWN | {"purpose": ""}) == [("purpose_missing", "")]
    assert reasons({}, OWN | {"purpose": "", "address": ""}) == []
    got = tables([PERSON], [OWN])
    assert travel_records(coin_rows(payments([("c1", "BTC", 1)]), got, COINS), TERMS).is_empty()


def test_a_country_without_the_duty_has_no_record() -> None:
    """Stated by the incident file, as the notice changes."""
    terms = replace(TERMS, countries_without_duty=("ZZ",))
    abroad = HOSTED | {"provider_country": "ZZ", "beneficiary": ""}
    assert reasons(PERSON, abroad, terms) == []
    assert reasons(PERSON, abroad) == [("travel_rule_incomplete", "beneficiary")]


def test_the_reasons_of_both_modules_leave_every_payment_in_one_place() -> None:
    """Payable with a file and a record, or pending with one reason."""
    destinations = [
        HOSTED,
        HOSTED | {"customer": "c2", "address": "bc1q", "beneficiary": ""},
        HOSTED | {"customer": "c3", "beneficiary": ""},
    ]
    got = tables([PERSON | {"customer": f"c{number}"} for number in (1, 2, 3)], destinations)
    due = payments([(f"c{number}", "BTC", number) for number in (1, 2, 3, 4)])
    rows = coin_rows(due, got, COINS)
    parted = divided(rows, pl.concat([travel_reasons(rows, TERMS), coin_reasons(rows, TERMS)]))
    assert parted.pending.select("customer", "reason").rows() == [
        ("c2", "address_invalid"),
        ("c3", "travel_rule_incomplete"),
        ("c4", "no_destination"),
    ]
    (made,) = custodian_files(parted.payable, TERMS)
    records = travel_records(parted.payable, TERMS)
    assert [row["key"] for row in rows_of(made)] == records["key"].to_list() == [due["key"][0]]


@given(st.lists(st.tuples(st.sampled_from(sorted(SCALES)), st.integers(0, 10**24) | st.just(10**37)), max_size=8))
def test_amounts_of_several_assets_are_the_text_of_each(rows: list[tuple[str, int]]) -> None:
    """In one pass where the finest unit can hold them all, else by scale."""
    schema = {"asset": pl.String, "minor": pl.Int128}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    got = frame.select(amounts_of(frame, "minor", "asset", SCALES).alias("text"))["text"].to_list()
    assert got == [amount_text(minor, SCALES[asset]) for asset, minor in rows]


def test_a_limit_may_be_larger_than_the_limits_before_it() -> None:
    """30 ETH are 3 × 10^19 wei, after a limit of bitcoin that is small."""
    terms = replace(TERMS, amount_max={"BTC": 10**9, "ETH": 3 * 10**19})
    where = [HOSTED | {"customer": customer, "asset": "ETH", "address": SOUND["ETH"][0]} for customer in ("c1", "c2")]
    due = payments([("c1", "ETH", 3 * 10**19), ("c2", "ETH", 3 * 10**19 + 1)])
    rows = coin_rows(due, tables([PERSON, PERSON | {"customer": "c2"}], where), COINS)
    assert coin_reasons(rows, terms).select("customer", "reason").rows() == [("c2", "amount_unpayable")]


def test_long_columns_of_addresses_are_judged_as_short_ones() -> None:
    """Every address of this test, sound or not, through the checksums over columns."""
    every = [(asset, address) for of in (SOUND, UNSOUND) for asset, addresses in of.items() for address in addresses]
    frame = pl.DataFrame(every, schema=["asset", "address"], orient="row")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(addresses_module, "_COLUMNS_FROM", 1)
        assert (
            unsound_addresses(frame)
            .sort(pl.all())
            .equals(
                pl.DataFrame(
                    [(asset, address) for asset, addresses in UNSOUND.items() for address in addresses],
                    schema=["asset", "address"],
                    orient="row",
                ).sort(pl.all())
            )
        )
