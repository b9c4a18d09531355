"""The commands of `hikiate tokens`: classify, reclassify, and the procedure itself."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import FormatOption, JsonOption, LangOption, OnOption, OutFileOption, PackArgument


class Regime(StrEnum):
    """Whose procedure of classification."""

    jp = "jp"
    eu = "eu"


RegimeOption = Annotated[
    Regime, typer.Option("--regime", help=said("Whose law: jp or eu.", "判定に用いる法域（jp・eu）"))
]

token_app = typer.Typer(
    short_help=said("What each token is in law, and what follows.", "トークンの区分判定と義務"),
    help=said_in_full(
        "What each token is in law, by a dated and cited procedure. A token whose facts do not answer a step stays "
        "undecided, with the reason; a name alone never identifies one.",
        "日付と根拠のある手順により、トークンの区分を判定します。\n"
        "判定に必要な事実がないものは、理由とともに未定とします。名称だけでは特定しません。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@token_app.command(
    "classify",
    short_help=said("Classify the tokens of a pack or a list.", "パックまたは一覧のトークンを判定"),
    help=said_in_full(
        "Classify the tokens of a pack, or of a list: stablecoins as DefiLlama lists them, assets with collateral "
        "tiers, symbols with names.",
        "パックの表 tokens、または一覧（DefiLlama 形式のステーブルコイン、担保掛目付きの資産、\n"
        "記号と名称）のトークンを判定します。",
    ),
)
def classify(
    source: Annotated[
        Path, typer.Argument(metavar="PACK|FILE", help=said("A pack, or a list as CSV.", "パック、または CSV の一覧"))
    ],
    *,
    before: Annotated[
        Path | None,
        typer.Option(
            "--before",
            metavar="PACK",
            help=said("The pack before: renamed, forked.", "前回のパック（改称・分岐の確認用）"),
        ),
    ] = None,
    regime: RegimeOption = Regime.jp,
    on: OnOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help=said("Of which day the list is.", "一覧の時点"),
        ),
    ] = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Classify the tokens of a pack or a list."""
    from hikiate.cli import classifying  # noqa: PLC0415 - help is to be quick, as in app.py

    report = (report_format and report_format.value, out)
    days = (on, as_of)
    classifying.classify(source, before, regime.value, days, report, as_json=as_json, lang=lang and lang.value)


@token_app.command(
    "reclassify",
    short_help=said("What a change of class brings, for whom.", "区分の変更の影響"),
    help=said_in_full(
        "Show what changes when a token becomes another class on a day: duties that begin and end, the customers who "
        "hold it, and by when. No due day is published, so --within is the exchange's own promise in business days.",
        "トークンの区分がある日に変わる場合の変更点（生じる義務・終了する義務、対象となる利用者、\n"
        "期限）を示します。期限は未公表のため、--within は取引所が自ら定める営業日数です。",
    ),
)
def reclassify(
    pack: PackArgument,
    *,
    token: Annotated[str, typer.Option("--token", metavar="ASSET", help=said("Which token.", "対象のトークン"))],
    to: Annotated[str, typer.Option("--to", metavar="CLASS", help=said("Its new class.", "変更後の区分"))],
    on: OnOption = None,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="N", min=1, max=366, help=said("Own promise, business days.", "自ら定める営業日数")
        ),
    ] = None,
    customers: Annotated[
        Path | None,
        typer.Option(
            "--customers", metavar="FILE", help=said("Where all holders are written.", "全対象者の書き出し先")
        ),
    ] = None,
    regime: RegimeOption = Regime.jp,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show what a change of class brings."""
    from hikiate.cli import classifying  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format and report_format.value
    change = classifying.Change(token, to, on, within, customers)
    classifying.reclassify(pack, change, regime.value, form, out, as_json=as_json, lang=lang and lang.value)


@token_app.command(
    "procedure",
    short_help=said("Show the steps, their sources and the classes.", "判定手順・根拠・区分を表示"),
    help=said_in_full(
        "Show the procedure: every step with its question, source and status, and the duties of every class.",
        "判定手順（問い・根拠・法的地位）と、区分ごとの義務を示します。",
    ),
)
def procedure(
    *,
    regime: RegimeOption = Regime.jp,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the procedure."""
    from hikiate.cli import classifying  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format and report_format.value
    classifying.show_procedure(regime.value, form, out, as_json=as_json, lang=lang and lang.value)
