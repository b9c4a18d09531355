"""Findings about what pays: sources, policies, the reserve."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

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
        "準備金を使用できるのは次の場合に限られます（{uses}）。承認のない「{kind}」への使用はできません",
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
