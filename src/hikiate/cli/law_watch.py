"""The watch over the law and changes of it, as lines and as documents; light, so that rulebooks are listed quickly."""

from typing import Any

from hikiate.kernel.wording import Language
from hikiate.law.watch import Boundary, Open, Stale, Watch
from hikiate.rules.compared.changes import Change, version_term


def change_document(change: Change) -> dict[str, Any]:
    """A change as plain text values."""
    return {
        "rulebook": change.rulebook,
        "provision": change.key,
        "since": change.since.isoformat() if change.since else None,
        "said": change.sentence.en,
        "ja": {"said": change.sentence.ja},
    }


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
    before, after = (version_term(version, boundary.unit).said(spoken) for version in (boundary.before, boundary.after))
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
                "before": version_term(boundary.before, boundary.unit).en,
                "after": version_term(boundary.after, boundary.unit).en,
            }
            for boundary in seen.boundaries
        ],
    }
