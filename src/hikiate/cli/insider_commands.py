"""The commands of `hikiate insider`: the register of inside information opened, added to, listed and checked."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import FormatOption, JsonOption, LangOption, OutFileOption


class FormName(StrEnum):
    """The form of an insider list."""

    eu = "eu"
    jp = "jp"


RegisterArgument = Annotated[
    Path, typer.Argument(metavar="REGISTER", help=said("The folder of the register.", "台帳のフォルダー"))
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="MOMENT", help=said("Entered when; now if left out.", "記載日時。既定は現在")),
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help=said("Who enters it.", "記載者の氏名"))]
SetArgument = Annotated[
    list[str],
    typer.Argument(metavar="FIELD=VALUE...", help=said("The entry's fields.", "記載する項目（項目=値）")),
]

PERSON_NEEDED = ("given_names", "surnames", "reason")
PERSON_MORE = (
    "kana",
    "birth_surnames",
    "work_phone",
    "company",
    "birth_day",
    "national_id",
    "private_phone",
    "private_address",
    "accounts",
)

insider_app = typer.Typer(
    short_help=said("Inside information: who knew, who may trade.", "内部情報の管理・名簿・事前申請"),
    help=said_in_full(
        "The register of inside information: cases, insider lists, restricted and watch lists, blackout windows, "
        "requests to trade with two approvals. Nothing is ever taken out, and every line is bound to those before it.",
        "内部情報管理台帳。案件、知る者の名簿、取引制限銘柄・監視銘柄、取引禁止期間、\n"
        "二名の承認による売買の事前申請を記録します。記載は取り消されず、各行は前の行と連鎖します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@insider_app.command(
    "open",
    short_help=said("Make an empty register.", "空の台帳を作成"),
    help=said_in_full(
        "Make an empty register. For how many business days an approval holds is the exchange's own rule.",
        "空の台帳を作成します。承認の有効営業日数は取引所が自ら定めるものです。",
    ),
)
def insider_open(
    register: RegisterArgument,
    *,
    exchange: Annotated[str, typer.Option("--exchange", metavar="NAME", help=said("Whose it is.", "取引所名"))],
    validity_days: Annotated[
        int, typer.Option("--validity-days", metavar="N", help=said("How long approvals hold.", "承認の有効営業日数"))
    ],
    by: ByOption,
    at: AtOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make an empty register."""
    from hikiate.cli import entering  # noqa: PLC0415 - help is to be quick, as in app.py

    entering.open_(register, exchange, validity_days, (by, at), as_json=as_json, lang=lang and lang.value)


def _entry_command(name: str, kind: str, short: tuple[str, str], fields: str) -> None:
    """A command that enters one kind of entry, whose fields are given as FIELD=VALUE."""

    def enter(
        register: RegisterArgument,
        values: SetArgument,
        *,
        by: ByOption,
        at: AtOption = None,
        as_json: JsonOption = False,
        lang: LangOption = None,
    ) -> None:
        from hikiate.cli import entering  # noqa: PLC0415 - help is to be quick, as in app.py

        entering.enter(register, kind, values, (by, at), as_json=as_json, lang=lang and lang.value)

    enter.__doc__ = short[0]
    words = said_in_full(f"{short[0]} Fields: {fields}.", f"{short[1]}。項目: {fields}")
    insider_app.command(name, short_help=said(*short), help=words)(enter)


for _name, _kind, _short, _fields in (
    ("case", "case", ("Open a case.", "案件を開設"), "case fact assets words arose_at"),
    (
        "add",
        "listed",
        ("List a person of a case, or of the section permanent.", "知る者を名簿に記載"),
        "case person obtained_at " + " ".join(PERSON_NEEDED) + " [" + " ".join(PERSON_MORE) + "]",
    ),
    (
        "acknowledge",
        "acknowledged",
        ("Enter that a person acknowledged the duties.", "守秘・取引禁止の確認を記載"),
        "case person acknowledged_at",
    ),
    ("cease", "ceased", ("Enter that a person no longer knows.", "知る立場の終了を記載"), "case person ceased_at"),
    ("publish", "published", ("Enter that a case was published.", "公表を記載"), "case published_at place"),
    ("restrict", "restricted", ("Put an asset on a list.", "銘柄を一覧に記載"), "list asset words"),
    ("lift", "lifted", ("Take an asset off a list.", "銘柄の制限を解除"), "list asset words"),
    (
        "blackout",
        "blackout",
        ("Enter a blackout window.", "取引禁止期間を記載"),
        "window starts_at ends_at words [assets]",
    ),
    (
        "request",
        "requested",
        ("Ask to be allowed a trade.", "売買を申請"),
        "request person account asset side amount words",
    ),
    ("decide", "decided", ("Approve or refuse a request.", "申請を承認・不承認"), "request decision words"),
    ("triage", "triaged", ("Close an alert with a reason.", "検知事項を理由とともに処理"), "alert outcome words"),
):
    _entry_command(_name, _kind, _short, _fields)


@insider_app.command(
    "list",
    short_help=said("Write an insider list in a form.", "名簿を様式で書き出す"),
    help=said_in_full(
        "Write the insider list of a case, or of the section permanent, as Regulation (EU) 2022/1210 asks or in a "
        "Japanese form.",
        "案件（または permanent）の名簿を、規則 (EU) 2022/1210 の様式または日本語の様式で書き出します。",
    ),
)
def insider_list(
    register: RegisterArgument,
    *,
    case: Annotated[str, typer.Option("--case", metavar="CASE", help=said("Which case.", "案件"))],
    form: Annotated[FormName, typer.Option("--form", help=said("eu or jp.", "eu または jp"))] = FormName.jp,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write an insider list in a form."""
    from hikiate.cli import entering  # noqa: PLC0415 - help is to be quick, as in app.py

    shown = report_format and report_format.value
    entering.list_(register, (case, form.value), shown, out, as_json=as_json, lang=lang and lang.value)


@insider_app.command(
    "show",
    short_help=said("Show the register as it stands.", "台帳の現況を表示"),
    help=said_in_full(
        "Show cases, persons, lists, windows and requests as they stand at a moment.",
        "案件・知る者・一覧・期間・申請の現況を示します。",
    ),
)
def insider_show(
    register: RegisterArgument,
    *,
    at: AtOption = None,
    report_format: FormatOption = None,
    out: OutFileOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the register as it stands."""
    from hikiate.cli import entering  # noqa: PLC0415 - help is to be quick, as in app.py

    shown = report_format and report_format.value
    entering.show(register, at, shown, out, as_json=as_json, lang=lang and lang.value)


@insider_app.command(
    "check",
    short_help=said("Verify a register from its first line.", "台帳を最初の行から検査"),
    help=said_in_full(
        "Verify every line of a register; --head is the chain's head as an audit pack noted it. Exits 1 and names the "
        "first line that differs.",
        "台帳のすべての行を検査します。--head は監査資料に控えた連鎖値です。\n相違があれば示し、終了コードは 1 です。",
    ),
)
def insider_check(
    register: RegisterArgument,
    *,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HEX", help=said("A head noted earlier.", "以前に控えた連鎖値")),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Verify a register from its first line."""
    from hikiate.cli import entering  # noqa: PLC0415 - help is to be quick, as in app.py

    entering.check(register, head, as_json=as_json, lang=lang and lang.value)
