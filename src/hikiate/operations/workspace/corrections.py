"""Corrections of the journal: a further entry that reverses one, with a reason, approved like any other movement.

What customers were paid is not corrected here: a payment that went wrong comes back by its settlement.
"""

from hikiate.book.journal import Entry, EntryDraft
from hikiate.book.records import Request
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import Effect, State, Wish, asked, particulars, state
from hikiate.operations.workspace.faults import NOT_CORRECTABLE, UNKNOWN_ENTRY
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit

CORRECTABLE = (
    "reserve.provision",
    "reserve.release",
    "incident.draw",
    "incident.claim",
    "incident.recover",
    "incident.receive",
)


def request_correction(unit: Unit, act: Act, number: int, reason: str) -> Done:
    """Ask for the reversal of an entry; Refused for one of another kind, or that is corrected already."""
    require(unit, act, "maker")
    entry = unit.entry(number)
    if entry is None:
        raise Refused([UNKNOWN_ENTRY.at(Given("number"), number=number)])
    if not reason.strip():
        raise Refused([BLANK.at(Given("reason"))])
    if entry.kind not in CORRECTABLE:
        raise Refused([NOT_CORRECTABLE.at(Given("number"), number=number, kind=entry.kind, corrected=Term("", ""))])
    _require_uncorrected(unit, entry)
    amounts: dict[str, int] = {}
    for posting in unit.postings(number):
        amounts[posting.asset] = max(posting.amount, amounts.get(posting.asset, 0))
    wish = Wish("journal.correction", f"entry {number}", amounts, {"entry": number, "reason": reason})
    return asked(unit, act, wish)


def is_corrected(unit: Unit, number: int) -> bool:
    """Whether an entry was reversed."""
    return any(
        particulars(request)["entry"] == number and state(unit, request) is State.APPROVED
        for request in unit.rows(Request, kind="journal.correction")
    )


def _require_uncorrected(unit: Unit, entry: Entry) -> None:
    """Refuse to reverse an entry twice, whoever asked for it and for which reason."""
    if is_corrected(unit, entry.number):
        words = Term(", corrected already", "（訂正済み）")
        raise Refused([NOT_CORRECTABLE.at(Given("number"), number=entry.number, kind=entry.kind, corrected=words)])


def corrected(unit: Unit, request: Request, act: Act) -> Effect:
    """What the approval of a correction does: the entry's postings, each the other way round.

    Refused where another request for the same entry was approved meanwhile.
    """
    said = particulars(request)
    number = int(str(said["entry"]))
    entry = unit.entry(number)
    assert entry is not None  # noqa: S101 - a request names an entry that was there when it was asked for
    _require_uncorrected(unit, entry)
    postings = [posting.reversed for posting in unit.postings(number)]
    draft = EntryDraft(act.at, act.by, request.kind, str(said["reason"]), corrects=number)
    return Effect(((draft, postings),))
