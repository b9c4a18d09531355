"""The commands of the server: serve a workspace, invite a person to it, tokens of systems, what is public."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.api_token_commands import api_token_app
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, UserOption, WorkspaceOption
from hikiate.cli.people_commands import user_app
from hikiate.cli.publish_commands import public_app

serve_app = typer.Typer(rich_markup_mode=None)
serve_app.add_typer(api_token_app, name="api-token")
serve_app.add_typer(public_app, name="public")


@serve_app.command(
    "serve",
    short_help=said("Serve console, API and public pages.", "管理画面・API・公開ページを起動"),
    help=said_in_full(
        "Serve a workspace: the console, the API (/api/v1) and the public pages, until Ctrl-C. Where nobody can log in "
        "yet, it prints a link by which the first user sets a password. To be reached from other machines it stands "
        "behind a proxy that speaks TLS: name the host that people type with --name.",
        "ワークスペースの管理画面・API（/api/v1）・公開ページを起動します（終了は Ctrl-C）。\n"
        "ログインできる担当者がまだいない場合、最初の担当者がパスワードを設定するための\n"
        "リンクを表示します。他の端末から利用する場合は TLS 対応のプロキシの背後に置き、\n"
        "利用者が入力するホスト名を --name で指定してください。",
    ),
)
def serve(
    *,
    workspace: WorkspaceOption = Path(),
    port: Annotated[int, typer.Option(help=said("The port; 0 takes a free one.", "ポート。0 は自動"))] = 8710,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help=said("The address to listen at.", "待ち受けるアドレス"))
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help=said_in_full(
                "A host name under which a proxy with TLS serves it; repeatable.",
                "TLS 対応のプロキシで公開するホスト名。複数可",
            ),
        ),
    ] = None,
    proxy: Annotated[
        str,
        typer.Option(
            "--proxy",
            metavar="ADDRESS",
            help=said_in_full(
                "The address of that proxy: its X-Forwarded-For and X-Forwarded-Proto count, nobody else's.",
                "そのプロキシのアドレス。ここからの X-Forwarded-For と X-Forwarded-Proto だけを信頼します",
            ),
        ),
    ] = "127.0.0.1",
    log: Annotated[
        str | None,
        typer.Option(
            "--log",
            metavar="FILE",
            help=said("Log requests as JSON; - is standard error.", "リクエストを JSON で記録（- は標準エラー）"),
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Serve a workspace."""
    from hikiate.cli import serving  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.web.base.request_log import log_to  # noqa: PLC0415 - as above
    from hikiate.web.server import Listening  # noqa: PLC0415 - as above

    if log is not None:
        log_to(log)
    names = name or []
    serving.serve(workspace, Listening(host, port, proxy if names else ""), names, lang and lang.value)


@user_app.command(
    "invite",
    short_help=said("Make a link by which a user sets a password.", "パスワード設定用リンクを発行"),
    help=said_in_full(
        "Make a link by which a user sets a first or a forgotten password; an administrator does.",
        "担当者が初回のパスワードを設定（忘れた場合は再設定）するためのリンクを\n発行します。管理者が実行します。",
    ),
)
def user_invite(
    name: Annotated[str, typer.Argument(metavar="NAME", help=said("The user.", "担当者の氏名または識別名"))],
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a link by which a user sets a password."""
    from hikiate.cli import serving  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    serving.invite_user(Asked(workspace, user, at, as_json, lang and lang.value), name)
