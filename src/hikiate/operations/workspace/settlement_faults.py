"""What can be wrong with a settlement file; the whole file is refused, and what it says is taken in by none of it."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_ASK = "take none of it in; ask the bank or custodian what happened, and have it send the file again"
_ASK_JA = "このファイルは取り込まず、銀行またはカストディアンに確認のうえ、再送を受けてください"


def _fault(code: str, en: tuple[str, str], ja: tuple[str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en, _ASK), Words(*ja, _ASK_JA))


MALFORMED = _fault("settlement.malformed", ("{value}", "{wanted}"), ("{value}", "{wanted}"))
CUT_SHORT = _fault(
    "settlement.cut_short",
    ("{value}", "a last row `end` with the count and the sum of the rows before it: {wanted}"),
    ("{value}", "件数と合計額を記した最終行 end: {wanted}"),
)
WRONG_BATCH = _fault(
    "settlement.differs",
    ("batch {value}", "batch {wanted}, whose settlement this was said to be"),
    ("バッチ {value}", "取込み対象のバッチ {wanted}"),
)
UNKNOWN_KEY = _fault(
    "settlement.differs",
    ("payment {value}", "a payment that batch {batch} sent"),
    ("支払 {value}", "バッチ {batch} で送金した支払"),
)
AMOUNT_DIFFERS = _fault(
    "settlement.differs",
    ("{value} {asset} for payment {key}", "{wanted}, as it was sent"),
    ("支払 {key} の決済額は {value} {asset} です", "送金額どおりの {wanted}"),
)
SAID_OTHERWISE = _fault(
    "settlement.differs",
    ("payment {key}: {value}", "{wanted}, as an earlier file said"),
    ("支払 {key}: {value}", "先のファイルで取り込んだ {wanted}"),
)
REPEATED = _fault(
    "settlement.differs",
    ("payment {key} again: {value}", "one row for each payment"),
    ("支払 {key} の行が重複しています: {value}", "1件の支払につき1行"),
)
NOT_RELEASED = _fault(
    "settlement.differs",
    ("a settlement of batch {batch}, which was not released", "a batch that was released"),
    ("払い出していないバッチ {batch} の決済結果です", "払出し済みのバッチ"),
)
CHANGED = _fault(
    "bank.changed",
    ("statement {identifier} of account {account} with other content", "the content that was taken in before"),
    ("口座 {account} の明細 {identifier} の内容が異なります", "先に取り込んだ明細と同じ内容"),
)
TWICE = _fault(
    "bank.doubtful",
    ("{count} transfers under the end-to-end id {id}", "one debit of a payment, and one credit where it came back"),
    ("end-to-end ID {id} の取引が {count} 件あります", "1件の支払につき出金1件（返戻の場合は入金1件を加える）"),
)
TWO_PAYMENTS = _fault(
    "bank.doubtful",
    ("the end-to-end id {id}, which fits several payments", "an id that fits one payment that was sent"),
    ("end-to-end ID {id} に複数の支払が該当します", "送金済みの支払1件に対応する ID"),
)
NOT_SENT_AGAIN = _fault(
    "bank.doubtful",
    ("payment {key}: {value}", "{wanted}; nothing else was sent under it"),
    ("支払 {key}: {value}", "{wanted}（これ以外の送金はありません）"),
)
