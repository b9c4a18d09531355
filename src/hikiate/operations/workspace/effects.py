"""What each kind of approved request does."""

from collections.abc import Callable

from hikiate.book.records import Determination, Request
from hikiate.operations.workspace.approvals import Effect, Effects
from hikiate.operations.workspace.claims import stepped
from hikiate.operations.workspace.corrections import corrected
from hikiate.operations.workspace.determinations import Determined, made_payable
from hikiate.operations.workspace.elections import elected
from hikiate.operations.workspace.incidents import drawn
from hikiate.operations.workspace.payouts import batched
from hikiate.operations.workspace.ports import Act, Unit
from hikiate.operations.workspace.reserve import provided, released

CLAIM_STEPS = ("claim.examined", "claim.objected", "claim.decided", "claim.set_off", "claim.withdrawn")


def effects(kept: Callable[[str], Determined]) -> Effects:
    """The effects by kind of request; `kept` gives a determination that was taken in, by its digest."""

    def determined(unit: Unit, request: Request, act: Act) -> Effect:
        record = next(unit.rows(Determination, request=request.request))
        return made_payable(unit, request, act, kept(record.determination))

    return {
        "reserve.provision": provided,
        "reserve.release": released,
        "incident.determination": determined,
        "incident.draw": drawn,
        "payout.batch": batched,
        "journal.correction": corrected,
        **dict.fromkeys(CLAIM_STEPS, stepped),
        "claim.elected": elected,
    }
