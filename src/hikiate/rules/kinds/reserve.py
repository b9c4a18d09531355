"""Findings about the reserve, its assets and the insurance beside it."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

RESERVE_SHORT = kind(
    "reserve.short",
    Severity.BREACH,
    (
        "{held} JPY held against {required} JPY required",
        "{shortfall} JPY more",
        "provision {shortfall} JPY, or take out insurance that may stand in for it",
    ),
    (
        "必要額 {required} 円に対し {held} 円",
        "あと {shortfall} 円",
        "{shortfall} 円を積み立てるか、代替可能な保険を付してください",
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
        "準備金を補充する期限は公表されていません（{rulebook}: {keys}）",
        "公布された日数",
        "速やかに補充してください。この指摘に期限日はありません",
    ),
)
RESERVE_OPEN = kind(
    "reserve.provision_open",
    Severity.WARNING,
    (
        "{made} JPY of the year's {provision} JPY is provided",
        "{open} JPY more by the end of the fiscal year",
        "provision it by the due day",
    ),
    (
        "当年度の繰入額 {provision} 円のうち {made} 円を繰入済みです",
        "年度末までにあと {open} 円",
        "期限までに繰り入れてください",
    ),
)
RESERVE_OVERDRAWN = kind(
    "reserve.overdrawn",
    Severity.BREACH,
    (
        "{balance} {asset}",
        "a balance of zero or more",
        "check the movements: more was used or released than was provided",
    ),
    ("{balance} {asset}", "0以上の残高", "増減を確認してください。繰入額を超えて使用・取崩しが行われています"),
)
RESERVE_UNFUNDED = kind(
    "recon.break",
    Severity.WARNING,
    (
        "{book} {asset} in the book of the reserve, {held} in holdings",
        "the same",
        "find the difference; the lower of both was counted",
    ),
    (
        "準備金の帳簿は {book} {asset}、有高は {held} です",
        "一致",
        "差異の原因を確認してください。低い方を算入しています",
    ),
)
NOT_ELIGIBLE = kind(
    "reserve.not_eligible",
    Severity.WARNING,
    (
        "{amount} {asset} counts as {counted} JPY: {reason}",
        "assets that hold their value when the loss comes",
        "hold the reserve in money of the reporting currency",
    ),
    (
        "{amount} {asset} の算入額は {counted} 円です（{reason_ja}）",
        "損失時に価値を保つ資産",
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
        "契約を更新してください。当日は算入しません",
    ),
)
INSURANCE_NOT_ELIGIBLE = kind(
    "insurance.not_eligible",
    Severity.WARNING,
    ("{reason}", "{wanted}", "change the policy, or do not rely on it; it counts as nothing"),
    ("{reason_ja}", "{wanted_ja}", "契約を見直すか、代替とみなさないでください。算入しません"),
)
