"""The register of claims (債権者表) of an estate: day by day what stands of each account, and its whole history.

A day counts as the day on which something was entered, not that on which it was filed: a round is worked out on what
was known by then, and working it out again must come to the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hikiate.book.records import Approval, ClaimFiled, ClaimStep, Election, Request
from hikiate.operations.workspace.claims import Account, LedgerOf, Standing
from hikiate.operations.workspace.estates import estate_of
from hikiate.operations.workspace.ports import Unit


class RegisterLine(NamedTuple):
    """From a day on, an account claims so much, of which so much is disputed or not examined yet."""

    customer: str
    asset: str
    day: str
    claim: int
    disputed: int
    evidence: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to an account: what, by whom, approved by whom, and what it came to."""

    day: str
    customer: str
    asset: str
    claim: int
    event: str
    amount: int
    admitted: int
    disputed: int
    maker: str
    checkers: str
    evidence: str
    words: str


Event = ClaimFiled | ClaimStep


def accounts(unit: Unit, estate: str) -> dict[Account, list[Event]]:
    """Everything that was entered of each account, in the order of days and, within one, of entering."""
    estate_of(unit, estate)
    events: list[Event] = [*unit.rows(ClaimFiled, estate=estate), *unit.rows(ClaimStep, estate=estate)]
    by_account: dict[Account, list[Event]] = {}
    for event in sorted(events, key=lambda event: (_day(event), isinstance(event, ClaimStep))):
        by_account.setdefault(Account(estate, event.customer, event.asset), []).append(event)
    return dict(sorted(by_account.items(), key=lambda item: (item[0].asset, item[0].customer)))


def register(unit: Unit, estate: str, ledger: LedgerOf) -> Iterator[RegisterLine]:
    """The register, by asset, customer and day."""
    for account, events in accounts(unit, estate).items():
        stands, waiting = Standing(ledger(account.customer, account.asset), 0), 0
        evidence = ""
        by_day: dict[str, RegisterLine] = {}
        for event in events:
            evidence = event.evidence or evidence
            if isinstance(event, ClaimFiled):
                waiting = event.amount
            else:
                stands = Standing(event.admitted, event.disputed)
                waiting = 0 if event.kind in {"examined", "withdrawn"} else waiting
            above = max(0, waiting - stands.claim)
            claim, disputed = stands.claim + above, stands.disputed + above
            day = _day(event)
            by_day[day] = RegisterLine(account.customer, account.asset, day, claim, disputed, evidence)
        yield from by_day.values()


def elections(unit: Unit, estate: str) -> list[Election]:
    """The choice that counts of each customer."""
    found = {choice.customer: choice for choice in unit.rows(Election, estate=estate)}
    return [found[customer] for customer in sorted(found)]


def history(unit: Unit, estate: str, customer: str | None = None) -> Iterator[HistoryLine]:
    """Everything that happened to the claims of an estate, or of one customer, account by account."""
    for account, events in accounts(unit, estate).items():
        if customer not in {None, account.customer}:
            continue
        for event in events:
            if isinstance(event, ClaimFiled):
                words = f"{event.timing}; corrects {event.corrects}" if event.corrects else event.timing
                said = f"{words}; {event.words}" if event.words else words
                parts = (event.claim, "filed", event.amount, 0, 0, "", "", event.evidence, said)
            else:
                request = next(unit.rows(Request, request=event.request))
                checkers = ", ".join(word.checker for word in unit.rows(Approval, request=event.request))
                amounts = (event.amount, event.admitted, event.disputed)
                parts = (event.claim, event.kind, *amounts, request.maker, checkers, event.evidence, event.words)
            yield HistoryLine(_day(event), account.customer, account.asset, *parts)


def _day(event: Event) -> str:
    return event.entered_on if isinstance(event, ClaimFiled) else event.day
