"""The reserve's release, which needs the last close's figures and the law of the day."""

from datetime import datetime

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.facts import faults
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.people import scale_of
from hikiate.operations.workspace.ports import Acting, Done, last, now
from hikiate.operations.workspace.reserve import request_release
from hikiate.storage.lawbooks import library
from hikiate.storage.results import read_result


def release(desk: Desk, acting: Acting, wanted: tuple[str, str], rulebook: str) -> Done:
    """Ask to take out what stands above what must be held; `wanted` is asset and amount, the number the request's."""
    book = library().choose([rulebook])[0]
    with desk.book.unit() as unit:
        act = now(acting)
        scale_of(unit, wanted[0])
        closes = [close for close in unit.rows(CloseDone) if rulebook in close.rulebooks.split(",")]
        newest = last(sorted(closes, key=lambda close: datetime.fromisoformat(close.as_of)))
        if newest is None:
            words, words_ja = f"a close under {rulebook}", f"{rulebook} による締め"
            raise Refused([faults.WRONG_VALUE.at(Given("rulebook"), value=rulebook, wanted=words, wanted_ja=words_ja)])
        result = read_result(desk.store.place("results", newest.result))
        return request_release(unit, act, wanted, result, book.on(day_in_japan(act.at)))
