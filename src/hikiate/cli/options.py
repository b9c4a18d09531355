"""The arguments and options that commands share, each with what it is in both languages."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full


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


class Conduct(StrEnum):
    """How an example keeps its duties of conduct."""

    kept = "kept"
    broken = "broken"


ConductOption = Annotated[
    Conduct | None,
    typer.Option(
        "--conduct",
        help=said(
            "With transfers and parties, every duty kept or broken.", "移転・当事者を加え、義務を全て遵守または違反"
        ),
    ),
]
PackArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PACK", help=said("The folder of tables that is handed in.", "提出データのフォルダー（パック）")
    ),
]
NewFolderOption = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", help=said("A folder that is not there yet.", "書き出し先（未作成のフォルダー）")
    ),
]
ResultArgument = Annotated[
    Path,
    typer.Argument(
        metavar="RESULT",
        help=said("A close.json, or the folder that holds it.", "close.json、またはそのあるフォルダー"),
    ),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        help=said("ja or en; by default HIKIATE_LANG or the locale.", "ja か en。既定は HIKIATE_LANG かロケール"),
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option(
        "--json", help=said("One JSON document on standard output, nothing else.", "標準出力に JSON 文書のみを出力")
    ),
]
OverlayOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay",
        metavar="FILE",
        help=said("Changes to a rulebook, to try a value; repeatable.", "仮の値を試す上書きファイル。複数可"),
    ),
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=said("A day; today if left out.", "基準とする日。既定は今日"),
    ),
]
WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="HIKIATE_WORKSPACE",
        show_envvar=False,
        help=said("The workspace; by default HIKIATE_WORKSPACE or this folder.", "ワークスペース。既定は現在の場所"),
    ),
]
UserOption = Annotated[
    str | None,
    typer.Option(
        "--user",
        metavar="NAME",
        envvar="HIKIATE_USER",
        show_envvar=False,
        help=said("Who acts; by default HIKIATE_USER or your login.", "担当者。既定は HIKIATE_USER かログイン名"),
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="MOMENT",
        help=said("When, with its offset; now if left out.", "日時（時差付き）。既定は現在"),
    ),
]
FormatOption = Annotated[
    ReportFormat | None,
    typer.Option("--format", help=said("The form of the report; text if left out.", "報告書の形式。既定は text")),
]
OutFileOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=said("A file in place of standard output.", "書き出すファイル")),
]
IncidentArgument = Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The id of the incident.", "事案の id"))]
AssetArgument = Annotated[str, typer.Argument(metavar="ASSET", help=said("An asset, such as JPY.", "資産（例 JPY）"))]
NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help=said("Its number.", "番号"))]
BatchArgument = Annotated[int, typer.Argument(metavar="BATCH", help=said("The number of the batch.", "バッチの番号"))]
AmountArgument = Annotated[
    str,
    typer.Argument(metavar="AMOUNT", help=said("Decimal text, such as 1000000 or 0.5.", "数量（例 1000000、0.5）")),
]
PackPlaceArgument = Annotated[
    str,
    typer.Argument(
        metavar="PACK",
        help=said(
            "The folder of tables that is handed in; also s3://BUCKET/FOLDER.",
            "提出データのフォルダー（パック）。s3://BUCKET/FOLDER も可",
        ),
    ),
]
RulebookOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rulebook",
        metavar="NAME",
        help=said_in_full("In place of the pack's own; repeatable.", "パックの指定に代える規程集。複数可"),
    ),
]
PreviousOption = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="RESULT",
        help=said_in_full(
            "The close of the business day before: what stood then keeps its due day.",
            "前営業日の結果。継続中の指摘の期限を引き継ぐ",
        ),
    ),
]
CloseOutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help=said("Where close.json is written.", "close.json の書き出し先")),
]
IntoOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help=said_in_full(
            "Keep pack and result in a workspace, following its last close.",
            "ワークスペースに取り込み、前回の締めに続ける",
        ),
    ),
]
PartsExecutorOption = Annotated[
    str | None,
    typer.Option(
        "--executor",
        metavar="WHERE",
        help=said_in_full(
            "Where tables in parts are read, with the same result: threads, processes or dask://HOST:PORT.",
            "分割した表を読み込む場所（threads、processes、dask://HOST:PORT）。結果は同じ",
        ),
    ),
]
