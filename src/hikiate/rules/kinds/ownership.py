"""Findings about the control of addresses."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

REFUTED = kind(
    "ownership.refuted",
    Severity.WARNING,
    (
        "the signature of {address} does not prove it: {reason}",
        "a message signed by the key of the address",
        "find out who controls the address; {amount} {unit} cannot be counted as proven",
    ),
    (
        "{address} の署名では管理を確認できません（{reason}）",
        "アドレスの鍵による署名",
        "アドレスの管理者を確認してください。{amount} {unit}は管理を証明できていません",
    ),
)
UNPROVEN = kind(
    "ownership.unproven",
    Severity.NOTE,
    (
        "{count} addresses whose control is not proven ({shown})",
        "for each a message of the day that names exchange, day and address",
        "have it signed: exchange, day and address, a line each",
    ),
    (
        "管理を証明できていないアドレスが {count} 件あります。内訳: {shown}",
        "取引所名・基準日・アドレスを記した当日の署名済みメッセージ",
        "取引所名・基準日・アドレスを1行ずつ記したメッセージに署名してください",
    ),
)
UNKNOWN_ADDRESS = kind(
    "ownership.unknown_address",
    Severity.WARNING,
    (
        "{count} signed addresses that hold nothing in holdings, such as {shown}",
        "an address of the table holdings",
        "correct the address, or enter what it holds",
    ),
    (
        "holdings にないアドレスの署名が {count} 件あります（例: {shown}）",
        "holdings に記載されたアドレス",
        "アドレスを訂正するか、有高を記載してください",
    ),
)
