"""The commands about the proof of liabilities: prove, proof, verify, audit-proof."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import JsonOption, LangOption, NewFolderOption, PackPlaceArgument

proofs_app = typer.Typer(rich_markup_mode=None)


class EngineName(StrEnum):
    """A way to compute SHA-256 in bulk; all of them give the same roots."""

    auto = "auto"
    sha_ni = "sha_ni"
    vector = "vector"
    plain = "plain"
    hashlib = "hashlib"


RootOption = Annotated[
    Path,
    typer.Option(
        "--root", metavar="ROOT.json", help=said("The day root that was published.", "公表された当日の ROOT.json")
    ),
]
MemoryOption = Annotated[
    str,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help=said(
            "Memory for the trees alone, such as 500MB or 4GB; reading the tables takes what a close takes.",
            "木の作成に使うメモリ（例 500MB、4GB）。表の読み込みに使う分は含まない",
        ),
    ),
]
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="threads|processes|dask://HOST:PORT",
        help=said("Where subtrees are built; the root is the same.", "部分木の作成場所。結果は同じ"),
    ),
]
EngineOption = Annotated[
    EngineName,
    typer.Option(
        "--engine", help=said("How SHA-256 is computed; the root is the same.", "SHA-256 の計算方法。結果は同じ")
    ),
]
PartsOption = Annotated[
    int,
    typer.Option(
        "--parts",
        min=1,
        max=16,
        help=said("Split every balance into so many parts.", "各残高を分割する数（近隣の残高を推測されにくくする）"),
    ),
]
CloseOption = Annotated[
    Path | None,
    typer.Option(
        "--close",
        metavar="RESULT",
        help=said("The close of this pack; made anew if left out.", "このパックの日次締め。省略時は新たに締める"),
    ),
]


@proofs_app.command(
    "prove",
    short_help=said("Publish a proof of liabilities.", "預り債務の証明を作成・公表"),
    help=said_in_full(
        "Make the proof of liabilities of a day: ROOT.json and verify.html to publish, close.json to publish, and a "
        "private store with every customer's proof. Totals must be those of the close, or nothing is written.",
        "当日の預り債務の証明を作成します。公表用の ROOT.json・verify.html・close.json と、\n"
        "全利用者の証明書の非公開ストアを書き出します。総額が日次締めと一致しなければ、何も書き込みません。",
    ),
)
def prove(
    pack: PackPlaceArgument,
    *,
    out: NewFolderOption,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="ROOT.json", help=said("The day root before this one.", "前日の ROOT.json")),
    ] = None,
    close: CloseOption = None,
    disputes: Annotated[
        Path | None,
        typer.Option(
            "--disputes",
            metavar="REGISTER",
            help=said("The register of disputes; see hikiate dispute.", "申立て台帳（hikiate dispute を参照）"),
        ),
    ] = None,
    parts: PartsOption = 1,
    memory: MemoryOption = "2GB",
    executor: ExecutorOption = "threads",
    engine: EngineOption = EngineName.auto,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make the proof of liabilities of a day."""
    from hikiate.cli import proving  # noqa: PLC0415 - help is to be quick, as in app.py

    work = proving.WorkAsked(memory=memory, executor=executor, engine=engine.value, parts=parts)
    tied = proving.TiesAsked(previous, close, disputes)
    proving.prove(pack, out, tied, work, as_json=as_json, lang=lang and lang.value)


@proofs_app.command(
    "proof",
    short_help=said("Read one customer's proof.", "利用者一人の証明書を取り出す"),
    help=said_in_full(
        "Print one customer's proof as a JSON document, to be handed to that customer alone.",
        "利用者一人の証明書を JSON 文書として出力します。本人にのみ交付してください。",
    ),
)
def proof(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=said("What `prove` wrote.", "prove の書き出し先"))],
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help=said("The customer's number.", "利用者番号"))],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=said("A file in place of standard output.", "書き出すファイル")),
    ] = None,
    codes: Annotated[
        Path | None,
        typer.Option(
            "--qr", metavar="FILE.html", help=said("A page of QR codes of the proof.", "証明書の QR コードのページ")
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print one customer's proof."""
    from hikiate.cli import proving  # noqa: PLC0415 - help is to be quick, as in app.py

    proving.proof(folder, customer, out, codes, as_json=as_json, lang=lang and lang.value)


@proofs_app.command(
    "verify",
    short_help=said("Verify a customer's proof.", "証明書を検証"),
    help=said_in_full(
        "Verify a proof against a published day root, step by step. Exits 0 if the balances are included, 1 if not, 2 "
        "where a file is malformed.",
        "公表された ROOT.json に対して証明書を段階ごとに検証します。\n"
        "終了コードは 0（残高は含まれている）、1（含まれていない）、2（ファイルの形式が不正）です。",
    ),
)
def verify(
    proof_file: Annotated[
        Path, typer.Argument(metavar="PROOF.json", help=said("The customer's proof.", "利用者の証明書"))
    ],
    *,
    root: RootOption,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Verify a proof against a published day root."""
    from hikiate.cli import verifying  # noqa: PLC0415 - help is to be quick, as in app.py

    verifying.verify(proof_file, root, as_json=as_json, lang=lang and lang.value)


@proofs_app.command(
    "audit-proof",
    short_help=said("Rebuild the whole proof and name what differs.", "証明全体を再作成し、相違を特定"),
    help=said_in_full(
        "Rebuild all trees from the pack and compare them with a published day root. Exits 1 and names the first asset "
        "that differs, and the first customer where the proof store stands beside ROOT.json.",
        "パックからすべての木を再作成し、公表された ROOT.json と比較します。\n"
        "相違があれば終了コードは 1 で、最初に異なる資産を示します。\n"
        "ROOT.json と同じフォルダーに証明ストアがあれば、最初に異なる利用者も示します。",
    ),
)
def audit_proof(
    pack: PackPlaceArgument,
    *,
    root: RootOption,
    close: CloseOption = None,
    memory: MemoryOption = "2GB",
    executor: ExecutorOption = "threads",
    engine: EngineOption = EngineName.auto,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Rebuild the whole proof of a pack and name the first difference."""
    from hikiate.cli import auditing, proving  # noqa: PLC0415 - help is to be quick, as in app.py

    work = proving.WorkAsked(memory=memory, executor=executor, engine=engine.value, parts=1)
    auditing.audit_proof(pack, root, close, work, as_json=as_json, lang=lang and lang.value)
