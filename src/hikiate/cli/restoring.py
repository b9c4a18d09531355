"""The drill of a restore: a backup put back in an empty place, audited from its first entry, and timed."""

from itertools import islice
from pathlib import Path
from typing import Any

from hikiate.book.records import CloseDone
from hikiate.cli.desks import Asked, desk
from hikiate.cli.keeping import FOLDERS
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, put_json, say
from hikiate.cli.stopwatch import Stopwatch
from hikiate.desk.audit import FINDINGS_MAX, audit_findings
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import document_text, finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.audit import Audited
from hikiate.reports.dossiers.dossier import Dossier
from hikiate.reports.dossiers.drills import RESTORE, Part, drill_dossier
from hikiate.reports.dossiers.page import page
from hikiate.reports.dossiers.plain import plain
from hikiate.storage.database.reading import snapshot
from hikiate.storage.disk import write_file
from hikiate.storage.proof_store import require_free
from hikiate.storage.results import read_result
from hikiate.storage.workspace import backups

SCHEMA = "hikiate/drill-restore/1"
DRILL_FILE = "drill.json"
WORKSPACE = "workspace"
EXIT_FOUND = 1


def drill_restore(archive: Path, out: Path, head: str | None, *, as_json: bool, lang: str | None) -> int:
    """Restore, audit, report; gives the exit code, 1 where the audit finds something."""
    spoken = language(lang)
    require_free(out)
    watch = Stopwatch()
    asked = Asked(out / WORKSPACE, None, None, as_json=as_json, lang=lang)
    with progress(spoken) as step:
        step(Term("restore", "復元").said(spoken))
        with watch.step("restored from the backup", "バックアップからの復元") as made:
            place = backups.restore(archive, out / WORKSPACE, FOLDERS)
            made.say(f"{place.shown}", f"{place.shown}")
        step(Term("audit", "検査").said(spoken))
        with desk(asked) as at_desk, watch.step("audited from the first entry", "最初の仕訳からの検査") as made:
            with snapshot(at_desk.book.place) as book:
                seen = Audited()
                found = list(islice(audit_findings(at_desk, book, seen, head), FINDINGS_MAX))
            counted = f"{seen.entries:,}", f"{seen.postings:,}", f"{seen.decisions:,}"
            made.say(
                f"{counted[0]} entries, {counted[1]} postings, {counted[2]} decisions",
                f"仕訳 {counted[0]} 件、明細 {counted[1]} 行、決定 {counted[2]} 件",
            )
        last = list(at_desk.book.rows(CloseDone))[-1:]
        closed = read_result(at_desk.store.place("results", last[0].result)) if last else None
    of = (closed.exchange, closed.as_of) if closed else ("-", "-")
    figures = [
        (Term("bytes of the backup", "バックアップのバイト数"), f"{archive.stat().st_size:,}"),
        (Term("head of the decisions", "決定の先頭値"), seen.decided.digest),
        (Term("seconds altogether", "合計所要秒数"), watch.seconds),
        (Term("findings of the audit", "検査の指摘件数"), str(len(found))),
    ]
    part = Part(Term("Restored and verified", "復元と検査"), watch.steps, figures, found)
    dossier = drill_dossier(RESTORE, of, [part], [Term(f"backup {archive.name}", f"バックアップ {archive.name}")])
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "exchange": of[0],
        "as_of": of[1],
        "backup": archive.name,
        "entries": seen.entries,
        "postings": seen.postings,
        "decisions": seen.decisions,
        "head": seen.decided.digest,
        "steps": watch.plain,
        "figures": {
            "drill.seconds": {"value": watch.seconds, "unit": "seconds"},
            "drill.backup_bytes": {"value": str(archive.stat().st_size), "unit": "count"},
        },
        "findings": [finding_document(finding) for finding in found],
    }
    tell(dossier, document, out, spoken, as_json=as_json)
    return EXIT_FOUND if is_breached(found) else 0


def is_breached(found: list[Finding]) -> bool:
    """Whether anything that was found is a breach."""
    return any(finding.severity is Severity.BREACH for finding in found)


def tell(dossier: Dossier, document: dict[str, Any], out: Path, spoken: Language, *, as_json: bool) -> None:
    """Write a drill's report into its folder, in both languages and as JSON, and tell it."""
    languages: tuple[Language, ...] = ("ja", "en")
    for name in languages:
        write_file(out / f"report.{name}.html", page(dossier, name).encode())
    write_file(out / DRILL_FILE, document_text(document).encode())
    if as_json:
        put_json(document)
        return
    put(plain(dossier, spoken))
    say(Term(f"written: {out}", f"書き出しました: {out}").said(spoken))
