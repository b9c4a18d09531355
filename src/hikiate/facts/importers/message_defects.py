"""What can be wrong with travel-rule messages, and what an import leaves out of them."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

NO_MESSAGE = FindingKind(
    "import.no_message",
    Severity.FAULT,
    Words("{value}", "an IVMS101 message as JSON", "have the message written again as the standard lays it down"),
    Words("{value}", "IVMS101 形式（JSON）のメッセージ", "規格どおりの形式で出力し直してください"),
)
UNNAMED = FindingKind(
    "import.message_unnamed",
    Severity.FAULT,
    Words(
        "a message that does not say to which transfer it belongs",
        "a file named sent-<withdrawal>.json or received-<deposit>.json, or an envelope with transfer and direction",
        "rename the file, or put each message into an envelope",
    ),
    Words(
        "どの移転に関するものか分からないメッセージ",
        "sent-<出金>.json・received-<入金>.json というファイル名、または transfer と direction を記した封筒形式",
        "ファイル名を変えるか、封筒形式にしてください",
    ),
)
NO_MESSAGES = FindingKind(
    "import.no_messages",
    Severity.FAULT,
    Words("no message", "at least one message", "name the files that hold the messages"),
    Words("メッセージがありません", "1 件以上のメッセージ", "メッセージのあるファイルを指定してください"),
)
LEFT_OUT = FindingKind(
    "import.message_part_left_out",
    Severity.NOTE,
    Words(
        "{what}: {count} more than the first were left out",
        "one person, one name, one address and one wallet for each end",
        "look at the message itself where the others matter, such as joint accounts",
    ),
    Words(
        "{what}: 2 番目以降の {count} 件は取り込んでいません",
        "送付人・受取人それぞれについて、人・氏名・住所・識別子を 1 つずつ",
        "共同名義など、残りの記載が重要な場合は元のメッセージを確認してください",
    ),
)
