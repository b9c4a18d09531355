"""Pictures of the page: small drawings in SVG, each of figures that stand in the table beside it."""

from fractions import Fraction

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.labels import WORDS
from hikiate.reports.numerals import is_number, value_said

_WIDTH = 1000
_BAR = 20
_GAP = 8


def reserve_picture(result: Result, language: Language) -> Markup:
    """Requirement above, reserve and insurance below on the same scale; blank where one of them has no number."""
    required, held = briefing.requirement(result), briefing.resources(result)
    if required is None or held is None or not (is_number(required.value) and is_number(held.value)):
        return Markup("")
    if required.unit != held.unit or min(required.number, held.number) < 0 or required.number + held.number == 0:
        return Markup("")
    credit = result.figures.get("reserve.insurance_credit")
    insured = credit.number if credit is not None and is_number(credit.value) else Fraction(0)
    insured = min(max(insured, Fraction(0)), held.number)
    scale = max(required.number, held.number)
    first, second, wanted = (_length(part, scale) for part in (held.number - insured, insured, required.number))
    below = _BAR + _GAP
    drawn = [_bar(0, 0, wanted, "required"), _bar(0, below, first, "fund")]
    key = [_key("required", _said(required, language))]
    if credit is not None and insured:
        drawn.append(_bar(first, below, second, "insured"))
        fund = result.figures.get("reserve.fund")
        key += [_key("fund", _said(fund, language))] if fund is not None else []
        key += [_key("insured", _said(credit, language))]
    else:
        key.append(_key("fund", _said(held, language)))
    drawn.append(_line(wanted, below + _BAR))
    return _picture(drawn, below + _BAR, f"{_said(required, language)} / {_said(held, language)}", key)


def hot_picture(result: Result, language: Language) -> Markup:
    """The share in hot wallets against its limit; blank where the result does not hold both as numbers."""
    share, limit = result.figures.get("segregation.hot_fraction"), briefing.hot_limit(result)
    if share is None or limit is None or not is_number(share.value) or min(share.number, limit.number) < 0:
        return Markup("")
    scale = max(share.number, limit.number) * Fraction(5, 4)
    if scale == 0:
        return Markup("")
    kind = "over" if share.number > limit.number else "fund"
    top = _GAP // 2
    drawn = [
        _bar(0, top, _WIDTH, "ground"),
        _bar(0, top, _length(share.number, scale), kind),
        _line(_length(limit.number, scale), _BAR + _GAP),
    ]
    limit_said = f"{WORDS['limit'].said(language)} {value_said(limit, language)}"
    key = [_key(kind, _said(share, language)), _key("mark", limit_said)]
    return _picture(drawn, _BAR + _GAP, f"{_said(share, language)} / {limit_said}", key)


def _said(figure: Figure, language: Language) -> str:
    return f"{figure_term(figure.name).said(language)} {value_said(figure, language)}"


def _length(value: Fraction, scale: Fraction) -> int:
    return int(value / scale * _WIDTH)


def _bar(left: int, top: int, length: int, kind: str) -> Markup:
    return element("rect", x=str(left), y=str(top), width=str(length), height=str(_BAR), class_=f"bar {kind}")


def _line(at: int, height: int) -> Markup:
    at = min(max(at, 1), _WIDTH - 1)
    return element("line", x1=str(at), x2=str(at), y1="0", y2=str(height), class_="limit")


def _key(kind: str, words: str) -> Markup:
    return element("span", element("span", class_=f"swatch {kind}", aria_hidden="true"), words, class_="key-entry")


def _picture(drawn: list[Markup], height: int, title: str, key: list[Markup]) -> Markup:
    """The drawing stretched to the page's width; its words stand below it, where they keep their size."""
    svg = element(
        "svg",
        *drawn,
        viewBox=f"0 0 {_WIDTH} {height}",
        height=str(height),
        preserveAspectRatio="none",
        role="img",
        aria_label=title,
        class_="picture",
    )
    return element("figure", svg, element("figcaption", *key))
