"""Sessions as the database keeps them: under a fingerprint of the cookie's value, and sealed.

Whoever reads the table can neither take over a session nor see what stands in one, such as the secret of a second
factor that is being set up. A session that was sealed with another key is as good as none: its person logs in again.
"""

import json
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from hikiate.kernel.parsing import json_values
from hikiate.web.accounts.sealing import fingerprint, sealed, unsealed

_NAME_LENGTH = 40
"""What the table has room for: 160 of 256 bits, in hex."""


class SessionStore(DatabaseSessions):
    """Django's sessions, of which the table holds no cookie's value and nothing that can be read."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What a session holds, sealed."""
        return sealed(json.dumps(session_dict), "sessions")

    def decode(self, session_data: str) -> dict[str, Any]:
        """What a sealed session holds; nothing where another key sealed it."""
        try:
            read: dict[str, Any] = json_values(unsealed(session_data, "sessions"))
        except (InvalidToken, ValueError):
            return {}
        return read

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        row: Session = super().create_model_instance(data)
        row.session_key = _name(row.session_key)
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this cookie's value."""
        return bool(super().exists(_name(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        """End a session, by its cookie's value."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(_name(key))

    def _get_session_from_db(self) -> Session | None:
        kept = _name(str(self.session_key))
        found: Session | None = Session.objects.filter(session_key=kept, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found


def end_sessions(user: int, keep: str | None = None) -> int:
    """End the sessions of an account, but for the one with the cookie's value `keep`; gives back how many ended."""
    store, kept, ended = SessionStore(), _name(keep) if keep else "", 0
    for row in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=kept):
        if store.decode(row.session_data).get(SESSION_KEY) == str(user):
            row.delete()
            ended += 1
    return ended


def _name(cookie: str) -> str:
    return fingerprint(cookie, "names of sessions")[:_NAME_LENGTH]
