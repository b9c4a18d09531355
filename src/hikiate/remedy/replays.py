"""A replay: a case worked out, each published number beside ours, and the same loss with the reported reserve."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result, document, finding_document
from hikiate.kernel.wording import Term
from hikiate.remedy.casebook import Case, Cited, Outcome

COUNTERFACTUAL = "counterfactual."
"""What the names of the counterfactual's figures begin with."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An outcome beside ours; all but `ours` are None where nothing was published to compare with."""

    outcome: Outcome
    ours: Figure
    published: Figure | None = None
    difference: Figure | None = None
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A case replayed.

    `alarms` is what a daily close finds of a ledger error, empty where the case is none. `findings` are those of the
    counterfactual. `at_cap` says that nobody knows the volume, so that the reserve stands at its cap; `policies` is how
    many policies of insurance were assumed.
    """

    case: Case
    result: Result
    compared: tuple[Compared, ...]
    alarms: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    at_cap: bool
    policies: int

    @property
    def otherwise(self) -> Mapping[str, Figure]:
        """The figures of the counterfactual, by their names in a determination."""
        figures = self.result.figures.items()
        return {name.removeprefix(COUNTERFACTUAL): of for name, of in figures if name.startswith(COUNTERFACTUAL)}


def replay_document(replay: Replay) -> dict[str, Any]:
    """The replay as plain dicts, lists and text: the result, and what only a replay says."""
    case = replay.case
    return {
        **document(replay.result),
        "title": _both(case.title),
        "summary": _both(case.summary),
        "synthetic": {"customers": case.customers, **_cited(case.customers_cited)},
        "outcomes": [_outcome(compared) for compared in replay.compared],
        "facts": [{**_both(fact.said), **_cited(fact.cited)} for fact in case.facts],
        "alarms": [finding_document(finding) for finding in replay.alarms],
        "counterfactual": {
            "reserve": "cap" if replay.at_cap else "volume",
            "policies": replay.policies,
            "findings": [finding_document(finding) for finding in replay.findings],
        },
    }


def _both(term: Term) -> dict[str, str]:
    return {"en": term.en, "ja": term.ja}


def _cited(cited: Cited) -> dict[str, str]:
    return {"status": cited.status.value, "citation": cited.citation}


def _outcome(compared: Compared) -> dict[str, Any]:
    outcome = compared.outcome
    return {
        "figure": outcome.figure,
        "unit": compared.ours.unit,
        "published": None if compared.published is None else compared.published.value,
        "ours": compared.ours.value,
        "difference": None if compared.difference is None else compared.difference.value,
        "agrees": compared.agrees,
        **_cited(outcome.cited),
        "why": None if outcome.why is None else _both(outcome.why),
    }
