"""Lines of text that every report for a terminal is made of: ruled titles, tables, and findings one by one."""

from collections.abc import Sequence

from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports.briefing import findings_by_gravity
from hikiate.reports.columns import Alignment, aligned, width, wrapped
from hikiate.reports.figure_names import place_said
from hikiate.reports.labels import EMPTY, SEVERITIES, TITLES, WORDS
from hikiate.reports.legible import legible
from hikiate.reports.numerals import day_said

PLACES = 100
"""How wide a report is on a terminal."""


def ruled(title: str, mark: str = "-") -> str:
    """A title with a line below it."""
    return f"{title}\n{mark * PLACES}"


def table(rows: Sequence[Sequence[str]], alignments: Sequence[Alignment]) -> list[str]:
    """Rows whose first is the heads, with a line below them."""
    lines = aligned(rows, alignments)
    return [lines[0], "-" * max(width(line) for line in lines), *lines[1:]]


def findings_lines(result: Result, language: Language) -> list[str]:
    """Every finding, the gravest first."""
    found = findings_by_gravity(result)
    lines = [ruled(f"{TITLES['findings'].said(language)} ({len(found)})")]
    if not found:
        return [*lines, EMPTY["findings"].said(language)]
    for number, finding in enumerate(found, start=1):
        lines += _finding(number, finding, language)
    return lines


def _finding(number: int, finding: Finding, language: Language) -> list[str]:
    words = finding.ja if language == "ja" else finding.en
    due = f"  {WORDS['due'].said(language)} {day_said(finding.due, language)}" if finding.due else ""
    severity = SEVERITIES[finding.severity].said(language)
    lines = [f"{number}. [{severity}] {legible(finding.code)}{due}"]
    said = [(WORDS["place"], place_said(finding.where, language))]
    said += [(WORDS["found"], words.found), (WORDS["wanted"], words.wanted), (WORDS["do"], words.do)]
    said += [(WORDS["citation"], finding.citation)] if finding.citation else []
    said += [(WORDS["since"], day_said(finding.since, language))] if finding.since else []
    widest = max(width(term.said(language)) for term, _ in said)
    for term, value in said:
        label = term.said(language)
        head = f"   {label}{' ' * (widest - width(label))}  "
        lines += wrapped(head + legible(value), PLACES, " " * width(head))
    return lines
