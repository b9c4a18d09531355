"""A letter as an archival, tagged PDF (PDF/A-2a, PDF/UA-1), the same bytes for the same letter."""

from importlib.resources import files

from hikiate.reports.compensation.letters import Letter, Pairs, Part
from hikiate.reports.labels import WORDS
from hikiate.reports.paper import Plain, drawn
from hikiate.reports.pdf import typeset


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF, dated by its data; Refused where that is no moment."""
    content: dict[str, Plain] = {
        "language": letter.language,
        "title": drawn(letter.title),
        "sender": drawn(letter.sender),
        "about": [[drawn(name), drawn(said)] for name, said in letter.about],
        "lead": [drawn(sentence) for sentence in letter.lead],
        "sections": [
            {"heading": drawn(section.heading), "parts": [_part(part) for part in section.parts]}
            for section in letter.sections
        ],
        "foot": [drawn(line) for line in letter.foot],
        "page": WORDS["page"].said(letter.language),
    }
    template = files("hikiate.reports.compensation").joinpath("letter.typ").read_bytes()
    return typeset(template, content, letter.dated)


def _part(part: Part) -> Plain:
    if isinstance(part, str):
        return {"kind": "text", "text": drawn(part)}
    if isinstance(part, Pairs):
        return {"kind": "pairs", "rows": [[drawn(text) for text in row] for row in part.rows]}
    return {
        "kind": "table",
        "heads": [drawn(head) for head in part.heads],
        "numeric": list(part.numeric),
        "rows": [[drawn(cell) for cell in row] for row in part.rows],
    }
