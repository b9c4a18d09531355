"""The commands of an estate in the workspace: opened, what its pools brought, its register, its rounds."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, NewFolderOption, UserOption, WorkspaceOption

book_app = typer.Typer(rich_markup_mode=None)

EstateArgument = Annotated[str, typer.Argument(metavar="ESTATE", help=said("The id of the estate.", "財団の id"))]
AssetArgument = Annotated[str, typer.Argument(metavar="ASSET", help=said("An asset, such as BTC.", "資産（例 BTC）"))]
AmountArgument = Annotated[
    str,
    typer.Argument(metavar="AMOUNT", help=said("Decimal text, such as 1000000 or 0.5.", "数量（例 1000000、0.5）")),
]
_CustomerOption = Annotated[
    str | None, typer.Option("--customer", metavar="CUSTOMER", help=said("Of one customer alone.", "利用者を限定"))
]


@book_app.command(
    "open",
    short_help=said("Open an estate in the workspace.", "ワークスペースに財団を登録"),
    help=said_in_full(
        "Open an estate by its file. Its claims come from the last close in this workspace up to the day of the "
        "petition, and stand as admitted until somebody files another or objects.",
        "財団ファイルにより財団を登録します。債権の基礎は、申立日までの最後の日次締めの元帳です。\n"
        "届出または異議があるまで、元帳の残高を認容債権として扱います。",
    ),
)
def estate_open(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help=said("The estate file.", "財団ファイル"))],
    *,
    root: Annotated[
        Path | None,
        typer.Option(
            "--root",
            metavar="ROOT.json",
            help=said("The proof of that close's pack.", "その締めのパックの証明（ROOT.json）"),
        ),
    ] = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Open an estate."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    estate_book.open_(Asked(workspace, user, at, as_json, lang and lang.value), file, root)


@book_app.command(
    "show",
    short_help=said("Show how an estate stands.", "財団の状況を表示"),
    help=said_in_full(
        "Show how an estate stands: its claims, pools and distributions; all of them without an id.",
        "財団の債権・財産・配当の状況を示します。省略するとすべての財団を示します。",
    ),
)
def estate_show(
    *,
    estate: Annotated[
        str | None, typer.Option("--estate", metavar="ESTATE", help=said("The id of one.", "財団の id"))
    ] = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show how estates stand."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    estate_book.show(Asked(workspace, None, None, as_json, lang and lang.value), estate)


@book_app.command(
    "receive",
    short_help=said("Enter what a pool brought.", "財団への収入を記帳"),
    help=said_in_full(
        "Enter what a pool of the estate brought: coins secured, money collected, the proceeds of a sale. Payouts are "
        "drawn from it: hikiate incident draw ESTATE ASSET AMOUNT --source pools.",
        "財団への収入（確保した暗号資産、回収金、換価代金）を記帳します。\n"
        "配当の原資は hikiate incident draw ESTATE ASSET AMOUNT --source pools で充当します。",
    ),
)
def estate_receive(
    estate: EstateArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    pool: Annotated[str, typer.Option("--pool", metavar="NAME", help=said("Which pool.", "財団の区分名"))],
    reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help=said("How it is known.", "照会番号など"))
    ],
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Enter what a pool brought."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above
    from hikiate.operations.workspace.incidents import Money  # noqa: PLC0415 - as above

    money = Money(pool, asset, amount, reference)
    estate_book.receive_(Asked(workspace, user, at, as_json, lang and lang.value), estate, money)


@book_app.command(
    "claims",
    short_help=said("List the claims that were filed.", "届出債権の一覧"),
    help=said_in_full(
        "List the claims that were filed and what has become of each.", "届出債権とその認否の状況を示します。"
    ),
)
def estate_claims(
    estate: EstateArgument,
    *,
    customer: _CustomerOption = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the claims."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    estate_book.claims_(Asked(workspace, None, None, as_json, lang and lang.value), estate, customer)


@book_app.command(
    "history",
    short_help=said("Show everything that happened to claims.", "債権の経過を表示"),
    help=said_in_full(
        "Show everything that happened to claims, day by day, with who asked, who approved, and the evidence.",
        "債権の届出から確定までの経過を、申請者・承認者・証拠とともに日付順に示します。",
    ),
)
def estate_history(
    estate: EstateArgument,
    *,
    customer: _CustomerOption = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show what happened to claims."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    estate_book.history(Asked(workspace, None, None, as_json, lang and lang.value), estate, customer)


@book_app.command(
    "register",
    short_help=said("Write the register of claims for distribute.", "distribute 用の債権者表を書き出し"),
    help=said_in_full(
        "Write the register of claims, the elections and the history as tables. An estate file names the first two: "
        'register = "DIR/register.csv" and [elections] file = "DIR/elections.csv".',
        "債権者表・クラスの選択・経過を表として書き出します。財団ファイルでは次のように指定します。\n"
        'register = "DIR/register.csv"、[elections] file = "DIR/elections.csv"',
    ),
)
def estate_register(
    estate: EstateArgument,
    *,
    out: NewFolderOption,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the register of claims."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    estate_book.register(Asked(workspace, None, None, as_json, lang and lang.value), estate, out)


@book_app.command(
    "round",
    short_help=said("Take in a round that distribute worked out.", "配当の算定結果を取込み"),
    help=said_in_full(
        "Take in what distribute worked out, and ask for its approval. From then on it is paid as an incident is: "
        "incident draw --source pools, payout batch, release and settle. Every round after the first is worked out "
        "with --earlier.",
        "distribute の算定結果を取り込み、承認を申請します。支払は事案と同じ手順です\n"
        "（incident draw --source pools、payout batch・release・settle）。\n"
        "2回目以降の配当は、distribute を --earlier 付きで実行してください。",
    ),
)
def estate_round(
    estate: EstateArgument,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=said("What distribute wrote.", "distribute の書き出し先"))
    ],
    *,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Take a round in."""
    from hikiate.cli import incidents  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    incidents.determine_(Asked(workspace, user, at, as_json, lang and lang.value), estate, folder)
