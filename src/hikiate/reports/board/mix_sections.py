"""The sections of a board paper about the cheapest mix."""

from fractions import Fraction
from typing import Any

from hikiate.kernel.wording import Term
from hikiate.reports.board.content import Section, Speaker, Table, percent
from hikiate.reports.board.pictures import curves
from hikiate.reports.board.stress_sections import finding_section, scenario_section, unit_for


def answers(speaker: Speaker) -> tuple[str, ...]:
    """What the paper answers, in sentences."""
    figures = speaker.result.figures
    chance = figures["mix.shortfall_probability"].number
    said = [
        Term(
            f"The cheapest mix costs {speaker.figure('mix.cost')} a year, with a reserve of "
            f"{speaker.figure('mix.reserve')} and premiums of {speaker.figure('mix.premium')}.",
            f"最も安い組合せの年間費用は {speaker.figure('mix.cost')}（準備金 {speaker.figure('mix.reserve')}、"
            f"保険料 {speaker.figure('mix.premium')}）です。",
        ),
        Term(
            f"It does not suffice in {percent(chance)} of years ({speaker.once_in(chance)}).",
            f"これで足りない年の割合は {percent(chance)}（{speaker.once_in(chance)}）です。",
        ),
        Term(
            f"Reserve alone would cost {speaker.figure('mix.reserve_only.cost')}, all layers in full "
            f"{speaker.figure('mix.all_layers.cost')}.",
            f"準備金のみの場合は {speaker.figure('mix.reserve_only.cost')}、"
            f"全レイヤーを満額購入した場合は {speaker.figure('mix.all_layers.cost')}です。",
        ),
    ]
    return tuple(speaker.said(term) for term in said)


def sections(speaker: Speaker) -> tuple[Section, ...]:
    """All sections in order."""
    made = [_parts(speaker), _why(speaker), _frontier(speaker), scenario_section(speaker), finding_section(speaker)]
    return tuple(section for section in made if section is not None)


def _parts(speaker: Speaker) -> Section:
    costs = (
        ("mix.capital", Term("cost of the capital tied up", "資本コスト")),
        ("mix.premium", Term("premiums", "保険料")),
        ("mix.uncovered.mean", Term("mean loss left unpaid", "未補塡額の平均")),
        ("mix.cost", Term("yearly cost", "年間費用")),
        ("mix.reserve", Term("reserve", "準備金")),
        ("mix.reserve.minimum", Term("least reserve that the rule leaves", "規程上の最低準備金")),
    )
    rows = [(speaker.said(said), speaker.figure(name)) for name, said in costs]
    for number, layer in enumerate(speaker.result.annex["layers"], start=1):
        limit, premium = (speaker.figure(f"mix.layer.{number}.{name}") for name in ("limit", "premium"))
        said = Term(f"limit to buy of {layer} (premium {premium})", f"{layer} の購入額（保険料 {premium}）")
        rows.append((speaker.said(said), limit))
    heads = (Term("Part", "項目"), Term("Amount", "金額"))
    table = Table(tuple(speaker.said(head) for head in heads), tuple(rows), frozenset({1}))
    return Section(speaker.said(Term("The mix", "組合せの内訳")), (), (), table)


def _why(speaker: Speaker) -> Section:
    said = tuple(Term(str(one["en"]), str(one["ja"])) for one in speaker.result.annex["why"])
    return Section(
        speaker.said(Term("Why it is there", "この答えになる理由")), tuple(speaker.said(term) for term in said)
    )


def _frontier(speaker: Speaker) -> Section:
    points: list[dict[str, Any]] = speaker.result.annex["frontier"]
    largest = max((float(Fraction(point["cost"])) for point in points), default=0.0)
    divisor, unit = unit_for(largest, speaker)
    line = [(float(Fraction(point["shortfall"])), float(Fraction(point["cost"])) / divisor) for point in points]
    title = Term("The frontier: what safety costs", "効率的フロンティア（安全性と費用）")
    below = Term("Least yearly cost for each accepted probability of shortfall", "許容する不足確率ごとの最小年間費用")
    across = Term("accepted probability of shortfall", "許容する不足確率")
    cost = Term("yearly cost", "年間費用")
    picture = curves([(speaker.said(cost), line)], speaker.said(across), unit, speaker.said(title), speaker.said(below))
    heads = (
        Term("Accepted", "許容する不足確率"),
        Term("Reached", "達成値"),
        Term("Yearly cost", "年間費用"),
        Term("Reserve", "準備金"),
        Term("Premiums", "保険料"),
        *(Term(layer, layer) for layer in speaker.result.annex["layers"]),
    )
    rows = tuple(
        (
            percent(Fraction(point["shortfall"])),
            percent(Fraction(point["reached"])),
            *(speaker.money(point[name]) for name in ("cost", "reserve", "premium")),
            *(speaker.money(limit) for limit in point["limits"]),
        )
        for point in points
    )
    table = Table(tuple(speaker.said(head) for head in heads), rows, frozenset(range(len(heads))))
    return Section(speaker.said(title), (), (picture,), table)
