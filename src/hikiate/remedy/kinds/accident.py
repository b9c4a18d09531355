"""Findings about accidents and what has to be confirmed or reported."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

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
