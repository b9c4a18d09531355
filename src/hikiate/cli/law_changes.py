"""What if an overlay were law: what it changes in words, on a pack, and on an imagined population."""

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from hikiate.cli.language import language
from hikiate.cli.law_watch import change_document
from hikiate.cli.speech import progress, put, put_json
from hikiate.facts import faults
from hikiate.facts.pack import read_pack
from hikiate.facts.population.records import records
from hikiate.kernel.amounts import decimal_text, grouped_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language
from hikiate.operations.what_if import OnPack, OnPopulation, WhatIf, what_if
from hikiate.reports.labels import STATUSES
from hikiate.rules.impact.population import population
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

SEED = 1

NO_OVERLAY = faults.NO_FILE.at(
    "--overlay",
    wanted="--overlay FILE, the change to try",
    wanted_ja="--overlay FILE（試算する変更を書いたファイル）",
    do="write one as docs/how-to/lay-an-overlay.md shows, and name it",
    do_ja="docs/ja/how-to/when-the-order-comes.md を参考にファイルを作成し、指定してください",
)


def what_if_law(
    folder: Path | None, overlays: list[Path], on: datetime | None, exchanges: int, *, as_json: bool, lang: str | None
) -> None:
    """Say what the overlays change: in words, on the pack if one is named, and on a population if one is asked for."""
    spoken = language(lang)
    if not overlays:
        raise Refused([NO_OVERLAY])
    before, after = library(), library(overlays)
    known = records()
    people = population(known, exchanges, SEED) if exchanges else ()
    margin = known.assumptions["margin_per_spot"].value
    pack = None
    if folder is not None:
        raw = open_pack(folder)
        with progress(spoken) as step:
            pack = read_pack(raw, step)
    day = on.date() if on else datetime.now().astimezone().date()
    found = what_if(before, after, day, pack, people, margin_per_spot=margin)
    if as_json:
        put_json(_document(found))
    else:
        put("\n".join(_lines(found, spoken)))


def _document(found: WhatIf) -> dict[str, Any]:
    return {
        "schema": "hikiate/what-if/1",
        "on": found.day.isoformat(),
        "changes": [change_document(change) for change in found.changes],
        "pack": [
            {
                "rulebook": effect.after.edition.book.name,
                "currency": effect.currency,
                "required": {"before": _amount(effect.before.required), "after": _amount(effect.after.required)},
                "short": {"before": _amount(effect.before.short), "after": _amount(effect.after.short)},
                "status": {"before": effect.before.status.value, "after": effect.after.status.value},
                "verdict": {"before": effect.before.verdict, "after": effect.after.verdict},
            }
            for effect in found.on_pack
        ],
        "population": [
            {
                "rulebook": effect.rulebook,
                "exchanges": effect.exchanges,
                "required": {"before": str(effect.required_before), "after": str(effect.required_after)},
                "below": {"before": effect.below_before, "after": effect.below_after},
            }
            for effect in found.on_population
        ],
    }


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def _lines(found: WhatIf, spoken: Language) -> list[str]:
    lines = [f"{change.rulebook}: {change.sentence.said(spoken)}" for change in found.changes]
    lines += ["", *(_pack_line(effect, spoken) for effect in found.on_pack)] if found.on_pack else []
    lines += ["", *(_population_line(effect, spoken) for effect in found.on_population)] if found.on_population else []
    return lines


def _pack_line(effect: OnPack, spoken: Language) -> str:
    name, currency = effect.after.edition.book.name, effect.currency
    required = f"{_grouped(effect.before.required)} → {_grouped(effect.after.required)}"
    short = f"{_grouped(effect.before.short)} → {_grouped(effect.after.short)}"
    statuses = " → ".join(STATUSES[row.status].said(spoken) for row in (effect.before, effect.after))
    if spoken == "ja":
        return f"{name}（このパック）: 必要額 {required} {currency}、不足額 {short} {currency}、位置付け {statuses}"
    return f"{name} on this pack: required {required} {currency}, short {short} {currency}, status {statuses}"


def _grouped(amount: Fraction | None) -> str:
    return "–" if amount is None else grouped_text(amount)


def _population_line(effect: OnPopulation, spoken: Language) -> str:
    required = f"{grouped_text(effect.required_before)} → {grouped_text(effect.required_after)}"
    below = f"{effect.below_before} → {effect.below_after}"
    if spoken == "ja":
        place = f"{effect.rulebook}（架空の {effect.exchanges} 社、仮定）"
        return f"{place}: 必要額の合計 {required} 円、充足できない業者 {below}"
    return (
        f"{effect.rulebook} on {effect.exchanges} imagined exchanges (assumption): required in all {required} JPY, "
        f"exchanges that cannot hold it {below}"
    )
