"""Numbers on the page: value, unit, reading and legal status of a figure, linked to how it was reached."""

import re

from hikiate.kernel.figures import Figure
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.labels import STATUS_MARKS, STATUSES
from hikiate.reports.numerals import number_said, unit_of, yen_reading

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def anchor(name: str, kind: str = "figure") -> str:
    """The id of a figure on the page: any name, spelled in letters that an address may hold."""
    return f"{kind}-" + _UNSAFE.sub(lambda match: f":{ord(match.group()):x}:", name)


def badge(status: Status, language: Language, *, short: bool = False) -> Markup:
    """The legal status as a word in a frame; `short` shows one character and says the word to a screen reader."""
    word = STATUSES[status].said(language)
    if not short:
        return element("span", word, class_=f"badge {status.value}")
    return element(
        "span",
        element("span", STATUS_MARKS[status].said(language), aria_hidden="true"),
        element("span", word, class_="unseen"),
        class_=f"badge {status.value}",
        title=word,
    )


def number(figure: Figure, language: Language, *, unit: bool = True) -> Markup:
    """A figure's number as a link to its explanation, with its unit."""
    shown = element("a", number_said(figure, language), href=f"#{anchor(figure.name)}", class_="number")
    said = unit_of(figure, language) if unit else ""
    return Markup(shown + (" " + element("span", said, class_="unit") if said else ""))


def reading(figure: Figure, language: Language) -> Markup:
    """A large sum of yen as it is read in Japanese; blank where none is needed."""
    words = yen_reading(figure, language)
    return element("span", words, class_="reading") if words else Markup("")
