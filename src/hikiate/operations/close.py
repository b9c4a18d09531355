"""The daily close: from a pack and its rulebooks to figures, findings and a verdict.

Data enters as a checked pack and rulebooks on the snapshot's day; each duty of each rulebook writes its figures and
findings on one sheet; reconciliation is done whatever the rulebooks; a previous close gives a finding that stood
there already its first day and its due day. Pure: the same pack, rulebooks, previous close and version give the same
result.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hikiate import __version__
from hikiate.conduct.providers.oversight import oversight
from hikiate.facts.pack import Pack
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.results import Result, RulebookUsed
from hikiate.kernel.wording import Words
from hikiate.law.rulebooks import Edition, Rulebook
from hikiate.rules.cold_share import cold_share
from hikiate.rules.conditions import case_by_case, conditions
from hikiate.rules.cover_of_tiers import cover_of_tiers
from hikiate.rules.fiat import fiat
from hikiate.rules.fund_with_trigger import fund_with_trigger
from hikiate.rules.greater_of import greater_of
from hikiate.rules.hot_insurance import hot_insurance
from hikiate.rules.in_kind import in_kind
from hikiate.rules.keepers import keepers
from hikiate.rules.noncold_rate import noncold_rate
from hikiate.rules.ownership import Control, ownership
from hikiate.rules.reconciliation import reconciliation
from hikiate.rules.reserve_flow import flow_and_ceiling
from hikiate.rules.reserve_rate import required
from hikiate.rules.reserve_resources import resources
from hikiate.rules.segregation import segregation
from hikiate.rules.sheet import Sheet
from hikiate.rules.standing import find_stale, is_in_force
from hikiate.rules.undecided import law_without_numbers

NOT_BEFORE = FindingKind(
    "input.wrong_previous",
    Severity.FAULT,
    Words(
        "a close of {exchange} as of {as_of}",
        "an earlier close of {wanted}",
        "name the close of the business day before",
    ),
    Words("{exchange} の {as_of} 現在の締め", "{wanted} のより早い日の締め", "前営業日の締めを指定してください"),
)


def _reserve_by_rate(sheet: Sheet, edition: Edition) -> None:
    resources(sheet, edition, required(sheet, edition))


DUTIES: Mapping[str, Callable[[Sheet, Edition], None]] = {
    "segregation": segregation,
    "fiat": fiat,
    "keepers": keepers,
    "reserve_by_rate": _reserve_by_rate,
    "reserve_by_flow": flow_and_ceiling,
    "reserve_undecided": law_without_numbers,
    "in_kind": in_kind,
    "cold_share": cold_share,
    "noncold_rate": noncold_rate,
    "cover_of_tiers": cover_of_tiers,
    "greater_of": greater_of,
    "hot_insurance": hot_insurance,
    "fund_with_trigger": fund_with_trigger,
    "case_by_case": case_by_case,
    "conditions": conditions,
}
"""The duties that a rulebook can lay down, by the names that its record uses."""


def close(pack: Pack, rulebooks: Sequence[Rulebook], previous: Result | None = None) -> Result:
    """Close the day of the pack under the rulebooks; Refused where `previous` is no earlier close of this exchange."""
    if previous is not None:
        _require_earlier(pack, previous)
    sheet = Sheet(pack)
    editions = [book.on(sheet.day) for book in rulebooks]
    for edition in editions:
        if is_in_force(sheet, edition):
            find_stale(sheet, edition)
            for duty in edition.book.duties:
                DUTIES[duty](sheet, edition)
    reconciling = (edition for edition in editions if edition.is_in_force and "reconciliation" in edition)
    reconciliation(sheet, next(reconciling, None))
    overseeing = (edition for edition in editions if edition.is_in_force and "keepers" in edition)
    oversight(sheet, next(overseeing, None))
    if pack.ownership is not None:
        ownership(sheet, _controls(pack))
    return Result(
        exchange=pack.exchange.name,
        as_of=pack.exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=pack.digest,
        rulebooks=tuple(
            RulebookUsed(edition.book.name, edition.status, edition.book.digest, edition.book.overlays)
            for edition in editions
        ),
        figures={figure.name: figure for figure in sheet.figures},
        findings=_aged(sheet.findings, sheet.day, previous),
    )


def _controls(pack: Pack) -> dict[str, Control]:
    """What the signed messages of a pack prove of each address."""
    from hikiate.proofs.ownership.verdicts import controls  # noqa: PLC0415 - the curves are slow to load, and few packs sign

    exchange = pack.exchange
    found = controls(pack.ownership or (), exchange.name, exchange.day)
    return {address: Control(verdict.standing, verdict.reason) for address, verdict in found.items()}


def _require_earlier(pack: Pack, previous: Result) -> None:
    if not pack.exchange.follows(previous.exchange, previous.as_of):
        named, wanted = previous.exchange, pack.exchange.name
        raise Refused([NOT_BEFORE.at("previous close", exchange=named, as_of=previous.as_of, wanted=wanted)])


def _aged(findings: Sequence[Finding], day: date, previous: Result | None) -> tuple[Finding, ...]:
    """Each finding with the day it was first seen; one that stood already keeps its first day and its due day.

    A finding is the same where code, severity and place are. A rule that sets the first day itself has its reason.
    """
    stood = reversed(previous.findings) if previous else ()
    known = {(finding.code, finding.severity, finding.where): finding for finding in stood}
    aged = []
    for finding in findings:
        earlier = known.get((finding.code, finding.severity, finding.where))
        if finding.severity is Severity.NOTE or finding.since is not None:
            aged.append(finding)
        elif earlier is None or earlier.since is None:
            aged.append(replace(finding, since=day))
        else:
            aged.append(replace(finding, since=earlier.since, due=earlier.due or finding.due))
    order = list(Severity)
    return tuple(sorted(aged, key=lambda finding: (order.index(finding.severity), finding.due or date.max)))
