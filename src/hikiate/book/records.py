"""The records that decisions make: plain text and whole numbers, written once and never changed.

What is so now is read from the last record of its kind: a change of a user's roles is a further record with the next
revision. Amounts are whole minor units of their asset; moments are as `journal.moment_text` gives them, days ISO; a
field of JSON holds a mapping in the order of its keys.
"""

from dataclasses import dataclass, fields

from hikiate.book.estate_records import ClaimFiled, ClaimStep, Election, EstateOpened
from hikiate.book.flow_records import BankSettled, CameBack, DayRun, Notice, NoticeStep, ProofPublished, StatementTaken
from hikiate.book.record import Record

__all__ = [
    "RECORDS",
    "Approval",
    "Asset",
    "BankSettled",
    "Batch",
    "CameBack",
    "ClaimFiled",
    "ClaimStep",
    "CloseDone",
    "DayRun",
    "Determination",
    "Election",
    "EstateOpened",
    "FindingOpened",
    "FindingStep",
    "Funding",
    "Incident",
    "IncidentClosed",
    "Limit",
    "Notice",
    "NoticeStep",
    "Outcome",
    "PackTaken",
    "Payment",
    "ProofPublished",
    "Record",
    "Release",
    "Request",
    "Retry",
    "SetAside",
    "Settlement",
    "StatementTaken",
    "User",
    "names",
    "values",
]


def values(record: Record) -> list[str | int]:
    """The values of a record in the order of its fields, which is what its decision seals."""
    return [getattr(record, name) for name in names(type(record))]


def names(kind: type[Record]) -> tuple[str, ...]:
    """The names of a kind's fields, in order."""
    return _NAMES[kind]


@dataclass(frozen=True, slots=True)
class User(Record):
    """A person who acts in the workspace, with the roles held from this revision on, joined by commas."""

    name: str
    revision: int
    roles: str


@dataclass(frozen=True, slots=True)
class Limit(Record):
    """How much of an asset a role may approve, and above what amount a second approver is needed."""

    role: str
    asset: str
    revision: int
    amount_max: int
    amount_two_above: int


@dataclass(frozen=True, slots=True)
class Asset(Record):
    """An asset with its number of decimals, as the first pack that had it declared."""

    asset: str
    scale: int


@dataclass(frozen=True, slots=True)
class PackTaken(Record):
    """A pack taken in: its digest, and the SHA-256 of each of its files by name as JSON."""

    pack: str
    exchange: str
    as_of: str
    files: str


@dataclass(frozen=True, slots=True)
class CloseDone(Record):
    """A close: the SHA-256 of its file, what it was made from, and its verdict.

    `overlays` is JSON of pairs of name and SHA-256, in the order in which they were laid; `previous` another close, or
    nothing.
    """

    result: str
    pack: str
    as_of: str
    rulebooks: str
    overlays: str
    previous: str
    verdict: str
    version: str


@dataclass(frozen=True, slots=True)
class FindingOpened(Record):
    """A finding that a close brought up and that was not open yet; `due` is empty where there is no due day."""

    finding: int
    result: str
    code: str
    severity: str
    place: str
    since: str
    due: str


@dataclass(frozen=True, slots=True)
class FindingStep(Record):
    """What became of a finding: `assigned` to an owner with a day, `closed` with evidence, or `gone` from the closes.

    `evidence` is the SHA-256 of a file.
    """

    finding: int
    step: str
    owner: str
    due: str
    evidence: str
    words: str


@dataclass(frozen=True, slots=True)
class Request(Record):
    """What a maker asks others to approve: its kind and subject, amounts and particulars as JSON."""

    request: int
    kind: str
    subject: str
    amounts: str
    particulars: str
    maker: str


@dataclass(frozen=True, slots=True)
class Approval(Record):
    """A checker's word on a request: `approved` or `rejected`, and how many approvers its amount needs."""

    request: int
    maker: str
    checker: str
    verdict: str
    needed: int
    words: str


@dataclass(frozen=True, slots=True)
class Incident(Record):
    """An incident: its kind, when it was noticed, and the SHA-256 of its file."""

    incident: str
    kind: str
    noticed_at: str
    file: str


@dataclass(frozen=True, slots=True)
class IncidentClosed(Record):
    """The end of an incident: every payment paid or pending with a reason, and nothing left to recover."""

    incident: str
    words: str


@dataclass(frozen=True, slots=True)
class Determination(Record):
    """A determination read in: its digest, and what it made newly payable and newly pending, by asset, as JSON."""

    incident: str
    revision: int
    determination: str
    payable: str
    pending: str
    request: int


@dataclass(frozen=True, slots=True)
class Payment(Record):
    """One customer's payment. `key` is what banks and custodians repeat back, and no payable key stands there twice."""

    incident: str
    line: int
    key: str
    customer: str
    asset: str
    amount: int
    status: str
    reason: str
    revision: int


@dataclass(frozen=True, slots=True)
class Batch(Record):
    """Payments to be sent together: the lines `first` to `last` for the first time, or the lines of its retries."""

    incident: str
    batch: int
    asset: str
    attempt: int
    first: int
    last: int
    payments: int
    amount: int
    request: int


@dataclass(frozen=True, slots=True)
class Retry(Record):
    """A line that came back, sent once more in a later batch."""

    incident: str
    batch: int
    line: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Release(Record):
    """A batch released: the SHA-256 of its payout file, and the entry of the journal that says so."""

    incident: str
    batch: int
    file: str
    entry: int


@dataclass(frozen=True, slots=True)
class Settlement(Record):
    """A settlement file taken in: its SHA-256, its batch, and how many of its lines were paid and came back."""

    incident: str
    batch: int
    settlement: str
    paid: int
    returned: int


@dataclass(frozen=True, slots=True)
class Outcome(Record):
    """What became of a line that was sent: `paid` or `returned`, once for each attempt."""

    incident: str
    line: int
    attempt: int
    outcome: str
    amount: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside(Record):
    """A payable line that cannot be sent, and why: it stays owed, and counts as pending."""

    incident: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Funding(Record):
    """Money brought to an incident's payouts, or recovered after it: from where, how much, by which entry."""

    incident: str
    movement: str
    source: str
    asset: str
    amount: int
    reference: str
    entry: int


RECORDS: tuple[type[Record], ...] = (
    User,
    Limit,
    Asset,
    PackTaken,
    CloseDone,
    FindingOpened,
    FindingStep,
    Request,
    Approval,
    Incident,
    IncidentClosed,
    Determination,
    Payment,
    Batch,
    Retry,
    Release,
    Settlement,
    Outcome,
    SetAside,
    Funding,
    EstateOpened,
    ClaimFiled,
    ClaimStep,
    Election,
    StatementTaken,
    BankSettled,
    CameBack,
    ProofPublished,
    DayRun,
    Notice,
    NoticeStep,
)
"""The kinds of records, in the order in which a decision seals them."""

_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in RECORDS}  # type: ignore[arg-type]  # each is a dataclass
