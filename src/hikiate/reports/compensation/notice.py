"""The public notice of a compensation: what happened, what was lost, how and when customers are made good.

It names nobody and says no amount of any one customer: what waits is told as totals.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from hikiate.kernel.amounts import amount_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.announcement import Announcement
from hikiate.remedy.outlay import Outlay
from hikiate.reports.compensation.letters import (
    METHODS,
    Letter,
    Pairs,
    Part,
    Section,
    Table,
    as_of_said,
    asset_amount,
    contact,
    happened,
    listed,
    meanings,
    plain_day,
    price_rows,
    reading,
    status_said,
    with_reading,
)
from hikiate.reports.figure_names import figure_term
from hikiate.reports.legible import legible
from hikiate.reports.numerals import value_said

_TITLE = Term("Compensation of our customers", "お客さまへの補償について")
_LEAD = Term(
    "{count} customers are compensated. In all they get {amounts}.",
    "{count}名のお客さまに、合計{amounts}を補償します。",
)
_COMPLETE = Term("All of it is funded on {day}.", "補償に必要な資金は、{day}に全額そろいます。")
_SHORT = Term(
    "Not all of it is funded yet; what is short stands below.",
    "必要な資金のうち、まだそろっていないものがあります。不足額は下に記載しています。",
)
_LOST = Term("What was lost", "失われた資産")
_HOW = Term("How customers are compensated", "補償の方法")
_MONEY = Term("Where the money comes from", "補償の原資")
_WHEN = Term("When it is paid", "お支払いの時期")
_NUMBERS = Term("About these numbers", "数値について")
_ASSET = Term("Asset", "資産")
_LOST_HEADS = (
    _ASSET,
    Term("Lost", "失われた数量"),
    Term("Recovered", "回収した数量"),
    Term("Customers' loss", "お客さまの損失"),
)
_DAY_HEADS = (Term("Day", "日"), Term("Funded by then", "充足額（累計）"), Term("Still short", "不足額"))
_PAY_HEADS = (Term("Day of payment", "お支払日"), Term("Amount", "金額"))
_NO_DAY = Term("open: the money is not complete", "未定（資金がそろい次第）")
_WAITING = Term("Waits for details or checks", "確認中・情報待ちのため保留")
_CAPTION = {
    "lost": Term("Assets lost", "失われた資産"),
    "days": Term("Funding by day", "資金の充足の推移"),
    "payments": Term("Payments by day", "お支払いの予定"),
}
_KEPT = Term(
    "What waits stays set aside for the customers it belongs to; they are written to one by one.",
    "保留分は、対象となるお客さまのために確保しています。お客さまには個別にご連絡します。",
)
_STAGE = Term(
    "This is calculation no. {number}, on balances as of {as_of}. If more becomes known it is made again and published "
    "again.",
    "これは{as_of}現在の残高に基づく第{number}回の算定です。事実が新たに判明した場合は、再度算定し、公表します。",
)


def notice_letter(
    result: Result,
    told: Announcement,
    outlay: Outlay,
    *,
    payments: pl.DataFrame,
    scales: Mapping[str, int],
    language: Language,
) -> Letter:
    """The notice; `payments` has `pay_asset`, `amount` in minor units and `pay_on`."""
    figures = result.figures
    prices = [figure for name, figure in figures.items() if name.startswith("reference_price.")]
    totals = [figure for name, figure in figures.items() if _is_total(name, "entitlement") and figure.number]
    funding = [figure for name, figure in figures.items() if name.startswith("funding.") and figure.unit != "days"]
    sections = [
        Section(Term("What happened", "何が起きたか").said(language), happened(told, language)),
        Section(_LOST.said(language), [_lost(figures, language)]),
        Section(_HOW.said(language), _how(told, prices, totals, figures, language)),
        Section(_MONEY.said(language), [_funding(funding, language), _days(outlay, scales, language)]),
        Section(_WHEN.said(language), _payments(figures, payments, scales, language)),
        contact(told, language),
        Section(
            _NUMBERS.said(language),
            [
                _STAGE.said(language).format(
                    number=result.annex["iteration"], as_of=as_of_said(result.as_of, language)
                ),
                meanings([*prices, *totals, *funding], language),
            ],
        ),
    ]
    return Letter(
        language,
        _TITLE.said(language),
        legible(result.exchange),
        [(Term("Incident", "対象の事故").said(language), legible(told.incident))],
        _lead(figures, totals, outlay, language),
        sections,
        [
            f"hikiate {legible(result.version)}",
            f"{Term('Reference', '参照番号').said(language)} {legible(result.pack_digest)}",
        ],
        result.as_of,
    )


def _is_total(name: str, room: str) -> bool:
    return name.startswith(f"{room}.") and name.endswith(".total")


def _lead(figures: Mapping[str, Figure], totals: list[Figure], outlay: Outlay, language: Language) -> list[str]:
    amounts = [with_reading(figure.value or "", figure.unit, language) for figure in totals]
    count = value_said(figures["customers.affected"], language).split(" ")[0]
    day = outlay.complete_on
    funded = _SHORT.said(language) if day is None else _COMPLETE.said(language).format(day=plain_day(day, language))
    return [_LEAD.said(language).format(count=count, amounts=listed(amounts, language)), funded]


def _lost(figures: Mapping[str, Figure], language: Language) -> Table:
    assets = [name.split(".")[1] for name in figures if name.startswith("loss.") and name.endswith(".quantity")]
    rows = [
        [
            legible(asset),
            *(
                asset_amount(figures[f"loss.{asset}.{leaf}"].value or "", asset, language)
                for leaf in ("quantity", "recovered", "borne")
            ),
        ]
        for asset in assets
    ]
    heads = [head.said(language) for head in _LOST_HEADS]
    return Table(_CAPTION["lost"].said(language), heads, (False, True, True, True), rows)


def _how(
    told: Announcement, prices: list[Figure], totals: list[Figure], figures: Mapping[str, Figure], language: Language
) -> list[Part]:
    rows = price_rows(prices, language)
    rate = figures.get("haircut.rate")
    if rate is not None:
        rows.append((figure_term("haircut.rate").said(language), value_said(rate, language), rate.rule.said(language)))
    rows += [
        (
            figure_term(figure.name).said(language),
            asset_amount(figure.value or "", figure.unit, language),
            " ".join(filter(None, (reading(figure.value or "", figure.unit, language), _marked(figure, language)))),
        )
        for figure in totals
    ]
    return [METHODS[told.method].said(language), Pairs(rows)]


def _marked(figure: Figure, language: Language) -> str:
    return f"[{status_said(figure.status, language)}]"


def _funding(funding: list[Figure], language: Language) -> Pairs:
    return Pairs(
        [
            (
                figure_term(figure.name).said(language),
                asset_amount(figure.value or "", figure.unit, language),
                " ".join(filter(None, (reading(figure.value or "", figure.unit, language), _marked(figure, language)))),
            )
            for figure in funding
            if figure.number or figure.name == "funding.short"
        ]
    )


def _days(outlay: Outlay, scales: Mapping[str, int], language: Language) -> Table:
    rows = [
        [
            plain_day(standing.day, language),
            asset_amount(amount_text(needed - standing.short[asset], scales[asset]), asset, language),
            asset_amount(amount_text(standing.short[asset], scales[asset]), asset, language),
        ]
        for standing in outlay.standings
        for asset, needed in outlay.needs.items()
        if needed
    ]
    heads = [head.said(language) for head in _DAY_HEADS]
    return Table(_CAPTION["days"].said(language), heads, (False, True, True), rows)


def _payments(
    figures: Mapping[str, Figure], payments: pl.DataFrame, scales: Mapping[str, int], language: Language
) -> list[Part]:
    """What is paid on which day, and what waits; totals of each asset."""
    rows: list[list[str]] = []
    days: list[date | None] = sorted(day for day in payments["pay_on"].unique() if day is not None)
    for day in [*days, None]:
        of_day = payments.filter(pl.col("pay_on") == day if day is not None else pl.col("pay_on").is_null())
        said = _NO_DAY.said(language) if day is None else plain_day(day, language)
        for asset in of_day["pay_asset"].unique(maintain_order=True):
            total = exact_sum(of_day.filter(pl.col("pay_asset") == asset)["amount"])
            rows.append([said, asset_amount(amount_text(total, scales[asset]), asset, language)])
    waiting = [figure for name, figure in figures.items() if _is_total(name, "pending") and figure.number]
    rows += [[_WAITING.said(language), asset_amount(figure.value or "", figure.unit, language)] for figure in waiting]
    table = Table(
        _CAPTION["payments"].said(language), [head.said(language) for head in _PAY_HEADS], (False, True), rows
    )
    return [table, *([_KEPT.said(language)] if waiting else [])]
