"""A dossier as plain text for a terminal."""

from hikiate.kernel.wording import Language
from hikiate.reports.columns import Alignment, aligned
from hikiate.reports.dossiers.dossier import Dossier, Table, said
from hikiate.reports.legible import legible


def plain(dossier: Dossier, language: Language) -> str:
    """The dossier as lines; its drawings are left to the tables behind them."""
    lines = [dossier.title.said(language), f"{legible(dossier.exchange)}  {legible(dossier.as_of)}"]
    for section in dossier.sections:
        lines += ["", f"== {section.title.said(language)}", *(legible(words.said(language)) for words in section.words)]
        for part in section.tables:
            lines += ["", part.title.said(language), *_rows(part, language)]
    return "\n".join([*lines, "", *(legible(line.said(language)) for line in dossier.origin)])


def _rows(part: Table, language: Language) -> list[str]:
    if not part.rows:
        return [f"  {part.empty.said(language)}"]
    heads = [column.head.said(language) for column in part.columns]
    rows = [[legible(said(cell, language)) for cell in row] for row in part.rows]
    alignments: list[Alignment] = ["right" if column.numeric else "left" for column in part.columns]
    return [f"  {line}" for line in aligned([heads, *rows], alignments)]
