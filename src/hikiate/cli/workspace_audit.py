"""Audit of a workspace told: its book from the first entry, every kept file, and every close computed anew."""

import sys
from itertools import islice

from hikiate.cli.desks import Asked, desk
from hikiate.cli.notation import as_typed
from hikiate.cli.speech import legible_line, put, put_json
from hikiate.desk.audit import FINDINGS_MAX, audit_findings
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.audit import Audited
from hikiate.storage.database.reading import snapshot

SCHEMA = "hikiate/audit/1"
EXIT_DIFFERS = 1


def audit_workspace(asked: Asked, head: str | None) -> None:
    """Audit a workspace; exits 1 and names what differs."""
    with desk(asked) as at_desk, snapshot(at_desk.book.place) as book:
        seen = Audited()
        found = list(as_typed(islice(audit_findings(at_desk, book, seen, head), FINDINGS_MAX)))
    differs = any(finding.severity is Severity.BREACH for finding in found)
    if asked.as_json:
        counted = {"entries": seen.entries, "postings": seen.postings, "decisions": seen.decisions}
        plain = {"schema": SCHEMA, "sound": not differs, **counted, "head": seen.decided.digest}
        put_json({**plain, "findings": [finding_document(finding) for finding in found]})
    else:
        put(_told(found, seen, asked.spoken, differs=differs))
    sys.exit(EXIT_DIFFERS if differs else 0)


def _told(found: list[Finding], seen: Audited, spoken: Language, *, differs: bool) -> str:
    counted = Term(
        f"{seen.entries:,} entries, {seen.postings:,} postings, {seen.decisions:,} decisions",
        f"仕訳 {seen.entries:,} 件、明細 {seen.postings:,} 行、決定 {seen.decisions:,} 件",
    )
    sound = Term("Everything is as it was decided.", "すべて決定時のとおりです。")
    head = Term(f"head {seen.decided.digest}", f"先頭値 {seen.decided.digest}")
    lines = [counted.said(spoken), head.said(spoken)]
    for finding in found:
        words = finding.ja if spoken == "ja" else finding.en
        listed = (f"- {finding.where}: {words.found}", f"    {words.wanted}", f"    {words.do}  [{finding.code}]")
        lines += map(legible_line, listed)
    return "\n".join(lines if differs else [*lines, sound.said(spoken)])
