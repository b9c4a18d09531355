"""Decimal text as sources write it (exponents, binary floats, trailing zeros) made plain without losing a digit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

PLAIN = r"^[0-9]+(\.[0-9]+)?$"

_EXPONENT = re.compile(r"[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,3}", re.ASCII)
_TRAILING_ZEROS = r"^([0-9]+)(?:\.0+|(\.[0-9]*[1-9])0+)$"

# Ledgers print ten significant digits and drop the zeros at the end; spreadsheets keep no more than fifteen.
_LEDGER_DIGITS = 10
_SPREADSHEET_DIGITS = 15


@dataclass(frozen=True, slots=True)
class PlainDecimals:
    """A column as plain decimal text; `floats` and `exponents` count the cells that were written otherwise."""

    texts: pl.Series
    floats: int
    exponents: int


def plain_decimals(column: pl.Series) -> PlainDecimals:
    """A column of text, whole numbers or floats as plain decimal text of the same length, blanks kept as null.

    A float becomes the shortest decimal text that reads back as the same float. What is no decimal is left as it is,
    to be refused by place.
    """
    floats = int(column.count()) if column.dtype.is_float() else 0
    texts = column.cast(pl.String)
    texts = texts.set(texts == "", None)
    marked = texts.filter(texts.str.contains("[eE]"))
    spelled = {text: _spelled_out(text) for text in marked.unique().to_list() if _EXPONENT.fullmatch(text)}
    if spelled:
        texts = texts.replace(list(spelled), list(spelled.values()))
    exponents = 0 if floats else int(marked.is_in(list(spelled)).sum())
    return PlainDecimals(texts.str.replace(_TRAILING_ZEROS, "${1}${2}"), floats, exponents)


def quantum(text: str) -> Fraction:
    """The unit of the last digit that stands behind a printed plain decimal, which may have been rounded to it.

    The last decimal shown; for a whole number the tenth significant digit, at most 1; never finer than the fifteenth
    significant digit. "26337.26" -> 1/100, "550800308" -> 1/10, "360522032584187.00" -> 1.
    """
    whole, _, decimals = text.partition(".")
    shown = Fraction(1, 10 ** len(decimals)) if decimals else min(Fraction(1), _unit(len(whole) - _LEDGER_DIGITS))
    return max(shown, _unit(len(whole) - _SPREADSHEET_DIGITS))


def explained_by_rounding(difference: Fraction, printed: list[str]) -> bool:
    """Whether a difference is no more than half a last digit of every printed number that took part in it."""
    return abs(difference) <= sum((quantum(text) for text in printed), Fraction(0)) / 2


def _unit(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def _spelled_out(text: str) -> str:
    return f"{Decimal(text):f}"
