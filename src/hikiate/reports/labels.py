"""Labels are what people call things: headings, units, statuses, severities and verdicts, in both languages."""

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import Verdict
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term, unit_term

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
    Status.REPORTED: Term(
        "stands on press reports or other secondary sources; the text itself was not read",
        "報道その他の二次資料に基づき、原典は確認していません。",
    ),
    Status.ASSUMPTION: Term("stands on an assumption", "仮定に基づく試算です。"),
    Status.UNDECIDED: Term("no value: the law has not fixed it", "法令が定めていないため、値がありません。"),
}

TITLES = {
    "report": Term("Daily close", "日次締め報告書"),
    "verdict": Term("Verdict", "判定"),
    "reserve": Term("Requirement and resources", "必要額と充当額"),
    "segregation": Term("Segregation of customers' assets", "利用者財産の分別管理"),
    "custody": Term("What customers are owed against what is held", "利用者預り数量と有高"),
    "hot": Term("Hot wallets and performance guarantee assets", "ホットウォレットと履行保証暗号資産"),
    "fiat": Term("Customers' money in trust", "利用者区分管理信託（金銭）"),
    "reconciliation": Term("Reconciliation of books with statements", "帳簿と残高証明等との照合"),
    "published": Term("Published totals against the sum of their parts", "公表残高と内訳合計の照合"),
    "findings": Term("Findings", "指摘事項"),
    "deadlines": Term("Deadlines", "是正期限"),
    "rulebooks": Term("Rulebooks applied", "適用した規程集"),
    "figures": Term("All figures, and how each was reached", "すべての数値とその算定根拠"),
}

EMPTY = {
    "reserve": Term(
        "No requirement and no resources were determined: the pack or the rulebooks give no ground for them.",
        "必要額も充当額も算定されていません。提出データまたは適用した規程集に、算定の根拠がありません。",
    ),
    "segregation": Term(
        "No asset was examined: segregation needs the tables balances and holdings, and a rulebook such as jp-psa.",
        "分別管理を確認した銘柄はありません。確認には balances と holdings の表、および jp-psa 等の規程集が必要です。",
    ),
    "hot": Term(
        "No hot wallet and no guarantee asset was examined.",
        "ホットウォレットと履行保証暗号資産に関する数値はありません。",
    ),
    "fiat": Term(
        "Money in trust was not examined: it needs fiat balances and holdings of tier trust.",
        "金銭の信託は確認していません。確認には法定通貨の残高と、管理区分が trust の有高が必要です。",
    ),
    "reconciliation": Term(
        "Nothing was reconciled: reconciliation needs the tables holdings and statements.",
        "照合は行っていません。照合には holdings と statements の表が必要です。",
    ),
    "findings": Term("Nothing was found.", "指摘事項はありません。"),
    "deadlines": Term("Nothing is due.", "期限のある指摘事項はありません。"),
    "rulebooks": Term("No rulebook was applied.", "適用した規程集はありません。"),
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
    "asset": Term("Asset (unit)", "銘柄（単位）"),
    "currency": Term("Currency (unit)", "通貨（単位）"),
    "subject": Term("Subject", "対象"),
    "state": Term("State", "判定"),
    "covered": Term("covered", "充足"),
    "short": Term("short", "不足"),
    "agrees": Term("agrees", "一致"),
    "differs": Term("differs", "不一致"),
    "unjudged": Term("not judged", "未判定"),
    "rule": Term("Rule", "算定方法"),
    "provision": Term("Provision", "規定の内容"),
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
    "legend": Term("What the legal status of a figure means", "数値の法的位置付けの凡例"),
    "skip": Term("Skip to the verdict", "判定へ移動"),
    "contents": Term("Contents", "目次"),
    "other_language": Term("日本語", "English"),
    "continued": Term(" (continued)", "（続き）"),
    "page": Term("Page", "頁"),
    "scroll": Term("table, scrolls sideways", "表（横にスクロールできます）"),
}

_UNITS = {
    "days": Term("days", "日"),
    "count": Term("", "件"),
    "business_days": Term("business days", "営業日"),
    "text": Term("", ""),
}


def rule_label(figure: Figure, language: Language) -> str:
    """What stands before a figure's rule: a provision is laid down and not reached, so its rule is what it is about."""
    return WORDS["provision" if figure.name.startswith("law.") else "rule"].said(language)


def unit_said(unit: str, language: Language) -> str:
    """A unit as it is said after a number: 円 for JPY in Japanese, the asset's own name otherwise."""
    return _UNITS.get(unit, unit_term(unit)).said(language)
