"""What can be wrong with the database of a workspace; worded once, here."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


ABSENT = _fault(
    "workspace.absent",
    (
        "no database of a workspace",
        "a workspace made by `hikiate init`",
        "name its folder by --workspace or HIKIATE_WORKSPACE, or make one: hikiate init DIR",
    ),
    (
        "ワークスペースのデータベースがありません",
        "`hikiate init` で作成したワークスペース",
        "--workspace または HIKIATE_WORKSPACE でフォルダーを指定するか、hikiate init DIR で作成してください",
    ),
)
NOT_OURS = _fault(
    "workspace.absent",
    (
        "a file that is no database, or a damaged one",
        "the database of a workspace",
        "restore the last backup: hikiate restore BACKUP --workspace DIR",
    ),
    (
        "データベースではないファイル、または破損したデータベースです",
        "ワークスペースのデータベース",
        "直近のバックアップから復元してください: hikiate restore BACKUP --workspace DIR",
    ),
)
NO_ADDRESS = _fault(
    "workspace.absent",
    (
        "an address that cannot be read",
        "an address such as postgresql://user@host:5432/hikiate",
        "correct the variable, or unset it to use the SQLite file in the workspace",
    ),
    (
        "読み取れない接続先です",
        "postgresql://user@host:5432/hikiate のような接続先",
        "変数を訂正するか、未設定にしてワークスペース内の SQLite を使用してください",
    ),
)
OLDER = _fault(
    "workspace.version",
    (
        "a database that lacks {value}",
        "the schema of this version",
        "make a backup, then bring it up to date: hikiate migrate --workspace DIR",
    ),
    (
        "データベースに {value} が適用されていません",
        "このバージョンのスキーマ",
        "バックアップを取得のうえ、hikiate migrate --workspace DIR で更新してください",
    ),
)
NEWER = _fault(
    "workspace.version",
    (
        "a database that a newer version has changed ({value})",
        "a database of this version",
        "use the newer version of Hikiate; an older one does not know what its tables mean",
    ),
    (
        "より新しいバージョンで更新されたデータベースです（{value}）",
        "このバージョンのデータベース",
        "新しいバージョンの Hikiate を使用してください。旧バージョンでは表の意味を正しく扱えません",
    ),
)
OCCUPIED = _fault(
    "workspace.occupied",
    (
        "a database that has a workspace in it",
        "an empty database",
        "name an empty database by HIKIATE_DATABASE_URL; nothing that stands there is written over",
    ),
    (
        "既にワークスペースのあるデータベースです",
        "空のデータベース",
        "HIKIATE_DATABASE_URL で空のデータベースを指定してください。既存の内容は上書きしません",
    ),
)

GUARD_DIFFERS = FindingKind(
    "audit.guard_differs",
    Severity.BREACH,
    Words(
        "{value}",
        "what refuses a change in the database, as this version makes it",
        "find out who changed it: rows may have been changed since; restore the backup in which it is sound",
    ),
    Words(
        "{value}",
        "データベースで変更を拒む仕組み（この版が作成したとおり）",
        "変更の経緯を調査してください。以後の記録が変更されたおそれがあります。検査に合格するバックアップから復元してください",
    ),
)
DATABASE_DIFFERS = FindingKind(
    "audit.database_differs",
    Severity.BREACH,
    Words(
        "{value}",
        "a file that the database finds whole, with indexes that agree with their rows",
        "find out who changed it, and restore the backup in which it is sound",
    ),
    Words(
        "{value}",
        "データベースとして破損がなく、索引と行が一致するファイル",
        "変更の経緯を調査し、検査に合格するバックアップから復元してください",
    ),
)
