"""Inside information as dossiers: an insider list in a form, and the register as a whole."""

from datetime import datetime

from hikiate.conduct.insiders.clearance import Clearance, State, clearance
from hikiate.conduct.insiders.lists import EU, LATE, insider_list
from hikiate.conduct.insiders.register import LISTS, PERMANENT, Insider, Register, moment
from hikiate.kernel.days import JAPAN, japan_text
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.dossier import Column, Dossier, Section, Table, column, said

_NONE = Term("none", "なし")
_JAPAN_TIME = Term("All times are Japan time.", "時刻はすべて日本時間です。")
_FACTS = {
    "listing": Term("start of handling", "取扱開始"),
    "delisting": Term("end of handling", "取扱廃止"),
    "outflow": Term("outflow of assets", "資産の流出"),
    "insolvency": Term("issuer's insolvency", "発行者の破綻"),
    "large_trade": Term("large trade", "大口取引"),
    "other": Term("other", "その他"),
}
_LISTS = {"restricted": Term("restricted list", "取引制限銘柄"), "watch": Term("watch list", "監視銘柄")}
_STATES = {
    State.OPEN: Term("open", "未決"),
    State.REFUSED: Term("refused", "不承認"),
    State.CLEARED: Term("cleared", "承認"),
    State.LAPSED: Term("lapsed", "失効"),
    State.VOID: Term("void", "無効"),
}
_SIDES = {"buy": Term("buy", "買"), "sell": Term("sell", "売")}


def list_dossier(register: Register, case: str, form: str) -> Dossier:
    """An insider list as it is handed over; dated by the register's last entry, so that the same list is the same."""
    made = insider_list(register, case, form)
    head = tuple(
        Term(f"{term.en}: {said(value, 'en')}", f"{term.ja}: {said(value, 'ja')}") for term, value in made.head
    )
    columns = tuple(Column(term) for term in made.columns)
    table = Table(Term("Insiders", "情報を知る者"), columns, made.rows, _NONE)
    section = Section(Term(f"Section {case}", f"名簿: {case}"), head, (table,))
    at = register.entries[-1].at if form == EU else register.entries[-1].at.astimezone(JAPAN)
    origin = (Term(f"register head {register.chain}", f"台帳の連鎖値 {register.chain}"),)
    return Dossier(made.title, register.exchange, at.isoformat(timespec="seconds"), (section,), origin)


def register_dossier(register: Register, at: datetime) -> Dossier:
    """Everything a register says at a moment."""
    requests = tuple(clearance(register, request, at) for request in register.of("requested"))
    return Dossier(
        Term("Register of inside information", "内部情報管理台帳"),
        register.exchange,
        at.astimezone(JAPAN).isoformat(timespec="seconds"),
        (
            Section(Term("Cases", "案件"), (_JAPAN_TIME,), (_cases(register), _persons(register))),
            Section(Term("Restricted and watch lists", "取引制限銘柄・監視銘柄"), tables=(_listed(register),)),
            Section(Term("Blackout windows", "取引禁止期間"), tables=(_windows(register),)),
            Section(Term("Requests to trade", "売買の事前申請"), (_promise(register),), (_requests(requests),)),
            Section(Term("Alerts triaged", "検知事項の処理"), tables=(_triaged(register),)),
        ),
        (Term(f"register head {register.chain}", f"台帳の連鎖値 {register.chain}"),),
    )


def _promise(register: Register) -> Term:
    days = register.validity_days
    return Term(
        f"Two people approve; an approval holds for {days} business days, by the exchange's own promise.",
        f"承認は二名。承認の有効期間は {days} 営業日（取引所が自ら定めた期間）。",
    )


def _cases(register: Register) -> Table:
    rows = tuple(
        (
            case.case,
            _FACTS[case.fact],
            ", ".join(case.assets),
            case.words,
            japan_text(case.arose_at),
            japan_text(case.published_at) if case.published_at else Term("not public", "未公表"),
            case.place,
        )
        for case in register.cases().values()
    )
    heads = (
        column("case", "案件"),
        column("fact", "事実の種類"),
        column("assets", "銘柄"),
        column("about", "内容"),
        column("arose", "発生日時"),
        column("published", "公表日時"),
        column("where", "公表場所"),
    )
    return Table(Term("Material facts", "重要事実"), heads, rows, _NONE)


def _persons(register: Register) -> Table:
    rows = tuple(_person(insider) for insider in register.all_insiders())
    heads = (
        column("case", "案件"),
        column("person", "識別子"),
        column("name", "氏名"),
        column("reason", "職務・理由"),
        column("obtained", "知った日時"),
        column("acknowledged", "確認日時"),
        column("ceased", "終了日時"),
        column("remark", "備考"),
    )
    return Table(Term("Who knows", "情報を知る者"), heads, rows, _NONE)


def _person(insider: Insider) -> tuple[str | Term, ...]:
    values = insider.entry.values
    return (
        Term("permanent", "常時") if insider.case == PERMANENT else insider.case,
        insider.person,
        f"{values['surnames']} {values['given_names']}",
        values["reason"],
        japan_text(insider.obtained_at),
        japan_text(insider.acknowledged_at) if insider.acknowledged_at else Term("outstanding", "未確認"),
        japan_text(insider.ceased_at) if insider.ceased_at else "",
        LATE if insider.is_late else "",
    )


def _listed(register: Register) -> Table:
    rows = tuple(
        (_LISTS[name], asset, japan_text(entry.at), entry.by, entry.values["words"])
        for name in LISTS
        for asset, entry in register.on_list(name).items()
    )
    heads = (
        column("list", "一覧"),
        column("asset", "銘柄"),
        column("since", "記載日時"),
        column("by", "記載者"),
        column("reason", "理由"),
    )
    return Table(Term("Assets on a list", "一覧にある銘柄"), heads, rows, _NONE)


def _windows(register: Register) -> Table:
    rows = tuple(
        (
            entry.values["window"],
            entry.values["assets"] or Term("all", "全銘柄"),
            japan_text(moment(entry.values["starts_at"])),
            japan_text(moment(entry.values["ends_at"])),
            entry.values["words"],
        )
        for entry in register.of("blackout")
    )
    heads = (
        column("window", "期間"),
        column("assets", "銘柄"),
        column("starts", "開始"),
        column("ends", "終了"),
        column("reason", "理由"),
    )
    return Table(Term("Windows", "期間の一覧"), heads, rows, _NONE)


def _requests(requests: tuple[Clearance, ...]) -> Table:
    rows = tuple(
        (
            stands.request.values["request"],
            stands.request.values["person"],
            stands.request.values["asset"],
            _SIDES[stands.request.values["side"]],
            stands.request.values["amount"],
            _STATES[stands.state],
            ", ".join(stands.deciders),
            stands.until.isoformat() if stands.until else "",
            Term("; ".join(bar.en for bar in stands.bars), "、".join(bar.ja for bar in stands.bars)),
        )
        for stands in requests
    )
    heads = (
        column("request", "申請"),
        column("person", "申請者"),
        column("asset", "銘柄"),
        column("side", "売買"),
        column("amount", "数量", numeric=True),
        column("state", "状態"),
        column("decided by", "判断者"),
        column("until", "有効期限"),
        column("barred by", "制限の理由"),
    )
    return Table(Term("Requests", "申請の一覧"), heads, rows, _NONE)


def _triaged(register: Register) -> Table:
    rows = tuple(
        (entry.values["alert"], entry.values["outcome"], entry.values["words"], entry.by, japan_text(entry.at))
        for entry in register.of("triaged")
    )
    heads = (
        column("alert", "検知事項"),
        column("outcome", "結果"),
        column("reason", "理由"),
        column("by", "処理者"),
        column("at", "処理日時"),
    )
    return Table(Term("Alerts", "検知事項"), heads, rows, _NONE)
