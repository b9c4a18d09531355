"""The commands of `hikiate rules`: the law as data, listed, shown, compared and checked."""

from datetime import datetime
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OverlayOption

OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=said("A day; today if left out.", "基準とする日。既定は今日"),
    ),
]

rules_app = typer.Typer(
    short_help=said("The law as data: list, show, compare, check.", "規程集（法令データ）の一覧・表示・比較・検査"),
    help=said_in_full(
        "The law as data: rulebooks of provisions, each with its value, days in force, status and citation.",
        "規程集（法令データ）。条項ごとに、値・施行期間・位置付け・根拠条文を持ちます。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@rules_app.command(
    "list",
    short_help=said("List the rulebooks.", "規程集の一覧"),
    help=said_in_full(
        "List the rulebooks with their status and digest.", "規程集の一覧を、位置付けとダイジェストとともに示します。"
    ),
)
def rules_list(
    *, on: OnOption = None, overlay: OverlayOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> None:
    """List the rulebooks with their status and digest."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.list_(on, overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command(
    "show",
    short_help=said("Show a rulebook on a day.", "規程集の内容を表示"),
    help=said_in_full(
        "Show a rulebook on a day: every provision with value, status, citation and source.",
        "ある日の規程集の内容を示します（各条項の値・位置付け・根拠条文・出典）。",
    ),
)
def rules_show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=said("A rulebook, such as jp-psa.", "規程集の名前（例 jp-psa）"))
    ],
    *,
    on: OnOption = None,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a rulebook on a day: every provision with value, status, citation and source."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.show(name, on, overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command(
    "diff",
    short_help=said("Compare two rulebooks, or one on two days.", "規程集の比較"),
    help=said_in_full(
        "Compare two rulebooks, or one on two days, provision by provision: `jp-psa@2026-09-18 jp-psa@2027-08-01`.",
        "二つの規程集、または一つの規程集の二つの日を、条項ごとに比較します。\n例: jp-psa@2026-09-18 jp-psa@2027-08-01",
    ),
)
def rules_diff(
    first: Annotated[
        str, typer.Argument(metavar="A", help=said("A rulebook, or rulebook@day.", "規程集、または 規程集@日付"))
    ],
    second: Annotated[
        str, typer.Argument(metavar="B", help=said("Another, or the same on another day.", "比較する規程集"))
    ],
    *,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare two rulebooks, or one on two days, provision by provision."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.diff(first, second, overlay, as_json=as_json, lang=lang and lang.value)


@rules_app.command(
    "check",
    short_help=said("Check every record of law.", "法令データの検査"),
    help=said_in_full(
        "Check every record of the library: keys, days without gap or overlap, citations, and when each was verified.",
        "すべての法令データを検査します（キー、施行期間の空白・重複、出典、確認日）。",
    ),
)
def rules_check(*, overlay: OverlayOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Check every record of the library: keys, days without gap or overlap, citations, and when each was verified."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.check(overlay, as_json=as_json, lang=lang and lang.value)
