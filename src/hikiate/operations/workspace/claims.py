"""Claims on an estate (債権): what stands of each account, and how it changes with each approved step.

A claim is the whole of what an account claims from then on; one that corrects another stands in its place. What stands
has two parts, which the journal keeps too: what is admitted, and what is disputed and so reserved. Before anything was
filed or objected to, all that the ledger says is admitted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import ClaimFiled, ClaimStep, Request
from hikiate.kernel.amounts import minor_units
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import Effect, particulars
from hikiate.operations.workspace.claim_faults import NOT_THERE
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.incidents import require_open
from hikiate.operations.workspace.people import said_amount, scale_of
from hikiate.operations.workspace.ports import Act, Unit, last

LedgerOf = Callable[[str, str], int]
"""What the ledger says of a customer and an asset, in minor units."""

ADMITTED = Term("admitted", "認容債権額")
DISPUTED = Term("disputed", "係争債権額")
STATES = {
    "filed": Term("waiting to be examined", "認否前"),
    "admitted": Term("admitted", "認容"),
    "admitted_in_part": Term("admitted in part", "一部認容"),
    "disputed": Term("disputed", "係争中"),
    "rejected": Term("rejected", "否認"),
    "withdrawn": Term("withdrawn", "取下げ"),
    "corrected": Term("corrected by a later one", "訂正済み"),
}
"""What may have become of a claim, as it is said."""

EVENTS = {
    "filed": Term("filed", "届出"),
    "examined": Term("examined", "認否"),
    "objected": Term("objected to", "異議"),
    "decided": Term("decided", "確定"),
    "set_off": Term("set off", "相殺"),
    "withdrawn": Term("withdrawn", "取下げ"),
}
"""What may happen to a claim, as it is said."""
TIMINGS = {"timely": Term("in time", "期限内"), "late": Term("late", "期限後")}
"""When a claim was filed, as it is said."""


def unnamed(kind: str, subject: str) -> str:
    """The subject of a request or a decision without the customer whose claim it is about."""
    estate, _, rest = subject.partition("/")
    return estate if kind.startswith("claim.") and not rest.startswith("claim/") else subject


@dataclass(frozen=True, slots=True)
class Account:
    """A customer and an asset of an estate."""

    estate: str
    customer: str
    asset: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of an account's claim: the part that is admitted, and the part that is disputed."""

    admitted: int
    disputed: int = 0

    @property
    def claim(self) -> int:
        """Both parts."""
        return self.admitted + self.disputed


def steps(unit: Unit, account: Account) -> Iterator[ClaimStep]:
    """What has become of an account's claim, step by step."""
    return unit.rows(ClaimStep, estate=account.estate, customer=account.customer, asset=account.asset)


def filings(unit: Unit, account: Account) -> Iterator[ClaimFiled]:
    """The claims that were filed for an account."""
    return unit.rows(ClaimFiled, estate=account.estate, customer=account.customer, asset=account.asset)


def standing(unit: Unit, account: Account, ledger: LedgerOf) -> Standing:
    """What stands of an account's claim now: what the last step left, or else what the ledger says."""
    step = last(steps(unit, account))
    return Standing(step.admitted, step.disputed) if step else Standing(ledger(account.customer, account.asset))


def state_of(unit: Unit, claim: ClaimFiled) -> str:
    """What has become of a claim: a word of STATES."""
    account = Account(claim.estate, claim.customer, claim.asset)
    standing_ones = [later.claim for later in filings(unit, account) if not is_withdrawn(unit, later)]
    own = list(unit.rows(ClaimStep, estate=claim.estate, claim=claim.claim))
    return _state(claim, own, {(claim.customer, claim.asset): max(standing_ones, default=claim.claim)})


def states(unit: Unit, estate: str) -> list[tuple[ClaimFiled, str]]:
    """Every claim of an estate in order, with what has become of it, read by two questions however many there are."""
    filed, own = list(unit.rows(ClaimFiled, estate=estate)), dict[int, list[ClaimStep]]()
    for step in unit.rows(ClaimStep, estate=estate):
        own.setdefault(step.claim, []).append(step)
    newest: dict[tuple[str, str], int] = {}
    for claim in filed:
        if not any(step.kind == "withdrawn" for step in own.get(claim.claim, ())):
            newest[claim.customer, claim.asset] = claim.claim
    return [(claim, _state(claim, own.get(claim.claim, []), newest)) for claim in filed]


def _state(claim: ClaimFiled, own: list[ClaimStep], newest: Mapping[tuple[str, str], int]) -> str:
    if any(step.kind == "withdrawn" for step in own):
        return "withdrawn"
    if newest[claim.customer, claim.asset] > claim.claim:
        return "corrected"
    if not any(step.kind == "examined" for step in own):
        return "filed"
    stands = own[-1]
    if stands.disputed:
        return "disputed"
    if not stands.admitted:
        return "rejected"
    return "admitted" if stands.admitted == claim.amount else "admitted_in_part"


def is_withdrawn(unit: Unit, claim: ClaimFiled) -> bool:
    """Whether a claim was taken out again."""
    return bool(unit.count(ClaimStep, estate=claim.estate, claim=claim.claim, kind="withdrawn"))


def not_there(unit: Unit, account: Account, most: int, term: Term) -> Finding:
    """The fault that less stands of a claim than is wanted of it."""
    return NOT_THERE.at(
        Given("amount"),
        customer=account.customer,
        value=said_amount(unit, account.asset, most),
        asset=account.asset,
        state=term,
        estate=account.estate,
    )


def stepped(unit: Unit, request: Request, act: Act) -> Effect:
    """What the approval of a step does; Refused where something else has changed what stands since it was asked for."""
    said = particulars(request)
    estate = request.subject.partition("/")[0]
    require_open(unit, estate)
    account = Account(estate, str(said["customer"]), str(said["asset"]))
    scale = scale_of(unit, account.asset)
    parts = ("admitted_before", "disputed_before", "admitted", "disputed", "amount")
    minor = {part: minor_units(str(said[part]), scale) for part in parts}
    before = Standing(minor["admitted_before"], minor["disputed_before"])
    after = Standing(minor["admitted"], minor["disputed"])
    stands = standing(unit, account, lambda _customer, _asset: before.admitted)
    if stands != before:
        raise Refused([not_there(unit, account, stands.admitted, ADMITTED)])
    postings = moved(account, before, after)
    step = ClaimStep(
        estate=estate,
        step=unit.count(ClaimStep, estate=estate) + 1,
        customer=account.customer,
        asset=account.asset,
        kind=request.kind.partition(".")[2],
        amount=minor["amount"],
        admitted=after.admitted,
        disputed=after.disputed,
        day=day_in_japan(act.at).isoformat(),
        claim=int(str(said["claim"])),
        evidence=str(said["evidence"]),
        words=str(said["words"]),
        request=request.request,
    )
    entry = EntryDraft(act.at, act.by, request.kind, f"request {request.request}")
    return Effect(((entry, postings),) if postings else (), lambda _numbers: [step])


def moved(account: Account, before: Standing, after: Standing) -> list[Posting]:
    """The postings by which what stands becomes what stands afterwards; what only changes its part goes across."""
    changes = {
        "admitted_claims": after.admitted - before.admitted,
        "disputed_claims": after.disputed - before.disputed,
    }
    postings = []
    falling, rising = sorted(changes, key=changes.__getitem__)
    across = min(-changes[falling], changes[rising])
    if across > 0:
        postings.append(Posting(falling, rising, account.asset, across, account.estate))
        changes[falling] += across
        changes[rising] -= across
    for name, change in changes.items():
        if change:
            debit, credit = ("estate_claims", name) if change > 0 else (name, "estate_claims")
            postings.append(Posting(debit, credit, account.asset, abs(change), account.estate))
    return postings
