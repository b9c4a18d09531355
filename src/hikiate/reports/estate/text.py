"""The summary of a distribution as text: what is there, what it pays, and what was found."""

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.reports.columns import aligned
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import STATUSES, WORDS
from hikiate.reports.legible import legible
from hikiate.reports.lines import findings_lines, ruled, table
from hikiate.reports.numerals import number_said, unit_of, yen_reading

TITLE = Term("Distribution", "配当の算定")
ABOUT = {
    "estate": Term("Estate", "財団"),
    "regime": Term("Regime", "手続"),
    "method": Term("Method", "弁済方法"),
    "rounds": Term("Rounds", "配当の回数"),
}
METHOD_WORDS = {"in_kind": Term("in kind", "現物"), "cash": Term("in money", "金銭")}
REGIME_WORDS = {
    "jp-priority": Term("customers' priority (Payment Services Act)", "資金決済法の優先弁済権"),
    "jp-bankruptcy": Term("bankruptcy (Japan)", "破産手続"),
    "jp-rehabilitation": Term("civil rehabilitation (Japan)", "民事再生手続"),
    "us-chapter11": Term("chapter 11 (United States)", "米国連邦倒産法第11章手続"),
    "uk-cass": Term("client assets (United Kingdom)", "英国の顧客資産規則"),
    "eu-mica": Term("clients' assets under MiCA", "EU の MiCA"),
}
_WORDS = {"method": METHOD_WORDS, "regime": REGIME_WORDS}
_FIGURES = Term("What is there, and what it pays", "財団と弁済額")


def about_rows(result: Result, language: Language) -> list[tuple[str, str]]:
    """What the distribution is about, in words."""
    rows = [(WORDS["exchange"].said(language), legible(result.exchange))]
    for key, term in ABOUT.items():
        value = result.annex[key]
        said = _WORDS[key][value].said(language) if key in _WORDS else legible(value)
        rows.append((term.said(language), said))
    return [*rows, (WORDS["as_of"].said(language), legible(result.as_of))]


def shown_figures(result: Result) -> list[Figure]:
    """The figures that people read, without what they stand on."""
    return [figure for figure in result.figures.values() if figure.name.startswith("distribution.")]


def summary_text(result: Result, language: Language) -> str:
    """The summary as lines of text, ending in a newline."""
    opening = [ruled(f"引当 Hikiate  {TITLE.said(language)}", "=")]
    opening += aligned(about_rows(result, language), ("left", "left"))
    rows = [(WORDS["item"].said(language), WORDS["value"].said(language), "", "", WORDS["status"].said(language))]
    rows += [
        (
            figure_term(figure.name).said(language),
            number_said(figure, language),
            unit_of(figure, language),
            yen_reading(figure, language),
            STATUSES[figure.status].said(language),
        )
        for figure in shown_figures(result)
    ]
    figures = [ruled(_FIGURES.said(language)), *table(rows, ("left", "right", "left", "right", "left"))]
    blocks = [opening, figures, findings_lines(result, language)]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"
