"""The commands of API tokens: make one, list them, revoke one."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, UserOption, WorkspaceOption

api_token_app = typer.Typer(
    short_help=said("Tokens for the API.", "APIトークン"),
    help=said_in_full(
        "Tokens by which systems call the API (/api/v1). A token acts as a user, within its scopes and that user's "
        "roles; only a digest of it is kept.",
        "外部システムが API（/api/v1）を呼び出すためのトークンを管理します。トークンは担当者として\n"
        "動作し、権限は指定した範囲と担当者の役割の両方に限られます。保存するのはハッシュ値のみです。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@api_token_app.command(
    "create",
    short_help=said("Make a token.", "トークンを発行"),
    help=said_in_full(
        "Make a token that acts as a user; an administrator does. It is told once. Scopes: read, customers:read, "
        "days:write, findings:write, reserve:write, incidents:write, payouts:write, requests:decide, metrics:read.",
        "担当者として動作するトークンを発行します（管理者が実行）。表示は1回限りです。\n"
        "権限: read・customers:read・days:write・findings:write・reserve:write・\n"
        "incidents:write・payouts:write・requests:decide・metrics:read",
    ),
)
def create(
    person: Annotated[str, typer.Argument(metavar="PERSON", help=said("As whom it acts.", "動作の主体となる担当者"))],
    *,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=said("What it is for.", "用途"))],
    scope: Annotated[
        list[str], typer.Option("--scope", metavar="SCOPE", help=said("A scope; repeatable.", "権限。複数可"))
    ],
    days: Annotated[int, typer.Option("--days", metavar="N", help=said("Days until it ends.", "有効日数"))] = 90,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a token."""
    from hikiate.cli import api_tokens  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    api_tokens.create(Asked(workspace, user, at, as_json, lang and lang.value), person, name, scope, days)


@api_token_app.command(
    "list",
    short_help=said("List the tokens.", "トークンの一覧"),
    help=said_in_full("List every token with its state, the last one first.", "トークンと状態を新しい順に示します。"),
)
def list_(*, workspace: WorkspaceOption = Path(), as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the tokens."""
    from hikiate.cli import api_tokens  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    api_tokens.list_(Asked(workspace, None, None, as_json, lang and lang.value))


@api_token_app.command(
    "revoke",
    short_help=said("Revoke a token.", "トークンを失効"),
    help=said_in_full("End a token now; an administrator does.", "トークンを直ちに失効させます（管理者が実行）。"),
)
def revoke(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=said("The token's number.", "トークンの番号"))],
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Revoke a token."""
    from hikiate.cli import api_tokens  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    api_tokens.revoke(Asked(workspace, user, at, as_json, lang and lang.value), number)
