"""The checkers: after every verb and after every day, each by its own reckoning of what has to stand in the book.

Cheap ones look at what is new since the last look; dear ones (an audit, closes computed anew, proofs) are drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.journal import GENESIS, Entry, Posting, PostingsDigest
from hikiate.book.records import CameBack, Outcome, Payment, Request
from hikiate.kernel.findings import Finding
from hikiate.operations.workspace.approvals import State, request_of, state
from hikiate.operations.workspace.audit import Audited, audit
from simulation.breaks import holds
from simulation.stores import Store

Held = tuple[str, str, str]
"""Account, asset and subject."""


@dataclass
class Owed:
    """What an incident's payouts must come to in an asset, as the messages that came in say; in minor units."""

    payable: int = 0
    sent: int = 0
    paid: int = 0
    ready: int = 0

    @property
    def wanted(self) -> dict[str, int]:
        """What the accounts of the incident must hold."""
        return {
            "compensation_payable": self.payable - self.sent - self.paid,
            "payout_clearing": self.sent,
            "payout_funds": self.ready - self.paid,
        }


@dataclass
class Checkers:
    """What was looked at so far, and what has to be there."""

    store: Store
    owed: dict[tuple[str, str], Owed] = field(default_factory=dict)
    wanted: dict[Held, int] = field(default_factory=dict)
    """Further balances that have to stand exactly so."""
    held: dict[Held, int] = field(default_factory=dict)
    entries: int = 0
    digest: str = GENESIS
    at: str = ""
    steps: int = 0

    @property
    def has_begun(self) -> bool:
        """Whether anything was decided."""
        return self.store.desk.book.decisions.number > 0

    def is_open(self, number: int) -> bool:
        """Whether a request waits for another word."""
        book = self.store.desk.book
        request: Request = request_of(book, number)
        return state(book, request) is State.OPEN

    def whole(self, before: tuple[object, object]) -> None:
        """After a harm: no entry without its decision, and nothing of a unit that did not end."""
        book, decision = self.store.desk.book, self.store.last_decision()
        sealed = decision.entry if decision else 0
        holds(book.journal.number == sealed, f"{book.journal.number} entries and the last decision seals {sealed}")
        if book.decisions == before[1]:
            holds(book.journal == before[0], "a verb that was struck left an entry")

    def step(self) -> None:
        """After every verb: the new entries, every balance that they touched, and what has to stand of payouts."""
        self.steps += 1
        book = self.store.desk.book
        touched: set[Held] = set()
        for number in range(self.entries + 1, book.journal.number + 1):
            entry = book.entry(number)
            holds(entry is not None, f"entry {number} is lost")
            if entry is not None:
                touched |= self._entry(entry, list(book.postings(number)))
        for account, asset, subject in sorted(touched):
            own, kept = self.held[account, asset, subject], book.balance(account, asset, subject=subject)
            holds(own == kept, f"{account} {asset} {subject}: {kept} kept, {own} by its entries")
            holds(own >= 0 or not ACCOUNTS[account].is_guarded, f"{account} {asset} {subject} is overdrawn: {own}")
        self._balanced({asset for _, asset, _ in touched})

    def _entry(self, entry: Entry, postings: Iterable[Posting]) -> set[Held]:
        """An entry follows the one before and bears its own digest; its postings are added up."""
        digest, touched = PostingsDigest(), set()
        for posting in postings:
            digest.add(posting)
            for name, sign in ((posting.debit, 1), (posting.credit, -1)):
                account = ACCOUNTS[name]
                way = sign if account.side is Side.DEBIT else -sign
                place = (name, posting.asset, posting.subject if account.is_by_incident else "")
                self.held[place] = self.held.get(place, 0) + way * posting.amount
                touched.add(place)
        holds(entry.number == self.entries + 1 and entry.previous == self.digest, f"entry {entry.number} is no link")
        holds((digest.count, digest.text) == (entry.postings, entry.postings_digest), f"entry {entry.number} differs")
        holds(entry.reckoned() == entry.digest and entry.at >= self.at, f"entry {entry.number} is not what it says")
        self.entries, self.digest, self.at = entry.number, entry.digest, entry.at
        return touched

    def _balanced(self, assets: Iterable[str]) -> None:
        """Debits are credits, asset by asset."""
        for asset in assets:
            total = sum(
                amount if ACCOUNTS[name].side is Side.DEBIT else -amount
                for (name, of, _), amount in self.held.items()
                if of == asset
            )
            holds(total == 0, f"the journal is out of balance by {total} of {asset}")

    def settled(self) -> None:
        """After every message: what is owed, sent and ready is what the messages say, and no line is paid twice."""
        for (incident, asset), owed in self.owed.items():
            for account, wanted in owed.wanted.items():
                self._stands((account, asset, incident), wanted)
        for place, wanted in self.wanted.items():
            self._stands(place, wanted)

    def _stands(self, place: Held, wanted: int) -> None:
        found = self.held.get(place, 0)
        holds(found == wanted, f"{' '.join(place)}: {found} in the book, {wanted} by what came in")

    def paid_once(self, incident: str) -> None:
        """No line of an incident is paid more often than it came back, and one more time."""
        book = self.store.desk.book
        paid: dict[int, int] = {}
        for outcome in book.rows(Outcome, incident=incident, outcome="paid"):
            paid[outcome.line] = paid.get(outcome.line, 0) + 1
        for back in book.rows(CameBack, incident=incident):
            paid[back.line] = paid.get(back.line, 0) - 1
        holds(all(count in {0, 1} for count in paid.values()), f"a line of {incident} is paid twice")
        keys = [payment.key for payment in book.rows(Payment, incident=incident, status="payable")]
        holds(len(keys) == len(set(keys)), f"a key of {incident} is payable twice")

    def audited(self) -> int:
        """The whole book from its first entry; how many entries there were."""
        seen = Audited()
        with self.store.whole() as book:
            found = list(audit(book, seen))
        holds(not found, f"the audit finds {_said(found)}")
        holds(seen.entries == self.store.desk.book.journal.number, "the audit did not go through every entry")
        return seen.entries


def _said(found: Iterable[Finding]) -> str:
    return "; ".join(f"{finding.code} {finding.where}" for finding in found)
