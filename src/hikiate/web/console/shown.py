"""How parts of reports stand on the console's pages: their numbers lead to the page that explains them."""

import re
from datetime import date, timedelta
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term
from hikiate.reports.html.markup import Markup
from hikiate.reports.html.page import section
from hikiate.reports.html.tree import tree
from hikiate.reports.numerals import is_number

_FIGURE_LINK = re.compile(r'href="#figure-([^"]+)"')
_SPELLED = re.compile(r":([0-9a-f]+):")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOTHING = Term("", "")


def figure_address(number: int, name: str) -> str:
    """The page that explains a figure of a close."""
    return str(reverse("history")) + f"{number}/figures/{quote(name)}/"


def placed(markup: Markup, number: int, *, at_home: bool = False) -> SafeString:
    """Part of a report as it stands on a page: a number leads to its explanation, a place to the page of the close.

    `at_home` on the page of the close itself, where the places are.
    """
    shown = _FIGURE_LINK.sub(lambda found: f'href="{figure_address(number, _name(found[1]))}"', markup)
    if not at_home:
        shown = shown.replace('href="#', f'href="{reverse("close", args=[number])}#')
    return mark_safe(shown)  # noqa: S308 - every text in a report's markup is escaped where it is made


def report_part(key: str, result: Result, number: int, language: Language, *, at_home: bool = False) -> SafeString:
    """A section of the report of a close."""
    return placed(section(key, result, language), number, at_home=at_home)


def explained(result: Result, name: str, number: int, language: Language) -> SafeString:
    """The tree of a figure."""
    drawn = tree(result, name, language, lambda other: figure_address(number, other))
    return mark_safe(drawn)  # noqa: S308 - as above


def _name(anchor: str) -> str:
    """The name of a figure from the id under which a report has it."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), anchor)


def plain(value: str | None, unit: str) -> Figure:
    """A number as a figure without a story, so that it is said like any other."""
    return Figure("", value, unit, Status.INPUT, _NOTHING, "")


def cell(text: object) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: text that begins like one stands behind a mark."""
    said = str(text)
    return said if is_number(said) or not said.startswith(_FORMULA) else f"'{said}"


def days_between(first: date, last: date) -> int:
    """How many days lie between two days."""
    return (last - first) // timedelta(days=1)
