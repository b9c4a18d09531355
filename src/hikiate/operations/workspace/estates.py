"""An estate in the workspace: opened on the last close before the petition, whose ledger is what is claimed at first.

Its payouts run as those of an incident of its id: rounds are determined, approved, drawn from the pools and paid in
batches by the same steps. What is claimed, admitted and disputed stands in the journal beside them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting, moment_text
from hikiate.book.records import CloseDone, EstateOpened, Incident
from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.days import JAPAN
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.claim_faults import NO_CLOSE, UNKNOWN_ESTATE
from hikiate.operations.workspace.faults import INCIDENT_DIFFERS
from hikiate.operations.workspace.incidents import ID_FORM, INSOLVENCY
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit
from hikiate.remedy.handover_kinds import WRONG_PROOF


@dataclass(frozen=True, slots=True)
class EstateFile:
    """What the workspace keeps of an estate file; `distribute` reads the rest."""

    estate: str
    regime: str
    petition_on: date
    claims_until: date | None
    elections_until: date | None
    classes: Sequence[str]
    digest: str


@dataclass(frozen=True, slots=True)
class ProofNamed:
    """The root that customers have seen: whose, of when, of which pack, and its day root."""

    exchange: str
    as_of: str
    pack: str
    day_root: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the close says: its pack, and what customers have of each asset in all."""

    pack: str
    totals: Mapping[str, int]


def close_before(unit: Unit, petition_on: date) -> CloseDone:
    """The last close whose snapshot is of the day of the petition or before; Refused where there is none."""
    found = [close for close in unit.rows(CloseDone) if datetime.fromisoformat(close.as_of).date() <= petition_on]
    if not found:
        raise Refused([NO_CLOSE.at("petition_on", day=petition_on)])
    return max(found, key=lambda close: datetime.fromisoformat(close.as_of))


def open_estate(unit: Unit, act: Act, file: EstateFile, ledger: Ledger, proof: ProofNamed | None) -> Done:
    """Open an estate; the same file again is said, and another file for its id is refused.

    What customers have by the ledger stands as admitted from here on, until somebody files, objects or corrects.
    """
    require(unit, act, "maker")
    if not ID_FORM.fullmatch(file.estate):
        wanted = Term("1 to 64 letters, digits, . _ or -", "英数字と . _ - からなる1～64文字")
        raise Refused([WRONG_VALUE.at("key id", value=file.estate, wanted=wanted.en, wanted_ja=wanted.ja)])
    for standing in unit.rows(Incident, incident=file.estate):
        if standing.file != file.digest:
            raise Refused([INCIDENT_DIFFERS.at("id", incident=file.estate, wanted=standing.file)])
        return Done(1, already=True)
    if proof is not None and proof.pack != ledger.pack:
        raise Refused([WRONG_PROOF.at(Given("root"), exchange=proof.exchange, as_of=proof.as_of)])
    postings = [
        Posting("estate_claims", "admitted_claims", asset, total, file.estate)
        for asset, total in ledger.totals.items()
        if total
    ]
    if postings:
        unit.post(EntryDraft(act.at, act.by, "estate.open", f"ledger of pack {ledger.pack}"), postings)
    opened = EstateOpened(
        file.estate,
        file.regime,
        file.petition_on.isoformat(),
        _day(file.claims_until),
        _day(file.elections_until),
        json.dumps(list(file.classes), ensure_ascii=False),
        ledger.pack,
        proof.day_root if proof else "",
        file.digest,
    )
    began = moment_text(datetime.combine(file.petition_on, time.min, JAPAN))
    incident = Incident(file.estate, INSOLVENCY, began, file.digest)
    unit.decide(DecisionDraft(act.at, act.by, "estate.open", file.estate, file.regime), [incident, opened])
    return Done(1)


def estate_of(unit: Unit, estate: str) -> EstateOpened:
    """An estate by its id; Refused where there is none."""
    for opened in unit.rows(EstateOpened, estate=estate):
        return opened
    raise Refused([UNKNOWN_ESTATE.at(Given("estate"), estate=estate)])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
