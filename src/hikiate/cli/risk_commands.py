"""The commands about risk: stress, mix."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OverlayOption, PackArgument

risk_app = typer.Typer(rich_markup_mode=None)

YearsOption = Annotated[
    int,
    typer.Option("--years", min=1_000, max=100_000_000, help=said("How many years to simulate.", "試行する年数")),
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed",
        min=0,
        max=2**63 - 1,
        help=said("Any whole number; the same gives the same bytes.", "乱数の種。同じ値なら同じ結果"),
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=256,
        help=said("How many work at a time; the result is the same.", "並列数。結果は同じ。既定はコア数"),
    ),
]
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="threads|processes|dask://HOST:PORT",
        help=said("Where years are simulated; the result is the same.", "計算する場所。結果は同じ"),
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
OverridesOption = Annotated[
    Path | None,
    typer.Option(
        "--overrides",
        metavar="FILE",
        help=said("Parameters of the loss model to replace, with reasons.", "損失モデルの母数の上書き（理由付き）"),
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help=said("Where the result is written.", "結果の書き出し先")),
]


@risk_app.command(
    "stress",
    short_help=said("Ask whether reserve and insurance suffice.", "準備金と保険で足りるかを検証"),
    help=said_in_full(
        "Simulate years of losses on this exchange's wallets: the chance that reserve and insurance do not pay, value "
        "at risk, which layer pays how often, when customers are paid, and named scenarios. Every number of the loss "
        "model is an estimate or an assumption.",
        "自社のウォレットについて損失の年を試行し、準備金と保険で足りない確率、VaR、\n"
        "各レイヤーの支払頻度、補償までの日数、既知の事例によるシナリオを示します。\n"
        "損失モデルの数値は、すべて推計または仮定です。",
    ),
)
def stress(
    pack: PackArgument,
    *,
    years: YearsOption = 1_000_000,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    executor: ExecutorOption = "threads",
    rulebook: RulebookOption = None,
    overlay: OverlayOption = None,
    overrides: OverridesOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask whether reserve and insurance suffice."""
    from hikiate.cli import stressing  # noqa: PLC0415 - help is to be quick, as in app.py

    asked = stressing.RunAsked(years, seed, workers, executor)
    law = stressing.LawAsked(rulebook, overlay, overrides)
    stressing.stress(pack, asked, law, out, as_json=as_json, lang=lang and lang.value)
