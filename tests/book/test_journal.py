"""The journal: what can be posted, how entries chain, and what a changed byte does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.journal import (
    Entry,
    EntryDraft,
    Head,
    Posting,
    PostingsDigest,
    balances,
    chained,
    moment_text,
    verify,
)
from hikiate.book.tally import Overdrawn, Tally
from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.digests import RunningDigest
from hikiate.kernel.findings import Finding

Book = list[tuple[Entry, list[Posting]]]

FREE = [name for name, account in ACCOUNTS.items() if not account.is_guarded]
PAIRS = st.sampled_from(list(ACCOUNTS)).flatmap(
    lambda debit: st.tuples(st.just(debit), st.sampled_from([name for name in ACCOUNTS if name != debit]))
)
POSTINGS = st.builds(
    lambda pair, asset, amount, key: Posting(pair[0], pair[1], asset, amount, "I-1", key),
    PAIRS,
    st.sampled_from(["JPY", "BTC", "ETH"]),
    st.integers(1, MINOR_UNITS_MAX),
    st.text(max_size=5),
)


def booked(entries: Sequence[Sequence[Posting]]) -> Book:
    """A journal of these entries, one a day."""
    head, made = Head(), []
    for day, postings in enumerate(entries, start=1):
        digest = PostingsDigest()
        for posting in postings:
            digest.add(posting)
        entry = chained(EntryDraft(f"2026-01-{day:02}", "me", "kind", "memo"), digest, head)
        head = Head(entry.number, entry.digest, entry.at)
        made.append((entry, list(postings)))
    return made


def places(book: Sequence[tuple[Entry, Sequence[Posting | None]]]) -> list[str]:
    """Where a journal is found to differ."""
    return [item.where for item in verify(book) if isinstance(item, Finding)]


@given(st.lists(POSTINGS, max_size=20))
def test_every_posting_keeps_the_total_of_its_asset_at_zero(postings: list[Posting]) -> None:
    """Debits less credits, over all accounts and by asset; no entry can be out of balance."""
    totals: dict[str, int] = {}
    for (account, asset), held in balances(
        [(entry, lines) for entry, lines in booked([[p] for p in postings])]
    ).items():
        signed = held if ACCOUNTS[account].side is Side.DEBIT else -held
        totals[asset] = totals.get(asset, 0) + signed
    assert set(totals.values()) <= {0}


@given(st.lists(st.lists(POSTINGS, min_size=1, max_size=3), min_size=1, max_size=8), st.integers(0, 9))
def test_balances_at_a_moment_are_the_sum_of_the_entries_up_to_it(entries: list[list[Posting]], day: int) -> None:
    """Whatever came afterwards."""
    until = f"2026-01-{day:02}"
    found = balances(booked(entries), until)
    wanted: dict[tuple[str, str], int] = {}
    for postings in entries[:day]:
        for posting in postings:
            for account in (posting.debit, posting.credit):
                place = (account, posting.asset)
                wanted[place] = wanted.get(place, 0) + posting.signed(account)
    assert found == wanted


@given(st.data())
def test_a_changed_byte_is_named_at_its_entry(data: st.DataObject) -> None:
    """In any field of any entry, or of any posting; what stands before and after it is sound."""
    book = booked(data.draw(st.lists(st.lists(POSTINGS, min_size=1, max_size=3), min_size=1, max_size=6)))
    assert places(book) == []
    at = data.draw(st.integers(0, len(book) - 1))
    entry, postings = book[at]
    field = data.draw(
        st.sampled_from(["at", "by", "kind", "memo", "corrects", "postings", "postings_digest", "amount", "key"])
    )
    if field in {"amount", "key"}:
        line = data.draw(st.integers(0, len(postings) - 1))
        amount = postings[line].amount % MINOR_UNITS_MAX + 1
        changed = replace(postings[line], amount=amount) if field == "amount" else replace(postings[line], key="other!")
        book[at] = (entry, [*postings[:line], changed, *postings[line + 1 :]])
    else:
        value = getattr(entry, field)
        other: Any = value + 1 if isinstance(value, int) else f"{value}!"
        book[at] = (replace(entry, **{field: other}), postings)
    assert places(book) == [f"journal entry {at + 1}"]


def test_an_entry_taken_out_or_put_in_is_named() -> None:
    """By its number, and where the chain does not go on."""
    line = Posting("own_funds", "opening", "JPY", 1)
    book = booked([[line]] * 4)
    assert places([book[0], *book[2:]]) == ["journal entry 3"]
    other = booked([[line], [replace(line, amount=2)]])
    assert places([book[0], other[1], *book[2:]]) == ["journal entry 3"]
    forged = replace(book[1][0], digest="f" * 64)
    assert places([book[0], (forged, book[1][1]), *book[2:]]) == ["journal entry 2", "journal entry 3"]
    unread: list[tuple[Entry, Sequence[Posting | None]]] = [(book[0][0], [None])]
    assert places(unread) == ["journal entry 1"]


@pytest.mark.parametrize("amount", [0, -1, MINOR_UNITS_MAX + 1])
def test_an_amount_is_above_zero_and_within_127_bits(amount: int) -> None:
    """A posting of nothing moves nothing."""
    with pytest.raises(ValueError, match="cannot be posted"):
        Posting("own_funds", "opening", "JPY", amount)


@pytest.mark.parametrize(("debit", "credit"), [("own_funds", "own_funds"), ("nothing", "opening"), ("opening", "x")])
def test_a_posting_goes_from_one_account_to_another(debit: str, credit: str) -> None:
    """Of those there are."""
    with pytest.raises(ValueError, match="no posting goes"):
        Posting(debit, credit, "JPY", 1)


def test_an_entry_has_postings_and_follows_in_time() -> None:
    """An empty one says nothing, and an earlier one would change what was known."""
    digest = PostingsDigest()
    with pytest.raises(ValueError, match="at least one"):
        chained(EntryDraft("2026", "me", "k", ""), digest, Head())
    digest.add(Posting("own_funds", "opening", "JPY", 1))
    with pytest.raises(ValueError, match="before"):
        chained(EntryDraft("2025", "me", "k", ""), digest, Head(1, "a" * 64, "2026"))


def test_a_posting_reversed_undoes_it() -> None:
    """On both accounts; a third account is not touched."""
    line = Posting("reserve_assets", "own_funds", "JPY", 5)
    assert line.signed("reserve_assets") + line.reversed.signed("reserve_assets") == 0
    assert (line.signed("own_funds"), line.signed("opening")) == (-5, 0)


def test_moments_are_kept_in_the_order_of_time() -> None:
    """In UTC, to the microsecond; one without an offset is none."""
    assert moment_text(datetime.fromisoformat("2026-09-18T23:59:59+09:00")) == "2026-09-18T14:59:59.000000Z"
    assert moment_text(datetime(2026, 1, 1, tzinfo=UTC)) < moment_text(datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="offset"):
        moment_text(datetime(2026, 1, 1))  # noqa: DTZ001 - a moment without an offset is the point
    with pytest.raises(ValueError, match="calendar"):
        moment_text(datetime.fromisoformat("0001-01-01T00:00:00+09:00"))


def test_nothing_is_taken_out_of_a_guarded_account_that_is_not_in_it() -> None:
    """By incident where an account is kept by incident; own funds are kept elsewhere and may go below zero."""
    tally = Tally()
    tally.add(Posting("payout_funds", "reserve_assets", "JPY", 5, "I-1"))
    held = {("reserve_assets", "JPY", ""): 4, ("payout_funds", "JPY", "I-2"): 9}
    with pytest.raises(Overdrawn, match="would have -1"):
        list(tally.after(lambda place: held.get(place, 0)))
    held["reserve_assets", "JPY", ""] = 5
    after = dict(tally.after(lambda place: held.get(place, 0)))
    assert after == {("payout_funds", "JPY", "I-1"): 5, ("reserve_assets", "JPY", ""): 0}
    free = Tally()
    free.add(Posting("payout_funds", "own_funds", "JPY", 5, "I-1"))
    assert dict(free.after(lambda _place: 0))["own_funds", "JPY", ""] == -5


def test_what_postings_share_is_written_out_as_each_of_them_would_be() -> None:
    """Also where they share with more others than are remembered."""
    digest, plain = PostingsDigest(), RunningDigest("journal-postings/1")
    for number in range(2500):
        posting = Posting(
            "incident_loss", "compensation_payable", "JPY", number + 1, f"I-{number % 1250}", "k" * number
        )
        digest.add(posting)
        fields = (posting.debit, posting.credit, posting.asset, str(posting.amount), posting.subject, posting.key)
        plain.add(fields)
    assert digest.text == plain.text
