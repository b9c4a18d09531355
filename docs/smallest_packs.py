# ruff: noqa: INP001 - docs is a folder of pages and of the scripts that make them, not a package
"""The smallest packs that show a finding: those of tests/errors, read, named and closed.

A case is a folder of tables, and a record in the `expected.toml` beside it that says what is called on it, how that
exits, and where the finding stands. It runs here without a process of its own, so that all of them take seconds.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

from hikiate.cli.compensation import worked_out
from hikiate.cli.keeping import init
from hikiate.conduct.screening.lists import read_list
from hikiate.facts import faults
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import Result
from hikiate.operations.close import close
from hikiate.operations.transfers import Promises, oversee
from hikiate.storage.lawbooks import library, transfer_regimes
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "errors"

EXIT_BREACH = 1
EXIT_REFUSED = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A pack that shows `code` at `where`; `beside` is everything else that it cannot help showing, as `code at place`.

    `beside_times` says instead how often a code stands beside, where the places are too many to be listed.
    """

    code: str
    command: str
    pack: str
    exit: int
    where: str
    overlays: tuple[str, ...] = ()
    previous: str | None = None
    incident: str | None = None
    rules: str | None = None
    lists: tuple[str, ...] = ()
    cooling_off: int | None = None
    beside: tuple[str, ...] = ()
    beside_times: Mapping[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the pack and what is called with it stand."""
        return FOLDER / self.code

    @property
    def call(self) -> str:
        """The command as a user types it inside the folder."""
        words = ["hikiate", self.command, self.pack]
        words += [word for overlay in self.overlays for word in ("--overlay", overlay)]
        words += ["--previous", self.previous] if self.previous else []
        words += ["--incident", self.incident, "--out", "out"] if self.incident else []
        words += ["--rules", self.rules] if self.rules else []
        words += [word for one in self.lists for word in ("--list", one)]
        words += ["--cooling-off", str(self.cooling_off)] if self.cooling_off is not None else []
        return " ".join(words)


def cases(code: str | None = None) -> Iterator[Case]:
    """Every case, or those of one code, in the order of the folders and of their records."""
    for folder in sorted(FOLDER.iterdir()):
        if code is None or folder.name == code:
            record = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
            for case in record["case"]:
                listed = {key: tuple(case[key]) for key in ("overlays", "lists", "beside") if key in case}
                yield Case(folder.name, **{**case, **listed})


def result(case: Case) -> Result | None:
    """The result of a case that closes; None for one that is refused or calls something else."""
    if case.command != "close":
        return None
    with chdir(case.folder):
        try:
            return _closed(case)
        except Refused:
            return None


def outcome(case: Case) -> tuple[int, tuple[Finding, ...]]:
    """The exit code of the case's command, and what it finds."""
    with chdir(case.folder):
        try:
            return _called(case)
        except Refused as refused:
            return EXIT_REFUSED, refused.faults


def _called(case: Case) -> tuple[int, tuple[Finding, ...]]:
    if case.command == "init":
        init(Path(case.pack), lang="en")
        return 0, ()
    if case.incident:
        worked = worked_out(Path(case.pack), Path(case.incident), None).made.result
        return EXIT_BREACH if worked.verdict == "in_breach" else 0, worked.findings
    if case.command == "transfers":
        lists = [read_list(name, Path(name).read_bytes()) for name in case.lists]
        book = transfer_regimes().rulebooks[case.rules or "jp-transfers"]
        overseen = oversee(read_pack(open_pack(Path(case.pack))), book, lists, Promises(case.cooling_off))
        return EXIT_BREACH if overseen.is_breached else 0, overseen.findings
    if case.command == "check":
        return 0, read_pack(open_pack(Path(case.pack)), with_secrets=True).import_findings
    made = _closed(case)
    return EXIT_BREACH if made.verdict == "in_breach" else 0, made.findings


def _closed(case: Case) -> Result:
    raw = open_pack(Path(case.pack))
    laws = library(Path(overlay) for overlay in case.overlays)
    previous = read_result(Path(case.previous)) if case.previous else None
    pack = read_pack(raw)
    names = pack.exchange.rulebooks
    if not names:
        raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(laws.rulebooks))])
    return close(pack, laws.choose(names), previous)
