"""Who computes, here or on a cluster, by which engine and in how much memory; as the command line asks."""

import errno
import os
import re
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.faults import ENGINE_REFUSED, EXECUTOR_REFUSED, MEMORY_REFUSED
from hikiate.proofs.hashing import Engine, engine

_FEW_ROWS = 20_000
"""Below so many balances the kernels take longer to load than hashlib takes to hash."""
_MEMORY_MIN = 64_000_000
_UNITS = {"MB": 10**6, "GB": 10**9, "MIB": 2**20, "GIB": 2**30}
_MEMORY = re.compile(r"([0-9]{1,6}) ?([MG]i?B)", re.ASCII | re.IGNORECASE)
_DASK = "dask://"


def memory_bytes(text: str) -> int:
    """A size as bytes; Refused where it is none, or too small to work in."""
    match = _MEMORY.fullmatch(text)
    size = int(match.group(1)) * _UNITS[match.group(2).upper()] if match else 0
    if size < _MEMORY_MIN:
        raise Refused([MEMORY_REFUSED.at("--memory", value=text)])
    return size


def engine_for(name: str, rows: int) -> Engine:
    """The engine by its name, that for so many balances where it is `auto`; Refused where it cannot be had here."""
    if name == "auto" and rows < _FEW_ROWS:
        name = "hashlib"
    try:
        return engine(name, threads=_cores())
    except ValueError as error:
        raise Refused([ENGINE_REFUSED.at("--engine", value=error)]) from error


@contextmanager
def hands(executor: str, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """An executor and how many work in it: as many as asked for, or as there are cores; a cluster's own number."""
    count = workers or _cores()
    if executor == "threads":
        with ThreadPoolExecutor(count) as pool:
            yield pool, count
    elif executor == "processes":
        # Spawned and not forked: a fork would copy the locks of threads that it does not copy.
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as processes:
            yield processes, count
    elif executor.startswith(_DASK):
        with _cluster(f"tcp://{executor.removeprefix(_DASK)}") as (cluster, threads):
            yield cluster, threads
    else:
        do, do_ja = "choose one of them", "いずれかを指定してください"
        raise Refused([EXECUTOR_REFUSED.at("--executor", value=executor, do=do, do_ja=do_ja)])


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """A cluster's executor and its number of threads; OSError where nobody answers."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, loaded where a cluster is asked for
    except ImportError as error:
        do, do_ja = "install hikiate[cluster]", "hikiate[cluster] をインストールしてください"
        value = Term("dask.distributed is not installed", "dask.distributed がインストールされていません")
        raise Refused([EXECUTOR_REFUSED.at("--executor", value=value, do=do, do_ja=do_ja)]) from error
    try:
        client = Client(address, timeout="10s")
    except OSError as error:
        raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), address) from error
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise OSError(errno.ECHILD, os.strerror(errno.ECHILD), address)
        yield client.get_executor(), workers


def _cores() -> int:
    """The cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
