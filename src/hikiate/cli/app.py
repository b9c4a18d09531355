"""The commands: names, arguments and options. Each loads what it needs when it runs, so that `--help` is quick."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hikiate import __version__
from hikiate.cli.casebook_commands import casebook_app
from hikiate.cli.compare_commands import compare_app
from hikiate.cli.conduct_commands import conduct_app
from hikiate.cli.dispute_commands import dispute_app
from hikiate.cli.estate_commands import distribute_app, estate_app
from hikiate.cli.insider_commands import insider_app
from hikiate.cli.language import VARIABLE, said, said_in_full
from hikiate.cli.options import (
    CloseOutOption,
    ConductOption,
    FormatOption,
    IntoOption,
    JsonOption,
    LangOption,
    OutFileOption,
    OverlayOption,
    PackPlaceArgument,
    PartsExecutorOption,
    PreviousOption,
    ReportFormat,
    ResultArgument,
    RulebookOption,
    TableFormat,
    UserOption,
)
from hikiate.cli.proof_commands import proofs_app
from hikiate.cli.remedy_commands import remedy_app
from hikiate.cli.risk_commands import risk_app
from hikiate.cli.rule_commands import rules_app
from hikiate.cli.serve_commands import serve_app
from hikiate.cli.statement_commands import statement_app
from hikiate.cli.token_commands import token_app
from hikiate.cli.transfer_commands import transfer_app
from hikiate.cli.workspace_commands import workspace_app

app = typer.Typer(
    name="hikiate",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rules_app, name="rules")
app.add_typer(proofs_app)
app.add_typer(remedy_app)
app.add_typer(risk_app)
app.add_typer(compare_app)
app.add_typer(casebook_app)
app.add_typer(statement_app)
app.add_typer(distribute_app)
app.add_typer(estate_app, name="estate")
app.add_typer(dispute_app, name="dispute")
app.add_typer(conduct_app)
app.add_typer(transfer_app)
app.add_typer(token_app, name="tokens")
app.add_typer(insider_app, name="insider")
app.add_typer(workspace_app)
app.add_typer(serve_app)


def _version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"hikiate {__version__}\n")
        raise typer.Exit


@app.callback(
    help=said_in_full(
        "引当 Hikiate: what a crypto exchange must hold for its customers, every business day, each number with its "
        "article.\n\nBegin with `hikiate demo`. 日本語で表示: hikiate --lang ja --help",
        "引当 Hikiate: 暗号資産交換業者が利用者のために保有すべきものを、毎営業日、\n"
        "根拠条文とともに示します。はじめての方は hikiate demo からお試しください。",
    )
)
def hikiate(
    *,
    lang: LangOption = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda wanted: _version(wanted=wanted),
            is_eager=True,
            help=said_in_full("Show the version and exit.", "版を表示して終了"),
        ),
    ] = False,
) -> None:
    """Choose the language for whatever command follows."""
    if lang is not None:
        os.environ[VARIABLE] = lang.value


@app.command(
    short_help=said(
        "Close a synthetic example's day and show the report.", "見本データで日次締めを試す（まずはここから）"
    ),
    help=said_in_full(
        "Make an example workspace of synthetic data, close its day, print the result and serve the report on this "
        "machine. Exits 1 because the example is in breach: its reserve is short.",
        "合成データの見本ワークスペースを作り、その日を締め、結果を表示し、\n"
        "報告書をブラウザーで開けるようにします。見本の準備金は不足しているため、\n"
        "終了コードは 1（違反あり）です。",
    ),
)
def demo(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help=said("Where the example workspace goes.", "見本ワークスペースの作成先")),
    ] = Path("demo"),
    *,
    serve: Annotated[
        bool,
        typer.Option(
            "--serve/--no-serve", help=said("Serve the report afterwards.", "終了後に報告書をブラウザーで表示")
        ),
    ] = True,
    port: Annotated[
        int, typer.Option(help=said("The report's port; 0 takes a free one.", "表示に使うポート。0 は自動"))
    ] = 8710,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make an example workspace, close its day, and show the report."""
    from hikiate.cli import demonstration  # noqa: PLC0415 - see the module's first line

    demonstration.demo(folder, serve=serve, port=port, as_json=as_json, lang=lang and lang.value)


@app.command(
    short_help=said("Make an empty workspace.", "空のワークスペースを作成"),
    help=said_in_full(
        "Make an empty workspace: its database, the folders packs, results and overlays, and its first user, an "
        "administrator.",
        "空のワークスペースを作成します（データベース、packs・results・overlays の\n"
        "各フォルダー、最初の担当者＝管理者）。",
    ),
)
def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help=said_in_full(
                "A folder that does not exist yet, or is empty.", "まだないフォルダー、または空のフォルダー"
            ),
        ),
    ],
    *,
    user: UserOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make an empty workspace: its database, its folders, and its first user."""
    from hikiate.cli import keeping  # noqa: PLC0415 - see the module's first line

    keeping.init(folder, user=user, as_json=as_json, lang=lang and lang.value)


@app.command(
    short_help=said("Make a synthetic pack of any size.", "合成データのパックを作成"),
    help=said_in_full(
        "Make a synthetic pack shaped like the published statistics of Japan's exchanges. The same customers and seed "
        "make the same pack.",
        "公表統計に似せた合成データのパックを作成します。\n利用者数と乱数の種が同じなら、同じパックになります。",
    ),
)
def example(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=said("The folder of the pack to make.", "パックの作成先"))
    ],
    *,
    customers: Annotated[int, typer.Option(min=1, help=said("How many customers.", "利用者数"))],
    seed: Annotated[int, typer.Option(help=said("Any whole number.", "乱数の種（任意の整数）"))],
    trades: Annotated[
        int,
        typer.Option(
            min=0, help=said("How many trades, in place of yearly volumes.", "年間取引高の代わりに作る約定数")
        ),
    ] = 0,
    conduct: ConductOption = None,
    table_format: Annotated[
        TableFormat, typer.Option("--format", help=said("The form of the tables.", "表の形式"))
    ] = TableFormat.csv,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a synthetic pack shaped like the published statistics of Japan's exchanges."""
    from hikiate.cli import packs  # noqa: PLC0415 - see the module's first line

    packs.example(
        folder,
        customers,
        seed,
        trades=trades,
        conduct=conduct and conduct.value,
        file_format=table_format.value,
        as_json=as_json,
        lang=lang and lang.value,
    )


@app.command(
    name="import",
    short_help=said("Turn files of other formats into tables of a pack.", "他の形式のファイルをパックの表に変換"),
    help=said_in_full(
        "Turn files of other formats into tables of a pack. Every defect that is handled is counted and reported.",
        "他の形式のファイルをパックの表に変換します。\n処理したデータの欠陥は、件数とともにすべて報告します。",
    ),
)
def import_(
    source_format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="bitflyer-executions, ccxt-trades, htx-por, okx-por, ivms101")
    ],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=said("The files to import.", "取り込むファイル"))
    ],
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="PACK", help=said("The pack that gets the tables.", "取り込み先のパック"))
    ],
    market: Annotated[
        str | None,
        typer.Option(help=said("BASE/QUOTE, where the files do not say it.", "市場（例 BTC/JPY）。ファイルにない場合")),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help=said_in_full("Which snapshot, where there are several.", "複数ある場合の基準日"),
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(help=said("Which version of a day's snapshot.", "同じ日に複数ある場合の版")),
    ] = None,
    tier: Annotated[
        str | None,
        typer.Option(
            metavar="cold|hot|trust|bank",
            help=said_in_full("For holdings that state none.", "管理区分の記載がない有高に付ける区分"),
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help=said("The exchange's name, for a new pack.", "取引所名（新しいパックの場合）"))
    ] = None,
    table_format: Annotated[
        TableFormat | None, typer.Option("--format", help=said("The form of the tables.", "表の形式"))
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Turn files in a format of the wild into tables of a pack; every defect handled is counted and reported."""
    from hikiate.cli import importing  # noqa: PLC0415 - see the module's first line

    given = importing.options(
        market=market, day=day, version=version, tier=tier, name=name, file_format=table_format and table_format.value
    )
    importing.import_(source_format, files, into, given, as_json=as_json, lang=lang and lang.value)


@app.command(
    short_help=said("Check every table of a pack, and nothing else.", "パックのすべての表を検査"),
    help=said_in_full(
        "Read a pack and check every table of it, the customers' secrets too. Every fault is listed; exits 2 if there "
        "is one.",
        "パックのすべての表（利用者の秘密値を含む）を検査します。締めは行いません。\n"
        "不備はすべて列挙し、一つでもあれば終了コードは 2 です。",
    ),
)
def check(pack: PackPlaceArgument, *, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Read a pack and check every table of it, and nothing else."""
    from hikiate.cli import packs  # noqa: PLC0415 - see the module's first line

    packs.check(pack, as_json=as_json, lang=lang and lang.value)


@app.command(
    short_help=said("Close the day of a pack.", "日次締めを行う"),
    help=said_in_full(
        "Close the day: what must be held against what is held, every customer's coin, and what is due by when. Exits "
        "0 in order, 1 in breach of a duty, 2 where the pack is refused.",
        "日次締めを行います。必要額と充当額、利用者財産の分別管理、照合、\n"
        "是正期限を示します。"
        "終了コードは 0（違反なし）、1（違反あり）、2（提出データに不備）です。",
    ),
)
def close(
    pack: PackPlaceArgument,
    *,
    rulebook: RulebookOption = None,
    overlay: OverlayOption = None,
    previous: PreviousOption = None,
    out: CloseOutOption = None,
    into: IntoOption = None,
    executor: PartsExecutorOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Close the day: requirement against resources, every customer's coin, what is due by when."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    if into is not None:
        if previous is not None:
            raise typer.BadParameter(
                said("--workspace has its own previous close.", "--workspace では前回の締めが自動的に選ばれます。")
            )
        closing.close_into(into, user, Path(pack), (rulebook, overlay), out, as_json=as_json, lang=lang and lang.value)
        return
    spoken = lang and lang.value
    closing.close(pack, rulebook, overlay, previous, out, executor=executor, as_json=as_json, lang=spoken)


@app.command(
    short_help=said("Show how a figure was reached.", "数値の算出根拠を表示"),
    help=said_in_full(
        "Show how a figure was reached, down to the rows handed in and the articles of law.",
        "数値がどのように算出されたかを、提出データの行と条文までたどって示します。",
    ),
)
def explain(
    result: ResultArgument,
    figure: Annotated[
        str,
        typer.Argument(
            metavar="FIGURE", help=said("A name, such as reserve.required.", "数値の名前（例 reserve.required）")
        ),
    ],
    *,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show how a figure was reached, down to inputs and articles."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    closing.explain(result, figure, as_json=as_json, lang=lang and lang.value)


@app.command(
    short_help=said("Write a result as text, HTML, PDF/A or JSON.", "結果を報告書にする"),
    help=said_in_full(
        "Write the result of a close as a report: text, an HTML page that stands alone, archival PDF/A, or JSON.",
        "日次締めの結果を報告書にします（テキスト、単独で開ける HTML、\n保存用の PDF/A、JSON）。",
    ),
)
def report(
    result: ResultArgument,
    *,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a close as a report: text, HTML that stands alone, PDF/A, or JSON."""
    from hikiate.cli import closing  # noqa: PLC0415 - see the module's first line

    if as_json and out is None and report_format not in {None, ReportFormat.json}:
        raise typer.BadParameter(
            said(
                "with --json, name a file by --out, or leave --format out.",
                "--json と併用する場合は --out が必要です。",
            )
        )
    form = report_format or (ReportFormat.json if as_json and out is None else ReportFormat.text)
    closing.report(result, form.value, out, as_json=as_json, lang=lang and lang.value)
