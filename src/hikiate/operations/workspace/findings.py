"""The findings of the closes, followed until they are done: an owner, a due day, and evidence at the end.

A finding is open until a close does not find it any more, or until its owner closes it with evidence. One that a later
close finds again is a further finding.
"""

from dataclasses import dataclass
from datetime import date, datetime

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import FindingOpened, FindingStep, User
from hikiate.facts.faults import BLANK
from hikiate.kernel.days import JAPAN, BusinessCalendar
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.faults import UNKNOWN_FINDING, UNKNOWN_USER
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands: who owns it, and by when it is due; empty where nobody said."""

    opened: FindingOpened
    owner: str
    due: str


def open_findings(unit: Unit) -> list[FindingOpened]:
    """The findings that are not done, in the order in which they were found."""
    ended = {step.finding for step in unit.rows(FindingStep) if step.step != "assigned"}
    return [found for found in unit.rows(FindingOpened) if found.finding not in ended]


def standings(unit: Unit) -> list[Standing]:
    """The open findings, those that are due first."""
    assigned = {step.finding: step for step in unit.rows(FindingStep, step="assigned")}
    found = []
    for opened in open_findings(unit):
        step = assigned.get(opened.finding)
        found.append(Standing(opened, step.owner if step else "", step.due if step else opened.due))
    return sorted(found, key=lambda standing: (standing.due or "9999", standing.opened.finding))


def assign(unit: Unit, act: Act, number: int, owner: str, business_days: int | None) -> Done:
    """Give a finding an owner, and a due day so many business days from now in Japan, but never after its legal one."""
    require(unit, act, "admin", "maker")
    opened = _open(unit, number)
    if not unit.count(User, name=owner):
        raise Refused([UNKNOWN_USER.at(Given("owner"), user=owner)])
    due = opened.due
    if business_days is not None:
        own = BusinessCalendar("JP").deadline(day_in_japan(act.at), business_days).isoformat()
        due = min(own, due) if due else own
    if any(step.owner == owner and step.due == due for step in unit.rows(FindingStep, finding=number)):
        return Done(number, already=True)
    step = FindingStep(number, "assigned", owner, due, "", "")
    unit.decide(DecisionDraft(act.at, act.by, "finding.assign", str(number), f"{owner} {due}"), [step])
    return Done(number)


def close_finding(unit: Unit, act: Act, number: int, evidence: str, words: str) -> Done:
    """End a finding with evidence (the SHA-256 of a file) and words about it."""
    require(unit, act, "admin", "maker")
    if any(
        (step.step, step.evidence, step.words) == ("closed", evidence, words)
        for step in unit.rows(FindingStep, finding=number)
    ):
        return Done(number, already=True)
    _open(unit, number)
    if not words.strip():
        raise Refused([BLANK.at(Given("words"))])
    step = FindingStep(number, "closed", act.by, "", evidence, words)
    unit.decide(DecisionDraft(act.at, act.by, "finding.close", str(number), words), [step])
    return Done(number)


def day_in_japan(at: str) -> date:
    """The calendar day of a kept moment in Japan."""
    return datetime.fromisoformat(at).astimezone(JAPAN).date()


def _open(unit: Unit, number: int) -> FindingOpened:
    for found in open_findings(unit):
        if found.finding == number:
            return found
    raise Refused([UNKNOWN_FINDING.at(Given("number"), number=number)])
