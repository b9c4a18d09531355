"""Compare: one pack under many rulebooks, and what an overlay would change."""

import sys
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.leaflets import hand_out
from hikiate.cli.speech import progress
from hikiate.facts.pack import read_pack
from hikiate.operations.compare import compare as compare_pack
from hikiate.reports.comparison import comparison_document, comparison_leaflet
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

EXIT_BREACH = 1


def compare(  # noqa: PLR0917 - the options of one command
    folder: Path,
    rulebooks: list[str] | None,
    overlays: list[Path] | None,
    currency: str | None,
    form: str,
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Compare the rulebooks on a pack; exits 1 where a duty of one of them is breached."""
    spoken = language(lang)
    laws = library(overlays or [])
    chosen = {name: laws.choose([name])[0] for name in rulebooks or laws.rulebooks}
    raw = open_pack(folder)
    with progress(spoken) as step:
        comparison = compare_pack(read_pack(raw, step), list(chosen.values()), currency)
    leaflet, document = comparison_leaflet(comparison, spoken), comparison_document(comparison)
    hand_out(leaflet, document, form, out, as_json=as_json, spoken=spoken)
    sys.exit(EXIT_BREACH if any(row.verdict == "in_breach" for row in comparison.rows) else 0)
