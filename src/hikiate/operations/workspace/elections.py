"""Elections (選択): which class of an estate a customer chose, by the day that the plan sets; the last one counts."""

import json
from dataclasses import dataclass
from datetime import date

from hikiate.book.records import Election, Request
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.approvals import Effect, Wish, asked, particulars
from hikiate.operations.workspace.claim_faults import NO_EVIDENCE, WRONG_DAY
from hikiate.operations.workspace.estates import estate_of
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.incidents import require_open
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit, last
from hikiate.remedy.estate_kinds import LATE_ELECTION, UNKNOWN_CLASS


@dataclass(frozen=True, slots=True)
class Choice:
    """A customer's choice as it comes in; `evidence` is the SHA-256 of a kept file."""

    customer: str
    class_name: str
    elected_on: date
    evidence: str


def request_election(unit: Unit, act: Act, estate: str, choice: Choice) -> Done:
    """Ask to enter a customer's choice; Refused after its last day, and for a class that the plan does not have."""
    require(unit, act, "maker")
    opened = estate_of(unit, estate)
    require_open(unit, estate)
    day, classes = choice.elected_on.isoformat(), json.loads(opened.classes)
    stands = last(unit.rows(Election, estate=estate, customer=choice.customer))
    chosen = (choice.class_name, day, choice.evidence)
    if stands and (stands.class_name, stands.elected_on, stands.evidence) == chosen:
        return Done(stands.request, already=True)
    found = [] if choice.customer else [BLANK.at(Given("customer"))]
    found += [] if choice.evidence else [NO_EVIDENCE.at(Given("evidence"))]
    if choice.class_name not in classes:
        found.append(UNKNOWN_CLASS.at(Given("class"), name=choice.class_name, names=", ".join(classes) or "-"))
    today = day_in_japan(act.at).isoformat()
    if not opened.petition_on <= day <= today:
        found.append(WRONG_DAY.at(Given("on"), value=day, petition=opened.petition_on, today=today))
    if opened.elections_until and day > opened.elections_until:
        found.append(LATE_ELECTION.at(Given("on"), customer=choice.customer, day=day, until=opened.elections_until))
    if found:
        raise Refused(found)
    said: dict[str, object] = {"customer": choice.customer, "class": choice.class_name, "day": day}
    wish = Wish("claim.elected", f"{estate}/{choice.customer}", {}, said | {"evidence": choice.evidence})
    return asked(unit, act, wish)


def elected(unit: Unit, request: Request, _act: Act) -> Effect:
    """What the approval of an election does."""
    estate = request.subject.partition("/")[0]
    require_open(unit, estate)
    said = {key: str(value) for key, value in particulars(request).items()}
    record = Election(estate, said["customer"], said["class"], said["day"], said["evidence"], request.request)
    return Effect((), lambda _numbers: [record])
