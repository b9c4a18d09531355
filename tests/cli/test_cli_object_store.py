"""A workspace whose files are in an object store: a real service on this machine that speaks S3, and memory."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from hikiate.cli.main import main
from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.storage.workspace.remote_files import WHOLE, RemoteFileStore

PACKS = Path(__file__).resolve().parent / "packs"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["memory", "s3"])
def store(request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    """The url of an empty store, and the filesystem that it is on."""
    if request.param == "s3":
        request.getfixturevalue("s3")
        service = fsspec.filesystem("s3")
        service.mkdir("hikiate-files")
        yield "s3://hikiate-files/firm", service
        service.rm("hikiate-files", recursive=True)
        return
    memory = fsspec.filesystem("memory")
    yield "memory://hikiate-files/firm", memory
    memory.rm("/hikiate-files", recursive=True)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Call]:
    """The command line in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    for name, value in (("LANG", "en"), ("WORKSPACE", "w"), ("USER", "ann")):
        monkeypatch.setenv(f"HIKIATE_{name}", value)

    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hikiate", *words])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = (text.decode() for text in capfdbinary.readouterr())
        assert "secret-of-a-test" not in out + err
        return int(str(ended.value.code or 0)), out, err

    yield called
    disconnect()


def kept(service: Any, url: str) -> list[str]:  # noqa: ANN401 - a filesystem of any kind
    """Every object of a store."""
    service.invalidate_cache()
    return sorted(service.find(url.partition("://")[2]))


def test_files_are_kept_in_an_object_store(call: Call, tmp_path: Path, store: tuple[str, Any]) -> None:
    """Before a decision names them; copies may be thrown away; what is changed, missing or strange there is named."""
    url, service = store
    shutil.copytree(PACKS / "in_order", tmp_path / "pack")
    assert call("init", "w")[0] == 0
    (tmp_path / "w" / "hikiate.toml").write_text(f'[files]\nurl = "{url}"\n', encoding="utf-8")
    for _ in range(2):
        assert call("close", "pack", "--workspace", "w")[0] == 0
    objects = kept(service, url)
    assert sum(WHOLE in path for path in objects) == 1
    assert len([path for path in objects if "/packs/" in path]) == len(list((tmp_path / "pack").iterdir())) + 1
    assert call("audit")[0] == 0
    assert call("push-files")[1] == "0 files sent\n"
    shutil.rmtree(tmp_path / "w" / "store")
    assert call("audit")[0] == 0
    shutil.rmtree(tmp_path / "w" / "store")
    assert call("backup", "--out", "b.tar.gz")[0] == 0
    assert call("close", "pack", "--workspace", "w")[0] == 0
    (result,) = [path for path in objects if "/results/" in path]
    for path in (result, next(path for path in objects if path.endswith("holdings.csv"))):
        content = service.cat_file(path)
        service.pipe_file(path, content + b" ")
        code, out, _ = call("audit", "--json")
        named = f"store/{path.partition('/firm/')[2]}"
        assert (code, [one["where"] for one in json.loads(out)["findings"] if one["code"] == "audit.file"]) == (
            1,
            [named],
        )
        service.rm(path)
        assert call("audit")[0] == 1
        service.pipe_file(path, content)
    service.pipe_file(f"{result.rpartition('/')[0]}/{'0' * 64}", b"{}")
    assert "a file that no decision names" in call("audit")[1]
    service.rm(f"{result.rpartition('/')[0]}/{'0' * 64}")
    _changed_there_and_gone_here(tmp_path, url, service, result)
    _restored(call, tmp_path, url, service)


def _changed_there_and_gone_here(tmp_path: Path, url: str, service: Any, result: str) -> None:  # noqa: ANN401 - as above
    """What is not what it is named after is not read; and half a folder is none."""
    files = RemoteFileStore(tmp_path / "w", url)
    digest = result.rpartition("/")[2]
    content = service.cat_file(result)
    files.place("results", digest).unlink()
    service.pipe_file(result, b"changed")
    with pytest.raises(OSError, match="not what was kept"):
        files.place("results", digest)
    assert not (files.folder / "results" / digest).exists()
    service.pipe_file(result, content)
    (pack,) = files.standing("packs")
    shutil.rmtree(files.folder / "packs" / pack)
    marker = f"{url.partition('://')[2]}/packs/{pack}/{WHOLE}"
    whole = service.cat_file(marker)
    service.rm(marker)
    service.invalidate_cache()
    assert not files.place("packs", pack).exists()
    service.pipe_file(marker, whole)
    service.invalidate_cache()
    assert files.place("packs", pack).is_dir()


def _restored(call: Call, tmp_path: Path, url: str, service: Any) -> None:  # noqa: ANN401 - as above
    """A workspace that was restored sends its files to a store of its own."""
    assert call("restore", "b.tar.gz", "--workspace", "again")[0] == 0
    (tmp_path / "again" / "hikiate.toml").write_text(f'[files]\nurl = "{url}-again/"\n', encoding="utf-8")
    assert call("audit", "--workspace", "again")[0] == 1
    assert json.loads(call("push-files", "--workspace", "again", "--json")[1])["sent"] == 2
    assert call("audit", "--workspace", "again")[0] == 0
    assert len(kept(service, f"{url}-again")) == len(kept(service, url))


@pytest.mark.usefixtures("s3")
def test_a_store_that_cannot_be_reached_is_outside_and_nothing_is_decided(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3; run again where it can be, the day is closed. A place that is none is refused, and so is no fsspec."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another-key")
    shutil.copytree(PACKS / "in_order", tmp_path / "pack")
    call("init", "w")
    settings = tmp_path / "w" / "hikiate.toml"
    settings.write_text('[files]\nurl = "s3://no-such-bucket/firm"\n', encoding="utf-8")
    assert call("close", "pack", "--workspace", "w")[0] == 3
    settings.write_text('[files]\nurl = "nothing://firm"\n', encoding="utf-8")
    assert "[input.wrong_value]" in call("close", "pack", "--workspace", "w")[2]
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "fsspec.core", None)
        assert "hikiate[s3]" in call("close", "pack", "--workspace", "w")[2]
    settings.write_text('[files]\nurl = "memory://hikiate-files/later"\n', encoding="utf-8")
    assert call("close", "pack", "--workspace", "w")[0] == 0
    assert call("audit")[0] == 0
