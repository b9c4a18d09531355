"""Findings of the loss model, the tower, quotes and overrides; worded where they are defined."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _kind(code: str, severity: Severity, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, severity, Words(*en), Words(*ja))


MALFORMED = _kind(
    "risk.malformed",
    Severity.FAULT,
    (
        "{value}",
        "{wanted}",
        "correct the file; docs/reference/quotes.md and docs/reference/overrides.md say what it holds",
    ),
    (
        "{value}",
        "{wanted_ja}",
        "ファイルを訂正してください。記載事項は docs/reference/quotes.md と docs/reference/overrides.md にあります",
    ),
)
NEGATIVE_PREMIUM = _kind(
    "risk.negative_premium",
    Severity.FAULT,
    ("a premium of {value}", "a premium of zero or more", "correct the quote"),
    ("保険料が {value} です", "0 以上の保険料", "見積りを訂正してください"),
)
NO_RATE = _kind(
    "risk.no_exchange_rate",
    Severity.FAULT,
    (
        "quotes in {currency}, and no price of {currency} in {reporting} on {day}",
        "quotes in {reporting}, or the exchange rate of the day among the prices",
        "add the rate to prices with its source, or have the quotes in {reporting}",
    ),
    (
        "見積りが {currency} 建てですが、{day} の {currency} の {reporting} 建て価格がありません",
        "{reporting} 建ての見積り、または prices にある当日の為替レート",
        "出所とともに為替レートを prices に追加するか、{reporting} 建ての見積りを取得してください",
    ),
)
INFINITE_MEAN = _kind(
    "risk.infinite_mean",
    Severity.FAULT,
    (
        "a tail of shape {value}, whose mean is infinite",
        "a shape below 1",
        "choose a lighter tail; with this one every mean would be that of the largest loss drawn",
    ),
    (
        "裾の形状母数が {value} で、平均が無限大になります",
        "1 未満の形状母数",
        "より軽い裾を指定してください。このままでは、平均は抽出された最大の損失だけで決まります",
    ),
)
TOO_FEW = _kind(
    "risk.too_few_incidents",
    Severity.FAULT,
    (
        "{shares} documented incidents before {day} state the share that was lost",
        "at least {wanted}",
        "take a later snapshot, or count those of general knowledge by the override estimate.general_knowledge",
    ),
    (
        "{day} より前の、喪失割合が判明している事故は {shares} 件です",
        "{wanted} 件以上",
        "より後の基準日を用いるか、estimate.general_knowledge の上書きで一般知識による事例を含めてください",
    ),
)
TOO_FREQUENT = _kind(
    "risk.too_frequent",
    Severity.FAULT,
    ("{value} events a year", "at most {limit}", "correct the overrides of the frequency"),
    ("年間の事故件数が {value} 件です", "{limit} 件以下", "頻度の上書きを訂正してください"),
)
NOTHING_EXPOSED = _kind(
    "risk.nothing_exposed",
    Severity.FAULT,
    (
        "no customers' crypto-assets with a price on {day}",
        "holdings of owner customer and their prices of the day",
        "hand in holdings and prices; without them no loss can be sized",
    ),
    (
        "{day} の価格で評価できる利用者の暗号資産がありません",
        "owner が customer の有高と当日の価格",
        "holdings と prices を提出してください。これらがなければ損失の規模を算定できません",
    ),
)
NOTHING_OFFERED = _kind(
    "risk.nothing_offered",
    Severity.WARNING,
    (
        "neither quotes nor a policy with a premium",
        "layers with their price",
        "name quotes by --quotes; the cheapest mix is then of reserve alone",
    ),
    (
        "見積りも、保険料の記載がある保険契約もありません",
        "価格の付いたレイヤー",
        "--quotes で見積りを指定してください。現状では準備金のみの組合せとなります",
    ),
)
LAYERS_OVERLAP = _kind(
    "risk.layers_overlap",
    Severity.WARNING,
    (
        "begins at {attachment} {unit}, where {other} reaches up to {exhaustion} {unit}",
        "layers that begin where the one below ends",
        "check the attachments: what both cover is paid for twice and recovered up to the loss alone",
    ),
    (
        "{attachment} {unit}から始まりますが、{other} が {exhaustion} {unit}まで補償しています",
        "下のレイヤーの上限から始まるレイヤー",
        "アタッチメントを確認してください。重複部分は保険料が二重になり、回収は損失額までに限られます",
    ),
)
LAYERS_GAP = _kind(
    "risk.layers_gap",
    Severity.WARNING,
    (
        "begins at {attachment} {unit}, and the layers below end at {exhaustion} {unit}",
        "layers that begin where the one below ends",
        "close the gap, or hold a reserve for it: nobody else pays there",
    ),
    (
        "{attachment} {unit}から始まりますが、下のレイヤーは {exhaustion} {unit}で終わっています",
        "下のレイヤーの上限から始まるレイヤー",
        "隙間を埋めるか、準備金で備えてください。この部分を支払う保険者はいません",
    ),
)
AGGREGATE_LOW = _kind(
    "risk.aggregate_below_limit",
    Severity.WARNING,
    (
        "an aggregate of {aggregate} {unit} under a limit of {limit} {unit}",
        "an aggregate of at least the limit",
        "check the terms: the limit can never be paid in full",
    ),
    (
        "期間中総支払限度額 {aggregate} {unit}が、支払限度額 {limit} {unit}を下回っています",
        "支払限度額以上の期間中総支払限度額",
        "契約条件を確認してください。支払限度額の全額が支払われることはありません",
    ),
)
PERIL_UNNAMED = _kind(
    "risk.peril_unnamed",
    Severity.WARNING,
    ("no layer covers {peril}", "a layer that names it, or a reserve for it", "ask the insurers, or hold a reserve"),
    (
        "{peril}を補償するレイヤーがありません",
        "これを対象とする補償、または準備金",
        "保険者に照会するか、準備金で備えてください",
    ),
)
PERIL_UNKNOWN = _kind(
    "risk.peril_unknown",
    Severity.WARNING,
    (
        "the word {word}, which names no peril of the model",
        "one of {words}",
        "say which peril is meant; the word covers nothing here",
    ),
    (
        "{word} は、モデルのいずれの事故類型にも当たりません",
        "次のいずれか: {words}",
        "対象とする事故類型を明記してください。この語による補償は見込んでいません",
    ),
)
TWO_ON_A_DAY = _kind(
    "risk.two_incidents_on_a_day",
    Severity.WARNING,
    (
        "{count} incidents of {kind} on {day}",
        "one row for each occurrence",
        "join the rows if they are one occurrence; they were counted as one",
    ),
    (
        "{day} に{kind}の事故が {count} 件あります",
        "事故ごとに一行",
        "同一の事故であれば一行にまとめてください。頻度の算定では 1 件としています",
    ),
)
NO_RESERVE = _kind(
    "risk.no_reserve",
    Severity.WARNING,
    (
        "no figure reserve.fund: nothing was counted as a reserve",
        "a rulebook that answers reserve, and the tables reserve and holdings",
        "hand in the tables, or close under such a rulebook",
    ),
    (
        "reserve.fund が算定されていないため、準備金を 0 としています",
        "準備金を定める規程集と、reserve・holdings の表",
        "表を提出するか、準備金を定める規程集を適用してください",
    ),
)
OVERRIDDEN = _kind(
    "risk.overridden",
    Severity.NOTE,
    (
        "{value} in place of {estimate}: {reason}",
        "estimates, or a reason that others can weigh",
        "show it beside the result",
    ),
    (
        "{estimate} に代えて {value} を用いました（理由: {reason}）",
        "推計値、または第三者が検討できる理由",
        "結果とともに開示してください",
    ),
)
FACTOR_OFF = _kind(
    "risk.factor_off",
    Severity.NOTE,
    (
        "a factor for risk is reported and not published; the one shown is an assumption and is off",
        "a published factor",
        "lay an overlay over incident_factor to try it",
    ),
    (
        "リスクに応じた係数は報道のみで公表されていません。示した係数は仮定であり、必要額には適用していません",
        "公布された係数",
        "試算する場合は incident_factor を上書きしてください",
    ),
)
SMALL_SAMPLE = _kind(
    "risk.small_sample",
    Severity.NOTE,
    (
        "{losses} losses, {shares} of them with a share; {undocumented} undocumented and {others} others are left out",
        "a sample that a tail can be read from",
        "read every figure with its interval; incidents that became known are larger than those that did not",
    ),
    (
        "損失 {losses} 件（割合の判明 {shares} 件）による推計です（文書なし {undocumented} 件・他 {others} 件は除外）",
        "裾を読み取れる標本数",
        "各数値は区間とともに読んでください。公になった事故は、ならなかった事故より大きい傾向があります",
    ),
)
