"""Rows as people read them: what their columns are called, and the words of the book in both languages."""

import json
from datetime import datetime

from hikiate.kernel.days import JAPAN
from hikiate.kernel.findings import Severity
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.approvals import State
from hikiate.reports.entered import entered_term
from hikiate.reports.labels import SEVERITIES

Row = dict[str, object]

HEADINGS = {
    "about": Term("about", "対象"),
    "account": Term("account", "勘定科目"),
    "admitted": Term("admitted", "認容額"),
    "amount": Term("amount", "金額・数量"),
    "amounts": Term("amounts", "金額・数量"),
    "asset": Term("asset", "資産"),
    "at": Term("at (Japan time)", "日時"),
    "attempt": Term("attempt", "送金回数"),
    "attempts": Term("attempts", "送信回数"),
    "balance": Term("balance", "残高"),
    "batch": Term("batch", "バッチ"),
    "by": Term("by", "操作者"),
    "channel": Term("channel", "通知先"),
    "checkers": Term("checkers", "承認者"),
    "claim": Term("claim", "届出番号"),
    "code": Term("code", "コード"),
    "corrects": Term("corrects", "訂正元"),
    "credit": Term("credit", "貸方"),
    "customer": Term("customer", "利用者"),
    "day": Term("day", "日付"),
    "debit": Term("debit", "借方"),
    "disputed": Term("disputed", "係争額"),
    "due": Term("due", "期限"),
    "entry": Term("entry", "仕訳"),
    "event": Term("event", "内容"),
    "evidence": Term("evidence", "証跡"),
    "expires_at": Term("expires (Japan time)", "有効期限"),
    "filed_on": Term("filed on", "届出日"),
    "finding": Term("finding", "指摘番号"),
    "id": Term("id", "識別子"),
    "key": Term("key", "支払の識別子"),
    "kind": Term("kind", "種類"),
    "maker": Term("maker", "申請者"),
    "memo": Term("memo", "摘要"),
    "name": Term("name", "名称"),
    "notice": Term("notice", "通知番号"),
    "outcome": Term("outcome", "結果"),
    "owner": Term("owner", "担当者"),
    "paid": Term("paid", "支払済み"),
    "particulars": Term("particulars", "内容"),
    "payments": Term("payments", "件数"),
    "person": Term("person", "担当者"),
    "request": Term("request", "申請番号"),
    "result": Term("result", "締めの結果"),
    "returned": Term("returned", "返戻"),
    "role": Term("role", "役割"),
    "roles": Term("roles", "役割"),
    "scopes": Term("scopes", "権限"),
    "severity": Term("severity", "区分"),
    "side": Term("side", "貸借"),
    "since": Term("since", "発生日"),
    "state": Term("state", "状態"),
    "subject": Term("subject", "対象"),
    "timing": Term("timing", "届出時期"),
    "token": Term("token", "トークン"),
    "two_above": Term("two approvers above", "2名承認の基準額（超）"),
    "up_to": Term("up to", "限度額"),
    "used_on": Term("used on", "最終使用日"),
    "user": Term("user", "ユーザー"),
    "where": Term("where", "箇所"),
    "words": Term("words", "理由・内容"),
}
"""What a column of a table is called, by its field."""

_WORDS = {
    "side": {"debit": Term("debit", "借方"), "credit": Term("credit", "貸方")},
    "severity": {severity.value: SEVERITIES[severity] for severity in Severity},
    "outcome": {
        "closed": Term("closed", "処理完了"),
        "missed": Term("missed", "処理漏れ"),
        "due": Term("due", "未処理"),
    },
    "state": {
        **{state.value: state.term for state in State},
        "released": Term("released", "払出し済み"),
        "waiting": Term("waiting", "送信待ち"),
        "sent": Term("sent", "送信済み"),
        "failed": Term("failed", "送信失敗"),
        "given_up": Term("given up", "送信断念"),
        "good": Term("good", "有効"),
        "revoked": Term("revoked", "失効"),
        "expired": Term("expired", "期限切れ"),
    },
}
_MOMENTS = {"at", "expires_at"}


def readable(rows: list[Row], spoken: Language) -> list[Row]:
    """Rows with their columns' names and the book's own words said, and moments in Japan's time."""
    return [{HEADINGS[name].said(spoken): _said(name, value, spoken) for name, value in row.items()} for row in rows]


def _said(name: str, value: object, spoken: Language) -> object:
    from hikiate.web.cases.names import act_term, particular_terms  # noqa: PLC0415 - slow to load, and JSON needs none

    if name in _MOMENTS:
        return datetime.fromisoformat(str(value)).astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S")
    if name == "memo":
        return entered_term(str(value)).said(spoken)
    if name == "kind":
        return act_term(str(value)).said(spoken)
    if name == "particulars":
        terms = particular_terms(json.loads(str(value)))
        return ", ".join(f"{term.said(spoken)}: {said.said(spoken)}" for term, said in terms) or "-"
    known = _WORDS.get(name, {}).get(str(value))
    return value if known is None else known.said(spoken)
