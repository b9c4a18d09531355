"""The command about one customer's compensation: statement."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption

statement_app = typer.Typer(rich_markup_mode=None)


class LetterFormat(StrEnum):
    """A form of a letter."""

    text = "text"
    html = "html"
    pdf = "pdf"


@statement_app.command(
    "statement",
    short_help=said("Write one customer's compensation statement.", "利用者1名の補償明細を作成"),
    help=said_in_full(
        "Write a statement to one customer from the folder that compensate wrote: what was lost, how the amount arose, "
        "when it is paid or why it waits. Nothing of any other customer is in it.",
        "compensate の書き出し先から、利用者1名の補償明細を作成します。失われた残高、補償額の計算、\n"
        "支払時期または保留の理由を示します。他の利用者に関する情報は含みません。",
    ),
)
def statement(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help=said("The folder that compensate wrote.", "compensate の書き出し先")),
    ],
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help=said("The customer.", "利用者"))],
    *,
    letter_format: Annotated[
        LetterFormat, typer.Option("--format", help=said("The form of the statement.", "明細の形式"))
    ] = LetterFormat.text,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=said("A file in place of standard output.", "書き出すファイル")),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write one customer's statement."""
    from hikiate.cli import statements  # noqa: PLC0415 - help is to be quick, as in app.py

    statements.statement(folder, customer, letter_format.value, out, as_json=as_json, lang=lang and lang.value)
