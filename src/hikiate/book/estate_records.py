"""The records about estates and the claims on them, as `records` says of all."""

from dataclasses import dataclass

from hikiate.book.record import Record


@dataclass(frozen=True, slots=True)
class EstateOpened(Record):
    """An estate, whose payouts run as those of the incident of the same id.

    `pack` is the ledger that claims come from, `proof` the day root of its proof, or nothing; `classes` are the names
    of the classes as JSON; the last days to file and to elect are empty where the file sets none.
    """

    estate: str
    regime: str
    petition_on: str
    claims_until: str
    elections_until: str
    classes: str
    pack: str
    proof: str
    file: str


@dataclass(frozen=True, slots=True)
class ClaimFiled(Record):
    """A claim that somebody filed: the whole of what an account claims from then on.

    `timing` is `timely` or `late`; `corrects` is the claim in whose place it was filed, or 0; `evidence` is the
    SHA-256 of a file, or nothing.
    """

    estate: str
    claim: int
    customer: str
    asset: str
    amount: int
    filed_on: str
    entered_on: str
    timing: str
    corrects: int
    evidence: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimStep(Record):
    """What became of an account's claim: `examined`, `objected`, `decided`, `set_off` or `withdrawn`.

    `admitted` and `disputed` are what stands after it. `claim` is the claim that it is about, or 0 where it is about
    what the ledger says; `evidence` is the SHA-256 of a file, or nothing.
    """

    estate: str
    step: int
    customer: str
    asset: str
    kind: str
    amount: int
    admitted: int
    disputed: int
    day: str
    claim: int
    evidence: str
    words: str
    request: int


@dataclass(frozen=True, slots=True)
class Election(Record):
    """A customer's choice of a class, approved; the last one counts."""

    estate: str
    customer: str
    class_name: str
    elected_on: str
    evidence: str
    request: int
