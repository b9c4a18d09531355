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
from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.reserve import INSURANCE_LAPSED, INSURANCE_NOT_ELIGIBLE
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet, ratio_text

ROUNDING = Rounding.DOWN
"""Cover is rounded so that it is never counted above what is paid."""

_CONDITIONS = ("insurance_third_party", "insurance_term_days_min", "insurance_notice_days_min", "insurance_perils")


def insurance_credit(sheet: Sheet, edition: Edition, required: Figure) -> Figure:
    """Write `reserve.insurance_credit`, and `insurance.<policy>.credit` for each policy that counts."""
    citation = edition["insurance_offset"].citation.text
    currency = sheet.exchange.reporting_currency
    inputs = [sheet.law(edition, "insurance_offset")]
    if sheet.pack.policies is None:
        sheet.absent("policies", without_it=Term("no insurance is counted", "保険による充当額は 0 としています"))
    offset_on = not edition["insurance_offset"].is_off
    counted = [policy for policy in sheet.pack.policies or () if offset_on and _counts(sheet, edition, policy)]
    credits_ = [_credit(sheet, edition, policy, required) for policy in counted]
    total = sum((credit.number for credit in credits_), Fraction(0))
    if not credits_:
        rule = Term("no policy that counts", "算入できる保険契約なし")
        return sheet.figures.derive(
            "reserve.insurance_credit", 0, currency, rule=rule, citation=citation, inputs=inputs
        )
    share = edition["insurance_share_max"]
    allowed = required.number if share.is_off else required.number * share.number
    rounding = to_the_unit(ROUNDING, currency)
    inputs += [sheet.law(edition, "insurance_share_max"), required.name, *(credit.name for credit in credits_)]
    return sheet.figures.derive(
        "reserve.insurance_credit",
        rounded(min(total, allowed), sheet.exchange.reporting_scale, ROUNDING),
        currency,
        rule=Term(
            f"min(sum of credits, reserve.required × insurance_share_max), {rounding.en}",
            f"各保険契約の充当額の合計（必要責任準備金額 × 保険で代替できる割合を上限とし、{rounding.ja}）",
        ),
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
    for key, reason, wanted in _unmet(sheet, edition, policy):
        yield INSURANCE_NOT_ELIGIBLE.at(where, citation=edition[key].citation.text, reason=reason, wanted=wanted)


_Unmet = tuple[str, Term, Term]


def _unmet(sheet: Sheet, edition: Edition, policy: Policy) -> Iterator[_Unmet]:
    """Each condition that the policy does not meet: its provision, what was found and what is wanted."""
    if not edition["insurance_third_party"].is_off and not policy.third_party:
        found = Term("the insurer is no third party", "保険者が第三者ではありません")
        yield "insurance_third_party", found, Term("an insurer outside the group", "グループ外の保険者")
    term, notice = edition["insurance_term_days_min"], edition["insurance_notice_days_min"]
    days = (policy.ends - policy.starts) // timedelta(days=1)
    if not term.is_off and days < term.number:
        found = Term(f"a term of {days} days", f"保険期間が {days} 日です")
        yield "insurance_term_days_min", found, Term(f"at least {term.value} days", f"{term.value} 日以上の保険期間")
    if not notice.is_off and policy.notice_days < notice.number:
        given = policy.notice_days
        found = Term(f"cancelled at {given} days' notice", f"解約予告期間が {given} 日です")
        wanted = Term(f"at least {notice.value} days", f"{notice.value} 日以上の解約予告期間")
        yield "insurance_notice_days_min", found, wanted
    yield from _uncovered(sheet, edition, policy)


def _uncovered(sheet: Sheet, edition: Edition, policy: Policy) -> Iterator[_Unmet]:
    perils = edition["insurance_perils"]
    names = {name.strip() for name in (perils.value or "").split(",")}
    every = "insurance_perils_all" in edition and not edition["insurance_perils_all"].is_off
    lacked = sorted(names - set(policy.perils))
    if not perils.is_off and every and lacked:
        found = Term(f"does not cover {', '.join(lacked)}", f"{'・'.join(lacked)} が補償の対象外です")
        yield "insurance_perils", found, Term(f"all of {perils.value}", f"次のすべての補償: {perils.value}")
    elif not perils.is_off and not every and len(lacked) == len(names):
        covered = ", ".join(policy.perils)
        found = Term("covers no peril", "補償する危険の記載がありません")
        if covered:
            found = Term(f"covers {covered}", f"補償する危険は {covered} です")
        yield "insurance_perils", found, Term(f"one of {perils.value}", f"次のいずれかの補償: {perils.value}")
    uncovered = sorted(_customer_tiers(sheet) - set(policy.tiers))
    if uncovered or not policy.tiers:
        found = Term("does not cover any tier", "補償対象の管理区分の記載がありません")
        if uncovered:
            found = Term(
                f"does not cover {', '.join(uncovered)}", f"管理区分 {'・'.join(uncovered)} が補償の対象外です"
            )
        wanted = Term(
            "every tier that holds customers' crypto-assets", "利用者の暗号資産を管理するすべての管理区分の補償"
        )
        yield "insurance_perils", found, wanted


def _customer_tiers(sheet: Sheet) -> set[str]:
    """The tiers in which customers' crypto-assets stand; none where no holdings were handed in, which is a breach."""
    return {
        holding.tier
        for holding in sheet.pack.holdings or ()
        if holding.owner == "customer" and holding.amount > 0 and sheet.exchange.assets[holding.asset].kind != "fiat"
    }


def _credit(sheet: Sheet, edition: Edition, policy: Policy, required: Figure) -> Figure:
    currency, scale = sheet.exchange.reporting_currency, sheet.exchange.reporting_scale
    above = max(Fraction(0), required.number - sheet.amount(policy.deductible, currency))
    terms = {"limit": policy.limit, "aggregate": policy.aggregate, "deductible": policy.deductible}
    stated = {part: sheet.amount(minor, currency) for part, minor in terms.items() if minor is not None}
    value = min(above, stated["limit"], stated.get("aggregate", stated["limit"])) * policy.share
    source = f"{FILE}: {policy.id}"
    prefix = f"input.policies.{policy.id}"
    leaves = [sheet.figures.fact(f"{prefix}.{part}", number, currency, source) for part, number in stated.items()]
    leaves.append(sheet.figures.fact(f"{prefix}.share", *ratio_text(policy.share), source))
    rounding = to_the_unit(ROUNDING, currency)
    return sheet.figures.derive(
        f"insurance.{policy.id}.credit",
        rounded(value, scale, ROUNDING),
        currency,
        rule=Term(
            f"min(reserve.required − deductible, limit, aggregate) × share, {rounding.en}",
            "必要責任準備金額から免責金額を控除した額、支払限度額、期間中総支払限度額のうち最も低い額 × 引受割合"
            f"（{rounding.ja}）",
        ),
        citation=edition["insurance_offset"].citation.text,
        inputs=[required.name, *leaves, *(sheet.law(edition, key) for key in _CONDITIONS)],
    )
