"""Findings about the incident itself: what was lost, whose it was, and what was promised."""

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
        "{lost} {asset} lost from {tier}, keeper {keeper}{others}, where {held} were held",
        "a loss of at most what was held there",
        "check the quantity, the tier, the keeper and the snapshot",
    ),
    (
        "管理区分 {tier}・管理者 {keeper} の有高 {held} {asset} に対し、{lost} {asset} の流出とされています{others}",
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
        "公表した方針は「{promised}」ですが、今回は「{method}」としています",
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
