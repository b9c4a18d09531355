"""What the console refuses by itself; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

STALE_FORM = FindingKind(
    "form.stale",
    Severity.FAULT,
    Words(
        "a form that was opened before somebody changed what it is about",
        "a form that shows how things stand now",
        "open the page anew, read what changed, and enter it again if it is still right",
    ),
    Words(
        "この画面を開いた後に、他の担当者が対象を変更しています",
        "現在の状態を表示した画面からの入力",
        "画面を開き直して変更内容を確認し、必要であれば改めて入力してください",
    ),
)
TOO_LARGE = FindingKind(
    "form.too_large",
    Severity.FAULT,
    Words(
        "more than {value} bytes of files",
        "at most {wanted} bytes in one form",
        "put a larger pack into a folder below packs of the workspace, and choose it there",
    ),
    Words(
        "{value} バイトを超えるファイルです",
        "1回の送信は {wanted} バイトまで",
        "大きなデータは、ワークスペースの packs フォルダーに置き、画面から選択してください",
    ),
)
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
