"""What is published, as JSON for machines: amounts as text, each number with its unit, legal status and citation."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from hikiate.desk.desks import Desk
from hikiate.kernel.figures import Figure
from hikiate.web.public.transparency import Transparency, incident_policy, transparency

SCHEMA = "hikiate/open-data/1"
DOCUMENTS: Mapping[str, str] = {
    "index": "",
    "coverage": "coverage",
    "reserve": "reserve",
    "roots": "proofs",
    "disputes": "disputes",
    "policy": "policy",
}
"""Each document, with the part that must be published for it to be there."""


def open_data(name: str, desk: Desk, parts: frozenset[str], today: date) -> dict[str, object]:
    """A document by its name."""
    shown = transparency(desk, parts, today)
    head: dict[str, object] = {"schema": SCHEMA, "document": name}
    if shown.exchange:
        head |= {"exchange": shown.exchange, "as_of": shown.as_of, "closed_at": shown.closed_at}
    return head | _BODIES[name](desk, shown)


def _index(_desk: Desk, shown: Transparency) -> dict[str, object]:
    there = [name for name, part in DOCUMENTS.items() if part and part in shown.parts]
    return {"documents": [{"name": name, "path": f"/public/data/{name}.json"} for name in there]}


def _coverage(_desk: Desk, shown: Transparency) -> dict[str, object]:
    return {
        "assets": [
            {
                "asset": row.asset,
                "liability": _figure(row.liability),
                "held": _figure(row.held),
                "coverage": None if row.coverage is None else _figure(row.coverage),
            }
            for row in shown.coverage
        ]
    }


def _reserve(_desk: Desk, shown: Transparency) -> dict[str, object]:
    return {"reserve": {part: _figure(figure) for part, figure in (shown.reserve or {}).items()}}


def _roots(_desk: Desk, shown: Transparency) -> dict[str, object]:
    return {
        "roots": [
            {
                "as_of": row.root.as_of,
                "day_root": row.root.day_root,
                "previous": row.root.previous,
                "sound": row.is_sound,
                "path": f"/public/roots/{row.root.day_root}.json",
            }
            for row in shown.roots
        ]
    }


def _disputes(_desk: Desk, shown: Transparency) -> dict[str, object]:
    return {"disputes": None if shown.disputes is None else asdict(shown.disputes)}


def _policy(desk: Desk, _shown: Transparency) -> dict[str, object]:
    found = incident_policy(desk)
    if found is None:
        return {"policy": None}
    policy = found[0]
    steps = [
        {"within": step.within, "days": step.days, "en": step.words.en, "ja": step.words.ja} for step in policy.steps
    ]
    return {
        "policy": {
            "decided_on": policy.decided_on.isoformat(),
            "method": policy.method,
            "en": policy.words.en,
            "ja": policy.words.ja,
            "steps": steps,
        }
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "status": figure.status.value,
        "rule": figure.rule.en,
        "citation": figure.citation,
        "ja": {"rule": figure.rule.ja},
    }


_BODIES = {
    "index": _index,
    "coverage": _coverage,
    "reserve": _reserve,
    "roots": _roots,
    "disputes": _disputes,
    "policy": _policy,
}
