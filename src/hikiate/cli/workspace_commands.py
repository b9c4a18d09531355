"""The commands that keep a workspace, its journal and its reserve."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikiate.cli.asking import acting, reading
from hikiate.cli.daily_commands import daily_app, notice_app
from hikiate.cli.drill_commands import drill_app
from hikiate.cli.incident_commands import incident_app
from hikiate.cli.language import said, said_in_full
from hikiate.cli.options import AmountArgument, AssetArgument, NumberArgument, PackArgument
from hikiate.cli.payout_commands import payout_app
from hikiate.cli.people_commands import approval_app, finding_app, user_app
from hikiate.cli.rights_commands import rights_app

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

workspace_app = typer.Typer(rich_markup_mode=None)
journal_app = typer.Typer(
    short_help=said("The journal: list, balances, corrections.", "仕訳帳の一覧・残高・訂正"),
    help=said_in_full(
        "The journal of the workspace: double entry, in whole minor units, only ever added to.",
        "ワークスペースの仕訳帳。複式簿記・最小単位の整数で記帳し、追記のみ行います。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

reserve_app = typer.Typer(
    short_help=said("The reserve: set aside, release.", "責任準備金の積立て・取崩し"),
    help=said_in_full(
        "The liability reserve: what is set aside and released, asked for by one person and approved by another.",
        "責任準備金の積立てと取崩し。起票者が申請し、別の承認者が承認します。\n"
        "使用は hikiate incident draw で行います。",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

workspace_app.add_typer(journal_app, name="journal")
workspace_app.add_typer(reserve_app, name="reserve")
workspace_app.add_typer(user_app, name="user")
workspace_app.add_typer(approval_app, name="approval")
workspace_app.add_typer(finding_app, name="finding")
workspace_app.add_typer(incident_app, name="incident")
workspace_app.add_typer(payout_app, name="payout")
workspace_app.add_typer(daily_app, name="daily")
workspace_app.add_typer(notice_app, name="notice")
workspace_app.add_typer(rights_app)
workspace_app.add_typer(drill_app, name="drill")


@reading(
    workspace_app,
    "migrate",
    short_help=said("Bring a workspace's database to this version.", "データベースを最新の版に更新"),
    help=said_in_full(
        "Bring a workspace's database to this version. Make a backup first.",
        "ワークスペースのデータベースをこの版に更新します。先にバックアップを取得してください。",
    ),
)
def migrate(asked: "Asked") -> None:
    """Bring a workspace's database to this version."""
    from hikiate.cli import keeping  # noqa: PLC0415 - help is to be quick, as in app.py

    keeping.migrate_(asked)


@reading(
    workspace_app,
    "collect",
    short_help=said("Ask chains, custodians, banks and markets.", "残高証明等と価格を収集"),
    help=said_in_full(
        "Fill a pack with what the sources of the workspace's hikiate.toml say: balances of addresses on chains, of "
        "custodians and banks as `statements`, and `prices`. A source that is silent, late, or at odds with another "
        "is a finding of the close. Exits 1 where there is one.",
        "hikiate.toml のデータ元（ブロックチェーン・カストディアン・銀行・市場）に照会し、\n"
        "パックに statements と prices を加えます。応答がない、時点が古い、他と食い違うデータ元は\n"
        "締めの指摘となり、その場合の終了コードは 1 です。",
    ),
)
def collect(
    asked: "Asked",
    pack: PackArgument,
    *,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="NAME", help=said("One source; repeatable.", "データ元。複数可。既定は全部")),
    ] = None,
) -> None:
    """Fill a pack from the sources."""
    from hikiate.cli import collecting  # noqa: PLC0415 - help is to be quick, as in app.py

    collecting.collect_(asked, pack, source or [])


@reading(
    workspace_app,
    "backup",
    short_help=said("Save a workspace in one archive.", "ワークスペースをバックアップ"),
    help=said_in_full(
        "Save the book and every kept file in one archive, as they stand at one moment.",
        "帳簿と保管ファイルのすべてを、ある一時点の状態で一つのファイルに保存します。",
    ),
)
def backup(
    asked: "Asked",
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.tar.gz", help=said("The archive to write.", "書き出すファイル"))
    ],
) -> None:
    """Save a workspace in one archive."""
    from hikiate.cli import keeping  # noqa: PLC0415 - help is to be quick, as in app.py

    keeping.backup_(asked, out)


@acting(
    workspace_app,
    "publish",
    short_help=said("Enter that a day's root was published.", "証明値の公表を記録"),
    help=said_in_full(
        "Enter that a proof of liabilities was published: its root is tied to a close of the workspace and goes on "
        "from the root before it, and a day has one.",
        "負債証明の公表を記録します。証明値はワークスペースの締めと結び付き、\n"
        "前回の証明値に続くものでなければなりません。公表は1日につき1件です。",
    ),
)
def publish(
    asked: "Asked",
    root: Annotated[
        Path, typer.Argument(metavar="ROOT.json", help=said("What `prove` wrote.", "prove の書き出した証明値"))
    ],
) -> None:
    """Enter that a day's root was published."""
    from hikiate.cli import keeping  # noqa: PLC0415 - help is to be quick, as in app.py

    keeping.publish_root(asked, root)


@reading(
    workspace_app,
    "push-files",
    short_help=said("Send kept files to their object store.", "保管ファイルをオブジェクトストレージへ送信"),
    help=said_in_full(
        "Send the kept files that are in this folder alone to the object store that hikiate.toml names, after a "
        "restore or where one was named later.",
        "このフォルダーにのみある保管ファイルを、hikiate.toml の指定するオブジェクトストレージへ送ります。\n"
        "復元の後や、保管先を後から指定した場合に実行します。",
    ),
)
def push_files(asked: "Asked") -> None:
    """Send kept files to their object store."""
    from hikiate.cli import keeping  # noqa: PLC0415 - help is to be quick, as in app.py

    keeping.push_files(asked)


@reading(
    workspace_app,
    "restore",
    short_help=said("Make a workspace from a backup.", "バックアップから復元"),
    help=said_in_full(
        "Make a workspace from a backup, in a folder that is empty or not there. It may go from "
        "SQLite to PostgreSQL and back.",
        "バックアップから、空のまたは存在しないフォルダーにワークスペースを復元します。\n"
        "SQLite と PostgreSQL の間でも復元できます。",
    ),
)
def restore(
    asked: "Asked",
    archive: Annotated[
        Path, typer.Argument(metavar="BACKUP", help=said("What `backup` wrote.", "backup の書き出したファイル"))
    ],
) -> None:
    """Make a workspace from a backup."""
    from hikiate.cli import keeping  # noqa: PLC0415 - help is to be quick, as in app.py

    keeping.restore_(asked, archive)


@reading(
    workspace_app,
    "audit",
    short_help=said("Audit a workspace from its first entry.", "ワークスペースを最初から検査"),
    help=said_in_full(
        "Verify the journal, the decisions, every kept file, and every close computed anew. Exits 1 "
        "and names what differs.",
        "仕訳帳・決定・保管ファイルを最初から検査し、すべての締めを再計算します。\n"
        "相違があれば示し、終了コードは 1 です。",
    ),
)
def audit(
    asked: "Asked",
    *,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HEX",
            help=said(
                "A head that was noted earlier: it must still be there.", "以前に控えた先頭値。残っていることを確認"
            ),
        ),
    ] = None,
) -> None:
    """Audit a workspace from its first entry."""
    from hikiate.cli import workspace_audit  # noqa: PLC0415 - help is to be quick, as in app.py

    workspace_audit.audit_workspace(asked, head)


@reading(
    journal_app,
    "list",
    short_help=said("List entries, the last ones or one whole.", "仕訳の一覧"),
    help=said_in_full(
        "List the postings of the last entries, or all postings of one.",
        "最近の仕訳の明細、または指定した仕訳の全明細を示します。",
    ),
)
def journal_list(
    asked: "Asked",
    *,
    entry: Annotated[
        int | None, typer.Option("--entry", metavar="NUMBER", help=said("One entry, whole.", "仕訳の番号（全明細）"))
    ] = None,
    count: Annotated[
        int, typer.Option("--count", metavar="N", help=said("How many of the last entries.", "件数"))
    ] = 20,
) -> None:
    """List entries, the last ones or one whole."""
    from hikiate.cli import ledger  # noqa: PLC0415 - help is to be quick, as in app.py

    ledger.journal(asked, entry, count)


@reading(
    journal_app,
    "balance",
    short_help=said("Show what each account holds.", "勘定残高を表示"),
    help=said_in_full(
        "Show what each account holds, now or at a moment.", "現在または指定した日時の勘定残高を示します。"
    ),
)
def journal_balance(
    asked: "Asked",
    *,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="MOMENT", help=said("A moment with its offset.", "日時（時差付き）")),
    ] = None,
) -> None:
    """Show what each account holds."""
    from hikiate.cli import ledger  # noqa: PLC0415 - help is to be quick, as in app.py

    ledger.balances(asked, until)


@acting(
    journal_app,
    "correct",
    short_help=said("Ask for the reversal of an entry.", "仕訳の訂正（反対仕訳）を申請"),
    help=said_in_full(
        "Ask for a further entry that reverses one, with a reason. Nothing is changed or deleted.",
        "理由を付して反対仕訳を申請します。記帳済みの仕訳は変更・削除されません。",
    ),
)
def journal_correct(
    asked: "Asked",
    number: NumberArgument,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=said("Why.", "訂正の理由"))],
) -> None:
    """Ask for the reversal of an entry."""
    from hikiate.cli import ledger  # noqa: PLC0415 - help is to be quick, as in app.py

    ledger.correct(asked, number, reason)


@acting(
    reserve_app,
    "provision",
    short_help=said("Ask to set an amount aside.", "積立てを申請"),
    help=said_in_full("Ask to set an amount aside for the reserve.", "責任準備金への積立てを申請します。"),
)
def reserve_provision(
    asked: "Asked",
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    memo: Annotated[str, typer.Option("--memo", metavar="TEXT", help=said("A note.", "摘要"))] = "",
) -> None:
    """Ask to set an amount aside."""
    from hikiate.cli import ledger  # noqa: PLC0415 - help is to be quick, as in app.py

    ledger.provision(asked, asset, amount, memo)


@acting(
    reserve_app,
    "release",
    short_help=said("Ask to release an excess.", "超過額の取崩しを申請"),
    help=said_in_full(
        "Ask to release what the last close under a rulebook found releasable.",
        "規程集による直近の締めで取崩し可能とされた額の範囲で、取崩しを申請します。",
    ),
)
def reserve_release(
    asked: "Asked",
    asset: AssetArgument,
    amount: AmountArgument,
    *,
    rulebook: Annotated[
        str, typer.Option("--rulebook", metavar="NAME", help=said("Under which rulebook.", "適用する規程集"))
    ],
) -> None:
    """Ask to release an excess."""
    from hikiate.cli import ledger  # noqa: PLC0415 - help is to be quick, as in app.py

    ledger.release(asked, asset, amount, rulebook)
