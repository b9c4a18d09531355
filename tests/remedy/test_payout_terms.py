"""The terms of payment in an incident file: read strictly, every fault named at its key."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from payout_tables import EXCHANGE

from hikiate.facts.exchange import Asset
from hikiate.kernel.findings import Refused
from hikiate.remedy.payouts import terms
from hikiate.remedy.payouts.terms import PayoutTerms, read_payout_terms

EXAMPLE = "\n".join(line[4:] for line in str(terms.__doc__).splitlines() if line.startswith("    "))


def example(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a TOML file may hold
    """The module's example, with other values by path; a value of ... takes a key out."""
    record = tomllib.loads(EXAMPLE)["payout"]
    for path, value in changes.items():
        table, _, key = path.partition("__")
        if value is ...:
            del record[table][key]
        else:
            record[table][key] = value
    return dict(record)


def told(record: object) -> list[str]:
    """The faults, as code and place."""
    with pytest.raises(Refused) as refused:
        read_payout_terms(record, "incident.toml", EXCHANGE)
    return [f"{fault.code} at {fault.where}" for fault in refused.value.faults]


def test_the_example_of_the_module_is_read() -> None:
    """In the letters of the banks' network and in minor units."""
    got = read_payout_terms(example(), "incident.toml", EXCHANGE)
    assert got.jpy is not None
    assert got.coins is not None
    assert got.jpy.originator_name == "ｶ)ﾐﾎﾝﾄﾘﾋｷｼﾞﾖ"
    assert (got.jpy.value_day, got.jpy.yen_max) == (date(2026, 12, 1), 1_000_000_000)
    assert got.coins.amount_max == {"BTC": 10_000_000_000}
    assert (got.coins.pay_day, got.coins.records_max, got.coins.whitelist_required) == (date(2026, 12, 1), 500, True)


def test_the_example_of_the_reference_page_is_the_module_s() -> None:
    """Whoever copies it gets terms that are read."""
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "payment-files.md"
    shown = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(shown)["payout"] == example()


def test_what_may_be_left_out_has_the_limits_of_the_form() -> None:
    """Six digits count the transfers of a file and twelve sum them."""
    short = example(
        jpy__records_max=..., jpy__yen_max=..., jpy__line_ends=..., coins__amount_max=..., coins__records_max=...,
        coins__whitelist_required=False, coins__countries_without_duty=["KR"],
    )  # fmt: skip
    got = read_payout_terms(short, "incident.toml", EXCHANGE)
    assert got.jpy is not None
    assert got.coins is not None
    assert (got.jpy.records_max, got.jpy.yen_max, got.jpy.line_ends) == (999_999, 999_999_999_999, True)
    assert (got.coins.amount_max, got.coins.whitelist_required) == ({}, False)
    assert got.coins.countries_without_duty == ("KR",)


def test_either_kind_of_payment_may_be_absent() -> None:
    """Then it is not written."""
    assert read_payout_terms({}, "incident.toml", EXCHANGE) == PayoutTerms(None, None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("jpy__originator_code", "123"),
        ("jpy__originator_code", 1234567890),
        ("jpy__originator_name", "見本取引所"),
        ("jpy__originator_name", "ガ" * 21),
        ("jpy__originator_name", ""),
        ("jpy__bank_code", "１２３４"),
        ("jpy__branch_code", "000"),
        ("jpy__account_type", "savings"),
        ("jpy__account_number", "12345678"),
        ("jpy__value_day", "2026-12-01"),
        ("jpy__value_day", date(2026, 12, 31)),
        ("jpy__value_day", date(2026, 11, 29)),
        ("jpy__records_max", 0),
        ("jpy__records_max", 1_000_000),
        ("jpy__records_max", True),
        ("jpy__yen_max", 5),
        ("jpy__yen_max", "0.5"),
        ("jpy__yen_max", "1000000000000"),
        ("jpy__line_ends", 1),
        ("coins__pay_day", 20261201),
        ("coins__whitelist_required", "yes"),
        ("coins__countries_without_duty", "KR"),
        ("coins__countries_without_duty", ["Korea"]),
    ],
)
def test_a_wrong_value_is_named_at_its_key(path: str, value: object) -> None:
    """A day on which banks are closed among them."""
    table, _, key = path.partition("__")
    found = told(example(**{path: value}))
    assert set(found) == {f"input.wrong_value at incident.toml payout.{table} key {key}"}


def test_yen_have_no_decimals() -> None:
    """In hundredths of a yen every transfer would be a hundredfold."""
    fine = replace(EXCHANGE, assets={**EXCHANGE.assets, "JPY": Asset("JPY", 2, "fiat")})
    with pytest.raises(Refused) as refused:
        read_payout_terms(example(), "incident.toml", fine)
    assert [fault.where for fault in refused.value.faults] == ["incident.toml payout.jpy"]


def test_every_fault_is_told_at_once() -> None:
    """Unknown and missing keys, wrong amounts, and tables that are none."""
    changed = example(jpy__iban="x", jpy__bank_code=..., coins__amount_max={"BTC": "1.123456789", "DOGE": "1"})
    changed["usd"] = {}
    assert len(told(example(jpy__iban="x", jpy__branch_code="000"))) == 2
    assert sorted(told(changed)) == [
        "input.blank at incident.toml payout.jpy key bank_code",
        "input.unknown_key at incident.toml payout",
        "input.unknown_key at incident.toml payout.coins.amount_max",
        "input.unknown_key at incident.toml payout.jpy",
        "input.wrong_value at incident.toml payout.coins.amount_max key BTC",
    ]
    assert told({"jpy": 1, "coins": {"pay_day": date(2026, 12, 1), "amount_max": "x"}})[0] == (
        "input.wrong_value at incident.toml payout.jpy"
    )
    assert told([]) == ["input.wrong_value at incident.toml payout"]
