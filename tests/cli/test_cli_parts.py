"""A pack whose large tables stand in parts, on this machine and in an object store, closed here and on a cluster."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import polars as pl
import pytest
from distributed import Client, LocalCluster

from hikiate.storage.packs import open_pack

Call = Callable[..., tuple[int, str, str]]
PARTS = 4
_EXAMPLE = ("--customers", "400", "--seed", "1", "--trades", "3000", "--format", "parquet")
_INCIDENT = """id = "theft"
kind = "unauthorised_outflow"
occurred_at = 2026-11-21T09:00:00+09:00
method = "in_kind"
promised = "in_kind"
[[loss]]
asset = "BTC"
quantity = "0.1"
tier = "hot"
keeper = "self"
"""
_IN_THIS_PROCESS = {
    "processes": False,
    "dashboard_address": None,
    "n_workers": 2,
    "threads_per_worker": 1,
    "protocol": "tcp",
}


@pytest.fixture
def parted(call: Call, tmp_path: Path) -> Path:
    """The example with trades, its bulk tables each in parts."""
    assert call("example", "whole", *_EXAMPLE)[0] == 0
    shutil.copytree(tmp_path / "whole", tmp_path / "parted")
    for table in ("balances", "trades", "secrets"):
        path = tmp_path / "parted" / f"{table}.parquet"
        rows = pl.read_parquet(path)
        path.unlink()
        path.with_suffix("").mkdir()
        for number in range(PARTS):
            first, end = (len(rows) * edge // PARTS for edge in (number, number + 1))
            rows.slice(first, end - first).write_parquet(path.with_suffix("") / f"{number:04}.parquet")
    return tmp_path / "parted"


def _closed(call: Call, *words: str) -> bytes:
    code, out, err = call("close", *words, "--json", "--lang", "en")
    assert code == 1, (out, err)
    return out.encode()


def test_parts_are_closed_as_the_whole_is(call: Call, parted: Path, tmp_path: Path) -> None:
    """But for the names of files and the digest of the pack; and every executor gives the same bytes."""
    here = _closed(call, "parted")
    for executor in ("threads", "processes"):
        assert _closed(call, "parted", "--executor", executor) == here
    whole = open_pack(tmp_path / "whole")
    said = _closed(call, "whole").decode().replace(whole.digest, open_pack(parted).digest)
    for table in ("balances", "trades"):
        said = said.replace(f"{table}.parquet", f"{table}/")
    assert said.encode() == here
    assert call("check", "parted")[0] == 0


@pytest.fixture
def stored(parted: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The same pack in an object store."""
    request.getfixturevalue("s3")
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.mkdir("hikiate-packs")
    store.put(str(parted), "hikiate-packs/day", recursive=True)
    yield "s3://hikiate-packs/day"
    store.rm("hikiate-packs", recursive=True)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers."""
    with LocalCluster(**_IN_THIS_PROCESS) as started:
        yield started.scheduler_address.replace("tcp://", "dask://")


def test_an_object_store_and_a_cluster_give_the_same_bytes(call: Call, stored: str, cluster: str) -> None:
    """The small files are fetched; the parts are read where the workers are."""
    here = _closed(call, "parted")
    assert _closed(call, stored) == here
    assert _closed(call, stored, "--executor", cluster) == here
    assert call("check", stored, "--json")[1] == call("check", "parted", "--json")[1]
    assert call("close", "s3://no-such-bucket/day")[0] in {2, 3}
    assert call("close", "nothing://bucket/day")[0] == 2


def test_a_day_is_proved_and_stressed_from_an_object_store(call: Call, stored: str, cluster: str) -> None:
    """By the workers of a cluster, with the same root and the same result as from a folder here."""
    assert call("prove", "parted", "--out", "here")[0] == 0
    assert call("prove", stored, "--out", "there", "--executor", cluster)[0] == 0
    assert Path("here/ROOT.json").read_bytes() == Path("there/ROOT.json").read_bytes()
    assert call("audit-proof", stored, "--root", "there", "--executor", cluster)[0] == 0
    words = ("--years", "20000", "--json")
    here, there = call("stress", "parted", *words), call("stress", stored, *words, "--executor", cluster)
    assert here[0] == there[0] < 2
    assert here[1] == there[1]


def test_an_incident_is_worked_out_from_an_object_store(call: Call, stored: str) -> None:
    """Who is owed what is the same, wherever the balances stand."""
    Path("incident.toml").write_text(_INCIDENT, encoding="utf-8")
    words = ("--incident", "incident.toml", "--json")
    here, there = (
        call("compensate", "parted", *words, "--out", "here"),
        call("compensate", stored, *words, "--out", "o"),
    )
    assert here[0] == there[0] < 2, here
    assert here[1] == there[1]
    assert Path("here/files.json").read_bytes() == Path("o/files.json").read_bytes()


@pytest.mark.usefixtures("parted")
def test_a_worker_killed_on_the_way_changes_nothing(call: Call, tmp_path: Path) -> None:
    """What it was given is surveyed by another: it is stopped before, and killed when it has been given its parts."""
    here = _closed(call, "parted")
    cluster = [_started("scheduler", "--port", "0")]
    try:
        _wait_for(tmp_path / "s.json")
        cluster += [_started("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        with Client(scheduler_file="s.json") as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address.replace("tcp://", "dask://")
        cluster[1].send_signal(signal.SIGSTOP)
        killer = threading.Timer(3.0, cluster[1].kill)
        killer.start()
        begun = time.monotonic()
        assert _closed(call, "parted", "--executor", address) == here
        assert time.monotonic() - begun > 2
        killer.join()
    finally:
        for process in cluster:
            process.kill()
            process.wait()


def _started(what: str, *words: str) -> subprocess.Popen[bytes]:
    """A process of a cluster, which the others find by a file."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", "s.json", "--no-dashboard"]
    return subprocess.Popen([*command, *words], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.is_file() or not path.read_bytes():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_faults_of_parts_are_told_with_their_files(call: Call, parted: Path) -> None:
    """In rows, among keys of different parts, in columns, and where a file is none; and nothing is written."""
    first, last = parted / "balances" / "0000.parquet", parted / "balances" / "0003.parquet"
    rows = pl.read_parquet(last)
    pl.concat([rows, pl.read_parquet(first).head(2)]).write_parquet(last)
    code, _, err = call("close", "parted", "--out", "r", "--lang", "en")
    assert code == 2
    assert f"balances/0003.parquet row {len(rows) + 1}" in err
    assert f"balances/0003.parquet row {len(rows) + 2}" in err
    rows.with_columns(pl.lit("NONE").alias("asset")).write_parquet(last)
    code, _, err = call("close", "parted", "--lang", "en")
    assert (code, "balances/0003.parquet row 1 column asset" in err) == (2, True)
    assert "more" in err
    rows.rename({"customer": "who"}).write_parquet(last)
    assert "balances/0003.parquet: who" in call("close", "parted", "--lang", "en")[2]
    (parted / "balances" / ".DS_Store").write_bytes(b"")
    (parted / "balances" / "more").mkdir()
    assert "balances/more" in call("close", "parted", "--lang", "en")[2]
    (parted / "balances" / "more").rmdir()
    (parted / "prices.csv").symlink_to("nowhere")
    assert "prices.csv" in call("close", "parted", "--lang", "en")[2]
    (parted / "prices.csv").unlink()
    shutil.copy(first, parted / "balances.parquet")
    assert "balances: " in call("close", "parted", "--lang", "en")[2]
    (parted / "balances.parquet").unlink()
    last.write_bytes(b"no table")
    assert "balances/0003.parquet" in call("close", "parted", "--lang", "en")[2]
    last.rename(last.with_suffix(".txt"))
    assert "balances/0003.txt" in call("close", "parted", "--lang", "en")[2]
    for path in (parted / "balances").iterdir():
        path.unlink()
    assert "at least one Parquet file" in call("close", "parted", "--lang", "en")[2]
    (parted / "balances").rmdir()
    (parted / "holdings").mkdir()
    assert "holdings" in call("close", "parted", "--lang", "en")[2]
    assert not Path("r").exists()


def test_a_workspace_takes_no_parts(call: Call, parted: Path) -> None:
    """It keeps a pack's files as they are."""
    assert call("init", "w", user="ann")[0] == 0
    code, _, err = call("close", str(parted), "--workspace", "w", "--lang", "en", user="ann")
    assert (code, "balances/" in err, "without a workspace" in err) == (2, True, True)
