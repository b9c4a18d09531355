"""Once: a POST with an idempotency key changes something once, however often it is sent.

The answer is kept with its key in the transaction of the change. The same key with the same content is answered with
the same bytes; with other content it is a problem. What was refused is not kept, since nothing came of it.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from hikiate.book.journal import moment_text
from hikiate.kernel.digests import RunningDigest, digest, sha256, stream_digest
from hikiate.kernel.parsing import json_values
from hikiate.web.api.callers import called_by
from hikiate.web.api.models import KEY_LENGTH_MAX, KeptAnswer

HEADER = "Idempotency-Key"
KEPT_DAYS = 30
JSON = "application/json"

_KEY = re.compile(rf"[!-~]{{1,{KEY_LENGTH_MAX}}}", re.ASCII)


class NoKey(Exception):
    """A POST without a key."""


class KeyReused(Exception):
    """A key that was used for something else."""


@dataclass(frozen=True, slots=True)
class Once:
    """A keyed request: whose, with which key, and the digest of everything that it asks."""

    token: int
    key: str
    asked: str

    def kept(self) -> HttpResponse | None:
        """The answer that was given before; KeyReused where that was to something else."""
        found = KeptAnswer.objects.filter(token=self.token, key=self.key).first()
        if found is None:
            return None
        if found.asked != self.asked:
            raise KeyReused
        response = HttpResponse(found.content, status=found.status, content_type=JSON)
        response.headers["Idempotency-Replayed"] = "true"
        return response

    def keep(self, made: BaseModel, status: int, at: str) -> HttpResponse:
        """Keep an answer, in the transaction that is under way; those of a month ago are let go."""
        oldest = moment_text(datetime.fromisoformat(at) - timedelta(days=KEPT_DAYS))
        KeptAnswer.objects.filter(at__lt=oldest).delete()
        content = made.model_dump_json()
        KeptAnswer.objects.create(
            token_id=self.token, key=self.key, asked=self.asked, status=status, content=content, at=at
        )
        return HttpResponse(content, status=status, content_type=JSON)


def once(request: HttpRequest) -> Once:
    """What makes a POST the same as another; NoKey where it bears no key."""
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise NoKey
    asked = digest("api-request/1", [request.method or "", request.get_full_path(), _content(request)])
    return Once(called_by(request).token, key, asked)


def _content(request: HttpRequest) -> str:
    """A digest of the body: of what JSON says, or of each field and file, since a boundary differs each time."""
    if request.content_type != "multipart/form-data":
        try:
            return json.dumps(json_values(request.body), sort_keys=True)
        except ValueError:
            return bytes(request.body).hex()
    running = RunningDigest("api-multipart/1")
    for name, values in sorted(request.POST.lists()):
        for value in values:
            running.add([name, value, ""])
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            running.add([name, str(file.name), _file_digest(file)])
    return running.text


def _file_digest(file: UploadedFile) -> str:
    if isinstance(file, TemporaryUploadedFile):
        with Path(file.temporary_file_path()).open("rb") as stream:
            return stream_digest(stream)
    content: bytes = file.read()
    file.seek(0)
    return sha256(content).hex()
