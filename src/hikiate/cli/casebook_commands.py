"""The command about real incidents: replay."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption

casebook_app = typer.Typer(rich_markup_mode=None)


@casebook_app.command(
    "replay",
    short_help=said("Work out a real incident beside its outcome.", "実際の流出事例を再計算し、公表結果と対照"),
    help=said_in_full(
        "Work out a real incident, or an exchange that failed, from the casebook: what was published of its outcome "
        "beside ours and why they differ; of an incident also what the reserve as reported would have paid and by "
        "when. Without a case: the list of cases.",
        "収録した実際の流出事例・破綻事例を再計算し、公表された結果と当方の計算、差の理由を示します。\n"
        "流出事例では、報道どおりの準備金があれば何をいつ支払えたかも示します。\n"
        "事例の指定がなければ一覧を示します。",
    ),
)
def replay(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help=said("A case, such as coincheck-2018.", "事例（例 coincheck-2018）")),
    ] = None,
    *,
    volume: Annotated[
        str | None,
        typer.Option(
            metavar="JPY",
            help=said("The annual volume to assume, in yen.", "仮定する年間取引高（円）"),
        ),
    ] = None,
    policies: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help=said(
                "Insurance to assume, as policies.toml of a pack.", "仮定する保険契約（policies.toml と同じ形式）"
            ),
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Work out a real incident from the casebook."""
    from hikiate.cli import casebook  # noqa: PLC0415 - help is to be quick, as in app.py

    casebook.replay(case, volume, policies, as_json=as_json, lang=lang and lang.value)
