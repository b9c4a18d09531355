"""The command of transfers: travel-rule records, unhosted wallets, and lists of names and addresses."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import FormatOption, JsonOption, LangOption, OutFileOption, OverlayOption, PackArgument

transfer_app = typer.Typer()


@transfer_app.command(
    "transfers",
    short_help=said("Travel rule, unhosted wallets, lists.", "移転の通知・非ホスト型・リスト照合"),
    help=said_in_full(
        "Look at the transfers of a pack: whether each carries the travel-rule record that the law asks for, whole and "
        "agreeing with it; whether an unhosted wallet is the customer's, the purpose asked, the customer warned; and "
        "whether a name or an address is on a list. What is not in order is held with its reasons. Exits 1 where coins "
        "moved against a law in force.",
        "移転を確認します。法令の定める通知事項が揃い移転と一致しているか、非ホスト型ウォレットが利用者の\n"
        "ものか、目的の確認と注意喚起があるか、氏名・アドレスがリストと一致しないかを示し、\n"
        "問題のあるものは理由とともに保留とします。施行済みの法令に反して実行された移転があれば\n"
        "終了コードは 1 です。",
    ),
)
def transfers(
    pack: PackArgument,
    *,
    rules: Annotated[
        str | None,
        typer.Option(
            "--rules",
            metavar="NAME",
            help=said("jp-, eu- or kr-transfers; by the country.", "jp-・eu-・kr-transfers。既定は所在国"),
        ),
    ] = None,
    overlay: OverlayOption = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="FILE", help=said("Of names; repeatable.", "制裁対象者等のリスト。複数可")),
    ] = None,
    list_days: Annotated[
        int, typer.Option("--list-days", min=0, help=said("Oldest that a list may be.", "リストの経過日数の上限"))
    ] = 30,
    score: Annotated[
        int, typer.Option("--score", min=1, max=100, help=said("From where names match.", "氏名の一致とみなす一致度"))
    ] = 88,
    cooling_off: Annotated[
        int | None,
        typer.Option(
            "--cooling-off",
            metavar="HOURS",
            min=0,
            help=said("Your own promise.", "自ら定めた待機時間（時間）"),
        ),
    ] = None,
    messages: Annotated[
        Path | None,
        typer.Option(
            "--messages",
            metavar="DIR",
            help=said("IVMS101 for other providers.", "他の業者への通知（IVMS101）の書き出し先"),
        ),
    ] = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Look at the transfers of a pack."""
    from hikiate.cli import transferring  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.operations.transfers import Promises  # noqa: PLC0415 - as above

    report = (report_format and report_format.value, out)
    promises = Promises(cooling_off, list_days, score)
    transferring.transfers(
        pack,
        (rules, overlay or []),
        lists or [],
        promises,
        messages=messages,
        report=report,
        as_json=as_json,
        lang=lang and lang.value,
    )
