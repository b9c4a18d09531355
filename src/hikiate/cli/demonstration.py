"""The demonstration: an example workspace with people and a month of closes, an incident to try, the console served."""

import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hikiate.book.journal import moment_text
from hikiate.book.records import CloseDone, User
from hikiate.cli.closing import exit_code, rendered
from hikiate.cli.compensation import worked_out, write_folder
from hikiate.cli.desks import AnsweringDesk, Asked, desk, moment
from hikiate.cli.keeping import FOLDERS, init, make
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.desk.days import close_day
from hikiate.facts.example import ExamplePack
from hikiate.facts.example import example as make_example
from hikiate.facts.example.history import earlier
from hikiate.facts.example.incident import INCIDENT_FILE, incident_text, papers
from hikiate.facts.example.market import JST, SNAPSHOT_AT
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.people import set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.reports.text import text
from hikiate.storage.database.connection import place_of
from hikiate.storage.disk import write_file
from hikiate.storage.pack_writer import FileFormat, write_pack
from hikiate.storage.results import CLOSE_FILE

DEMO_CUSTOMERS = 10_000
DEMO_SEED = 1
DEMO_DAYS = 30
"""How many business days the demonstration has behind it, the last one among them."""
PEOPLE = {
    "sato": (("admin", "maker"), Term("closes the day and makes requests", "日次締めと申請")),
    "suzuki": (("approver",), Term("approves", "承認")),
    "tanaka": (("auditor",), Term("reads", "閲覧・監査")),
}
"""The people of the demonstration, their roles, and what they do; the first one makes the workspace."""

INCIDENT_FOLDER = "incident"

_MORNING = time(9, tzinfo=JST)


def demo(folder: Path, *, serve: bool, port: int, as_json: bool, lang: str | None) -> None:
    """Make the example workspace where it does not stand yet, show its last close, serve it; exits as a close does."""
    if serve:
        # Before anything opens the database: Django is set up once in a process, for the tables alone or for the pages.
        from hikiate.web.settings import configure  # noqa: PLC0415 - pages are slow to load

        configure(place_of(folder))
    spoken = language(lang)
    last = SNAPSHOT_AT.date()
    pack_folder = folder / "packs" / last.isoformat()
    first, began = next(iter(PEOPLE)), _morning_after(_days(last)[0] - timedelta(days=1))
    if not pack_folder.exists():
        # A demonstration that was broken off has its folders already; anything else that stands there is not ours.
        if not all((folder / name).is_dir() for name in FOLDERS):
            init(folder, lang=lang, user=first, at=began)
        _write(make_example(DEMO_CUSTOMERS, DEMO_SEED), pack_folder, "csv")
    # In a workspace that somebody else made, the example is closed in that user's name.
    user = make(folder, Act(first, began))
    with desk(Asked(folder, user, None, as_json=False, lang=spoken)) as at_desk:
        _people(at_desk, user)
        _history(at_desk, user, _days(last), spoken)
        with progress(spoken) as step:
            result = close_day(at_desk, pack_folder, ((), ()), Act(user, moment(None)), step).result
    _written(result, folder / "results" / last.isoformat(), spoken)
    if not (folder / INCIDENT_FOLDER).exists():
        _incident(pack_folder, folder / INCIDENT_FOLDER)
    put(document_text(document(result)) if as_json else text(result, spoken))
    if serve:
        from hikiate.cli.serving import serve_example  # noqa: PLC0415 - as above

        serve_example(folder, port, spoken, {name: does for name, (_, does) in PEOPLE.items()})
    sys.exit(exit_code(result))


def _days(last: date) -> list[date]:
    """The business days of the demonstration, up to its last day."""
    calendar, days, day = BusinessCalendar("JP"), [last], last
    while len(days) < DEMO_DAYS:
        day -= timedelta(days=1)
        if calendar.is_business_day(day):
            days.insert(0, day)
    return days


def _morning_after(day: date) -> str:
    return moment_text(datetime.combine(day + timedelta(days=1), _MORNING))


def _people(at_desk: AnsweringDesk, user: str) -> None:
    """The people of the demonstration, in a workspace that has no others yet."""
    with at_desk.book.unit() as unit:
        if unit.count(User) == 1:
            for name, (roles, _) in PEOPLE.items():
                set_roles(unit, Act(user, unit.decisions.at), name, roles)


def _history(at_desk: AnsweringDesk, user: str, days: list[date], spoken: Language) -> None:
    """The closes of the days before the last, each made the morning after; none where there are closes already."""
    with at_desk.book.reading() as seen:
        if seen.count(CloseDone):
            return
        newest = seen.decisions.at
    said = Term(f"{len(days) - 1} earlier days", f"過去 {len(days) - 1} 営業日分")
    last = make_example(DEMO_CUSTOMERS, DEMO_SEED)
    with progress(spoken) as step, tempfile.TemporaryDirectory() as made:
        step(said.said(spoken))
        for before in range(len(days) - 1, 0, -1):
            day = days[-1 - before]
            pack = Path(made) / day.isoformat()
            _write(earlier(last, DEMO_CUSTOMERS, DEMO_SEED, days, before), pack, "parquet")
            # In a workspace that was begun later than the example's days, all of them are closed after it.
            close_day(at_desk, pack, ((), ()), Act(user, max(newest, _morning_after(day))))


def _write(made: ExamplePack, folder: Path, file_format: FileFormat) -> None:
    evidence = {POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry}
    write_pack(folder, exchange=made.exchange, tables=made.tables, file_format=file_format, evidence=evidence)


def _incident(pack_folder: Path, out: Path) -> None:
    """An incident to try out: its file with what stands beside it, and what `compensate` makes of it."""
    made = make_example(DEMO_CUSTOMERS, DEMO_SEED)
    for name, table in papers(made.tables["balances"]).items():
        write_file(out / name, table.write_csv().encode())
    write_file(out / INCIDENT_FILE, incident_text(made.tables["holdings"].collect()).encode())
    write_folder(worked_out(pack_folder, out / INCIDENT_FILE, None), out / "determination-1", "csv")


def _written(result: Result, out: Path, spoken: Language) -> None:
    """Write the last day's result with its reports beside the packs."""
    write_file(out / CLOSE_FILE, document_text(document(result)).encode())
    languages: tuple[Language, ...] = ("ja", "en")
    for name in languages:
        write_file(out / f"report.{name}.html", rendered(result, "html", name))
    say(f"{'結果' if spoken == 'ja' else 'result'}: {out}")
