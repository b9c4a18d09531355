"""The result of a close as one document: figures, findings, verdict; written and read back without loss.

`document` gives the plain form that is stored as JSON (schema `hikiate/close/1`), `result` reads it back, and
`document_text` its one canonical spelling, so that the same close is the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Words

SCHEMA = "hikiate/close/1"

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
    """What a close found. `as_of` is the snapshot's moment as the pack wrote it."""

    exchange: str
    as_of: str
    version: str
    pack_digest: str
    rulebooks: tuple[RulebookUsed, ...]
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """In breach as soon as one finding is a breach."""
        breached = any(finding.severity is Severity.BREACH for finding in self.findings)
        return "in_breach" if breached else "in_order"


class NotAResult(ValueError):
    """A document that is no result of this schema."""


def document(result: Result) -> dict[str, Any]:
    """The result as plain dicts, lists and text."""
    return {
        "schema": SCHEMA,
        "exchange": result.exchange,
        "as_of": result.as_of,
        "version": result.version,
        "pack_digest": result.pack_digest,
        "rulebooks": [
            {"name": book.name, "status": book.status.value, "digest": book.digest, "overlays": list(book.overlays)}
            for book in result.rulebooks
        ],
        "verdict": result.verdict,
        "findings": [finding_document(finding) for finding in result.findings],
        "figures": {
            figure.name: {
                "value": figure.value,
                "unit": figure.unit,
                "status": figure.status.value,
                "rule": figure.rule,
                "citation": figure.citation,
                "inputs": list(figure.inputs),
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


def result(plain: object) -> Result:
    """Read a document back; NotAResult names what is wrong with it."""
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise NotAResult(f"schema is not {SCHEMA}")
    try:
        return Result(
            exchange=plain["exchange"],
            as_of=plain["as_of"],
            version=plain["version"],
            pack_digest=plain["pack_digest"],
            rulebooks=tuple(
                RulebookUsed(book["name"], Status(book["status"]), book["digest"], tuple(book["overlays"]))
                for book in plain["rulebooks"]
            ),
            figures={name: _figure(name, figure) for name, figure in plain["figures"].items()},
            findings=tuple(_finding(finding) for finding in plain["findings"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAResult(f"{type(error).__name__}: {error}") from error


def _figure(name: str, plain: Mapping[str, Any]) -> Figure:
    inputs: Sequence[str] = plain["inputs"]
    return Figure(
        name,
        plain["value"],
        plain["unit"],
        Status(plain["status"]),
        plain["rule"],
        plain["citation"],
        tuple(inputs),
    )


def _finding(plain: Mapping[str, Any]) -> Finding:
    return Finding(
        code=plain["code"],
        severity=Severity(plain["severity"]),
        where=plain["where"],
        en=Words(plain["found"], plain["wanted"], plain["do"]),
        ja=Words(**plain["ja"]),
        citation=plain["citation"],
        due=date.fromisoformat(plain["due"]) if plain["due"] else None,
        since=date.fromisoformat(plain["since"]) if plain["since"] else None,
    )
