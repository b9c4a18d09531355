"""The reserve's verbs (責任準備金): set aside, use, release, each asked for by one person and approved by others.

Tests of a use, in order: (1) the rulebook says for what its reserve may be used, or nothing may be; (2) the purpose is
one of those; (3) where the purpose is the authority's approval, that approval is named; (4) the reserve holds enough.
A release is held against `reserve.releasable` of the last close under that rulebook.

Example: under `jp-fiea-175` (FIEA Art. 46-5(2), Order Art. 175(2)) a theft by an outsider is no purpose of itself; an
accident is, and so is whatever the authority has approved.
"""

from collections.abc import Callable

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Request
from hikiate.kernel.amounts import minor_units
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.results import Result
from hikiate.kernel.wording import unit_term
from hikiate.law.rulebooks import Edition
from hikiate.operations.workspace.approvals import Effect, Wish, amounts, asked
from hikiate.operations.workspace.faults import (
    NO_APPROVAL_NAMED,
    NOT_RELEASABLE,
    PURPOSE_REFUSED,
    PURPOSE_UNDECIDED,
    SHORT,
)
from hikiate.operations.workspace.people import amount_of, require, said_amount, scale_of
from hikiate.operations.workspace.ports import Act, Done, Unit

PURPOSES = "uses"
"""The provision that names for what a rulebook's reserve may be used."""

BY_AUTHORITY = "approved"


def request_provision(unit: Unit, act: Act, asset: str, text: str, memo: str) -> Done:
    """Ask to set an amount aside."""
    require(unit, act, "maker")
    amount = amount_of(unit, asset, text, Given("amount"))
    return asked(unit, act, Wish("reserve.provision", "reserve", {asset: amount}, {"memo": memo}))


def request_release(unit: Unit, act: Act, wanted_amount: tuple[str, str], close: Result, edition: Edition) -> Done:
    """Ask to take out what stands above what must be held; Refused where the close does not allow it."""
    require(unit, act, "maker")
    asset, text = wanted_amount
    amount = amount_of(unit, asset, text, Given("amount"))
    figure = close.figures.get("reserve.releasable")
    citation = edition["excess_release"].citation.text if "excess_release" in edition else edition.book.name
    may = 0
    if figure is not None and figure.value is not None and figure.unit == asset and "excess_release" in edition:
        may = minor_units(figure.value, scale_of(unit, asset))
    if amount > may:
        value, wanted = said_amount(unit, asset, may), said_amount(unit, asset, amount)
        unit_said = unit_term(asset)
        raise Refused(
            [NOT_RELEASABLE.at(Given("amount"), value=value, unit=unit_said, wanted=wanted, article=citation)]
        )
    require_held(unit, "reserve_assets", asset, amount)
    particulars = {"as_of": close.as_of, "rulebook": edition.book.name}
    return asked(unit, act, Wish("reserve.release", "reserve", {asset: amount}, particulars))


def require_purpose(edition: Edition, purpose: str, approved: str) -> None:
    """Refuse a use for which the rulebook does not let the reserve be used."""
    name = edition.book.name
    if PURPOSES not in edition or edition[PURPOSES].value is None:
        raise Refused([PURPOSE_UNDECIDED.at(Given("rulebook"), rulebook=name)])
    version = edition[PURPOSES]
    allowed = [word.strip() for word in (version.value or "").split(",")]
    citation = version.citation.text
    if purpose not in allowed:
        wanted = ", ".join(allowed)
        raise Refused(
            [PURPOSE_REFUSED.at(Given("purpose"), value=purpose, rulebook=name, wanted=wanted, article=citation)]
        )
    if purpose == BY_AUTHORITY and not approved.strip():
        raise Refused([NO_APPROVAL_NAMED.at(Given("authority_approval"), article=citation)])


def require_held(unit: Unit, account: str, asset: str, amount: int, subject: str | None = None) -> None:
    """Refuse to take out of an account what is not in it."""
    held = unit.balance(account, asset, subject=subject)
    if held < amount:
        said, wanted = said_amount(unit, asset, held), said_amount(unit, asset, amount)
        term = ACCOUNTS[account].term
        raise Refused([SHORT.at(account, held=said, unit=unit_term(asset), account=term, wanted=wanted)])


def provided(_unit: Unit, request: Request, act: Act) -> Effect:
    """Set aside: own funds become the reserve's, and the liability reserve grows by the charge."""
    return Effect((_entry(request, act, _provision),))


def released(unit: Unit, request: Request, act: Act) -> Effect:
    """Taken out: the reserve's assets are own funds again, and the liability reserve is reversed."""
    for asset, amount in amounts(request.amounts).items():
        require_held(unit, "reserve_assets", asset, amount)
    return Effect((_entry(request, act, _release),))


def _entry(request: Request, act: Act, lines: Callable[[str, int], list[Posting]]) -> tuple[EntryDraft, list[Posting]]:
    postings = [line for asset, amount in amounts(request.amounts).items() for line in lines(asset, amount)]
    return EntryDraft(act.at, act.by, request.kind, f"request {request.request}"), postings


def _provision(asset: str, amount: int) -> list[Posting]:
    return [
        Posting("reserve_assets", "own_funds", asset, amount),
        Posting("reserve_provision", "reserve_liability", asset, amount),
    ]


def _release(asset: str, amount: int) -> list[Posting]:
    return [
        Posting("own_funds", "reserve_assets", asset, amount),
        Posting("reserve_liability", "reserve_reversal", asset, amount),
    ]
