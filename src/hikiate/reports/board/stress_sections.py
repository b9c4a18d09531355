"""The sections of a board paper about a stress test."""

from fractions import Fraction
from typing import Any

from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.reports.board.content import Section, Speaker, Table, percent
from hikiate.reports.board.pictures import columns, curves, scatter, stacks
from hikiate.reports.labels import SEVERITIES, STATUSES
from hikiate.risk.incidents import BANDS_USD

_HELD, _LEGAL = "risk", "risk.legal"
_NOBODY = Term("not by these means", "これらでは支払えず")


def answers(speaker: Speaker) -> tuple[str, ...]:
    """What the paper answers, in sentences."""
    figures = speaker.result.figures
    chance = figures["risk.shortfall_probability"].number
    error = percent(figures["risk.shortfall_probability.error"].number)
    said = [
        Term(
            f"In {percent(chance)} of years, reserve and insurance do not pay for what customers lose: "
            f"{speaker.once_in(chance)} (± {error} of simulation error).",
            f"準備金と保険で利用者の損失を賄えない年の割合は {percent(chance)}（{speaker.once_in(chance)}、"
            f"試行誤差 ±{error}）です。",
        ),
        Term(
            f"One year in 200 brings losses of {speaker.figure('risk.var.99.5')} or more; the mean of those years is "
            f"{speaker.figure('risk.es.99.5')}. The mean of all years is {speaker.figure('risk.loss.mean')}.",
            f"200年に一度の損失は {speaker.figure('risk.var.99.5')} 以上で、そのような年の平均は "
            f"{speaker.figure('risk.es.99.5')}、全年の平均は {speaker.figure('risk.loss.mean')}です。",
        ),
    ]
    if f"{_LEGAL}.shortfall_probability" in figures:
        legal = figures[f"{_LEGAL}.shortfall_probability"].number
        said.append(
            Term(
                f"With the reserve that the rulebook requires ({speaker.figure('reserve.required')}) it would be "
                f"{percent(legal)}.",
                f"規程集の必要額（{speaker.figure('reserve.required')}）を備えた場合は {percent(legal)}です。",
            )
        )
    return tuple(speaker.said(term) for term in said)


def sections(speaker: Speaker) -> tuple[Section, ...]:
    """All sections in order."""
    made = [
        _losses(speaker),
        _variants(speaker),
        _layers(speaker),
        scenario_section(speaker),
        _exposure(speaker),
        _model(speaker),
        _parameters(speaker),
        _back_test(speaker),
        _factor(speaker),
        finding_section(speaker),
    ]
    return tuple(section for section in made if section is not None)


def _losses(speaker: Speaker) -> Section:
    rows = [[float(Fraction(text)) for text in row] for row in speaker.result.annex["curve"]]
    names = (
        Term("all losses", "総損失"),
        Term("after insurance", "保険控除後"),
        Term("left unpaid", "未補塡額"),
    )
    largest = max((max(row[1:]) for row in rows), default=0.0)
    divisor, unit = unit_for(largest, speaker)
    lines = [
        (speaker.said(name), [(row[0], row[place] / divisor) for row in rows])
        for place, name in enumerate(names, start=1)
    ]
    alt = speaker.said(Term("Losses by yearly probability", "発生確率ごとの年間損失"))
    below = speaker.said(
        Term("How large a year's loss is with a yearly probability", "各確率で一年間に生じる損失の大きさ")
    )
    picture = curves(lines, speaker.said(Term("probability a year", "年間の発生確率")), unit, alt, below)
    levels = ("95", "99", "99.5")
    heads = (Term("Years", "水準"), Term("Value at risk", "VaR"), Term("Expected shortfall", "期待ショートフォール"),
             Term("after insurance: value at risk", "保険控除後 VaR"),
             Term("expected shortfall", "保険控除後 期待ショートフォール"))  # fmt: skip
    table = Table(
        tuple(speaker.said(head) for head in heads),
        tuple(
            (
                f"{level} %",
                *(speaker.figure(f"risk.{kind}.{level}") for kind in ("var", "es", "net.var", "net.es")),
            )
            for level in levels
        ),
        frozenset({1, 2, 3, 4}),
    )
    return Section(speaker.said(Term("How much may be lost", "想定される損失")), (), (picture,), table)


def unit_for(largest: float, speaker: Speaker) -> tuple[float, str]:
    """A divisor that makes numbers short, and how the unit is said with it."""
    japanese = speaker.language == "ja" and speaker.currency == "JPY"
    steps = ((1e12, "兆円"), (1e8, "億円"), (1e4, "万円")) if japanese else ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
    for divisor, word in steps:
        if largest >= divisor:
            return divisor, word if japanese else f"{speaker.currency} {word}"
    return 1.0, speaker.currency


def _variants(speaker: Speaker) -> Section:
    figures = speaker.result.figures
    bases = [(_HELD, Term("reserve held", "現在の準備金"))]
    bases += [(_LEGAL, Term("reserve required", "規程上の必要額"))] if f"{_LEGAL}.uncovered.mean" in figures else []
    kinds = [("", Term("all policies", "全保険契約あり"))]
    kinds += [(f".without.{name}", Term(f"without {name}", f"{name} なし")) for name in speaker.result.annex["layers"]]
    kinds.append((".uninsured", Term("without insurance", "保険なし")))
    rows = [
        (
            speaker.said(base),
            speaker.said(kind),
            speaker.figure(f"{prefix}{suffix}.shortfall_probability"),
            speaker.once_in(figures[f"{prefix}{suffix}.shortfall_probability"].number),
            speaker.figure(f"{prefix}{suffix}.uncovered.mean"),
        )
        for prefix, base in bases
        for suffix, kind in kinds
    ]
    heads = (Term("Reserve", "準備金"), Term("Insurance", "保険"), Term("Chance of shortfall", "不足確率"),
             Term("that is", "頻度"), Term("Mean unpaid a year", "年間未補塡額の平均"))  # fmt: skip
    title = Term("What each policy is worth", "各保険契約の効果")
    table = Table(tuple(speaker.said(head) for head in heads), tuple(rows), frozenset({2, 4}))
    return Section(speaker.said(title), (), (), table)


def _layers(speaker: Speaker) -> Section | None:
    names = speaker.result.annex["layers"]
    figures = speaker.result.figures
    paragraphs = []
    if "risk.compensation.at_once" in figures:
        once, later, never = (speaker.figure(f"risk.compensation.{name}") for name in ("at_once", "later", "never"))
        paragraphs.append(
            speaker.said(
                Term(
                    f"Of the years with a loss, customers are paid in full at once in {once}, later, after the "
                    f"insurers' waiting periods, in {later}, and not by these means in {never}.",
                    f"損失のある年のうち、直ちに全額を補償できるのは {once}、保険金の待機期間後となるのは {later}、"
                    f"準備金と保険では全額を補償できないのは {never}です。",
                )
            )
        )
    if not names and not paragraphs:
        return None
    rows = tuple(
        (
            name,
            speaker.figure(f"risk.layer.{name}.probability"),
            speaker.once_in(figures[f"risk.layer.{name}.probability"].number),
            speaker.figure(f"risk.layer.{name}.mean"),
        )
        for name in names
    )
    heads = (Term("Layer", "レイヤー"), Term("Pays in", "支払いのある年"), Term("that is", "頻度"),
             Term("Mean payment a year", "年間支払額の平均"))  # fmt: skip
    table = Table(tuple(speaker.said(head) for head in heads), rows, frozenset({1, 3})) if names else None
    return Section(speaker.said(Term("Who pays, and when", "支払いの主体と時期")), tuple(paragraphs), (), table)


def scenario_section(speaker: Speaker) -> Section:
    """Named scenarios: a picture of who pays, and a table with the day."""
    shown: list[dict[str, Any]] = speaker.result.annex["scenarios"]
    parts = (Term("insurance", "保険"), Term("reserve", "準備金"), Term("unpaid", "未補塡"))
    bars = [
        (_title(one, speaker), [float(Fraction(one[name])) for name in ("insurance", "reserve", "uncovered")])
        for one in shown
    ]
    alt = speaker.said(Term("Who pays in each scenario", "シナリオ別の支払主体"))
    picture = stacks(bars, [speaker.said(part) for part in parts], alt, alt)
    heads = (Term("Scenario", "シナリオ"), Term("Loss", "損失"), Term("Who pays, and on which day", "支払主体と支払日"),
             Term("Unpaid", "未補塡"))  # fmt: skip
    rows = tuple(
        (
            f"{_title(one, speaker)}: {_story(one, speaker)}",
            speaker.money(one["loss"]),
            _payments(one, speaker),
            speaker.money(one["uncovered"]),
        )
        for one in shown
    )
    return Section(
        speaker.said(Term("Named scenarios", "個別シナリオ")),
        (),
        (picture,),
        Table(tuple(speaker.said(head) for head in heads), rows, frozenset({1, 3})),
    )


def _title(one: dict[str, Any], speaker: Speaker) -> str:
    return str(one["ja"]["title"] if speaker.language == "ja" else one["title"])


def _story(one: dict[str, Any], speaker: Speaker) -> str:
    return str(one["ja"]["story"] if speaker.language == "ja" else one["story"])


def _payments(one: dict[str, Any], speaker: Speaker) -> str:
    said = []
    for payment in one["payments"]:
        payer = speaker.said(Term("reserve", "準備金")) if payment["payer"] == "reserve" else payment["payer"]
        amount, day = speaker.money(payment["amount"]), int(payment["day"])
        said.append(speaker.said(Term(f"{payer} {amount} (day {day})", f"{payer} {amount}（{day} 日目）")))
    if int(one["frozen_days"]):
        frozen, days = speaker.money(one["frozen"]), int(one["frozen_days"])
        said.append(
            speaker.said(Term(f"{frozen} out of reach until day {days}", f"{frozen}は {days} 日目まで引出不可"))
        )
    if one["days"] is None:
        said.append(speaker.said(_NOBODY))
    return speaker.said(Term("; ", "、")).join(said) or speaker.said(Term("nobody", "なし"))


def _exposure(speaker: Speaker) -> Section:
    prefix = "risk.exposure."
    units = [name.removeprefix(prefix) for name in speaker.result.figures if name.startswith(prefix)]
    whole = speaker.result.figures["risk.exposure"].number
    rows = tuple(
        (
            unit.partition(".")[0],
            unit.partition(".")[2],
            speaker.figure(prefix + unit),
            percent(speaker.result.figures[prefix + unit].number / whole),
        )
        for unit in units
    )
    heads = (
        Term("Tier", "管理区分"),
        Term("Keeper", "管理者"),
        Term("Customers' assets", "利用者の暗号資産"),
        Term("Part", "割合"),
    )
    table = Table(tuple(speaker.said(head) for head in heads), rows, frozenset({2, 3}))
    return Section(speaker.said(Term("What is exposed", "リスクにさらされる資産")), (), (), table)


_BIAS = (
    Term(
        "The sample is small and biased: small losses, losses that were paid in silence and firms that closed without "
        "a word are missing, and shares were published where they were shocking. Losses per event are therefore "
        "overstated, and their number is understated. Nothing here is better than its interval.",
        "標本は小さく、偏りがあります。少額の損失、公表されずに補塡された損失、公表なく廃業した事業者の損失は含まれず、"
        "喪失割合は目立つ事例ほど公表されています。このため一件当たりの損失は過大、件数は過少となる傾向があります。"
        "各数値の確かさは、その区間を超えません。",
    ),
    Term(
        "The share is of all customers' assets of the exchange that was hit; a loss that emptied a wallet says only "
        "that the wallet held no more. Frequencies are of Japan's registered operators, shares of exchanges worldwide.",
        "喪失割合は、被害を受けた取引所の利用者財産全体に対するものです。ウォレットが空になった事例は、"
        "それ以上の残高がなかったことを示すにとどまります。頻度は国内の登録業者、割合は世界の取引所によります。",
    ),
)


def _model(speaker: Speaker) -> Section:
    fit = speaker.result.annex["fit"]
    body = [(float(wanted), float(seen)) for wanted, seen in fit["body"]]
    tail = [(float(wanted), float(seen)) for wanted, seen in fit["tail"]]
    bars = [(year[2:], [int(count) for count in counts]) for year, counts in fit["by_year"].items()]
    bands = [f"USD {start // 1_000_000}m+" if start else "USD 0+" for start in BANDS_USD]
    wanted, seen = Term("expected by the model", "モデルの値"), Term("seen", "実績")
    said = speaker.said
    pictures = (
        columns(bars, bands, said(Term("incidents", "件")),
                said(Term("Incidents by year and size", "年別・規模別の事故件数")),
                said(Term("Documented incidents of each year, by size", "文書で確認できる事故の年別・規模別件数"))),
        scatter(body, said(wanted), said(seen), said(Term("Fit of the body", "分布の中心部の適合度")),
                said(Term("Losses against a lognormal distribution (logarithms, in deviations); the line is the fit",
                          "損失と対数正規分布の比較（対数、標準偏差単位）。破線上が完全な適合"))),
        scatter(tail, said(wanted), said(seen), said(Term("Fit of the tail", "分布の裾の適合度")),
                said(Term("The highest losses against a generalised Pareto distribution, in multiples of their median",
                          "大きな損失と一般化パレート分布の比較（中央値に対する倍率）"))),
    )  # fmt: skip
    title = said(Term("What the model rests on", "モデルの根拠と限界"))
    return Section(title, tuple(said(term) for term in _BIAS), tuple(picture for picture in pictures if picture.svg))


def _parameters(speaker: Speaker) -> Section:
    shown = [figure for name, figure in speaker.result.figures.items() if name.startswith("model.")]
    heads = (Term("Parameter", "母数"), Term("Value", "値"), Term("Ground", "根拠"), Term("Status", "位置付け"))
    rows = tuple(_parameter(figure, speaker) for figure in shown)
    table = Table(tuple(speaker.said(head) for head in heads), rows, frozenset({1}))
    return Section(speaker.said(Term("Parameters", "モデルの母数")), (), (), table)


def _parameter(figure: Figure, speaker: Speaker) -> tuple[str, ...]:
    name = figure.name.removeprefix("model.")
    return name, figure.value or "-", speaker.said(figure.rule), speaker.said(STATUSES[figure.status])


def _back_test(speaker: Speaker) -> Section:
    rows = speaker.result.annex["backtest"]
    none = speaker.said(Term("too few shares known", "割合の判明が不足"))
    shown = tuple(
        (str(row["year"]), str(row["known"]), str(row["losses"]), str(row["sufficed"]), row["foretold"] or none)
        for row in rows
    )
    losses, sufficed = sum(int(row["losses"]) for row in rows), sum(int(row["sufficed"]) for row in rows)
    said = Term(
        f"Of {losses} documented losses since 2018, brought to this exchange's size, reserve and insurance as they are "
        f"today would have paid {sufficed} in full.",
        f"2018年以降の文書で確認できる損失 {losses} 件を自社の規模に換算すると、"
        f"現在の準備金と保険で全額を賄えたのは {sufficed} 件です。",
    )
    heads = (
        Term("Year", "年"),
        Term("Losses known before", "事前に既知の件数"),
        Term("Losses of the year", "当年の件数"),
        Term("paid in full", "全額を賄えた件数"),
        Term("foretold", "事前の予測"),
    )
    table = Table(tuple(speaker.said(head) for head in heads), shown, frozenset({1, 2, 3, 4}))
    title = Term("Back-test: the model before each year", "バックテスト（各年の直前までの情報による予測）")
    return Section(speaker.said(title), (speaker.said(said),), (), table)


def _factor(speaker: Speaker) -> Section:
    factor = speaker.result.figures["risk.factor"]
    said = [
        Term(
            f"A factor for risk is reported and not published. The one worked out here is {factor.value}, an "
            "assumption that is off; splitting accounts or trading with oneself cannot lower it.",
            f"リスクに応じた係数は報道のみで公表されていません。"
            f"本資料の試算では {factor.value}です（仮定であり適用していません）。"
            "口座の分割や自己売買によって下げることはできません。",
        )
    ]
    if "risk.factor.required" in speaker.result.figures:
        required = speaker.figure("risk.factor.required")
        said.append(Term(f"The requirement would be {required} with it.", f"適用した場合の必要額は {required}です。"))
    title = Term("If risk counted", "リスクを勘案した場合")
    return Section(speaker.said(title), tuple(speaker.said(term) for term in said))


def finding_section(speaker: Speaker) -> Section | None:
    """What was found, as a table; None where nothing was."""
    rows = []
    for finding in speaker.result.findings:
        words = finding.ja if speaker.language == "ja" else finding.en
        rows.append((speaker.said(SEVERITIES[finding.severity]), finding.where, words.found, words.do))
    if not rows:
        return None
    heads = (Term("Severity", "区分"), Term("Where", "箇所"), Term("Found", "確認された事実"), Term("Do", "対応"))
    table = Table(tuple(speaker.said(head) for head in heads), tuple(rows))
    return Section(speaker.said(Term("Findings", "指摘事項")), (), (), table)
