"""Findings about the reserve, its assets and the insurance beside it."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

RESERVE_SHORT = kind(
    "reserve.short",
    Severity.BREACH,
    (
        "{held} {unit} held against {required} {unit} required",
        "{shortfall} {unit} more",
        "provision {shortfall} {unit}, or take out insurance that may stand in for it",
    ),
    (
        "必要額 {required} {unit}に対し、充当額は {held} {unit}です",
        "必要額以上の充当額（不足 {shortfall} {unit}）",
        "{shortfall} {unit}を積み立てるか、代替が認められる保険を付してください",
    ),
)
RESERVE_NO_TERM = kind(
    "law.undecided",
    Severity.NOTE,
    (
        "no time for filling the reserve is published ({rulebook}: {keys})",
        "a published number of days",
        "fill it at once; the finding has no due day",
    ),
    (
        "準備金を補充する期限は公表されていません（{rulebook} の規定 {keys}）",
        "公布された日数",
        "速やかに補充してください。この指摘事項に是正期限はありません",
    ),
)
RESERVE_OPEN = kind(
    "reserve.provision_open",
    Severity.WARNING,
    (
        "{made} {unit} of the year's {provision} {unit} is provided",
        "{open} {unit} more by the end of the fiscal year",
        "provision it by the due day",
    ),
    (
        "当期要積立額 {provision} {unit}のうち、積立済みは {made} {unit}です",
        "期末までの全額の積立て（残り {open} {unit}）",
        "期限までに積み立ててください",
    ),
)
RESERVE_OVERDRAWN = kind(
    "reserve.overdrawn",
    Severity.BREACH,
    (
        "a balance of {balance} {unit}",
        "a balance of zero or more",
        "check the movements: more was used or released than was provided",
    ),
    (
        "残高が {balance} {unit}です",
        "0 以上の残高",
        "増減の記録を確認してください。積み立てた額を超えて使用または取崩しが行われています",
    ),
)
RESERVE_UNFUNDED = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{book} {unit} in the book of the reserve, {held} in holdings",
        "the same",
        "find the difference; the lower of both was counted",
    ),
    (
        "準備金の帳簿残高は {book} {unit}、有高は {held} {unit}です",
        "残高の一致",
        "差異の原因を調査してください。いずれか低い方を算入しています",
    ),
)
NOT_ELIGIBLE = kind(
    "reserve.not_eligible",
    Severity.WARNING,
    (
        "{amount} {asset} counts as {counted} {unit}: {reason}",
        "assets that hold their value when the loss comes",
        "hold the reserve in money of the reporting currency",
    ),
    (
        "{amount} {asset}の算入額は {counted} {unit}です（{reason}）",
        "損失が生じた時にも価値を保つ資産",
        "準備金は報告通貨の金銭で保有してください",
    ),
)
INSURANCE_LAPSED = kind(
    "insurance.lapsed",
    Severity.WARNING,
    ("cover from {starts} up to {ends}", "cover on {day}", "renew the policy; it counts as nothing on this day"),
    (
        "保険期間は {starts} から {ends} の前日までです",
        "{day} に有効な補償",
        "契約を更新してください。当日の保険による充当額には算入していません",
    ),
)
INSURANCE_NOT_ELIGIBLE = kind(
    "insurance.not_eligible",
    Severity.WARNING,
    ("{reason}", "{wanted}", "change the policy, or do not rely on it; it counts as nothing"),
    ("{reason}", "{wanted}", "契約を見直すか、代替から除いてください。保険による充当額には算入していません"),
)
FUND_BELOW_TRIGGER = kind(
    "fund.below_trigger",
    Severity.BREACH,
    (
        "the fund is worth {held} {unit}, below the trigger of {trigger} {unit}",
        "{target} {unit}, once it has fallen below the trigger",
        "fill the fund up by {missing} {unit}",
    ),
    (
        "基金の評価額は {held} {unit}で、補充水準の {trigger} {unit}を下回っています",
        "水準を下回った場合は {target} {unit}",
        "{missing} {unit}を基金に補充してください",
    ),
)
FUND_UNPUBLISHED = kind(
    "fund.unpublished",
    Severity.WARNING,
    (
        "{count} parts of the fund without an address: {shown}",
        "a published address for each, that anybody can check",
        "enter the addresses, or move the fund to one that is published",
    ),
    (
        "アドレスの記載がない基金の有高が {count} 件あります: {shown}",
        "誰もが確認できる公開アドレス",
        "アドレスを記載するか、公開アドレスに移してください",
    ),
)
