"""The impact as a document and as a paper: bands by scenario, small against large, past incidents, assumptions."""

from datetime import UTC, datetime
from typing import Any

from hikiate.facts.population.records import CaseLoss, Records
from hikiate.kernel.amounts import Rounding, decimal_text, grouped_text, percent_text, rounded
from hikiate.kernel.wording import Language
from hikiate.reports.bands import BandRow, bands
from hikiate.reports.impact_words import BAND_SAID, LIMITS, WORDS
from hikiate.reports.labels import STATUSES
from hikiate.reports.leaflet import Cell, Chapter, Leaflet, Picture, Table
from hikiate.rules.impact.outcomes import Band, Impact, Outcome, SizeOutcome

SCHEMA = "hikiate/impact/1"

_OKU, _BN = 100_000_000, 1_000_000_000
_CASES_SHOWN = 12
_SHARE_PLACES = 4
_BANDS = ("required", "cost", "loss", "beyond", "unpaid", "below")


def impact_document(impact: Impact) -> dict[str, Any]:
    """The impact as plain dicts, lists and text; every sum in whole yen."""
    return {
        "schema": SCHEMA,
        "version": impact.version,
        "rulebook": {"name": impact.rulebook, "digest": impact.digest, "status": impact.status.value},
        "status": "assumption",
        "on": impact.day.isoformat(),
        "exchanges": len(impact.exchanges),
        "draws": impact.draws,
        "seed": impact.seed,
        "scenarios": [_scenario_document(outcome) for outcome in impact.outcomes],
        "assumptions": {key: assumption.text for key, assumption in impact.records.assumptions.items()},
        "statistics": {
            key: {"value": str(statistic.value), "period": statistic.period, "source": statistic.source}
            for key, statistic in impact.records.statistics.items()
        },
    }


def _scenario_document(outcome: Outcome) -> dict[str, Any]:
    scenario = outcome.scenario
    return {
        "name": scenario.name,
        "assumes": scenario.assumes.en,
        "ja": {"title": scenario.title.ja, "assumes": scenario.assumes.ja},
        "factors": {key: decimal_text(factor) for key, factor in scenario.factors.items()},
        **{key: _band_document(getattr(outcome, key)) for key in _BANDS},
        "sizes": [
            {
                "size": size.size,
                "exchanges": size.exchanges,
                "required": _band_document(size.required),
                "cost_share": _share(size),
                "below": _band_document(size.below),
            }
            for size in outcome.sizes
        ],
        "incidents_covered": {"by_one": outcome.covered, "by_all": outcome.covered_by_all},
    }


def _band_document(band: Band) -> dict[str, str]:
    return {"p05": str(band.low), "p50": str(band.middle), "p95": str(band.high)}


def _share(size: SizeOutcome) -> str:
    return decimal_text(rounded(size.cost_share, _SHARE_PLACES, Rounding.HALF_UP))


def impact_leaflet(impact: Impact, language: Language) -> Leaflet:
    """The impact as a paper."""
    said = {key: term.said(language) for key, term in WORDS.items()}
    return Leaflet(
        language=language,
        product=f"引当 Hikiate / {said['product']}",
        title=said["title"],
        subtitle=f"{impact.rulebook}  {impact.day.isoformat()}",
        lead=_lead(impact, language),
        chapters=(
            Chapter(
                said["results"],
                (BAND_SAID.said(language),),
                (_results(impact, language), *_pictures(impact, language)),
            ),
            Chapter(said["sizes"], _sizes_said(impact, language), (_sizes(impact, language),)),
            Chapter(said["casebook"], _casebook_said(impact, language), (_casebook(impact, language),)),
            Chapter(said["assumptions"], (), (_scenarios(impact, language), _assumptions(impact.records, language))),
            Chapter(said["sources"], (impact.records.months_source,), (_sources(impact.records, language),)),
            Chapter(said["limits"], tuple(words.said(language) for words in LIMITS)),
        ),
        origin=(f"hikiate {impact.version}", f"{impact.rulebook} {impact.digest}"),
        moment=datetime(impact.day.year, impact.day.month, impact.day.day, tzinfo=UTC),
        wide=True,
    )


def _lead(impact: Impact, language: Language) -> tuple[str, ...]:
    status, count = STATUSES[impact.status].said(language), len(impact.exchanges)
    today = impact.outcomes[0]
    required, below = _money(today.required.middle, language), today.below.middle
    if language == "ja":
        return (
            f"規程集 {impact.rulebook}（位置付け: {status}）を適用した試算です。",
            f"対象は、公表統計から作成した架空の {count} 社です。",
            f"取引高と事故は、乱数（種 {impact.seed}）により {impact.draws:,} 年分を抽出しています。",
            f"現状では、必要額の合計は中央値で {required}、自己資本が必要額に満たない業者は {below} 社です。",
            "公表されているのは総額のみであり、結果はすべて仮定に基づきます。予測ではありません。",
        )
    return (
        f"The rulebook {impact.rulebook} (status: {status}) is held against an imagined population.",
        f"Its {count} exchanges are made from published statistics.",
        f"Volumes and incidents are drawn by chance (seed {impact.seed}) for {impact.draws:,} years.",
        f"As today, {required} is required of all in the middle year; {below} exchanges have less in own funds.",
        "Totals alone are published: every result stands on assumptions, and none is a forecast.",
    )


def _number(yen: int, language: Language) -> str:
    """A sum in hundreds of millions or in billions of yen, to one decimal, without its unit."""
    unit = _OKU if language == "ja" else _BN
    tenths = (yen * 10 + unit // 2) // unit
    return f"{tenths // 10:,}.{tenths % 10}"


def _money(yen: int, language: Language) -> str:
    number = _number(yen, language)
    return f"{number}億円" if language == "ja" else f"JPY {number} bn"


def _range(band: Band, language: Language) -> str:
    """The middle and, below it in one line, the band; the unit stands in the head of the column."""
    low, middle, high = (_number(yen, language) for yen in (band.low, band.middle, band.high))
    return f"{middle} ({low}–{high})"


def _count(band: Band) -> str:
    return f"{band.middle} ({band.low}–{band.high})"


def _head(key: str, language: Language) -> str:
    """The head of a column of money, with its unit."""
    return f"{WORDS[key].said(language)} ({WORDS['bn'].said(language)})"


def _results(impact: Impact, language: Language) -> Table:
    of_money = (_head(key, language) for key in _BANDS[:-1])
    heads = (WORDS["scenario"].said(language), *of_money, WORDS["below"].said(language))
    rows = tuple(
        (
            Cell(outcome.scenario.title.said(language)),
            *(Cell(_range(getattr(outcome, key), language)) for key in _BANDS[:-1]),
            Cell(_count(outcome.below)),
        )
        for outcome in impact.outcomes
    )
    return Table("", heads, (False, *(True,) * len(_BANDS)), rows, (6, 6, 5, 5, 5, 5, 4))


def _pictures(impact: Impact, language: Language) -> tuple[Picture, ...]:
    pictures = []
    for title, key in (("band_required", "required"), ("band_beyond", "beyond")):
        known = [(outcome.scenario.title.said(language), getattr(outcome, key)) for outcome in impact.outcomes]
        rows = [BandRow(name, band.low, band.middle, band.high, _money(band.middle, language)) for name, band in known]
        unit = WORDS["bn"].said(language)
        alt = f"{unit}: " + "; ".join(f"{name}: {_range(band, language)}" for name, band in known)
        pictures.append(Picture(WORDS[title].said(language), bands(rows), alt))
    return tuple(pictures)


def _sizes_said(impact: Impact, language: Language) -> tuple[str, ...]:
    sizes = impact.outcomes[0].sizes
    shares = {size.size: percent_text(rounded(size.cost_share, 3, Rounding.HALF_UP)) for size in sizes}
    first, last = sizes[0].size, sizes[-1].size
    if language == "ja":
        costs = f"{WORDS[first].ja}で {shares[first]}、{WORDS[last].ja}で {shares[last]} です"
        return (f"現状のシナリオで、収益に占めるコストは{costs}。", "上限額は、それに達する大手の負担割合を下げます。")
    return (
        f"As today, the cost is {shares[first]} of revenue for {first} exchanges and {shares[last]} for {last} ones.",
        "A cap relieves those who reach it.",
    )


def _sizes(impact: Impact, language: Language) -> Table:
    first, last = (
        [WORDS[key].said(language) for key in keys] for keys in (("scenario", "size", "exchanges"), ("share", "below"))
    )
    heads = (*first, _head("each", language), *last)
    rows = tuple(
        (
            Cell(outcome.scenario.title.said(language)),
            Cell(WORDS[size.size].said(language)),
            Cell(str(size.exchanges)),
            Cell(_range(size.required, language)),
            Cell(percent_text(rounded(size.cost_share, 3, Rounding.HALF_UP))),
            Cell(_count(size.below)),
        )
        for outcome in impact.outcomes
        for size in outcome.sizes
    )
    return Table("", heads, (False, False, True, True, True, True), rows, (8, 3, 3, 8, 4, 4))


def _casebook_said(impact: Impact, language: Language) -> tuple[str, ...]:
    today, count = impact.outcomes[0], len(impact.records.incidents)
    one, every = today.covered, today.covered_by_all
    if language == "ja":
        return (
            f"過去の事故 {count} 件のうち、中位の1社の準備金で全額を補償できたのは {one} 件です。",
            f"全社の準備金の合計では {every} 件です。",
        )
    return (
        f"Of {count} past incidents, the reserve of one exchange in the middle would have paid {one} in full.",
        f"The reserves of all exchanges together would have paid {every}.",
    )


def _casebook(impact: Impact, language: Language) -> Table:
    """The largest losses of the casebook, beside the reserve that an exchange in the middle would hold."""
    reserve = impact.outcomes[0].reserve_of_one
    cases = sorted(impact.records.incidents, key=lambda case: -case.loss_jpy)[:_CASES_SHOWN]
    heads = tuple(WORDS[key].said(language) for key in ("incident", "day", "tier", "loss", "reserve_middle", "source"))
    rows = tuple(_case(case, reserve, language) for case in cases)
    return Table("", heads, (False, False, False, True, True, False), rows, (5, 4, 3, 5, 6, 9))


def _case(case: CaseLoss, reserve: int, language: Language) -> tuple[Cell, ...]:
    paid = WORDS["paid" if case.loss_jpy <= reserve else "unmet"].said(language)
    return (
        Cell(case.exchange),
        Cell(case.day.isoformat()),
        Cell(WORDS[case.tier].said(language)),
        Cell(_money(case.loss_jpy, language)),
        Cell(f"{_money(reserve, language)}: {paid}"),
        Cell(case.source),
    )


def _scenarios(impact: Impact, language: Language) -> Table:
    heads = tuple(WORDS[key].said(language) for key in ("scenario", "what"))
    rows = tuple(
        (Cell(outcome.scenario.title.said(language)), Cell(outcome.scenario.assumes.said(language)))
        for outcome in impact.outcomes
    )
    return Table(WORDS["scenarios"].said(language), heads, (False, False), rows, (5, 14))


def _assumptions(records: Records, language: Language) -> Table:
    heads = tuple(WORDS[key].said(language) for key in ("key", "value"))
    rows = tuple(
        (Cell(assumption.title.said(language)), Cell(assumption.text)) for assumption in records.assumptions.values()
    )
    return Table(WORDS["chosen"].said(language), heads, (False, True), rows, (14, 3))


def _sources(records: Records, language: Language) -> Table:
    heads = tuple(WORDS[key].said(language) for key in ("statistic", "value", "period", "source"))
    rows = tuple(
        (
            Cell(statistic.title.said(language)),
            Cell(grouped_text(statistic.value)),
            Cell(statistic.period),
            Cell(statistic.source),
        )
        for statistic in records.statistics.values()
    )
    return Table("", heads, (False, True, False, False), rows, (7, 5, 3, 9))
