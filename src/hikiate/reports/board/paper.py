"""A board paper as an archival, tagged PDF, the same bytes for the same result."""

from importlib.resources import files

from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports.board.briefing import board
from hikiate.reports.board.content import Section
from hikiate.reports.labels import WORDS
from hikiate.reports.paper import Plain, drawn
from hikiate.reports.pdf import typeset


def pdf(result: Result, language: Language) -> bytes:
    """The paper as PDF (PDF/A-2a, PDF/UA-1); Refused where the result is dated by no moment."""
    content = board(result, language)
    plain: dict[str, Plain] = {
        "language": language,
        "title": drawn(content.title),
        "exchange": drawn(content.exchange),
        "as_of": [WORDS["as_of"].said(language), drawn(content.as_of)],
        "page": WORDS["page"].said(language),
        "answers": [drawn(answer) for answer in content.answers],
        "sections": [_section(section) for section in content.sections],
        "origin": [f"hikiate {drawn(result.version)}", drawn(result.pack_digest)],
    }
    template = files("hikiate.reports.board").joinpath("board.typ").read_bytes()
    return typeset(template, plain, result.as_of)


def _section(section: Section) -> Plain:
    table = section.table
    return {
        "title": drawn(section.title),
        "paragraphs": [drawn(paragraph) for paragraph in section.paragraphs],
        "pictures": [
            {"svg": drawn(picture.svg), "alt": drawn(picture.alt), "below": drawn(picture.below)}
            for picture in section.pictures
        ],
        "heads": [] if table is None else [drawn(head) for head in table.heads],
        "numeric": [] if table is None else [place in table.numeric for place in range(len(table.heads))],
        "rows": [] if table is None else [[drawn(cell) for cell in row] for row in table.rows],
    }
