"""The words of the impact paper, in both languages."""

from hikiate.kernel.wording import Term

WORDS = {
    "product": Term("Impact of a liability reserve", "責任準備金の影響試算"),
    "title": Term("What a liability reserve would do to exchanges", "責任準備金が暗号資産取引業者に与える影響"),
    "scenario": Term("Scenario", "シナリオ"),
    "required": Term("Required in all", "必要額の合計"),
    "cost": Term("Yearly cost", "年間コスト"),
    "loss": Term("Losses", "事故損失"),
    "beyond": Term("Beyond the reserve", "準備金の超過分"),
    "unpaid": Term("Beyond own funds too", "自己資本も超過"),
    "below": Term("Exchanges whose own funds are less", "自己資本が必要額に満たない業者数"),
    "size": Term("Size", "規模"),
    "exchanges": Term("Exchanges", "業者数"),
    "each": Term("Required of each", "1社の必要額"),
    "share": Term("Cost of revenue", "収益に占めるコスト"),
    "large": Term("large", "大手"),
    "middle": Term("middle", "中堅"),
    "small": Term("small", "小規模"),
    "key": Term("Assumption", "仮定"),
    "value": Term("Value", "値"),
    "what": Term("What it is", "内容"),
    "source": Term("Source", "出所"),
    "period": Term("Period", "時点"),
    "statistic": Term("Published", "公表値"),
    "incident": Term("Incident", "事故"),
    "day": Term("Day", "日付"),
    "tier": Term("Tier", "管理区分"),
    "reserve_middle": Term("Of an exchange in the middle", "中位の1社の準備金"),
    "paid": Term("paid in full", "全額補償可"),
    "unmet": Term("not paid in full", "全額は補償不可"),
    "hot": Term("hot", "ホット"),
    "cold": Term("cold", "コールド"),
    "results": Term("Results", "結果"),
    "sizes": Term("Small against large", "規模による違い"),
    "casebook": Term("Against past incidents", "過去の事故との比較"),
    "assumptions": Term("Scenarios and assumptions", "シナリオと仮定"),
    "scenarios": Term("Scenarios", "シナリオ"),
    "chosen": Term("Assumptions", "仮定"),
    "sources": Term("Sources", "出所"),
    "limits": Term("What this cannot say", "この試算の限界"),
    "band_required": Term("Required in all, by scenario", "必要額の合計（シナリオ別）"),
    "band_beyond": Term("Losses beyond the reserve, by scenario", "準備金を超える損失（シナリオ別）"),
    "bn": Term("JPY bn", "億円"),
}

BAND_SAID = Term(
    "The bar runs from the 5th to the 95th of a hundred drawn years, the mark is the one in the middle.",
    "帯は抽出した年の5％点から95％点、縦線は中央値を示します。",
)

LIMITS = (
    Term(
        "The exchanges are imagined: only totals are published, and how they are shared out is assumed.",
        "業者別の数値は公表されていないため、公表総額を仮定に基づき配分した架空の母集団です。",
    ),
    Term(
        "Past losses are in the yen of their day, and firms that survived tell more: the tail is not calibrated here.",
        "過去の損失は当時の円換算額です。存続した業者の事例に偏るため、裾のリスクを推定するものではありません。",
    ),
    Term(
        "Monthly volumes stand for yearly ones, which vary less: the bands are wider than a year's would be.",
        "年間ではなく月間取引高の変動を用いているため、帯の幅は実際の年間変動より広くなります。",
    ),
    Term(
        "An exchange that cannot hold what is required is counted and goes on; who leaves the market is not foreseen.",
        "必要額を充足できない業者は件数に数えるのみで、市場からの退出は考慮していません。",
    ),
)
