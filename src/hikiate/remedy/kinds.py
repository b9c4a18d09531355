"""What is found when an incident is worked out: faults of what was handed in, and findings of the determination."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

TOO_LARGE = kind(
    "incident.too_large",
    Severity.FAULT,
    (
        "more than 127 bits of minor units of {asset}",
        "at most 127 bits",
        "check the units of the quantities and prices",
    ),
    ("{asset} の数量が最小単位で127ビットを超えます", "127ビット以内", "数量と価格の単位を確認してください"),
)
NO_BALANCES = kind(
    "incident.no_balances",
    Severity.FAULT,
    ("the pack has no balances", "every customer's balances at the snapshot", "hand in balances"),
    ("パックに balances がありません", "基準時点の全利用者の残高", "balances を提出してください"),
)
BEFORE_SNAPSHOT = kind(
    "incident.before_snapshot",
    Severity.FAULT,
    (
        "occurred at {occurred}, before the snapshot of {snapshot}",
        "a pack of a moment before the incident",
        "take the last pack before the incident; later balances may already be wrong",
    ),
    (
        "発生日時 {occurred} が、パックの基準時点 {snapshot} より前です",
        "事故発生前の時点のパック",
        "事故発生前の最後のパックを指定してください。発生後の残高は既に誤っているおそれがあります",
    ),
)
LOSS_EXCEEDS_HOLDINGS = kind(
    "incident.loss_exceeds_holdings",
    Severity.FAULT,
    (
        "{lost} {asset} lost from {tier}, keeper {keeper}, where {held} were held",
        "a loss of at most what was held there",
        "check the quantity, the tier, the keeper and the snapshot",
    ),
    (
        "管理区分 {tier}・管理者 {keeper} の有高 {held} {asset} に対し、{lost} {asset} の流出とされています",
        "有高以下の流出数量",
        "数量・管理区分・管理者・基準時点を確認してください",
    ),
)
ACCOUNT_WITHOUT_CLAIM = kind(
    "incident.account_without_claim",
    Severity.FAULT,
    (
        "{customer} had no {asset}, or less than is said to be lost",
        "accounts that were owed what they lost",
        "correct the row, or hand in the movements since the snapshot",
    ),
    (
        "{customer} に {asset} の残高がないか、被害数量が残高を超えています",
        "被害数量以上の残高のある口座",
        "行を訂正するか、基準時点以後の増減（movements）を提出してください",
    ),
)
ACCOUNTS_DIFFER = kind(
    "incident.accounts_differ",
    Severity.FAULT,
    (
        "the accounts lost {stated} {asset}, the incident {lost} after what came back",
        "the same quantity in both",
        "correct the accounts or the loss; nothing is scaled silently",
    ),
    (
        "口座ごとの被害数量の合計は {stated} {asset}、事故の被害数量（回収後）は {lost} {asset}です",
        "両者の一致",
        "口座または事故の被害数量を訂正してください。按分による調整は行いません",
    ),
)
OVERDRAWN = kind(
    "incident.overdrawn",
    Severity.FAULT,
    (
        "the movements of {customer} come to {change}, more than was there",
        "balances of zero or more after every movement",
        "correct the movements, or hand in those that are missing",
    ),
    (
        "{customer} の増減の合計は {change}で、残高を超える減少です",
        "増減後も 0 以上の残高",
        "増減を訂正するか、不足している増減を提出してください",
    ),
)
MOVEMENTS_OUTSIDE = kind(
    "incident.movements_outside",
    Severity.WARNING,
    (
        "{count} movements by the snapshot or after the incident",
        "movements after the snapshot and by the moment of the incident",
        "check the times; they were not counted",
    ),
    (
        "基準時点以前、または事故発生後の増減が {count} 件あります",
        "基準時点より後、事故発生時までの増減",
        "日時を確認してください。これらは算入していません",
    ),
)
SNAPSHOT_OLD = kind(
    "incident.snapshot_old",
    Severity.WARNING,
    (
        "the snapshot of {snapshot} is {days} days before the incident, and no movements were handed in",
        "the last close before the incident, or the movements since",
        "hand in the later pack, or movements",
    ),
    (
        "基準時点 {snapshot} は事故の {days} 日前で、以後の増減が提出されていません",
        "事故直前の締め、または基準時点以後の増減",
        "より新しいパックか、増減（movements）を提出してください",
    ),
)
NOT_RECONCILED = kind(
    "incident.not_reconciled",
    Severity.WARNING,
    (
        "the snapshot does not reconcile for {asset}: {codes}",
        "a snapshot whose book, holdings and statements agree",
        "clear the breaks; entitlements stand on these balances",
    ),
    (
        "{asset} について基準時点の照合に不一致があります（{codes}）",
        "帳簿・有高・残高証明が一致する基準時点",
        "不一致を解消してください。補償額はこの残高に基づいています",
    ),
)
OWN_LOSS = kind(
    "incident.own_loss",
    Severity.NOTE,
    (
        "{own} {asset} of the loss was the exchange's own",
        "nothing",
        "book it as the exchange's loss; customers bear at most what they were owed",
    ),
    (
        "被害のうち {own} {asset}は自己の資産です",
        "対応不要",
        "自己の損失として計上してください。利用者の負担は預り残高が上限です",
    ),
)
BELOW_PROMISE = kind(
    "incident.below_promise",
    Severity.BREACH,
    (
        "customers were promised {promised}, and get {method}",
        "what the published policy promises",
        "pay as promised, or have the customers' consent or a court's order on file",
    ),
    (
        "公表した方針の {promised} に対し、{method} で補償しています",
        "公表した方針どおりの債務の履行",
        "方針どおりに履行するか、利用者の同意または裁判所の決定を記録してください",
    ),
)
NO_PROMISE = kind(
    "incident.no_promise",
    Severity.NOTE,
    (
        "the incident file does not say what customers were promised",
        "the method of the policy published under Order Art. 23(3)",
        "add promised, so that the method is held against it",
    ),
    (
        "公表した方針の補償方法が事故ファイルに記載されていません",
        "府令23条3項に基づき公表した方針の補償方法",
        "promised を記入してください。補償方法との一致を確認します",
    ),
)
OVERLAP = kind(
    "incident.overlap",
    Severity.WARNING,
    (
        "{other} took {quantity} {asset} from the same place, {tier}, keeper {keeper}",
        "each coin lost once",
        "make sure that no loss is counted in both; together they stay within what was held",
    ),
    (
        "{other} でも同じ場所（管理区分 {tier}・管理者 {keeper}）から {quantity} {asset}が失われています",
        "同じ数量を重複して計上しないこと",
        "被害が二重に計上されていないことを確認してください。合計は有高の範囲内です",
    ),
)
NO_TRADES = kind(
    "price.no_trades",
    Severity.FAULT,
    (
        "no trade of {market} from {start} up to {end}",
        "trades in the window",
        "correct the window or the market, or hand in the trades",
    ),
    (
        "{market} に {start} 以後 {end} までの約定がありません",
        "期間内の約定",
        "期間または市場を訂正するか、約定を提出してください",
    ),
)
NO_TRADES_TABLE = kind(
    "price.no_trades",
    Severity.FAULT,
    (
        "no trades were handed in for {market}",
        "the trades of the market",
        "add trades to the pack, or name a file by trades",
    ),
    (
        "{market} の約定が提出されていません",
        "当該市場の約定",
        "パックに trades を加えるか、trades でファイルを指定してください",
    ),
)
PRICE_OLD = kind(
    "price.old",
    Severity.WARNING,
    (
        "the last trade of {market} was at {last}, asked for {at}",
        "a trade within the hour before",
        "consider a mean over a window in place of a single moment",
    ),
    (
        "{at} の価格として {last} の {market} の約定を用いています",
        "1時間以内の約定",
        "一時点ではなく期間の平均価格の採用を検討してください",
    ),
)
NO_LISTED_PRICE = kind(
    "price.not_listed",
    Severity.FAULT,
    (
        "prices of {asset} in {currency} on {at}: {shown}",
        "one price of that very day or moment",
        "add the price, or choose among those that differ; none is taken from another day",
    ),
    (
        "{at} の {asset} の {currency} 建て価格: {shown}",
        "当該日または日時の一つの価格",
        "価格を追加するか、異なる価格のうち一つを選んでください。他の日の価格は用いません",
    ),
)
OTHER_MARKET = kind(
    "price.other_market",
    Severity.FAULT,
    (
        "market {market}",
        "{wanted}, the asset in the currency of the price",
        "correct the market, the asset or the currency",
    ),
    ("市場 {market}", "{wanted}（資産と価格の通貨による市場）", "市場・資産・通貨のいずれかを訂正してください"),
)
PRICE_TOO_SMALL = kind(
    "price.too_small",
    Severity.FAULT,
    ("a price of zero at {decimals} decimals", "a price above zero", "give more decimals"),
    ("小数点以下 {decimals} 桁では価格が 0 になります", "0より大きい価格", "decimals を増やしてください"),
)
HAIRCUT_UNPRICED = kind(
    "incident.haircut_unpriced",
    Severity.FAULT,
    (
        "no price of the snapshot's day for {assets}",
        "a price for every asset that is lost or cut, or a stated rate",
        "add the prices, state haircut.rate, or bound it by haircut.assets",
    ),
    (
        "{assets} の基準日の価格がありません",
        "流出資産と削減対象資産の価格、または率の記載",
        "価格を追加するか、haircut.rate を記入するか、haircut.assets で対象を限定してください",
    ),
)
SHORT = kind(
    "funding.short",
    Severity.BREACH,
    (
        "{short} {asset} of {needed} {asset} is covered by no source",
        "sources for all that customers are to get",
        "name further sources; what is not covered is not scheduled for payment",
    ),
    (
        "必要額 {needed} {asset}のうち {short} {asset}の原資がありません",
        "補償額の全額の原資",
        "原資を追加してください。原資のない部分は支払日程に組み込みません",
    ),
)
VALUE_UNKNOWN = kind(
    "funding.value_unknown",
    Severity.WARNING,
    (
        "{asset} has no price, so money cannot be held against what is needed of it",
        "a reference price, or a price of the snapshot's day",
        "add reference_price.{asset} or a price",
    ),
    (
        "{asset} の価格がないため、金銭の原資を充てられません",
        "参照価格、または基準日の価格",
        "reference_price.{asset} または価格を追加してください",
    ),
)
EXCEEDS_BALANCE = kind(
    "funding.exceeds_balance",
    Severity.BREACH,
    (
        "{amount} {asset} to be drawn, where {held} are there",
        "a drawing of at most what is there",
        "correct the amount; only what is there was counted",
    ),
    (
        "充当額 {amount} {asset}に対し、残高は {held} {asset}です",
        "残高以下の充当額",
        "金額を訂正してください。残高の範囲でのみ算入しています",
    ),
)
USE_NOT_PERMITTED = kind(
    "funding.use_not_permitted",
    Severity.BREACH,
    (
        "the reserve may be used for {uses}, not for {kind} without an approval",
        "a use that the law names, or the authority's approval",
        "obtain the approval and name it by approval; the drawing is refused and counts as nothing",
    ),
    (
        "準備金を使用できるのは {uses} の場合です。承認のない {kind} への使用はできません",
        "法令の定める場合の使用、または当局の承認",
        "承認を得て approval に記入してください。この充当は認めず、0 としています",
    ),
)
USE_UNDECIDED = kind(
    "funding.use_undecided",
    Severity.WARNING,
    (
        "nobody has published what the reserve may be used for ({rulebook})",
        "a published list of uses",
        "ask the authority before drawing; the drawing was counted",
    ),
    (
        "準備金を使用できる場合は公表されていません（{rulebook}）",
        "公表された使用の要件",
        "使用前に当局に確認してください。充当額には算入しています",
    ),
)
POLICY_UNKNOWN = kind(
    "funding.policy_unknown",
    Severity.WARNING,
    (
        "policy {policy} is not in policies.toml",
        "a policy of the pack",
        "correct its id, or add the policy; it pays nothing",
    ),
    (
        "保険契約 {policy} は policies.toml にありません",
        "パックにある保険契約",
        "契約の id を訂正するか、契約を追加してください。支払額は 0 としています",
    ),
)
POLICY_LAPSED = kind(
    "funding.policy_lapsed",
    Severity.WARNING,
    (
        "policy {policy} covers {starts} up to {ends}, the loss was on {day}",
        "cover on the day of the loss",
        "do not rely on it; it pays nothing",
    ),
    (
        "保険契約 {policy} の保険期間は {starts} から {ends} の前日までで、事故日は {day} です",
        "事故日に有効な補償",
        "この契約は見込まないでください。支払額は 0 としています",
    ),
)
POLICY_PERIL = kind(
    "funding.policy_peril",
    Severity.WARNING,
    (
        "policy {policy} covers {perils}, the incident is {kind}",
        "a policy that covers the peril",
        "do not rely on it; it pays nothing",
    ),
    (
        "保険契約 {policy} の補償する危険は {perils}、事故の種類は {kind} です",
        "当該危険を補償する契約",
        "この契約は見込まないでください。支払額は 0 としています",
    ),
)
POLICY_TIER = kind(
    "funding.policy_tier",
    Severity.WARNING,
    (
        "policy {policy} covers {tiers}, the loss was in {lost}",
        "a policy that covers the tier",
        "do not rely on it; it pays nothing",
    ),
    (
        "保険契約 {policy} の対象の管理区分は {tiers}、被害のあった区分は {lost} です",
        "当該管理区分を補償する契約",
        "この契約は見込まないでください。支払額は 0 としています",
    ),
)
MARKET_RISK = kind(
    "funding.market_risk",
    Severity.NOTE,
    (
        "{covered} {asset} is to be bought for money, valued at {price} {currency}",
        "coins, or money with a margin for the price on the day of purchase",
        "buy soon, or hold a margin; the price may rise",
    ),
    (
        "{covered} {asset}は金銭で調達します（評価単価 {price} {currency}）",
        "現物、または調達日の価格変動に備えた余裕資金",
        "速やかに調達するか、余裕を確保してください。価格が上昇するおそれがあります",
    ),
)
NO_ACCIDENT = kind(
    "accident.not_stated",
    Severity.WARNING,
    (
        "the incident is said to be no accident of the firm",
        "an act of Art. 118, named by accident; other losses may not be made good without more",
        "have the cause examined: a theft by an outsider is one only where a breach of law by the firm caused it",
    ),
    (
        "自社の事故に当たる行為が記載されていません",
        "府令118条の行為（accident に記入）。それ以外の損失の補塡は原則として禁止されています",
        "原因を調査してください。第三者による不正流出は、自社の法令違反が原因である場合に限り事故に当たります",
    ),
)
CONFIRMATION_NEEDED = kind(
    "accident.confirmation_needed",
    Severity.WARNING,
    (
        "{count} customers get more than {most} yen each, {total} yen together",
        "the authority's confirmation before they are paid",
        "apply for the confirmation, or settle under an exemption of Art. 119(1)",
    ),
    (
        "1人当たり {most} 円を超える利用者が {count} 名（計 {total} 円）です",
        "支払前の当局の確認",
        "事故の確認を申請するか、府令119条1項各号の手続によってください",
    ),
)
REPORT_DUE = kind(
    "accident.report_due",
    Severity.NOTE,
    (
        "{count} customers are paid without a confirmation",
        "a report to the local finance bureau by the end of the month after the payment",
        "file the items of Art. 121 by the due day",
    ),
    (
        "確認を受けずに {count} 名へ支払います",
        "支払の翌月末日までの財務局長への報告",
        "府令121条各号の事項を期限までに報告してください",
    ),
)
PENDING = kind(
    "payout.pending",
    Severity.WARNING,
    (
        "{count} payments, {total} {asset} together, wait: {reason}",
        "every payee's details whole and nothing against the payment",
        "clear the reason of each customer in pending, and run again with --earlier",
    ),
    (
        "{count} 件（計 {total} {asset}）の支払を保留しています: {reason}",
        "受取人情報に不足がなく、支払を妨げる事由がないこと",
        "保留一覧の各利用者の事由を解消し、--earlier を付けて再実行してください",
    ),
)
NO_PAYEES = kind(
    "payout.no_payees",
    Severity.WARNING,
    (
        "no payees were handed in, so there are no payment files",
        "bank details and destinations of the customers",
        "name a file by payees, and one by destinations for coins",
    ),
    (
        "受取人情報が提出されていないため、支払ファイルを作成していません",
        "利用者の振込先口座・送付先",
        "payees（暗号資産の場合は destinations も）でファイルを指定してください",
    ),
)
RETURNED_UNKNOWN = kind(
    "payout.returned_unknown",
    Severity.FAULT,
    (
        "{key}",
        "the key of a payment that an earlier iteration made",
        "correct the key, or name the right folder by --earlier",
    ),
    ("{key}", "過去の計算で支払った鍵", "鍵を訂正するか、--earlier に正しいフォルダーを指定してください"),
)
EARLIER_OF_ANOTHER = kind(
    "payout.earlier_of_another",
    Severity.FAULT,
    (
        "an iteration of {incident} at {exchange}",
        "the iteration before this one, of {wanted}",
        "name the folder that the last run wrote",
    ),
    ("{exchange} の {incident} の結果です", "{wanted} の直前の結果", "直前の実行の書き出し先を指定してください"),
)
EARLIER_ALTERED = kind(
    "payout.earlier_altered",
    Severity.FAULT,
    (
        "its digest is {made}, not {stated}",
        "the files as they were written",
        "restore the folder from its backup; a payment may be missing from it",
    ),
    (
        "ダイジェストは {made} で、記録された {stated} と異なります",
        "書き出されたままのファイル",
        "控えから復元してください。支払の記録が欠けているおそれがあります",
    ),
)
HISTORY_CHANGED = kind(
    "payout.history_changed",
    Severity.WARNING,
    (
        "the pack is another one than that of iteration {iteration}; {count} entitlements changed",
        "the same balances, or a reason for each change",
        "look through changes; what was paid stays paid",
    ),
    (
        "第 {iteration} 回の計算と異なるパックです。{count} 件の補償額が変わりました",
        "同じ残高、または変更の理由",
        "変更一覧（changes）を確認してください。支払済みの分はそのままです",
    ),
)
