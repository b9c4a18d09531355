"""Numerals: how a value is written for people, exact to the last digit.

Digits are grouped by thousands, ratios are said in per cent, and in Japanese a large sum of yen is read in 兆, 億
and 万 beside the exact number, never instead of it.
"""

import re
from datetime import date
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, grouped, percent_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Language, Term
from hikiate.reports.labels import WORDS, unit_said
from hikiate.reports.legible import legible
from hikiate.rules.items import ITEMS

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_SWITCHES = {"on": Term("on", "適用あり"), "off": Term("off", "適用なし")}
_PERSONS = Term("", "名")
_OF_PERSONS = frozenset({"customers.affected", "distribution.claimants_paid"})
"""Counts of people, which Japanese counts otherwise than things."""
_READING_FROM = 10_000_000
_MAN = 10_000
_OKU = 100_000_000
_CHO = 1_000_000_000_000
_WEEKDAYS: dict[Language, str] = {"ja": "月 火 水 木 金 土 日", "en": "Mon Tue Wed Thu Fri Sat Sun"}


def is_number(value: str | None) -> bool:
    """Whether a figure's value is decimal text."""
    return value is not None and _NUMBER.fullmatch(value) is not None


def number_said(figure: Figure, language: Language) -> str:
    """A figure's value without its unit, except the per cent sign of a ratio; a word where it has no value."""
    if figure.value is None:
        return WORDS["absent"].said(language)
    if not is_number(figure.value):
        return _word_said(figure.unit, figure.value, language)
    if figure.unit == "ratio":
        return percent_text(Fraction(figure.value))
    return grouped(figure.value)


def _word_said(unit: str, value: str, language: Language) -> str:
    """A word in place of a number: a provision that is on or off, items of volume, or what a pack wrote."""
    if unit in {"text", "switch"} and value in _SWITCHES:
        return _SWITCHES[value].said(language)
    names = [name.strip() for name in value.split(",")]
    if unit == "names" and all(name in ITEMS for name in names):
        return ", ".join(ITEMS[name].said(language) for name in names)
    return legible(value)


def unit_of(figure: Figure, language: Language) -> str:
    """The unit that follows `number_said`; blank for ratios, words and figures without a value."""
    if not is_number(figure.value) or figure.unit == "ratio":
        return ""
    if figure.name in _OF_PERSONS:
        return _PERSONS.said(language)
    return legible(unit_said(figure.unit, language))


def value_said(figure: Figure, language: Language) -> str:
    """A figure's value with its unit: `"20,000,000,000 円"`, `"3.1 %"`, `"算定なし"`."""
    return f"{number_said(figure, language)} {unit_of(figure, language)}".rstrip()


def yen_reading(figure: Figure, language: Language) -> str:
    """A large sum of yen as it is read in Japanese: `"200億円"`, `"約12億3,457万円"`; blank where none is needed."""
    if language != "ja" or figure.unit != "JPY" or figure.value is None or not is_number(figure.value):
        return ""
    exact = Fraction(figure.value)
    if abs(exact) < _READING_FROM:
        return ""
    step = _OKU if abs(exact) >= _CHO else _MAN
    near = rounded(abs(exact) / step, 0, Rounding.HALF_UP).numerator * step
    parts = [(near // _CHO, "兆"), (near % _CHO // _OKU, "億"), (near % _OKU // _MAN, "万")]
    words = "".join(f"{count:,}{word}" for count, word in parts if count)
    about = "" if near == abs(exact) else "約"
    return f"{'マイナス' if exact < 0 else ''}{about}{words}円"


def day_said(day: date, language: Language) -> str:
    """A day with its weekday: `2026-11-24（火）`, `2026-11-24 (Tue)`."""
    weekday = _WEEKDAYS[language].split()[day.weekday()]
    return f"{day.isoformat()}（{weekday}）" if language == "ja" else f"{day.isoformat()} ({weekday})"
