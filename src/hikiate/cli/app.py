"""The commands: names, arguments and options. Each loads what it needs when it runs, so that `--help` is quick."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="hikiate",
    help="引当 Hikiate: what a crypto exchange must hold for its customers, shown every business day.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(
    help="The law as data: list it, show it, compare two rulebooks, check it. 規程集",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")


class Lang(StrEnum):
    """A language of words and reports."""

    ja = "ja"
    en = "en"


class ReportFormat(StrEnum):
    """A form of a report."""

    text = "text"
    html = "html"
    pdf = "pdf"
    json = "json"


class TableFormat(StrEnum):
    """A form of the tables of a pack."""

    csv = "csv"
    parquet = "parquet"


PackArgument = Annotated[Path, typer.Argument(metavar="PACK", help="The folder that the exchange hands in.")]
ResultArgument = Annotated[Path, typer.Argument(metavar="RESULT", help="A close.json, or the folder that holds it.")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="ja or en; the environment's language if left out.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output and nothing else.")]
OverlayOption = Annotated[
    list[Path] | None, typer.Option("--overlay", help="A file of changes to a rulebook; may be given again.")
]


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the example workspace goes.")] = Path("demo"),
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the report when it is made.")] = True,
    port: Annotated[int, typer.Option(help="The port of the report on this machine.")] = 8710,
    lang: LangOption = None,
) -> None:
    """まずはここから: make an example workspace, close its day, and show the report."""
    from hikiate.cli import workspace  # noqa: PLC0415 - see the module's first line

    workspace.demo(folder, serve=serve, port=port, lang=lang and lang.value)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not stand yet, or is empty.")],
    *,
    lang: LangOption = None,
) -> None:
    """Make an empty workspace: a folder for packs, results and overlays."""
    from hikiate.cli import workspace  # noqa: PLC0415 - see the module's first line

    workspace.init(folder, lang=lang and lang.value)


@app.command()
def example(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the pack to make.")],
    *,
    customers: Annotated[int, typer.Option(min=1, help="How many customers.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same pack.")],
    trades: Annotated[int, typer.Option(min=0, help="How many trades, in place of yearly volumes.")] = 0,
    table_format: Annotated[TableFormat, typer.Option("--format", help="The form of the tables.")] = TableFormat.csv,
    lang: LangOption = None,
) -> None:
    """合成データの見本: make a synthetic pack shaped like the published statistics of Japan's exchanges."""
    from hikiate.cli import packs  # noqa: PLC0415 - see the module's first line

    packs.example(folder, customers, seed, trades=trades, file_format=table_format.value, lang=lang and lang.value)


@app.command(name="import")
def import_(
    source_format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="bitflyer-executions, ccxt-trades, htx-por or okx-por.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to import.")],
    *,
    into: Annotated[Path, typer.Option("--into", metavar="PACK", help="The pack to add the tables to.")],
    market: Annotated[str | None, typer.Option(help="BASE/QUOTE, where the files do not say it.")] = None,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The snapshot of several.")] = None,
    version: Annotated[str | None, typer.Option(help="The version of a day's snapshot of several.")] = None,
    tier: Annotated[str | None, typer.Option(help="cold, hot, trust or bank, for holdings without one.")] = None,
    name: Annotated[str | None, typer.Option(help="The exchange's name, for a pack that is new.")] = None,
    table_format: Annotated[TableFormat | None, typer.Option("--format", help="The form of the tables.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Turn files in a format of the wild into tables of a pack; every defect handled is counted and reported."""
    from hikiate.cli import importing  # noqa: PLC0415 - see the module's first line

    given = importing.options(
        market=market, day=day, version=version, tier=tier, name=name, file_format=table_format and table_format.value
    )
    importing.import_(source_format, files, into, given, as_json=as_json, lang=lang and lang.value)


@app.command()
def check(pack: PackArgument, *, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """提出データの確認: read a pack and check every table of it, and nothing else."""
    from hikiate.cli import packs  # noqa: PLC0415 - see the module's first line

    packs.check(pack, as_json=as_json, lang=lang and lang.value)


@app.command()
def close(
    pack: PackArgument,
    *,
    rulebook: Annotated[
        list[str] | None, typer.Option("--rulebook", help="A rulebook in place of the pack's; may be given again.")
    ] = None,
    overlay: OverlayOption = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="The close of the business day before, to age what stood then.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where close.json is written.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """日次締め: close the day: requirement against resources, every customer's coin, what is due by when."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    closing.close(pack, rulebook, overlay, previous, out, as_json=as_json, lang=lang and lang.value)


@app.command()
def explain(
    result: ResultArgument,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="A figure's name, such as reserve.required.")],
    *,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """算出根拠: show how a figure was reached, down to inputs and articles."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    closing.explain(result, figure, as_json=as_json, lang=lang and lang.value)


@app.command()
def report(
    result: ResultArgument,
    *,
    report_format: Annotated[ReportFormat, typer.Option("--format", help="The form of the report.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A file in place of standard output.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """報告書: write a close as a report: text, HTML that stands alone, PDF/A, or JSON."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    closing.report(result, report_format.value, out, lang=lang and lang.value)


@rules_app.command("list")
def rules_list(*, overlay: OverlayOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the rulebooks with their status and digest."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - see the module's first line

    lawbooks.list_(overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command("show")
def rules_show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A rulebook's name.")],
    *,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="A day; today if left out.")] = None,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a rulebook on a day: every provision with value, status, citation and source."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - see the module's first line

    lawbooks.show(name, on, overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command("diff")
def rules_diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A rulebook, or rulebook@day.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another rulebook, or the same on another day.")],
    *,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare two rulebooks, or one on two days, provision by provision."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - see the module's first line

    lawbooks.diff(first, second, overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command("check")
def rules_check(*, overlay: OverlayOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Check every record of the library: keys, days without gap or overlap, citations, and when each was verified."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - see the module's first line

    lawbooks.check(overlay, as_json=as_json, lang=lang and lang.value)
