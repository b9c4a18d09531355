"""Tokens made, found and revoked. Each making and each revocation is a decision of the book, by an administrator."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import OperationalError

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import moment_text
from hikiate.book.records import User
from hikiate.desk.desks import Desk
from hikiate.facts.faults import BLANK, NOT_A_CHOICE, WRONG_VALUE
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.faults import UNKNOWN_USER
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Acting, Done, now
from hikiate.web.api.models import Token
from hikiate.web.api.scopes import SCOPES

DAYS_MAX = 366
NAME_LENGTH_MAX = 100

_PREFIX = "hik_"
_SECRET_BYTES = 32
_SECRET_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """A token to be made: what it is for, as whom it acts, what it may, for how many days."""

    name: str
    person: str
    scopes: Sequence[str]
    days: int


def make(desk: Desk, acting: Acting, wish: Wish) -> tuple[Token, str]:
    """Make a token; gives back its row and its secret, which is told once and kept nowhere."""
    secret = f"{_PREFIX}{secrets.token_urlsafe(_SECRET_BYTES)}"
    with desk.book.unit() as unit:
        act = now(acting)
        require(unit, act, "admin")
        found = [
            NOT_A_CHOICE.at(Given("scope"), value=one, choices=", ".join(SCOPES))
            for one in wish.scopes
            if one not in SCOPES
        ]
        if not wish.scopes:
            found.append(BLANK.at(Given("scope")))
        if not wish.name.strip() or len(wish.name) > NAME_LENGTH_MAX or not wish.name.isprintable():
            words = f"what it is for, in at most {NAME_LENGTH_MAX} characters", f"用途（{NAME_LENGTH_MAX}文字以内）"
            found.append(WRONG_VALUE.at(Given("name"), value=wish.name or "-", wanted=words[0], wanted_ja=words[1]))
        if not 1 <= wish.days <= DAYS_MAX:
            words = f"1 to {DAYS_MAX} days", f"1～{DAYS_MAX}日"
            found.append(WRONG_VALUE.at(Given("days"), value=wish.days, wanted=words[0], wanted_ja=words[1]))
        if not unit.count(User, name=wish.person):
            found.append(UNKNOWN_USER.at(Given("person"), user=wish.person))
        if found:
            raise Refused(found)
        expires = datetime.fromisoformat(act.at) + timedelta(days=wish.days)
        made = Token.objects.create(
            digest=digest_of(secret),
            name=wish.name,
            person=wish.person,
            scopes=",".join(scope for scope in SCOPES if scope in wish.scopes),
            made_at=act.at,
            made_by=act.by,
            expires_at=moment_text(expires),
        )
        words_of = f"{made.person}: {made.scopes} until {made.expires_at} ({made.name})"
        unit.decide(DecisionDraft(act.at, act.by, "token.make", str(made.pk), words_of))
    return made, secret


def revoke(desk: Desk, acting: Acting, number: int) -> Done:
    """End a token now; one that is ended already stays as it is."""
    with desk.book.unit() as unit:
        act = now(acting)
        require(unit, act, "admin")
        token = Token.objects.filter(pk=number).first()
        if token is None:
            wanted = "the number of a token: hikiate api-token list", "トークンの番号（hikiate api-token list で確認）"
            raise Refused([WRONG_VALUE.at(Given("number"), value=number, wanted=wanted[0], wanted_ja=wanted[1])])
        if token.revoked_at:
            return Done(number, already=True)
        token.revoked_at, token.revoked_by = act.at, act.by
        token.save(update_fields=["revoked_at", "revoked_by"])
        unit.decide(DecisionDraft(act.at, act.by, "token.revoke", str(number), token.name))
    return Done(number)


def listed() -> list[Token]:
    """Every token, the last one first."""
    return list(Token.objects.order_by("-pk"))


def state_of(token: Token, at: str) -> str:
    """`good`, `revoked` or `expired` at a moment."""
    if token.revoked_at:
        return "revoked"
    return "good" if at < token.expires_at else "expired"


def good(secret: str) -> Token | None:
    """The token with this secret; None where there is none, or it is ended."""
    if not secret.startswith(_PREFIX) or len(secret) > _SECRET_LENGTH_MAX:
        return None
    token: Token | None = Token.objects.filter(digest=digest_of(secret)).first()
    now = datetime.now(tz=UTC)
    if token is None or state_of(token, moment_text(now)) != "good":
        return None
    today = now.date().isoformat()
    if token.used_on != today:
        # Where another writer holds the book, the day is marked by a later call.
        with suppress(OperationalError):
            Token.objects.filter(pk=token.pk).update(used_on=today)
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret, which has too many possible values to be found again from it."""
    return sha256(secret.encode()).hex()
