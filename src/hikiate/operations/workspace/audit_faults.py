"""What an audit of a workspace finds beyond its chains: balances, files, closes that come out otherwise."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_FIND_OUT = "find out who changed it, and restore the backup in which it is sound"
_FIND_OUT_JA = "変更の経緯を調査し、検査に合格するバックアップから復元してください"


def _breach(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.BREACH, Words(*en), Words(*ja))


BALANCE_DIFFERS = _breach(
    "audit.balance_differs",
    ("{place} kept as {value}", "{wanted} minor units, as the postings up to this entry add up to", _FIND_OUT),
    ("{place} の残高の記録は {value} です", "この仕訳までの明細の合計 {wanted}（最小単位）", _FIND_OUT_JA),
)
ANCHOR_DIFFERS = _breach(
    "audit.anchor_differs",
    ("a journal that then ended with entry {value}", "entry {wanted}, as the decision says", _FIND_OUT),
    ("決定時点の最後の仕訳は {value} です", "決定に記録された仕訳 {wanted}", _FIND_OUT_JA),
)
UNDECIDED = _breach(
    "audit.undecided",
    ("an entry after the last decision", "a decision for every entry", _FIND_OUT),
    ("最後の決定より後の仕訳です", "すべての仕訳に対応する決定", _FIND_OUT_JA),
)
HEAD_DIFFERS = _breach(
    "audit.head_differs",
    (
        "no decision with this digest",
        "decision {wanted}, which this workspace had",
        "the database is older than what was noted, or another one: restore the newer backup",
    ),
    (
        "このダイジェストの決定はありません",
        "以前に記録された決定 {wanted}",
        "記録時より古いか、別のデータベースです。新しいバックアップから復元してください",
    ),
)
FILE_MISSING = _breach(
    "audit.file",
    ("not there", "the file that {record} names", "put it back from a backup; its SHA-256 is in its name"),
    ("ファイルがありません", "{record} が示すファイル", "バックアップから戻してください（名前が SHA-256 です）"),
)
FILE_CHANGED = _breach(
    "audit.file",
    ("content whose digest is {value}", "{wanted}, as {record} names it", _FIND_OUT),
    ("内容のダイジェストは {value} です", "{record} が示す {wanted}", _FIND_OUT_JA),
)
FILE_UNENTERED = _breach(
    "audit.file",
    (
        "a file that no decision names",
        "a decision for every kept file",
        "repeat the command that broke off: it doubles nothing; if none did, the database is older than its files",
    ),
    (
        "どの決定にも記載のないファイルです",
        "保管されたすべてのファイルに対応する決定",
        "中断したコマンドを再実行してください（二重になりません）。中断がなければ、データベースがファイルより古い状態です",
    ),
)
HANDED_DIFFERS = _breach(
    "audit.handed_differs",
    (
        "a payout file whose digest is {value}",
        "{wanted}, the file that was released",
        "do not hand it over, and ask the bank what it was sent; release the batch again to have the released file",
    ),
    (
        "支払ファイルのダイジェストは {value} です",
        "払出しの対象となったファイル {wanted}",
        "引き渡さず、送信済みの内容を銀行に確認してください。払出しを再実行すると正しいファイルが書き出されます",
    ),
)
CLOSE_DIFFERS = _breach(
    "audit.close_differs",
    ("a close that comes out otherwise: {value}", "the same bytes from the same pack and law", _FIND_OUT),
    ("再計算した締めの結果が異なります: {value}", "同じパックと法令から同じ結果", _FIND_OUT_JA),
)
NOT_RECOMPUTED = FindingKind(
    "audit.not_recomputed",
    Severity.NOTE,
    Words(
        "a close made by version {value} of Hikiate or with other editions of its rulebooks",
        "version {wanted} with the same editions",
        "recompute it with that version; its file is as it was kept",
    ),
    Words(
        "バージョン {value} または異なる版の規程集による締めです",
        "同じ版の規程集とバージョン {wanted}",
        "該当するバージョンで再計算してください。ファイル自体は保管時のままです",
    ),
)
