"""What the kinds of incidents, requests, decisions and entries are called on the pages, in both languages."""

from collections.abc import Mapping

from hikiate.kernel.wording import Term
from hikiate.operations.workspace.incidents import SOURCES
from hikiate.remedy.pending import WORDS

INCIDENT_KINDS = {
    "unauthorised_outflow": Term("unauthorised outflow", "不正流出"),
    "insider": Term("theft by insiders", "内部不正"),
    "provider_failure": Term("failure of a provider", "委託先の障害・不正"),
    "ledger_error": Term("error of the ledger", "帳簿の誤り"),
    "operational_failure": Term("operational failure", "業務上の過誤"),
    "insolvency": Term("insolvency of the exchange", "取引所の倒産"),
}

ACTS: Mapping[str, Term] = {
    "approval.approve": Term("request approved", "申請を承認"),
    "approval.reject": Term("request rejected", "申請を却下"),
    "claim.decided": Term("dispute about a claim decided", "係争債権の確定"),
    "claim.elected": Term("class chosen by a customer", "クラスの選択"),
    "claim.examined": Term("claim examined", "債権の認否"),
    "claim.file": Term("claim filed", "債権の届出"),
    "claim.objected": Term("claim objected to", "債権への異議"),
    "claim.set_off": Term("claim set off", "債権の相殺"),
    "claim.withdrawn": Term("claim withdrawn", "債権届出の取下げ"),
    "day.close": Term("day closed", "日次締め"),
    "day.closed": Term("business day done", "営業日の処理完了"),
    "day.missed": Term("business day missed", "営業日の処理漏れ"),
    "estate.open": Term("estate opened", "財団の登録"),
    "finding.assign": Term("finding assigned", "指摘事項の担当を設定"),
    "finding.close": Term("finding closed", "指摘事項を完了"),
    "incident.claim": Term("insurance claim accepted", "保険金請求の受理"),
    "incident.close": Term("incident closed", "事案の終結"),
    "incident.determination": Term("determination", "補償額の算定"),
    "incident.determine": Term("determination taken in", "補償額算定の取込み"),
    "incident.draw": Term("draw on a source of money", "資金の引出し"),
    "incident.draw.request": Term("draw asked for", "資金の引出しを申請"),
    "incident.open": Term("incident opened", "事案の登録"),
    "incident.receive": Term("money received by the estate", "財団への入金"),
    "incident.recover": Term("money recovered", "回収金の受領"),
    "journal.correction": Term("correction of an entry", "仕訳の訂正"),
    "journal.correction.request": Term("correction asked for", "仕訳の訂正を申請"),
    "notice.make": Term("notice made", "通知の作成"),
    "opening": Term("brought forward", "開始残高"),
    "payout.batch": Term("batch of payouts", "払出しバッチ"),
    "payout.release": Term("batch released", "バッチの払出し"),
    "payout.set_aside": Term("payment set aside", "支払の保留"),
    "payout.settle": Term("settlement taken in", "決済結果の取込み"),
    "payout.settlement": Term("settlement", "決済結果"),
    "payout.statement": Term("bank's statement taken in", "銀行の入出金明細の取込み"),
    "proof.publish": Term("proof published", "負債証明の公表"),
    "public.links": Term("links made for customers", "利用者専用リンクの発行"),
    "public.links_ended": Term("links of customers ended", "利用者専用リンクの無効化"),
    "public.publish": Term("what is published changed", "公開内容の変更"),
    "reserve.provision": Term("set aside for the reserve", "責任準備金の繰入れ"),
    "reserve.provision.request": Term("provision asked for", "責任準備金の繰入れを申請"),
    "reserve.release": Term("release of the reserve", "責任準備金の取崩し"),
    "reserve.release.request": Term("release asked for", "責任準備金の取崩しを申請"),
    "token.make": Term("API token made", "APIトークンの発行"),
    "token.revoke": Term("API token revoked", "APIトークンの失効"),
    "user.limit": Term("approval limit set", "承認限度額の設定"),
    "user.roles": Term("roles set", "役割の設定"),
    "workspace.init": Term("workspace begun", "ワークスペースの開設"),
}
"""What decisions, requests and entries do, by their kind."""

MOVEMENTS = {
    "draw": Term("drawn", "引出し"),
    "claim": Term("claimed", "請求"),
    "recover": Term("recovered", "回収"),
    "receive": Term("received", "入金"),
}

PARTICULARS = {
    "admitted": Term("admitted after it", "承認後の認容額"),
    "admitted_before": Term("admitted before it", "申請前の認容額"),
    "amount": Term("amount", "金額・数量"),
    "approved": Term("the authority's approval", "当局の承認"),
    "as_of": Term("by the close of", "根拠とした締め"),
    "asset": Term("asset", "資産"),
    "attempt": Term("attempt", "送金回数"),
    "claim": Term("claim", "届出債権の番号"),
    "class": Term("class", "クラス"),
    "customer": Term("customer", "利用者"),
    "day": Term("law as of", "法令の基準日"),
    "determination": Term("determination (SHA-256)", "算定結果（SHA-256）"),
    "disputed": Term("disputed after it", "承認後の係争額"),
    "disputed_before": Term("disputed before it", "申請前の係争額"),
    "entry": Term("entry", "仕訳"),
    "evidence": Term("evidence (SHA-256)", "証跡（SHA-256）"),
    "lines": Term("lines", "明細行"),
    "memo": Term("memo", "摘要"),
    "payments": Term("payments", "支払件数"),
    "purpose": Term("purpose", "使途"),
    "reason": Term("reason", "理由"),
    "rulebook": Term("rulebook", "規則"),
    "source": Term("source", "資金源"),
    "words": Term("words for the record", "記録に残す理由"),
}

PAYMENT_STATES = {
    "payable": Term("payable", "支払対象"),
    "pending": Term("pending", "保留"),
    "paid": Term("paid", "支払済み"),
    "returned": Term("came back", "返戻"),
    "set_aside": Term("set aside", "保留（除外）"),
}

_REASONS: dict[str, Term] = {"not_funded": Term("not funded yet", "資金手当て未了")}
_REASONS.update((str(code), term) for code, term in WORDS.items())


def act_term(kind: str) -> Term:
    """What a decision, a request or an entry does."""
    if kind in ACTS:
        return ACTS[kind]
    asked = ACTS.get(kind.removesuffix(".request"))
    return Term(f"{asked.en}: asked for", f"{asked.ja}を申請") if asked else Term(kind, kind)


def source_term(source: str) -> Term:
    """From where money comes."""
    if source == "insurance":
        return Term("insurance", "保険")
    return SOURCES[source][1] if source in SOURCES else Term(source, source)


def reason_term(reason: str) -> Term:
    """Why a payment waits; words that are none of ours stay as they were given."""
    return _REASONS.get(reason, Term(reason, reason))


def particular_terms(said: Mapping[str, object]) -> list[tuple[Term, Term]]:
    """The particulars of a request, named and said, without those that are blank."""
    return [
        (PARTICULARS.get(name, Term(name, name)), _particular(name, value)) for name, value in said.items() if value
    ]


def _particular(name: str, value: object) -> Term:
    text = str(value)
    if name == "source":
        return source_term(text)
    if name == "purpose":
        return INCIDENT_KINDS.get(text, Term(text, text))
    return Term(text, text)
