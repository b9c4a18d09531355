"""What can be wrong with a journal or with decisions that are read back; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_FIND_OUT = "find out who changed the database, and restore the backup in which it is sound"
_FIND_OUT_JA = "データベースの変更の経緯を調査し、検査に合格するバックアップから復元してください"


def _breach(code: str, en: tuple[str, str], ja: tuple[str, str]) -> FindingKind:
    return FindingKind(code, Severity.BREACH, Words(*en, _FIND_OUT), Words(*ja, _FIND_OUT_JA))


ENTRY_DIFFERS = _breach(
    "audit.entry_differs",
    ("an entry or a posting of it that gives the digest {value}", "{wanted}, as the entry bears it"),
    ("仕訳またはその明細から計算したダイジェストは {value} です", "仕訳に記録されたダイジェスト {wanted}"),
)
NUMBER_DIFFERS = _breach(
    "audit.number_differs",
    ("a number out of order", "number {wanted}: one was taken out, added or renumbered"),
    ("番号が連続していません", "番号 {wanted}（削除・追加・付け替えの疑いがあります）"),
)
CHAIN_BROKEN = _breach(
    "audit.chain_broken",
    ("it goes on from {value}", "it goes on from {wanted}, which stands before it"),
    ("直前のダイジェストとして {value} を記録しています", "直前の記録のダイジェスト {wanted}"),
)
DECISION_DIFFERS = _breach(
    "audit.decision_differs",
    ("a decision ({kind}) that gives the digest {value}", "{wanted}, as the decision bears it"),
    ("決定（{kind}）から計算したダイジェストは {value} です", "決定に記録されたダイジェスト {wanted}"),
)
RECORDS_DIFFER = _breach(
    "audit.records_differ",
    (
        "{value} records of this decision ({kind}), not as it sealed them",
        "the {wanted} records that were made with it, unchanged",
    ),
    ("この決定（{kind}）に属する記録 {value} 件が、決定時の内容と一致しません", "決定時のままの記録 {wanted} 件"),
)
