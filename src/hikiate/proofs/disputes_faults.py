"""What can be wrong with a dispute, an answer, a confirmation or the register that keeps them; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


MALFORMED = _fault(
    "dispute.malformed",
    (
        "{value}",
        "{wanted}",
        "have the verification page write the file again; what the customer says can be entered there anew",
    ),
    (
        "{value}",
        "{wanted}",
        "検証ページでファイルを作り直してください。内容を入力し直せば、申立ては受け付けられます",
    ),
)
WRONG_EXCHANGE = _fault(
    "dispute.wrong_exchange",
    ("a paper for {value}", "a paper for {wanted}, whose register this is", "name the register of that exchange"),
    ("{value} 宛ての書面", "この台帳の取引所 {wanted} 宛ての書面", "宛先の取引所の台帳を指定してください"),
)
UNKNOWN = _fault(
    "dispute.unknown",
    ("no dispute of this number", "the number of a dispute in the register", "look it up: hikiate dispute list"),
    (
        "この番号の申立てはありません",
        "台帳にある申立ての番号",
        "hikiate dispute list で番号を確認してください",
    ),
)
WRONG_DAY_ROOT = _fault(
    "dispute.wrong_day_root",
    (
        "a confirmation of {value}",
        "a confirmation of the store's day root, {wanted}",
        "name the store of the day that was confirmed",
    ),
    (
        "{value} に対する検証確認",
        "この証明ストアの日の証明値 {wanted} に対する検証確認",
        "検証確認の対象日の証明ストアを指定してください",
    ),
)
WRONG_CODE = _fault(
    "dispute.wrong_code",
    (
        "a code that the key of customer {customer} does not make",
        "a code made with the customer's own proof of that day",
        "do not count it; whoever wrote it did not have that customer's proof",
    ),
    (
        "利用者 {customer} の鍵から計算した確認コードと一致しません",
        "当日の利用者本人の証明書から作られた確認コード",
        "この検証確認は件数に含めないでください。作成者は本人の証明書を持っていません",
    ),
)
BEFORE_LAST = _fault(
    "dispute.before_last",
    (
        "{value}",
        "the day of the register's last entry, {wanted}, or a later one",
        "enter it under the day on which it is entered; days that a root has counted are not changed afterwards",
    ),
    (
        "{value}",
        "台帳の最後の記載日 {wanted} 以降の日",
        "記載する当日の日付で記載してください。公表済みの証明に数えられた日をさかのぼって変更することはできません",
    ),
)
IN_FUTURE = _fault(
    "dispute.in_future",
    ("{value}", "today, {wanted}, or an earlier day", "correct the day; what was not received yet is not entered"),
    ("{value}", "本日（{wanted}）以前の日", "日付を訂正してください。受け取っていないものは記載できません"),
)
LINE_DIFFERS = _fault(
    "register.line_differs",
    (
        "{value}",
        "{wanted}",
        "do not go on with this register: find out who changed it, and put back the copy in which it is sound",
    ),
    (
        "{value}",
        "{wanted}",
        "この台帳の使用を止め、変更の経緯を調査し、検査に合格する控えから復元してください",
    ),
)
FILE_MISSING = _fault(
    "register.file_missing",
    (
        "not there",
        "the file that line {line} of the register entered",
        "put it back from a copy; its SHA-256 is {digest}",
    ),
    (
        "ファイルがありません",
        "台帳の {line} 行目に記載されたファイル",
        "控えから復元してください（SHA-256: {digest}）",
    ),
)
FILE_CHANGED = _fault(
    "register.file_changed",
    (
        "a file whose SHA-256 is {value}",
        "{digest}, as the register entered it",
        "find out who changed it, and put back the copy with that digest",
    ),
    (
        "ファイルの SHA-256 は {value} です",
        "台帳に記載された {digest}",
        "変更の経緯を調査し、記載どおりの控えを復元してください",
    ),
)
FILE_UNENTERED = _fault(
    "register.file_unentered",
    (
        "a file without a line in the register",
        "a line for every file",
        "repeat the command that broke off: it enters the file and doubles nothing; if none did, a line was taken out",
    ),
    (
        "台帳に行のないファイルです",
        "すべてのファイルに対応する行",
        "中断したコマンドを再実行すると、二重にならずに記載されます。中断がなければ、台帳の行が除かれています",
    ),
)
TAKEN_OUT = _fault(
    "register.taken_out",
    (
        "{filed} disputes with the head {value}",
        "after {wanted_filed} disputes the head {wanted}, as the earlier day root says",
        "name the register that goes on from that root (--disputes); where it was named, do not publish: put it back",
    ),
    (
        "申立て {filed} 件、連鎖の先頭値 {value}",
        "先の日の証明のとおり、申立て {wanted_filed} 件の時点で先頭値 {wanted}",
        "その証明から続く台帳を --disputes で指定してください。指定していた場合は公表せず、台帳を復元してください",
    ),
)
