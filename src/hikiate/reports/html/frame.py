"""The frame of a page: a head that loads nothing from anywhere, around a body."""

from hikiate.kernel.wording import Language
from hikiate.reports.html.markup import Markup, element


def framed(title: str, style: str, body: Markup, language: Language) -> str:
    """One self-contained document of this title, style and body."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(style)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language)}\n"
