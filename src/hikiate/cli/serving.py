"""A workspace served, and people invited to it."""

from collections.abc import Mapping
from pathlib import Path

from hikiate.book.records import User
from hikiate.cli.desks import Asked
from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json, say
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.faults import UNKNOWN_USER
from hikiate.operations.workspace.people import require
from hikiate.web.server import Listening
from hikiate.web.server import serve as serve_workspace
from hikiate.web.settings import prepare

_OPEN = Term("open in a browser (Ctrl-C ends it)", "ブラウザーで表示（終了は Ctrl-C）")


def serve(workspace: Path, listening: Listening, names: list[str], lang: str | None) -> None:
    """Serve a workspace until Ctrl-C; where nobody can log in yet, tell the link of the first user.

    `names` are the host names under which a proxy that speaks TLS serves it.
    """
    spoken = language(lang)
    desk = prepare(workspace, ["localhost", "127.0.0.1", *names], secure=bool(names))
    from hikiate.web.accounts.invitations import has_accounts, invite  # noqa: PLC0415 - Django must be set up first

    first = None if has_accounts() else next(desk.book.rows(User)).name

    def opened(address: str) -> None:
        say(f"{_OPEN.said(spoken)}: {address}/")
        if first is not None:
            link = f"{address}{invite(first)}"
            told = Term(f"{first} sets a password here, once", f"{first} のパスワード設定（1回限り）")
            say(f"{told.said(spoken)}: {link}")

    serve_workspace(listening, open_message=opened)


def serve_example(workspace: Path, port: int, spoken: Language, people: Mapping[str, Term]) -> None:
    """Serve an example until Ctrl-C; `people` get accounts, and it is told what each does and their password."""
    prepare(workspace)
    from hikiate.web.accounts.example import open_accounts  # noqa: PLC0415 - Django must be set up first

    password = open_accounts(workspace, people)

    def opened(address: str) -> None:
        say(f"{_OPEN.said(spoken)}: {address}/")
        say(f"{Term('password of everybody', '全員のパスワード').said(spoken)}: {password}")
        for name, does in people.items():
            say(f"  {name}  {does.said(spoken)}")

    serve_workspace(Listening(port=port), open_message=opened)


def invite_user(asked: Asked, name: str) -> None:
    """Make a link by which a user sets a first or a forgotten password; an administrator does."""
    desk = prepare(asked.workspace)
    from hikiate.web.accounts.invitations import invite  # noqa: PLC0415 - Django must be set up first

    with desk.book.unit() as unit:
        require(unit, asked.act, "admin")
        if not unit.count(User, name=name):
            raise Refused([UNKNOWN_USER.at("NAME", user=name)])
    path = invite(name)
    if asked.as_json:
        put_json({"schema": "hikiate/invitation/1", "user": name, "path": path})
        return
    words = Term(
        f"Give {name} this link, good once and for three days, after the address of the server:",
        f"次のリンク（サーバーのアドレスに続けて入力。1回限り、3日間有効）を {name} に渡してください:",
    )
    put(f"{words.said(asked.spoken)}\n{path}")
