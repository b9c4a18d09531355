"""An incident lived in an office as far as a test needs it, by the same steps as the commands and the pages take."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from incident_papers import LOSS, determination, settlement

from hikiate.desk import incidents as steps
from hikiate.desk.desks import Desk
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.incidents import Draw
from hikiate.operations.workspace.people import set_limit
from hikiate.operations.workspace.ports import Act

INCIDENT = "theft"
MAKER, CHECKER, SECOND = "sato", "suzuki", "takahashi"


@dataclass
class Case:
    """An incident of an office; each act is a second after the one before."""

    desk: Desk
    papers: Path
    seconds: "count[int]"

    def act(self, who: str = MAKER) -> Act:
        """Somebody acts."""
        second = next(self.seconds)
        return Act(who, f"2026-11-21T00:{second // 60:02}:{second % 60:02}.000000Z")

    def limit(self, most: str = "1000000", two_above: str = "500000") -> None:
        """Let approvers approve yen."""
        with self.desk.book.unit() as unit:
            set_limit(unit, self.act(), "approver", "JPY", (most, two_above))

    def open(self) -> None:
        """Open the incident."""
        steps.open_incident(self.desk, self.act(), LOSS.encode(), "theft.toml")

    def determine(self, payments: int = 3) -> int:
        """Take in a determination of so many payments of 1,000 yen; gives back its request."""
        folder = self.papers / f"determination-{payments}"
        determination(folder, payments)
        return steps.take_determination(self.desk, self.act(), INCIDENT, folder).number

    def draw(self, amount: str = "3000") -> int:
        """Ask to draw on own funds; gives back the request."""
        with self.desk.book.unit() as unit:
            return incidents.request_draw(unit, self.act(), INCIDENT, Draw("own_funds", "JPY", amount)).number

    def approve(self, request: int, who: str = CHECKER) -> None:
        """Approve a request."""
        with self.desk.book.unit() as unit:
            approve(unit, self.act(who), request, "", self.desk.effects)

    def batch(self) -> int:
        """Make a batch of yen; gives back its request."""
        with self.desk.book.unit() as unit:
            made = payouts.make_batch(unit, self.act(), INCIDENT, "JPY")
            return payouts.batch_of(unit, INCIDENT, made.number).request

    def release(self, number: int = 1) -> Path:
        """Release a batch; gives back its payout file."""
        return steps.release(self.desk, self.act(), INCIDENT, number).handed

    def settlement(self, number: int = 1, returned: tuple[str, ...] = ()) -> Path:
        """What the bank reports of a batch."""
        file = self.papers / f"settlement-{number}-{len(returned)}.csv"
        settlement(self.desk.folder / "payouts" / f"{INCIDENT}-{number}.csv", file, returned)
        return file

    def settle(self, number: int = 1, returned: tuple[str, ...] = ()) -> None:
        """Take the bank's report in."""
        steps.take_settlement(self.desk, self.act(), INCIDENT, number, self.settlement(number, returned))

    def live(self) -> None:
        """From its opening to a batch that is settled but for one payment that came back."""
        self.limit()
        self.open()
        self.approve(self.determine())
        self.approve(self.draw())
        self.approve(self.batch())
        self.release()
        self.settle(returned=("K0002",))


def case_of(desk: Desk, papers: Path) -> Case:
    """A case in an office, not begun yet."""
    papers.mkdir(exist_ok=True)
    return Case(desk, papers, count())
