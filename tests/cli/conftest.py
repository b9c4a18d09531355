"""What tests of commands share: the command line, called in this process."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hikiate.cli.main import main
from hikiate.storage.database.connection import disconnect

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Call]:
    """The command line in this process: exit code, standard output and standard error of a call."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIKIATE_LANG", "en")
    monkeypatch.setenv("HIKIATE_WORKSPACE", "w")

    def called(*words: str, user: str = "mia") -> tuple[int, str, str]:
        monkeypatch.setenv("HIKIATE_USER", user)
        monkeypatch.setattr(sys, "argv", ["hikiate", *words])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in out + err
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode(), err.decode()

    yield called
    disconnect()
