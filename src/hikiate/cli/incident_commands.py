"""The commands of an incident, from the day it is noticed to its last payment."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import acting, reading
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AmountArgument, AssetArgument, IncidentArgument

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

incident_app = typer.Typer(
    short_help=said("An incident: open, determine, draw, recover, close.", "事案の登録・算定・資金手当て・回収・終結"),
    help=said_in_full(
        "An incident carried step by step. Every step is a decision of a named user, and doing it "
        "twice doubles nothing.",
        "事案を段階ごとに進めます。各段階は担当者名で記録され、\n同じ操作を繰り返しても二重になりません。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@acting(
    incident_app,
    "open",
    short_help=said("Open an incident.", "事案を登録"),
    help=said_in_full(
        "Open an incident by its file (id, kind, noticed_at and what compensate reads).",
        "事案ファイル（id・kind・noticed_at ほか）により事案を登録します。",
    ),
)
def incident_open(
    asked: "Asked",
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help=said("The incident file.", "事案ファイル"))],
) -> None:
    """Open an incident."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.open_(asked, file)


@reading(
    incident_app,
    "show",
    short_help=said("Show how incidents stand.", "事案の状況を表示"),
    help=said_in_full(
        "Show how an incident stands and what still keeps it open; all of them without an id.",
        "事案の状況と、終結までに残っている事項を示します。省略するとすべての事案を示します。",
    ),
)
def incident_show(
    asked: "Asked",
    *,
    incident: Annotated[
        str | None, typer.Option("--incident", metavar="INCIDENT", help=said("The id of one.", "事案の id"))
    ] = None,
) -> None:
    """Show how incidents stand."""
    from hikiate.cli import incident_standing  # noqa: PLC0415 - help is to be quick, as in app.py

    incident_standing.show(asked, incident)


@acting(
    incident_app,
    "determine",
    short_help=said("Take a determination in.", "補償額の算定結果を取込み"),
    help=said_in_full(
        "Take in what compensate determined (payments and summary.json), and ask for its approval.",
        "compensate の算定結果（支払明細と summary.json）を取り込み、承認を申請します。",
    ),
)
def incident_determine(
    asked: "Asked",
    incident: IncidentArgument,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=said("What compensate wrote.", "compensate の書き出し先"))
    ],
) -> None:
    """Take a determination in."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.determine_(asked, incident, folder)


@acting(
    incident_app,
    "draw",
    short_help=said("Ask to draw on a source of money.", "資金手当てを申請"),
    help=said_in_full(
        "Ask to bring money from the reserve or another source to the payouts. The reserve gives "
        "only for what the law lets it be used for.",
        "準備金その他の資金を補償の支払に充てることを申請します。\n準備金は法令の認める目的にのみ使用できます。",
    ),
)
def incident_draw(
    asked: "Asked",
    incident: IncidentArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help=said(
                "reserve, guarantee, own_funds, facility, group, or pools of an estate.",
                "reserve・guarantee・own_funds・facility・group（財団の場合は pools）のいずれか",
            ),
        ),
    ],
    purpose: Annotated[
        str,
        typer.Option(
            "--purpose",
            metavar="WORD",
            help=said(
                "For the reserve: what for; the incident's kind if left out.", "準備金の使用目的。既定は事案の種類"
            ),
        ),
    ] = "",
    rulebook: Annotated[
        str | None,
        typer.Option(
            "--rulebook",
            metavar="NAME",
            help=said("For the reserve: the rulebook that allows it.", "準備金の使用を認める規程集"),
        ),
    ] = None,
    approved: Annotated[
        str,
        typer.Option(
            "--authority-approval",
            metavar="TEXT",
            help=said("The authority's approval, where that is the purpose.", "当局の承認の番号または日付"),
        ),
    ] = "",
) -> None:
    """Ask to draw on a source of money."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.draw(
        asked,
        incident,
        (source, asset, amount),
        (purpose, rulebook, approved),
    )


@acting(
    incident_app,
    "claim",
    short_help=said("Enter an insurer's acceptance of a claim.", "保険金請求の認容を記帳"),
    help=said_in_full(
        "Enter that an insurer accepted a claim: a receivable until it is paid.",
        "保険会社が認めた保険金を未収金として記帳します。",
    ),
)
def incident_claim(
    asked: "Asked",
    incident: IncidentArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    reference: Annotated[
        str,
        typer.Option("--reference", metavar="TEXT", help=said("The reference of whoever sent it.", "相手方の照会番号")),
    ],
) -> None:
    """Enter an insurer's acceptance of a claim."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.receive(
        asked,
        incident,
        ("insurance", asset, amount, reference),
        claimed=True,
    )


@acting(
    incident_app,
    "recover",
    short_help=said("Enter money that came back.", "回収を記帳"),
    help=said_in_full(
        "Enter money that came back, from an insurer against its claim or from anybody else; the "
        "same reference counts once.",
        "保険金その他の回収を記帳します。同じ照会番号は一度だけ記帳されます。",
    ),
)
def incident_recover(
    asked: "Asked",
    incident: IncidentArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    source: Annotated[
        str, typer.Option("--source", metavar="WHO", help=said("insurance, or who sent it.", "insurance、または相手方"))
    ],
    reference: Annotated[
        str,
        typer.Option("--reference", metavar="TEXT", help=said("The reference of whoever sent it.", "相手方の照会番号")),
    ],
) -> None:
    """Enter money that came back."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.receive(
        asked,
        incident,
        (source, asset, amount, reference),
        claimed=False,
    )


@acting(
    incident_app,
    "close",
    short_help=said("Close an incident.", "事案を終結"),
    help=said_in_full(
        "Close an incident whose every payment is paid or pending with a reason.",
        "全件が支払済みまたは理由付きの保留となった事案を終結します。",
    ),
)
def incident_close(
    asked: "Asked",
    incident: IncidentArgument,
    *,
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help=said("A note.", "所見"))] = "",
) -> None:
    """Close an incident."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py

    incidents.close(asked, incident, words)
