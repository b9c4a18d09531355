"""The commands of payouts: batches made, approved, released and settled."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, UserOption, WorkspaceOption

payout_app = typer.Typer(
    short_help=said("Payouts: batches, release, settlement.", "補償金の払出し・決済"),
    help=said_in_full(
        "Payouts in batches: made, approved, released as a file for the bank or custodian, settled "
        "by what they report.",
        "補償金をバッチで払い出します。作成・承認・払出しを行い、\n銀行・カストディアンの決済結果を取り込みます。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@payout_app.command(
    "batch",
    short_help=said("Make a batch and ask for its approval.", "バッチを作成し承認を申請"),
    help=said_in_full(
        "Put the next payable payments of an asset into a batch, or with --retry those that came "
        "back, and ask for its approval.",
        "次に支払う分（--retry では返戻分）をバッチにまとめ、承認を申請します。",
    ),
)
def payout_batch(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))],
    asset: Annotated[str, typer.Argument(metavar="ASSET", help=said("An asset, such as JPY.", "資産（例 JPY）"))],
    *,
    lines: Annotated[
        int, typer.Option("--lines", metavar="N", help=said("At most so many payments.", "最大件数"))
    ] = 1_000_000,
    retry: Annotated[bool, typer.Option("--retry", help=said("Those that came back.", "返戻分を再送"))] = False,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a batch and ask for its approval."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.batch(Asked(workspace, user, at, as_json, lang and lang.value), incident, asset, lines, retry=retry)


@payout_app.command(
    "release",
    short_help=said("Release an approved batch.", "承認済みバッチを払出し"),
    help=said_in_full(
        "Release an approved batch and write its payout file; again, the same file is written and nothing is doubled.",
        "承認済みのバッチを払い出し、引渡しファイルを書き出します。\n"
        "再実行しても同じファイルが書き出され、二重払いにはなりません。",
    ),
)
def payout_release(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))],
    batch: Annotated[int, typer.Argument(metavar="BATCH", help=said("The number of the batch.", "バッチの番号"))],
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Release an approved batch."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.release(Asked(workspace, user, at, as_json, lang and lang.value), incident, batch)


@payout_app.command(
    "settle",
    short_help=said("Take a settlement file in.", "決済結果を取込み"),
    help=said_in_full(
        "Take in what a bank or custodian says became of a batch's payments.",
        "銀行・カストディアンの決済結果ファイルを取り込みます。",
    ),
)
def payout_settle(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))],
    batch: Annotated[int, typer.Argument(metavar="BATCH", help=said("The number of the batch.", "バッチの番号"))],
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help=said("The settlement file.", "決済結果ファイル"))],
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Take a settlement file in."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.settle_(Asked(workspace, user, at, as_json, lang and lang.value), incident, batch, file)


@payout_app.command(
    "set-aside",
    short_help=said("Leave a payment pending, with a reason.", "支払を理由付きで保留"),
    help=said_in_full(
        "Take a payment out of the payouts with a reason; it stays owed.",
        "支払を理由を付して保留とします。債務は残ります。",
    ),
)
def payout_set_aside(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))],
    key: Annotated[str, typer.Argument(metavar="KEY", help=said("The payment's key.", "支払のキー"))],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=said("Why.", "理由"))],
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Leave a payment pending, with a reason."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.set_aside(Asked(workspace, user, at, as_json, lang and lang.value), incident, key, reason)


@payout_app.command(
    "list",
    short_help=said("List the batches.", "バッチの一覧"),
    help=said_in_full("List the batches of an incident and what became of them.", "事案のバッチとその結果を示します。"),
)
def payout_list(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))],
    *,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the batches."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.batches(Asked(workspace, None, None, as_json, lang and lang.value), incident)
