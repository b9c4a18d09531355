"""Stress and mix: a pack to a result about risk, written or told."""

import sys
from dataclasses import dataclass
from pathlib import Path

from hikiate.cli.closing import EXIT_BREACH
from hikiate.cli.crews import hands
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.facts import faults
from hikiate.facts.pack import Pack, Step, read_pack
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.operations.close import close as close_day
from hikiate.operations.stress import stress as stress_pack
from hikiate.reports.board.text import text
from hikiate.risk.parameters import Override, read_overrides
from hikiate.risk.simulation import Run
from hikiate.storage.disk import write_file
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.storage.risk_files import read_text_file

STRESS_FILE = "stress.json"


@dataclass(frozen=True, slots=True)
class RunAsked:
    """How many years, by which seed, and who computes them."""

    years: int
    seed: int
    workers: int | None
    executor: str


@dataclass(frozen=True, slots=True)
class LawAsked:
    """The rulebooks, overlays and overrides that the command was told."""

    rulebooks: list[str] | None
    overlays: list[Path] | None
    overrides: Path | None


def stress(folder: Path, asked: RunAsked, law: LawAsked, out: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Stress a pack; exits 1 where a duty that it stands on cannot be shown to be met."""
    spoken = language(lang)
    overrides = _overrides(law.overrides)
    with progress(spoken) as step:
        pack, close = _closed(folder, law, step)
        with hands(asked.executor, asked.workers) as (executor, workers):
            run = Run(asked.years, asked.seed, executor, workers)
            result = stress_pack(pack, close, overrides, run)
    _tell(result, out, STRESS_FILE, spoken, as_json=as_json)


def _overrides(path: Path | None) -> dict[str, Override]:
    if path is None:
        return {}
    return read_overrides(read_text_file(path, "a file of overrides", "上書きファイル"), path.name)


def _closed(folder: Path, law: LawAsked, step: Step) -> tuple[Pack, Result]:
    """The pack, and its close under the rulebooks asked for."""
    raw = open_pack(folder)
    laws = library(law.overlays or [])
    pack = read_pack(raw, step)
    names = law.rulebooks or pack.exchange.rulebooks
    if not names:
        raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(laws.rulebooks))])
    return pack, close_day(pack, laws.choose(names))


def _tell(result: Result, out: Path | None, name: str, spoken: Language, *, as_json: bool) -> None:
    content = document_text(document(result))
    if out is not None:
        write_file(out / name, content.encode())
        say(Term(f"written: {out / name}", f"書き出しました: {out / name}").said(spoken))
    put(content if as_json else text(result, spoken))
    sys.exit(EXIT_BREACH if result.verdict == "in_breach" else 0)
