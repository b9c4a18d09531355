"""Each checker can fail: a store that lies, a verb that forgets, a bank that pays twice is found by the one meant."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from hikiate.book import tally
from hikiate.book.accounts import ACCOUNTS
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import GENESIS, Entry, EntryDraft, Posting
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import CloseDone, Notice, Outcome, User
from hikiate.operations.close import DUTIES
from hikiate.operations.workspace.ports import Act, Done, Unit
from hikiate.operations.workspace.reserve import request_provision
from simulation import firm as firms
from simulation.bank import Bank
from simulation.breaks import Break, Crash
from simulation.chance import chance
from simulation.checkers import Checkers, Owed
from simulation.estates import EstateLife
from simulation.firm import MAKER
from simulation.harms import Harm, StruckMemory, crash
from simulation.incidents import Incident
from simulation.life import Life
from simulation.papers import Loss
from simulation.proofs import proven, root_is_the_ledger
from simulation.stores import MemoryStore

LOSS = Loss("I-9", "insider", date(2026, 9, 1), "BTC", 100, "hot", "self", "in_kind", 10)


def begun(folder: Path, made: type[StruckMemory] = StruckMemory) -> Life:
    """A life of two days in memory, without harms."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("_STRUCK", "_TWICE", "_CLOCK"):
            patched.setattr(firms, name, 0)
        life = Life(7, MemoryStore(folder, made), folder)
        life.live(2)
    return life


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A sound one."""
    return begun(tmp_path)


def store_of(life: Life) -> MemoryStore:
    """Its store."""
    assert isinstance(life.store, MemoryStore)
    return life.store


def anew(life: Life) -> Checkers:
    """Checkers that have seen nothing yet."""
    return Checkers(life.store)


def posted(life: Life, posting: Posting) -> None:
    """An entry that no verb makes, with a decision."""
    with life.store.desk.book.unit() as unit:
        act = life.firm.act(MAKER)
        unit.post(EntryDraft(act.at, act.by, "k", ""), [posting])
        unit.decide(DecisionDraft(act.at, act.by, "k", ""), [])


def test_a_sound_life_passes(life: Life) -> None:
    """What the other tests break is whole before."""
    checkers = anew(life)
    checkers.step()
    assert checkers.audited() == life.store.desk.book.journal.number > 0
    assert checkers.digest != GENESIS


def test_a_balance_that_is_not_its_entries_is_found(tmp_path: Path) -> None:
    """A store that keeps a wrong balance, from the first entry on."""

    class Lying(StruckMemory):
        def balance(self, account: str, asset: str, *, subject: str | None = None, until: str | None = None) -> int:
            return super().balance(account, asset, subject=subject, until=until) + 1

    with pytest.raises(Break, match="kept"):
        begun(tmp_path, Lying)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda entry, lines: (replace(entry, memo="another"), lines), "is not what it says"),
        (lambda entry, lines: (entry, [replace(lines[0], amount=lines[0].amount + 1), *lines[1:]]), "differs"),
        (lambda entry, lines: (replace(entry, previous="0" * 63 + "1"), lines), "is no link"),
    ],
)
def test_a_changed_entry_is_found(
    life: Life, change: Callable[[Entry, Sequence[Posting]], tuple[Entry, Sequence[Posting]]], words: str
) -> None:
    """Its words, a posting, its place in the chain."""
    entries = store_of(life).book.entries
    entries[0] = change(*entries[0])
    with pytest.raises(Break, match=words):
        anew(life).step()


def test_an_asset_out_of_balance_is_found(life: Life) -> None:
    """One yen too many in an account that the next entry does not touch."""
    life.checkers.held["opening", "JPY", ""] += 1
    posted(life, Posting("reserve_assets", "own_funds", "JPY", 1))
    with pytest.raises(Break, match="out of balance by"):
        life.checkers.step()


def test_an_account_that_is_overdrawn_is_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that guards nothing."""
    open_to_all = {name: replace(account, is_guarded=False) for name, account in ACCOUNTS.items()}
    monkeypatch.setattr(tally, "ACCOUNTS", open_to_all)
    posted(life, Posting("own_funds", "reserve_assets", "JPY", 10**15))
    with pytest.raises(Break, match="overdrawn"):
        life.checkers.step()


def test_a_unit_that_leaves_its_half_is_found(tmp_path: Path) -> None:
    """A crash between an entry and its decision, on a store that takes nothing back."""

    class Forgetful(StruckMemory):
        @contextmanager
        def unit(self) -> Iterator[MemoryWorkspace]:
            yield self

    life = begun(tmp_path, Forgetful)
    book = life.store.desk.book
    before = (book.journal, book.decisions)
    with book.unit() as unit:
        request = request_provision(unit, life.firm.act(MAKER), "JPY", "1", "").number
    life.store.struck.harm = Harm(2, crash)
    with pytest.raises(Crash):
        life.firm.approve(life.firm.act("cho"), request)
    with pytest.raises(Break, match="the last decision seals"):
        life.checkers.whole(before)


def test_a_verb_that_does_everything_twice_is_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call asks for another amount."""
    monkeypatch.setattr(firms, "_TWICE", 1000)
    amounts = count(1)

    def wish(unit: Unit, act: Act) -> Done:
        return request_provision(unit, act, "JPY", str(next(amounts)), "")

    with pytest.raises(Break, match="the same call twice"):
        life.firm.unit(MAKER, wish)


def test_a_verb_that_asks_no_clock_is_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is done although its moment is before the last decision."""
    monkeypatch.setattr(firms, "_CLOCK", 1000)
    with pytest.raises(Break, match="before the last one was not refused"):
        life.firm.do(MAKER, lambda _act: None)


def test_what_is_not_refused_for_its_reason_is_found(life: Life) -> None:
    """Nor what is not refused at all."""
    with pytest.raises(Break, match="was done"):
        life.firm.refused(MAKER, lambda _act: None, "a.code")
    with pytest.raises(Break, match=r"not for a\.code"):
        life.firm.refused("cho", lambda act: life.firm.approve(act, 99), "a.code")


def test_what_the_messages_do_not_say_is_found(life: Life) -> None:
    """More owed than was determined; a line paid twice."""
    life.checkers.owed["I-9", "JPY"] = Owed(payable=1)
    with pytest.raises(Break, match="compensation_payable JPY I-9: 0 in the book, 1"):
        life.checkers.settled()
    paid = [Outcome("I-9", 1, attempt, "paid", 5, "r", "") for attempt in (1, 2)]
    store_of(life).book.records[Outcome] += paid
    with pytest.raises(Break, match="paid twice"):
        life.checkers.paid_once("I-9")


def payout_file(folder: Path, number: int, amount: str = "5") -> Path:
    """A payout file with one payment."""
    file = folder / f"{number}.csv"
    rows = [
        ("batch", "line", "attempt", "key", "customer", "asset", "amount"),
        (f"I-9/{number}", 1, 1, "K", "C", "JPY", amount),
        ("end", "", "", 1, "", "", "5"),
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return file


def test_a_second_payment_and_a_changed_file_are_found_by_the_bank(tmp_path: Path) -> None:
    """The same file again is nothing; another content, another sum, and the same key in another file are breaks."""
    bank = Bank(chance(1, "a bank that gives nothing back"))
    (report,) = bank.receive(payout_file(tmp_path, 1))
    assert report.outcome == "paid"
    assert bank.receive(payout_file(tmp_path, 1)) == []
    with pytest.raises(Break, match="another content"):
        bank.receive(payout_file(tmp_path, 1, "6"))
    with pytest.raises(Break, match="paid twice"):
        bank.receive(payout_file(tmp_path, 2))


def incident(life: Life, folder: Path) -> Incident:
    """An incident of 100 minor units of bitcoin."""
    return Incident(life.firm, life.bank, folder, "I-9", market=life.market, loss=LOSS, pack=folder)


def test_an_entitlement_that_nobody_got_is_found(life: Life, tmp_path: Path) -> None:
    """At the end of an incident, key by key."""
    of = incident(life, tmp_path)
    of.entitled["K"] = ("JPY", 5)
    with pytest.raises(Break, match="leaves payments out"):
        of.all_have_it()
    life.bank.received["I-9", "K"] = 4
    with pytest.raises(Break, match="got 4 of 5 JPY"):
        of.all_have_it()


def test_a_determination_that_is_not_the_loss_is_found(life: Life, tmp_path: Path) -> None:
    """A part that is missing, and a part that is paid otherwise than it is worth."""
    row = {"quantity": "0.00000099", "pay_asset": "BTC", "entitlement": "0.00000099"}
    with pytest.raises(Break, match="99 of 100 BTC"):
        incident(life, tmp_path).conserved([row])
    row["quantity"] = "0.000001"
    with pytest.raises(Break, match="99 BTC is paid for 100 BTC"):
        incident(life, tmp_path).conserved([row])


def test_a_plan_that_pays_more_than_is_admitted_is_found(life: Life, tmp_path: Path) -> None:
    """Nobody gets more than their claim, and no asset more than its pools."""
    estate = EstateLife(life.firm, life.bank, tmp_path, "E-1", market=life.market, pack=tmp_path, petition=life.day)
    plan = pl.DataFrame({"customer": ["a"], "asset": ["BTC"], "paid": [5]})
    with pytest.raises(Break, match="is paid 5 of 0"):
        estate.within_claims(plan)
    estate.stands["a", "BTC"] = (5, 0)
    with pytest.raises(Break, match="5 BTC of 0 is distributed"):
        estate.within_claims(plan)


def test_a_breach_that_is_not_found_on_its_day_is_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of customers' money looks away, and one yen is missing from the trust."""
    monkeypatch.setitem(DUTIES, "fiat", lambda _sheet, _edition: None)
    life.market.dawn(life.day)
    life.market.trust = life.market.owed("JPY") - 1
    with pytest.raises(Break, match=r"missed .*fiat\.short"):
        life.closing.close(life.market)


def test_a_breach_without_reason_is_found(life: Life) -> None:
    """The close holds an empty reserve against a rate that is none by our reckoning."""
    life.market.dawn(life.day)
    life.market.trust, life.market.reserve_cash = life.market.owed("JPY"), 0
    life.closing.law = replace(life.closing.law, rate_day=life.day, rate=0)
    with pytest.raises(Break, match=r"found without reason .*reserve\.short"):
        life.closing.close(life.market)


def test_a_breach_that_nobody_was_told_of_is_found(life: Life) -> None:
    """The notice is gone, or it was recorded as sent and nobody got it."""
    life.market.dawn(life.day)
    life.market.trust = life.market.owed("JPY") - 1
    life.closing.close(life.market)
    life.firm.morning(life.day)
    with pytest.raises(Break, match="was told to nobody"):
        life.followup.told()
    life.followup.morning()
    life.followup.received.clear()
    assert store_of(life).book.records[Notice]
    with pytest.raises(Break, match="a notice is lost"):
        life.followup.told()


def test_a_root_that_is_not_the_ledger_is_found(life: Life, tmp_path: Path) -> None:
    """One customer's balance differs by a minor unit."""
    newest = life.closing.newest
    assert newest is not None
    close = store_of(life).book.records[CloseDone][-1]
    assert isinstance(close, CloseDone)
    kept = life.store.desk.store.place("results", close.result)
    root, _ = proven(tmp_path / "pack", kept, None, tmp_path / "out")
    root_is_the_ledger(root, tmp_path / "out", newest, "C001")
    more = dict(newest.balances) | {("C001", "JPY"): newest.balances["C001", "JPY"] + 1}
    with pytest.raises(Break, match="the ledger"):
        root_is_the_ledger(root, tmp_path / "out", replace(newest, balances=more), "C001")
    less = more | {("C002", "JPY"): newest.balances["C002", "JPY"] - 1}
    with pytest.raises(Break, match="proven other balances"):
        root_is_the_ledger(root, tmp_path / "out", replace(newest, balances=less), "C001")


def test_a_stored_result_that_is_not_computed_again_is_found(life: Life) -> None:
    """One byte of a kept close."""
    close = store_of(life).book.records[CloseDone][0]
    assert isinstance(close, CloseDone)
    life.closing.recomputed(close)
    kept = life.store.desk.store.place("results", close.result)
    kept.write_bytes(kept.read_bytes().replace(b"in_order", b"in_breach"))
    with pytest.raises(Break, match="is not computed again"):
        life.closing.recomputed(close)
    with pytest.raises(Break, match=r"audit\.file"):
        life.closing.audited()


def test_a_changed_record_is_found_by_the_audit(life: Life) -> None:
    """A role that nobody gave."""
    decisions = store_of(life).book.decisions_made
    decisions[0] = (decisions[0][0], [User("ann", 1, "admin,maker,approver")])
    with pytest.raises(Break, match=r"audit\.records_differ"):
        life.checkers.audited()
