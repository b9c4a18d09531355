"""The disk: what is written stands there whole, and stays there when the power fails."""

import os
from pathlib import Path
from secrets import token_hex

PUBLIC = 0o666
"""Whom a file is for, before the process's own mask takes from it: everybody, or its owner alone."""
PRIVATE = 0o600


def write_file(path: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Write a file so that a reader sees the old one or the whole new one, and a crash leaves no half.

    A link is followed; a device or a pipe, such as /dev/stdout, is written to and not put out of its place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    place = path.resolve()
    written = place.with_name(f".{place.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(place)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    force_to_disk(place.parent)


def force_to_disk(path: Path) -> None:
    """Have a file's content, or the names in a folder, stand on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
