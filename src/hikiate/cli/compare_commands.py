"""The commands that hold rulebooks side by side and say what a plan does to exchanges: compare, impact."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OverlayOption, PackArgument, ReportFormat

compare_app = typer.Typer(rich_markup_mode=None)

FormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", help=said("The form: text, html, pdf or json.", "出力の形式（text・html・pdf・json）")),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=said("A file in place of standard output.", "書き出すファイル")),
]


@compare_app.command(
    "compare",
    short_help=said("One exchange under every rulebook, side by side.", "一つの取引所をすべての規程集で比較"),
    help=said_in_full(
        "Show what every rulebook of the world wants of this exchange on this day: what must be held, in which form, "
        "what insurance may do, what is short, how soon it must be repaired, and why they differ. Exits 1 where one of "
        "them is breached.",
        "当日の取引所に各国の規程集が求めるものを並べて示します（必要額・形式・保険・\n"
        "不足額・是正期限・相違の理由）。いずれかに違反があれば終了コードは 1 です。",
    ),
)
def compare(
    pack: PackArgument,
    *,
    rulebook: Annotated[
        list[str] | None,
        typer.Option("--rulebook", metavar="NAME", help=said("Only these; repeatable.", "対象の規程集。複数可")),
    ] = None,
    overlay: OverlayOption = None,
    currency: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help=said("Show amounts in it; its rate must stand in prices.", "表示通貨（prices に当日の相場が必要）"),
        ),
    ] = None,
    report_format: FormatOption = ReportFormat.text,
    out: OutOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare the rulebooks on one pack."""
    from hikiate.cli import comparing  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format.value
    comparing.compare(pack, rulebook, overlay, currency, form, out, as_json=as_json, lang=lang and lang.value)
