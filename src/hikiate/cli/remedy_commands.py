"""The commands about what customers get back: compensate."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, NewFolderOption, PackPlaceArgument, TableFormat

remedy_app = typer.Typer(rich_markup_mode=None)


@remedy_app.command(
    "compensate",
    short_help=said("Work out an incident: who is owed what, who pays.", "事故の補償額・原資・支払ファイルを算定"),
    help=said_in_full(
        "Work out an incident: what every customer is owed at the snapshot before it, what pays it and by which day, "
        "who waits and why, and the files to pay by. Run again with --earlier as more becomes known: nothing is paid "
        "twice. Exits 0 if all is funded, 1 if a duty is breached, 2 where the input is refused.",
        "事故発生前の基準時点における各利用者の補償額、原資と充足日、支払を保留する事由、\n"
        "支払ファイルを算定します。情報が増えたら --earlier を付けて再実行してください（二重払いはしません）。\n"
        "終了コードは 0（全額の原資あり）、1（違反あり）、2（提出データに不備）です。",
    ),
)
def compensate(
    pack: PackPlaceArgument,
    *,
    incident: Annotated[
        Path,
        typer.Option("--incident", metavar="FILE.toml", help=said("The incident file.", "事故ファイル")),
    ],
    out: NewFolderOption,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--earlier",
            metavar="DIR",
            help=said(
                "The iteration before this one: what it paid is not paid again.",
                "直前の計算の書き出し先。支払済みを控除",
            ),
        ),
    ] = None,
    table_format: Annotated[
        TableFormat, typer.Option("--format", help=said("The form of the tables.", "表の形式"))
    ] = TableFormat.csv,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Work out an incident."""
    from hikiate.cli import compensation  # noqa: PLC0415 - help is to be quick, as in app.py

    code = compensation.compensation(
        pack, incident, out, earlier, form=table_format.value, as_json=as_json, lang=lang and lang.value
    )
    raise typer.Exit(code)
