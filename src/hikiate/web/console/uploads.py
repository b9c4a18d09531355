"""Files taken in by a form: streamed to the disk, bounded in bytes, and looked at for nobody who may not send them."""

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.findings import Refused
from hikiate.storage.workspace.file_store import FileStore, file_digest
from hikiate.web.base.access import Page, View, page
from hikiate.web.console.faults import TOO_LARGE

EVIDENCE_BYTES_MAX = 50_000_000


class Bounded(FileUploadHandler):
    """Counts the bytes of a form's files; what goes beyond the bound is read past and kept nowhere."""

    def __init__(self, request: HttpRequest, bytes_max: int) -> None:
        super().__init__(request)
        self.bytes_max = bytes_max
        self.bytes_seen = 0
        self.is_too_large = False

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, Any],  # noqa: N803 - Django's own name for it
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """What the browser says of the length is held against the bound before a byte is read."""
        del input_data, META, boundary, encoding
        self.is_too_large = content_length > self.bytes_max

    def new_file(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - Django's own
        """No file of a form that is too large is begun."""
        super().new_file(*arguments, **named)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a chunk on while the bound is kept."""
        del start
        self.bytes_seen += len(raw_data)
        if self.bytes_seen > self.bytes_max:
            self.is_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""
        del file_size


def takes_files(bytes_max: int, *roles: str) -> Callable[[View], Page]:
    """A page for these roles whose form has files; who may not see it sends nothing that is kept or even read.

    The roles are asked first, then the form is read within the bound, then its token is checked.
    """

    def decorated(view: View) -> Page:
        def bounded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:  # noqa: ANN401 - a view's own
            handler = Bounded(request, bytes_max)
            request.upload_handlers.insert(0, handler)

            def within(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:  # noqa: ANN401 - as above
                # The form is read when it is first looked at, and its token may have come in a header.
                if request.POST is not None and handler.is_too_large:
                    most = grouped_text(bytes_max)
                    raise Refused([TOO_LARGE.at("files", value=most, wanted=most)])
                return view(request, *arguments, **named)

            answer: HttpResponse = csrf_protect(within)(request, *arguments, **named)
            return answer

        made: Page = csrf_exempt(page(*roles)(wraps(view)(bounded)))
        return made

    return decorated


def written(folder: Path, files: Iterable[UploadedFile]) -> None:
    """Write uploaded files under their own names into a folder; the names are for the caller to have checked."""
    for file in files:
        write_upload(folder / str(file.name), file)


def write_upload(place: Path, file: UploadedFile) -> None:
    """Write one uploaded file, chunk by chunk."""
    with place.open("xb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)


def keep_upload(store: FileStore, kind: str, file: UploadedFile) -> str:
    """Keep an uploaded file by its content; gives back its SHA-256."""
    with store.staging(kind) as staging:
        place = staging / "file"
        write_upload(place, file)
        digest = file_digest(place)
        store.place_file(place, kind, digest)
    return digest
