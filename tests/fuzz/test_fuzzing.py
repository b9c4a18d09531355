"""Inputs from outside, fuzzed shortly: each is read or refused in words; and what watches them sees what it should.

The long form is `make fuzz` (docs/adr/0037). The corpus holds smallest inputs: those to begin with, and one for each
failure that was ever found.
"""

import io
import re
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

import pytest
from mutating import FORMS, mutated, parted
from readers import BY_NAME, TARGETS
from scratch import CORPUS, ROOT
from shortly import tried
from watching import Target, TooSlow, Watch

from hikiate.kernel.findings import Refused

INPUTS = 24
SEED = 20261126
SERVED = {"request", "command line"}
"""Targets of tens of milliseconds an input: their seeds alone take longer than all others."""


@pytest.mark.parametrize("target", [pytest.param(one, id=one.name) for one in TARGETS if one.name not in SERVED])
def test_every_input_is_read_or_refused_in_words(target: Target) -> None:
    """No stack trace, no hang, no gigabyte: the corpus, and mutations of it by a seed."""
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")), redirect_stderr(io.StringIO()):
        watch = tried(target, INPUTS, SEED)
    assert [(one.kind, one.place, one.said, one.data[:200]) for one in watch.failures.values()] == []
    assert watch.inputs == watch.read + watch.refused >= INPUTS
    assert watch.slowest_seconds < 5


def test_a_command_line_ends_in_words_and_an_exit_code() -> None:
    """The seeds, and a few mutations."""
    watch, chance = Watch(BY_NAME["command line"]), Random(SEED)  # noqa: S311 - to be repeated by its seed
    seeds = BY_NAME["command line"].seeds()
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")), redirect_stderr(io.StringIO()):
        for data in [*seeds[:6], *(mutated(chance.choice(seeds), "words", chance) for _ in range(6))]:
            watch(data)
    assert not watch.failures
    assert watch.read > 0


def test_the_corpus_is_small_and_is_read() -> None:
    """Every folder of it belongs to a target."""
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 150_000
    before = {target.name: len(target.seeds()) for target in TARGETS if target.name not in SERVED}
    assert not [name for name, seeds in before.items() if not seeds]
    sources = "".join((ROOT / "tests" / "fuzz" / name).read_text("utf-8") for name in ("readers.py", "pack_readers.py"))
    sources += (ROOT / "tests" / "fuzz" / "served.py").read_text("utf-8")
    folders = [folder.name for folder in CORPUS.iterdir() if folder.is_dir()]
    assert [name for name in folders if name[:6] not in {"table-", "import"} and f'"{name}"' not in sources] == []


def test_a_watch_sees_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack trace, a hang, a gigabyte, a refusal without a fault or without words."""

    def read(data: bytes) -> None:
        match data:
            case b"raise":
                raise KeyError("x")
            case b"hang":
                while True:
                    pass
            case b"grow":
                monkeypatch.setattr("watching._peak_bytes", lambda: 3 << 30)
            case b"silent":
                raise Refused([])

    monkeypatch.setattr("watching.SECONDS_MAX", 0.2)
    watch = Watch(Target("planted", "lines", read, list))
    assert watch(b"well") is None
    found = [watch(data) for data in (b"raise", b"hang", b"silent")]
    assert [one.kind for one in found if one] == ["KeyError", "too slow", "refused without a fault"]
    monkeypatch.setattr("watching._peak_bytes", lambda: 0)
    grown = watch(b"grow")
    assert grown is not None
    assert grown.kind == "too much memory"
    assert (watch.inputs, watch.read, watch.crashes) == (5, 2, 4)
    assert issubclass(TooSlow, BaseException)
    assert not issubclass(TooSlow, Exception)


def test_the_shortest_input_of_a_failure_is_kept() -> None:
    """Two inputs fail alike."""

    def read(data: bytes) -> None:
        raise ValueError(str(len(data)))

    watch = Watch(Target("planted", "lines", read, list))
    for data in (b"long one", b"x", b"longer than both"):
        watch(data)
    assert [one.data for one in watch.failures.values()] == [b"x"]


@pytest.mark.parametrize("form", [*FORMS, "bytes"])
def test_mutations_are_drawn_from_the_seed_and_change_something(form: str) -> None:
    """The same seed makes the same inputs, and nearly all of them differ from what they were made of."""
    data = b'%%% a.csv\nx,y\n1,2\n\n%%% b.json\n{"k": ["v", 1]}\n%%% c.toml\nk = "v"\n%%% d.xml\n<a b="c">t</a>'
    if form in {"json", "xml", "toml", "csv"}:
        data = parted(data.decode())[f"{'abcd'[['csv', 'json', 'toml', 'xml'].index(form)]}.{form}"].encode()
    made, again = ([mutated(data, form, Random(f"{number}")) for number in range(200)] for _ in range(2))  # noqa: S311 - as above
    assert made == again
    assert len(set(made)) > 50
    assert sum(one != data for one in made) > 120


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 14), reason="atheris has no wheel here")
def test_a_campaign_prints_its_figures(tmp_path: Path) -> None:
    """One target under atheris: as many inputs as were asked for, none of them a failure, within seconds."""
    began = time.monotonic()
    command = [sys.executable, str(ROOT / "tests" / "fuzz" / "campaigns.py"), "--inputs", "300", "--seed", "3"]
    ended = subprocess.run(
        [*command, "--only", "answer of a node", "--keep", str(tmp_path / "keep")],
        capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    last = ended.stdout.splitlines()[-1]
    figures = re.fullmatch(
        r"(\d+) inputs of 1 targets, 0 crashes, slowest [0-9.]+ s \(answer of a node\), seed 3, \d+ workers, .*", last
    )
    assert figures is not None, last
    assert int(figures[1]) >= 300
    assert time.monotonic() - began < 100
    assert not (tmp_path / "keep").exists()
