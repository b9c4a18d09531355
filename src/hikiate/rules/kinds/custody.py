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
        "利用者に対する債務 {liability} {asset} に対し有高 {held}",
        "あと {missing} {asset}",
        "原因を分析し、期限までに自己の {missing} {asset} を充ててください",
    ),
)
HOT_EXCESS = kind(
    "segregation.hot_excess",
    Severity.BREACH,
    (
        "{fraction} of customers' crypto-assets by value is in hot wallets",
        "at most {limit}",
        "move at least {excess} JPY worth to cold wallets by the due day",
    ),
    (
        "利用者暗号資産の {fraction}（円換算）がホットウォレットにあります",
        "{limit} 以下",
        "期限までに少なくとも {excess} 円相当をコールドウォレットに移してください",
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
        "ホットウォレットの {hot} {asset} に対し、コールド管理の履行保証暗号資産は {guarantee} です",
        "あと {missing} {asset}",
        "期限までに自己の {missing} {asset} をコールド管理で充てるか、同量をホットウォレットから移してください",
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
        "ホットウォレットの全損時、利用者への {missing} {asset} が不足します",
        "コールド管理分と履行保証暗号資産による全額の充足",
        "{asset} をコールド管理に移すか、履行保証暗号資産を追加してください",
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
        "{owner} の {amount} {asset} の管理区分が {tier} です",
        "{wanted_ja}",
        "区分を訂正するか、資産を移してください。コールド管理としては算入していません",
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
        "債務 {liability} {asset} に対し有高 {held}",
        "有高の {multiple} 倍以下",
        "まず帳簿の単位誤りを確認してください。全資産にわたる数値は算出を保留しています",
    ),
)
FIAT_SHORT = kind(
    "fiat.short",
    Severity.BREACH,
    (
        "{trust} {asset} in trust against {required} owed to customers",
        "{missing} {asset} more",
        "add {missing} {asset} to the trust by the due day",
    ),
    (
        "利用者区分管理必要額 {required} {asset} に対し信託 {trust}",
        "あと {missing} {asset}",
        "期限までに {missing} {asset} を信託財産に追加してください",
    ),
)
FIAT_OUTSIDE_TRUST = kind(
    "fiat.outside_trust",
    Severity.WARNING,
    (
        "{amount} {asset} of customers outside the trust",
        "customers' money in trust",
        "put it into the trust; it was not counted",
    ),
    (
        "利用者の金銭 {amount} {asset} が信託の外にあります",
        "利用者区分管理信託",
        "信託に移してください。算入していません",
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
        "{reason_ja}: {keeper}（{count} 件の有高: {shown}）",
        "providers に番号と有効な届出のある事業者",
        "届出を行うか、委託先を変更してください",
    ),
)
