"""The result of a computation as one document: figures, findings, verdict; written and read back without loss.

`document` gives the plain form that is stored as JSON, `result` reads it back, and `document_text` its one canonical
spelling, so that the same computation is the same bytes. A close has the schema `hikiate/close/1`; other computations
have their own, with an annex.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words

SCHEMA = "hikiate/close/1"
COMPENSATION_SCHEMA = "hikiate/compensation/1"
STRESS_SCHEMA = "hikiate/stress/1"
MIX_SCHEMA = "hikiate/mix/1"
REPLAY_SCHEMA = "hikiate/replay/1"
DISTRIBUTION_SCHEMA = "hikiate/distribution/1"

SCHEMAS: Mapping[str, tuple[str, ...]] = {
    SCHEMA: (),
    COMPENSATION_SCHEMA: ("incident", "incident_digest", "iteration", "earlier_digest"),
    STRESS_SCHEMA: ("years", "seed", "scenarios", "layers", "curve", "fit", "backtest"),
    MIX_SCHEMA: ("years", "seed", "scenarios", "layers", "frontier", "why"),
    REPLAY_SCHEMA: ("case",),
    DISTRIBUTION_SCHEMA: ("estate", "estate_digest", "regime", "method", "rounds", "iteration", "earlier_digest"),
}
"""Each schema with the keys that it has beside figures and findings."""

Verdict = Literal["in_order", "in_breach"]


@dataclass(frozen=True, slots=True)
class RulebookUsed:
    """A rulebook of a close: its name, weakest status on the day, digest, and the overlays laid over it."""

    name: str
    status: Status
    digest: str
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a computation found. `as_of` is the snapshot's moment as the pack wrote it.

    `annex` is what its schema has beside figures and findings, as plain JSON.
    """

    exchange: str
    as_of: str
    version: str
    pack_digest: str
    rulebooks: tuple[RulebookUsed, ...]
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    schema: str = SCHEMA
    annex: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """In breach as soon as one finding is a breach."""
        breached = any(finding.severity is Severity.BREACH for finding in self.findings)
        return "in_breach" if breached else "in_order"


_SCHEMA_SHOWN_MAX = 40


class NotAResult(ValueError):
    """A document that is no result of this schema."""


def document(result: Result) -> dict[str, Any]:
    """The result as plain dicts, lists and text."""
    return {
        "schema": result.schema,
        "exchange": result.exchange,
        "as_of": result.as_of,
        "version": result.version,
        "pack_digest": result.pack_digest,
        "rulebooks": [
            {"name": book.name, "status": book.status.value, "digest": book.digest, "overlays": list(book.overlays)}
            for book in result.rulebooks
        ],
        "verdict": result.verdict,
        **result.annex,
        "findings": [finding_document(finding) for finding in result.findings],
        "figures": {
            figure.name: {
                "value": figure.value,
                "unit": figure.unit,
                "status": figure.status.value,
                "rule": figure.rule.en,
                "citation": figure.citation,
                "inputs": list(figure.inputs),
                "ja": {"rule": figure.rule.ja},
            }
            for figure in result.figures.values()
        },
    }


def document_text(plain: Mapping[str, Any]) -> str:
    """A document's one spelling as JSON: keys as built, one space of indent, no escapes, a newline at the end."""
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as plain text values; the English words at the top, the Japanese ones under `ja`."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        **asdict(finding.en),
        "citation": finding.citation,
        "due": finding.due.isoformat() if finding.due else None,
        "since": finding.since.isoformat() if finding.since else None,
        "ja": asdict(finding.ja),
    }


def result(plain: object, schema: str = SCHEMA) -> Result:
    """Read a document of a schema back; NotAResult names what is wrong with it.

    What is read is what `document` would write again: a key too many, a verdict that the findings do not bear out, or
    a figure that stands on itself or on nothing makes it no result.
    """
    found = plain.get("schema") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or found != schema:
        raise NotAResult(f"schema is {str(found)[:_SCHEMA_SHOWN_MAX]}, not {schema}")
    try:
        read = Result(
            exchange=_text(plain["exchange"]),
            as_of=_text(plain["as_of"]),
            version=_text(plain["version"]),
            pack_digest=_text(plain["pack_digest"]),
            rulebooks=tuple(_rulebook(book) for book in plain["rulebooks"]),
            figures={name: _figure(name, figure) for name, figure in plain["figures"].items()},
            findings=tuple(read_finding(finding) for finding in plain["findings"]),
            schema=schema,
            annex={key: plain[key] for key in SCHEMAS[schema]},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAResult(f"{type(error).__name__}: {error}") from error
    _check_whole(read, plain)
    return read


def _check_whole(read: Result, plain: Mapping[str, Any]) -> None:
    again = document(read)
    for key in {**again, **plain}:
        if key not in again or again[key] != plain.get(key):
            raise NotAResult(f"{key} is not what this schema writes there")
    if any(finding.severity is Severity.FAULT for finding in read.findings):
        raise NotAResult("a fault stands among the findings")
    missing = {name for figure in read.figures.values() for name in figure.inputs} - read.figures.keys()
    if missing:
        raise NotAResult(f"figures that others stand on are missing: {', '.join(sorted(missing))}")
    try:
        TopologicalSorter({figure.name: figure.inputs for figure in read.figures.values()}).prepare()
    except CycleError as error:
        raise NotAResult(f"figures stand on themselves: {', '.join(error.args[1])}") from error


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError(f"{plain!r} is not text")
    return plain


def _day(plain: object) -> date | None:
    return None if plain is None else date.fromisoformat(_text(plain))


def _words(plain: Mapping[str, Any]) -> Words:
    return Words(_text(plain["found"]), _text(plain["wanted"]), _text(plain["do"]))


def _rulebook(plain: Mapping[str, Any]) -> RulebookUsed:
    overlays = tuple(_text(overlay) for overlay in plain["overlays"])
    return RulebookUsed(_text(plain["name"]), Status(plain["status"]), _text(plain["digest"]), overlays)


def _figure(name: str, plain: Mapping[str, Any]) -> Figure:
    value = plain["value"]
    return Figure(
        name,
        None if value is None else _text(value),
        _text(plain["unit"]),
        Status(plain["status"]),
        Term(_text(plain["rule"]), _text(plain["ja"]["rule"])),
        _text(plain["citation"]),
        tuple(_text(input_name) for input_name in plain["inputs"]),
    )


def read_finding(plain: Mapping[str, Any]) -> Finding:
    """A finding from the form that `finding_document` gives; KeyError, TypeError or ValueError where it is not."""
    return Finding(
        code=_text(plain["code"]),
        severity=Severity(plain["severity"]),
        where=_text(plain["where"]),
        en=_words(plain),
        ja=_words(plain["ja"]),
        citation=_text(plain["citation"]),
        due=_day(plain["due"]),
        since=_day(plain["since"]),
    )
