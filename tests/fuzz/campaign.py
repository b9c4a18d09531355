"""One target, fuzzed by atheris: mutations led by the coverage of the software's own code, and by the input's form.

The engine ends the process when it is done, and whenever an input ends it; so each campaign is a process of its own,
which leaves `figures.json` and the input of each failure in a folder.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import NoReturn

import atheris  # type: ignore[import-not-found, unused-ignore] # there is none for every system
from mutating import mutated
from scratch import BYTES_MAX
from watching import Target, Watch, limit_memory

_SECONDS_TO_HANG = 60
_MEGABYTES_MAX = 4096
_BY_FORM = 0.7
"""How often a mutation goes by the form of the input; the engine's own change bytes."""
_FROM_SOUND = 0.3
"""How often a mutation begins anew, with an input that is read; what is refused stays so under most changes."""
_NOTED_EVERY = 500
FIGURES = "figures.json"


def fuzz(target: Target, runs: int, seed: int, folder: Path) -> NoReturn:
    """Fuzz a target in this process, and end it."""
    said = os.open(folder / "stderr.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, sys.stdout.fileno())
    os.dup2(said, sys.stderr.fileno())
    corpus = folder / "corpus"
    corpus.mkdir()
    with quiet():
        seeds = target.seeds()
    for number, data in enumerate(seeds):
        (corpus / f"{number:04}").write_bytes(data)
    watch = Watch(target)
    limit_memory()
    with quiet():
        sound = [data for data in seeds if _is_read(watch, data)]

    def tried(data: bytes) -> None:
        with quiet():
            watch(data)
        if watch.inputs % _NOTED_EVERY == 0 or watch.inputs >= runs:
            note(watch, folder)
        if watch.inputs >= runs:
            os._exit(0)  # the engine would print a report of its own, and what was left open would be closed twice

    def changed(data: bytes, length_max: int, chance: int) -> bytes:
        draw = Random(chance)  # noqa: S311 - a campaign is to be repeated by its seed
        if sound and draw.random() < _FROM_SOUND:
            return mutated(draw.choice(sound), target.form, draw)[:length_max]
        made = mutated(data, target.form, draw) if draw.random() < _BY_FORM else bytes(atheris.Mutate(data, length_max))
        return made[:length_max]

    words = [
        f"-seed={seed}", f"-max_len={BYTES_MAX}", f"-timeout={_SECONDS_TO_HANG}", f"-rss_limit_mb={_MEGABYTES_MAX}",
        "-len_control=0", "-verbosity=0", f"-artifact_prefix={folder}/", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *words], tried, custom_mutator=changed)
    atheris.Fuzz()
    os._exit(1)


def _is_read(watch: Watch, data: bytes) -> bool:
    before = watch.read
    watch(data)
    return watch.read > before


def note(watch: Watch, folder: Path) -> None:
    """Leave what was found so far; a process that an input ends has left what came before."""
    for number, failure in enumerate(watch.failures.values()):
        (folder / f"failure-{number}").write_bytes(failure.data)
    (folder / "slowest").write_bytes(watch.slowest)
    figures = {
        "target": watch.target.name,
        "inputs": watch.inputs,
        "read": watch.read,
        "refused": watch.refused,
        "crashes": watch.crashes,
        "slowest_seconds": round(watch.slowest_seconds, 3),
        "failures": [
            {"kind": one.kind, "place": one.place, "said": one.said, "file": f"failure-{number}"}
            for number, one in enumerate(watch.failures.values())
        ],
    }
    written = folder / f".{FIGURES}"
    written.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    written.replace(folder / FIGURES)


@contextmanager
def quiet() -> Iterator[None]:
    """What is said meanwhile goes nowhere, but must be sayable."""
    nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield
