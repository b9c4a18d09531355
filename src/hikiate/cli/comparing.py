"""Compare: one pack under many rulebooks, handed out as text, page, paper or document, or served to this machine."""

import sys
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.leaflets import hand_out
from hikiate.cli.speech import progress, say
from hikiate.facts.pack import read_pack
from hikiate.kernel.wording import Language
from hikiate.operations.compare import compare as compare_pack
from hikiate.reports.comparison import comparison_document, comparison_leaflet
from hikiate.reports.leaflet_page import leaflet_html
from hikiate.reports.leaflet_paper import leaflet_pdf
from hikiate.rules.compared.answers import Comparison
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.web.page import serve

EXIT_BREACH = 1


_PAIRS: tuple[tuple[Language, Language], ...] = (("ja", "en"), ("en", "ja"))
"""Each language with the one that its page leads to."""


def compare(  # noqa: PLR0917 - the options of one command
    folder: Path,
    rulebooks: list[str] | None,
    overlays: list[Path] | None,
    currency: str | None,
    form: str,
    out: Path | None,
    *,
    port: int | None,
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
    if port is not None:
        opened = "ブラウザーで表示（終了は Ctrl-C）" if spoken == "ja" else "open in a browser (Ctrl-C ends it)"
        serve(served(comparison), port, open_message=lambda address: say(f"{opened}: {address}"))
    sys.exit(EXIT_BREACH if any(row.verdict == "in_breach" for row in comparison.rows) else 0)


def served(comparison: Comparison) -> dict[str, bytes | tuple[str, bytes]]:
    """The pages of a comparison by their addresses: a page and a paper in each language."""
    pages: dict[str, bytes | tuple[str, bytes]] = {}
    for here, other in _PAIRS:
        leaflet = comparison_leaflet(comparison, here)
        pages[f"/{here}/"] = leaflet_html(leaflet, other_language=f"/{other}/").encode()
        pages[f"/{here}/compare.pdf"] = ("application/pdf", leaflet_pdf(leaflet))
    return pages
