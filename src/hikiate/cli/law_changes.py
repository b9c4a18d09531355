"""Changes of law: what if an overlay were law, what differs between two days, and the watch over the library."""

from datetime import datetime
from pathlib import Path
from typing import Any

from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, put_json
from hikiate.kernel.amounts import decimal_text, grouped_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language
from hikiate.law.provisions import malformed
from hikiate.law.watch import Boundary, Open, Stale, Watch
from hikiate.operations.what_if import OnPack, OnPopulation, WhatIf, what_if
from hikiate.reports.labels import STATUSES
from hikiate.rules.compared.changes import Change, version_term
from hikiate.storage.lawbooks import library

SEED = 1


def what_if_law(
    folder: Path | None, overlays: list[Path], on: datetime | None, exchanges: int, *, as_json: bool, lang: str | None
) -> None:
    """Say what the overlays change: in words, on the pack if one is named, and on a population if one is asked for."""
    spoken = language(lang)
    if not overlays:
        raise Refused([malformed("option --overlay", "no overlay", "--overlay FILE, the change to try")])
    before, after = library(), library(overlays)
    people, pack = _population(exchanges), None
    if folder is not None:
        from hikiate.facts.pack import read_pack  # noqa: PLC0415 - tables are slow to load, and words need none
        from hikiate.storage.packs import open_pack  # noqa: PLC0415 - as above

        raw = open_pack(folder)
        with progress(spoken) as step:
            pack = read_pack(raw, step)
    day = on.date() if on else datetime.now().astimezone().date()
    found = what_if(before, after, day, pack, people)
    if as_json:
        put_json(_document(found))
    else:
        put("\n".join(_lines(found, spoken)))


def _population(exchanges: int) -> Any:  # noqa: ANN401 - a tuple of exchanges whose room loads only when asked for
    if not exchanges:
        return ()
    from hikiate.facts.population.records import records  # noqa: PLC0415 - as above
    from hikiate.rules.impact.population import population  # noqa: PLC0415 - as above

    return population(records(), exchanges, SEED)


def _document(found: WhatIf) -> dict[str, Any]:
    return {
        "schema": "hikiate/what-if/1",
        "on": found.day.isoformat(),
        "changes": [change_document(change) for change in found.changes],
        "pack": [
            {
                "rulebook": effect.after.edition.book.name,
                "currency": effect.currency,
                **{
                    key: {"before": _amount(getattr(effect.before, key)), "after": _amount(getattr(effect.after, key))}
                    for key in ("required", "short")
                },
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


def _amount(amount: Any) -> str | None:  # noqa: ANN401 - a fraction or None, by the name of a field
    return None if amount is None else decimal_text(amount)


def change_document(change: Change) -> dict[str, Any]:
    """A change as plain text values."""
    return {
        "rulebook": change.rulebook,
        "provision": change.key,
        "since": change.since.isoformat() if change.since else None,
        "said": change.sentence.en,
        "ja": {"said": change.sentence.ja},
    }


def _lines(found: WhatIf, spoken: Language) -> list[str]:
    lines = [f"{change.rulebook}: {change.sentence.said(spoken)}" for change in found.changes]
    lines += ["", *(_pack_line(effect, spoken) for effect in found.on_pack)] if found.on_pack else []
    lines += ["", *(_population_line(effect, spoken) for effect in found.on_population)] if found.on_population else []
    return lines


def _pack_line(effect: OnPack, spoken: Language) -> str:
    name, currency = effect.after.edition.book.name, effect.currency
    required, short = (
        " → ".join(_grouped(getattr(row, key)) for row in (effect.before, effect.after))
        for key in ("required", "short")
    )
    statuses = " → ".join(STATUSES[row.status].said(spoken) for row in (effect.before, effect.after))
    if spoken == "ja":
        return f"{name}（このパック）: 必要額 {required} {currency}、不足額 {short} {currency}、位置付け {statuses}"
    return f"{name} on this pack: required {required} {currency}, short {short} {currency}, status {statuses}"


def _grouped(amount: Any) -> str:  # noqa: ANN401 - as above
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


def watch_lines(seen: Watch, spoken: Language) -> list[str]:
    """The watch as lines: stale first, then open, then boundaries ahead."""
    lines = [_stale_line(stale, spoken) for stale in seen.stale]
    lines += [_open_line(entry, spoken) for entry in seen.open]
    return lines + [_boundary_line(boundary, spoken) for boundary in seen.boundaries]


def _stale_line(stale: Stale, spoken: Language) -> str:
    place = f"{stale.rulebook} {stale.key}"
    if spoken == "ja":
        return f"要再確認  {place}: 最終確認日 {stale.verified_on}"
    return f"stale     {place}: last verified on {stale.verified_on}"


def _open_line(entry: Open, spoken: Language) -> str:
    place, day = f"{entry.rulebook} {entry.key}", entry.decide_by
    if spoken == "ja":
        return f"未定      {place}: " + ("決定期限の定めなし" if day is None else f"{day} までに決定")
    return f"open      {place}: " + ("no law names a last day" if day is None else f"to be decided by {day}")


def _boundary_line(boundary: Boundary, spoken: Language) -> str:
    before, after = (version_term(version).said(spoken) for version in (boundary.before, boundary.after))
    place = f"{boundary.rulebook} {boundary.key}"
    if boundary.before == boundary.after:
        said = f"{boundary.day}  {place}"
        return f"期日      {said}" if spoken == "ja" else f"ahead     {said}"
    said = f"{boundary.day}  {place}: {before} → {after}"
    return f"変更予定  {said}" if spoken == "ja" else f"ahead     {said}"


def watch_document(seen: Watch) -> dict[str, Any]:
    """The watch as plain dicts, lists and text."""
    return {
        "on": seen.day.isoformat(),
        "stale": [
            {"rulebook": stale.rulebook, "provision": stale.key, "verified_on": stale.verified_on.isoformat()}
            for stale in seen.stale
        ],
        "open": [
            {
                "rulebook": entry.rulebook,
                "provision": entry.key,
                "decide_by": entry.decide_by.isoformat() if entry.decide_by else None,
            }
            for entry in seen.open
        ],
        "boundaries": [
            {
                "day": boundary.day.isoformat(),
                "rulebook": boundary.rulebook,
                "provision": boundary.key,
                "before": version_term(boundary.before).en,
                "after": version_term(boundary.after).en,
            }
            for boundary in seen.boundaries
        ],
    }
