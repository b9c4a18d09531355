"""The commands about risk: stress, mix."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OverlayOption, PackPlaceArgument

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
    pack: PackPlaceArgument,
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


@risk_app.command(
    "mix",
    short_help=said("Find the cheapest mix of reserve and insurance.", "準備金と保険の最も安い組合せを求める"),
    help=said_in_full(
        "Find the reserve and the layers that cost least in a year (capital tied up, premiums, mean loss left unpaid), "
        "subject to the rulebook's share for insurance and a chosen probability of shortfall; with the whole frontier "
        "and why the answer is where it is. Without quotes, the pack's policies are on offer.",
        "年間費用（資本コスト・保険料・未補塡額の期待値）が最も小さい準備金とレイヤーを求めます。\n"
        "規程集の保険代替割合と、許容する不足確率を制約とします。\n"
        "効率的フロンティアの全体と、その答えになる理由も示します。見積りがなければ、パックの保険契約を候補とします。",
    ),
)
def mix(
    pack: PackPlaceArgument,
    *,
    cost_of_capital: Annotated[
        str | None,
        typer.Option(
            "--cost-of-capital", metavar="RATE", help=said("Yearly, such as 0.08.", "資本コスト率（年率、例 0.08）")
        ),
    ] = None,
    shortfall: Annotated[
        str | None,
        typer.Option(
            "--shortfall",
            metavar="P",
            help=said("The chance of shortfall that is accepted.", "許容する不足確率（例 0.005）"),
        ),
    ] = None,
    quotes: Annotated[
        Path | None,
        typer.Option(
            "--quotes", metavar="FILE", help=said("Layers on offer, with their price.", "見積り（レイヤーと保険料）")
        ),
    ] = None,
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
    """Find the cheapest mix of reserve and insurance."""
    from hikiate.cli import stressing  # noqa: PLC0415 - help is to be quick, as in app.py

    asked = stressing.RunAsked(years, seed, workers, executor)
    law = stressing.LawAsked(rulebook, overlay, overrides)
    offer = stressing.OfferAsked(cost_of_capital, shortfall, quotes)
    stressing.mix(pack, asked, law, offer, out, as_json=as_json, lang=lang and lang.value)
