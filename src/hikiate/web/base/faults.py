"""Why a page refuses what was sent to it; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


STALE = _fault(
    "form.stale",
    (
        "Somebody changed this in the meantime.",
        "A form made from what stands now.",
        "Go back, load the page anew, see what has changed, and enter it again if it is still wanted.",
    ),
    (
        "この画面を開いた後に、別の担当者が内容を変更しました。",
        "現在の内容から作成された画面。",
        "前の画面に戻って再読込みし、変更内容を確認したうえで、必要であればもう一度入力してください。",
    ),
)
TOO_LARGE = _fault(
    "upload.too_large",
    (
        "{value} bytes were sent.",
        "At most {wanted} bytes.",
        "Send the right file. Put a larger pack below packs of the workspace; hand others in by the command line.",
    ),
    (
        "送信されたデータは {value} バイトです。",
        "{wanted} バイト以下。",
        "ファイルを確認してください。大きなパックは packs フォルダーに置いて選択し、ほかはコマンドで取り込みます。",
    ),
)
NOTHING_SENT = _fault(
    "upload.missing",
    ("No file was sent.", "A file: {wanted}.", "Choose it and send the form again."),
    ("ファイルが送信されていません。", "ファイル（{wanted}）。", "ファイルを選択して、もう一度送信してください。"),
)
WRONG_FILE = _fault(
    "upload.file_name",
    (
        "A file of the name {value}.",
        "Only the files of a determination: {wanted}.",
        "Choose the files that `hikiate compensate` wrote.",
    ),
    (
        "{value} という名前のファイルがあります。",
        "補償額算定のファイルのみ（{wanted}）。",
        "`hikiate compensate` が書き出したファイルを選択してください。",
    ),
)
