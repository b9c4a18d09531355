"""Why rulebooks answer differently: aggregate or per asset, mean price or the day's, hot or cold, law or report.

Each reason is told with the figures and verdicts of this very comparison, and only where rulebooks differ by it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hikiate.kernel.amounts import grouped_text, percent_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.rules.compared.answers import Comparison, Row
from hikiate.rules.compared.changes import STATUS_WORDS

_VERDICTS = {True: Term("passes", "充足"), False: Term("fails", "不足")}


@dataclass(frozen=True, slots=True)
class Reason:
    """A trait by which rulebooks differ, and a sentence for each of them."""

    key: str
    title: Term
    sentences: tuple[Term, ...]


def reasons(comparison: Comparison) -> tuple[Reason, ...]:
    """Every reason that tells some of the rulebooks apart."""
    found = (reason(comparison.rows) for reason in _REASONS)
    return tuple(reason for reason in found if reason is not None)


def _aggregate_or_per_asset(rows: Sequence[Row]) -> Reason | None:
    """The cold share: one over all assets, or the lowest of each by itself."""
    aggregate = [row for row in rows if "custody.cold_share" in row.figures]
    per_asset = [row for row in rows if _shares(row)]
    if not aggregate or not per_asset:
        return None
    sentences = []
    for row in aggregate:
        share = row.figures["custody.cold_share"]
        sentences.append(_share_said(row, share, Term("all assets together by value", "全資産の合算（評価額）")))
    for row in per_asset:
        lowest = min(_shares(row), key=lambda figure: figure.number)
        asset = lowest.name.split(".")[1]
        sentences.append(_share_said(row, lowest, Term(f"{asset} by itself", f"{asset} 単独")))
    if any(_are_opposite(one, other) for one in aggregate for other in per_asset):
        sentences.append(
            Term(
                "The verdicts are opposite: an asset that is mostly hot disappears in the aggregate where it is small, "
                "and stands out by itself.",
                "判定が分かれています。ホットの割合が高い少額の資産は、合算では埋もれ、資産ごとの判定では表面化します。",
            )
        )
    return Reason("aggregate_or_per_asset", Term("Aggregate or per asset", "合算か資産ごとか"), tuple(sentences))


def _are_opposite(aggregate: Row, per_asset: Row) -> bool:
    """Whether all assets together reach the share that one of them by itself does not."""
    wanted = per_asset.edition["cold_min"].number
    return _passes(aggregate) and not _passes(per_asset) and aggregate.figures["custody.cold_share"].number >= wanted


def _shares(row: Row) -> list[Figure]:
    return [
        figure
        for name, figure in row.figures.items()
        if name.startswith("custody.") and name.endswith(".cold_share") and name != "custody.cold_share"
    ]


def _passes(row: Row) -> bool:
    return not any(finding.code == "custody.cold_short" for finding in row.findings)


def _share_said(row: Row, share: Figure, over: Term) -> Term:
    verdict, name = _VERDICTS[_passes(row)], row.edition.book.name
    wanted, cold = percent_text(row.edition["cold_min"].number), percent_text(share.number)
    return Term(
        f"{name}: {over.en}, {cold} cold against {wanted}: {verdict.en}.",
        f"{name}: {over.ja}、コールド {cold}（基準 {wanted}）: {verdict.ja}。",
    )


def _mean_or_spot(rows: Sequence[Row]) -> Reason | None:
    """What is not cold, at the mean of the past and at the price of the day."""
    mean = [row for row in rows if "price_mean_days" in row.edition and _noncold(row) is not None]
    spot = [row for row in rows if "price_mean_days" not in row.edition and _noncold(row) is not None]
    if not mean or not spot:
        return None
    sentences = []
    for row, at in ((mean[0], Term("at mean prices", "平均価格")), (spot[0], Term("at the day's prices", "当日価格"))):
        value, name = _noncold(row) or Fraction(0), row.edition.book.name
        sentences.append(
            Term(
                f"{name}: what is not cold is worth {grouped_text(value)} {at.en}.",
                f"{name}: コールド以外の評価額は {at.ja}で {grouped_text(value)} です。",
            )
        )
    return Reason("mean_or_spot", Term("Mean price or the day's", "平均価格か当日価格か"), tuple(sentences))


def _noncold(row: Row) -> Fraction | None:
    names = ("custody.hot_value", "custody.other_value")
    if not all(name in row.figures for name in names):
        return None
    return sum((row.figures[name].number for name in names), Fraction(0))


def _hot_or_cold(rows: Sequence[Row]) -> Reason | None:
    """Of what the requirement is taken: a loss in cold storage is paid for only by a rule that looks there."""
    known = [row for row in rows if row.required is not None]
    if len({row.terms.basis for row in known}) < 2:  # noqa: PLR2004 - two that differ make a difference
        return None
    sentences = tuple(_basis_said(row) for row in sorted(known, key=lambda row: row.required or 0))
    return Reason("basis", Term("What the requirement is taken of", "必要額の算定基礎"), sentences)


def _basis_said(row: Row) -> Term:
    """Of what a requirement is taken; of one that grows by the year, that it is what is to be added and up to where."""
    name, basis, required = row.edition.book.name, row.terms.basis, grouped_text(row.required or 0)
    grows = Term("", "")
    if row.ceiling is not None:
        ceiling = grouped_text(row.ceiling)
        grows = Term(f" to be added this year, up to {ceiling} in all", f"（当年の積立額。積立限度額 {ceiling}）")
    return Term(f"{name}: {basis.en}: {required}{grows.en}.", f"{name}: {basis.ja}: {required}{grows.ja}。")


def _law_or_report(rows: Sequence[Row]) -> Reason | None:
    """How much law stands behind each answer."""
    by_status = {
        status: [row.edition.book.name for row in rows if row.status is status]
        for status in STATUS_WORDS
        if any(row.status is status for row in rows)
    }
    if len(by_status) < 2:  # noqa: PLR2004 - as above
        return None
    sentences = tuple(
        Term(f"{STATUS_WORDS[status].en}: {', '.join(names)}.", f"{STATUS_WORDS[status].ja}: {'、'.join(names)}。")
        for status, names in by_status.items()
    )
    return Reason("status", Term("Law, report or assumption", "法令・報道・仮定の別"), sentences)


_REASONS: tuple[Callable[[Sequence[Row]], Reason | None], ...] = (
    _aggregate_or_per_asset,
    _mean_or_spot,
    _hot_or_cold,
    _law_or_report,
)
