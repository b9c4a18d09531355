"""Pages of the book: rows from one place on, by their key, so that the millionth costs what the first does."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from hikiate.book.decisions import Decision
from hikiate.book.journal import Entry, Posting
from hikiate.book.records import RECORDS, Payment, Record, names
from hikiate.storage.database.workspace import DECISION_FIELDS, ENTRY_FIELDS, POSTING_FIELDS, table

_SCANNED_MAX = 5_000
"""Up to how many rows a table is read through, where it has no index."""


def entries_before(before: int | None, limit: int, kind: str = "") -> list[Entry]:
    """The newest entries before a number, of one kind or of all."""
    found = table("Entry").objects.order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    if kind:
        found = found.filter(kind=kind)
    return [Entry(*row) for row in found.values_list(*ENTRY_FIELDS)[:limit]]


def postings_after(entry: int, after: int, limit: int) -> list[tuple[int, Posting]]:
    """The postings of an entry after a number, each with its own number."""
    row = table("Entry").objects.filter(number=entry).values_list("last_posting", "postings").first()
    if row is None:
        return []
    first = max(after, row[0] - row[1])
    found = table("Posting").objects.filter(id__gt=first, id__lte=row[0]).order_by("id")
    return [(int(line[0]), Posting(*line[1:])) for line in found.values_list("id", *POSTING_FIELDS)[:limit]]


def decisions_before(before: int | None, limit: int, **equal: str) -> list[Decision]:
    """The newest decisions before a number with these values; a blank value stands for any."""
    found = table("Decision").objects.order_by("-number").filter(**{name: word for name, word in equal.items() if word})
    if before is not None:
        found = found.filter(number__lt=before)
    return [Decision(*row) for row in found.values_list(*DECISION_FIELDS)[:limit]]


def decision(number: int) -> Decision | None:
    """A decision by its number; None where there is none."""
    row = table("Decision").objects.filter(number=number).values_list(*DECISION_FIELDS).first()
    return None if row is None else Decision(*row)


def sealed_records(number: int, limit: int) -> list[tuple[str, int, list[Record]]]:
    """The records that a decision sealed: of each kind its name, how many there are, and the first of them.

    Records are entered in the order of their decisions, so that those of one stand together and are found by halving:
    a table of a million payments has no index by decision. The decision says how many there are in all, so that the one
    kind of which there may be many is not counted.
    """
    together = table("Decision").objects.filter(number=number).values_list("records", flat=True).first() or 0
    sealed: list[tuple[str, int, list[Record]]] = []
    ends = _ends()
    for kind in RECORDS:
        found = _sealed(table(kind.__name__), ends.get(kind.__name__, (0, 0)), number).order_by("id")
        first: list[Record] = [kind(*row) for row in found.values_list(*names(kind))[: limit + 1]]
        if first:
            sealed.append((kind.__name__, len(first), first[:limit]))
    many = [place for place, (_, count, _) in enumerate(sealed) if count > limit]
    if len(many) == 1:
        (place,) = many
        others = sum(count for at, (_, count, _) in enumerate(sealed) if at != place)
        sealed[place] = (sealed[place][0], together - others, sealed[place][2])
    elif many:
        for place in many:
            counted = table(sealed[place][0]).objects.filter(decision_id=number).count()
            sealed[place] = (sealed[place][0], counted, sealed[place][2])
    return sealed


def _ends() -> dict[str, tuple[int, int]]:
    """The id and the decision of the last row of every table of records that has one, by one question."""
    questions = (
        f"SELECT '{kind.__name__}', id, decision_id FROM {where} WHERE id = (SELECT max(id) FROM {where})"  # noqa: S608 - names of our own models
        for kind, where in ((kind, table(kind.__name__)._meta.db_table) for kind in RECORDS)  # noqa: SLF001 - Django's documented way to a model's table
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return {name: (last, decided) for name, last, decided in cursor.fetchall()}


def _sealed(model: Any, end: tuple[int, int], number: int) -> Any:  # noqa: ANN401 - Django's model and its rows
    """The rows of a table, whose last row has this id and decision, that a decision sealed."""
    last, decided = end
    if decided < number:
        return model.objects.none()
    found = model.objects.filter(decision_id=number)
    if last <= _SCANNED_MAX:
        return found
    return found.filter(id__gte=_first_since(model, number, last), id__lt=_first_since(model, number + 1, last + 1))


def _first_since(model: Any, number: int, high: int) -> int:  # noqa: ANN401 - as above
    """From which id on the rows were sealed by a decision or by later ones; at most `high`, which is true of it."""
    rows, low = model.objects.order_by("id").values_list("id", "decision_id"), 0
    while low < high:
        middle = (low + high) // 2
        found = rows.filter(id__gte=middle).first()
        if found is None or found[1] >= number:
            high = middle
        else:
            low = found[0] + 1
    return low


def decisions_about(incident: str, requests: Collection[int]) -> list[Decision]:
    """Every decision about an incident and about requests that belong to it, in order; lines set aside are one each."""
    about = Q(subject=incident) | Q(subject__startswith=f"{incident}/")
    about |= Q(kind__startswith="approval.", subject__in=[str(number) for number in requests])
    found = table("Decision").objects.filter(about).order_by("number")
    return [Decision(*row) for row in found.values_list(*DECISION_FIELDS)]


def payments_after(incident: str, after: int, limit: int, **equal: object) -> list[Payment]:
    """The payments of an incident after a line, with these values; blank values stand for any."""
    wanted = {name: value for name, value in equal.items() if value}
    found = table("Payment").objects.filter(incident=incident, line__gt=after, **wanted)
    if "customer" in wanted:
        # One customer has few, found by their own index; in the order of lines a database reads everybody's instead.
        rows = sorted(found.order_by().values_list("line", *names(Payment)))
        return [Payment(*row) for _, *row in rows[:limit]]
    return [Payment(*row) for row in found.order_by("line").values_list(*names(Payment))[:limit]]


def outcomes_of(incident: str, lines: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """What became of lines by their last attempt: outcome and reference."""
    found = table("Outcome").objects.filter(incident=incident, line__in=lines).order_by("attempt", "id")
    return {line: (outcome, said) for line, outcome, said in found.values_list("line", "outcome", "reference")}


def tally(kind: str, incident: str, *by: str, **equal: object) -> list[dict[str, Any]]:
    """How many rows of an incident there are, by these columns."""
    found = table(kind).objects.filter(incident=incident, **equal).values(*by)
    return list(found.annotate(rows=Count("id")).order_by(*by))
