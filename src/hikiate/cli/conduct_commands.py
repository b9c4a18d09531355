"""The commands of conduct: the provider registry, tokens, surveillance and the audit pack."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, PackArgument, ReportFormat

FormatOption = Annotated[
    ReportFormat | None,
    typer.Option("--format", help=said("The form of the report; text if left out.", "報告書の形式。既定は text")),
]
OutFileOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=said("A file in place of standard output.", "書き出すファイル")),
]

conduct_app = typer.Typer()


@conduct_app.command(
    "registry",
    short_help=said("Providers: standing, dependence, concentration.", "委託先の届出・依存関係・集中度"),
    help=said_in_full(
        "Show who keeps, signs and hosts for the exchange: registration, contracts, reviews, exit plans, who rests on "
        "whom as a picture, concentration, the watch list, and with --before what changed since, prepared for filing. "
        "Exits 1 where a keeper is unregistered.",
        "委託先の届出・契約・検証・移行計画、依存関係の図、集中度、監視対象を示します。\n"
        "--before を指定すると、前回からの変更を届出の準備としてまとめます。\n"
        "届出が有効でない委託先があれば終了コードは 1 です。",
    ),
)
def registry(
    pack: PackArgument,
    *,
    before: Annotated[
        Path | None,
        typer.Option("--before", metavar="PACK", help=said("An earlier pack, for changes.", "比較する前回のパック")),
    ] = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the provider registry of a pack."""
    from hikiate.cli import registering  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format and report_format.value
    registering.registry(pack, before, form, out, as_json=as_json, lang=lang and lang.value)
