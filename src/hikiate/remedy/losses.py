"""Losses: what an incident took, held against what was there, and how much of it customers bear.

Tests in order: (1) the pack is of a moment before the incident; (2) what was lost from a place, together with what
other incidents took from it, is at most what the holdings say was there; (3) what came back counts for the customers;
(4) customers bear at most what they were owed, the rest was the exchange's own.

Example: 850 BTC lost of 850 held, 750 of them owed to customers: they bear 750, and 100 were the exchange's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.remedy.claims import Claims
from hikiate.remedy.entitlements import borne
from hikiate.remedy.incident import Incident, Loss
from hikiate.remedy.kinds.incident import (
    BEFORE_SNAPSHOT,
    LOSS_EXCEEDS_HOLDINGS,
    NO_BALANCES,
    NOT_RECONCILED,
    OVERLAP,
    OWN_LOSS,
    SNAPSHOT_OLD,
)
from hikiate.rules.reconciliation import reconciliation
from hikiate.rules.sheet import Sheet

_Place = tuple[str, str, str]
_DAYS_OLD_MAX = 3
"""A close before a weekend and a holiday is the last one for so many days."""


def require_possible(sheet: Sheet, incident: Incident, others: Sequence[Incident]) -> None:
    """Refused where the incident is older than the pack, or more was lost than was there; finds what overlaps."""
    found: list[Finding] = []
    snapshot = sheet.exchange.snapshot_at
    if incident.occurred_at < snapshot:
        found.append(
            BEFORE_SNAPSHOT.at("incident", occurred=incident.occurred_at.isoformat(), snapshot=snapshot.isoformat())
        )
    if sheet.pack.balances is None:
        found.append(NO_BALANCES.at("balances"))
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=Term("the loss against what was held", "被害数量と有高との照合"))
    else:
        found += _beyond_holdings(sheet, incident, others)
    if found:
        raise Refused(found)
    for other in others:
        for loss in other.losses:
            if _place(loss) in {_place(own) for own in incident.losses}:
                _find_overlap(sheet, other, loss)


def find_old_snapshot(sheet: Sheet, incident: Incident) -> None:
    """Find that balances are days older than the incident, and nothing says what happened since."""
    age = incident.occurred_at - sheet.exchange.snapshot_at
    if incident.files.movements is None and age > timedelta(days=_DAYS_OLD_MAX):
        shown = sheet.exchange.snapshot_at.isoformat()
        sheet.find(SNAPSHOT_OLD.at("incident", snapshot=shown, days=age.days))


def find_unreconciled(sheet: Sheet, incident: Incident, edition: Edition | None) -> None:
    """Find the lost assets of which the snapshot itself does not reconcile."""
    apart = Sheet(sheet.pack)
    reconciliation(apart, edition)
    for asset in incident.lost_assets:
        codes = sorted({found.code for found in apart.findings if asset in found.where.split(".")[1:]})
        if codes:
            sheet.find(NOT_RECONCILED.at(f"loss.{asset}", asset=asset, codes=", ".join(codes)))


def write_losses(sheet: Sheet, incident: Incident, claims: Mapping[str, Claims], citation: str) -> dict[str, int]:
    """Write `loss.<asset>.quantity`, `.recovered` and `.borne`; gives what customers bear of each (minor units)."""
    shares = {}
    for asset in incident.lost_assets:
        lost = _fact(sheet, f"loss.{asset}.quantity", incident.lost(asset), asset, citation)
        back = _fact(sheet, f"loss.{asset}.recovered", incident.lost(asset) - incident.net(asset), asset, citation)
        claim = claims[asset]
        owed = sheet.figures.fact(
            f"claims.{asset}.total", sheet.amount(claim.total, asset), asset, _claims_source(sheet, incident, claim)
        )
        shares[asset] = borne(claim, incident.net(asset))
        sheet.figures.derive(
            f"loss.{asset}.borne",
            sheet.amount(shares[asset], asset),
            asset,
            rule=Term(
                "min(quantity − recovered, what customers were owed)", "min（流出数量 − 回収数量、利用者への債務）"
            ),
            citation=citation,
            inputs=[lost, back, owed],
        )
        own = incident.net(asset) - shares[asset]
        if own:
            sheet.find(OWN_LOSS.at(f"loss.{asset}", own=_said(sheet, own, asset), asset=asset))
    return shares


def loss_by_tier(incident: Incident, costs: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What is still lost in each tier, in minor units of money; an asset without a cost is left out."""
    tiers: dict[str, Fraction] = {}
    for loss in incident.losses:
        if loss.asset in costs:
            tiers[loss.tier] = tiers.get(loss.tier, Fraction(0)) + loss.net * costs[loss.asset]
    return tiers


def _fact(sheet: Sheet, name: str, minor: int, asset: str, citation: str) -> str:
    return sheet.figures.fact(name, sheet.amount(minor, asset), asset, citation)


def _claims_source(sheet: Sheet, incident: Incident, claims: Claims) -> str:
    source = sheet.column_source("balances", "amount", claims.asset, len(claims.frame))
    more = [file for file in (incident.files.accounts, incident.files.movements) if file]
    return " + ".join([source, *more])


def _beyond_holdings(sheet: Sheet, incident: Incident, others: Sequence[Incident]) -> Iterable[Finding]:
    held: dict[_Place, int] = {}
    for holding in sheet.pack.holdings or ():
        held[_place(holding)] = held.get(_place(holding), 0) + holding.amount
    lost: dict[_Place, int] = {}
    for loss in (loss for each in (incident, *others) for loss in each.losses):
        lost[_place(loss)] = lost.get(_place(loss), 0) + loss.quantity
    for loss in incident.losses:
        place = _place(loss)
        if lost.get(place, 0) > held.get(place, 0):
            yield LOSS_EXCEEDS_HOLDINGS.at(
                loss.where,
                lost=_said(sheet, lost.pop(place), loss.asset),
                held=_said(sheet, held.get(place, 0), loss.asset),
                asset=loss.asset,
                tier=loss.tier,
                keeper=loss.keeper,
                others=_together_with([each.id for each in others if place in {_place(of) for of in each.losses}]),
            )


def _together_with(others: Sequence[str]) -> Term:
    """The other incidents whose losses are counted too; nothing where there are none."""
    names = ", ".join(others)
    return Term(f", together with {names}", f"（{names} による流出を含む）") if names else Term("", "")


def _find_overlap(sheet: Sheet, other: Incident, loss: Loss) -> None:
    sheet.find(
        OVERLAP.at(
            loss.where,
            other=other.id,
            quantity=_said(sheet, loss.quantity, loss.asset),
            asset=loss.asset,
            tier=loss.tier,
            keeper=loss.keeper,
        )
    )


def _place(of: Loss | Holding) -> _Place:
    return of.asset, of.tier, of.keeper


def _said(sheet: Sheet, minor: int, asset: str) -> str:
    return grouped(amount_text(minor, sheet.exchange.scale(asset)))
