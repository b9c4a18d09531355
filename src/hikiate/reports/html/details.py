"""Details of the page: every finding in full, and every figure with the rule, citation and figures behind it."""

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.numbers import anchor, badge, number, reading
from hikiate.reports.html.tables import empty, head, severity, table
from hikiate.reports.labels import TITLES, WORDS, rule_label
from hikiate.reports.numerals import day_said

_SUMMARY_FROM = 12
_USES_MAX = 40


def findings(result: Result, language: Language) -> Markup:
    """The findings in order of gravity; a table by kind goes before them where there are many."""
    found = briefing.findings_by_gravity(result)
    if not found:
        return empty("findings", language)
    rows = {row.about for row in briefing.custody_grid(result).rows}
    items = [_finding(place, finding, result, rows, language) for place, finding in enumerate(found, start=1)]
    summary = _by_kind(found, language) if len(found) > _SUMMARY_FROM else Markup("")
    return Markup(summary + element("ol", *items, class_="findings"))


def figures(result: Result, language: Language) -> Markup:
    """Every figure by subject, where the links of all the numbers lead."""
    chapters = briefing.chapters(result)
    if not chapters:
        return empty("figures", language)
    uses = briefing.uses(result)
    return Markup.joined(
        [
            element(
                "section",
                element("h3", f"{chapter.title.said(language)} ({len(chapter.figures)})", id=f"chapter-{chapter.key}"),
                *(_figure(figure, result, uses.get(figure.name, ()), language) for figure in chapter.figures),
                aria_labelledby=f"chapter-{chapter.key}",
            )
            for chapter in chapters
        ]
    )


def _by_kind(found: tuple[Finding, ...], language: Language) -> Markup:
    kinds: dict[str, list[int]] = {}
    for place, finding in enumerate(found, start=1):
        kinds.setdefault(finding.code, []).append(place)
    heads = [
        head(WORDS["code"].said(language)),
        head(WORDS["severity"].said(language)),
        head(WORDS["count"].said(language), numeric=True),
        head(WORDS["due"].said(language)),
    ]
    rows = []
    for code, places in kinds.items():
        days = [due for place in places if (due := found[place - 1].due)]
        rows.append(
            element(
                "tr",
                element("th", element("a", code, href=f"#finding-{places[0]}"), scope="row"),
                element("td", severity(found[places[0] - 1], language)),
                element("td", f"{len(places):,}", class_="numeric"),
                element("td", day_said(min(days), language) if days else "–"),
            )
        )
    return table(TITLES["findings"].said(language), heads, rows, language)


def _finding(place: int, finding: Finding, result: Result, rows: set[str], language: Language) -> Markup:
    words = finding.ja if language == "ja" else finding.en
    parts = [
        ("place", _place(finding.where, result, rows, language)),
        ("wanted", words.wanted),
        ("do", words.do),
        ("citation", finding.citation),
        ("due", day_said(finding.due, language) if finding.due else ""),
        ("since", day_said(finding.since, language) if finding.since else ""),
    ]
    terms = [
        element("div", element("dt", WORDS[key].said(language)), element("dd", said), class_=f"part {key}")
        for key, said in parts
        if said
    ]
    return element(
        "li",
        element("h3", severity(finding, language), " ", words.found),
        element("p", element("code", finding.code), class_="code"),
        element("dl", *terms),
        id=f"finding-{place}",
        class_=f"finding {finding.severity.value}",
    )


def _place(where: str, result: Result, rows: set[str], language: Language) -> Markup:
    """Where a finding is, linked to the figure or the asset's row that it names; a figure has what it is called."""
    code = element("code", where)
    if where in result.figures:
        term = figure_term(where).said(language)
        said = Markup(element("span", f"{term} ") + code) if term != where else code
        return element("a", said, href=f"#{anchor(where)}")
    room, _, asset = where.partition(".")
    if room == "segregation" and asset in rows:
        return element("a", code, href=f"#{anchor(asset, 'custody')}")
    return code


def _figure(figure: Figure, result: Result, used: tuple[str, ...], language: Language) -> Markup:
    term = figure_term(figure.name).said(language)
    named = element("code", figure.name) if term != figure.name else None
    parts = [
        (rule_label(figure, language), element("span", figure.rule.said(language))),
        (WORDS["citation"].said(language), element("span", figure.citation)),
        (WORDS["inputs"].said(language), _links(tuple(dict.fromkeys(figure.inputs)), result, language)),
        (WORDS["used_by"].said(language), _links(used, result, language)),
    ]
    terms = [
        element("div", element("dt", label), element("dd", said), class_="part")
        for label, said in parts
        if said and said != "<span></span>"
    ]
    return element(
        "article",
        element("h4", term, " " if named else None, named),
        element("p", number(figure, language), " ", reading(figure, language), " ", badge(figure.status, language)),
        element("dl", *terms),
        id=anchor(figure.name),
        class_="figure",
    )


def _links(names: tuple[str, ...], result: Result, language: Language) -> Markup:
    """Links to figures, each with its label; a name that the result does not hold is said to be missing."""
    entries = [
        element("a", element("code", name), href=f"#{anchor(name)}", title=figure_term(name).said(language))
        if name in result.figures
        else element("span", element("code", name), f" ({WORDS['missing'].said(language)})")
        for name in names[:_USES_MAX]
    ]
    if len(names) > _USES_MAX:
        entries.append(element("span", f"(+{len(names) - _USES_MAX})"))
    return Markup.joined(entries, ", ")
