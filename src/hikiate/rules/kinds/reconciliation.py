"""Findings about the book against statements, and published totals against their parts."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

BREAK = kind(
    "recon.break",
    Severity.BREACH,
    (
        "{book} {asset} in the book, {statement} by {source}",
        "the same",
        "find the {missing} {asset} and clear the shortage by the due day",
    ),
    (
        "帳簿 {book} {asset} に対し、{source} では {statement} です",
        "一致",
        "{missing} {asset} の原因を分析し、期限までに不足を解消してください",
    ),
)
SURPLUS = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{book} {asset} in the book, {statement} by {source}",
        "the same",
        "find whose {missing} {asset} it is and enter it",
    ),
    (
        "帳簿 {book} {asset} に対し、{source} では {statement} です",
        "一致",
        "超過する {missing} {asset} の帰属を確認し、記帳してください",
    ),
)
UNKNOWN_HOLDING = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{source} states {statement} {asset} for a holding that the book does not have",
        "a holding in the table holdings",
        "enter the holding, or correct its name",
    ),
    (
        "{source} の {statement} {asset} に対応する有高が帳簿にありません",
        "holdings にある有高",
        "有高を記帳するか、名称を訂正してください",
    ),
)
UNCONFIRMED = kind(
    "recon.unconfirmed",
    Severity.WARNING,
    (
        "{count} holdings without a statement: {shown}",
        "a statement of the day for every holding",
        "have chain, custodian or bank confirm them",
    ),
    (
        "照合資料のない有高が {count} 件あります: {shown}",
        "すべての有高の当日の照合資料",
        "チェーン・委託先・銀行の残高で確認してください",
    ),
)
STALE_STATEMENT = kind(
    "recon.stale",
    Severity.WARNING,
    (
        "{count} statements of another day: {shown}",
        "statements of {day}",
        "reconcile against statements of the day; these were compared all the same",
    ),
    (
        "別の日の照合資料が {count} 件あります: {shown}",
        "{day} の照合資料",
        "当日の資料で照合してください。比較には用いています",
    ),
)
PUBLISHED_DIFFERS = kind(
    "recon.published_differs",
    Severity.BREACH,
    (
        "{published} {asset} published, {parts} {asset} is the sum of {count} holdings",
        "the sum of its parts",
        "correct the publication or the list; the difference is {difference} {asset}",
    ),
    (
        "公表値 {published} {asset} に対し、{count} 件の有高の合計は {parts} {asset} です",
        "内訳の合計",
        "公表値または内訳を訂正してください。差は {difference} {asset} です",
    ),
)
PUBLISHED_ROUNDED = kind(
    "recon.published_rounded",
    Severity.NOTE,
    (
        "{published} {asset} published, {parts} {asset} is the sum of {count} holdings: a difference of rounding",
        "the exact sum",
        "publish the exact total",
    ),
    (
        "公表値 {published} {asset} と {count} 件の有高の合計 {parts} {asset} の差は端数処理によるものです",
        "正確な合計",
        "正確な合計を公表してください",
    ),
)
