"""Results made by hand: one in order, one in breach, one whose law is undecided, one that holds nothing."""

from datetime import date
from fractions import Fraction

from hikiate.kernel.figures import Figure, Figures
from hikiate.kernel.findings import Finding, FindingKind, Severity
from hikiate.kernel.results import Result, RulebookUsed
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words
from hikiate.reports.figure_names import LEAVES

AS_OF = "2026-11-20T23:59:59+09:00"
PROVISION = Term("provision", "規定")
PSA = "資金決済に関する法律第63条の11第2項"
ORDER_27 = "暗号資産交換業者に関する内閣府令第27条第2項"


def in_order() -> Result:
    """Everything covered: JPY 150 bn of volume, a reserve above the requirement, three assets, one note."""
    figures = _reserve(volume=150_000_000_000, fund=3_200_000_000, credit=500_000_000)
    _assets(
        figures, {"BTC": ("4502.9", "4502.9", "180.1"), "ETH": ("61000.25", "61010.25", "2400"), "XRP": ("9", "9", "0")}
    )
    _fiat(figures, owed=48_000_000_000, trust=48_500_000_000)
    note = _kind(
        "recon.aged", Severity.NOTE, "A difference of {days} days was settled.", "差異（{days} 日経過）は解消しました。"
    )
    return _result("見本取引所 Example Exchange", figures, [note.at("reconciliation.ETH", days=2)])


def in_breach() -> Result:
    """The reserve is short, a coin is missing, the hot share is too high: eight findings in all."""
    figures = _reserve(volume=1_000_000_000_000, fund=13_476_543_211, credit=1_500_000_000)
    _assets(
        figures,
        {
            "BTC": ("4502.9", "4377.15", "402.8"),
            "ETH": ("61000.25", "61000.25", "2400"),
            "SOL": ("800000.5", "800000.5", "0"),
        },
    )
    _fiat(figures, owed=48_000_000_000, trust=47_200_000_000)
    figures.fact("input.providers.P-7", "notified_on blank", "text", "providers row 7")
    return _result("見本取引所 Example Exchange", figures, _breaches())


def undecided() -> Result:
    """The law of 2026 asks for a reserve and has not said how much."""
    figures = Figures()
    figures.fact("input.volumes.2026-04-01.spot", 1_000_000_000_000, "JPY", "volumes row 1")
    figures.leaf(
        Figure(
            "law.jp-2026-law.rate",
            None,
            "ratio",
            Status.UNDECIDED,
            PROVISION,
            "令和8年法律第64号（内閣府令は未制定）",
        )
    )
    figures.undecided(
        "reserve.required",
        "JPY",
        rule=Term("annual volume times the rate of the order", "年間取引高 × 府令の率"),
        citation="令和8年法律第64号",
        inputs=["input.volumes.2026-04-01.spot", "law.jp-2026-law.rate"],
    )
    kind = _kind("law.undecided", Severity.WARNING, "The rate is not fixed.", "準備金率が定められていません。")
    return _result(
        "見本取引所",
        figures,
        [kind.at("law.jp-2026-law.rate", citation="令和8年法律第64号")],
        "jp-2026-law",
        Status.UNDECIDED,
    )


def empty() -> Result:
    """A result without figures, findings or rulebooks."""
    return Result("空の取引所", AS_OF, "0.1.0", "0" * 64, (), {}, ())


def hostile() -> Result:
    """Names and words that would be code if anything took them for it."""
    figures = Figures()
    nasty = "</style><script>alert(1)</script>"
    figures.fact(f"input.balances.{nasty}", 1, '"><b>', "#panic() [*x*] \x1b[2J \u202e \U0001f600 $a$ @label <label>")
    figures.derive(
        'segregation."><i>.held',
        1,
        '"><b>',
        rule=Term("#panic()", "#panic()"),
        citation="<img src=x onerror=alert(1)>",
        inputs=[f"input.balances.{nasty}"],
    )
    kind = _kind("x.<u>", Severity.BREACH, "#panic() <script>alert(2)</script> {v}", "#panic() <script>{v}</script>")
    finding = kind.at("balances.csv <row>", citation="javascript:alert(1)", v="{{ }} \x00 \x07", due=date(2026, 11, 1))
    return Result(
        "<script>alert(0)</script> #panic() \x1b[31m",
        AS_OF,
        "0.1.0",
        "0" * 64,
        (RulebookUsed("<b>book</b>", Status.ASSUMPTION, "#" * 64, ("<overlay>",)),),
        {figure.name: figure for figure in figures},
        (finding,),
    )


def large(assets: int = 60, findings: int = 500) -> Result:
    """As many assets and findings as a large exchange on a bad day."""
    figures = _reserve(volume=1_000_000_000_000, fund=20_000_000_000, credit=0)
    held = {
        f"COIN{number:02d}": (f"{number + 1}234567.12345678", f"{number + 1}234567.12345678", "17.5")
        for number in range(assets)
    }
    _assets(figures, held)
    kind = _kind("recon.break", Severity.WARNING, "Row {n} differs.", "{n} 行目が一致しません。")
    return _result(
        "大規模取引所",
        figures,
        [kind.at(f"statements.csv row {n}", n=n, due=date(2026, 11, 24)) for n in range(findings)],
    )


def _result(
    exchange: str,
    figures: Figures,
    findings: list[Finding],
    book: str = "jp-2026-reported",
    status: Status = Status.REPORTED,
) -> Result:
    books = (RulebookUsed("jp-psa", Status.ENACTED, "5d" * 32), RulebookUsed(book, status, "a7" * 32, ("house-floor",)))
    return Result(
        exchange, AS_OF, "0.1.0", "3f" * 32, books, {figure.name: figure for figure in figures}, tuple(findings)
    )


def _reserve(*, volume: int, fund: int, credit: int) -> Figures:
    figures = Figures()
    figures.fact("input.volumes.2026-04-01.spot", volume, "JPY", "volumes row 3")
    press = "2025年11月の報道（府令は未制定）"
    for key, value, unit in (("rate", "0.02", "ratio"), ("cap", "40000000000", "JPY")):
        figures.leaf(Figure(f"law.jp-2026-reported.{key}", value, unit, Status.REPORTED, PROVISION, press))
    figures.derive(
        "volume.annual",
        volume,
        "JPY",
        rule=Term("sum of the year's spot volumes", "当年度の現物取引高の合計"),
        citation=press,
        inputs=["input.volumes.2026-04-01.spot"],
    )
    required = min(Fraction(volume) * Fraction("0.02"), Fraction(40_000_000_000))
    figures.derive(
        "reserve.required",
        required,
        "JPY",
        rule=Term("annual volume times the rate, at most the cap", "年間取引高 × 率（上限あり）"),
        citation=press,
        inputs=["volume.annual", "law.jp-2026-reported.rate", "law.jp-2026-reported.cap"],
    )
    figures.fact("input.reserve.2026-04-01", fund, "JPY", "reserve rows 1-4")
    figures.fact("input.policies.P1.limit", credit, "JPY", "policies.toml policy P1")
    rule, inputs = (
        Term("movements of the reserve up to the day", "基準日までの準備金の増減の合計"),
        ["input.reserve.2026-04-01"],
    )
    figures.derive("reserve.fund", fund, "JPY", rule=rule, citation=press, inputs=inputs)
    figures.derive(
        "reserve.insurance_credit",
        credit,
        "JPY",
        rule=Term("limits of eligible policies", "算入できる保険契約の支払限度額の合計"),
        citation=press,
        inputs=["input.policies.P1.limit"],
    )
    both = ["reserve.fund", "reserve.insurance_credit"]
    figures.derive(
        "reserve.held",
        fund + credit,
        "JPY",
        rule=Term("reserve and insurance", "積立額と保険による充当額の合計"),
        citation=press,
        inputs=both,
    )
    pair = ["reserve.required", "reserve.held"]
    short = max(Fraction(0), required - fund - credit)
    figures.derive(
        "reserve.shortfall",
        short,
        "JPY",
        rule=Term("requirement less resources", "必要額 − 充当額"),
        citation=press,
        inputs=pair,
    )
    coverage = Fraction(int(Fraction(fund + credit) / required * 10_000), 10_000)
    figures.derive(
        "reserve.coverage",
        coverage,
        "ratio",
        rule=Term("resources over requirement", "充当額 ÷ 必要額"),
        citation=press,
        inputs=pair,
    )
    return figures


def _assets(figures: Figures, assets: dict[str, tuple[str, str, str]]) -> None:
    """Each asset as (owed, held, hot); the guarantee assets are as many as are hot, but 382.8 for BTC 402.8."""
    figures.leaf(Figure("law.jp-psa.hot_fraction_max", "0.05", "ratio", Status.ENACTED, PROVISION, ORDER_27))
    for asset, (owed, held, hot) in assets.items():
        numbers = {"liability": owed, "held": held, "hot": hot}
        names = {leaf: f"input.{'balances' if leaf == 'liability' else 'holdings'}.{asset}.{leaf}" for leaf in numbers}
        for leaf, name in names.items():
            figures.fact(name, Fraction(numbers[leaf]), asset, f"{name.split('.')[1]}: rows with asset {asset}")
        guarantee = Fraction("382.8") if hot == "402.8" else Fraction(hot)
        figures.fact(f"input.holdings.{asset}.guarantee", guarantee, asset, f"holdings: rows with asset {asset}")
        values = {
            "liability": (Fraction(owed), [names["liability"]]),
            "held": (Fraction(held), [names["held"]]),
            "hot": (Fraction(hot), [names["hot"]]),
            "cold": (Fraction(held) - Fraction(hot), [names["held"], names["hot"]]),
            "guarantee_required": (Fraction(hot), [names["hot"]]),
            "guarantee": (guarantee, [f"input.holdings.{asset}.guarantee"]),
            "difference": (Fraction(held) - Fraction(owed), [names["held"], names["liability"]]),
        }
        for leaf, (value, inputs) in values.items():
            sources = [*inputs, "law.jp-psa.hot_fraction_max"]
            figures.derive(
                f"segregation.{asset}.{leaf}",
                value,
                asset,
                rule=Term(f"{leaf} per asset", f"銘柄ごとの{LEAVES['segregation'][leaf].ja}"),
                citation=PSA,
                inputs=sources,
            )
        ratio = Fraction(int(Fraction(held) / Fraction(owed) * 1_000_000), 1_000_000)
        pair = [f"segregation.{asset}.held", f"segregation.{asset}.liability"]
        figures.derive(
            f"segregation.{asset}.coverage",
            ratio,
            "ratio",
            rule=Term("held over owed", "有高 ÷ 預り数量"),
            citation=PSA,
            inputs=pair,
        )
        book = figures.fact(f"input.statements.{asset}", Fraction(held), asset, f"statements: rows with asset {asset}")
        for leaf, source in (("book", names["held"]), ("statement", book)):
            figures.derive(
                f"reconciliation.{asset}.{leaf}",
                Fraction(held),
                asset,
                rule=LEAVES["reconciliation"][leaf],
                citation=PSA,
                inputs=[source],
            )
        pair = [f"reconciliation.{asset}.book", f"reconciliation.{asset}.statement"]
        figures.derive(
            f"reconciliation.{asset}.difference",
            0,
            asset,
            rule=Term("statement less book", "残高証明等 − 帳簿残高"),
            citation=PSA,
            inputs=pair,
        )
    _over_all(figures, assets)


def _over_all(figures: Figures, assets: dict[str, tuple[str, str, str]]) -> None:
    """The published total of BTC against its parts, and the share of all assets in hot wallets."""
    total = (
        figures.fact("input.published.BTC", Fraction(assets["BTC"][1]), "BTC", "published row 1")
        if "BTC" in assets
        else None
    )
    if total is not None:
        pair = [total, "input.holdings.BTC.held"]
        figures.derive(
            "published.BTC.difference",
            0,
            "BTC",
            rule=Term("published less parts", "公表額 − 内訳の合計"),
            citation=PSA,
            inputs=pair,
        )
    share = Fraction("0.0613") if "SOL" in assets else Fraction("0.0391")
    wallets = [f"segregation.{asset}.hot" for asset in assets]
    figures.derive(
        "segregation.hot_fraction",
        share,
        "ratio",
        rule=Term("value hot over value held", "ホットウォレット管理分の価額 ÷ 全体の価額"),
        citation=ORDER_27,
        inputs=wallets,
    )


def _fiat(figures: Figures, *, owed: int, trust: int) -> None:
    law = "資金決済に関する法律第63条の11第1項"
    figures.leaf(Figure("law.jp-psa.trust_duty", "trust", "text", Status.ENACTED, PROVISION, law))
    figures.fact("input.balances.JPY", owed, "JPY", "balances: rows with asset JPY")
    figures.fact("input.holdings.JPY.trust", trust, "JPY", "holdings: rows with asset JPY and tier trust")
    duty = ["law.jp-psa.trust_duty"]
    figures.derive(
        "fiat.required",
        owed,
        "JPY",
        rule=Term("sum of balances", "残高の合計"),
        citation=law,
        inputs=["input.balances.JPY", *duty],
    )
    figures.derive(
        "fiat.trust",
        trust,
        "JPY",
        rule=Term("sum in trust", "信託された金銭の合計"),
        citation=law,
        inputs=["input.holdings.JPY.trust", *duty],
    )
    pair = ["fiat.trust", "fiat.required"]
    figures.derive(
        "fiat.difference",
        trust - owed,
        "JPY",
        rule=Term("trust less required", "信託財産 − 必要額"),
        citation=law,
        inputs=pair,
    )


def _breaches() -> list[Finding]:
    breach, warning, note = Severity.BREACH, Severity.WARNING, Severity.NOTE
    arose = date(2026, 11, 20)
    return [
        _kind(
            "recon.aged", note, "A difference of {days} days was settled.", "差異（{days} 日経過）は解消しました。"
        ).at("reconciliation.ETH", days=2),
        _kind(
            "insurance.lapsed", warning, "Policy {id} ends within 30 days.", "保険契約 {id} は30日以内に満了します。"
        ).at("policies.toml policy P1", id="P1", due=date(2026, 12, 15)),
        _kind("reserve.short", breach, "The reserve is short by JPY {by}.", "責任準備金が {by} 円不足しています。").at(
            "reserve.shortfall", by="5,023,456,789", citation="2025年11月の報道", since=arose
        ),
        _kind(
            "segregation.short",
            breach,
            "{by} BTC of customers are not held.",
            "利用者の BTC が {by} BTC 不足しています。",
        ).at("segregation.BTC", by="125.75", citation=PSA, due=date(2026, 11, 30), since=arose),
        _kind(
            "segregation.hot_excess",
            breach,
            "6.13 % is hot; {limit} is the limit.",
            "ホットウォレット管理割合が 6.13 % で、上限 {limit} を超えています。",
        ).at("segregation.hot_fraction", limit="5 %", citation=ORDER_27, due=date(2026, 11, 24), since=arose),
        _kind(
            "segregation.guarantee_short",
            breach,
            "{by} BTC of guarantee assets are missing.",
            "履行保証暗号資産が {by} BTC 不足しています。",
        ).at(
            "segregation.BTC",
            by="20",
            citation="資金決済に関する法律第63条の11の2第1項",
            due=date(2026, 11, 30),
            since=arose,
        ),
        _kind("fiat.short", breach, "The trust is short by JPY {by}.", "信託財産が {by} 円不足しています。").at(
            "fiat.difference",
            by="800,000,000",
            citation="内閣府令第26条第1項第6号",
            due=date(2026, 11, 25),
            since=arose,
        ),
        _kind(
            "provider.unregistered",
            warning,
            "Provider {id} has not been notified.",
            "委託先 {id} は届出の記録がありません。",
        ).at("providers.csv row 7 column notified_on", id="P-7"),
    ]


def _kind(code: str, severity: Severity, en: str, ja: str) -> FindingKind:
    return FindingKind(
        code,
        severity,
        en=Words(en, "What the rule asks for is met.", "Repair it and close again."),
        ja=Words(ja, "規定の求める状態を満たしていること。", "是正したうえで、改めて締め処理を行ってください。"),
    )
