"""Why a payment waits: a closed list, one reason a payment, and nothing lost between payable and pending."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.remedy.pending import (
    PENDING_CODES,
    PENDING_SCHEMA,
    WORDS,
    PendingCode,
    all_reasons,
    divided,
    reason_rows,
)


def payments(*rows: tuple[str, str, int]) -> pl.DataFrame:
    """Payments of customer, asset and amount."""
    return pl.DataFrame(
        [(customer, asset, amount, f"key-{customer}-{asset}") for customer, asset, amount in rows],
        schema={"customer": pl.String, "pay_asset": pl.String, "amount": pl.Int128, "key": pl.String},
        orient="row",
    )


def reasons(*rows: tuple[str, str | None, str, str]) -> pl.DataFrame:
    """Reasons of customer, asset (None: every asset), code and detail."""
    return pl.DataFrame(list(rows), schema=PENDING_SCHEMA, orient="row")


def test_every_reason_is_said_in_both_languages() -> None:
    """And the list of words is the list of reasons, in its order."""
    assert tuple(WORDS) == PENDING_CODES
    assert all(term.en and term.ja and term.en != term.ja for term in WORDS.values())


def test_a_reason_without_an_asset_holds_for_all_of_the_customer() -> None:
    """A frozen customer is paid in no asset; a missing destination holds back one asset only."""
    got = divided(
        payments(("A", "BTC", 1), ("A", "JPY", 2), ("B", "BTC", 3), ("B", "JPY", 4)),
        reasons(("A", None, "frozen", "court order"), ("B", "BTC", "no_destination", "")),
    )
    assert got.payable.rows() == [("B", "JPY", 4, "key-B-JPY")]
    assert got.pending.select("customer", "pay_asset", "reason", "detail").rows() == [
        ("A", "BTC", "frozen", "court order"),
        ("A", "JPY", "frozen", "court order"),
        ("B", "BTC", "no_destination", ""),
    ]


@pytest.mark.parametrize(("first", "second"), list(pairwise(PENDING_CODES)))
def test_the_earlier_reason_of_the_list_wins(first: PendingCode, second: PendingCode) -> None:
    """In whatever order they are found, and whether they hold for one asset or for all."""
    for rows in (
        [("A", "X", second, "b"), ("A", None, first, "a")],
        [("A", "X", first, "a"), ("A", None, second, "b")],
    ):
        for ordered in (rows, rows[::-1]):
            assert divided(payments(("A", "X", 1)), reasons(*ordered)).pending["reason"].to_list() == [first]


def test_of_several_details_the_first_in_order_of_text_stands() -> None:
    """So that the bytes of a file do not hang on the order of two lists."""
    found = [("A", None, "sanctions_match", "UN"), ("A", None, "sanctions_match", "EU")]
    assert divided(payments(("A", "X", 1)), reasons(*found)).pending["detail"].item() == "EU"
    assert divided(payments(("A", "X", 1)), reasons(*found[::-1])).pending["detail"].item() == "EU"


def test_a_reason_outside_the_list_is_an_error() -> None:
    """The list is closed: a report that knows no words for a reason would say nothing."""
    with pytest.raises(ValueError, match="closed list: bad, worse"):
        divided(payments(("A", "X", 1)), reasons(("A", None, "worse", ""), ("A", None, "bad", "")))


def test_rows_become_reasons_with_and_without_a_detail() -> None:
    """Of one asset as the rows have it, or of every asset."""
    rows = payments(("A", "BTC", 1))
    assert reason_rows(rows, "frozen", every_asset=True).rows() == [("A", None, "frozen", "")]
    assert reason_rows(rows.lazy(), "bank_unknown", pl.col("amount")).rows() == [("A", "BTC", "bank_unknown", "1")]
    assert all_reasons([]).schema == pl.Schema(PENDING_SCHEMA)
    assert len(all_reasons([reason_rows(rows, "frozen"), reason_rows(rows, "disputed")])) == 2


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("XY"), st.integers(0, 9)), max_size=12),
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"), st.sampled_from(["X", "Y", None]), st.sampled_from(PENDING_CODES), st.just("")
        ),
        max_size=8,
    ),
)
def test_every_payment_is_payable_or_pending_and_never_both(
    due: list[tuple[str, str, int]], held: list[tuple[str, str | None, PendingCode, str]]
) -> None:
    """Against plain loops: each payment once, in its order, with the reason that comes first in the list."""
    got = divided(payments(*due), reasons(*held))
    wanted_payable, wanted_pending = [], []
    for customer, asset, amount in due:
        found = [code for who, which, code, _ in held if who == customer and which in {None, asset}]
        row = (customer, asset, amount, f"key-{customer}-{asset}")
        if found:
            wanted_pending.append((*row, min(found, key=PENDING_CODES.index), ""))
        else:
            wanted_payable.append(row)
    assert got.payable.rows() == wanted_payable
    assert got.pending.rows() == wanted_pending
