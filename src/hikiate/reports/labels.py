"""Labels are the names that people call things by: figures, units, statuses, severities, verdicts and headings.

A figure's name is matched whole first, then by its room and its last part, where what stands between is what it is
about (an asset, a policy, a market). A name that no pattern knows is shown as it is.
"""

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import Verdict
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term

VERDICTS: dict[Verdict, Term] = {
    "in_order": Term("In order", "適合"),
    "in_breach": Term("In breach", "違反あり"),
}

SEVERITIES = {
    Severity.FAULT: Term("Fault", "入力誤り"),
    Severity.BREACH: Term("Breach", "違反"),
    Severity.WARNING: Term("Warning", "警告"),
    Severity.NOTE: Term("Note", "参考"),
}

STATUSES = {
    Status.INPUT: Term("input", "入力"),
    Status.ENACTED: Term("enacted", "法令"),
    Status.PROPOSED: Term("proposed", "法案"),
    Status.REPORTED: Term("reported", "報道"),
    Status.ASSUMPTION: Term("assumption", "仮定"),
    Status.UNDECIDED: Term("undecided", "未定"),
}

STATUS_MARKS = {
    Status.INPUT: Term("I", "入"),
    Status.ENACTED: Term("E", "法"),
    Status.PROPOSED: Term("P", "案"),
    Status.REPORTED: Term("R", "報"),
    Status.ASSUMPTION: Term("A", "仮"),
    Status.UNDECIDED: Term("U", "未"),
}

STATUS_MEANINGS = {
    Status.INPUT: Term("handed in by the exchange", "取引所が提出したデータです。"),
    Status.ENACTED: Term("stands on law in force", "施行されている法令に基づきます。"),
    Status.PROPOSED: Term("stands on a bill or a draft order", "法案または府令案に基づきます。"),
    Status.REPORTED: Term("stands on press reports only", "報道のみに基づき、法令の裏付けはありません。"),
    Status.ASSUMPTION: Term("stands on an assumption", "仮定に基づく試算です。"),
    Status.UNDECIDED: Term("no value: the law has not fixed it", "法令が定めていないため、値がありません。"),
}

TITLES = {
    "report": Term("Daily close", "日次締め報告書"),
    "verdict": Term("Verdict", "判定"),
    "reserve": Term("Requirement and resources", "必要額と充当額"),
    "segregation": Term("Segregation of customers' assets", "利用者財産の分別管理"),
    "custody": Term("What customers are owed against what is held", "利用者に返すべき数量と保有数量"),
    "hot": Term("Hot wallets and performance guarantee assets", "ホットウォレットと履行保証暗号資産"),
    "fiat": Term("Customers' money in trust", "利用者区分管理信託（金銭）"),
    "reconciliation": Term("Reconciliation of books with statements", "帳簿と残高証明等との照合"),
    "findings": Term("Findings", "指摘事項"),
    "deadlines": Term("Deadlines", "是正期限"),
    "rulebooks": Term("Rulebooks applied", "適用した規則集"),
    "figures": Term("All figures, and how each was reached", "すべての数値とその算定根拠"),
}

EMPTY = {
    "reserve": Term(
        "No requirement and no resources were determined: the pack or the rulebooks give no ground for them.",
        "必要額も充当額も算定されていません。提出データまたは適用した規則集に、算定の根拠がありません。",
    ),
    "segregation": Term(
        "No asset was examined: segregation needs the tables balances and holdings, and a rulebook such as jp-psa.",
        "分別管理を確認した銘柄はありません。確認には balances と holdings の表、および jp-psa 等の規則集が必要です。",
    ),
    "hot": Term(
        "No hot wallet and no guarantee asset was examined.",
        "ホットウォレットと履行保証暗号資産に関する数値はありません。",
    ),
    "fiat": Term(
        "Money in trust was not examined: it needs fiat balances and holdings of tier trust.",
        "金銭の信託は確認していません。確認には法定通貨の残高と、区分が trust の保有が必要です。",
    ),
    "reconciliation": Term(
        "Nothing was reconciled: reconciliation needs the tables holdings and statements.",
        "照合は行っていません。照合には holdings と statements の表が必要です。",
    ),
    "findings": Term("Nothing was found.", "指摘事項はありません。"),
    "deadlines": Term("Nothing is due.", "期限のある指摘事項はありません。"),
    "rulebooks": Term("No rulebook was applied.", "適用した規則集はありません。"),
    "figures": Term("No figure was reached.", "算定された数値はありません。"),
}

WORDS = {
    "exchange": Term("Exchange", "取引所"),
    "as_of": Term("As of", "基準時点"),
    "version": Term("Version", "版"),
    "pack_digest": Term("Digest of the pack", "提出データのダイジェスト"),
    "digest": Term("Digest", "ダイジェスト"),
    "overlays": Term("Overlays", "上書き設定"),
    "none": Term("none", "なし"),
    "absent": Term("not determined", "算定なし"),
    "item": Term("Item", "項目"),
    "value": Term("Value", "値"),
    "unit": Term("Unit", "単位"),
    "asset": Term("Asset", "銘柄"),
    "currency": Term("Currency", "通貨"),
    "subject": Term("Subject", "対象"),
    "state": Term("State", "充足"),
    "covered": Term("covered", "充足"),
    "short": Term("short", "不足"),
    "agrees": Term("agrees", "一致"),
    "differs": Term("differs", "不一致"),
    "unjudged": Term("not judged", "未判定"),
    "rule": Term("Rule", "算定方法"),
    "citation": Term("Citation", "根拠"),
    "status": Term("Status", "法的位置付け"),
    "inputs": Term("Reached from", "算定のもと"),
    "used_by": Term("Used for", "使用先"),
    "place": Term("Where", "箇所"),
    "found": Term("Found", "確認された事実"),
    "wanted": Term("Wanted", "求められる状態"),
    "do": Term("Do", "対応"),
    "due": Term("Due", "是正期限"),
    "overdue": Term("overdue", "期限超過"),
    "since": Term("Since", "発生日"),
    "severity": Term("Severity", "区分"),
    "code": Term("Code", "コード"),
    "count": Term("Number", "件数"),
    "name": Term("Name", "名称"),
    "limit": Term("Limit", "上限"),
    "above": Term("explained above", "上に記載"),
    "missing": Term("not in this result", "この結果に含まれません"),
    "as_handed_in": Term("as handed in", "提出データのまま"),
    "legend": Term("What the legal status of a figure means", "数値の法的位置付けの凡例"),
    "skip": Term("Skip to the verdict", "判定へ移動"),
    "contents": Term("Contents", "目次"),
    "other_language": Term("日本語", "English"),
    "page": Term("Page", "頁"),
    "scroll": Term("table, scrolls sideways", "表（横にスクロールできます）"),
}

_UNITS = {
    "JPY": Term("JPY", "円"),
    "days": Term("days", "日"),
    "count": Term("", "件"),
    "business_days": Term("business days", "営業日"),
    "text": Term("", ""),
}

_FIGURES = {
    "volume.annual": Term("Annual trading volume", "年間取引高"),
    "reserve.flow": Term("Amount of the year's transactions (item i)", "当期の取引に係る算定額（第1号）"),
    "reserve.ceiling": Term("Accumulation ceiling (item ii)", "積立限度額（第2号）"),
    "reserve.room": Term("Room below the ceiling", "積立限度額までの余裕額"),
    "reserve.provision": Term("Provision for the year", "当期要積立額"),
    "reserve.releasable": Term("Amount above the ceiling", "取崩可能額"),
    "reserve.required": Term("Required liability reserve", "必要責任準備金額"),
    "reserve.fund": Term("Liability reserve set aside", "責任準備金積立額"),
    "reserve.insurance_credit": Term("Insurance credited", "保険による充当額"),
    "reserve.held": Term("Reserve and insurance together", "充当額合計"),
    "reserve.shortfall": Term("Shortfall", "不足額"),
    "reserve.coverage": Term("Coverage of the requirement", "充足率"),
    "reserve.balance": Term("Reserve balance", "責任準備金残高"),
    "segregation.hot_fraction": Term("Share of value in hot wallets", "ホットウォレット管理割合"),
    "fiat.required": Term("Money to be held in trust", "利用者区分管理必要額"),
    "fiat.trust": Term("Principal held in trust", "信託財産の元本評価額"),
    "fiat.difference": Term("Surplus or shortage of the trust", "信託の過不足額"),
}

LEAVES = {
    "segregation": {
        "liability": Term("Owed to customers", "利用者預り数量"),
        "held": Term("Held for customers", "利用者分の保有数量"),
        "hot": Term("In hot wallets", "ホットウォレット管理数量"),
        "cold": Term("In cold wallets", "コールドウォレット管理数量"),
        "guarantee": Term("Guarantee assets held", "履行保証暗号資産"),
        "guarantee_required": Term("Guarantee assets required", "要履行保証暗号資産"),
        "guarantee_difference": Term("Guarantee surplus or shortage", "履行保証暗号資産の過不足"),
        "difference": Term("Surplus or shortage", "過不足"),
        "coverage": Term("Coverage", "充足率"),
        "after_hot_loss": Term("Left if every hot wallet is lost", "ホットウォレット全損後の残余"),
        "debt": Term("Owed by customers (never netted)", "利用者の債務（相殺しない）"),
        "value": Term("Value", "評価額"),
        "hot_value": Term("Value in hot wallets", "ホットウォレット管理分の評価額"),
    },
    "reconciliation": {
        "book": Term("Books", "帳簿残高"),
        "statement": Term("Statements", "残高証明等"),
        "difference": Term("Statements less books", "差異"),
        "published": Term("Published", "公表額"),
        "held": Term("Sum of the parts", "内訳の合計"),
    },
    "fiat": {
        "required": Term("Money to be held in trust", "利用者区分管理必要額"),
        "trust": Term("Principal held in trust", "信託財産の元本評価額"),
        "difference": Term("Surplus or shortage of the trust", "信託の過不足額"),
    },
    "volume": {
        "annual": Term("Annual volume", "年間取引高"),
        "turnover": Term("Turnover", "売買代金"),
        "peak": Term("Highest annual volume of the window", "対象期間中の最高年間取引高"),
    },
    "insurance": {
        "credit": Term("Insurance credited", "保険充当額"),
        "limit": Term("Limit of the policy", "保険金額の限度"),
    },
    "reserve": {
        "flow": Term("Amount of the year's transactions", "当期の取引に係る算定額"),
        "ceiling": Term("Accumulation ceiling", "積立限度額"),
        "eligible": Term("Amount counted", "算入額"),
        "fund": Term("Reserve set aside", "積立額"),
    },
}

_TABLES = {
    "exchange": Term("exchange.toml", "取引所の設定"),
    "balances": Term("Customers' balances", "利用者残高"),
    "holdings": Term("Holdings", "保有資産"),
    "statements": Term("Statements", "残高証明等"),
    "published": Term("Published totals", "公表残高"),
    "trades": Term("Trades", "約定"),
    "volumes": Term("Volumes", "取引高"),
    "prices": Term("Prices", "価格"),
    "policies": Term("Insurance policies", "保険契約"),
    "reserve": Term("Movements of the reserve", "責任準備金の増減"),
    "providers": Term("Providers", "委託先"),
    "tokens": Term("Tokens", "トークン"),
    "incidents": Term("Past incidents", "過去の事故"),
}

_SUBJECTS = {
    "stock": Term("stocks", "株式"),
    "stock_index": Term("stock index futures", "株価指数先物"),
    "stock_option_premium": Term("stock option premiums", "株式オプションの対価"),
    "bond_future": Term("bond futures", "債券先物"),
    "bond_option_premium": Term("bond option premiums", "債券オプションの対価"),
    "currency_future": Term("currency futures", "通貨先物"),
    "deposit_rate_index": Term("deposit rate index", "預金金利指標"),
    "bill_rate_index": Term("bill rate index", "手形割引率指標"),
    "commodity_future": Term("commodity futures", "商品先物"),
    "commodity_index": Term("commodity index", "商品指標"),
    "commodity_option_premium": Term("commodity option premiums", "商品オプションの対価"),
    "spot": Term("spot", "現物"),
    "margin": Term("margin", "証拠金取引"),
}


_PROVISIONS = {
    "rate": Term("Rate of the reserve", "準備金率"),
    "cap": Term("Cap of the reserve", "準備金の上限額"),
    "floor": Term("Floor of the reserve", "準備金の下限額"),
    "incident_factor": Term("Factor for past incidents", "事故実績に応じた係数"),
    "base_items": Term("Items of the base", "算定の基礎とする取引"),
    "insurance_share_max": Term("Highest share that insurance may cover", "保険で代替できる割合の上限"),
    "insurance_offset": Term("Whether insurance may offset", "保険による代替の可否"),
    "replenishment_days": Term("Days to replenish", "積み増しの期限日数"),
    "hot_fraction_max": Term("Highest share in hot wallets", "ホットウォレット管理割合の上限"),
    "hot_excess_repair_days": Term("Days to end an excess in hot wallets", "ホットウォレット超過の是正日数"),
    "shortfall_repair_days": Term("Days to repair a shortage of assets", "暗号資産不足の是正日数"),
    "fiat_topup_days": Term("Days to top up the trust", "信託の追加拠出日数"),
    "fiat_trust_ratio": Term("Share of money to be held in trust", "金銭の信託割合"),
    "segregation_ratio": Term("Share of assets to be segregated", "分別管理割合"),
    "guarantee_ratio": Term("Guarantee assets per asset held hot", "履行保証暗号資産の保有割合"),
    "window_years": Term("Years of the window", "対象とする事業年度の数"),
}


def figure_term(name: str) -> Term:
    """What a figure is called; the name itself where no pattern knows it."""
    whole = _FIGURES.get(name)
    if whole is not None:
        return whole
    room, _, rest = name.partition(".")
    if room == "input" and rest:
        return _input_term(rest)
    if room == "law" and rest:
        rulebook, _, key = rest.partition(".")
        term = _PROVISIONS.get(key, Term(f"Provision {key}", f"規定 {key}"))
        return Term(f"{term.en} ({rulebook})", f"{term.ja}（{rulebook}）") if key else Term(name, name)
    about, _, leaf = rest.rpartition(".")
    leaves = LEAVES.get(room, {})
    if leaf not in leaves or not about:
        return Term(name, name)
    subject = _SUBJECTS.get(about, Term(about, about))
    return Term(f"{subject.en}: {leaves[leaf].en}", f"{subject.ja}：{leaves[leaf].ja}")


def unit_said(unit: str, language: Language) -> str:
    """A unit as it is said after a number: 円 for JPY in Japanese, the asset's own name otherwise."""
    return _UNITS[unit].said(language) if unit in _UNITS else unit


def rule_said(figure: Figure, language: Language) -> str:
    """The rule of a figure; the rule of every fact is said in the reader's language."""
    return WORDS["as_handed_in"].said(language) if figure.rule == WORDS["as_handed_in"].en else figure.rule


def _input_term(rest: str) -> Term:
    table, _, place = rest.partition(".")
    term = _TABLES.get(table, Term(table, table))
    if not place:
        return term
    parts = [_SUBJECTS.get(part, Term(part, part)) for part in place.split(".")] if "/" not in place else []
    en = " ".join(part.en for part in parts) or place
    ja = " ".join(part.ja for part in parts) or place
    return Term(f"{term.en}: {en}", f"{term.ja}：{ja}")
