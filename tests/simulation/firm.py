"""The people of the exchange at their desk: each verb is struck by harms, finished, repeated, and checked.

A verb that was struck is done again, as a person would; whatever is already done then says so. After every verb the
checkers look at the book.
"""

import errno
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from functools import partial
from random import Random
from typing import TypeVar

from hikiate.book.journal import moment_text
from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace.approvals import amounts, approve, reject, request_of
from hikiate.operations.workspace.people import begin, limit_of, set_limit, set_roles
from hikiate.operations.workspace.ports import Act, Done, Unit
from simulation.breaks import Crash, holds
from simulation.chance import happens
from simulation.checkers import Checkers
from simulation.figures import Figures
from simulation.harms import STRIKES, Harm
from simulation.stores import Store

JAPAN = timezone(timedelta(hours=9))
ADMIN, MAKER, CHECKERS = "ann", "mia", ("cho", "dai")
OUTSIDE = frozenset((errno.ENOSPC, errno.ECONNRESET, errno.ECONNREFUSED, errno.EAGAIN, errno.EIO))

_STRUCK = 200
_TWICE = 150
_CLOCK = 30
_TOUCHES = 14
_BEFORE_LAST = "workspace.moment"

T = TypeVar("T")
Verb = Callable[[Act], T]


class Firm:
    """Everybody who acts in the workspace, with the clock on their wall."""

    def __init__(self, store: Store, chance: Random, figures: Figures, checkers: Checkers) -> None:
        self.store, self.chance, self.figures, self.checkers = store, chance, figures, checkers
        self.now = datetime(2020, 1, 1, tzinfo=JAPAN)

    @property
    def desk(self) -> Desk:
        """The workspace that stands open."""
        return self.store.desk

    def at(self, moment: datetime) -> None:
        """Time goes on; a clock that was set too far ahead waits until the day has come up with it."""
        self.now = max(self.now, moment)

    def morning(self, of: date) -> None:
        """The day begins."""
        self.at(datetime.combine(of, time(9), JAPAN))

    def act(self, user: str) -> Act:
        """Somebody acts, some seconds later; now and then the clock jumps ahead."""
        self.now += timedelta(seconds=self.chance.randrange(1, 20))
        if happens(self.chance, 3):
            self.figures.harms["clock_forward"] += 1
            self.now += timedelta(minutes=self.chance.randrange(1, 60))
        return Act(user, moment_text(self.now))

    def do(self, user: str, verb: Verb[T]) -> T:
        """Carry a verb out to its end, whatever strikes meanwhile; checked afterwards."""
        self.figures.done["verbs"] += 1
        if happens(self.chance, _CLOCK) and self.checkers.has_begun:
            self._with_a_late_clock(user, verb)
        if happens(self.chance, _STRUCK):
            self._struck(user, verb)
        before = self.store.desk.book.decisions.number
        done = verb(self.act(user))
        self.checkers.step()
        if happens(self.chance, _TWICE):
            self._again(user, verb)
        self.figures.done["decisions"] += self.store.desk.book.decisions.number - before
        return done

    def refused(self, user: str, verb: Verb[object], code: str) -> None:
        """A verb that has to be refused for a reason, and to leave nothing."""
        before = self._heads()
        try:
            verb(self.act(user))
        except Refused as refused:
            codes = {fault.code for fault in refused.faults}
            holds(code in codes, f"refused for {codes}, not for {code}")
            holds(self._heads() == before, "a refused verb left something")
        else:
            holds(condition=False, words="what has to be refused was done")
        self.figures.done["refusals"] += 1

    def _heads(self) -> tuple[object, object]:
        book = self.store.desk.book
        return book.journal, book.decisions

    def _struck(self, user: str, verb: Verb[object]) -> None:
        """The verb with a harm on its way; what it leaves is all of it or nothing."""
        kind = self.chance.choice(STRIKES)
        harm = Harm(self.chance.randrange(1, _TOUCHES), self.store.strike(kind))
        self.store.struck.harm = harm
        before = self._heads()
        try:
            verb(self.act(user))
        except Crash:
            pass
        except OSError as error:
            holds(harm.struck and error.errno in OUTSIDE, f"a verb failed by itself: {error!r}")
        finally:
            self.store.struck.harm = Harm()
        if harm.struck:
            self.figures.harms[kind] += 1
            self.store.restart()
        self.checkers.whole(before)
        self.checkers.step()

    def _again(self, user: str, verb: Verb[object]) -> None:
        """The same call comes twice: the second changes nothing."""
        self.figures.harms["message_twice"] += 1
        before = self._heads()
        try:
            said = verb(self.act(user))
        except Refused:
            said = None
        holds(self._heads() == before, f"the same call twice made something twice: {said}")

    def _with_a_late_clock(self, user: str, verb: Verb[object]) -> None:
        """A clock that was set back: the verb is refused and leaves nothing."""
        self.figures.harms["clock_back"] += 1
        before, newest = self._heads(), self.desk.book.decisions.at
        late = datetime.fromisoformat(newest) - timedelta(seconds=self.chance.randrange(1, 10**6))
        try:
            verb(Act(user, moment_text(late)))
        except Refused as refused:
            codes = {fault.code for fault in refused.faults}
            holds(_BEFORE_LAST in codes, f"refused for {codes}, not for {_BEFORE_LAST}")
        else:
            holds(condition=False, words="an act before the last one was not refused")
        holds(self._heads() == before, "an act before the last one left something")

    def unit(self, user: str, verb: Callable[[Unit, Act], T]) -> T:
        """A verb of one unit of work."""

        def done(act: Act) -> T:
            with self.desk.book.unit() as unit:
                return verb(unit, act)

        return self.do(user, done)

    def approve(self, act: Act, request: int) -> Done:
        """One word on a request."""
        with self.desk.book.unit() as unit:
            return approve(unit, act, request, "", self.desk.effects)

    def approved(self, request: int) -> None:
        """A request approved by as many as it takes: the second word is refused where one is enough."""
        first, second = self.chance.sample(CHECKERS, 2)
        self.do(first, partial(self.approve, request=request))
        if self.checkers.is_open(request):
            self.do(second, partial(self.approve, request=request))

    def refused_then_rejected(self, request: int, code: str) -> None:
        """A request whose last word has to be refused; where two are needed, the first is a word and no more."""
        first, second = self.chance.sample(CHECKERS, 2)
        with self.desk.book.unit() as unit:
            sums = amounts(request_of(unit, request).amounts)
            limits = [(sum_, limit_of(unit, first, asset)) for asset, sum_ in sums.items()]
        if any(limit is not None and sum_ > limit.amount_two_above for sum_, limit in limits):
            self.do(first, partial(self.approve, request=request))
        self.refused(second, partial(self.approve, request=request), code)
        self.unit(second, lambda unit, act: reject(unit, act, request, "not so"))

    def rejected(self, request: int) -> None:
        """A request rejected."""
        checker = self.chance.choice(CHECKERS)
        self.unit(checker, lambda unit, act: reject(unit, act, request, "not so"))

    def begin(self) -> None:
        """An administrator, a maker, two approvers."""
        self.unit(ADMIN, begin)
        for name, roles in ((MAKER, ["maker"]), *((checker, ["approver"]) for checker in CHECKERS)):
            self.unit(ADMIN, lambda unit, act, name=name, roles=roles: set_roles(unit, act, name, roles))  # type: ignore[misc]  # the loop's values, bound

    def limits(self) -> None:
        """What approvers may approve: all that can happen here, and above a small amount two of them."""
        for asset, most, two_above in (("JPY", 10**14, 10**7), ("BTC", 10**6, 1), ("ETH", 10**7, 10)):
            words = (str(most), str(two_above))
            self.unit(ADMIN, lambda unit, act, asset=asset, words=words: set_limit(unit, act, "approver", asset, words))  # type: ignore[misc]  # as above
