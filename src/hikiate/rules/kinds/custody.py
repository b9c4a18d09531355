"""Findings about customers' coins and money, and who keeps them."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

SEGREGATION_SHORT = kind(
    "segregation.short",
    Severity.BREACH,
    (
        "{held} {asset} held against {liability} owed to customers",
        "{missing} {asset} more",
        "find the cause and add {missing} {asset} of the firm's own by the due day",
    ),
    (
        "利用者に対する債務 {liability} {asset}に対し、有高は {held} {asset}です",
        "債務以上の有高（不足 {missing} {asset}）",
        "原因を調査し、期限までに自己の {missing} {asset}で補填してください",
    ),
)
HOT_EXCESS = kind(
    "segregation.hot_excess",
    Severity.BREACH,
    (
        "{fraction} of customers' crypto-assets by value is in hot wallets",
        "at most {limit}",
        "move at least {excess} {unit} worth to cold wallets by the due day",
    ),
    (
        "利用者の暗号資産のうち {fraction}（価額ベース）をホットウォレットで管理しています",
        "{limit} 以下",
        "期限までに、少なくとも {excess} {unit}相当をコールドウォレットに移してください",
    ),
)
GUARANTEE_SHORT = kind(
    "segregation.guarantee_short",
    Severity.BREACH,
    (
        "{guarantee} {asset} of guarantee assets in cold storage against {hot} in hot wallets",
        "{missing} {asset} more",
        "set aside {missing} {asset} of the firm's own in cold storage by the due day, or empty the hot wallet by it",
    ),
    (
        "ホットウォレットの {hot} {asset}に対し、コールドウォレットの履行保証暗号資産は {guarantee} {asset}です",
        "必要数量以上の履行保証暗号資産（不足 {missing} {asset}）",
        "期限までに自己の {missing} {asset}をコールドウォレットに追加するか、同量をホットウォレットから移してください",
    ),
)
HOT_LOSS_UNCOVERED = kind(
    "segregation.hot_loss_uncovered",
    Severity.WARNING,
    (
        "with every hot wallet lost, {missing} {asset} owed to customers would be uncovered",
        "cold and guarantee assets that cover every customer",
        "put customers' {asset} into cold storage or add guarantee assets",
    ),
    (
        "ホットウォレットをすべて失った場合、利用者に返還すべき {missing} {asset}が不足します",
        "コールドウォレット管理分と履行保証暗号資産による、利用者全員分の充足",
        "{asset} をコールドウォレットに移すか、履行保証暗号資産を追加してください",
    ),
)
TIER_UNFIT = kind(
    "segregation.tier_unfit",
    Severity.WARNING,
    (
        "{amount} {asset} of {owner} in the tier {tier}",
        "{wanted}",
        "correct the tier, or move the assets; they were not counted as cold",
    ),
    (
        "{owner}の {amount} {asset}の管理区分（tier）が {tier} となっています",
        "{wanted}",
        "管理区分を訂正するか、資産を移してください。コールドウォレット管理分には算入していません",
    ),
)
IMPLAUSIBLE = kind(
    "liability.implausible",
    Severity.BREACH,
    (
        "{liability} {asset} owed against {held} held",
        "at most {multiple} times what is held",
        "look for a unit error in the ledger before anything else; figures over all assets are withheld",
    ),
    (
        "利用者に対する債務が {liability} {asset}であるのに対し、有高は {held} {asset}です",
        "有高の {multiple} 倍以下の債務",
        "まず帳簿の単位に誤りがないか確認してください。全銘柄を通算する数値は算定を保留しています",
    ),
)
FIAT_SHORT = kind(
    "fiat.short",
    Severity.BREACH,
    (
        "{trust} {unit} in trust against {required} owed to customers",
        "{missing} {unit} more",
        "add {missing} {unit} to the trust by the due day",
    ),
    (
        "利用者区分管理必要額 {required} {unit}に対し、信託財産は {trust} {unit}です",
        "必要額以上の信託財産（不足 {missing} {unit}）",
        "期限までに {missing} {unit}を信託財産に追加してください",
    ),
)
FIAT_OUTSIDE_TRUST = kind(
    "fiat.outside_trust",
    Severity.WARNING,
    (
        "{amount} {unit} of customers outside the trust",
        "customers' money in trust",
        "put it into the trust; it was not counted",
    ),
    (
        "利用者の金銭のうち {amount} {unit}が信託されていません",
        "利用者区分管理信託による管理",
        "速やかに信託してください。信託財産には算入していません",
    ),
)
UNREGISTERED = kind(
    "provider.unregistered",
    Severity.BREACH,
    (
        "{reason}: keeper {keeper} of {count} holdings ({shown})",
        "a provider of the table providers with number and notification in force",
        "notify or replace the provider; until then the holding rests on nobody's oversight",
    ),
    (
        "{reason}です: {keeper}（有高 {count} 件: {shown}）",
        "providers に番号があり、届出が有効な事業者",
        "届出を行うか、委託先を変更してください",
    ),
)
COLD_SHORT = kind(
    "custody.cold_short",
    Severity.BREACH,
    (
        "{share} of customers' crypto-assets by value is in cold storage",
        "at least {wanted} of all of them together",
        "move assets from the other tiers to cold storage",
    ),
    (
        "利用者の暗号資産のうちコールドウォレットで管理しているのは {share}（評価額ベース）です",
        "全資産を合算して {wanted} 以上",
        "他の管理区分からコールドウォレットに移してください",
    ),
)
COLD_SHORT_OF_ASSET = kind(
    "custody.cold_short",
    Severity.BREACH,
    (
        "{share} of customers' {asset} is in cold storage",
        "at least {wanted} of each asset by itself",
        "move {asset} to cold storage; what is cold of other assets does not count for it",
    ),
    (
        "利用者の {asset} のうちコールドウォレットで管理しているのは {share} です",
        "資産ごとに {wanted} 以上",
        "{asset} をコールドウォレットに移してください。他の資産のコールド管理分は算入されません",
    ),
)
HOT_UNINSURED = kind(
    "insurance.hot_uninsured",
    Severity.BREACH,
    (
        "cover of {insured} {unit} for {required} {unit} in hot wallets",
        "{missing} {unit} more",
        "insure what is in hot wallets against crime, or move it to cold storage",
    ),
    (
        "ホットウォレットの {required} {unit}に対し、付保額は {insured} {unit}です",
        "ホットウォレット全額の付保（不足 {missing} {unit}）",
        "犯罪保険を付保するか、コールドウォレットに移してください",
    ),
)
