"""Private links by which a customer sees the own lines of an incident: made, ended, found; guesses at them counted.

A link bears 32 random bytes and its digest alone is kept, so that neither a database nor a backup opens one. Whoever
tries links that are none is slowed down by where they come from; a good link is answered all the same, so that nobody
can shut a customer out.
"""

import csv
import io
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import moment_text
from hikiate.book.records import Incident, Payment
from hikiate.desk.desks import Desk
from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.digests import hmac_sha256, sha256
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.faults import UNKNOWN_INCIDENT
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Acting, Unit, now
from hikiate.storage.database.workspace import table
from hikiate.web.base.metrics import GUESSED_LINKS
from hikiate.web.public.models import ClaimLink, Guess

DAYS_MAX = 400
GUESSES_MAX = 10
GUESSING_MINUTES = 15
GUESSES_KEPT_DAYS = 30
HEADER = ("incident", "customer", "link", "expires_at")

_SECRET_BYTES = 32
_TOKEN_LENGTH_MAX = 100
_CHUNK = 5_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was made; its path is told once."""

    incident: str
    customer: str
    path: str
    expires_at: str


def make_links(desk: Desk, acting: Acting, incident: str, days: int, customers: Iterable[str] = ()) -> list[MadeLink]:
    """Make a link for each customer of an incident, or for those named; earlier links of theirs end."""
    with desk.book.unit() as unit:
        act = now(acting)
        require(unit, act, "admin", "maker")
        if not unit.count(Incident, incident=incident):
            raise Refused([UNKNOWN_INCIDENT.at(Given("incident"), incident=incident)])
        wanted = _wanted(unit, incident, list(customers), days)
        expires = moment_text(datetime.fromisoformat(act.at) + timedelta(days=days))
        made = [(secrets.token_urlsafe(_SECRET_BYTES), customer) for customer in wanted]
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            ClaimLink.objects.filter(incident=incident, customer__in=chunk, ended_at="").update(ended_at=act.at)
        ClaimLink.objects.bulk_create(
            (
                ClaimLink(
                    digest=digest_of(token),
                    incident=incident,
                    customer=customer,
                    made_at=act.at,
                    made_by=act.by,
                    expires_at=expires,
                )
                for token, customer in made
            ),
            batch_size=_CHUNK,
        )
        unit.decide(DecisionDraft(act.at, act.by, "public.links", incident, f"{len(made)} links until {expires}"))
    return [MadeLink(incident, customer, f"/public/ja/claims/{token}/", expires) for token, customer in made]


def end_links(desk: Desk, acting: Acting, incident: str) -> int:
    """End every link of an incident now; gives back how many were good."""
    with desk.book.unit() as unit:
        act = now(acting)
        require(unit, act, "admin", "maker")
        ended: int = ClaimLink.objects.filter(incident=incident, ended_at="", expires_at__gt=act.at).update(
            ended_at=act.at
        )
        if ended:
            unit.decide(DecisionDraft(act.at, act.by, "public.links_ended", incident, f"{ended} links"))
    return ended


def good_link(token: str) -> ClaimLink | None:
    """The link with this token; None where there is none, or it is over."""
    if not token or len(token) > _TOKEN_LENGTH_MAX:
        return None
    now = moment_text(datetime.now(tz=UTC))
    found: ClaimLink | None = ClaimLink.objects.filter(digest=digest_of(token), ended_at="", expires_at__gt=now).first()
    return found


def guessed(request: HttpRequest) -> bool:
    """Count a guess; whether there were too many of late from where it came, or it cannot be counted now."""
    GUESSED_LINKS.inc()
    try:
        return _counted(request, datetime.now(tz=UTC))
    except OperationalError:
        return True


def _counted(request: HttpRequest, now: datetime) -> bool:
    since = moment_text(now - timedelta(minutes=GUESSING_MINUTES))
    sender = hmac_sha256(settings.SECRET_KEY.encode(), str(request.META.get("REMOTE_ADDR", "")).encode()).hex()
    count: int = Guess.objects.filter(sender=sender, at__gt=since).count()
    if count >= GUESSES_MAX:
        return True
    Guess.objects.filter(at__lt=moment_text(now - timedelta(days=GUESSES_KEPT_DAYS))).delete()
    Guess.objects.create(at=moment_text(now), sender=sender)
    return False


def links_csv(links: Iterable[MadeLink], address: str) -> Iterator[str]:
    """Links as CSV, row by row, in which no cell is a formula to whatever opens it."""
    yield _row(HEADER)
    for link in links:
        yield _row((link.incident, link.customer, f"{address}{link.path}", link.expires_at))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hex()


def _row(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(harmless, cells))
    return written.getvalue()


def _wanted(unit: Unit, incident: str, customers: list[str], days: int) -> list[str]:
    found = []
    if not 1 <= days <= DAYS_MAX:
        words = f"1 to {DAYS_MAX} days", f"1～{DAYS_MAX}日"
        found.append(WRONG_VALUE.at(Given("days"), value=days, wanted=words[0], wanted_ja=words[1]))
    for customer in customers:
        if not unit.count(Payment, incident=incident, customer=customer):
            words = f"a customer of incident {incident}", f"事案 {incident} の対象となる利用者"
            found.append(WRONG_VALUE.at(Given("customer"), value=customer, wanted=words[0], wanted_ja=words[1]))
    if found:
        raise Refused(found)
    if customers:
        return list(dict.fromkeys(customers))
    named = table("Payment").objects.filter(incident=incident).values_list("customer", flat=True)
    return list(named.distinct().order_by("customer"))
