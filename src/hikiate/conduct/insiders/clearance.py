"""Pre-clearance: whether a person may trade an asset at a moment, and what became of a request.

Rules in order: (1) the asset is on the restricted list; (2) the person has inside information of a case about it that
is not public; (3) a blackout window holds for it. Whoever stands on the permanent section has the information of every
case. A request that no rule bars needs the approval of two people, neither of them the one who asked; the approval
lapses after the business days that the exchange set itself, and is void as soon as a rule bars the trade.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from hikiate.conduct.insiders.entries import Entry
from hikiate.conduct.insiders.register import APPROVALS, PERMANENT, Register
from hikiate.kernel.days import JAPAN, BusinessCalendar
from hikiate.kernel.wording import Term


class State(Enum):
    """What became of a request."""

    OPEN = "open"
    REFUSED = "refused"
    CLEARED = "cleared"
    LAPSED = "lapsed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Clearance:
    """A request as it stands at a moment: who decided, until when an approval holds, and what bars it now."""

    request: Entry
    state: State
    deciders: tuple[str, ...]
    until: date | None
    bars: tuple[Term, ...]


def bars(register: Register, person: str, asset: str, at: datetime) -> tuple[Term, ...]:
    """Every rule that keeps a person from trading an asset at a moment."""
    found = []
    if asset in register.on_list("restricted"):
        found.append(Term(f"{asset} is on the restricted list", f"{asset} は取引制限銘柄です"))
    permanent = any(insider.person == person and insider.knew(at) for insider in register.insiders(PERMANENT))
    for case in register.cases().values():
        is_open = case.arose_at <= at and (case.published_at is None or at < case.published_at)
        listed = any(insider.person == person and insider.knew(at) for insider in register.insiders(case.case))
        if asset in case.assets and (listed or (permanent and is_open)):
            found.append(
                Term(
                    f"{person} has inside information of case {case.case}",
                    f"{person} は案件 {case.case} の情報を知っています",
                )
            )
    for window in register.windows(asset, at):
        name, ends = window.values["window"], window.values["ends_at"]
        found.append(Term(f"blackout window {name} until {ends}", f"取引禁止期間 {name}（{ends} まで）"))
    return tuple(found)


def clearance(register: Register, request: Entry, at: datetime) -> Clearance:
    """What became of a request by a moment; the calendar is Japan's."""
    name, person, asset = (request.values[key] for key in ("request", "person", "asset"))
    decided = [entry for entry in register.of("decided", request=name) if entry.at <= at]
    deciders = tuple(entry.by for entry in decided)
    barring = bars(register, person, asset, at)
    if any(entry.values["decision"] == "refuse" for entry in decided):
        return Clearance(request, State.REFUSED, deciders, None, barring)
    if len(decided) < APPROVALS:
        return Clearance(request, State.VOID if barring else State.OPEN, deciders, None, barring)
    until = BusinessCalendar("JP").deadline(_day(decided[-1].at), register.validity_days)
    if barring:
        return Clearance(request, State.VOID, deciders, until, barring)
    return Clearance(request, State.CLEARED if _day(at) <= until else State.LAPSED, deciders, until, ())


def _day(at: datetime) -> date:
    """The day of a moment in Japan."""
    return at.astimezone(JAPAN).date()
