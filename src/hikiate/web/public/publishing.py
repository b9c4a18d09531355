"""What is published: nothing until an administrator says so, part by part, by a decision that stands in the book.

The last decision counts. It is read from the book itself, so that a restored backup publishes what was decided, and
whoever writes to other tables publishes nothing.
"""

from collections.abc import Mapping, Sequence

from hikiate.book.decisions import Decision, DecisionDraft
from hikiate.desk.desks import Desk
from hikiate.facts.faults import NOT_A_CHOICE
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Acting, Done, now
from hikiate.storage.database.workspace import DECISION_FIELDS, table

KIND = "public.publish"
SUBJECT = "public"

PARTS: Mapping[str, Term] = {
    "coverage": Term(
        "what customers are owed and what is held, for each asset", "利用者への債務と有高（銘柄ごと）・充足率"
    ),
    "reserve": Term("the reserve held against the one required", "責任準備金の必要額と充当額"),
    "proofs": Term("the chain of day roots, to be verified by", "負債証明の日次ルートの連鎖（検証用）"),
    "disputes": Term("how many disputes are open and answered", "異議申出の件数（未回答・回答済み）"),
    "policy": Term("the policy for incidents (Order art. 23(3))", "債務の履行に関する方針（府令第23条第3項）"),
}
"""Every part that can be published."""


def publish(desk: Desk, acting: Acting, parts: Sequence[str]) -> Done:
    """Publish these parts and no others from now on; none of them ends all publishing."""
    with desk.book.unit() as unit:
        act = now(acting)
        require(unit, act, "admin")
        wrong = [
            NOT_A_CHOICE.at(Given("part"), value=part, choices=", ".join(PARTS)) for part in parts if part not in PARTS
        ]
        if wrong:
            raise Refused(wrong)
        words = ",".join(part for part in PARTS if part in parts)
        stands = last_decision()
        if (stands.words if stands else "") == words:
            return Done(stands.number if stands else 0, already=True)
        made = unit.decide(DecisionDraft(act.at, act.by, KIND, SUBJECT, words))
    return Done(made.number)


def published() -> frozenset[str]:
    """The parts that are published now."""
    stands = last_decision()
    return frozenset(stands.words.split(",")) & PARTS.keys() if stands else frozenset()


def last_decision() -> Decision | None:
    """The decision that counts; None while there was none."""
    row = table("Decision").objects.filter(kind=KIND).order_by("-number").values_list(*DECISION_FIELDS).first()
    return None if row is None else Decision(*row)
