"""Why a verb of the workspace refuses; worded once, here. What settlement files can be is in `settlement_faults`."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


BEFORE_LAST = _fault(
    "workspace.moment",
    (
        "{value}",
        "a moment at or after the last decision, {wanted}",
        "enter it under the moment at which it is entered; what stands there is not changed by going back in time",
    ),
    (
        "{value}",
        "最後の決定の日時 {wanted} 以降の日時",
        "記帳する時点の日時で記帳してください。過去にさかのぼって記帳することはできません",
    ),
)
UNKNOWN_USER = _fault(
    "workspace.user",
    ("no user {user}", "a user of this workspace", "name one by --user, or have an administrator add this one"),
    (
        "担当者 {user} は登録されていません",
        "このワークスペースに登録された担当者",
        "--user で登録済みの担当者を指定するか、管理者に登録を依頼してください",
    ),
)
LACKS_ROLE = _fault(
    "workspace.user",
    ("{user} has the roles: {value}", "one of the roles {wanted}", "have somebody do it who has that role"),
    (
        "{user} の役割は {value} です",
        "次のいずれかの役割: {wanted}",
        "その役割を持つ担当者が操作してください",
    ),
)
UNKNOWN_ASSET = _fault(
    "workspace.asset",
    (
        "no asset {asset}",
        "an asset of a pack that was taken in: {assets}",
        "correct the name, or close a pack into the workspace whose exchange.toml declares it",
    ),
    (
        "資産 {asset} はありません",
        "取り込み済みのパックにある資産: {assets}",
        "名称を訂正するか、exchange.toml にこの資産を宣言したパックを取り込んでください",
    ),
)
SCALE_CHANGED = _fault(
    "workspace.asset",
    (
        "{asset} with {value} decimals",
        "{wanted} decimals, as in the first pack that had it",
        "correct exchange.toml; amounts that are booked already would mean something else",
    ),
    (
        "{asset} の小数点以下が {value} 桁です",
        "最初に取り込んだパックと同じ {wanted} 桁",
        "exchange.toml を訂正してください。記帳済みの数量の意味が変わってしまいます",
    ),
)
SHORT = _fault(
    "book.short",
    (
        "{held} {unit} in {account}",
        "{wanted} {unit}",
        "bring in what is missing first, or take a smaller amount",
    ),
    (
        "{account}の残高は {held} {unit} です",
        "{wanted} {unit}",
        "先に不足額を充当するか、数量を減らしてください",
    ),
)
UNKNOWN_ENTRY = _fault(
    "journal.entry",
    ("no entry {number}", "the number of an entry", "look it up: hikiate journal list"),
    ("仕訳 {number} はありません", "仕訳の番号", "hikiate journal list で確認してください"),
)
NOT_CORRECTABLE = _fault(
    "journal.entry",
    (
        "entry {number} of kind {kind}{corrected}",
        "an entry of the reserve or of funding that stands uncorrected",
        "a payout is undone by the settlement that reports its return, and a correction by making the entry anew",
    ),
    (
        "仕訳 {number}（種類 {kind}）{corrected}",
        "準備金または資金手当ての、未訂正の仕訳",
        "払出しは返戻の決済結果によって取り消されます。訂正を取り消すには、改めて仕訳を起こしてください",
    ),
)
NO_REQUEST = _fault(
    "approval.unknown",
    ("no request {number}", "the number of a request", "look it up: hikiate approval list"),
    ("申請 {number} はありません", "申請の番号", "hikiate approval list で確認してください"),
)
DECIDED = _fault(
    "approval.unknown",
    (
        "request {number}, which is {value} already",
        "a request that is still open",
        "make a new request if it is still wanted",
    ),
    ("申請 {number} は既に{value}です", "未決の申請", "必要な場合は、改めて申請してください"),
)
OWN_WORK = _fault(
    "approval.own_work",
    ("request {number} was made by {user}", "somebody else's approval", "have another approver look at it"),
    ("申請 {number} は {user} 自身が起票したものです", "起票者以外の承認", "別の承認者が確認してください"),
)
ABOVE_LIMIT = _fault(
    "approval.limit",
    (
        "{amount} {asset}, and {user} may approve up to {wanted}",
        "an approver whose limit is not below the amount",
        "have somebody with a higher limit approve it",
    ),
    (
        "{amount} {asset} の申請に対し、{user} の承認限度額は {wanted} です",
        "限度額が申請額以上の承認者",
        "限度額のより高い承認者に依頼してください",
    ),
)
NO_LIMIT = _fault(
    "approval.limit",
    (
        "no limit is set in {asset} for the roles of {user}",
        "a limit, without which nothing may be approved",
        "have an administrator set one: hikiate user limit ROLE ASSET AMOUNT",
    ),
    (
        "{user} の役割に、{asset} の承認限度額が設定されていません",
        "承認限度額（未設定の場合は承認できません）",
        "管理者が hikiate user limit ROLE ASSET AMOUNT で設定してください",
    ),
)
PURPOSE_REFUSED = _fault(
    "reserve.use",
    (
        "{value}",
        "a purpose for which {rulebook} lets the reserve be used: {wanted} ({article})",
        "pay from another source, or obtain the authority's approval and name it by --authority-approval",
    ),
    (
        "{value}",
        "{rulebook} が準備金の使用を認める目的: {wanted}（{article}）",
        "他の資金で支払うか、当局の承認を得て --authority-approval で指定してください",
    ),
)
PURPOSE_UNDECIDED = _fault(
    "reserve.use",
    (
        "{rulebook} does not say for what the reserve may be used",
        "a rulebook that says it",
        "do not use the reserve under this rulebook; nobody has published its purposes",
    ),
    (
        "{rulebook} には準備金の使用目的の定めがありません",
        "使用目的の定めがある規程集",
        "この規程集に基づいて準備金を使用しないでください。使用目的は公布されていません",
    ),
)
NO_APPROVAL_NAMED = _fault(
    "reserve.use",
    (
        "no approval of the authority",
        "the number or date of its approval ({article})",
        "name it by --authority-approval",
    ),
    ("当局の承認の記載がありません", "承認の番号または日付（{article}）", "--authority-approval で指定してください"),
)
NOT_RELEASABLE = _fault(
    "reserve.release",
    (
        "{value} {unit} releasable by the last close",
        "{wanted} {unit}",
        "release no more than the close of the fiscal year's last day allows ({article})",
    ),
    (
        "直近の締めによる取崩し可能額は {value} {unit} です",
        "{wanted} {unit}",
        "事業年度末日の締めで認められた額の範囲で取り崩してください（{article}）",
    ),
)
UNKNOWN_INCIDENT = _fault(
    "incident.unknown",
    ("no incident {incident}", "an incident of this workspace", "open it: hikiate incident open FILE.toml"),
    (
        "事案 {incident} はありません",
        "このワークスペースの事案",
        "hikiate incident open FILE.toml で登録してください",
    ),
)
INCIDENT_MALFORMED = _fault(
    "incident.malformed",
    ("{value}", "{wanted}", "correct the incident file"),
    ("{value}", "{wanted}", "事案ファイルを訂正してください"),
)
INCIDENT_DIFFERS = _fault(
    "incident.differs",
    (
        "another file for incident {incident}",
        "the file it was opened with, SHA-256 {wanted}",
        "give a further incident its own id; what this one was opened with is not changed",
    ),
    (
        "事案 {incident} の別のファイルです",
        "登録時のファイル（SHA-256: {wanted}）",
        "別の事案には別の id を付けてください。登録済みの内容は変更できません",
    ),
)
MONEY_DIFFERS = _fault(
    "incident.differs",
    (
        "{value} under the reference {reference}",
        "{wanted}, as it was entered under this reference",
        "give what is another movement its own reference; have the earlier entry corrected if that one is wrong",
    ),
    (
        "照会番号 {reference} で {value}",
        "この照会番号で記帳済みの {wanted}",
        "別の入金には別の照会番号を付けてください。先の記帳が誤りの場合は訂正を申請してください",
    ),
)
INCIDENT_CLOSED = _fault(
    "incident.standing",
    (
        "incident {incident} is closed",
        "an open incident",
        "open a further incident that names this one",
    ),
    ("事案 {incident} は終結しています", "進行中の事案", "この事案を参照する新たな事案を登録してください"),
)
STILL_OPEN = _fault(
    "incident.standing",
    (
        "{value}",
        "every payment paid or pending with a reason, nothing asked, sent or claimed that is unanswered",
        "finish these first: hikiate incident show {incident}",
    ),
    (
        "{value}",
        "全件が支払済みまたは理由付きの保留で、未決の申請・送金・保険金請求がないこと",
        "先にこれらを完了してください: hikiate incident show {incident}",
    ),
)
DETERMINATION_MALFORMED = _fault(
    "determination.malformed",
    ("{value}", "{wanted}", "make the determination anew: hikiate compensate PACK --incident FILE.toml --out DIR"),
    (
        "{value}",
        "{wanted}",
        "補償額の算定をやり直してください: hikiate compensate PACK --incident FILE.toml --out DIR",
    ),
)
DETERMINATION_CHANGED = _fault(
    "determination.differs",
    (
        "payment {key}: {value}",
        "{wanted}, as an earlier determination made it payable",
        "do not pay on this one: a payment that is payable already is not changed; find out which is right",
    ),
    (
        "支払 {key}: {value}",
        "先の算定で支払対象とした {wanted}",
        "この算定では支払わないでください。支払対象とした内容は変更できません。どちらが正しいか確認してください",
    ),
)
TOTALS_DIFFER = _fault(
    "determination.differs",
    (
        "payments of {value} {asset} ({status})",
        "{wanted}, as summary.json says",
        "do not pay on this one; the two files do not belong together, or one of them was changed",
    ),
    (
        "支払明細の合計は {value} {asset}（{status}）です",
        "summary.json にある {wanted}",
        "この算定では支払わないでください。二つのファイルの組合せ違い、または改変が疑われます",
    ),
)
NOT_APPROVED = _fault(
    "payout.batch",
    (
        "{subject} waits for approval (request {number})",
        "an approved request",
        "have it approved first: hikiate approval approve {number}",
    ),
    (
        "{subject} は承認待ちです（申請 {number}）",
        "承認済みの申請",
        "先に承認を受けてください: hikiate approval approve {number}",
    ),
)
UNKNOWN_BATCH = _fault(
    "payout.batch",
    ("no batch {batch} of incident {incident}", "a batch that was made", "look it up: hikiate payout list {incident}"),
    (
        "事案 {incident} にバッチ {batch} はありません",
        "作成済みのバッチ",
        "hikiate payout list {incident} で確認してください",
    ),
)
NOTHING_TO_PAY = _fault(
    "payout.batch",
    (
        "no payment in {asset} that is payable and not yet in a batch",
        "a payable payment, or with --retry one that came back",
        "see hikiate incident show {incident}",
    ),
    (
        "{asset} で、支払可能かつバッチ未登録の支払はありません",
        "支払可能な支払（--retry の場合は返戻された支払）",
        "hikiate incident show {incident} で確認してください",
    ),
)
UNKNOWN_FINDING = _fault(
    "finding.unknown",
    ("no open finding {number}", "the number of an open finding", "look it up: hikiate finding list"),
    ("未完了の指摘 {number} はありません", "未完了の指摘の番号", "hikiate finding list で確認してください"),
)
OTHER_ROOT = _fault(
    "workspace.root",
    (
        "the root {value} as of {as_of}",
        "{wanted}, which was published of that moment",
        "publish no second root of a day; what customers checked against the first would be in doubt",
    ),
    (
        "{as_of} の証明値 {value}",
        "同じ時点について公表済みの証明値 {wanted}",
        "同じ日の証明値を二度公表しないでください。先の公表に基づく利用者の確認が疑わしくなります",
    ),
)
ROOT_NOT_OURS = _fault(
    "workspace.root",
    (
        "a root that is tied to the close {value}",
        "a close that is kept in this workspace, of the same pack and moment",
        "close the pack into the workspace, and prove it with that close: hikiate prove PACK --close RESULT",
    ),
    (
        "証明値は締め {value} に結び付けられています",
        "このワークスペースに保管された、同じパック・同じ時点の締め",
        "パックをワークスペースに取り込んで締め、その結果を hikiate prove PACK --close RESULT で指定してください",
    ),
)
ROOT_NOT_NEXT = _fault(
    "workspace.root",
    (
        "a root that goes on from {value}",
        "a root that goes on from the last one that was published, {wanted}",
        "prove the day again with --previous naming the ROOT.json that was published last",
    ),
    (
        "前回の証明値として {value} を記載しています",
        "直近に公表した証明値 {wanted} に続く証明値",
        "直近に公表した ROOT.json を --previous に指定して、証明を作り直してください",
    ),
)
