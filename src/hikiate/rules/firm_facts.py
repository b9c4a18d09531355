"""Facts of the firm that a rule asks for: `[firm]` of exchange.toml as leaves, and a finding where they are missing.

Tests in order: (1) the key stands in `[firm]`; (2) a class is one for which the rulebook has a number.

Example: `fixed_overheads = "8000000"` is the leaf `input.firm.fixed_overheads`, JPY 8,000,000.
"""

from fractions import Fraction
from typing import NamedTuple

from hikiate.kernel.figures import AS_HANDED_IN, Figure
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import FIRM_MISSING
from hikiate.rules.sheet import Sheet

FACTS = {
    "fixed_overheads": Term("fixed overheads of the preceding year", "前年度の固定的経費"),
    "own_funds": Term("own funds", "自己資本"),
    "average_daily_deposits": Term("average daily deposits", "1日平均預り金"),
    "mica_class": Term("class under MiCA", "MiCA のクラス"),
    "korean_market": Term("sort of market under Korean law", "韓国法の市場区分"),
    "vara_class": Term("class under VARA", "VARA の区分"),
}


class FirmClass(NamedTuple):
    """What sort of firm it is, and the leaf that says so."""

    value: str
    leaf: str


def firm_class(sheet: Sheet, edition: Edition) -> FirmClass | None:
    """The class by which the rulebook sorts firms; None, with a finding, where the pack does not state it."""
    key = edition["class_by"].value or ""
    value = getattr(sheet.exchange.firm, key)
    if value is None:
        _find_missing(sheet, edition, key)
        return None
    name = f"input.firm.{key}"
    source = f"exchange.toml: firm.{key}"
    leaf = sheet.figures.leaf(Figure(name, value, "text", Status.INPUT, AS_HANDED_IN, source))
    return FirmClass(value, leaf)


def firm_amount(sheet: Sheet, edition: Edition, key: str) -> tuple[Fraction, str] | None:
    """A sum that the pack states of the firm, and its leaf; None, with a finding, where it does not."""
    minor = getattr(sheet.exchange.firm, key)
    if minor is None:
        _find_missing(sheet, edition, key)
        return None
    currency = sheet.exchange.reporting_currency
    amount = sheet.amount(minor, currency)
    return amount, sheet.figures.fact(f"input.firm.{key}", amount, currency, f"exchange.toml: firm.{key}")


def _find_missing(sheet: Sheet, edition: Edition, key: str) -> None:
    citation = edition[edition.book.headline].citation.text
    sheet.find(FIRM_MISSING.at(f"exchange.toml key firm.{key}", citation=citation, key=key, fact=FACTS[key]))
