"""What the console refuses by itself; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

CLOSE_RUNNING = FindingKind(
    "close.running",
    Severity.FAULT,
    Words(
        "a close by {user} that is still running",
        "one close at a time",
        "wait until it has ended; its page shows how far it is",
    ),
    Words(
        "{user} による日次締めを実行中です",
        "同時に実行できる日次締めは1件です",
        "完了を待ってから、もう一度実行してください",
    ),
)
