"""The commands about an exchange that failed: distribute, and the drill of handing it over before it fails."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.claim_commands import claim_app
from hikiate.cli.estate_book_commands import book_app
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, NewFolderOption, PackArgument, TableFormat

distribute_app = typer.Typer(rich_markup_mode=None)

estate_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help=said_in_full(
        "Be ready to hand the exchange over; and when it failed, keep the claims, their examination and the rounds in "
        "a workspace. `hikiate estate --drill PACK --out DIR` is short for the drill.",
        "破綻への備え（引継資料）と、破綻後の債権の届出・認否・異議・相殺・選択、配当の管理。\n"
        "引継資料は hikiate estate --drill PACK --out DIR でも作成できます。",
    ),
    short_help=said("Hand over, admit claims, pay by rounds.", "引継ぎの準備、債権の認否、配当"),
)


@distribute_app.command(
    "distribute",
    short_help=said("Work out what an estate pays to whom.", "破綻した取引所の財産の配当を算定"),
    help=said_in_full(
        "Work an estate out: what every customer gets from which pools, by classes and rounds, what is set aside and "
        "why, the payment files, a report for the court and the statements to customers. Exits 0 when it is done, 1 if "
        "a duty is breached, 2 where the input is refused; then nothing is written.",
        "破綻した取引所の財産から各利用者が受け取る額を、財団・クラス・配当の回次ごとに算定します。\n"
        "留保額とその理由、支払ファイル、裁判所への報告書、利用者への通知書を書き出します。\n"
        "終了コードは 0（算定済み）、1（違反あり）、2（入力に不備。何も書き込みません）です。",
    ),
)
def distribute(
    pack: PackArgument,
    *,
    estate: Annotated[
        Path, typer.Option("--estate", metavar="FILE.toml", help=said("The estate file.", "財団ファイル"))
    ],
    out: NewFolderOption,
    table_format: Annotated[
        TableFormat, typer.Option("--format", help=said("The form of the tables.", "表の形式"))
    ] = TableFormat.csv,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--earlier",
            metavar="DIR",
            help=said(
                "The folder of the round before: what it paid is taken off, what waited there is due again.",
                "前回の配当の書き出し先。支払済みの額を差し引き、保留分は再び支払の対象",
            ),
        ),
    ] = None,
    methods: Annotated[
        bool,
        typer.Option(
            "--methods",
            help=said("Also each method side by side (methods.csv).", "弁済方法ごとの比較（methods.csv）も作成"),
        ),
    ] = False,
    statements: Annotated[
        list[str] | None,
        typer.Option(
            "--statement",
            metavar="CUSTOMER",
            help=said("A statement to this customer as PDF; repeatable.", "この利用者への通知書を PDF で作成。複数可"),
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Work an estate out."""
    from hikiate.cli import distribution  # noqa: PLC0415 - help is to be quick, as in app.py

    wanted = distribution.Wanted(table_format.value, methods, tuple(statements or ()))
    code = distribution.distribution(
        pack, estate, out, earlier, wanted=wanted, as_json=as_json, lang=lang and lang.value
    )
    raise typer.Exit(code)


@estate_app.callback(invoke_without_command=True)
def estate(
    context: typer.Context,
    *,
    drill_of: Annotated[
        Path | None,
        typer.Option(
            "--drill",
            metavar="PACK",
            help=said("The same as the command drill of this pack.", "このパックの引継資料を作成（drill と同じ）"),
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help=said("For --drill.", "--drill の書き出し先"))
    ] = None,
    root: Annotated[
        Path | None, typer.Option("--root", metavar="ROOT.json", help=said("For --drill.", "--drill の証明"))
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Run a command of an estate, or the drill."""
    if context.invoked_subcommand is not None:
        return
    if drill_of is None or out is None:
        raise typer.BadParameter(said("--drill PACK needs --out DIR.", "--drill PACK には --out DIR が必要です。"))
    drill(drill_of, out=out, root=root, as_json=as_json, lang=lang)


@estate_app.command(
    "drill",
    short_help=said("Make the handover pack of today, and name what is missing.", "引継資料を作成し、不足を確認"),
    help=said_in_full(
        "Before anything fails: make everything that an administrator would need, from today's data. The close, where "
        "the coins are and who keeps them, providers, a draft of the estate and a first determination; and the list of "
        "what is missing. Exits 0 if nothing is missing, 1 if something is.",
        "破綻する前に、管理人が必要とする資料一式を本日のデータから作成します。\n"
        "日次締め、暗号資産の所在と管理者、委託先、財団ファイルの案、当初の配当算定、不足事項の一覧です。\n"
        "終了コードは 0（不足なし）、1（不足あり）、2（データに不備）です。",
    ),
)
def drill(
    pack: PackArgument,
    *,
    out: NewFolderOption,
    root: Annotated[
        Path | None,
        typer.Option(
            "--root", metavar="ROOT.json", help=said("The proof of this pack.", "このパックの証明（ROOT.json）")
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make the handover pack of today's data."""
    from hikiate.cli import drilling  # noqa: PLC0415 - help is to be quick, as in app.py

    raise typer.Exit(drilling.drill(pack, out, root, as_json=as_json, lang=lang and lang.value))


estate_app.add_typer(book_app)
estate_app.add_typer(claim_app)
