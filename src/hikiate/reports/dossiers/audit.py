"""The audit pack as a dossier: what is in it, how the samples were drawn, what is due by when, what was found."""

from collections.abc import Mapping

from hikiate.conduct.audit.calendar import due_days
from hikiate.conduct.audit.forms import NOT_HANDED_IN, form_items
from hikiate.conduct.audit.manifest import Order
from hikiate.conduct.audit.sampling import METHOD
from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import grouped
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.dossier import Dossier, Section, Table, column
from hikiate.reports.dossiers.registry import findings_table
from hikiate.reports.labels import STATUSES

_NONE = Term("none", "なし")
_CONTENTS = {
    "approvals.csv": Term("approvals of the reserve and of trades", "準備金・売買の承認"),
    "calendar.csv": Term("due days", "期限"),
    "changes.csv": Term("changes of providers since the pack before", "前回からの委託先の変更"),
    "exceptions.csv": Term("everything the close found", "日次締めの指摘のすべて"),
    "form-38.csv": Term("subjects of form 13 as far as the data go", "別紙様式第13号の項目（データの範囲）"),
    "population.csv": Term("population: rows and totals of every table", "母集団: 各表の行数と合計"),
    "reconciliation.csv": Term("reconciliation and segregation, figure by figure", "照合・分別管理の各数値"),
    "samples.csv": Term("the rows drawn, as handed in", "抽出した行（提出されたまま）"),
}


def audit_dossier(pack: Pack, result: Result, order: Order, rows: Mapping[str, int], head: str | None) -> Dossier:
    """The front page of an audit pack; `rows` are how many each table has, `head` that of the register."""
    drawn = Term(
        f"Seed {order.seed}: {order.samples} random rows a table, {order.largest} largest balances an asset.",
        f"乱数の種 {order.seed}: 表ごとに {order.samples} 行、資産ごとに残高上位 {order.largest} 件。",
    )
    origin = [Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}")]
    if head is not None:
        origin.append(Term(f"register of inside information, head {head}", f"内部情報管理台帳の連鎖値 {head}"))
    return Dossier(
        Term("Audit pack: segregation", "分別管理監査資料"),
        pack.exchange.name,
        pack.exchange.snapshot_at.isoformat(),
        (
            Section(Term("Contents", "内容"), (METHOD, drawn), (_contents(rows),)),
            Section(Term("Due days", "期限"), (_WITHOUT_HOLIDAYS,), (_calendar(pack),)),
            Section(Term("Exceptions", "例外事項"), tables=(findings_table(result.findings),)),
            Section(
                Term("Form 13 (Order Art. 38)", "別紙様式第13号（府令第38条）"), (_NO_LAYOUT,), (_form(pack, result),)
            ),
        ),
        tuple(origin),
    )


_WITHOUT_HOLIDAYS = Term(
    "Months run from the day after. No day is moved for a holiday: one that is too early harms nobody.",
    "月数は翌日から起算します。休日による繰延べはしていません（早い期限は不利益になりません）。",
)
_NO_LAYOUT = Term(
    "The subjects in their order, to be carried over into the form by hand; what the pack does not say is left open.",
    "項目を順に示します。様式には手作業で転記してください。パックにないものは空欄です。",
)


def _contents(rows: Mapping[str, int]) -> Table:
    shown = tuple((name, _CONTENTS[name], grouped(str(count))) for name, count in rows.items())
    heads = (column("file", "ファイル"), column("contents", "内容"), column("rows", "行数", numeric=True))
    return Table(Term("Tables", "表の一覧"), heads, shown, _NONE)


def _calendar(pack: Pack) -> Table:
    rows = tuple(
        (due.due.isoformat(), due.words, due.anchor.isoformat(), due.law, STATUSES[due.status], due.source)
        for due in due_days(pack.exchange.day, pack.exchange.fiscal_year)
    )
    heads = (
        column("due", "期限"),
        column("what", "事項"),
        column("counted from", "起算の基準日"),
        column("article", "根拠"),
        column("status", "法的地位"),
        column("source", "出典"),
    )
    empty = Term("no due day of law in force on this day", "基準日に施行中の法令による期限はありません")
    return Table(Term("Calendar", "期限の一覧"), heads, rows, empty)


def _form(pack: Pack, result: Result) -> Table:
    rows = tuple(
        (item.words, item.asset, NOT_HANDED_IN if item.value is None else grouped(item.value), item.source)
        for item in form_items(pack, result)
    )
    heads = (
        column("subject", "項目"),
        column("asset", "資産"),
        column("value", "数量・金額", numeric=True),
        column("from", "出所"),
    )
    return Table(Term("Subjects", "項目の一覧"), heads, rows, _NONE)
