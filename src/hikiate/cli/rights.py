"""The rights of the role under which the software runs on PostgreSQL: shown as SQL, or given."""

from hikiate.cli.desks import Asked
from hikiate.cli.speech import put, put_json
from hikiate.kernel.wording import Term
from hikiate.web.settings import prepare


def rights_(asked: Asked, role: str, *, give: bool) -> None:
    """Show the statements for a role, or carry them out."""
    prepare(asked.workspace)
    from hikiate.storage.database import rights  # noqa: PLC0415 - Django must be set up first

    statements = rights.rights(role)
    if give:
        rights.give(role)
    if asked.as_json:
        named = {"role": role, "given": give, "only_added": rights.only_added(), "statements": statements}
        put_json({"schema": "hikiate/rights/1", **named})
    elif give:
        count = len(rights.only_added())
        put(
            Term(
                f"{role} may read and add; on {count} tables of records it can change and remove nothing.",
                f"{role} に権限を付与しました。記録の表（{count} 表）では追記のみでき、更新・削除はできません。",
            ).said(asked.spoken)
        )
    else:
        put("".join(f"{statement};\n" for statement in statements))
