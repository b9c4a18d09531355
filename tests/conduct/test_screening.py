"""Screening: names in every spelling, addresses in either case, and nobody who slips through without a name."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from listed import EUROPEAN_UNION, OFAC, OWN
from rapidfuzz import fuzz

from hikiate.conduct.screening.exclusions import EXCLUSIONS, PENDING_REASON, Exclusion, exclusion_spec, read_exclusions
from hikiate.conduct.screening.lists import read_list
from hikiate.conduct.screening.names import THRESHOLD, alike
from hikiate.conduct.screening.screened import HITS, Screening, screened
from hikiate.conduct.screening.spelling import spellings
from hikiate.facts.exchange import read_exchange
from hikiate.facts.raw import RawTable
from hikiate.kernel.findings import Refused
from hikiate.remedy.pending import PENDING_CODES, PENDING_SCHEMA

LISTS = [read_list("sdn.xml", OFAC.encode()), read_list("eu.xml", EUROPEAN_UNION.encode())]
OWN_LIST = read_list("own.csv", OWN.encode())
EXCHANGE = read_exchange("""
name = "見本取引所"
registration = "00001"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-11-20T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
""")


def people(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    """Payees of customer, name and kana."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(["customer", "name", "name_kana"], pl.String), orient="row")


def places(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    """Destinations of customer, address and beneficiary."""
    columns = dict.fromkeys(["customer", "address", "beneficiary"], pl.String)
    return pl.DataFrame(list(rows), schema=columns, orient="row")


def against(payees: pl.DataFrame, destinations: pl.DataFrame | None = None, threshold: int = THRESHOLD) -> Screening:
    """Everybody of the payees against both lists and the own one."""
    where = places() if destinations is None else destinations
    return screened(payees["customer"], payees, where, [*LISTS, OWN_LIST], threshold)


def spelt(name: str) -> list[str]:
    """The spellings of a name."""
    rows = spellings(pl.LazyFrame({"name": [name]}), "name").collect()
    return sorted(rows["spelling"].to_list())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SAMPLOV, Testim", "testim samplov"),
        ("Ｓａｍｐｌｏｖ　Ｔｅｓｔｉｍ", "Samplov Testim"),
        ("Ｔаrо Уаmаdа", "Тaro Уamadа"),
        ("Müller, André", "Andre Muller"),
        ("O'Neil", "O’NEIL"),
        ("ﾔﾏﾓﾄ ｶｸｳ", "やまもと　かくう"),
        ("山本架空", "山本 架空"),
        ("株式会社見本", "見本（株）"),
        ("Made Up Shipping Co., Ltd.", "MADE-UP SHIPPING"),
        ("Κόσμος Α.", "ΚΟΣΜΟΣ A"),
    ],
)
def test_one_name_in_two_spellings_is_one_name(one: str, other: str) -> None:
    """Width, case, order, script, marks, signs and legal forms are no difference."""
    assert set(spelt(one)) & set(spelt(other))


def test_different_kana_are_different_names() -> None:
    """Taking marks off Latin letters leaves the voicing of kana alone."""
    assert not set(spelt("カトウ")) & set(spelt("ガトウ"))


def test_a_name_of_legal_forms_alone_is_compared_by_them() -> None:
    """It is not nobody; a name without letters is."""
    assert spelt("Co Ltd") == ["CO LTD"]
    assert spelt("***") == []


def test_matches_are_told_with_list_entry_and_score() -> None:
    """By name, by kana and by receiver, and the clean one is left alone."""
    payees = people(
        ("c1", "Samplov Testim", None),
        ("c2", "山田 太郎", "ヤマモト カクウ"),
        ("c3", "Clean Person", None),
        ("c4", "Gorge How", None),
        ("c5", "Other Person", None),
    )
    got = against(payees, places(("c5", None, "Love Mike"), ("c3", None, None)))
    assert got.hits.columns == list(HITS)
    assert got.hits.schema == pl.Schema(HITS)
    assert got.hits.rows() == [
        ("c1", "sdn.xml", "101", "Testim SAMPLOV", "Samplov Testim", 100, "name"),
        ("c2", "own.csv", "J-1", "ヤマモト カクウ", "ヤマモト カクウ", 100, "name"),
        ("c4", "eu.xml", "EU.1.1", "George How", "Gorge How", 95, "name"),
        ("c5", "own.csv", "3", "Love Mike", "Love Mike", 100, "name"),
    ]
    assert got.reasons.rows()[0] == ("c1", None, "sanctions_match", "sdn.xml 101")
    assert [(finding.code, finding.where) for finding in got.findings] == [
        ("screening.match", "eu.xml"), ("screening.match", "own.csv"), ("screening.match", "sdn.xml"),
    ]  # fmt: skip
    assert against(payees, threshold=96).hits["customer"].to_list() == ["c1", "c2"]


def test_addresses_match_in_any_case_where_case_says_nothing() -> None:
    """Hexadecimal and bech32 addresses; base58 ones only to the letter."""
    payees = people(*((f"c{number}", "Clean Person", None) for number in range(4)))
    got = against(
        payees,
        places(
            ("c0", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", None),
            ("c1", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", None),
            ("c2", "1boatSLRHtKNngkdXEeobR76b53LETtpyT", None),
            ("c3", " 0xabcdefabcdefabcdefabcdefabcdefabcdefabcd", None),
        ),
    )
    assert got.hits.select("customer", "list", "entry", "score", "by").rows() == [
        ("c0", "sdn.xml", "101", 100, "address"),
        ("c1", "sdn.xml", "101", 100, "address"),
        ("c3", "own.csv", "J-1", 100, "address"),
    ]


def test_whoever_has_no_name_is_held_back() -> None:
    """No row, blank names, or a name without a letter: it could be anybody's."""
    payees = people(("c1", None, None), ("c2", "--", None), ("c3", None, "カナ"), ("c4", "Clean Person", None))
    due = pl.Series(["c1", "c2", "c3", "c4", "c9", "c9"])
    got = screened(due, payees, places(), LISTS)
    assert got.reasons.sort("customer").rows() == [(who, None, "not_screened", "") for who in ("c1", "c2", "c9")]


def test_only_those_who_are_to_be_paid_are_screened() -> None:
    """A payee with nothing to get is nobody's payment."""
    assert screened(pl.Series(["c2"]), people(("c1", "Testim Samplov", None)), places(), LISTS).hits.is_empty()


def test_without_a_list_nobody_is_cleared_in_silence() -> None:
    """A finding says that nothing was compared."""
    got = screened(pl.Series(["c1"]), people(("c1", "Testim Samplov", None)), places(("c1", "x", None)), [])
    assert got.hits.is_empty()
    assert [finding.code for finding in got.findings] == ["screening.no_list"]


words = st.text("ABCDEFGHKLMNORSTUYZ", min_size=1, max_size=9)
person = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(st.lists(person, min_size=1, max_size=5), st.data())
def test_the_same_name_in_any_order_is_always_found(listed: list[str], data: st.DataObject) -> None:
    """The blocks never part a name from itself."""
    shuffled = [" ".join(data.draw(st.permutations(name.split(" ")))) for name in listed]
    ours = pl.DataFrame({"customer": [str(number) for number in range(len(listed))], "text": shuffled})
    theirs = pl.DataFrame({"list": "l", "entry": ours["customer"], "text": listed})
    found = alike(ours, theirs, 100)
    assert set(found.filter(pl.col("customer") == pl.col("entry"))["customer"]) == set(ours["customer"])


@given(st.lists(person, min_size=1, max_size=6), st.lists(person, min_size=1, max_size=6), st.integers(1, 100))
def test_whatever_is_found_scores_what_it_says(ours: list[str], theirs: list[str], threshold: int) -> None:
    """At or above the threshold, the best of customer and entry, and the same by one thread as by two."""
    payees = pl.DataFrame({"customer": [f"c{number}" for number in range(len(ours))], "text": ours})
    listed = pl.DataFrame({"list": "l", "entry": [f"e{number}" for number in range(len(theirs))], "text": theirs})
    found = alike(payees, listed, threshold, workers=1)
    assert found.equals(alike(payees.reverse(), listed.reverse(), threshold, workers=2))
    for _, _, _, other, one, score in found.iter_rows():
        best = max(int(fuzz.ratio(a, b) + 0.5) for a in spelt(one) for b in spelt(other))
        assert score == best >= threshold
    assert found.select("customer", "list", "entry").is_unique().all()


def exclusion(kind: Exclusion, rows: list[dict[str, str | None]]) -> pl.DataFrame:
    """A table of exclusions as read."""
    frame = pl.DataFrame(rows)
    return read_exclusions(kind, RawTable(f"{kind}.csv", frame.lazy(), frame.schema, 2), EXCHANGE)


@pytest.mark.parametrize("kind", EXCLUSIONS)
def test_an_exclusion_is_a_reason_of_the_closed_list(kind: Exclusion) -> None:
    """For every asset of the customer, with the exchange's own words beside."""
    got = exclusion(kind, [{"customer": "c1", "reason": "court order"}, {"customer": "c2", "reason": None}])
    assert got.rows() == [("c1", None, PENDING_REASON[kind], "court order"), ("c2", None, PENDING_REASON[kind], "")]
    assert got.schema == pl.Schema(PENDING_SCHEMA)
    assert PENDING_REASON[kind] in PENDING_CODES
    assert exclusion(kind, [{"customer": "c1"}])["detail"].to_list() == [""]
    assert exclusion_spec(kind).name == kind


def test_faults_of_an_exclusion_are_named_together() -> None:
    """A blank customer and one that stands twice."""
    with pytest.raises(Refused) as refused:
        exclusion("frozen", [{"customer": "c1"}, {"customer": " "}, {"customer": "c1"}])
    assert [f"{fault.code} at {fault.where}" for fault in refused.value.faults] == [
        "input.blank at frozen.csv row 3 column customer",
        "input.duplicate at frozen.csv row 4",
    ]


def test_the_reasons_of_a_screening_are_of_the_closed_list() -> None:
    """Rooms that do not see each other agree here."""
    got = against(people(("c1", "Testim Samplov", None), ("c2", None, None)))
    assert set(got.reasons["reason"]) == {"sanctions_match", "not_screened"} <= set(PENDING_CODES)
    assert got.reasons.schema == pl.Schema(PENDING_SCHEMA)
