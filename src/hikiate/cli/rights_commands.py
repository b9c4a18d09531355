"""The command about rights in the database."""

from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import reading
from hikiate.cli.language import said, said_in_full

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

rights_app = typer.Typer(rich_markup_mode=None)


@reading(
    rights_app,
    "rights",
    short_help=said("Least privilege on PostgreSQL, as SQL.", "PostgreSQL の最小権限（SQL）"),
    help=said_in_full(
        "Show, as SQL, the rights that the role under which Hikiate runs needs on PostgreSQL and no more: on the "
        "journal, the decisions and every other table of records it may read and add, but not update, delete or "
        "truncate. --give carries the SQL out. Call it as the owner of the tables, and again after every update.",
        "Hikiate を動かす PostgreSQL のロールに必要な最小限の権限を SQL で表示します。\n"
        "仕訳帳・決定その他の記録の表では参照と追記のみを認め、UPDATE・DELETE・TRUNCATE は認めません。\n"
        "--give を付けると実行します。表の所有者として、更新のたびに実行してください。",
    ),
)
def rights(
    asked: "Asked",
    role: Annotated[str, typer.Argument(metavar="ROLE", help=said("The role's name.", "ロール名"))],
    *,
    give: Annotated[bool, typer.Option("--give", help=said("Carry it out.", "実行する"))] = False,
) -> None:
    """Show the rights of a role, or give them."""
    from hikiate.cli.rights import rights_  # noqa: PLC0415 - help is to be quick, as in app.py

    rights_(asked, role, give=give)
