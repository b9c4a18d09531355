"""Transfers as a dossier: what was found, what is held or moved in spite of it, and the law applied."""

from collections import Counter
from collections.abc import Sequence

from hikiate.conduct.transfers.examined import Outcome
from hikiate.conduct.transfers.moved import Transfer
from hikiate.conduct.transfers.overseen import Overseen
from hikiate.conduct.transfers.rules import TransferRules, need_term
from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import amount_text, grouped, grouped_text
from hikiate.kernel.wording import Term, unit_term
from hikiate.reports.dossiers.dossier import Cell, Dossier, Section, Table, column
from hikiate.reports.dossiers.registry import findings_table
from hikiate.reports.labels import STATUSES

ROWS_MAX = 200
"""So many transfers stand on paper; the JSON document has all."""

DIRECTIONS = {"sent": Term("sent", "出金"), "received": Term("received", "入金")}
DECISIONS = {
    "clear": Term("clear", "問題なし"),
    "held": Term("held", "保留"),
    "moved": Term("moved in spite of it", "実行済み（要是正）"),
}
REASONS = {
    "transfers.no_record": Term("no travel-rule record", "通知の記録なし"),
    "transfers.incomplete": Term("record lacks", "通知事項の不足"),
    "transfers.late_record": Term("told after the coins left, or undated", "通知が実行後、または日時不明"),
    "transfers.inconsistent": Term("record contradicts", "記録と不一致"),
    "transfers.not_received": Term("no whole record received", "完全な通知の受領なし"),
    "transfers.wallet_unsaid": Term("other end unknown", "相手方不明"),
    "transfers.no_purpose": Term("purpose not asked", "目的未確認"),
    "transfers.not_warned": Term("customer not warned before", "事前の注意喚起なし"),
    "transfers.cooling_off": Term("cooling-off not over", "待機時間の経過前"),
    "transfers.ownership_unshown": Term("wallet not shown to be the customer's", "利用者のウォレットと示されていない"),
    "transfers.proof_doubtful": Term("proof of the wallet does not hold", "ウォレットの証明が認められない"),
    "transfers.address_unsound": Term("address cannot be one of its chain", "アドレスの形式・検査符号が不正"),
    "transfers.listed": Term("on a list", "リストと一致"),
    "transfers.platform_watched": Term("platform on the watch list", "監視対象の業者"),
}
"""Why a transfer is held, in few words, by the code of the trouble."""

_WALLETS = {
    "provider": Term("another provider", "他の業者"),
    "unhosted": Term("unhosted", "非ホスト型"),
    None: Term("not said", "記載なし"),
}
_NONE = Term("none", "なし")
_UNDECIDED = Term("undecided", "未定")
_OFF = Term("off", "適用なし")
_ON = Term("on", "適用あり")


def transfers_dossier(pack: Pack, overseen: Overseen) -> Dossier:
    """The transfers of a pack with what was found of them."""
    troubled = [outcome for outcome in overseen.outcomes if outcome.troubles]
    return Dossier(
        Term("Transfers: travel rule and unhosted wallets", "暗号資産の移転: 通知義務・非ホスト型ウォレット"),
        pack.exchange.name,
        pack.exchange.snapshot_at.isoformat(),
        (
            Section(Term("What was found", "指摘"), tables=(findings_table(overseen.findings),)),
            Section(
                Term("Transfers", "移転"),
                (_screened(overseen.lists), *_cut(len(troubled))),
                (_counts(overseen.outcomes), _troubled(pack, troubled[:ROWS_MAX])),
            ),
            Section(Term("Law applied", "適用した規定"), tables=(_law(overseen),)),
        ),
        (Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}"),),
    )


def _screened(lists: Sequence[str]) -> Term:
    if not lists:
        return Term(
            "Nobody was held against a list: name lists by --list.",
            "リストとの照合は行っていません（--list で指定してください）。",
        )
    return Term(
        f"Names and addresses were held against {', '.join(lists)}.",
        f"氏名とアドレスを次のリストと照合しました: {'、'.join(lists)}。",
    )


def _cut(count: int) -> tuple[Term, ...]:
    if count <= ROWS_MAX:
        return ()
    shown = grouped_text(count)
    return (
        Term(
            f"The first {ROWS_MAX} of {shown} are shown; --json has all.",
            f"{shown} 件のうち最初の {ROWS_MAX} 件を示します（全件は --json）。",
        ),
    )


def _counts(outcomes: Sequence[Outcome]) -> Table:
    counted = Counter((outcome.transfer.direction, outcome.transfer.wallet, outcome.decision) for outcome in outcomes)
    rows: list[tuple[Cell, ...]] = [
        (
            DIRECTIONS[direction],
            _WALLETS[wallet],
            *(grouped_text(counted[direction, wallet, word]) for word in DECISIONS),
        )
        for direction, wallet in dict.fromkeys((direction, wallet) for direction, wallet, _ in counted)
    ]
    heads = (
        column("direction", "方向"),
        column("other end", "相手方"),
        *(column(term.en, term.ja, numeric=True) for term in DECISIONS.values()),
    )
    return Table(Term("How many", "件数"), heads, tuple(rows), Term("no transfers", "移転はありません"))


def _troubled(pack: Pack, outcomes: Sequence[Outcome]) -> Table:
    rows = tuple(
        (
            outcome.transfer.name,
            DIRECTIONS[outcome.transfer.direction],
            outcome.transfer.at.isoformat(" ", "minutes"),
            outcome.transfer.row.customer,
            _amount(pack, outcome.transfer),
            outcome.transfer.row.platform or _WALLETS[outcome.transfer.wallet],
            DECISIONS[outcome.decision],
            reasons(outcome),
        )
        for outcome in outcomes
    )
    heads = (
        column("transfer", "移転"),
        column("direction", "方向"),
        column("at", "日時"),
        column("customer", "利用者"),
        column("amount", "数量", numeric=True),
        column("other end", "相手方"),
        column("decision", "判定"),
        column("why", "理由"),
    )
    return Table(Term("Held, or moved in spite of it", "保留・要是正の移転"), heads, rows, _NONE)


def reasons(outcome: Outcome) -> Term:
    """Why a transfer is held, in words: each trouble with its detail."""
    said = [(REASONS[trouble.kind.code], trouble.detail) for trouble in outcome.troubles]
    return Term(
        "; ".join(f"{short.en}: {detail.en}" if detail.en else short.en for short, detail in said),
        "、".join(f"{short.ja}（{detail.ja}）" if detail.ja else short.ja for short, detail in said),
    )


def _amount(pack: Pack, transfer: Transfer) -> str:
    row = transfer.row
    return f"{grouped(amount_text(row.amount, pack.exchange.scale(row.asset)))} {row.asset}"


def _law(overseen: Overseen) -> Table:
    book, rows = overseen.rules.edition.book, []
    for key, version in overseen.rules.edition.versions.items():
        rows.append(
            (
                book.provisions[key].title,
                _value(overseen.rules, key),
                STATUSES[version.status],
                version.citation.text,
                version.source,
            )
        )
    heads = (
        column("provision", "規定"),
        column("value", "値"),
        column("status", "位置付け"),
        column("article", "根拠"),
        column("source", "確認元"),
    )
    return Table(book.title, heads, tuple(rows), _NONE)


def _value(rules: TransferRules, key: str) -> Term:
    """What a provision says, in words."""
    version, unit = rules.edition[key], rules.currency(key)
    if version.value is None:
        return _UNDECIDED
    if version.is_off:
        return _OFF
    if unit == "switch":
        return _ON
    if key.endswith("_fields"):
        needs = [need_term(need) for need in rules.needs(key)]
        return Term("; ".join(need.en for need in needs), "、".join(need.ja for need in needs))
    if unit == "names":
        return Term(version.value, version.value)
    number = grouped_text(version.number)
    return Term(number, number) if unit == "count" else Term(f"{unit} {number}", f"{number} {unit_term(unit).ja}")
