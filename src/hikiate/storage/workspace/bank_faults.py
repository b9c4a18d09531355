"""What can be wrong with a bank's statement; the whole file is refused, and nothing of it is taken in."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_ASK = "take none of it in; have the bank send the statement again"
_ASK_JA = "このファイルは取り込まず、銀行に再送を依頼してください"


def _fault(code: str, en: tuple[str, str], ja: tuple[str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en, _ASK), Words(*ja, _ASK_JA))


NOT_READ = _fault(
    "bank.malformed",
    ("{value}", "a statement as ISO 20022 has it (camt.053.001 or camt.054.001), with its id, account and amounts"),
    ("{value}", "ISO 20022 の銀行明細（camt.053.001 または camt.054.001）。識別番号・口座・金額が必要です"),
)
NOT_LEVEL = _fault(
    "bank.not_level",
    ("the booked entries come to {value}", "{wanted}, as the bank's own total or closing balance says"),
    ("記帳済みの明細を合計すると {value} になります", "銀行の合計額または最終残高 {wanted}"),
)
COUNT_DIFFERS = _fault(
    "bank.not_level",
    ("{value} entries", "{wanted}, as the statement counts them"),
    ("明細は {value} 件です", "銀行明細に記載の {wanted} 件"),
)
