"""A real estate worked out: what was published of it beside what the same facts come to here."""

from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.kernel.results import Result, finding_document
from hikiate.kernel.wording import Term

SCHEMA = "hikiate/estate-replay/1"


@dataclass(frozen=True, slots=True)
class EstateCompared:
    """A published figure beside ours, both as decimal text in `unit`; `difference` says what explains it."""

    what: Term
    unit: str
    published: str
    ours: str
    source: str
    difference: Term


@dataclass(frozen=True, slots=True)
class EstateReplay:
    """A case worked out: its name and title, the result, and what was published beside it."""

    name: str
    title: Term
    result: Result
    compared: tuple[EstateCompared, ...]


def replay_document(replay: EstateReplay) -> dict[str, object]:
    """The replay in plain form."""
    return {
        "schema": SCHEMA,
        "case": replay.name,
        "title": _both(replay.title),
        "regime": replay.result.annex["regime"],
        "method": replay.result.annex["method"],
        "compared": [
            {
                "what": _both(row.what),
                "unit": row.unit,
                "published": row.published,
                "ours": row.ours,
                "source": row.source,
                "difference": _both(row.difference),
            }
            for row in replay.compared
        ],
        "findings": [finding_document(finding) for finding in replay.result.findings],
    }


def _both(term: Term) -> Mapping[str, str]:
    return {"en": term.en, "ja": term.ja}
