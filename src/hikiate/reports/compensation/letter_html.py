"""A letter as one HTML page that loads nothing and needs no script."""

from importlib.resources import files

from hikiate.reports.compensation.letters import Letter, Pairs, Part, Section, Table
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.labels import WORDS


def letter_html(letter: Letter, *, other: str | None = None) -> str:
    """The page; `other` is the address of the same letter in the other language, if there is one."""
    report_style = files("hikiate.reports.html").joinpath("style.css").read_text(encoding="utf-8")
    style = files("hikiate.reports.compensation").joinpath("letter.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{letter.title} - {letter.sender}"),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(report_style + style)),
    )
    main = element(
        "main",
        element("div", *(element("p", sentence) for sentence in letter.lead), class_="lead"),
        *(_section(number, section, letter) for number, section in enumerate(letter.sections, start=1)),
    )
    foot = element("footer", *(element("p", line) for line in letter.foot))
    body = element("body", _banner(letter, other), main, foot, class_="letter")
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=letter.language)}\n"


def _banner(letter: Letter, other: str | None) -> Markup:
    switch = None
    if other is not None:
        language = "en" if letter.language == "ja" else "ja"
        words = WORDS["other_language"].said(letter.language)
        switch = element("a", words, href=other, hreflang=language, lang=language, class_="switch")
    about = element("dl", *(_pair(name, said, "") for name, said in letter.about), class_="about")
    top = element("div", element("p", letter.sender, class_="sender"), switch, class_="top")
    return element("header", top, element("h1", letter.title), about)


def _section(number: int, section: Section, letter: Letter) -> Markup:
    heading = element("h2", section.heading, id=f"part-{number}")
    parts = (_part(part, letter) for part in section.parts)
    return element("section", heading, *parts, aria_labelledby=f"part-{number}")


def _part(part: Part, letter: Letter) -> Markup:
    if isinstance(part, str):
        return element("p", part)
    if isinstance(part, Pairs):
        return element("dl", *(_pair(*row) for row in part.rows), class_="pairs")
    return _table(part, letter)


def _pair(name: str, said: str, below: str) -> Markup:
    smaller = element("dd", below, class_="below") if below else None
    return element("div", element("dt", name), element("dd", said, class_="said"), smaller)


def _table(table: Table, letter: Letter) -> Markup:
    classes = ["numeric" if numeric else None for numeric in table.numeric]
    heads = [element("th", head, scope="col", class_=class_) for head, class_ in zip(table.heads, classes, strict=True)]
    rows = [
        element("tr", *(element("td", cell, class_=class_) for cell, class_ in zip(row, classes, strict=True)))
        for row in table.rows
    ]
    made = element(
        "table",
        element("caption", table.caption, class_="unseen"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    label = f"{table.caption} - {WORDS['scroll'].said(letter.language)}"
    return element("div", made, class_="scroll", role="region", aria_label=label, tabindex="0")
