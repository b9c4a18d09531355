"""Insurance: the policies of the last pack, what each of them counts for and why, and when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.facts.policies import Policy
from hikiate.kernel.amounts import amount_text, decimal_text, percent_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.risk.incidents import PERIL_TERMS
from hikiate.web.base.access import acting, page
from hikiate.web.console.days import last_close
from hikiate.web.console.packs import exchange_of, pack_of, policies_of
from hikiate.web.console.shown import days_between, figure_address, plain
from hikiate.web.console.wallets import TIERS

_ENDS_SOON_DAYS = 60
_TITLE = Term("Insurance", "保険")


@dataclass(frozen=True, slots=True)
class Row:
    """A policy as it is shown: its money, what it counts for where it does, and what keeps it from counting."""

    policy: Policy
    limit: Figure
    aggregate: Figure | None
    deductible: Figure
    premium: Figure | None
    share: str
    perils: Sequence[Term]
    tiers: Sequence[Term]
    credit: Figure | None
    address: str
    objections: Sequence[Finding]
    days_left: int
    ends_soon: bool

    @property
    def has_ended(self) -> bool:
        """Whether it covers nothing any more."""
        return self.days_left <= 0


@page()
@require_safe
def insurance(request: HttpRequest) -> HttpResponse:
    """The policies, as the last close counted them."""
    kept = last_close()
    if kept is None:
        return render(request, "console/before_first.html", {"title": _TITLE})
    pack = pack_of(kept.day)
    policies = policies_of(pack)
    exchange = exchange_of(pack)
    today = day_in_japan(acting(request).at)
    currency, scale = exchange.reporting_currency, exchange.reporting_scale
    rows = [_row(policy, kept.result, kept.day.number, today, (currency, scale)) for policy in policies or ()]
    context = {
        "kept": kept,
        "handed_in": policies is not None,
        "rows": rows,
        "credit": kept.result.figures.get("reserve.insurance_credit"),
        "credit_address": figure_address(kept.day.number, "reserve.insurance_credit"),
        "required": kept.result.figures.get("reserve.required"),
    }
    return render(request, "console/insurance.html", context)


def _row(policy: Policy, result: Result, number: int, today: date, money: tuple[str, int]) -> Row:
    currency, scale = money
    name = f"insurance.{policy.id}.credit"
    left = days_between(today, policy.ends)

    def said(minor: int) -> Figure:
        return plain(amount_text(minor, scale), currency)

    return Row(
        policy,
        said(policy.limit),
        None if policy.aggregate is None else said(policy.aggregate),
        said(policy.deductible),
        None if policy.premium is None else said(policy.premium),
        percent_text(policy.share) if _is_finite(policy) else str(policy.share),
        [PERIL_TERMS.get(peril, Term(peril, peril)) for peril in policy.perils],
        [TIERS.get(tier, Term(tier, tier)) for tier in policy.tiers],
        result.figures.get(name),
        figure_address(number, name),
        [found for found in result.findings if found.where == f"insurance.{policy.id}"],
        left,
        0 < left <= _ENDS_SOON_DAYS,
    )


def _is_finite(policy: Policy) -> bool:
    """Whether the insurer's share has an end in decimals, as a third has not."""
    try:
        decimal_text(policy.share)
    except ValueError:
        return False
    return True
