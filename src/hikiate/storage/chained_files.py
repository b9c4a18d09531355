"""Files of lines that are only ever added to, by one writer at a time, and read while nobody writes.

One writer works at a time, behind a lock of the operating system's (flock): the kernel lets go of it when a process
ends in whatever way, where a lock file made by O_EXCL would stay behind a crash. A process that is killed leaves at
most half a line behind the last line break; the next writer drops it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = ".lock"

FOLDER_PRIVATE = 0o700
"""The mode of a folder that only its owner may read."""


def whole_lines(content: bytes) -> int:
    """How many bytes of a file are whole lines; the rest is what a killed writer left."""
    return content.rfind(b"\n") + 1


def add_line(file: Path, line: bytes) -> None:
    """Add a line and force it to the disk: what stands behind the last line break goes, and nothing else."""
    with file.open("r+b") as stream:
        stream.truncate(whole_lines(stream.read()))
        stream.seek(0, os.SEEK_END)
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else adds to the folder meanwhile; whoever comes second waits."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def settled(folder: Path) -> Iterator[None]:
    """No writer is at work meanwhile; a copy without a lock, such as an auditor's, has no writer."""
    if not (folder / _LOCK).exists():
        yield
        return
    descriptor = os.open(folder / _LOCK, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
