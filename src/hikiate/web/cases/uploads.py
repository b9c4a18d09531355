"""Files sent to a page, put where the steps of the desk read them; a name is never taken for a path."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from hikiate.kernel.findings import Refused
from hikiate.storage.workspace.determination_files import NAMES
from hikiate.web.base.faults import NOTHING_SENT, WRONG_FILE


def sent(request: HttpRequest, wanted: str) -> UploadedFile:
    """The file sent in the field `file`; Refused where none was."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused([NOTHING_SENT.at("file", wanted=wanted)])
    return file


@contextmanager
def written(file: UploadedFile) -> Iterator[Path]:
    """A sent file on the disk, under its own name without any folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hikiate-upload-") as folder:
        yield _write(Path(folder), Path(file.name).name, file)


@contextmanager
def determination_folder(request: HttpRequest) -> Iterator[Path]:
    """The files of a determination sent in the field `files`, in a folder of their own, gone afterwards."""
    files = request.FILES.getlist("files")
    if not files:
        raise Refused([NOTHING_SENT.at("files", wanted=", ".join(sorted(NAMES)))])
    strange = [file.name for file in files if file.name not in NAMES]
    if strange:
        wanted = ", ".join(sorted(NAMES))
        raise Refused([WRONG_FILE.at("files", value=name, wanted=wanted) for name in strange])
    with tempfile.TemporaryDirectory(prefix="hikiate-upload-") as folder:
        for file in files:
            _write(Path(folder), file.name, file)
        yield Path(folder)


def _write(folder: Path, name: str, file: UploadedFile) -> Path:
    path = folder / name
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    return path
