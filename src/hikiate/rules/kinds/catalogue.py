"""A kind of finding as the modules of this folder write it down; every kind has its page in docs/findings."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_Three = tuple[str, str, str]


def kind(code: str, severity: Severity, en: _Three, ja: _Three) -> FindingKind:
    """A kind of finding: found, wanted and what to do, in English and in Japanese."""
    return FindingKind(code, severity, Words(*en), Words(*ja))
