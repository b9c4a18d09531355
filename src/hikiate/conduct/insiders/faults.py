"""What can be wrong with an entry of the register of inside information, or with the register; worded once, here."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

UNKNOWN = kind(
    "insider.unknown",
    Severity.FAULT,
    ("{value}", "{wanted} of the register", "look it up: hikiate insider show"),
    ("{value}", "台帳にある{wanted}", "hikiate insider show で確認してください"),
)
KNOWN = kind(
    "insider.known",
    Severity.FAULT,
    ("{value} stands in the register already", "another name", "choose another; nothing is entered twice"),
    ("{value} は既に台帳にあります", "別の名称", "別の名称を指定してください。二重には記載しません"),
)
MALFORMED = kind(
    "insider.malformed",
    Severity.FAULT,
    ("{value}", "{wanted}", "correct it and enter again"),
    ("{value}", "{wanted}", "訂正して再度記載してください"),
)
BEFORE_LAST = kind(
    "insider.before_last",
    Severity.FAULT,
    (
        "{value}",
        "the moment of the register's last entry, {wanted}, or a later one",
        "enter it under the moment at which it is entered; when it happened is another field",
    ),
    (
        "{value}",
        "台帳の最後の記載日時 {wanted} 以降",
        "記載する時点の日時で記載してください。事実の発生日時は別の項目です",
    ),
)
WRONG_ORDER = kind(
    "insider.wrong_order",
    Severity.FAULT,
    ("{value}", "a moment {wanted}", "correct the moment"),
    ("{value}", "{wanted}の日時", "日時を訂正してください"),
)
OWN_APPROVAL = kind(
    "insider.own_approval",
    Severity.FAULT,
    (
        "{value} decides on a request that is {value}'s own or was decided by {value} already",
        "another person for each of the two decisions, and neither the one who asked",
        "have somebody else decide",
    ),
    (
        "{value} は自らの申請、または既に判断した申請を判断しようとしています",
        "申請者以外の、互いに異なる二名の判断",
        "別の者が判断してください",
    ),
)
BARRED = kind(
    "insider.barred",
    Severity.FAULT,
    ("{reason}", "a request that no rule bars", "refuse it, or wait until the reason is gone and ask anew"),
    ("{reason}", "いずれの制限にも該当しない申請", "不承認とするか、制限の解消後に改めて申請してください"),
)
SETTLED = kind(
    "insider.settled",
    Severity.FAULT,
    ("{value}", "a request that is still open", "ask anew"),
    ("{value}", "未決の申請", "改めて申請してください"),
)
LINE_DIFFERS = kind(
    "insider.line_differs",
    Severity.FAULT,
    (
        "{value}",
        "{wanted}",
        "do not go on with this register: find out who changed it, and put back the copy in which it is sound",
    ),
    (
        "{value}",
        "{wanted}",
        "この台帳の使用を止め、変更の経緯を調査し、検査に合格する控えから復元してください",
    ),
)
IN_FUTURE = kind(
    "insider.in_future",
    Severity.FAULT,
    ("{value}", "a moment up to now, {wanted}", "correct the moment; what has not happened is not entered"),
    ("{value}", "現在（{wanted}）までの日時", "日時を訂正してください。まだ起きていないことは記載できません"),
)
