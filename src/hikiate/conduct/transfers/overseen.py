"""What a look at transfers gives: outcomes, findings, and by which law and lists."""

from dataclasses import dataclass

from hikiate.conduct.transfers.examined import Outcome
from hikiate.conduct.transfers.rules import TransferRules
from hikiate.kernel.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Overseen:
    """The transfers of a pack with what was found, by the rules of one jurisdiction."""

    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    rules: TransferRules
    lists: tuple[str, ...]

    @property
    def is_breached(self) -> bool:
        """Whether a duty is broken."""
        return any(finding.severity is Severity.BREACH for finding in self.findings)
