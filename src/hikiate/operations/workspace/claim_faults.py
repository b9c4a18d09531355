"""Why a verb about an estate and its claims refuses; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


UNKNOWN_ESTATE = _fault(
    "estate.unknown",
    ("no estate {estate}", "an estate of this workspace", "open it: hikiate estate open FILE.toml"),
    ("財団 {estate} はありません", "このワークスペースの財団", "hikiate estate open FILE.toml で登録してください"),
)
NO_CLOSE = _fault(
    "estate.unknown",
    (
        "no close up to {day}",
        "a close of the day of the petition, or before it, from which claims come",
        "close that day into this workspace: hikiate close PACK --workspace DIR",
    ),
    (
        "{day} までの日次締めがありません",
        "申立日またはそれ以前の日次締め（債権の基礎となる元帳）",
        "hikiate close PACK --workspace DIR で締めを取り込んでください",
    ),
)
UNKNOWN_CLAIM = _fault(
    "claim.unknown",
    ("no claim {number} in {estate}", "the number of a claim", "look it up: hikiate estate claims {estate}"),
    (
        "財団 {estate} に届出債権 {number} はありません",
        "届出債権の番号",
        "hikiate estate claims {estate} で確認してください",
    ),
)
SECOND_CLAIM = _fault(
    "claim.second",
    (
        "claim {number} was filed for {customer} in {asset} already",
        "one claim for an account, which a further one corrects",
        "see what became of it, and file a correction with --corrects {number}",
    ),
    (
        "{customer} の {asset} には届出債権 {number} が既にあります",
        "一つの口座につき債権届出は1件（以後は訂正の届出）",
        "経過を確認し、訂正する場合は --corrects {number} を付けてください",
    ),
)
NOTHING_TO_CORRECT = _fault(
    "claim.second",
    (
        "claim {number} is not the last one of {customer} in {asset}",
        "the number of the claim that this one corrects",
        "look it up, or leave --corrects out: hikiate estate claims {estate} --customer {customer}",
    ),
    (
        "届出債権 {number} は {customer} の {asset} の最後の届出ではありません",
        "訂正する届出債権の番号",
        "番号を確認するか、--corrects を省いてください: hikiate estate claims {estate} --customer {customer}",
    ),
)
NO_REASON = _fault(
    "claim.reason",
    (
        "no reason",
        "the reason in words, where less than all is admitted, what stands is changed, or a claim came after its day",
        "say it by --words; it stands in the history of the claim",
    ),
    (
        "理由の記載がありません",
        "全額を認容しない場合、認容済みの額を変更する場合、期限後の届出の場合の理由",
        "--words で記載してください。債権の経過に残ります",
    ),
)
NO_EVIDENCE = _fault(
    "claim.reason",
    (
        "no evidence",
        "a file that shows it, such as the decision or the customer’s own word",
        "name it by --evidence; it is kept in the workspace",
    ),
    (
        "証拠の指定がありません",
        "決定書・本人の申出書など、裏付けとなるファイル",
        "--evidence で指定してください。ワークスペースに保管されます",
    ),
)
CLAIM_SETTLED = _fault(
    "claim.standing",
    (
        "claim {number} is {value}",
        "a claim that waits to be examined",
        "file a correction of it, or object to what was admitted",
    ),
    (
        "届出債権 {number} は{value}です",
        "認否前の届出債権",
        "訂正の届出を行うか、認容された債権に異議を述べてください",
    ),
)
NOT_THERE = _fault(
    "claim.standing",
    (
        "{customer} has {value} {asset} that is {state}",
        "at most that",
        "look up what stands: hikiate estate claims {estate} --customer {customer}",
    ),
    (
        "{customer} の{state}は {value} {asset}です",
        "その額以下",
        "現況を確認してください: hikiate estate claims {estate} --customer {customer}",
    ),
)
MORE_THAN_FILED = _fault(
    "claim.standing",
    (
        "{value} {asset} admitted and disputed",
        "at most what was filed, {wanted} {asset}",
        "nothing is admitted that nobody claimed; have a correction filed first",
    ),
    (
        "認容額と係争額の合計 {value} {asset}",
        "届出額 {wanted} {asset}以下",
        "届出のない債権は認められません。先に訂正の届出を受けてください",
    ),
)
WRONG_DAY = _fault(
    "claim.day",
    (
        "{value}",
        "a day from the petition, {petition}, to the day on which it is entered, {today}",
        "correct the day",
    ),
    ("{value}", "申立日 {petition} から記帳日 {today} までの日付", "日付を訂正してください"),
)
