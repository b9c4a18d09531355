"""The page: one self-contained HTML document that needs no script, no network and no other file."""

from collections.abc import Callable
from importlib.resources import files

from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.answers import Answer, answers, verdict_sentences, verdict_word
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html import details, pictures, tables
from hikiate.reports.html.frame import framed
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.numbers import anchor, badge
from hikiate.reports.labels import STATUS_MEANINGS, TITLES, WORDS
from hikiate.reports.legible import legible

_DEADLINES_MAX = 8


def html(result: Result, language: Language, *, other_language: str | None = None) -> str:
    """The report as one page; `other_language` is the address of the same report in the other language, if any."""
    style = files("hikiate.reports.html").joinpath("style.css").read_text(encoding="utf-8")
    title = f"{verdict_word(result, language)} - {result.exchange} - {result.as_of} - Hikiate"
    body = element(
        "body",
        element("a", WORDS["skip"].said(language), href="#verdict", class_="skip"),
        _banner(result, language, other_language),
        _navigation(result, language),
        element("main", *(_section(key, result, language) for key in _CONTENTS)),
        _footer(result, language),
    )
    return framed(title, style, body, language)


def section(key: str, result: Result, language: Language) -> Markup:
    """What stands under one title of the page, for pages that have a frame of their own."""
    return Markup.joined(_CONTENTS[key](result, language))


def _banner(result: Result, language: Language, other_language: str | None) -> Markup:
    as_of = element("p", f"{WORDS['as_of'].said(language)}: ", element("time", _moment(result.as_of)))
    switch = None
    if other_language is not None:
        other = "en" if language == "ja" else "ja"
        words = WORDS["other_language"].said(language)
        switch = element("a", words, href=other_language, hreflang=other, lang=other, class_="switch")
    product = element("p", f"引当 Hikiate / {TITLES['report'].said(language)}", class_="product")
    return element("header", element("div", product, switch, class_="top"), element("h1", result.exchange), as_of)


def _moment(as_of: str) -> str:
    """The snapshot's moment with a space for the T, as people write it; the offset stays."""
    day, separator, time = as_of.partition("T")
    return f"{day} {time}" if separator else as_of


def _navigation(result: Result, language: Language) -> Markup:
    counted = {"findings": f" ({len(result.findings)})", "figures": f" ({len(result.figures)})"}
    links = [
        element("li", element("a", TITLES[key].said(language) + counted.get(key, ""), href=f"#{key}"))
        for key in _CONTENTS
    ]
    return element("nav", element("ul", *links), aria_label=WORDS["contents"].said(language))


def _section(key: str, result: Result, language: Language) -> Markup:
    return element(
        "section",
        element("h2", TITLES[key].said(language), id=f"title-{key}"),
        section(key, result, language),
        id=key,
        aria_labelledby=f"title-{key}",
        tabindex="-1" if key == "verdict" else None,
    )


def _verdict(result: Result, language: Language) -> list[Markup]:
    if result.verdict == "in_breach":
        kind, mark = "in_breach", "!"
    else:
        kind, mark = ("in_order", "✓") if briefing.is_whole(result) else ("held_back", "?")
    words = element(
        "div",
        element("p", verdict_word(result, language), class_="word"),
        *(element("p", sentence) for sentence in verdict_sentences(result, language)),
    )
    panel = element("div", element("span", mark, class_="sign", aria_hidden="true"), words, class_=f"verdict {kind}")
    tiles = element("dl", *(_tile(answer, language) for answer in answers(result, language)), class_="answers")
    places = {id(finding): place for place, finding in enumerate(briefing.findings_by_gravity(result), start=1)}
    due = [
        element("h3", TITLES["deadlines"].said(language)),
        tables.deadline_table(result, places, language, _DEADLINES_MAX),
    ]
    return [panel, tiles, *(due if briefing.deadlines(result) else [])]


def _tile(answer: Answer, language: Language) -> Markup:
    said: list[str | None] = [answer.answer]
    if answer.figure is not None:
        link = element("a", answer.answer, href=f"#{anchor(answer.figure.name)}")
        said = [link, " ", badge(answer.figure.status, language)]
    remarks = [element("dd", remark, class_="remark") for remark in answer.remarks]
    return element(
        "div",
        element("dt", answer.question),
        element("dd", *said, class_="answer"),
        *remarks,
        class_="tile troubled" if answer.troubled else "tile",
    )


def _segregation(result: Result, language: Language) -> list[Markup]:
    return [
        element("h3", TITLES["custody"].said(language)),
        tables.grid_table(briefing.custody_grid(result), language)
        if briefing.custody_grid(result).rows
        else tables.empty("segregation", language),
        element("h3", TITLES["hot"].said(language)),
        pictures.hot_picture(result, language),
        _hot_share(result, language),
        tables.grid_table(briefing.hot_grid(result), language),
    ]


def _hot_share(result: Result, language: Language) -> Markup:
    """The share in hot wallets and its limit as a table, so that the picture is not the only place to read them."""
    figures = [result.figures.get("segregation.hot_fraction"), briefing.hot_limit(result)]
    shown = [figure for figure in figures if figure is not None]
    caption = figure_term("segregation.hot_fraction").said(language)
    return tables.figure_table(tuple(shown), caption, language) if shown else Markup("")


def _reserve(result: Result, language: Language) -> list[Markup]:
    return [pictures.reserve_picture(result, language), tables.reserve_table(result, language)]


def _fiat(result: Result, language: Language) -> list[Markup]:
    return [tables.grid_table(briefing.fiat_grid(result), language)]


def _reconciliation(result: Result, language: Language) -> list[Markup]:
    published = briefing.published_grid(result)
    head = element("h3", TITLES["published"].said(language))
    more = [head, tables.grid_table(published, language)] if published.rows else []
    return [tables.grid_table(briefing.reconciliation_grid(result), language), *more]


def _findings(result: Result, language: Language) -> list[Markup]:
    return [details.findings(result, language)]


def _rulebooks(result: Result, language: Language) -> list[Markup]:
    return [tables.rulebook_table(result, language), _legend(language)]


def _figures(result: Result, language: Language) -> list[Markup]:
    return [details.figures(result, language)]


def _legend(language: Language) -> Markup:
    entries = [
        element(
            "div",
            element("dt", badge(status, language), " ", badge(status, language, short=True)),
            element("dd", STATUS_MEANINGS[status].said(language)),
        )
        for status in Status
    ]
    return Markup(element("h3", WORDS["legend"].said(language)) + element("dl", *entries, class_="legend"))


def _footer(result: Result, language: Language) -> Markup:
    digest = element("code", result.pack_digest, class_="digest")
    return element(
        "footer",
        element("p", f"hikiate {legible(result.version)}"),
        element("p", f"{WORDS['pack_digest'].said(language)}: ", digest),
    )


_CONTENTS: dict[str, Callable[[Result, Language], list[Markup]]] = {
    "verdict": _verdict,
    "reserve": _reserve,
    "segregation": _segregation,
    "fiat": _fiat,
    "reconciliation": _reconciliation,
    "findings": _findings,
    "rulebooks": _rulebooks,
    "figures": _figures,
}
