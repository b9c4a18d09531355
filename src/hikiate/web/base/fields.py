"""What forms call the things that are given in them, by the names under which verbs refuse them."""

from collections.abc import Mapping

from hikiate.kernel.wording import Term

FIELDS: Mapping[str, Term] = {
    "admit": Term("admitted", "認める額"),
    "amount": Term("amount", "金額・数量"),
    "asset": Term("asset", "資産"),
    "at": Term("moment", "日時"),
    "authority_approval": Term("the authority's approval", "当局の承認番号"),
    "batch": Term("batch", "バッチ"),
    "class": Term("class", "債権の種別"),
    "corrects": Term("claim that it corrects", "訂正する届出の番号"),
    "customer": Term("customer", "利用者"),
    "days": Term("days", "日数"),
    "dispute": Term("disputed", "争う額"),
    "estate": Term("estate", "倒産手続"),
    "evidence": Term("evidence", "証跡"),
    "head": Term("last decision kept elsewhere", "外部で保管した最終決定"),
    "incident": Term("incident", "事案"),
    "key": Term("key of the payment", "支払キー"),
    "name": Term("name", "名称"),
    "number": Term("number", "番号"),
    "on": Term("day", "日付"),
    "overlay": Term("overlay", "上書きファイル"),
    "owner": Term("owner", "担当者"),
    "part": Term("part", "公開する内容"),
    "person": Term("person", "担当者"),
    "purpose": Term("purpose", "使途"),
    "reason": Term("reason", "理由"),
    "reference": Term("reference", "照会番号"),
    "retry": Term("sending again", "再送"),
    "role": Term("role", "役割"),
    "root": Term("day root", "日次ルート"),
    "rulebook": Term("rulebook", "根拠とする規則"),
    "scope": Term("scope", "権限の範囲"),
    "source": Term("source", "資金源"),
    "user": Term("who acts", "操作者"),
    "words": Term("words for the record", "記録に残す理由"),
    "file": Term("file", "ファイル"),
    "files": Term("files", "ファイル"),
}
