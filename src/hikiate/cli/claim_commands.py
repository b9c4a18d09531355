"""The commands about claims on an estate: filed, examined, objected to, decided, set off, withdrawn; and elections."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.estate_book_commands import AmountArgument, AssetArgument, EstateArgument
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AtOption, JsonOption, LangOption, OnOption, UserOption, WorkspaceOption

claim_app = typer.Typer(rich_markup_mode=None)

_CustomerArgument = Annotated[
    str, typer.Argument(metavar="CUSTOMER", help=said("The customer's number.", "利用者番号"))
]
_NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", help=said("The number of the claim.", "届出債権の番号"))
]
_WordsOption = Annotated[str, typer.Option("--words", metavar="TEXT", help=said("Why, in words.", "理由"))]
_EvidenceOption = Annotated[
    Path | None,
    typer.Option(
        "--evidence", metavar="FILE", help=said("A file that shows it; it is kept.", "裏付けとなる資料（保管されます）")
    ),
]


@claim_app.command(
    "file",
    short_help=said("Enter a claim that was filed.", "債権届出を受理"),
    help=said_in_full(
        "Enter a claim: the whole of what an account claims from then on. Above the ledger it needs evidence, after "
        "the last day to file a reason. Until it is examined, what it says above what stands is reserved in full.",
        "債権届出を受理します。金額は、その口座の債権の全額です。\n"
        "元帳を超える届出には証拠、期限後の届出には理由が必要です。\n"
        "認否までは、認容済みの額を超える部分の全額を留保します。",
    ),
)
def estate_file(
    estate: EstateArgument,
    customer: _CustomerArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    on: OnOption = None,
    corrects: Annotated[
        int,
        typer.Option(
            "--corrects", metavar="NUMBER", help=said("The claim that it stands in place of.", "訂正する届出債権の番号")
        ),
    ] = 0,
    evidence: _EvidenceOption = None,
    words: _WordsOption = "",
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Enter a claim."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    wanted = estate_book.Wanted(customer, asset, amount, corrects, words)
    estate_book.file_(asked, estate, wanted, _day(on), evidence)


@claim_app.command(
    "examine",
    short_help=said("Ask to admit, dispute or reject a claim.", "債権の認否を申請"),
    help=said_in_full(
        "Ask to admit a part of a claim and to dispute another; the rest is rejected. Unless all of it is admitted, a "
        "reason is needed. It takes effect when somebody else approves it.",
        "届出債権の認容額と係争額を定める認否を申請します。残りは否認となります。\n"
        "全額を認容しない場合は理由が必要です。別の承認者の承認により効力を生じます。",
    ),
)
def estate_examine(
    estate: EstateArgument,
    number: _NumberArgument,
    *,
    admit: Annotated[str, typer.Option("--admit", metavar="AMOUNT", help=said("How much is admitted.", "認容額"))],
    dispute: Annotated[
        str, typer.Option("--dispute", metavar="AMOUNT", help=said("How much is disputed.", "係争額"))
    ] = "0",
    words: _WordsOption = "",
    evidence: _EvidenceOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask for the examination of a claim."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    why = (words, evidence)
    estate_book.ask(asked, estate, "examine", lambda desk, reason: desk.examine(number, admit, dispute, reason), why)


@claim_app.command(
    "object",
    short_help=said("Ask to dispute what is admitted.", "認容債権への異議を申請"),
    help=said_in_full(
        "Ask to dispute a part of what an account has admitted, by the ledger or by a claim: it is reserved until it "
        "is decided.",
        "元帳または認否により認容された債権の一部に対する異議を申請します。\n確定するまで、その部分を留保します。",
    ),
)
def estate_object(
    estate: EstateArgument,
    customer: _CustomerArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    words: _WordsOption = "",
    evidence: _EvidenceOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask to dispute what is admitted."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    why = (words, evidence)
    estate_book.ask(asked, estate, "object", lambda desk, why: desk.object_to(customer, asset, amount, why), why)


@claim_app.command(
    "decide",
    short_help=said("Ask to end a dispute as it was decided.", "係争債権の確定を申請"),
    help=said_in_full(
        "Ask to end the dispute of an account as it was decided: AMOUNT of what is disputed is admitted, the rest "
        "falls away. The decision is needed as evidence.",
        "係争債権の確定を申請します。係争額のうち AMOUNT を認容し、残りは消滅します。\n決定書などの証拠が必要です。",
    ),
)
def estate_decide(
    estate: EstateArgument,
    customer: _CustomerArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    words: _WordsOption = "",
    evidence: _EvidenceOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask to end a dispute."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    why = (words, evidence)
    estate_book.ask(asked, estate, "decide", lambda desk, why: desk.decide(customer, asset, amount, why), why)


@claim_app.command(
    "set-off",
    short_help=said("Ask to set off what a customer owes.", "相殺を申請"),
    help=said_in_full(
        "Ask to set off what a customer owes the estate against what is admitted, in the same asset. Evidence is "
        "needed, and the same evidence counts once.",
        "利用者が財団に対して負う債務と、同じ資産の認容債権との相殺を申請します。\n"
        "証拠が必要です。同じ証拠による相殺は一度のみです。",
    ),
)
def estate_set_off(
    estate: EstateArgument,
    customer: _CustomerArgument,
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    words: _WordsOption = "",
    evidence: _EvidenceOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask to set off what a customer owes."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    why = (words, evidence)
    estate_book.ask(asked, estate, "set_off", lambda desk, why: desk.set_off(customer, asset, amount, why), why)


@claim_app.command(
    "withdraw",
    short_help=said("Ask to take a claim out again.", "債権届出の取下げを申請"),
    help=said_in_full(
        "Ask to take a claim out that waits to be examined; what stood before it stands.",
        "認否前の届出債権の取下げを申請します。届出前の状態に戻ります。",
    ),
)
def estate_withdraw(
    estate: EstateArgument,
    number: _NumberArgument,
    *,
    words: _WordsOption = "",
    evidence: _EvidenceOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask to take a claim out."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    estate_book.ask(asked, estate, "withdraw", lambda desk, why: desk.withdraw(number, why), (words, evidence))


@claim_app.command(
    "elect",
    short_help=said("Ask to enter a customer's choice of a class.", "クラスの選択の登録を申請"),
    help=said_in_full(
        "Ask to enter which class a customer chose, on a day not after the last day to choose. The customer's word is "
        "needed as evidence; a later choice counts in place of an earlier one.",
        "利用者によるクラスの選択の登録を申請します。期限後の選択は受け付けません。\n"
        "本人の申出書が証拠として必要です。後の選択が前の選択に代わります。",
    ),
)
def estate_elect(
    estate: EstateArgument,
    customer: _CustomerArgument,
    class_name: Annotated[
        str, typer.Argument(metavar="CLASS", help=said("A class of the estate file.", "財団ファイルのクラス"))
    ],
    *,
    evidence: Annotated[
        Path, typer.Option("--evidence", metavar="FILE", help=said("The customer's word.", "本人の申出書"))
    ],
    on: OnOption = None,
    workspace: WorkspaceOption = Path(),
    user: UserOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask to enter a choice."""
    from hikiate.cli import estate_book  # noqa: PLC0415 - help is to be quick, as in app.py
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, at, as_json, lang and lang.value)
    estate_book.elect(asked, estate, (customer, class_name), _day(on), evidence)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
