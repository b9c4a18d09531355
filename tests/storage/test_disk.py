"""Files on the disk: the old one or the whole new one, for whom it is meant, and nothing else left behind."""

import os
from pathlib import Path

import pytest

from hikiate.storage.disk import PRIVATE, force_to_disk, write_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder that is not there yet."""
    return tmp_path / "deep" / "out" / "file.json"


def entries(path: Path) -> dict[str, bytes]:
    """What stands in a file's folder."""
    return {entry.name: entry.read_bytes() for entry in path.parent.iterdir()}


def test_a_file_is_written_and_replaced_whole(path: Path) -> None:
    """Folders that are not there are made; nothing of the old content stays behind the new."""
    write_file(path, b"a long first content")
    write_file(path, b"second")
    assert entries(path) == {path.name: b"second"}


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_file_is_for_those_it_is_meant_for(path: Path, mask: int) -> None:
    """A public file as the process's mask allows; a private one for its owner alone, also over a public one."""
    before = os.umask(mask)
    try:
        write_file(path, b"public")
        assert path.stat().st_mode & 0o777 == 0o666 & ~mask
        write_file(path, b"private", PRIVATE)
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk before, or a refused rename after the content was written."""
    write_file(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync", fail), "replace": (Path, "replace", fail)}[step])
    with pytest.raises(OSError, match="No space left"):
        write_file(path, b"new")
    assert entries(path) == {path.name: b"old"}


def test_a_link_stays_a_link(tmp_path: Path, path: Path) -> None:
    """The file that it leads to is replaced."""
    write_file(path, b"old")
    link = tmp_path / "link.json"
    link.symlink_to(path)
    write_file(link, b"new")
    assert link.is_symlink()
    assert entries(path) == {path.name: b"new"}


def test_a_pipe_is_written_to_and_stays_where_it_is(tmp_path: Path) -> None:
    """As /dev/stdout is; a rename over it would take it from everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, b"content")
        assert os.read(reading, 100) == b"content"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """It is refused by the system, and stays."""
    with pytest.raises(IsADirectoryError):
        write_file(tmp_path, b"content")
    assert tmp_path.is_dir()


def test_names_and_contents_are_forced_before_a_write_ends(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content before its name, the name before the call returns."""
    forced: list[bool] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        forced.append(os.fstat(descriptor).st_mode & 0o170000 == 0o040000)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write_file(path, b"content")
    assert forced == [False, True]
    force_to_disk(path)
    assert forced == [False, True, False]
