"""A workspace in a database: units of work that are whole or nothing, one writer at a time.

What is posted and sealed streams through in chunks, so that a million rows need no more memory than a chunk.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from hikiate.book.decisions import Decision, DecisionDraft, RecordsDigest, decided
from hikiate.book.journal import Entry, EntryDraft, Head, Posting, PostingsDigest, chained
from hikiate.book.records import Record, names, values
from hikiate.book.tally import Place, Tally
from hikiate.storage.database.amounts import SQLITE_WHOLE_MAX, AmountField, sqlite_amount
from hikiate.storage.database.connection import Place as DatabasePlace
from hikiate.storage.database.connection import told

R = TypeVar("R", bound=Record)
T = TypeVar("T")

CHUNK_ROWS = 20_000
_MANY_ROWS = 100_000
ENTRY_FIELDS = (
    "number", "at", "by", "kind", "memo", "corrects", "postings", "postings_digest", "previous", "digest",
)  # fmt: skip
POSTING_FIELDS = ("debit", "credit", "asset", "amount", "subject", "key")
DECISION_FIELDS = (
    "number", "at", "by", "kind", "subject", "words", "records", "records_digest", "entry", "entry_digest",
    "previous", "digest",
)  # fmt: skip
_WRITERS_LOCK = 0x48696B69
_LAST_BALANCES = """
SELECT account, asset, amount FROM journal_balance JOIN (
    SELECT account, asset, subject, max(entry_id) AS entry_id FROM journal_balance
    WHERE (%s IS NULL OR subject = %s)
    AND (%s IS NULL OR entry_id <= (SELECT max(number) FROM journal_entry WHERE at <= %s))
    GROUP BY account, asset, subject
) last_of_place USING (account, asset, subject, entry_id)
"""


def table(name: str) -> type[models.Model]:
    """The table of a class of the book, by its name."""
    found: type[models.Model] = apps.get_model("hikiate", name)
    return found


@contextmanager
def one_moment(place: DatabasePlace) -> Iterator[None]:
    """Whatever is read inside is of one moment, whoever writes meanwhile."""
    begin = "BEGIN DEFERRED" if place.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with told(place), connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class DatabaseWorkspace:
    """A workspace whose database this process is connected to."""

    def __init__(self, place: DatabasePlace) -> None:
        self.place = place

    @contextmanager
    def unit(self) -> Iterator["DatabaseWorkspace"]:
        """One unit of work: committed whole when it ends well, and never begun when it does not."""
        with told(self.place), transaction.atomic():
            if not self.place.is_sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])
            yield self

    @contextmanager
    def reading(self) -> Iterator["DatabaseWorkspace"]:
        """One view of the book: no writer waits for it or changes it meanwhile, and nothing is added in it."""
        with one_moment(self.place):
            yield self

    @property
    def journal(self) -> Head:
        """The last entry."""
        return _head("Entry")

    @property
    def decisions(self) -> Head:
        """The last decision."""
        return _head("Decision")

    def rows(self, kind: type[R], /, *, lines: tuple[int, int] | None = None, **equal: object) -> Iterator[R]:
        """The records of a kind whose fields have these values, in the order in which they were made."""
        found = table(kind.__name__).objects.filter(**equal).order_by("id")
        if lines is not None:
            found = found.filter(line__range=lines)
        for row in _streamed(found, names(kind)):
            yield kind(*row)

    def count(self, kind: type[Record], /, **equal: object) -> int:
        """How many records of a kind have these values."""
        counted: int = table(kind.__name__).objects.filter(**equal).count()
        return counted

    def post(self, draft: EntryDraft, postings: Iterable[Posting]) -> Entry:
        """Add an entry; Overdrawn where it takes out what is not there."""
        digest, tally, head = PostingsDigest(), Tally(), self.journal
        number, last = head.number + 1, _last("Posting")
        for chunk in _chunks(postings):
            for posting in chunk:
                digest.add(posting)
                tally.add(posting)
            insert(
                "Posting",
                ("id", "entry_id", *POSTING_FIELDS),
                [
                    (last + place, number, line.debit, line.credit, line.asset, line.amount, line.subject, line.key)
                    for place, line in enumerate(chunk, start=1)
                ],
            )
            last += len(chunk)
        entry = chained(draft, digest, head)
        insert(
            "Balance",
            ("account", "asset", "subject", "entry_id", "amount"),
            [(*place, number, after) for place, after in tally.after(_held)],
        )
        insert("Entry", (*ENTRY_FIELDS, "last_posting"), [(*(getattr(entry, name) for name in ENTRY_FIELDS), last)])
        _reckon("Posting", entry.postings)
        return entry

    def decide(self, draft: DecisionDraft, records: Iterable[Record] = ()) -> Decision:
        """Add a decision with its records, which come kind by kind in the order of RECORDS."""
        digest, head = RecordsDigest(), self.decisions
        for kind, alike in groupby(records, key=type):
            before = last = _last(kind.__name__)
            for chunk in _chunks(alike):
                rows = [values(record) for record in chunk]
                for row in rows:
                    digest.add(kind.__name__, row)
                numbered = [(last + place, head.number + 1, *row) for place, row in enumerate(rows, start=1)]
                insert(kind.__name__, ("id", "decision_id", *names(kind)), numbered)
                last += len(rows)
            _reckon(kind.__name__, last - before)
        decision = decided(draft, digest, head, self.journal)
        insert("Decision", DECISION_FIELDS, [tuple(getattr(decision, name) for name in DECISION_FIELDS)])
        return decision

    def balance(self, account: str, asset: str, *, subject: str | None = None, until: str | None = None) -> int:
        """What an account holds of an asset, for one subject or for all, now or at a moment."""
        found = table("Balance").objects.filter(account=account, asset=asset)
        subjects = (
            found.values_list("subject", flat=True).distinct().order_by("subject") if subject is None else [subject]
        )
        return sum(_held((account, asset, name), until) for name in list(subjects))

    def balances(self, *, subject: str | None = None, until: str | None = None) -> dict[tuple[str, str], int]:
        """What every account holds of every asset that it ever held, by one question."""
        held: dict[tuple[str, str], int] = {}
        with connection.cursor() as cursor:
            cursor.execute(_LAST_BALANCES, [subject, subject, until, until])
            for account, asset, amount in cursor.fetchall():
                held[account, asset] = held.get((account, asset), 0) + int(amount)
        return held

    def postings(self, number: int) -> Iterator[Posting]:
        """The postings of an entry."""
        entry = table("Entry").objects.get(number=number)
        found = table("Posting").objects.filter(id__gt=entry.last_posting - entry.postings, id__lte=entry.last_posting)
        for row in _streamed(found.order_by("id"), POSTING_FIELDS):
            yield Posting(*row)

    def entry(self, number: int) -> Entry | None:
        """An entry by its number; None where there is none."""
        row = table("Entry").objects.filter(number=number).values_list(*ENTRY_FIELDS).first()
        return None if row is None else Entry(*row)


def _streamed(found: models.QuerySet[Any], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in the order of their ids, in chunks, without those that are added meanwhile.

    Not by a cursor of the server's, which costs four questions where most answers are a row or two.
    """
    chunk = list(found.values_list("id", *columns)[:CHUNK_ROWS])
    end = _last(found.model.__name__) if len(chunk) == CHUNK_ROWS else 0
    while chunk:
        for row in chunk:
            yield row[1:]
        if len(chunk) < CHUNK_ROWS:
            return
        following = found.filter(id__gt=chunk[-1][0], id__lte=end)
        chunk = list(following.values_list("id", *columns)[:CHUNK_ROWS])


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK_ROWS)):
        yield chunk


def _reckon(name: str, added: int) -> None:
    """Have PostgreSQL reckon with many new rows at once; by itself it does so minutes later, and plans badly till then.

    A role that owns nothing may not ask for it, and is told so in the server's log alone.
    """
    if added >= _MANY_ROWS and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{table(name)._meta.db_table}"')  # noqa: SLF001 - as below


def _head(name: str) -> Head:
    row = table(name).objects.order_by("-number").values_list("number", "digest", "at").first()
    return Head() if row is None else Head(*row)


def _last(name: str) -> int:
    found: int | None = table(name).objects.aggregate(last=models.Max("id"))["last"]
    return found or 0


def _held(place: Place, until: str | None = None) -> int:
    found = table("Balance").objects.filter(account=place[0], asset=place[1], subject=place[2])
    if until is not None:
        found = found.filter(entry__at__lte=until)
    amount: int | None = found.order_by("-entry_id").values_list("amount", flat=True).first()
    return amount or 0


def insert(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows added as fast as the database takes them: a prepared statement, or binary COPY."""
    model = table(name)
    where = model._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
    listed = ", ".join(f'"{column}"' for column in columns)
    if not rows:
        return
    # What the driver raises is to be what Django raises, whichever of the two is asked.
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            sql = f'INSERT INTO "{where}" ({listed}) VALUES ({marks})'  # noqa: S608 - names of our own models
            connection.connection.executemany(sql, _exact(model, columns, rows))
        else:
            _copy(f'COPY "{where}" ({listed}) FROM STDIN (FORMAT BINARY)', model, columns, rows)


def _copy(sql: str, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with connection.connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.set_types([_postgres_type(model, column) for column in columns])
        for row in rows:
            copy.write_row(row)


def _exact(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterable[Sequence[object]]:
    """Rows with their amounts as SQLite keeps them."""
    exact = [index for index, column in enumerate(columns) if isinstance(_field(model, column), AmountField)]
    return (_with_amounts(row, exact) for row in rows) if exact else rows


def _with_amounts(row: Sequence[object], exact: Sequence[int]) -> Sequence[object]:
    """A row as SQLite keeps it; nearly every amount fits into 63 bits, and its row is left as it is."""
    if all(isinstance(amount := row[index], int) and abs(amount) <= SQLITE_WHOLE_MAX for index in exact):
        return row
    kept = list(row)
    for index in exact:
        kept[index] = sqlite_amount(int(str(kept[index])))
    return kept


def _field(model: type[models.Model], column: str) -> object:
    return model._meta.get_field(column.removesuffix("_id"))  # noqa: SLF001 - as above


def _postgres_type(model: type[models.Model], column: str) -> str:
    field = _field(model, column)
    if isinstance(field, AmountField):
        return "numeric"
    return "int8" if isinstance(field, models.BigIntegerField | models.ForeignKey) else "text"
