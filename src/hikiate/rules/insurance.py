"""Insurance that may stand in for part of a reserve: what each policy, as written, would pay on such a loss.

Tests in order, for each policy: (1) cover on the day of the snapshot; (2) an insurer outside the group; (3) a term of
at least the days wanted; (4) a notice of cancellation of at least the days wanted; (5) a peril that counts; (6) every
tier in which customers' crypto-assets are held; (7) credit: what it pays on a loss as large as the requirement, which
is the loss above the deductible, up to the limit and the aggregate, times the insurer's share, down to the whole yen.
All policies together count up to the share of the requirement that law allows.

Example: against JPY 20 bn required, a limit of 5 bn above a deductible of 1 bn at a share of 80 % is JPY 4 bn.
"""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from hikiate.facts.policies import FILE, Policy
from hikiate.kernel.amounts import Rounding, decimal_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.reserve import INSURANCE_LAPSED, INSURANCE_NOT_ELIGIBLE
from hikiate.rules.sheet import Sheet

ROUNDING = Rounding.DOWN
"""Cover is rounded so that it is never counted above what is paid."""

_CONDITIONS = ("insurance_third_party", "insurance_term_days_min", "insurance_notice_days_min", "insurance_perils")


def insurance_credit(sheet: Sheet, edition: Edition, required: Figure) -> Figure:
    """Write `reserve.insurance_credit`, and `insurance.<policy>.credit` for each policy that counts."""
    citation = edition["insurance_offset"].citation.text
    currency = sheet.exchange.reporting_currency
    inputs = [sheet.law(edition, "insurance_offset")]
    if sheet.pack.policies is None:
        sheet.absent("policies", without_it=("no insurance is counted", "保険による代替は算入していません"))
    offset_on = not edition["insurance_offset"].is_off
    counted = [policy for policy in sheet.pack.policies or () if offset_on and _counts(sheet, edition, policy)]
    credits_ = [_credit(sheet, edition, policy, required) for policy in counted]
    total = sum((credit.number for credit in credits_), Fraction(0))
    if not credits_:
        rule = "no policy that counts"
        return sheet.figures.derive(
            "reserve.insurance_credit", 0, currency, rule=rule, citation=citation, inputs=inputs
        )
    share = edition["insurance_share_max"]
    allowed = required.number if share.is_off else required.number * share.number
    inputs += [sheet.law(edition, "insurance_share_max"), required.name, *(credit.name for credit in credits_)]
    return sheet.figures.derive(
        "reserve.insurance_credit",
        rounded(min(total, allowed), sheet.exchange.reporting_scale, ROUNDING),
        currency,
        rule=f"min(sum of credits, reserve.required × insurance_share_max), rounded {ROUNDING.value}",
        citation=citation,
        inputs=inputs,
    )


def _counts(sheet: Sheet, edition: Edition, policy: Policy) -> bool:
    objections = list(_objections(sheet, edition, policy))
    for finding in objections:
        sheet.find(finding)
    return not objections


def _objections(sheet: Sheet, edition: Edition, policy: Policy) -> Iterator[Finding]:
    where = f"insurance.{policy.id}"
    if not policy.starts <= sheet.day < policy.ends:
        yield INSURANCE_LAPSED.at(
            where,
            citation=edition["insurance_offset"].citation.text,
            starts=policy.starts,
            ends=policy.ends,
            day=sheet.day,
        )
    for key, (reason, wanted), (reason_ja, wanted_ja) in _unmet(sheet, edition, policy):
        yield INSURANCE_NOT_ELIGIBLE.at(
            where,
            citation=edition[key].citation.text,
            reason=reason,
            wanted=wanted,
            reason_ja=reason_ja,
            wanted_ja=wanted_ja,
        )


_Unmet = tuple[str, tuple[str, str], tuple[str, str]]


def _unmet(sheet: Sheet, edition: Edition, policy: Policy) -> Iterator[_Unmet]:
    """Each condition that the policy does not meet: its provision, and found and wanted in both languages."""
    if not edition["insurance_third_party"].is_off and not policy.third_party:
        wanted, wanted_ja = "an insurer outside the group", "グループ外の保険者"
        yield (
            "insurance_third_party",
            ("the insurer is no third party", wanted),
            ("保険者が第三者ではありません", wanted_ja),
        )
    term, notice = edition["insurance_term_days_min"], edition["insurance_notice_days_min"]
    days = (policy.ends - policy.starts) // timedelta(days=1)
    if not term.is_off and days < term.number:
        least, least_ja = f"at least {term.value} days", f"{term.value} 日以上"
        yield "insurance_term_days_min", (f"a term of {days} days", least), (f"保険期間が {days} 日です", least_ja)
    if not notice.is_off and policy.notice_days < notice.number:
        found, found_ja = (
            f"cancelled at {policy.notice_days} days' notice",
            f"解約予告期間が {policy.notice_days} 日です",
        )
        least, least_ja = f"at least {notice.value} days", f"{notice.value} 日以上"
        yield "insurance_notice_days_min", (found, least), (found_ja, least_ja)
    yield from _uncovered(sheet, edition, policy)


def _uncovered(sheet: Sheet, edition: Edition, policy: Policy) -> Iterator[_Unmet]:
    perils = edition["insurance_perils"]
    names = {name.strip() for name in (perils.value or "").split(",")}
    if not perils.is_off and not names & set(policy.perils):
        found = f"covers {', '.join(policy.perils) or 'no peril'}"
        found_ja = f"補償対象は {', '.join(policy.perils) or 'なし'} です"
        wanted, wanted_ja = f"one of {perils.value}", f"次のいずれか: {perils.value}"
        yield "insurance_perils", (found, wanted), (found_ja, wanted_ja)
    held = _customer_tiers(sheet)
    uncovered = (held or set()) - set(policy.tiers)
    if held is None or uncovered or not policy.tiers:
        shown, shown_ja = ", ".join(sorted(uncovered)) or "any tier", "・".join(sorted(uncovered)) or "管理区分"
        found, found_ja = f"does not cover {shown}", f"{shown_ja} を補償していません"
        if held is None:
            found, found_ja = "no holdings to compare its tiers with", "有高がなく、補償対象の管理区分を確認できません"
        wanted, wanted_ja = "every tier that holds customers' crypto-assets", "利用者の暗号資産があるすべての管理区分"
        yield "insurance_perils", (found, wanted), (found_ja, wanted_ja)


def _customer_tiers(sheet: Sheet) -> set[str] | None:
    """The tiers in which customers' crypto-assets stand; None where no holdings were handed in."""
    if sheet.pack.holdings is None:
        return None
    return {
        holding.tier
        for holding in sheet.pack.holdings
        if holding.owner == "customer" and holding.amount > 0 and sheet.exchange.assets[holding.asset].kind != "fiat"
    }


def _credit(sheet: Sheet, edition: Edition, policy: Policy, required: Figure) -> Figure:
    currency, scale = sheet.exchange.reporting_currency, sheet.exchange.reporting_scale
    above = max(Fraction(0), required.number - sheet.amount(policy.deductible, currency))
    terms = {"limit": policy.limit, "aggregate": policy.aggregate, "deductible": policy.deductible}
    stated = {part: sheet.amount(minor, currency) for part, minor in terms.items() if minor is not None}
    value = min(above, stated["limit"], stated.get("aggregate", stated["limit"])) * policy.share
    source = f"{FILE} policy {policy.id}"
    prefix = f"input.policies.{policy.id}"
    leaves = [sheet.figures.fact(f"{prefix}.{part}", number, currency, source) for part, number in stated.items()]
    leaves.append(sheet.figures.fact(f"{prefix}.share", *_share(policy), source))
    return sheet.figures.derive(
        f"insurance.{policy.id}.credit",
        rounded(value, scale, ROUNDING),
        currency,
        rule=f"min(reserve.required − deductible, limit, aggregate) × share, rounded {ROUNDING.value}",
        citation=edition["insurance_offset"].citation.text,
        inputs=[required.name, *leaves, *(sheet.law(edition, key) for key in _CONDITIONS)],
    )


def _share(policy: Policy) -> tuple[str, str]:
    """The insurer's share and its unit; a share whose decimals never end stands as the fraction that was written."""
    try:
        return decimal_text(policy.share), "ratio"
    except ValueError:
        return str(policy.share), "text"
