"""The commands that hold rulebooks side by side and say what a plan does to exchanges: compare, impact."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OnOption, OverlayOption, PackArgument, ReportFormat

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
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help=said("Show it in a browser.", "ブラウザーで表示"))
    ] = False,
    port: Annotated[
        int, typer.Option(help=said("The page's port; 0 takes a free one.", "表示に使うポート。0 は自動"))
    ] = 8710,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare the rulebooks on one pack."""
    from hikiate.cli import comparing  # noqa: PLC0415 - help is to be quick, as in app.py

    form, at = report_format.value, port if serve else None
    comparing.compare(pack, rulebook, overlay, currency, form, out, port=at, as_json=as_json, lang=lang and lang.value)


@compare_app.command(
    "impact",
    short_help=said("What a reserve would do to exchanges.", "責任準備金が業者に与える影響の試算"),
    help=said_in_full(
        "Hold a rulebook against an imagined population of exchanges made from published statistics: what is required, "
        "what it costs by size, who falls below, and what past incidents it would have paid. Every result is an "
        "assumption. With --out DIR: the paper in Japanese and English, as HTML and PDF.",
        "公表統計から作成した架空の取引所群に規程集を適用し、必要額・規模別の負担・\n"
        "充足できない業者・過去の事故の補償可否を試算します。結果はすべて仮定です。\n"
        "--out DIR で、日英の HTML・PDF を書き出します。",
    ),
)
def impact(
    *,
    rulebook: Annotated[
        str, typer.Option("--rulebook", metavar="NAME", help=said("Which rulebook.", "適用する規程集"))
    ] = "jp-2026-reported",
    overlay: OverlayOption = None,
    on: OnOption = None,
    exchanges: Annotated[int, typer.Option(min=3, max=1000, help=said("How many exchanges.", "取引所の数"))] = 40,
    draws: Annotated[
        int, typer.Option(min=1, max=1_000_000, help=said("How many years are drawn.", "抽出する年数"))
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help=said("Any whole number.", "乱数の種（任意の整数）"))] = 1,
    report_format: FormatOption = ReportFormat.text,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=said("The paper in both languages.", "日英の報告書の書き出し先")),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Hold a rulebook against an imagined population."""
    from hikiate.cli import impacting  # noqa: PLC0415 - help is to be quick, as in app.py

    sample, form = (exchanges, draws, seed), report_format.value
    impacting.impact(rulebook, overlay, on, sample, form, out, as_json=as_json, lang=lang and lang.value)
