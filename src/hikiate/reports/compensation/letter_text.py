"""A letter as lines of text."""

from hikiate.reports.columns import Alignment, aligned, width, wrapped
from hikiate.reports.compensation.letters import Letter, Pairs, Part
from hikiate.reports.lines import PLACES, ruled, table


def letter_text(letter: Letter) -> str:
    """The letter as text, ending in a newline."""
    blocks = [[ruled(letter.title, "="), *aligned([("", letter.sender), *letter.about], ("left", "left"))]]
    blocks[0][1] = letter.sender
    blocks.append([line for sentence in letter.lead for line in wrapped(sentence, PLACES)])
    blocks += [
        [ruled(section.heading), *(line for part in section.parts for line in _part(part))]
        for section in letter.sections
    ]
    blocks.append(list(letter.foot))
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _part(part: Part) -> list[str]:
    if isinstance(part, str):
        return wrapped(part, PLACES)
    if isinstance(part, Pairs):
        widest = max((width(name) for name, _, _ in part.rows), default=0)
        lines: list[str] = []
        for name, said, below in part.rows:
            head = f"{name}{' ' * (widest - width(name))}  "
            lines += wrapped(head + said, PLACES, " " * width(head))
            lines += wrapped(" " * width(head) + below, PLACES, " " * width(head)) if below else []
        return lines
    alignments: list[Alignment] = ["right" if numeric else "left" for numeric in part.numeric]
    return table([part.heads, *part.rows], alignments)
