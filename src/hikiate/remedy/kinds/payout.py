"""Findings about payments, pending ones, and earlier iterations."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

PENDING = kind(
    "payout.pending",
    Severity.WARNING,
    (
        "{total} {asset} wait (customers: {count}): {reason}",
        "every payee's details whole and nothing against the payment",
        "clear the reason of each customer in pending, and run again with --earlier",
    ),
    (
        "{count} 名への支払（計 {total} {asset}）を保留しています: {reason}",
        "受取人情報に不足がなく、支払を妨げる事由がないこと",
        "保留一覧の各利用者の事由を解消し、--earlier を付けて再実行してください",
    ),
)
NO_PAYEES = kind(
    "payout.no_payees",
    Severity.WARNING,
    (
        "no payees were handed in, so there are no payment files",
        "bank details and destinations of the customers",
        "name a file by payees, and one by destinations for coins",
    ),
    (
        "受取人情報が提出されていないため、支払ファイルを作成していません",
        "利用者の振込先口座・送付先",
        "payees（暗号資産の場合は destinations も）でファイルを指定してください",
    ),
)
RETURNED_UNKNOWN = kind(
    "payout.returned_unknown",
    Severity.FAULT,
    (
        "{key}",
        "the key of a payment that an earlier iteration made",
        "correct the key, or name the right folder by --earlier",
    ),
    ("{key}", "過去の計算で支払った鍵", "鍵を訂正するか、--earlier に正しいフォルダーを指定してください"),
)
EARLIER_OF_ANOTHER = kind(
    "payout.earlier_of_another",
    Severity.FAULT,
    (
        "an iteration of {incident} at {exchange}",
        "the iteration before this one, of {wanted}",
        "name the folder that the last run wrote",
    ),
    ("{exchange} の {incident} の結果です", "{wanted} の直前の結果", "直前の実行の書き出し先を指定してください"),
)
EARLIER_ALTERED = kind(
    "payout.earlier_altered",
    Severity.FAULT,
    (
        "its digest is {made}, not {stated}",
        "the files as they were written",
        "restore the folder from its backup; a payment may be missing from it",
    ),
    (
        "ダイジェストは {made} で、記録された {stated} と異なります",
        "書き出されたままのファイル",
        "控えから復元してください。支払の記録が欠けているおそれがあります",
    ),
)
HISTORY_CHANGED = kind(
    "payout.history_changed",
    Severity.WARNING,
    (
        "the pack is another one than that of iteration {iteration}; {count} entitlements changed",
        "the same balances, or a reason for each change",
        "look through changes; what was paid stays paid",
    ),
    (
        "第 {iteration} 回の計算と異なるパックです。{count} 件の補償額が変わりました",
        "同じ残高、または変更の理由",
        "変更一覧（changes）を確認してください。支払済みの分はそのままです",
    ),
)
