"""Findings about the book against statements, and published totals against their parts."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

STATEMENTS_MISSING = kind(
    "input.missing",
    Severity.WARNING,
    (
        "no table statements: the book was reconciled with nothing",
        "statements of every business day, for the reconciliation that {rulebook} lays down",
        "hand in what chains, custodians and banks state for the day",
    ),
    (
        "statements の表がありません（帳簿残高の照合を行っていません）",
        "{rulebook} が定める照合に必要な、毎営業日の statements の表",
        "チェーン・委託先・銀行による当日の残高証明等を提出してください",
    ),
)
BREAK = kind(
    "recon.break",
    Severity.BREACH,
    (
        "{book} {unit} in the book, {statement} by {source}",
        "the same",
        "find the {missing} {unit} and clear the shortage",
    ),
    (
        "帳簿残高 {book} {unit}に対し、{source} の残高は {statement} {unit}です",
        "残高の一致",
        "差異 {missing} {unit}の原因を調査し、不足を解消してください",
    ),
)
SURPLUS = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{book} {unit} in the book, {statement} by {source}",
        "the same",
        "find whose {missing} {unit} it is and enter it",
    ),
    (
        "帳簿残高 {book} {unit}に対し、{source} の残高は {statement} {unit}です",
        "残高の一致",
        "超過する {missing} {unit}の帰属を確認し、記帳してください",
    ),
)
UNKNOWN_HOLDING = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{source} states {statement} {unit} for a holding that the book does not have",
        "a holding in the table holdings",
        "enter the holding, or correct its name",
    ),
    (
        "{source} の残高 {statement} {unit}に対応する有高が帳簿にありません",
        "holdings に記載された有高",
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
        "残高証明等のない有高が {count} 件あります: {shown}",
        "すべての有高についての当日の残高証明等",
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
        "基準日と異なる日の残高証明等が {count} 件あります: {shown}",
        "{day} の残高証明等",
        "当日の残高証明等で照合してください。今回の照合には提出されたものを用いています",
    ),
)
PUBLISHED_DIFFERS = kind(
    "recon.published_differs",
    Severity.BREACH,
    (
        "{published} {unit} published, {parts} {unit} is the sum of {count} holdings",
        "the sum of its parts",
        "correct the publication or the list; the difference is {difference} {unit}",
    ),
    (
        "公表額 {published} {unit}に対し、有高 {count} 件の合計は {parts} {unit}です",
        "内訳の合計との一致",
        "公表額または内訳を訂正してください。差異は {difference} {unit}です",
    ),
)
PUBLISHED_ROUNDED = kind(
    "recon.published_rounded",
    Severity.NOTE,
    (
        "{published} {unit} published, {parts} {unit} is the sum of {count} holdings: a difference of rounding",
        "the exact sum",
        "publish the exact total",
    ),
    (
        "公表額 {published} {unit}と有高 {count} 件の合計 {parts} {unit}の差異は端数処理によるものです",
        "正確な合計",
        "正確な合計を公表してください",
    ),
)
