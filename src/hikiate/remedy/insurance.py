"""Insurance of one incident: what a policy, as written, pays for this loss, and from which day.

Tests in order: (1) the policy is known; (2) it covers the day of the loss; (3) it names the peril; (4) it covers the
tier in which the coins were. What it pays is the loss in those tiers above the deductible, up to the limit and to what
is left of the aggregate, times the insurer's share, down to the whole unit. It pays no sooner than its waiting days
after the loss was noticed.

Example: a loss of 48 bn, a limit of 5 bn above a deductible of 1 bn at a share of 80 %, of whose aggregate of 6 bn
earlier claims took 3 bn: 80 % of 3 bn is 2.4 bn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from hikiate.facts.policies import Policy
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.remedy.incident import Funding, Incident
from hikiate.remedy.kinds.funding import POLICY_LAPSED, POLICY_PERIL, POLICY_TIER, POLICY_UNKNOWN

PERILS: Mapping[str, frozenset[str]] = {
    "unauthorised_outflow": frozenset({"unauthorised_outflow", "theft", "hacking", "hack", "cyber", "crime"}),
    "insider": frozenset({"insider", "employee", "fidelity", "crime"}),
    "provider_failure": frozenset({"provider_failure", "provider", "third_party"}),
    "ledger_error": frozenset({"ledger_error", "error", "operational"}),
    "operational_failure": frozenset({"operational_failure", "operational", "system"}),
}
"""The words by which policies name each kind of incident; an assumption of this project, as no list is published."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a policy pays (minor units of the reporting currency) and from which day, or why it pays nothing."""

    amount: int
    day: date
    objection: Finding | None = None


def cover(incident: Incident, funding: Funding, policy: Policy | None, loss_by_tier: Mapping[str, Fraction]) -> Cover:
    """What the policy that a source names pays; `loss_by_tier` is in minor units of the reporting currency."""
    noticed = incident.noticed_on
    if policy is None:
        return Cover(0, noticed, POLICY_UNKNOWN.at(funding.where, policy=funding.policy))
    objection = _objection(incident, funding, policy, loss_by_tier)
    day = max(noticed + timedelta(days=policy.waiting_days), funding.available_on or date.min)
    if objection is not None:
        return Cover(0, day, objection)
    loss = sum((value for tier, value in loss_by_tier.items() if tier in policy.tiers), Fraction(0))
    above = max(Fraction(0), loss - policy.deductible)
    bounds = [above, Fraction(policy.limit), Fraction(max(0, _aggregate(policy) - funding.used))]
    amount = floor(min(bounds) * policy.share)
    return Cover(amount if funding.amount is None else min(amount, funding.amount), day)


def _aggregate(policy: Policy) -> int:
    """What the policy pays over its term: as written, or the limit as often as it may be reinstated."""
    return policy.limit * (1 + policy.reinstatements) if policy.aggregate is None else policy.aggregate


def _objection(
    incident: Incident, funding: Funding, policy: Policy, loss_by_tier: Mapping[str, Fraction]
) -> Finding | None:
    day = incident.occurred_at.date()
    if not policy.starts <= day < policy.ends:
        return POLICY_LAPSED.at(funding.where, policy=policy.id, starts=policy.starts, ends=policy.ends, day=day)
    if not PERILS[incident.kind] & set(policy.perils):
        found = ", ".join(policy.perils) or Term("none", "なし")
        return POLICY_PERIL.at(funding.where, policy=policy.id, perils=found, kind=incident.kind)
    if not set(loss_by_tier) & set(policy.tiers):
        tiers = ", ".join(policy.tiers) or Term("none", "なし")
        return POLICY_TIER.at(funding.where, policy=policy.id, tiers=tiers, lost=", ".join(sorted(loss_by_tier)))
    return None
