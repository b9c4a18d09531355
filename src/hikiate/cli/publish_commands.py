"""The commands of the public pages: what is published, and private links for customers."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, UserOption, WorkspaceOption


class PartName(StrEnum):
    """A part of what can be published."""

    coverage = "coverage"
    reserve = "reserve"
    proofs = "proofs"
    disputes = "disputes"
    policy = "policy"


public_app = typer.Typer(
    short_help=said("The public pages and customers' links.", "公開ページと利用者のリンク"),
    help=said_in_full(
        "What the public pages show, which is nothing until an administrator says so, and the private links by which "
        "customers see their own part of an incident.",
        "公開ページに表示する内容を設定し（設定するまで何も公開されません）、利用者が\n"
        "本人の補償状況を確認するための専用リンクを発行します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

IncidentArgument = Annotated[str, typer.Argument(metavar="INCIDENT", help=said("The incident.", "事案"))]


@public_app.command(
    "publish",
    short_help=said("Say what is published.", "公開する内容を設定"),
    help=said_in_full(
        "Publish these parts and no others from now on; none of them ends all publishing. A decision in the book.",
        "指定した内容のみを公開します。指定しなければすべて非公開になります。決定として記録されます。",
    ),
)
def publish(
    *,
    part: Annotated[
        list[PartName] | None,
        typer.Option("--part", metavar="PART", help=said("A part; repeatable.", "公開する内容。複数可")),
    ] = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Say what is published."""
    from hikiate.cli import publishing  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    publishing.publish(asked, [one.value for one in part or []])


@public_app.command(
    "show",
    short_help=said("Show what is published.", "公開中の内容を表示"),
    help=said_in_full("Show each part and whether it is published.", "各内容の公開・非公開を示します。"),
)
def show(*, workspace: WorkspaceOption = Path(), as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Show what is published."""
    from hikiate.cli import publishing  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    publishing.show(Asked(workspace, None, None, as_json, lang and lang.value))


@public_app.command(
    "links",
    short_help=said("Make private links for an incident's customers.", "利用者の専用リンクを発行"),
    help=said_in_full(
        "Make a private link for each customer of an incident, or for those named, and write them as CSV that no "
        "spreadsheet takes for formulas. Links made before for them end.",
        "事案の対象となる利用者（または指定した利用者）ごとに専用リンクを発行し、\n"
        "表計算ソフトで数式として扱われない CSV に出力します。以前のリンクは無効になります。",
    ),
)
def links(
    incident: IncidentArgument,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=said("The CSV.", "出力する CSV"))],
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help=said("Where it is served.", "公開しているアドレス"))
    ] = "",
    customer: Annotated[
        list[str] | None,
        typer.Option("--customer", metavar="ID", help=said("Only this one; repeatable.", "対象の利用者。複数可")),
    ] = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help=said("Days until they end.", "有効日数"))] = 90,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make private links."""
    from hikiate.cli import publishing  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    publishing.links(asked, incident, out, customer or [], (days, address))


@public_app.command(
    "end-links",
    short_help=said("End the links of an incident.", "専用リンクを無効化"),
    help=said_in_full("End every private link of an incident now.", "事案の専用リンクをすべて直ちに無効にします。"),
)
def end_links(
    incident: IncidentArgument,
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """End the links of an incident."""
    from hikiate.cli import publishing  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    publishing.end_links(Asked(workspace, user, at, as_json, lang and lang.value), incident)
