"""Payees and destinations: blanks are read, faults of both tables are named together."""

from datetime import date

import polars as pl
import pytest
from payout_tables import EXCHANGE, HOSTED, PERSON, raw, tables

from hikiate.facts.columns import Kind
from hikiate.facts.faults import FAULTS_SHOWN_MAX
from hikiate.facts.raw import RawTable
from hikiate.kernel.findings import Refused
from hikiate.remedy.payees import DESTINATIONS, PAYEES, PAYOUT_TABLES, read_payout_tables


def told(payees: RawTable | None, destinations: RawTable | None) -> list[str]:
    """The faults of both tables, as code and place."""
    with pytest.raises(Refused) as refused:
        read_payout_tables(payees, destinations, EXCHANGE)
    return [f"{fault.code} at {fault.where}" for fault in refused.value.faults]


def test_a_row_is_read_as_written() -> None:
    """Days as days, blanks as nothing, everything else as its text."""
    got = tables([PERSON], [HOSTED])
    assert got.payees.row(0, named=True) == PERSON | {"birth": date(1980, 4, 1)}
    assert got.destinations.row(0, named=True) == HOSTED | {
        "whitelisted_on": date(2026, 1, 5),
        "memo": None,
        "purpose": None,
    }


def test_everything_but_the_customer_may_be_blank_or_left_out() -> None:
    """What is missing is a reason to wait, and none to refuse a million other rows."""
    blank = dict.fromkeys(PERSON, " ") | {"customer": "c1"}
    got = tables([blank], [{"customer": "c1", "asset": "BTC"}])
    assert got.payees.select(pl.exclude("customer")).row(0) == (None,) * 11
    assert got.destinations.row(0) == ("c1", "BTC", *[None] * 7)
    assert got.payees.columns == [column.name for column in PAYEES.columns]


def test_tables_that_are_not_handed_in_are_empty() -> None:
    """With the same columns, so that whatever reads them need not ask."""
    none, some = tables(), tables([PERSON], [HOSTED])
    assert len(none.payees) == len(none.destinations) == 0
    assert none.payees.schema == some.payees.schema
    assert none.destinations.schema == some.destinations.schema
    headed = pl.DataFrame(schema={"customer": pl.String, "birth": pl.String})
    got = read_payout_tables(RawTable("payees.csv", headed.lazy(), headed.schema, 2), None, EXCHANGE)
    assert got.payees.schema == some.payees.schema


def test_the_faults_of_both_tables_are_named_together() -> None:
    """Each at its file, row and column."""
    payees = [
        PERSON,
        PERSON | {"account_number": "12345678"},
        PERSON | {"customer": "c2", "bank_code": "1", "branch_code": "00A", "kind": "firm", "country": "Japan"},
        PERSON | {"customer": " ", "birth": "1980-02-30", "account_type": "7"},
    ]
    destinations = [
        HOSTED,
        HOSTED | {"provider_country": "jp"},
        HOSTED | {"asset": "DOGE", "whitelisted_on": "2026/01/05"},
    ]
    assert sorted(told(raw("payees", payees), raw("destinations", destinations))) == [
        "input.blank at payees.csv row 5 column customer",
        "input.duplicate at destinations.csv row 3",
        "input.duplicate at payees.csv row 3",
        "input.not_a_choice at payees.csv row 4 column kind",
        "input.not_a_choice at payees.csv row 5 column account_type",
        "input.not_a_day at destinations.csv row 4 column whitelisted_on",
        "input.not_a_day at payees.csv row 5 column birth",
        "input.unknown_asset at destinations.csv row 4 column asset",
        "input.wrong_value at destinations.csv row 3 column provider_country",
        "input.wrong_value at payees.csv row 3 column account_number",
        "input.wrong_value at payees.csv row 4 column bank_code",
        "input.wrong_value at payees.csv row 4 column branch_code",
        "input.wrong_value at payees.csv row 4 column country",
    ]


def test_a_code_written_as_a_number_has_lost_its_zeros() -> None:
    """In a Parquet of whole numbers, bank 0001 is 1; it is refused and not guessed."""
    frame = pl.DataFrame([PERSON | {"bank_code": 1, "account_number": 1234567}])
    found = told(RawTable("payees.parquet", frame.lazy(), frame.schema, 1), None)
    assert found == ["input.wrong_value at payees.parquet row 1 column bank_code"]


def test_a_customer_may_be_a_whole_number_and_a_birth_a_day() -> None:
    """Parquet has types, and they mean the same."""
    frame = pl.DataFrame([PERSON | {"customer": 7, "birth": date(1980, 4, 1)}])
    got = read_payout_tables(RawTable("payees.parquet", frame.lazy(), frame.schema, 1), None, EXCHANGE)
    assert got.payees.select("customer", "birth").row(0) == ("7", date(1980, 4, 1))


def test_of_many_malformed_codes_the_rest_are_counted() -> None:
    """A table exported wrongly has the same fault in every row."""
    rows = [PERSON | {"customer": f"c{number}", "bank_code": "1"} for number in range(FAULTS_SHOWN_MAX + 3)]
    found = told(raw("payees", rows), None)
    assert len(found) == FAULTS_SHOWN_MAX + 1
    assert found[-1] == "input.more_faults at payees.csv"


def test_unknown_columns_are_refused() -> None:
    """Before any row is looked at, in either table."""
    found = told(raw("payees", [PERSON | {"iban": "x"}]), raw("destinations", [{"customer": "c1"}]))
    assert found == ["input.unknown_column at payees.csv column iban", "input.missing_column at destinations.csv"]


def test_the_specs_are_listed_by_name() -> None:
    """Only the keys are required."""
    assert PAYOUT_TABLES == {"payees": PAYEES, "destinations": DESTINATIONS}
    for spec in PAYOUT_TABLES.values():
        required = [column.name for column in spec.columns if not column.may_be_blank]
        assert required == list(spec.key)
        assert spec.columns[0].kind is Kind.KEY
