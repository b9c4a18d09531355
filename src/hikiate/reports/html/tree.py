"""The tree of one figure on a page: what it was reached from, down to inputs and articles, as lists within lists."""

from collections.abc import Callable

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports.explanation import Node, nodes
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.numbers import badge, reading
from hikiate.reports.labels import WORDS, rule_label
from hikiate.reports.numerals import number_said, unit_of


def tree(result: Result, name: str, language: Language, address: Callable[[str], str]) -> Markup:
    """The explanation of a figure; `address` gives the page of another one. Refused where there is no such figure.

    The lists are opened and closed here one by one, because a document read back may be deeper than Python's stack.
    """
    parts: list[str] = []
    depth = -1
    for node in nodes(result, name):
        here = len(node.trail)
        parts.append(
            '<ul class="tree">' if here == 0 else "<ul>" if here > depth else "</li>" + "</ul></li>" * (depth - here)
        )
        parts.append("<li>" + _node(node, language, address))
        depth = here
    return Markup("".join(parts) + "</li></ul>" * (depth + 1))


def _node(node: Node, language: Language, address: Callable[[str], str]) -> Markup:
    name, figure = node.name, node.figure
    term = figure_term(name).said(language)
    if figure is None:
        return element("p", element("code", name), f" ({WORDS['missing'].said(language)})")
    head = element("strong", term) if not node.trail else element("a", term, href=address(name))
    code = element("code", name) if term != name else None
    shown = element("p", head, " ", code, class_="head")
    value = element("p", *_value(figure, language), class_="value")
    if node.repeated:
        return Markup(
            shown + element("p", *_value(figure, language), f" ({WORDS['above'].said(language)})", class_="value")
        )
    rule = figure.rule.said(language)
    grounds = [element("p", element("span", f"{rule_label(figure, language)}: ", class_="label"), rule)] if rule else []
    if figure.citation:
        label = element("span", f"{WORDS['citation'].said(language)}: ", class_="label")
        grounds.append(element("p", label, figure.citation))
    return Markup(shown + value + element("div", *grounds, class_="grounds"))


def _value(figure: Figure, language: Language) -> list[str]:
    unit = unit_of(figure, language)
    said = element("span", f" {unit}", class_="unit") if unit else Markup("")
    return [
        element("b", number_said(figure, language)),
        said,
        " ",
        reading(figure, language),
        " ",
        badge(figure.status, language),
    ]
