"""A leaflet handed out: as text, page, paper or JSON, to a file or to standard output."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hikiate.cli.speech import put, put_bytes, put_json, say
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language
from hikiate.reports.leaflet import Leaflet, leaflet_text
from hikiate.reports.leaflet_page import leaflet_html
from hikiate.reports.leaflet_paper import leaflet_pdf
from hikiate.storage.disk import write_file


def rendered(leaflet: Leaflet, form: str) -> bytes:
    """A leaflet in one of its forms."""
    match form:
        case "pdf":
            return leaflet_pdf(leaflet)
        case "html":
            return leaflet_html(leaflet).encode()
        case _:
            return leaflet_text(leaflet).encode()


def hand_out(
    leaflet: Leaflet, document: Mapping[str, Any], form: str, out: Path | None, *, as_json: bool, spoken: Language
) -> None:
    """Write the leaflet where it was asked for; with `as_json` the document goes to standard output."""
    if out is not None:
        write_file(out, rendered(leaflet, form))
        say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out}")
    if as_json or (form == "json" and out is None):
        put_json(document)
    elif out is None and form == "pdf" and sys.stdout.isatty():
        raise Refused([faults.PDF_TO_TERMINAL.at("option --format pdf")])
    elif out is None and form == "text":
        put(leaflet_text(leaflet))
    elif out is None:
        put_bytes(rendered(leaflet, form))
