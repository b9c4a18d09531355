"""The commands of users and limits, requests and approvals, and findings that are seen to."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import acting, reading
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AmountArgument, AssetArgument, NumberArgument

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked


class RoleName(StrEnum):
    """A role."""

    admin = "admin"
    maker = "maker"
    approver = "approver"
    risk = "risk"
    viewer = "viewer"
    auditor = "auditor"
    supervisor = "supervisor"


user_app = typer.Typer(
    short_help=said("Users, roles and limits.", "担当者・役割・限度額"),
    help=said_in_full(
        "Who may act in the workspace, in which roles, and how much a role may approve.",
        "ワークスペースで操作できる担当者と役割、役割ごとの承認限度額を管理します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

approval_app = typer.Typer(
    short_help=said("Requests and approvals.", "申請と承認"),
    help=said_in_full(
        "What one person asks for and others approve. Nobody approves own work; above a limit two approve.",
        "起票者の申請を別の担当者が承認します。自己の起票は承認できず、\n一定額を超える場合は2名の承認が必要です。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

finding_app = typer.Typer(
    short_help=said("Findings of the closes, seen to until they are done.", "指摘事項の担当・期限・完了"),
    help=said_in_full(
        "The open findings of the closes: who sees to them, by when, and the evidence at the end.",
        "締めで見つかった指摘事項の担当者・期限・完了の証跡を管理します。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@reading(
    user_app,
    "list",
    short_help=said("List users and roles.", "担当者の一覧"),
    help=said_in_full("List every user with the roles held now.", "担当者と現在の役割を示します。"),
)
def user_list(asked: "Asked") -> None:
    """List users and roles."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.users(asked)


@acting(
    user_app,
    "roles",
    short_help=said("Give a user roles.", "担当者に役割を付与"),
    help=said_in_full(
        "Give a user these roles and no others from now on; a name that is new is added.",
        "担当者の役割を指定したものに改めます。未登録の氏名は新たに登録します。",
    ),
)
def user_roles(
    asked: "Asked",
    name: Annotated[str, typer.Argument(metavar="NAME", help=said("The user.", "担当者の氏名または識別名"))],
    *,
    role: Annotated[
        list[RoleName] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help=said("A role; repeatable. None takes all away.", "役割。複数可。省略するとすべて解除"),
        ),
    ] = None,
) -> None:
    """Give a user roles."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.give_roles(asked, name, [one.value for one in role or []])


@acting(
    user_app,
    "limit",
    short_help=said("Set how much a role may approve.", "役割の承認限度額を設定"),
    help=said_in_full(
        "Set how much of an asset a role may approve, and above what amount a second approver is needed.",
        "役割ごと・資産ごとの承認限度額と、2名の承認を要する額を設定します。",
    ),
)
def user_limit(
    asked: "Asked",
    role: Annotated[RoleName, typer.Argument(metavar="ROLE", help=said("A role.", "役割"))],
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    two_above: Annotated[
        str | None,
        typer.Option(
            "--two-above",
            metavar="AMOUNT",
            help=said("Above this amount two approve.", "この額を超えると2名の承認が必要"),
        ),
    ] = None,
) -> None:
    """Set how much a role may approve."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.limit(asked, role.value, asset, amount, two_above)


@reading(
    user_app,
    "limits",
    short_help=said("List the limits.", "承認限度額の一覧"),
    help=said_in_full("List the limits that hold now.", "現在の承認限度額を示します。"),
)
def user_limits(asked: "Asked") -> None:
    """List the limits."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.limits(asked)


@reading(
    approval_app,
    "list",
    short_help=said("List what waits for approval.", "承認待ちの一覧"),
    help=said_in_full(
        "List the requests that wait for approval, or all of them.",
        "承認待ちの申請を示します。--all ですべての申請を示します。",
    ),
)
def approval_list(
    asked: "Asked",
    *,
    everything: Annotated[bool, typer.Option("--all", help=said("Decided ones too.", "決定済みも含める"))] = False,
) -> None:
    """List what waits for approval."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.requests(asked, everything=everything)


@acting(
    approval_app,
    "approve",
    short_help=said("Approve a request.", "申請を承認"),
    help=said_in_full(
        "Approve a request that somebody else made; with the last approval that it needs it takes effect.",
        "他の担当者の申請を承認します。必要な承認がそろうと、申請の内容が実行されます。",
    ),
)
def approval_approve(
    asked: "Asked",
    number: NumberArgument,
    *,
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help=said("A note.", "所見"))] = "",
) -> None:
    """Approve a request."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.decide(asked, number, words, approved=True)


@acting(
    approval_app,
    "reject",
    short_help=said("Reject a request.", "申請を却下"),
    help=said_in_full(
        "Reject a request that somebody else made; it never takes effect.",
        "他の担当者の申請を却下します。却下した申請は実行されません。",
    ),
)
def approval_reject(
    asked: "Asked",
    number: NumberArgument,
    *,
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help=said("A note.", "所見"))] = "",
) -> None:
    """Reject a request."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.decide(asked, number, words, approved=False)


@acting(
    finding_app,
    "list",
    short_help=said("List the open findings.", "未完了の指摘の一覧"),
    help=said_in_full(
        "List the open findings, those due first. Exits 1 when one is overdue.",
        "未完了の指摘を期限順に示します。期限超過があれば終了コードは 1 です。",
    ),
)
def finding_list(asked: "Asked") -> None:
    """List the open findings."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.findings(asked)


@acting(
    finding_app,
    "assign",
    short_help=said("Give a finding an owner and a due day.", "指摘に担当者と期限を設定"),
    help=said_in_full(
        "Give a finding an owner, and a due day so many business days from now; a legal due day is never put off.",
        "指摘に担当者と、本日から起算した営業日数による期限を設定します。\n"
        "法令上の期限を超えて延ばすことはできません。",
    ),
)
def finding_assign(
    asked: "Asked",
    number: NumberArgument,
    *,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help=said("A user.", "担当者"))],
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help=said("Business days from now in Japan.", "営業日数（日本）")),
    ] = None,
) -> None:
    """Give a finding an owner and a due day."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.assign_finding(asked, number, owner, days)


@acting(
    finding_app,
    "close",
    short_help=said("Close a finding with evidence.", "証跡を付して指摘を完了"),
    help=said_in_full(
        "Close a finding with a file that shows it, which is kept, and words about it.",
        "完了を示すファイルを保管し、指摘を完了とします。",
    ),
)
def finding_close(
    asked: "Asked",
    number: NumberArgument,
    *,
    evidence: Annotated[
        Path, typer.Option("--evidence", metavar="FILE", help=said("A file that shows it.", "証跡ファイル"))
    ],
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help=said("What was done.", "対応内容"))],
) -> None:
    """Close a finding with evidence."""
    from hikiate.cli import people  # noqa: PLC0415 - help is to be quick, as in app.py

    people.end_finding(asked, number, evidence, words)
