"""A dossier as an archival, tagged PDF (PDF/A-2a, PDF/UA-1), the same bytes for the same dossier."""

import json
from importlib.resources import files
from typing import Any

import typst
from pylopdf_fonts_jp import sans_path

from hikiate import __version__
from hikiate.kernel.wording import Language, Term
from hikiate.reports.dossiers.dossier import Dossier, Section, said
from hikiate.reports.legible import legible
from hikiate.reports.pdf import moment_of

_PAGE = Term("Page", "ページ")


def paper(dossier: Dossier, language: Language) -> bytes:
    """The dossier as PDF. Raises Refused where `as_of` is no moment, since the document is dated by it."""
    moment = moment_of(dossier.as_of)
    content = {
        "language": language,
        "title": dossier.title.said(language),
        "exchange": legible(dossier.exchange),
        "as_of": legible(dossier.as_of),
        "page": _PAGE.said(language),
        "date": [moment.year, moment.month, moment.day],
        "sections": [_section(section, language) for section in dossier.sections],
        "origin": [f"hikiate {__version__}", *(legible(line.said(language)) for line in dossier.origin)],
    }
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(sans_path().parent)])
    return typst.compile(
        files("hikiate.reports.dossiers").joinpath("dossier.typ").read_bytes(),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"dossier": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=moment,
    )


def _section(section: Section, language: Language) -> dict[str, Any]:
    drawing = section.drawing
    return {
        "title": section.title.said(language),
        "words": [legible(words.said(language)) for words in section.words],
        "drawing": drawing and drawing.svg[language],
        "alt": drawing and drawing.alt.said(language),
        "tables": [
            {
                "title": part.title.said(language),
                "empty": part.empty.said(language),
                "heads": [{"text": one.head.said(language), "numeric": one.numeric} for one in part.columns],
                "rows": [[legible(said(cell, language)) for cell in row] for row in part.rows],
            }
            for part in section.tables
        ],
    }
