"""The door: runs a command and turns what it raises into words and an exit code.

0 done and in order; 1 done, and a duty is breached; 2 the input or the call is wrong, nothing written; 3 something
outside failed, safe to repeat.
"""

import errno
import os
import sys

from hikiate.cli.app import app

EXIT_REFUSED = 2
EXIT_OUTSIDE = 3
EXIT_INTERRUPTED = 130
FAILED_SCHEMA = "hikiate/failed/1"

_REASONS = {
    errno.EACCES: ("no permission", "権限がありません"),
    errno.EPERM: ("not permitted", "許可されていません"),
    errno.ENOENT: ("no such file or folder", "ファイルまたはフォルダーがありません"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "フォルダーが必要な場所にファイルがあります"),
    errno.EEXIST: ("a file stands where a folder is needed", "フォルダーが必要な場所にファイルがあります"),
    errno.EISDIR: ("a folder stands where a file is needed", "ファイルが必要な場所にフォルダーがあります"),
    errno.ENOSPC: ("no space left", "空き容量がありません"),
    errno.EIO: ("the disk or the database failed", "ディスクまたはデータベースの障害です"),
    errno.EAGAIN: ("in use by another command", "ほかのコマンドが使用中です"),
    errno.ETIMEDOUT: ("nobody answers there", "応答がありません"),
    errno.ECHILD: ("a cluster without workers", "ワーカーのないクラスターです"),
    errno.ECONNREFUSED: ("the database cannot be reached", "データベースに接続できません"),
    errno.EROFS: ("read-only", "読み取り専用です"),
}


def main() -> None:
    """Run the command line of this process."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - no stack trace may reach a user; Refused is told by its faults
        sys.exit(_ended(error))


def _ended(error: Exception) -> int:
    """The exit code after `error` was told; what standard output cannot take any more is given up."""
    try:
        return _told(error)
    except OSError as lost:
        _give_up_stdout()
        return _told(lost)


def _told(error: Exception) -> int:
    from hikiate.cli import speech  # noqa: PLC0415 - only a failure needs it, and help is to be quick
    from hikiate.cli.language import asked, language  # noqa: PLC0415 - as above
    from hikiate.kernel.findings import Refused  # noqa: PLC0415 - as above

    spoken, as_json = language(asked()), "--json" in sys.argv
    if isinstance(error, Refused):
        speech.say_refused(error, spoken, as_json=as_json)
        return EXIT_REFUSED
    words = _outside(error, spoken) if isinstance(error, OSError | MemoryError) else _defect(error, spoken)
    if as_json:
        speech.put_json({"schema": FAILED_SCHEMA, "failure": words})
    speech.say(words)
    return EXIT_OUTSIDE


def _outside(error: Exception, spoken: str) -> str:
    """What failed outside: a disk, a permission, memory; nothing half-written is left."""
    reason, place = type(error).__name__, ""
    if isinstance(error, OSError) and error.strerror:
        en, ja = _REASONS.get(error.errno or 0, (error.strerror, error.strerror))
        reason = ja if spoken == "ja" else en
        place = f"{error.filename}: " if error.filename else ""
    if spoken == "ja":
        return (
            f"{place}{reason}。完了できませんでした。書きかけのファイルは残していません。"
            "原因を取り除いて、同じコマンドを再実行してください。"
        )
    return (
        f"{place}{reason}. The command did not finish and left nothing half-written; "
        "mend the cause and run the same command again."
    )


def _defect(error: Exception, spoken: str) -> str:
    if spoken == "ja":
        said = (
            "本ソフトウェアの不具合です。このメッセージと入力の概要を開発元にお知らせください。入力は変更していません。"
        )
    else:
        said = "This is a defect of Hikiate; please report this line and what was handed in. No input was changed."
    return f"{said} ({type(error).__name__}: {error})"


def _give_up_stdout() -> None:
    """Send what standard output still holds, and all that follows, nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
