"""Stress and mix: a pack to a result about risk, written or told."""

import sys
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from hikiate.cli.closing import EXIT_BREACH
from hikiate.cli.crews import hands
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.facts import faults
from hikiate.facts.pack import Pack, Step, read_pack
from hikiate.kernel.findings import Refused
from hikiate.kernel.rates import rate
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.close import close as close_day
from hikiate.operations.mix import Asked
from hikiate.operations.mix import mix as mix_pack
from hikiate.operations.stress import stress as stress_pack
from hikiate.reports.board.text import text
from hikiate.risk.parameters import Override, malformed, read_overrides
from hikiate.risk.quotes import Quotes, quoted_currency, read_quotes
from hikiate.risk.simulation import Run
from hikiate.storage.disk import write_file
from hikiate.storage.lawbooks import library
from hikiate.storage.remote_packs import pack_at
from hikiate.storage.results import MIX_FILE, STRESS_FILE
from hikiate.storage.risk_files import read_text_file


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


@dataclass(frozen=True, slots=True)
class OfferAsked:
    """What a mix has to satisfy and what is on offer, as the command was told."""

    cost_of_capital: str | None
    shortfall: str | None
    quotes: Path | None


def stress(
    pack_place: str, asked: RunAsked, law: LawAsked, out: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Stress a pack; exits 1 where a duty that it stands on cannot be shown to be met."""
    spoken = language(lang)
    overrides = _overrides(law.overrides)
    with progress(spoken) as step, hands(asked.executor, asked.workers) as (executor, workers):
        pack, books = _pack(pack_place, law, step, executor)
        run = Run(asked.years, asked.seed, executor, workers)
        result = stress_pack(pack, close_day(pack, books), overrides, run)
    _tell(result, out, STRESS_FILE, spoken, as_json=as_json)


def mix(
    pack_place: str,
    asked: RunAsked,
    law: LawAsked,
    offer: OfferAsked,
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Find the cheapest mix; exits 1 where a duty that it stands on cannot be shown to be met."""
    spoken = language(lang)
    cost = _part("--cost-of-capital", offer.cost_of_capital)
    shortfall = _part("--shortfall", offer.shortfall)
    overrides = _overrides(law.overrides)
    with progress(spoken) as step, hands(asked.executor, asked.workers) as (executor, workers):
        pack, books = _pack(pack_place, law, step, executor)
        quotes = _quotes(offer.quotes, pack)
        wanted = Asked(cost, shortfall, quotes, Run(asked.years, asked.seed, executor, workers))
        result = mix_pack(pack, close_day(pack, books), books, overrides, wanted)
    _tell(result, out, MIX_FILE, spoken, as_json=as_json)


def _part(option: str, text: str | None) -> Fraction | None:
    """A rate strictly between 0 and 1; None where none was given."""
    if text is None:
        return None
    try:
        value = rate(text)
    except ValueError:
        value = Fraction(0)
    if not 0 < value < 1:
        raise Refused([malformed(option, text, "a part between 0 and 1, such as 0.08", "0 と 1 の間の割合（例 0.08）")])
    return value


def _overrides(path: Path | None) -> dict[str, Override]:
    if path is None:
        return {}
    return read_overrides(read_text_file(path, "a file of overrides", "上書きファイル"), path.name)


def _quotes(path: Path | None, pack: Pack) -> Quotes | None:
    if path is None:
        return None
    content = read_text_file(path, "a file of quotes", "見積りファイル")
    currency = quoted_currency(content, path.name)
    asset = pack.exchange.assets.get(currency)
    return read_quotes(content, path.name, pack.exchange.reporting_scale if asset is None else asset.scale)


def _pack(pack_place: str, law: LawAsked, step: Step, executor: Executor) -> tuple[Pack, tuple[Rulebook, ...]]:
    """The pack, whose parts `executor` reads, and the rulebooks asked for."""
    laws = library(law.overlays or [])
    with pack_at(pack_place, executor) as raw:
        pack = read_pack(raw, step, hands=executor)
    names = law.rulebooks or pack.exchange.rulebooks
    if not names:
        raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(laws.rulebooks))])
    return pack, laws.choose(names)


def _tell(result: Result, out: Path | None, name: str, spoken: Language, *, as_json: bool) -> None:
    content = document_text(document(result))
    if out is not None:
        write_file(out / name, content.encode())
        say(Term(f"written: {out / name}", f"書き出しました: {out / name}").said(spoken))
    put(content if as_json else text(result, spoken))
    sys.exit(EXIT_BREACH if result.verdict == "in_breach" else 0)
