"""Classification: a token led through a procedure step by step, every answer kept with its reason.

A step whose fact is unknown ends the way: the token stays undecided, and the reason is that step's. Marks and duties
follow from the class and the facts; what nobody has published of a duty is undecided.
"""

from dataclasses import dataclass
from datetime import date

from hikiate.conduct.tokens.facts import NONE, TokenFacts
from hikiate.conduct.tokens.procedure import Duty, Mark, Procedure, Step
from hikiate.kernel.findings import Finding
from hikiate.kernel.status import Status, weakest
from hikiate.kernel.wording import Term


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: what was asked, what the fact said, and the answer it makes."""

    step: Step
    value: str
    answer: str


@dataclass(frozen=True, slots=True)
class Classification:
    """What a token is on a day. `token_class` is None while undecided, and then `reason` says why.

    `unknown_marks` are those whose fact is unknown, so that nobody reads a missing mark as a clean one.
    """

    facts: TokenFacts
    day: date
    taken: tuple[Taken, ...]
    token_class: str | None
    reason: Term | None
    marks: tuple[Mark, ...]
    unknown_marks: tuple[Mark, ...]
    duties: tuple[Duty, ...]

    @property
    def status(self) -> Status:
        """The weakest of the steps that were taken; undecided where there is no class."""
        if self.token_class is None:
            return Status.UNDECIDED
        return weakest(taken.step.source.status for taken in self.taken)


class NotInForce(ValueError):
    """A day before the procedure began."""


def classify(facts: TokenFacts, procedure: Procedure, day: date) -> Classification:
    """Classify a token on a day; NotInForce before the procedure begins."""
    if day < procedure.in_force_from:
        raise NotInForce(procedure.name)
    taken: list[Taken] = []
    at, reason = procedure.first, None
    while at not in procedure.classes:
        step = procedure.steps[at]
        answer = facts.answer(step.fact, procedure)
        target = None if answer is None else step.answers.get(answer)
        if answer is None or target is None:
            reason = facts.doubts.get(step.fact, step.unanswered)
            break
        taken.append(Taken(step, facts.values[step.fact], answer))
        at = target
    token_class = None if reason is not None else at
    marks = tuple(mark for mark in procedure.marks if is_marked(mark, facts, procedure))
    unknown = tuple(mark for mark in procedure.marks if is_marked(mark, facts, procedure) is None)
    return Classification(
        facts, day, tuple(taken), token_class, reason, marks, unknown, duties_of(procedure, token_class, marks)
    )


def is_marked(mark: Mark, facts: TokenFacts, procedure: Procedure) -> bool | None:
    """Whether a mark is set; None where its fact is unknown."""
    if mark.needs_issuer and facts.answer("issuer", procedure) == NONE:
        return False
    if mark.at_least is not None:
        share = facts.share(mark.fact)
        return None if share is None else share >= mark.at_least
    answer = facts.answer(mark.fact, procedure)
    return None if answer is None else answer == mark.value


def duties_of(procedure: Procedure, token_class: str | None, marks: tuple[Mark, ...]) -> tuple[Duty, ...]:
    """The duties of a class for a token with these marks; none while it is undecided."""
    marked = {mark.id for mark in marks}
    return tuple(
        duty for duty in procedure.duties if token_class in duty.classes and (duty.when is None or duty.when in marked)
    )


@dataclass(frozen=True, slots=True)
class Reclassification:
    """What changes for a token that becomes another class on a day; `due` is the exchange's own promise, if any."""

    before: Classification
    after: str
    on: date
    begun: tuple[Duty, ...]
    ended: tuple[Duty, ...]
    kept: tuple[Duty, ...]
    due: date | None


def reclassified(
    before: Classification, after: str, procedure: Procedure, on: date, due: date | None
) -> Reclassification:
    """The duties that begin, end and go on when a token becomes the class `after`."""
    new = duties_of(procedure, after, before.marks)
    begun = tuple(duty for duty in new if duty not in before.duties)
    ended = tuple(duty for duty in before.duties if duty not in new)
    kept = tuple(duty for duty in new if duty in before.duties)
    return Reclassification(before, after, on, begun, ended, kept, due)


@dataclass(frozen=True, slots=True)
class Classified:
    """A whole list classified, with what was found of the list itself."""

    procedure: Procedure
    day: date
    tokens: tuple[Classification, ...]
    findings: tuple[Finding, ...]
