"""The commands of the daily run and of notices."""

from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import acting, reading
from hikiate.cli.language import said, said_in_full

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

daily_app = typer.Typer(
    short_help=said("The daily run: close what is due, send notices.", "日次処理の自動実行"),
    help=said_in_full(
        "The daily run of a workspace, as its hikiate.toml says: each business day of Japan is closed when it is due, "
        "missed ones are caught up with and told, and notices are sent.",
        "hikiate.toml の設定に従い、日本の各営業日の締めを期限どおりに行います。\n"
        "遅れた日はさかのぼって締め、未実施の日を知らせ、通知を送信します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

notice_app = typer.Typer(
    short_help=said("Notices and what became of them.", "通知と送信状況"),
    help=said_in_full(
        "Notices by mail and signed webhook: each is recorded before it is sent, and sent at least once.",
        "メールと署名付き Webhook による通知。送信前に記録し、少なくとも一度は送信します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@acting(
    daily_app,
    "run",
    short_help=said("Do what is due, once.", "期限の到来した処理を1回実行"),
    help=said_in_full(
        "Close every day that is due, the earliest first, and send notices; run again, it does what is missing. "
        "Exits 1 where a day is in breach, late or missed, or a notice could not be sent.",
        "期限の到来した日を古い順に締め、通知を送信します。再実行すると残りだけを行います。\n"
        "違反・遅延・未実施、または送信できない通知があれば終了コードは 1 です。",
    ),
)
def daily_run(asked: "Asked") -> None:
    """Do what is due, once."""
    from hikiate.cli import daily  # noqa: PLC0415 - help is to be quick, as in app.py

    daily.run(asked)


@acting(
    daily_app,
    "keep",
    short_help=said("Keep doing what is due, until stopped.", "停止するまで繰り返し実行"),
    help=said_in_full(
        "Do what is due again and again. It may be stopped and started at any moment; nothing is done twice.",
        "期限の到来した処理を繰り返し実行します。いつ停止・再開しても、同じ処理を二重には行いません。",
    ),
)
def daily_keep(
    asked: "Asked",
    *,
    seconds: Annotated[
        int, typer.Option("--every", min=1, metavar="SECONDS", help=said("Seconds between rounds.", "実行間隔（秒）"))
    ] = 60,
) -> None:
    """Keep doing what is due."""
    from hikiate.cli import daily  # noqa: PLC0415 - help is to be quick, as in app.py

    daily.keep(asked, seconds)


@acting(
    daily_app,
    "list",
    short_help=said("List the days done and due.", "実施済み・期限到来の日の一覧"),
    help=said_in_full(
        "List the days that the run is done with, and those that are due.",
        "実施済みの日と、期限の到来した日を示します。",
    ),
)
def daily_list(asked: "Asked") -> None:
    """List the days done and due."""
    from hikiate.cli import daily  # noqa: PLC0415 - help is to be quick, as in app.py

    daily.days(asked)


@reading(
    notice_app,
    "list",
    short_help=said("List notices.", "通知の一覧"),
    help=said_in_full("List every notice and what became of it.", "すべての通知と送信状況を示します。"),
)
def notice_list(asked: "Asked") -> None:
    """List notices."""
    from hikiate.cli import daily  # noqa: PLC0415 - help is to be quick, as in app.py

    daily.notices(asked)
