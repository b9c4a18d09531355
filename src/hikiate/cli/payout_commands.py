"""The commands of payouts: batches made, approved, released and settled."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import acting, reading
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AssetArgument, BatchArgument, IncidentArgument

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

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


@acting(
    payout_app,
    "batch",
    short_help=said("Make a batch and ask for its approval.", "バッチを作成し承認を申請"),
    help=said_in_full(
        "Put the next payable payments of an asset into a batch, or with --retry those that came "
        "back, and ask for its approval.",
        "次に支払う分（--retry では返戻分）をバッチにまとめ、承認を申請します。",
    ),
)
def payout_batch(
    asked: "Asked",
    incident: IncidentArgument,
    asset: AssetArgument,
    *,
    lines: Annotated[
        int, typer.Option("--lines", metavar="N", help=said("At most so many payments.", "最大件数"))
    ] = 1_000_000,
    retry: Annotated[bool, typer.Option("--retry", help=said("Those that came back.", "返戻分を再送"))] = False,
) -> None:
    """Make a batch and ask for its approval."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.batch(asked, incident, asset, lines, retry=retry)


@acting(
    payout_app,
    "release",
    short_help=said("Release an approved batch.", "承認済みバッチを払出し"),
    help=said_in_full(
        "Release an approved batch and write its payout file; again, the same file is written and nothing is doubled.",
        "承認済みのバッチを払い出し、引渡しファイルを書き出します。\n"
        "再実行しても同じファイルが書き出され、二重払いにはなりません。",
    ),
)
def payout_release(
    asked: "Asked",
    incident: IncidentArgument,
    batch: BatchArgument,
) -> None:
    """Release an approved batch."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.release(asked, incident, batch)


@acting(
    payout_app,
    "settle",
    short_help=said("Take a settlement file in.", "決済結果を取込み"),
    help=said_in_full(
        "Take in what a bank or custodian says became of a batch's payments.",
        "銀行・カストディアンの決済結果ファイルを取り込みます。",
    ),
)
def payout_settle(
    asked: "Asked",
    incident: IncidentArgument,
    batch: BatchArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help=said("The settlement file.", "決済結果ファイル"))],
) -> None:
    """Take a settlement file in."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.settle_(asked, incident, batch, file)


@acting(
    payout_app,
    "statement",
    short_help=said("Take a bank statement in.", "銀行明細を取込み"),
    help=said_in_full(
        "Take in a bank statement (ISO 20022 camt.053 or camt.054): every payment whose end-to-end id it bears is "
        "settled by it, whatever its batch; a credit says that the payment came back. Other lines are left out.",
        "銀行明細（ISO 20022 の camt.053・camt.054）を取り込みます。end-to-end ID で支払と照合し、\n"
        "出金は支払済み、入金は返戻とします。その他の明細は取り込みません。",
    ),
)
def payout_statement(
    asked: "Asked",
    file: Annotated[Path, typer.Argument(metavar="FILE.xml", help=said("The bank statement.", "銀行明細のファイル"))],
) -> None:
    """Take a bank statement in."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.take_statements(asked, file)


@acting(
    payout_app,
    "set-aside",
    short_help=said("Leave a payment pending, with a reason.", "支払を理由付きで保留"),
    help=said_in_full(
        "Take a payment out of the payouts with a reason; it stays owed.",
        "支払を理由を付して保留とします。債務は残ります。",
    ),
)
def payout_set_aside(
    asked: "Asked",
    incident: IncidentArgument,
    key: Annotated[str, typer.Argument(metavar="KEY", help=said("The payment's key.", "支払のキー"))],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=said("Why.", "理由"))],
) -> None:
    """Leave a payment pending, with a reason."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.set_aside(asked, incident, key, reason)


@reading(
    payout_app,
    "list",
    short_help=said("List the batches.", "バッチの一覧"),
    help=said_in_full("List the batches of an incident and what became of them.", "事案のバッチとその結果を示します。"),
)
def payout_list(
    asked: "Asked",
    incident: IncidentArgument,
) -> None:
    """List the batches."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.batches(asked, incident)
