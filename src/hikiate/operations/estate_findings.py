"""What a distribution comes to as figures, and what is found of it."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from hikiate.kernel.amounts import Rounding, amount_text, grouped, grouped_text, rounded
from hikiate.kernel.wording import Term
from hikiate.operations.estate_work import Work
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.estate_demands import NO_CUSTOMER
from hikiate.remedy.estate_funds import GENERAL, Fund

_RATE_DECIMALS = 6
_RULES = {
    "in_kind": Term(
        "claims of the ledger as corrected and admitted, in the same asset",
        "元帳に訂正・認否を反映した債権（同一資産）",
    ),
    "cash": Term(
        "claims of the ledger as corrected and admitted × price of the day of valuation, each rounded down",
        "元帳に訂正・認否を反映した債権 × 評価基準日の価格（債権ごとに切捨て）",
    ),
}
_OPENED = Term(
    "what the other funds leave open of claims × price of the day of valuation, each rounded down",
    "他の財団で未弁済の債権 × 評価基準日の価格（債権ごとに切捨て）",
)
_ESTATE = Term("pools less their costs", "財団の額 − 費用")
_PAID = Term(
    "by class and rank, base payments first, the rest pro rata; by largest remainder",
    "クラスと順位に従い、少額の全額弁済の後に按分（最大剰余法）",
)
_RESERVED = Term("set aside for disputed, unknown and unreached claims", "係争・未届・連絡不能の債権のための留保")
_REMAINING = Term("what may still be claimed", "未弁済の債権額")
_RATE = Term(
    "paid and reserved over claimed, rounded down at 6 decimals", "（弁済額＋留保額）÷ 債権額（小数第6位未満切捨て）"
)
_PAYABLE = Term("claimants who were paid something", "弁済を受けた債権者の数")


def write_figures(work: Work, funds: Sequence[Fund], plan: pl.DataFrame) -> None:
    """Write the figures of every asset that is paid, and how many claimants were paid.

    The general estate's asset comes last: what it owes stands on what the other funds left open.
    """
    sheet, figures = work.sheet, work.sheet.figures
    assets = list(dict.fromkeys(fund.asset for fund in funds))
    if funds[-1].name == GENERAL:
        assets = [*(asset for asset in assets if asset != funds[-1].asset), funds[-1].asset]
    for asset in assets:
        own = [fund for fund in funds if fund.asset == asset]
        rows = plan.filter(pl.col("asset") == asset)
        claims, paid, reserved, remaining = (
            exact_sum(rows[name]) for name in ("claim", "paid", "reserved", "remaining")
        )
        _figure(work, (asset, "claims"), claims, _RULES[work.estate.method], _claim_leaves(work, own, claims))
        _figure(work, (asset, "estate"), _there(own), _ESTATE, _pool_leaves(work, own))
        both = [f"distribution.{asset}.claims", f"distribution.{asset}.estate"]
        law = work.regime.leaves(sheet, *_law_of(own))
        _figure(work, (asset, "paid"), paid, _PAID, [*both, *law])
        _figure(work, (asset, "reserved"), reserved, _RESERVED, both)
        rest = [f"distribution.{asset}.{name}" for name in ("claims", "paid", "reserved")]
        _figure(work, (asset, "remaining"), remaining, _REMAINING, rest)
        if claims:
            rate = rounded(Fraction(paid + reserved, claims), _RATE_DECIMALS, Rounding.DOWN)
            name = f"distribution.{asset}.rate"
            figures.derive(name, rate, "ratio", rule=_RATE, citation=work.file, inputs=rest)
    figures.derive(
        "distribution.claimants_paid",
        plan.filter(pl.col("paid") > 0)["customer"].n_unique(),
        "count",
        rule=_PAYABLE,
        citation=work.file,
        inputs=[f"distribution.{asset}.paid" for asset in dict.fromkeys(fund.asset for fund in funds)],
    )


def write_findings(work: Work, funds: Sequence[Fund], plan: pl.DataFrame) -> None:
    """What is short, left, set aside or uneven, and who has no class."""
    for asset in dict.fromkeys(fund.asset for fund in funds):
        rows = plan.filter(pl.col("asset") == asset)
        short, claims = exact_sum(rows["remaining"]), exact_sum(rows["claim"])
        if short:
            where, said = f"distribution.{asset}.remaining", _said(work, short, asset)
            work.sheet.find(kinds.SHORT.at(where, short=said, asset=asset, claims=_said(work, claims, asset)))
        reserved = rows.filter(pl.col("reserved") > 0)
        if len(reserved):
            amount = _said(work, exact_sum(reserved["reserved"]), asset)
            count = grouped_text(len(reserved))
            where = f"distribution.{asset}.reserved"
            work.sheet.find(kinds.RESERVED.at(where, amount=amount, asset=asset, count=count))
    passed = {name for fund in funds for name in fund.brought}
    for fund in funds:
        if fund.surplus and fund.name not in passed:
            amount, citation = _said(work, fund.surplus, fund.asset), work.regime.citation("trust_excess")
            trust = any(share.pool.kind == "fiat_trust" for share in fund.shares)
            finding = kinds.SURPLUS.at(
                f"fund {fund.name}", citation=citation if trust else "", amount=amount, asset=fund.asset
            )
            work.sheet.find(finding)
        over = fund.outcome.over
        if len(over):
            said = _said(work, exact_sum(over), fund.asset)
            count = grouped_text(len(over))
            work.sheet.find(kinds.NOT_LEVEL.at(f"fund {fund.name}", count=count, over=said, asset=fund.asset))
    if work.classes.has_rest:
        rest = work.classes.terms[-1].name
        nameless = (pl.col("class") == rest) & ~pl.col("customer").str.starts_with(NO_CUSTOMER)
        without = len(plan.filter(nameless))
        if without:
            work.sheet.find(kinds.NO_CLASS.at("class", count=grouped_text(without)))


def _figure(work: Work, place: tuple[str, str], minor: int, rule: Term, inputs: Sequence[str]) -> None:
    asset, name = place
    full, amount = f"distribution.{asset}.{name}", work.sheet.amount(minor, asset)
    work.sheet.figures.derive(full, amount, asset, rule=rule, citation=work.file, inputs=list(dict.fromkeys(inputs)))


def _there(funds: Sequence[Fund]) -> int:
    """What the funds of an asset have together; what one passes on to another counts once."""
    passed = sum(amount for fund in funds for name, amount in fund.brought.items() if name in _names(funds))
    return sum(fund.estate for fund in funds) - passed


def _names(funds: Sequence[Fund]) -> set[str]:
    return {fund.name for fund in funds}


def _claim_leaves(work: Work, funds: Sequence[Fund], claims: int) -> list[str]:
    """What the claims in an asset are made of: the ledger, what the file enters, other creditors, what stayed open."""
    asset, figures = funds[0].asset, work.sheet.figures
    in_kind = work.estate.method == "in_kind"
    leaves, ledger = [], 0
    for name in [asset] if in_kind else work.claimed:
        frame = work.demands.frame(name)
        total = exact_sum(frame["claim"])
        source = work.sheet.column_source("balances", "amount", name, len(frame))
        leaves.append(figures.fact(f"claims.{name}.ledger", work.sheet.amount(total, name), name, source))
        leaves += [work.valuer.leaves[name]] if not in_kind and name in work.valuer.leaves else []
        ledger += total if in_kind else exact_sum(work.valuer.values(frame["claim"], name))
    if funds[-1].name == GENERAL and work.estate.creditors:
        owed = sum(creditor.amount for creditor in work.estate.creditors)
        ledger += owed
        amount = work.sheet.amount(owed, asset)
        leaves.append(figures.fact(f"claims.{asset}.creditors", amount, asset, f"{work.file} creditor"))
    if funds[-1].name == GENERAL and in_kind:
        opened = exact_sum(funds[-1].counted) - sum(creditor.amount for creditor in work.estate.creditors)
        short = [name for name in work.claimed if f"distribution.{name}.remaining" in figures]
        stands_on = [f"distribution.{name}.remaining" for name in short]
        stands_on += [work.valuer.leaves[name] for name in short if name in work.valuer.leaves]
        ledger += opened
        _figure(work, (asset, "opened"), opened, _OPENED, stands_on)
        leaves.append(f"distribution.{asset}.opened")
    if claims > ledger:
        amount, source = work.sheet.amount(claims - ledger, asset), f"{work.file} claim, register, unknown"
        leaves.append(figures.fact(f"claims.{asset}.added", amount, asset, source))
    if claims < ledger:
        amount, source = work.sheet.amount(ledger - claims, asset), f"{work.file} claim, disputed, unclaimed"
        leaves.append(figures.fact(f"claims.{asset}.taken_off", amount, asset, source))
    return leaves


def _pool_leaves(work: Work, funds: Sequence[Fund]) -> list[str]:
    leaves = []
    for fund in funds:
        for share in fund.shares:
            amount = work.sheet.amount(share.net, fund.asset)
            leaves.append(work.sheet.figures.fact(f"pool.{share.pool.name}.net", amount, fund.asset, share.pool.where))
    return leaves


def _law_of(funds: Sequence[Fund]) -> list[str]:
    kinds_of = {share.pool.kind for fund in funds for share in fund.shares}
    keys = ["customer_priority"] if kinds_of & {"customer_crypto", "guarantee"} else []
    return keys + (["trust_share_max", "trust_excess"] if "fiat_trust" in kinds_of else [])


def _said(work: Work, minor: int, asset: str) -> str:
    return grouped(amount_text(minor, work.scales[asset]))
