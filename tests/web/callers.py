"""Those who call the API in tests: a token of a person, and what it sends."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hikiate.book.journal import moment_text
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.ports import Act

_KEYS = count(1)


def admin() -> Act:
    """The administrator, now."""
    return Act("sato", moment_text(datetime.now(tz=UTC)))


def new_token(desk: Desk, person: str, scopes: Sequence[str] | None = None, *, days: int = 30) -> str:
    """A new token of a person, with every scope where none is named."""
    from hikiate.web.api.scopes import SCOPES  # noqa: PLC0415 - the tables are there once an office is open
    from hikiate.web.api.tokens import Wish, make  # noqa: PLC0415 - as above

    return make(desk, admin(), Wish("test", person, list(SCOPES) if scopes is None else scopes, days))[1]


@dataclass
class Caller:
    """Whoever calls with a token, or without one."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def headers(self) -> dict[str, str]:
        """What every call bears."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **headers: str) -> HttpResponse:
        """A GET below /api/v1."""
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: object = None, *, key: str | None = "") -> HttpResponse:
        """A POST of JSON, with a new key unless one is given; None sends no key."""
        headers = self.headers if key is None else {**self.headers, "idempotency-key": key or f"key-{next(_KEYS)}"}
        return self.client.post(
            f"/api/v1{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def send(
        self,
        path: str,
        files: Sequence[tuple[str, str, bytes]],
        fields: Mapping[str, str] | None = None,
        *,
        key: str = "",
    ) -> HttpResponse:
        """A POST of files: the field, the name and the bytes of each."""
        sent: dict[str, Any] = dict(fields or {})
        for name, file_name, content in files:
            sent.setdefault(name, []).append(SimpleUploadedFile(file_name, content))
        return self.client.post(
            f"/api/v1{path}", sent, headers={**self.headers, "idempotency-key": key or f"key-{next(_KEYS)}"}
        )


def codes(answer: HttpResponse) -> list[str]:
    """The codes of the faults of a refusal."""
    return [fault["code"] for fault in answer.json()["faults"]]
