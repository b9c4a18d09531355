"""The desk at which a named user acts on a workspace: database and files opened, who acts, when, in what language."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hikiate.book.journal import moment_text
from hikiate.cli.headings import readable
from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json
from hikiate.desk.desks import Desk
from hikiate.facts import faults
from hikiate.facts.moments import read_moment
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.ports import Act, Done
from hikiate.reports.columns import Alignment, aligned
from hikiate.reports.legible import legible
from hikiate.storage.database.connection import open_database
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.remote_files import file_store

DONE_SCHEMA = "hikiate/done/1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What every command of a workspace is told: where, who, when, and how to answer."""

    workspace: Path
    user: str | None
    at: str | None
    as_json: bool
    lang: str | None

    @property
    def spoken(self) -> Language:
        """The language of the answer."""
        return language(self.lang)

    @property
    def act(self) -> Act:
        """Who acts, and when; the clock is asked here and nowhere further in."""
        return Act(self.user or getpass.getuser(), moment(self.at))

    def acting(self) -> Act:
        """The same, for whoever asks once nobody else writes."""
        return self.act


def moment(text: str | None) -> str:
    """A moment as it is kept; now where none was given."""
    if text is None:
        return moment_text(datetime.now(tz=UTC))
    try:
        return moment_text(read_moment(text))
    except ValueError as error:
        raise Refused([faults.NOT_A_MOMENT.at("--at", value=text)]) from error


@dataclass(frozen=True, slots=True)
class AnsweringDesk(Desk):
    """A workspace opened for one command, which answers in the language and form that were asked for."""

    spoken: Language
    as_json: bool

    def answer(self, verb: str, done: Done, term: Term) -> None:
        """Tell what became of a call; the same call again says so."""
        if self.as_json:
            put_json({"schema": DONE_SCHEMA, "verb": verb, "number": done.number, "already": done.already})
            return
        already = Term(" (already; nothing was doubled)", "（実施済みです。重複はありません）")
        put(term.said(self.spoken) + (already.said(self.spoken) if done.already else ""))

    def table(self, schema: str, rows: list[dict[str, object]], empty: Term) -> None:
        """Tell rows: as JSON, or as columns with their names above them."""
        if self.as_json:
            put_json({"schema": schema, "rows": rows})
        elif not rows:
            put(empty.said(self.spoken))
        else:
            put(columns(readable(rows, self.spoken)))


def columns(rows: list[dict[str, object]]) -> str:
    """Rows in columns, each as wide as its widest value; whole numbers stand to the right."""
    names = list(rows[0])
    right = {name for name in names if all(isinstance(row[name], int) for row in rows)}
    lines = [names, *([legible(str(value)) for value in row.values()] for row in rows)]
    sides: list[Alignment] = ["right" if name in right else "left" for name in names]
    return "\n".join(aligned(lines, sides))


def requested(number: int) -> Term:
    """What is told of a request that was made."""
    return Term(
        f"request {number} waits for approval: hikiate approval approve {number}",
        f"申請 {number} は承認待ちです: hikiate approval approve {number}",
    )


@contextmanager
def desk(asked: Asked) -> Iterator[AnsweringDesk]:
    """Open the workspace of a command; Refused where there is none, or it is of another version."""
    book = DatabaseWorkspace(open_database(asked.workspace))
    yield AnsweringDesk(asked.workspace, file_store(asked.workspace), book, asked.spoken, asked.as_json)
