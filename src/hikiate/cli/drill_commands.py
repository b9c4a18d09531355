"""The drills: restore from a backup, real incidents at today's size, hand over; each with a report."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.estate_commands import drill as handover
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, NewFolderOption, PackArgument

DRILL_CASES = ("dmm-bitcoin-2024", "bybit-2025")

drill_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    short_help=said("Drills: restore, replay, hand over.", "訓練（復元・再現・引継ぎ）"),
    help=said_in_full(
        "Drills with the clock running, before the day on which they are needed. Each writes its report into its "
        "folder, in Japanese and English, with the seconds of every step.",
        "必要となる日の前に、時間を計りながら行う訓練。手順ごとの所要時間を記した報告書を、\n"
        "日本語と英語で書き出します。",
    ),
)


@drill_app.command(
    "restore",
    short_help=said("Restore a backup and verify it from its first entry.", "バックアップを復元し、最初から検査"),
    help=said_in_full(
        "Restore a backup into an empty place and audit it from its first entry: journal, decisions, kept files, every "
        "close computed anew. The workspace is DIR/workspace, or the empty database that HIKIATE_DATABASE_URL names. "
        "Exits 1 where the audit finds something.",
        "バックアップを空の場所に復元し、仕訳・決定・保管ファイル・各締めの再計算を最初から検査します。\n"
        "復元先は DIR/workspace（HIKIATE_DATABASE_URL を指定した場合はその空のデータベース）です。\n"
        "検査で指摘があれば終了コードは 1 です。",
    ),
)
def restore(
    archive: Annotated[
        Path, typer.Argument(metavar="BACKUP", help=said("What `backup` wrote.", "`backup` の書き出したファイル"))
    ],
    *,
    out: NewFolderOption,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HEX",
            help=said_in_full("A head that was noted elsewhere: it must be there.", "控えておいた先頭値との照合"),
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Restore a backup and audit it."""
    from hikiate.cli import restoring  # noqa: PLC0415 - help is to be quick, as in app.py

    raise typer.Exit(restoring.drill_restore(archive, out, head, as_json=as_json, lang=lang and lang.value))


@drill_app.command(
    "replay",
    short_help=said("Work real incidents through at today's size.", "実際の流出事例を現在のデータで再現"),
    help=said_in_full(
        "Work real incidents through to the last payment at the size of a pack, in a workspace of their own: the "
        "largest wallet of the case's asset and tier is lost; determination, files, approvals by a second person, "
        "release, settlement, audit. Nobody is paid: addresses and settlements are made up. Exits 1 where something "
        "does not add up.",
        "実際の流出事例を、パックの規模で最後の支払まで再現します（事例と同じ資産・管理区分で最大のウォレットの\n"
        "流出を仮定）。算定、ファイル作成、別の担当者による承認、払出し、決済、検査を専用のワークスペースで行います。\n"
        "宛先と決済結果は架空で、実際の支払は生じません。合わない点があれば終了コードは 1 です。",
    ),
)
def replay(
    pack: PackArgument,
    *,
    out: NewFolderOption,
    case: Annotated[
        list[str] | None,
        typer.Option(
            "--case",
            metavar="CASE",
            help=said_in_full(
                f"Which of `hikiate replay`; repeatable. By default {' and '.join(DRILL_CASES)}.",
                f"`hikiate replay` の事例。複数可。既定は {'・'.join(DRILL_CASES)}",
            ),
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Work real incidents through at the size of a pack."""
    from hikiate.cli import rehearsing  # noqa: PLC0415 - help is to be quick, as in app.py

    cases = case or list(DRILL_CASES)
    raise typer.Exit(rehearsing.drill_replay(cases, pack, out, as_json=as_json, lang=lang and lang.value))


drill_app.command(
    "handover",
    short_help=said("The same as hikiate estate drill.", "引継資料の作成（estate drill と同じ）"),
    help=said_in_full(
        "Make everything that an administrator would need, from today's data, and list what is missing; the same as "
        "`hikiate estate drill`. Exits 1 if something is missing.",
        "管理人が必要とする資料一式を本日のデータから作成し、不足を示します。\n"
        "hikiate estate drill と同じです。不足があれば終了コードは 1 です。",
    ),
)(handover)
