"""One target, fuzzed by atheris: mutations led by the coverage of the software's own code, and by the form of the input.

`python tests/fuzz/campaign.py TARGET RUNS SEED FOLDER`: leaves `figures.json` and the input of each failure in FOLDER.
The engine ends this process whenever an input ends it, so whoever starts it looks at what stands in the folder.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

COMPILED = [
    "hikiate.proofs.hashing", "hikiate.remedy.payouts.kernels", "hikiate.risk.philox", "hikiate.risk.severity",
    "hikiate.risk.years",
]  # fmt: skip
"""What numba compiles is not to be instrumented."""
LENGTH_MAX = 65_536
_SECONDS_TO_HANG = 60
_MEGABYTES_MAX = 4096
_BY_FORM = 0.7
"""How often a mutation goes by the form of the input; the engine's own change bytes."""
_NOTED_EVERY = 500
FIGURES = "figures.json"


def main() -> None:
    """Fuzz a target; does not return."""
    name, runs, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    import atheris  # noqa: PLC0415 - there is none for every system, and only a campaign needs it

    with atheris.instrument_imports(include=["hikiate"], exclude=COMPILED):
        from readers import BY_NAME  # noqa: PLC0415 - loaded here, so that it is instrumented
    from mutating import mutated  # noqa: PLC0415 - as above
    from watching import Watch, limit_memory  # noqa: PLC0415 - as above

    target = BY_NAME[name]
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    with _quiet():
        seeds = target.seeds()
    for number, data in enumerate(seeds):
        (corpus / f"{number:04}").write_bytes(data)
    watch = Watch(target)
    limit_memory()

    def tried(data: bytes) -> None:
        with _quiet():
            watch(data)
        if watch.inputs % _NOTED_EVERY == 0 or watch.inputs >= runs:
            note(watch, folder)
        if watch.inputs >= runs:
            os._exit(0)  # the engine would print a stack trace of its own

    def changed(data: bytes, length_max: int, chance: int) -> bytes:
        draw = Random(chance)  # noqa: S311 - a campaign is to be repeated by its seed
        made = mutated(data, target.form, draw) if draw.random() < _BY_FORM else bytes(atheris.Mutate(data, length_max))
        return made[:length_max]

    words = [
        f"-seed={seed}", f"-max_len={LENGTH_MAX}", f"-timeout={_SECONDS_TO_HANG}", f"-rss_limit_mb={_MEGABYTES_MAX}",
        "-len_control=0", "-verbosity=0", f"-artifact_prefix={folder}/", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *words], tried, custom_mutator=changed)
    atheris.Fuzz()


def note(watch: Any, folder: Path) -> None:  # noqa: ANN401 - a Watch, which is loaded late
    """Leave what was found so far; a process that an input ends has left what came before."""
    for number, failure in enumerate(watch.failures.values()):
        (folder / f"failure-{number}").write_bytes(failure.data)
    figures = {
        "target": watch.target.name,
        "inputs": watch.inputs,
        "read": watch.read,
        "refused": watch.refused,
        "crashes": watch.crashes,
        "slowest_seconds": round(watch.slowest_seconds, 3),
        "failures": [
            {
                "kind": one.kind,
                "place": one.place,
                "said": one.said,
                "bytes": len(one.data),
                "file": f"failure-{number}",
            }
            for number, one in enumerate(watch.failures.values())
        ],
    }
    written = folder / f".{FIGURES}"
    written.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    written.replace(folder / FIGURES)


class _quiet:  # noqa: N801 - a context, as those of contextlib
    """What is said meanwhile goes nowhere."""

    def __enter__(self) -> None:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict")
        self.both = redirect_stdout(out), redirect_stderr(out)
        for one in self.both:
            one.__enter__()

    def __exit__(self, *_raised: object) -> None:
        for one in self.both:
            one.__exit__(None, None, None)


if __name__ == "__main__":
    main()
