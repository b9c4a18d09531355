"""The journal (仕訳帳): entries of postings, balanced by construction, chained by digests, only ever added to.

A posting moves one amount of one asset from the account that it credits (貸方) to the account that it debits (借方), as
a line of a transfer slip does. So an entry cannot be out of balance: each posting leaves its asset's total at zero. An
entry's digest covers its postings and the digest of the entry before it; whoever holds the last digest holds them all.

Example: 100 JPY set aside is one posting, debit `reserve_assets`, credit `own_funds`; afterwards `reserve_assets` has
100 and `own_funds` has -100, which is 0 together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.faults import CHAIN_BROKEN, ENTRY_DIFFERS, NUMBER_DIFFERS
from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.digests import RunningDigest, digest, fast_canonical, length_bytes
from hikiate.kernel.findings import Finding

_SHARED_MAX = 1000

GENESIS = "0" * 64
"""What stands before the first entry of a chain."""


def moment_text(moment: datetime) -> str:
    """A moment as it is kept: UTC to the microsecond, so that the order of texts is the order of moments.

    Raises ValueError for a moment without an offset, which is no moment, and for one outside of the calendar in UTC.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset")
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment} is outside of the calendar in UTC") from error
    return f"{in_utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


@dataclass(frozen=True, slots=True)
class Posting:
    """One line: `amount` minor units of `asset`, debited to one account and credited to another.

    `subject` is the incident it belongs to, where it belongs to one, and `key` the payment. ValueError for an amount
    that is not above zero or has more than 127 bits, an account that is none, or the same account on both sides.
    """

    debit: str
    credit: str
    asset: str
    amount: int
    subject: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.amount <= MINOR_UNITS_MAX:
            raise ValueError(f"{self.amount} minor units cannot be posted")
        if self.debit not in ACCOUNTS or self.credit not in ACCOUNTS or self.debit == self.credit:
            raise ValueError(f"no posting goes from {self.credit} to {self.debit}")

    @property
    def reversed(self) -> "Posting":
        """The posting that undoes this one."""
        return Posting(self.credit, self.debit, self.asset, self.amount, self.subject, self.key)

    def signed(self, account: str) -> int:
        """What the posting adds to an account, counted on the side on which the account grows."""
        if account not in {self.debit, self.credit}:
            return 0
        grows = (account == self.debit) == (ACCOUNTS[account].side is Side.DEBIT)
        return self.amount if grows else -self.amount


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What an entry says before it has its place in the chain. A correction names the entry it corrects, and why."""

    at: str
    by: str
    kind: str
    memo: str
    corrects: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in its place: numbered from 1, with the count and digest of its postings and the digest before it."""

    number: int
    at: str
    by: str
    kind: str
    memo: str
    corrects: int
    postings: int
    postings_digest: str
    previous: str
    digest: str

    def reckoned(self) -> str:
        """The digest that the entry's own words give."""
        fields = (self.previous, str(self.number), self.at, self.by, self.kind, self.memo, str(self.corrects))
        return digest("journal-entry/1", [*fields, str(self.postings), self.postings_digest])


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain: its number, digest and moment; 0 where the chain is empty."""

    number: int = 0
    digest: str = GENESIS
    at: str = ""


@dataclass(slots=True)
class PostingsDigest:
    """The digest over an entry's postings, taken one after another as they stream past.

    The postings of a batch differ in amount and key, so what they share is written out once.
    """

    count: int = 0
    _running: RunningDigest = field(default_factory=lambda: RunningDigest("journal-postings/1"))
    _shared: dict[tuple[str, str, str, str], tuple[bytes, bytes]] = field(default_factory=dict)

    def add(self, posting: Posting) -> None:
        """Take in the next posting."""
        self.count += 1
        debit, credit, asset, subject = sides = (posting.debit, posting.credit, posting.asset, posting.subject)
        shared = self._shared.get(sides)
        if shared is None:
            if len(self._shared) == _SHARED_MAX:
                self._shared.clear()
            shared = self._shared[sides] = (fast_canonical((debit, credit, asset)), fast_canonical((subject,)))
        before, between = shared
        amount, key = str(posting.amount).encode(), posting.key.encode()
        self._running.take(b"".join((before, length_bytes(len(amount)), amount, between, length_bytes(len(key)), key)))

    @property
    def text(self) -> str:
        """64 hex digits over all postings so far."""
        return self._running.text


def chained(draft: EntryDraft, postings: PostingsDigest, head: Head) -> Entry:
    """The entry that follows `head`; ValueError for one without postings or before the entry that it follows."""
    if not postings.count:
        raise ValueError("an entry has at least one posting")
    if draft.at < head.at:
        raise ValueError(f"{draft.at} is before {head.at}, the moment of the last entry")
    words = (draft.at, draft.by, draft.kind, draft.memo, draft.corrects)
    bare = Entry(head.number + 1, *words, postings.count, postings.text, head.digest, "")
    return Entry(head.number + 1, *words, postings.count, postings.text, head.digest, bare.reckoned())


def verify(entries: Iterable[tuple[Entry, Iterable[Posting | None]]]) -> Iterator[Finding | Entry]:
    """Hold a journal against its own chain, from the first entry, streaming.

    Gives back each entry that is sound and a finding for each that is not; None among the postings stands for a line
    that can be no posting. A changed entry is named once: what follows it is held against the digest that it bears.
    """
    number, before = 0, GENESIS
    for entry, postings in entries:
        number += 1
        found = PostingsDigest()
        sound = True
        for posting in postings:
            sound = sound and posting is not None
            if posting is not None:
                found.add(posting)
        where = f"journal entry {entry.number}"
        if entry.number != number:
            yield NUMBER_DIFFERS.at(where, wanted=number)
            number = entry.number
        elif entry.previous != before:
            yield CHAIN_BROKEN.at(where, value=entry.previous, wanted=before)
        elif not sound or (found.count, found.text) != (entry.postings, entry.postings_digest):
            yield ENTRY_DIFFERS.at(where, value=found.text, wanted=entry.postings_digest)
        elif entry.reckoned() != entry.digest:
            yield ENTRY_DIFFERS.at(where, value=entry.reckoned(), wanted=entry.digest)
        else:
            yield entry
        before = entry.digest


def balances(
    entries: Iterable[tuple[Entry, Iterable[Posting]]], until: str | None = None
) -> dict[tuple[str, str], int]:
    """What each account holds of each asset after the entries up to and including a moment, by account and asset."""
    held: dict[tuple[str, str], int] = {}
    for entry, postings in entries:
        if until is not None and entry.at > until:
            break
        for posting in postings:
            for account in (posting.debit, posting.credit):
                place = (account, posting.asset)
                held[place] = held.get(place, 0) + posting.signed(account)
    return held
