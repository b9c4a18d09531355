"""The commands of `hikiate rules`: the law as data, listed, shown, compared and checked."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OnOption, OverlayOption

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
    words: Annotated[
        bool,
        typer.Option(
            "--words", help=said("Two days of one rulebook, in sentences.", "一つの規程集の二つの日の相違を文章で表示")
        ),
    ] = False,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare two rulebooks, or one on two days, provision by provision."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.diff(first, second, overlay, words=words, as_json=as_json, lang=lang and lang.value)


@rules_app.command(
    "check",
    short_help=said("Check every record of law, and watch over it.", "法令データの検査と期日の確認"),
    help=said_in_full(
        "Check every record of the library: keys, days without gap or overlap, citations. Then the watch of a day: "
        "what was not verified for long, what is undecided and by when the law must decide it, and what changes in the "
        "days ahead.",
        "すべての法令データを検査します（キー、施行期間の空白・重複、出典）。\n"
        "あわせて、長期間確認していない条項、未定の条項とその決定期限、\n今後の変更予定を示します。",
    ),
)
def rules_check(
    *,
    on: OnOption = None,
    stale_days: Annotated[
        int,
        typer.Option(
            "--stale-days", min=0, help=said("Days after which to verify again.", "再確認が必要となる経過日数")
        ),
    ] = 180,
    ahead_days: Annotated[
        int, typer.Option("--ahead-days", min=0, help=said("Days to look ahead.", "変更予定を確認する日数"))
    ] = 400,
    overlay: OverlayOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check every record of the library, and say what wants looking at on a day."""
    from hikiate.cli import lawbooks  # noqa: PLC0415 - help is to be quick, as in app.py

    lawbooks.check(overlay, on, stale_days, ahead_days, as_json=as_json, lang=lang and lang.value)


@rules_app.command(
    "what-if",
    short_help=said("What an overlay would change.", "上書きファイルによる変化の試算"),
    help=said_in_full(
        "Say what overlays change: each provision in words, what it does to a pack, and with --exchanges what it does "
        "to an imagined population.",
        "上書きファイルによる変化を示します（条項ごとの変更、パックへの影響、\n"
        "--exchanges を指定すると架空の取引所群への影響）。",
    ),
)
def rules_what_if(
    pack: Annotated[
        Path | None, typer.Argument(metavar="[PACK]", help=said("A pack to try it on.", "試算に用いるパック"))
    ] = None,
    *,
    overlay: OverlayOption = None,
    on: OnOption = None,
    exchanges: Annotated[
        int,
        typer.Option(min=0, max=1000, help=said("Imagined exchanges to try it on.", "試算に用いる架空の取引所の数")),
    ] = 0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Say what overlays change."""
    from hikiate.cli import law_changes  # noqa: PLC0415 - help is to be quick, as in app.py

    law_changes.what_if_law(pack, overlay or [], on, exchanges, as_json=as_json, lang=lang and lang.value)
