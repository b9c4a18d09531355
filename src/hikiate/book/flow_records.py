"""The records about what flows in and out: statements of banks, published proofs, days run, notices."""

from dataclasses import dataclass

from hikiate.book.record import Record


@dataclass(frozen=True, slots=True)
class StatementTaken(Record):
    """A bank's statement taken in: the SHA-256 of its file, its account, its own id and page, how many lines it has.

    `lines` counts those that name a payment by an end-to-end id, ours or not.
    """

    statement: str
    account: str
    identifier: str
    page: str
    as_of: str
    lines: int


@dataclass(frozen=True, slots=True)
class BankSettled(Record):
    """What a bank's statements said of a batch: how many were paid, how many came back, and how many of these late."""

    incident: str
    batch: int
    statement: str
    paid: int
    returned: int
    late: int


@dataclass(frozen=True, slots=True)
class CameBack(Record):
    """An attempt that an earlier file said was paid, and that came back afterwards; it may be sent once more."""

    incident: str
    line: int
    attempt: int
    amount: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProofPublished(Record):
    """A day's root as it was published: its day root, the SHA-256 of its file, the close it is tied to."""

    as_of: str
    day_root: str
    file: str
    result: str


@dataclass(frozen=True, slots=True)
class DayRun(Record):
    """A business day that the daily run is done with: `closed` by a close, or `missed` because no pack came for it."""

    day: str
    outcome: str
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice(Record):
    """A notice that is to be sent by these channels, joined by commas; receivers know it by its identifier.

    `key` says what it is about, once; `body` is JSON.
    """

    notice: int
    key: str
    identifier: str
    kind: str
    channels: str
    body: str


@dataclass(frozen=True, slots=True)
class NoticeStep(Record):
    """What became of an attempt to send a notice by a channel: `sent`, `failed`, or `given_up`; no secret is in it."""

    notice: int
    channel: str
    attempt: int
    step: str
    at: str
    words: str
