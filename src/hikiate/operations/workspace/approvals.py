"""Requests and approvals (申請と承認): what one person makes takes effect when others have checked it.

Tests in order: (1) the request is open; (2) the checker is not its maker; (3) the checker has the role; (4) the
checker's limit in every asset of the request is not below its amount; (5) above the limit's second amount another
approver is needed. With the last approval that it needs, what was asked for is done in the same unit of work.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Approval, Record, Request
from hikiate.book.tally import Overdrawn
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.wording import Term, unit_term
from hikiate.operations.workspace.faults import ABOVE_LIMIT, DECIDED, NO_LIMIT, NO_REQUEST, OWN_WORK, SHORT
from hikiate.operations.workspace.people import limit_of, require, said_amount
from hikiate.operations.workspace.ports import Act, Done, Unit


class State(Enum):
    """What a request has come to."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def term(self) -> Term:
        """The state as it is said."""
        return _STATES[self]


_STATES = {
    State.OPEN: Term("open", "未決"),
    State.APPROVED: Term("approved", "承認済み"),
    State.REJECTED: Term("rejected", "却下"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What an approved request does: the entries it posts, and the records of each, given the entries' numbers."""

    entries: tuple[tuple[EntryDraft, Iterable[Posting]], ...] = ()
    records: Callable[[list[int]], Iterable[Record]] = lambda _numbers: ()


def particulars(request: Request) -> dict[str, object]:
    """What `plain` wrote of a request."""
    read: dict[str, object] = json.loads(request.particulars)
    return read


@dataclass(frozen=True, slots=True)
class Wish:
    """What a maker asks for: its kind and subject, the amounts that limits are held against, and particulars."""

    kind: str
    subject: str
    amounts: Mapping[str, int]
    particulars: Mapping[str, object]


Effects = Mapping[str, Callable[[Unit, Request, Act], Effect]]
"""What approved requests do, by their kind."""


def plain(values: Mapping[str, object]) -> str:
    """Particulars as JSON in the order of their keys."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def amounts_text(amounts: Mapping[str, int]) -> str:
    """Amounts by asset as JSON, in minor units as text."""
    return plain({asset: str(amount) for asset, amount in amounts.items()})


def amounts(text: str) -> dict[str, int]:
    """What `amounts_text` wrote."""
    return {asset: int(amount) for asset, amount in json.loads(text).items()}


def ask(unit: Unit, act: Act, wish: Wish) -> tuple[Request, bool]:
    """The request for a wish, and whether it stood there open already; it is for the caller to seal a new one."""
    listed, said = amounts_text(wish.amounts), plain(wish.particulars)
    number = 0
    for request in unit.rows(Request):
        number = request.request
        alike = (request.kind, request.subject, request.amounts, request.particulars)
        if alike == (wish.kind, wish.subject, listed, said) and state(unit, request) is State.OPEN:
            return request, True
    return Request(number + 1, wish.kind, wish.subject, listed, said, act.by), False


def asked(unit: Unit, act: Act, wish: Wish) -> Done:
    """Make a request, or find the same one that is open."""
    request, already = ask(unit, act, wish)
    if not already:
        unit.decide(DecisionDraft(act.at, act.by, f"{wish.kind}.request", wish.subject), [request])
    return Done(request.request, already)


def state(unit: Unit, request: Request) -> State:
    """What a request has come to by the words of its checkers."""
    return state_by(list(unit.rows(Approval, request=request.request)))


def request_states(unit: Unit) -> dict[int, State]:
    """What every request has come to, by its number."""
    words: dict[int, list[Approval]] = {}
    for word in unit.rows(Approval):
        words.setdefault(word.request, []).append(word)
    return {request.request: state_by(words.get(request.request, ())) for request in unit.rows(Request)}


def state_by(words: Sequence[Approval]) -> State:
    """What a request has come to by these words, all that were said of it."""
    if any(word.verdict == "rejected" for word in words):
        return State.REJECTED
    needed = max((word.needed for word in words), default=1)
    return State.APPROVED if len(words) >= needed else State.OPEN


def request_of(unit: Unit, number: int) -> Request:
    """A request by its number; Refused where there is none."""
    for request in unit.rows(Request, request=number):
        return request
    raise Refused([NO_REQUEST.at(Given("number"), number=number)])


def approve(unit: Unit, act: Act, number: int, words: str, effects: Effects) -> Done:
    """Approve a request; with the last approval that it needs it takes effect."""
    request = _open_request(unit, act, number, "approved")
    if request is None:
        return Done(number, already=True)
    needed = _needed(unit, act, request)
    given = list(unit.rows(Approval, request=number))
    approval = Approval(number, request.maker, act.by, "approved", needed, words)
    needed = max([needed, *(earlier.needed for earlier in given)])
    effect = effects[request.kind](unit, request, act) if len(given) + 1 >= needed else Effect()
    numbers = [_posted(unit, draft, postings) for draft, postings in effect.entries]
    unit.decide(
        DecisionDraft(act.at, act.by, "approval.approve", str(number), words), [approval, *effect.records(numbers)]
    )
    return Done(number)


def _posted(unit: Unit, draft: EntryDraft, postings: Iterable[Posting]) -> int:
    """The number of the entry posted; Refused where it takes out of an account what is not in it."""
    try:
        return unit.post(draft, postings).number
    except Overdrawn as error:
        account, asset, _ = error.place
        held = said_amount(unit, asset, error.held)
        wanted = said_amount(unit, asset, error.held - error.after)
        term = ACCOUNTS[account].term
        raise Refused([SHORT.at(account, held=held, unit=unit_term(asset), account=term, wanted=wanted)]) from error


def reject(unit: Unit, act: Act, number: int, words: str) -> Done:
    """Reject a request; it never takes effect."""
    request = _open_request(unit, act, number, "rejected")
    if request is None:
        return Done(number, already=True)
    approval = Approval(number, request.maker, act.by, "rejected", 1, words)
    unit.decide(DecisionDraft(act.at, act.by, "approval.reject", str(number), words), [approval])
    return Done(number)


def _open_request(unit: Unit, act: Act, number: int, verdict: str) -> Request | None:
    """The request that is to be decided; None where this checker said the same before."""
    request = request_of(unit, number)
    require(unit, act, "approver")
    if request.maker == act.by:
        raise Refused([OWN_WORK.at(Given("number"), number=number, user=act.by)])
    own = list(unit.rows(Approval, request=number, checker=act.by))
    if any(word.verdict == verdict for word in own):
        return None
    stands = state(unit, request)
    if stands is not State.OPEN or own:
        value = stands.term if stands is not State.OPEN else State.APPROVED.term
        raise Refused([DECIDED.at(Given("number"), number=number, value=value)])
    return request


def _needed(unit: Unit, act: Act, request: Request) -> int:
    """How many approvers the amounts need by this checker's limits; Refused where the checker's do not reach."""
    found: list[Finding] = []
    needed = 1
    for asset, amount in amounts(request.amounts).items():
        limit = limit_of(unit, act.by, asset)
        if limit is None:
            found.append(NO_LIMIT.at(Given("user"), asset=asset, user=act.by))
        elif amount > limit.amount_max:
            said, most = said_amount(unit, asset, amount), said_amount(unit, asset, limit.amount_max)
            found.append(ABOVE_LIMIT.at(Given("user"), amount=said, asset=asset, user=act.by, wanted=most))
        elif amount > limit.amount_two_above:
            needed = 2
    if found:
        raise Refused(found)
    return needed
