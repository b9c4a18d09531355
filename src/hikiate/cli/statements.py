"""A statement: one customer's rows of a determination, written as a letter."""

import sys
from dataclasses import asdict
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import put_bytes, put_json, say
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.remedy.announcement import announcement_document
from hikiate.remedy.statements import Statement
from hikiate.reports.compensation.letter_html import letter_html
from hikiate.reports.compensation.letter_pdf import letter_pdf
from hikiate.reports.compensation.letter_text import letter_text
from hikiate.reports.compensation.letters import Letter
from hikiate.reports.compensation.statement import statement_letter
from hikiate.storage.disk import write_file
from hikiate.storage.statements import read_statement

SCHEMA = "hikiate/statement/1"


def statement(
    folder: Path, customer: str, letter_format: str, out: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Write a customer's statement; with `as_json` its data, or what was written where a file is named."""
    spoken = language(lang)
    read = read_statement(folder, customer)
    if out is None and as_json:
        put_json(_document(read))
        return
    if out is None and letter_format == "pdf" and sys.stdout.isatty():
        raise Refused([faults.PDF_TO_TERMINAL.at("statement --format pdf")])
    content = _rendered(statement_letter(read, spoken), letter_format)
    if out is None:
        put_bytes(content)
        return
    write_file(out, content)
    say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out}")
    if as_json:
        put_json({**_about(read), "format": letter_format, "lang": spoken, "file": str(out), "bytes": len(content)})


def _rendered(letter: Letter, letter_format: str) -> bytes:
    match letter_format:
        case "pdf":
            return letter_pdf(letter)
        case "html":
            return letter_html(letter).encode()
        case _:
            return letter_text(letter).encode()


def _about(read: Statement) -> dict[str, object]:
    return {"schema": SCHEMA, "exchange": read.result.exchange, "customer": read.customer, **read.result.annex}


def _document(read: Statement) -> dict[str, object]:
    return {
        **_about(read),
        "announcement": announcement_document(read.told),
        "entitled": [asdict(row) for row in read.entitled],
        "due": [{**asdict(due), "on": due.on and due.on.isoformat()} for due in read.due],
        "waiting": [asdict(waiting) for waiting in read.waiting],
        "made": [asdict(made) for made in read.made],
    }
