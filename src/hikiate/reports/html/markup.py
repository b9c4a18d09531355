"""Markup: HTML put together from elements, where every text is escaped unless it is markup already."""

from html import escape
from typing import Self

from hikiate.reports.legible import legible

_VOID = frozenset({"br", "hr", "link", "meta", "wbr"})


class Markup(str):
    """HTML that may stand in a page as it is."""

    __slots__ = ()

    @classmethod
    def joined(cls, parts: "list[Markup]", between: str = "") -> Self:
        """The parts one after another, with markup `between` them."""
        return cls(between.join(parts))


def element(name: str, /, *children: str | None, **attributes: str | None) -> Markup:
    """An element; children that are plain text are escaped, None is left out.

    An attribute's trailing underscore falls away and the others become hyphens: `class_`, `aria_label`.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(legible(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    inner = "".join(_escaped(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inner}</{name}>")


def _escaped(child: str) -> str:
    return child if isinstance(child, Markup) else escape(legible(child), quote=False)
