"""The commands of `hikiate dispute`: the register of disputes opened, added to, listed and checked."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, OnOption


class OutcomeName(StrEnum):
    """How a dispute was answered."""

    balance_corrected = "balance_corrected"
    proof_reissued = "proof_reissued"
    claim_rejected = "claim_rejected"
    withdrawn = "withdrawn"


RegisterArgument = Annotated[
    Path, typer.Argument(metavar="REGISTER", help=said("The folder of the register.", "申立て台帳のフォルダー"))
]
RegisterOption = Annotated[
    Path,
    typer.Option("--register", metavar="DIR", help=said("The folder of the register.", "申立て台帳のフォルダー")),
]

dispute_app = typer.Typer(
    short_help=said("Disputes of customers: file, answer, list, check.", "利用者の申立ての受付・回答・一覧・検査"),
    help=said_in_full(
        "The register of disputes: what customers filed, how it was answered, and who checked. Its counts stand in the "
        "next day root, so that no dispute can be buried.",
        "申立て台帳。利用者の申立て・回答・検証確認を記録します。\n"
        "件数は次の日の証明に含まれるため、申立てを隠すことはできません。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@dispute_app.command(
    "open",
    short_help=said("Make an empty register.", "空の申立て台帳を作成"),
    help=said_in_full(
        "Make an empty register. The days are the exchange's own promise to its customers: no law sets them, and they "
        "cannot be changed afterwards.",
        "空の申立て台帳を作成します。回答期限の日数は取引所が利用者に自ら約束するもので、\n"
        "法令の定めではありません。後から変更することはできません。",
    ),
)
def dispute_open(
    register: RegisterArgument,
    *,
    answer_days: Annotated[
        int,
        typer.Option(
            "--answer-days",
            metavar="N",
            min=1,
            max=366,
            help=said("Business days within which you promise an answer.", "回答を約束する営業日数"),
        ),
    ],
    exchange: Annotated[
        str,
        typer.Option(
            "--exchange",
            metavar="NAME",
            help=said("Its name, as in exchange.toml.", "取引所名（exchange.toml と同じ）"),
        ),
    ],
    on: OnOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make an empty register."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    disputing.open_(register, exchange, answer_days, on, as_json=as_json, lang=lang and lang.value)


@dispute_app.command(
    "file",
    short_help=said("Enter a customer's dispute.", "申立てを受け付ける"),
    help=said_in_full(
        "Enter a dispute as the customer filed it, under the day of its receipt. The same file twice is said, not "
        "doubled.",
        "利用者の申立てファイルを、受付日とともにそのまま台帳に記載します。\n同じファイルは二重に記載されません。",
    ),
)
def dispute_file(
    paper: Annotated[
        Path, typer.Argument(metavar="DISPUTE.json", help=said("The customer's dispute.", "利用者の申立てファイル"))
    ],
    *,
    register: RegisterOption,
    on: OnOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Enter a customer's dispute."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    disputing.file(paper, register, on, as_json=as_json, lang=lang and lang.value)


@dispute_app.command(
    "answer",
    short_help=said("Answer a dispute.", "申立てに回答する"),
    help=said_in_full(
        "Enter the answer to a dispute. A further answer stands beside the earlier ones, and the last one counts.",
        "申立てへの回答を記載します。再度の回答は先の回答と並べて記録され、\n最後のものが有効です。",
    ),
)
def dispute_answer(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=said("The dispute's number, whole.", "申立ての番号（全桁）"))
    ],
    *,
    register: RegisterOption,
    outcome: Annotated[OutcomeName, typer.Option("--outcome", help=said("How it ended.", "結果"))],
    words: Annotated[
        str,
        typer.Option("--words", metavar="TEXT", help=said("What the customer is told.", "利用者に伝える内容")),
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=said("Who answers.", "回答者の氏名"))],
    on: OnOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Answer a dispute."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    given = (outcome.value, words, by)
    disputing.answer(number, register, given, on, as_json=as_json, lang=lang and lang.value)


@dispute_app.command(
    "list",
    short_help=said("List the disputes, open ones first.", "申立ての一覧（未回答が先）"),
    help=said_in_full(
        "List the disputes as they stood on a day: overdue, open, answered. Exits 1 when one is overdue.",
        "ある日現在の申立てを、期限超過・未回答・回答済みの順に示します。\n期限超過があれば終了コードは 1 です。",
    ),
)
def dispute_list(
    *, register: RegisterOption, on: OnOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> None:
    """List the disputes, open ones first."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    disputing.list_(register, on, as_json=as_json, lang=lang and lang.value)


@dispute_app.command(
    "confirm",
    short_help=said("Enter that a customer verified.", "利用者の検証確認を記載"),
    help=said_in_full(
        "Enter a customer's confirmation of having verified against a day root. Its code is verified with the "
        "customer's key in that day's proof store.",
        "利用者が証明書を検証したことの確認を記載します。\n確認コードは、その日の証明ストアにある利用者の鍵で検証されます。",
    ),
)
def dispute_confirm(
    paper: Annotated[
        Path,
        typer.Argument(
            metavar="CONFIRMATION.json", help=said("The customer's confirmation.", "利用者の検証確認ファイル")
        ),
    ],
    *,
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help=said("What `prove` wrote.", "prove の書き出し先"))
    ],
    register: RegisterOption,
    on: OnOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Enter that a customer verified."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    disputing.confirm(paper, store, register, on, as_json=as_json, lang=lang and lang.value)


@dispute_app.command(
    "check",
    short_help=said("Verify a register from its first line.", "申立て台帳を最初の行から検査"),
    help=said_in_full(
        "Verify every line and every file of a register, and with --root that it goes on from a published day root. "
        "Exits 1 and names what differs.",
        "台帳のすべての行とファイルを検査します。--root を指定すると、\n"
        "公表された日の証明から続いていることも確かめます。相違があれば示し、終了コードは 1 です。",
    ),
)
def dispute_check(
    register: RegisterArgument,
    *,
    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="ROOT.json", help=said("A day root published since.", "公表された ROOT.json")),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Verify a register from its first line."""
    from hikiate.cli import disputing  # noqa: PLC0415 - help is to be quick, as in app.py

    disputing.check(register, root, as_json=as_json, lang=lang and lang.value)
