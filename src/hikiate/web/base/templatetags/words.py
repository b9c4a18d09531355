"""Words of templates: both languages stand beside each other where they are said, and numbers as each writes them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hikiate.kernel.amounts import grouped
from hikiate.kernel.days import JAPAN
from hikiate.kernel.figures import AS_HANDED_IN, Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import Verdict
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term, Words
from hikiate.operations.workspace.claims import unnamed as without_customer
from hikiate.reports.entered import entered_term
from hikiate.reports.figure_names import figure_term, place_said
from hikiate.reports.labels import SEVERITIES, STATUSES, VERDICTS
from hikiate.reports.numerals import day_said, number_said, unit_of, yen_reading
from hikiate.web.base.fields import FIELDS

register = template.Library()


def _language(context: Any) -> Language:  # noqa: ANN401 - Django's context
    return "en" if context.get("language") == "en" else "ja"


@register.simple_tag(takes_context=True)
def say(context: Any, en: str, ja: str) -> str:  # noqa: ANN401 - as above
    """`{% say "Today" "本日" %}`: the words in the page's language."""
    return Term(en, ja).said(_language(context))


@register.simple_tag(takes_context=True)
def term(context: Any, words: Term) -> str:  # noqa: ANN401 - as above
    """`{% term x %}`: a Term in the page's language."""
    return words.said(_language(context))


@register.simple_tag(takes_context=True)
def entered(context: Any, text: str) -> str:  # noqa: ANN401 - as above
    """`{% entered entry.memo %}`: a memo or words of the book, in the page's language where the software wrote them."""
    return entered_term(text).said(_language(context))


@register.simple_tag(takes_context=True)
def words(context: Any, finding: Finding) -> Words:  # noqa: ANN401 - as above
    """`{% words finding as w %}`: what was found, wanted, to do."""
    return finding.ja if _language(context) == "ja" else finding.en


@register.simple_tag(takes_context=True)
def number(context: Any, figure: Figure) -> str:  # noqa: ANN401 - as above
    """`{% number figure %}`: its value with digits grouped, without the unit."""
    return number_said(figure, _language(context))


@register.simple_tag(takes_context=True)
def unit(context: Any, figure: Figure) -> str:  # noqa: ANN401 - as above
    """`{% unit figure %}`: the unit after its number."""
    return unit_of(figure, _language(context))


@register.simple_tag(takes_context=True)
def reading(context: Any, figure: Figure) -> str:  # noqa: ANN401 - as above
    """`{% reading figure %}`: a large sum of yen in 兆, 億 and 万; blank in English."""
    return yen_reading(figure, _language(context))


@register.simple_tag(takes_context=True)
def figure_words(context: Any, figure: Figure) -> str:  # noqa: ANN401 - as above
    """`{% figure_words figure %}`: what a figure is called."""
    return figure_term(figure.name).said(_language(context))


@register.simple_tag(takes_context=True)
def status_badge(context: Any, figure: Figure) -> str:  # noqa: ANN401 - as above
    """`{% status_badge figure %}`: a figure's legal status as a badge."""
    said = STATUSES[figure.status].said(_language(context))
    badge: str = format_html('<span class="badge {}">{}</span>', figure.status.value, said)
    return badge


@register.simple_tag(takes_context=True)
def day(context: Any, value: date | str) -> str:  # noqa: ANN401 - as above
    """`{% day d %}`: a day as people write it; blank stays blank."""
    if not value:
        return ""
    read = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return day_said(read, _language(context))


@register.simple_tag(takes_context=True)
def place(context: Any, where: str) -> str:  # noqa: ANN401 - as above
    """`{% place "segregation.BTC.held" %}`: where a finding is, with what the figure there is called."""
    return place_said(where, _language(context))


@register.simple_tag(takes_context=True)
def severity(context: Any, value: str) -> str:  # noqa: ANN401 - as above
    """`{% severity "breach" %}`: how grave a finding is."""
    return SEVERITIES[Severity(value)].said(_language(context))


@register.simple_tag(takes_context=True)
def verdict(context: Any, value: Verdict) -> str:  # noqa: ANN401 - as above
    """`{% verdict "in_order" %}`: the verdict of a close in a word."""
    return VERDICTS[value].said(_language(context))


@register.simple_tag(takes_context=True)
def amount(context: Any, text: str, asset: str) -> SafeString:  # noqa: ANN401 - as above
    """`{% amount "1000" "JPY" %}`: decimal text of an asset, grouped, with its unit and, for yen, how it is read."""
    figure = Figure("", text, asset, Status.INPUT, AS_HANDED_IN, "")
    language = _language(context)
    read = yen_reading(figure, language)
    said = format_html('{} <span class="unit">{}</span>', number_said(figure, language), unit_of(figure, language))
    return format_html('{} <span class="reading">{}</span>', said, read) if read else said


@register.simple_tag(takes_context=True)
def field(context: Any, where: str) -> str:  # noqa: ANN401 - as above
    """`{% field fault.where %}`: where a fault stands; what was given, by the name that a form has for it."""
    return FIELDS[where].said(_language(context)) if where in FIELDS else where


@register.filter
def digits(value: object) -> str:
    """`{{ x|digits }}`: a whole number or decimal text with its digits grouped."""
    return grouped(str(value))


@register.filter
def unnamed(subject: str, kind: str) -> str:
    """`{{ request.subject|unnamed:request.kind }}`: without the customer whom it is about."""
    return without_customer(kind, subject)


@register.filter
def moment(value: str) -> str:
    """`{{ at|moment }}`: a kept moment to the second, in Japan's time."""
    return datetime.fromisoformat(value).astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S")
