"""The catalogue of findings that a close can make; its pages stand in docs/findings."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

ALL: list[FindingKind] = []

_Three = tuple[str, str, str]


def kind(code: str, severity: Severity, en: _Three, ja: _Three) -> FindingKind:
    """A kind of finding, entered in the catalogue: found, wanted and what to do, in English and in Japanese."""
    made = FindingKind(code, severity, Words(*en), Words(*ja))
    ALL.append(made)
    return made
