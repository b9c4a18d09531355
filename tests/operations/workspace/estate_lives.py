"""An estate's life, to be lived in any workspace: opened on a ledger, claims filed and examined."""

from collections.abc import Callable
from datetime import date, timedelta

from lives import Book, Life

from hikiate.book.records import Request
from hikiate.operations.workspace.claim_steps import ClaimsDesk, Filing, Reason
from hikiate.operations.workspace.claims import Account, Standing, standing
from hikiate.operations.workspace.elections import Choice, request_election
from hikiate.operations.workspace.estates import EstateFile, Ledger, close_before, open_estate
from hikiate.operations.workspace.ports import Done

PETITION = date(2026, 9, 1)
FILE = EstateFile(
    "E-1", "jp-rehabilitation", PETITION, date(2026, 9, 10), date(2026, 9, 20), ("early", "late"), "d" * 64
)
LEDGER = {("a", "BTC"): 700, ("b", "BTC"): 100, ("c", "JPY"): 1_000}
SHOWN = "e" * 64
WHY = Reason("because", SHOWN)


def of_ledger(customer: str, asset: str) -> int:
    """What the ledger says of an account."""
    return LEDGER.get((customer, asset), 0)


class EstateLife(Life):
    """A workspace with an estate."""

    def estate(self, file: EstateFile = FILE) -> "EstateLife":
        """The estate, open on the first close."""
        with self.book.unit() as unit:
            pack = close_before(unit, PETITION).pack
            totals = {"BTC": 800, "JPY": 1_000, "ETH": 0}
            open_estate(unit, self.act("mia"), file, Ledger(pack, totals), None)
        return self

    def days(self, count: int) -> None:
        """Time goes on."""
        self.minutes += int(timedelta(days=count).total_seconds()) // 60

    def at_claims(self, verb: Callable[[ClaimsDesk], Done], *, user: str = "mia") -> Done:
        """A verb about claims."""
        with self.book.unit() as unit:
            return verb(ClaimsDesk(unit, self.act(user), "E-1", of_ledger))

    def filed(self, customer: str, asset: str, amount: str, **more: object) -> int:
        """A claim filed on the first day, with evidence."""
        words: dict[str, object] = {"filed_on": PETITION, "evidence": SHOWN} | more
        filing = Filing(customer, asset, amount, **words)  # type: ignore[arg-type]  # the fields of a filing as they are
        return self.at_claims(lambda desk: desk.file(filing)).number

    def step(self, verb: Callable[[ClaimsDesk], Done]) -> int:
        """A step asked for and approved."""
        number = self.at_claims(verb).number
        self.approved(number)
        return number

    def examined(self, number: int, admitted: str, disputed: str = "0") -> None:
        """A claim examined and approved."""
        self.step(lambda desk: desk.examine(number, admitted, disputed, WHY))

    def elected(self, customer: str, class_name: str, day: date = PETITION) -> None:
        """A choice, approved."""
        with self.book.unit() as unit:
            number = request_election(unit, self.act("mia"), "E-1", Choice(customer, class_name, day, SHOWN)).number
        self.approved(number)

    def stands(self, customer: str, asset: str) -> Standing:
        """What stands of an account."""
        with self.book.unit() as unit:
            return standing(unit, Account("E-1", customer, asset), of_ledger)

    def claims_in_journal(self, asset: str) -> tuple[int, int, int]:
        """What the journal says is claimed, admitted and disputed."""
        return (
            self.balance("estate_claims", asset),
            self.balance("admitted_claims", asset),
            self.balance("disputed_claims", asset),
        )

    def request(self, number: int) -> Request:
        """A request by its number."""
        with self.book.unit() as unit:
            return next(unit.rows(Request, request=number))


def estate_life(book: Book) -> EstateLife:
    """A life begun, with an estate open."""
    life = EstateLife(book)
    life.begun()
    return life.estate()
