"""The casebook: every shipped case reads, its list of customers is exact and heavy-tailed, and faults are named."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from hikiate.facts.exchange import read_exchange
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.announcement import (
    NotAnAnnouncement,
    announcement_document,
    announcement_of,
    read_announcement,
)
from hikiate.remedy.case_packs import case_pack, open_case, quantities, with_credit
from hikiate.remedy.casebook import read_case
from hikiate.remedy.incident_reader import read_incident
from hikiate.storage.casebook import case_names, case_texts

EXCHANGE = read_exchange(case_texts("coincheck-2018")["exchange.toml"])
INCIDENT = case_texts("coincheck-2018")["incident.toml"]
SMALLEST = """
title = { en = "a", ja = "甲" }
summary = { en = "b", ja = "乙" }
[customers]
number = 3
status = "assumption"
citation = "none"
"""


def refusal(text: str) -> list[tuple[str, str]]:
    """Code and place of every fault."""
    with pytest.raises(Refused) as refused:
        read_case("x", text, EXCHANGE)
    return [(fault.code, fault.where) for fault in refused.value.faults]


@pytest.mark.parametrize("name", case_names())
def test_the_synthetic_list_sums_to_what_was_published(name: str) -> None:
    """To the last unit of every asset, and nobody is on it with nothing."""
    opened = open_case(name, case_texts(name))
    pack = read_pack(case_pack(opened))
    assert pack.balances is not None
    assert {asset: owed.amount for asset, owed in pack.balances.items()} == {
        balance.asset: balance.quantity for balance in opened.case.balances
    }
    assert all(len(term.ja) > 20 and len(term.en) > 20 for term in (opened.case.summary,))


def test_coincheck_has_a_list_of_260_000_customers() -> None:
    """Whose quantities sum to 523,000,000 XEM, in a heavy tail, the same every time."""
    opened = open_case("coincheck-2018", case_texts("coincheck-2018"))
    rows = case_pack(opened).tables["balances"].frame.collect()
    assert len(rows) == rows["customer"].n_unique() == 260_000
    held = quantities(523_000_000 * 10**6, 260_000, 0)
    assert exact_sum(held) == 523_000_000 * 10**6
    largest = exact_sum(held.sort(descending=True).head(100))
    assert 0.15 < largest / (523_000_000 * 10**6) < 0.35
    assert held.equals(quantities(523_000_000 * 10**6, 260_000, 0))
    assert not held.equals(quantities(523_000_000 * 10**6, 260_000, 1))


@pytest.mark.parametrize("customers", [1, 2, 3, 10, 618, 1000])
def test_ranks_never_collide(customers: int) -> None:
    """Every weight is used once, whatever the number of customers: the step has no factor in common with it."""
    held = quantities(10**15, customers, 0)
    assert exact_sum(held) == 10**15
    assert held.sort(descending=True).to_list() == sorted(held.to_list(), reverse=True)
    assert customers == 1 or held.n_unique() > customers // 2


def test_a_volume_becomes_a_table_of_the_incident_s_fiscal_year() -> None:
    """Which is what the rule on annual volume reads."""
    opened = open_case("coincheck-2018", case_texts("coincheck-2018"))
    volumes = case_pack(opened, 10**12).tables["volumes"].frame.collect()
    assert volumes.to_dicts() == [{"fiscal_year": "2017-04-01", "item": "spot", "amount": "1000000000000"}]


def test_a_small_case_reads() -> None:
    """With nothing but its titles and its number of customers."""
    case = read_case("x", SMALLEST, EXCHANGE)
    assert (case.customers, case.credited, case.volume, case.cited("loss.XEM.quantity")) == (3, None, None, None)


def test_a_case_with_a_volume_an_owner_and_a_source_reads() -> None:
    """The first source that names a figure is its source; patterns reach any ending."""
    case = read_case(
        "x",
        SMALLEST
        + """
[volume]
annual = "1000000"
status = "reported"
citation = "a yearbook"
[credited]
asset = "XEM"
quantity = "5"
status = "reported"
citation = "press"
[[holding]]
asset = "XEM"
quantity = "1"
owner = "guarantee"
tier = "cold"
keeper = "self"
[[source]]
figures = ["loss.XEM.*"]
status = "reported"
citation = "first"
[[source]]
figures = ["loss.*"]
status = "assumption"
citation = "second"
""",
        EXCHANGE,
    )
    assert case.volume == 1_000_000
    assert case.volume_cited is not None
    assert case.volume_cited.status is Status.REPORTED
    assert case.holdings[0].owner == "guarantee"
    cited = case.cited("loss.XEM.quantity")
    assert cited is not None
    assert cited.citation == "first"
    assert case.credited is not None
    assert case.credited.quantity == 5_000_000


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ("surplus = 1\n" + SMALLEST, [("input.unknown_key", "x/case.toml")]),
        (SMALLEST.replace("number = 3", "number = 0"), [("input.wrong_value", "x/case.toml key customers")]),
        (SMALLEST.replace('"assumption"', '"enacted"'), [("input.wrong_value", "x/case.toml customers key status")]),
        (
            SMALLEST + '[[balance]]\nasset = "DOGE"\nquantity = "1"\n',
            [("input.wrong_value", "x/case.toml balance 1 key asset")],
        ),
        (
            SMALLEST + '[[outcome]]\nfigure = "a"\nstatus = "reported"\ncitation = "b"\nnear = "x"\nmore = 1\n',
            [
                ("input.unknown_key", "x/case.toml outcome 1"),
                ("input.wrong_value", "x/case.toml outcome 1 key near"),
            ],
        ),
    ],
)
def test_a_faulty_case_is_refused(change: str, wanted: list[tuple[str, str]]) -> None:
    """Every fault by its place."""
    assert sorted(refusal(change)) == sorted(wanted)


def told(text: str = "") -> Mapping[str, Any]:
    """The announcement of an incident, as its document."""
    incident = read_incident(INCIDENT + text, "incident.toml", EXCHANGE)
    return announcement_document(announcement_of(incident, EXCHANGE))


def test_an_announcement_reads_back_as_it_was_written() -> None:
    """With whom to ask, what bounds an amount, and moments with their offsets."""
    document = told('[contact]\nname = "窓口"\nhours = "9-17"\n[cap.JPY]\namount = "200000"\n')
    assert announcement_document(read_announcement(document)) == document
    assert document["contact"] == {"name": "窓口", "hours": "9-17"}
    assert document["caps"] == {"JPY": "200000"}
    assert (document["uncut"], document["noticed_at"]) == ({}, None)


def test_what_a_haircut_leaves_uncut_is_announced() -> None:
    """But not the amounts that are paid first under other methods."""
    haircut = INCIDENT.replace('method = "cash"', 'method = "haircut"')
    text = haircut + '[convenience.XEM]\namount = "10"\n'
    incident = read_incident(text, "incident.toml", EXCHANGE)
    assert announcement_of(incident, EXCHANGE).uncut == {"XEM": "10"}
    assert told('[convenience.JPY]\namount = "10"\n')["uncut"] == {}


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"schema": "hikiate/root/1"},
        {**told(), "occurred_at": "yesterday"},
        {**told(), "contact": None},
        {**told(), "caps": []},
    ],
)
def test_what_is_no_announcement_is_refused(document: object) -> None:
    """Nothing is told from a document that somebody else wrote."""
    with pytest.raises(NotAnAnnouncement):
        read_announcement(document)


def test_a_contact_has_known_keys_only() -> None:
    """A misspelt key would leave customers without a number to call."""
    with pytest.raises(Refused) as refused:
        read_incident(INCIDENT + '[contact]\nphone = "0120"\nurl = 5\n', "incident.toml", EXCHANGE)
    assert [fault.code for fault in refused.value.faults] == ["input.unknown_key", "input.wrong_value"]


def test_the_credited_row_stands_beside_the_others() -> None:
    """One more customer, with all that was credited in error."""
    opened = open_case("bithumb-2026", case_texts("bithumb-2026"))
    assert opened.case.credited is not None
    wider = with_credit(case_pack(opened), opened.case.credited, opened.exchange)
    rows = wider.tables["balances"].frame.filter(pl.col("customer") == "credited in error").collect()
    assert rows.rows() == [("credited in error", "BTC", "620000")]
    balances = read_pack(wider).balances
    assert balances is not None
    assert balances["BTC"].amount == (46_000 + 620_000) * 10**8
