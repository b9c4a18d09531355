"""A dossier delivered: as text, HTML page or PDF to a file or to standard output, or its document as JSON."""

import sys
from pathlib import Path
from typing import Any

from hikiate.cli.speech import put, put_bytes, put_json, say
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import document_text
from hikiate.kernel.wording import Language
from hikiate.reports.dossiers.dossier import Dossier
from hikiate.reports.dossiers.page import page
from hikiate.reports.dossiers.paper import paper
from hikiate.reports.dossiers.plain import plain
from hikiate.storage.disk import write_file


def deliver(
    dossier: Dossier, document: dict[str, Any], form: str | None, out: Path | None, spoken: Language, *, as_json: bool
) -> None:
    """Write a dossier where it was asked for; with `as_json` its document stands on standard output besides."""
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise Refused([faults.PDF_TO_TERMINAL.at("--format pdf")])
    if out is not None:
        write_file(out, rendered(dossier, document, form or "text", spoken))
        say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out}")
    if as_json or (form == "json" and out is None):
        put_json(document)
    elif out is None and form in {None, "text"}:
        put(plain(dossier, spoken))
    elif out is None:
        put_bytes(rendered(dossier, document, str(form), spoken))


def rendered(dossier: Dossier, document: dict[str, Any], form: str, spoken: Language) -> bytes:
    """A dossier in one of the forms of a report."""
    match form:
        case "pdf":
            return paper(dossier, spoken)
        case "html":
            return page(dossier, spoken).encode()
        case "json":
            return document_text(document).encode()
        case _:
            return plain(dossier, spoken).encode()
