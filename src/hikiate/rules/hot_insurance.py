"""Insurance of hot wallets: cover against crime for everything that customers have there.

Tests in order: (1) customers' crypto-assets in hot wallets at the prices of the day, times the share to be insured; (2)
the limits of the policies that are in force on the day, name hot wallets and a peril of crime; (3) the sum of limits,
each as far as its insurer's share goes, is at least that.

Example: JPY 20,000,000 in hot wallets and a policy of JPY 15,000,000 for them: JPY 5,000,000 are not insured.
"""

from fractions import Fraction

from hikiate.facts.policies import FILE, Policy
from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import HOT_UNINSURED
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.tier_values import tier_values
from hikiate.rules.undecided import lacking


def hot_insurance(sheet: Sheet, edition: Edition) -> None:
    """Write `insurance.hot_required` and `insurance.hot_insured`, and find what is not insured."""
    if open_keys := lacking(edition, needed=["hot_insurance", "insurance_perils"]):
        sheet.undecided("insurance.hot_required", edition, open_keys)
        return
    citation = edition["hot_insurance"].citation.text
    values = tier_values(sheet, edition, citation)
    if values is None:
        return
    if sheet.pack.policies is None:
        sheet.absent(
            "policies", without_it=Term("nothing in hot wallets is insured", "ホットウォレットは無保険としています")
        )
    currency, scale = sheet.exchange.reporting_currency, sheet.exchange.reporting_scale
    up, down = (to_the_unit(rounding, currency) for rounding in (Rounding.UP, Rounding.DOWN))
    required = sheet.figures.derive(
        "insurance.hot_required",
        rounded(values["hot"].exact * edition["hot_insurance"].number, scale, Rounding.UP),
        currency,
        rule=Term(f"hot value × hot_insurance, {up.en}", f"ホットウォレット評価額 × 付保割合（{up.ja}）"),
        citation=citation,
        inputs=[values["hot"].figure.name, sheet.law(edition, "hot_insurance")],
    )
    counted = [policy for policy in sheet.pack.policies or () if _counts(sheet, edition, policy)]
    insured = sheet.figures.derive(
        "insurance.hot_insured",
        rounded(sum((_cover(sheet, policy) for policy in counted), Fraction(0)), scale, Rounding.DOWN),
        currency,
        rule=Term(
            f"sum of limits × insurer's share, in force and for hot wallets, {down.en}",
            f"有効かつホットウォレットを対象とする契約の保険金額 × 引受割合の合計（{down.ja}）",
        ),
        citation=citation,
        inputs=[*(_leaf(sheet, policy) for policy in counted), sheet.law(edition, "insurance_perils")],
    )
    if insured.number < required.number:
        sheet.find(
            HOT_UNINSURED.at(
                "insurance.hot_insured",
                citation=citation,
                insured=grouped_text(insured.number),
                required=grouped_text(required.number),
                missing=grouped_text(required.number - insured.number),
                unit=unit_term(currency),
            )
        )


def _counts(sheet: Sheet, edition: Edition, policy: Policy) -> bool:
    perils = {name.strip() for name in (edition["insurance_perils"].value or "").split(",")}
    in_force = policy.starts <= sheet.day < policy.ends
    return in_force and "hot" in policy.tiers and bool(perils & set(policy.perils))


def _cover(sheet: Sheet, policy: Policy) -> Fraction:
    """What the insurer pays of a loss of the whole limit, as far as its aggregate goes."""
    limit = policy.limit if policy.aggregate is None else min(policy.limit, policy.aggregate)
    return sheet.amount(limit, sheet.exchange.reporting_currency) * policy.share


def _leaf(sheet: Sheet, policy: Policy) -> str:
    value = rounded(_cover(sheet, policy), sheet.exchange.reporting_scale, Rounding.DOWN)
    return sheet.figures.fact(
        f"input.policies.{policy.id}.hot_cover", value, sheet.exchange.reporting_currency, f"{FILE}: {policy.id}"
    )
