"""Files taken in by a form, streamed to the disk."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from hikiate.storage.workspace.file_store import FileStore, file_digest

EVIDENCE_BYTES_MAX = 50_000_000


def written(folder: Path, files: Iterable[UploadedFile]) -> None:
    """Write uploaded files under their own names into a folder; the names are for the caller to have checked."""
    for file in files:
        write_upload(folder / str(file.name), file)


def write_upload(place: Path, file: UploadedFile) -> None:
    """Write one uploaded file, chunk by chunk."""
    with place.open("xb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)


@contextmanager
def keeping_upload(store: FileStore, kind: str, file: UploadedFile) -> Iterator[str]:
    """The SHA-256 of an uploaded file, which is kept by its content unless what is done with it is refused."""
    with store.staging(kind) as staging:
        place = staging / "file"
        write_upload(place, file)
        digest = file_digest(place)
        yield digest
        store.place_file(place, kind, digest)
