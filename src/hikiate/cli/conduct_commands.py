"""The commands of conduct: the provider registry, tokens, surveillance and the audit pack."""

from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import FormatOption, JsonOption, LangOption, OutFileOption, PackArgument

BeforeOption = Annotated[
    Path | None,
    typer.Option(
        "--before", metavar="PACK", help=said("The pack before, for changes.", "前回のパック（変更の確認用）")
    ),
]
RootOption = Annotated[
    Path | None,
    typer.Option("--root", metavar="ROOT.json", help=said("This pack's day root.", "このパックの日の証明")),
]
InsidersOption = Annotated[
    Path | None,
    typer.Option("--register", metavar="DIR", help=said("Of inside information.", "内部情報管理台帳")),
]

conduct_app = typer.Typer()


@conduct_app.command(
    "registry",
    short_help=said("Providers: standing, dependence, concentration.", "委託先の届出・依存関係・集中度"),
    help=said_in_full(
        "Show who keeps, signs and hosts for the exchange: registration, contracts, reviews, exit plans, who rests on "
        "whom as a picture, concentration, the watch list, and with --before what changed since, prepared for filing. "
        "Exits 1 where a keeper is unregistered.",
        "委託先の届出・契約・検証・移行計画、依存関係の図、集中度、監視対象を示します。\n"
        "--before を指定すると、前回からの変更を届出の準備としてまとめます。\n"
        "届出が有効でない委託先があれば終了コードは 1 です。",
    ),
)
def registry(
    pack: PackArgument,
    *,
    before: BeforeOption = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the provider registry of a pack."""
    from hikiate.cli import registering  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format and report_format.value
    registering.registry(pack, before, form, out, as_json=as_json, lang=lang and lang.value)


@conduct_app.command(
    "surveil",
    short_help=said("Look at the trades of a pack.", "約定の売買審査"),
    help=said_in_full(
        "Look at the trades of a pack: accounts of listed persons, the market and positions before announcements, one "
        "owner on both sides, pairs that trade back and forth. Every alert explains itself; close it by `hikiate "
        "insider triage`. Who bought and sold stands in the columns buyer and seller of trades.",
        "約定を審査します。名簿記載者の口座の売買、公表前の市場変動と持高、同一所有者間の約定、\n"
        "往復売買を検知し、理由を示します。処理は hikiate insider triage で記載します。\n"
        "口座ごとの検知には trades の buyer・seller の列が必要です。",
    ),
)
def surveil(
    pack: PackArgument,
    *,
    register: InsidersOption = None,
    announcement: Annotated[
        list[str] | None,
        typer.Option(
            "--announcement",
            metavar="ASSET@MOMENT",
            help=said("Beside the register's; repeatable.", "台帳のほかの公表。複数可"),
        ),
    ] = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Look at the trades of a pack."""
    from hikiate.cli import surveilling  # noqa: PLC0415 - help is to be quick, as in app.py

    form = report_format and report_format.value
    surveilling.surveil(pack, register, announcement or [], form, out, as_json=as_json, lang=lang and lang.value)


@conduct_app.command(
    "audit-pack",
    short_help=said("Make what an auditor of segregation asks for.", "分別管理監査資料を作成"),
    help=said_in_full(
        "Make the audit pack of a pack: population, samples by a stated method and seed, reconciliations, exceptions, "
        "approvals, changes, due days, the subjects of form 13, and a manifest with the digest of every file.",
        "分別管理監査の資料を作成します。母集団、方法と乱数の種を明示した抽出、照合、例外事項、承認、\n"
        "変更、期限、別紙様式第13号の項目と、全ファイルのダイジェストを記した目録を含みます。",
    ),
)
def audit_pack(
    pack: PackArgument,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=said("A folder that is free.", "書き出し先（空のフォルダー）"))
    ],
    seed: Annotated[
        str, typer.Option("--seed", metavar="TEXT", help=said("Chosen by the auditor.", "監査人が選ぶ乱数の種"))
    ],
    samples: Annotated[
        int, typer.Option("--samples", min=1, max=10_000, help=said("Random rows a table.", "表ごとの抽出行数"))
    ] = 25,
    largest: Annotated[
        int, typer.Option("--largest", min=0, max=1_000, help=said("Largest an asset.", "資産ごとの上位件数"))
    ] = 5,
    before: BeforeOption = None,
    root: RootOption = None,
    register: InsidersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make an audit pack."""
    from hikiate.cli import audit_packing as packing  # noqa: PLC0415 - help is to be quick, as in app.py

    sources = packing.Sources(before, root, register)
    drawn = (seed, samples, largest)
    packing.make(pack, out, drawn, sources, as_json=as_json, lang=lang and lang.value)


@conduct_app.command(
    "audit-verify",
    short_help=said("Verify an audit pack, on any machine.", "監査資料を検証"),
    help=said_in_full(
        "Verify that every file of an audit pack is as its manifest says; with --pack make all of it again and compare "
        "byte by byte. Exits 1 and names what differs.",
        "監査資料の全ファイルを目録と照合します。--pack を指定するとパックから作り直し、\n"
        "1バイト単位で比較します。相違があれば示し、終了コードは 1 です。",
    ),
)
def audit_verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=said("The audit pack.", "監査資料のフォルダー"))],
    *,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="PACK", help=said("The pack it is of.", "元のパック")),
    ] = None,
    before: BeforeOption = None,
    register: InsidersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Verify an audit pack."""
    from hikiate.cli import audit_packing as packing  # noqa: PLC0415 - help is to be quick, as in app.py

    sources = packing.Sources(before, None, register)
    packing.verify(folder, pack, sources, as_json=as_json, lang=lang and lang.value)
