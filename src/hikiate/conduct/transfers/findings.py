"""Findings about transfers: records that are missing, lacking, late or contradicted, wallets, waiting, and matches."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

NO_RECORD = kind(
    "transfers.no_record",
    Severity.BREACH,
    (
        "{count} transfers {state} without a travel-rule record: {shown}",
        "a record with every transfer that the law asks one for",
        "hold what has not left until the record is told; tell it now for what has left, and record why it was late",
    ),
    (
        "通知事項の記録がない移転が {count} 件あります（{state}）: {shown}",
        "法令が求めるすべての移転に係る通知",
        "未実行のものは通知まで保留し、実行済みのものは直ちに通知したうえで経緯を記録してください",
    ),
)
INCOMPLETE = kind(
    "transfers.incomplete",
    Severity.BREACH,
    (
        "{count} records of transfers {state} lack what the law names: {shown}",
        "originator and beneficiary as the article lists them",
        "obtain what is missing, hold what has not left, and tell it for what has left",
    ),
    (
        "通知事項が不足する移転が {count} 件あります（{state}）: {shown}",
        "条文の定める送付人・受取人の事項",
        "不足する事項を取得してください。未実行のものは保留し、実行済みのものは補って通知してください",
    ),
)
LATE_RECORD = kind(
    "transfers.late_record",
    Severity.BREACH,
    (
        "{count} records were told after the coins had left, or at no stated moment: {shown}",
        "a record that goes before the coins or with them",
        "have the system send no coins before the record is told, and state transmitted_at",
    ),
    (
        "移転の実行後に通知した、または通知日時の記載がない移転が {count} 件あります: {shown}",
        "移転と同時またはそれ以前の通知",
        "通知前に移転が実行されないよう手順を改め、transmitted_at（通知日時）を記入してください",
    ),
)
INCONSISTENT = kind(
    "transfers.inconsistent",
    Severity.WARNING,
    (
        "{count} records of transfers {state} contradict the transfer: {shown}",
        "customer, wallet and provider as in the transfer",
        "find out which is right before the coins move; a record about somebody else is no record",
    ),
    (
        "通知の記録と移転の内容が一致しないものが {count} 件あります（{state}）: {shown}",
        "利用者・識別子・業者が移転と一致する記録",
        "移転の前にいずれが正しいか確認してください。別人に関する記録は通知になりません",
    ),
)
STRAY_RECORD = kind(
    "transfers.stray_record",
    Severity.WARNING,
    (
        "{count} records belong to no transfer: {shown}",
        "a transfer of the same name and direction for each record",
        "correct the name or the direction, or hand in the transfers of that day",
    ),
    (
        "対応する移転のない記録が {count} 件あります: {shown}",
        "記録ごとに、名称と方向が同じ移転",
        "名称または方向を訂正するか、該当日の移転を提出してください",
    ),
)
NOT_RECEIVED = kind(
    "transfers.not_received",
    Severity.WARNING,
    (
        "{count} deposits from other providers {state} came without a whole record: {shown}",
        "the record of the sending provider, whole",
        "ask the sending provider, decide by the risk whether to credit, hold or return, and record the decision",
    ),
    (
        "他の業者からの入金のうち、通知がない、または不足するものが {count} 件あります（{state}）: {shown}",
        "送付側業者からの完全な通知",
        "送付側業者に照会し、リスクに応じて受入れ・保留・返却を判断して記録してください",
    ),
)
WALLET_UNSAID = kind(
    "transfers.wallet_unsaid",
    Severity.WARNING,
    (
        "{count} transfers {state} do not say what lies at the other end: {shown}",
        "the platform, or wallet = unhosted",
        "ask the customer before the coins move; which rules hold depends on it",
    ),
    (
        "相手方が業者か非ホスト型ウォレットか不明な移転が {count} 件あります（{state}）: {shown}",
        "platform（業者名）、または wallet = unhosted",
        "適用される規定が変わるため、移転の前に利用者に確認してください",
    ),
)
NO_PURPOSE = kind(
    "transfers.no_purpose",
    Severity.WARNING,
    (
        "{count} transfers to unhosted wallets {state} have no purpose: {shown}",
        "the customer's purpose, asked before the coins leave",
        "ask, and write it into purpose",
    ),
    (
        "目的の記載がない非ホスト型ウォレットへの移転が {count} 件あります（{state}）: {shown}",
        "移転の前に利用者に確認した目的",
        "利用者に確認し、purpose に記入してください",
    ),
)
NOT_WARNED = kind(
    "transfers.not_warned",
    Severity.WARNING,
    (
        "{count} transfers to unhosted wallets {state}, their customers not warned before: {shown}",
        "a warning of fraud and of loss, before the coins leave",
        "warn, and write the moment into warned_at",
    ),
    (
        "事前の注意喚起がない非ホスト型ウォレットへの移転が {count} 件あります（{state}）: {shown}",
        "移転前の、詐欺・紛失の危険についての注意喚起",
        "注意喚起を行い、日時を warned_at に記入してください",
    ),
)
COOLING_OFF = kind(
    "transfers.cooling_off",
    Severity.WARNING,
    (
        "{count} transfers to unhosted wallets left before the cooling-off was over: {shown}",
        "{hours} hours from request to departure ({whose})",
        "have the system hold such transfers until then",
    ),
    (
        "待機時間の経過前に実行された非ホスト型ウォレットへの移転が {count} 件あります: {shown}",
        "依頼から実行まで {hours} 時間以上（{whose}）",
        "待機時間の経過まで移転が保留されるよう手順を改めてください",
    ),
)
COOLING_OFF_RUNS = kind(
    "transfers.cooling_off",
    Severity.NOTE,
    (
        "{count} transfers to unhosted wallets wait, because the cooling-off is not over: {shown}",
        "{hours} hours from request to departure ({whose})",
        "let them go after that, unless the customer has thought better of it",
    ),
    (
        "待機時間が経過していないため保留中の、非ホスト型ウォレットへの移転が {count} 件あります: {shown}",
        "依頼から実行まで {hours} 時間以上（{whose}）",
        "利用者が取りやめない限り、待機時間の経過後に実行してください",
    ),
)
OWNERSHIP_UNSHOWN = kind(
    "transfers.ownership_unshown",
    Severity.BREACH,
    (
        "{count} transfers above {amount} {state}, the unhosted wallet not shown to be the customer's: {shown}",
        "a proof of control of the address by the customer, or another measure on record",
        "have the customer sign a message that names the exchange, the day, the address and the customer",
    ),
    (
        "利用者のものと示されていない非ホスト型ウォレットとの {amount} 超の移転が {count} 件（{state}）: {shown}",
        "利用者によるアドレスの支配の証明、またはこれに代わる措置の記録",
        "取引所名・日付・アドレス・利用者を記したメッセージへの署名を利用者に求めてください",
    ),
)
PROOF_DOUBTFUL = kind(
    "transfers.proof_doubtful",
    Severity.WARNING,
    (
        "{count} proofs of a wallet do not prove it: {shown}",
        "a message that names exchange, day, address and customer, signed by the address's key",
        "ask for a new signature; one that is not of the address's key may be somebody else's wallet",
    ),
    (
        "ウォレットの証明として認められない署名が {count} 件あります: {shown}",
        "取引所名・日付・アドレス・利用者を記し、当該アドレスの鍵で署名したメッセージ",
        "署名を取り直してください。アドレスの鍵によらない署名は、他人のウォレットの可能性があります",
    ),
)
ADDRESS_UNSOUND = kind(
    "transfers.address_unsound",
    Severity.WARNING,
    (
        "{count} transfers {state} name an address that cannot be one of its chain: {shown}",
        "an address whose form and checksum are sound",
        "correct it before the coins leave; coins sent to it are lost",
    ),
    (
        "形式または検査符号が正しくないアドレスの移転が {count} 件あります（{state}）: {shown}",
        "形式・検査符号の正しいアドレス",
        "移転の前に訂正してください。誤ったアドレスに送った暗号資産は失われます",
    ),
)
LISTED = kind(
    "transfers.listed",
    Severity.WARNING,
    (
        "{count} transfers {state} match a list: {shown}",
        "a person's decision on each match before the coins move",
        "compare with the entry; release what is no match, freeze and report what is one",
    ),
    (
        "リストと一致した移転が {count} 件あります（{state}）: {shown}",
        "移転前の、一致ごとの担当者の判断",
        "記載内容と照合し、別人と確認できたものは保留を解除し、該当するものは凍結と届出を行ってください",
    ),
)
PLATFORM_WATCHED = kind(
    "transfers.platform_watched",
    Severity.WARNING,
    (
        "{count} transfers {state} touch a platform on the watch list: {shown}",
        "no transfer with an unregistered platform",
        "hold it, ask the customer for the purpose, and decide by the warning's ground",
    ),
    (
        "監視対象の業者との移転が {count} 件あります（{state}）: {shown}",
        "無登録業者との移転がないこと",
        "保留し、利用者に目的を確認のうえ、掲載の理由に照らして判断してください",
    ),
)
