"""Where uploaded files land: a folder of the workspace that its owner alone may read, under names of ours."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from hikiate.desk.desks import Desk

FOLDER = "uploads"
_PRIVATE = 0o700


def landing_place(desk: Desk) -> Path:
    """The folder of uploads of a workspace."""
    place = desk.folder / FOLDER
    place.mkdir(mode=_PRIVATE, exist_ok=True)
    return place


@contextmanager
def landing_folder(desk: Desk) -> Iterator[Path]:
    """A folder for the files of one request, gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=landing_place(desk), prefix="."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def landed(desk: Desk, file: UploadedFile, name: str) -> Iterator[Path]:
    """An uploaded file on the disk under a name of ours, gone afterwards."""
    with landing_folder(desk) as folder:
        lay(file, folder / name)
        yield folder / name


def lay(file: UploadedFile, place: Path) -> None:
    """Put an uploaded file at a place, chunk by chunk."""
    if isinstance(file, TemporaryUploadedFile):
        shutil.copyfile(file.temporary_file_path(), place)
        return
    with place.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
