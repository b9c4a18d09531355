"""Reconciliation: the book against what chains, custodians and banks state, and published totals against their parts.

Tests in order: (1) per holding and asset, every source's latest statement up to the snapshot equals the book, each
coin to its last unit; less is a shortage to clear in five business days, more is to be explained; (2) every holding
has a statement of the day; (3) a published total equals the sum of the holdings for customers. A difference of rounding
is told from a true one: it is at most half a unit of the last digit of every part and of the total together, where
these have fewer decimals than the asset, and at most 1 part in 100,000 of the sum.

Example: parts of 3,484.26 and 0.01 against a published 3,484.26: 0.01 is within 2 × 0.005 + 0.005, a rounding.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

from hikiate.facts.tables import Holding, Published, Statement
from hikiate.kernel.amounts import amount_text, decimal_text, grouped, grouped_text
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import OBSERVED_ANOTHER_DAY, WRONG_DAY
from hikiate.rules.kinds.reconciliation import (
    BREAK,
    PUBLISHED_DIFFERS,
    PUBLISHED_ROUNDED,
    STALE_STATEMENT,
    STATEMENTS_MISSING,
    SURPLUS,
    UNCONFIRMED,
    UNKNOWN_HOLDING,
)
from hikiate.rules.sheet import Sheet, rows_shown
from hikiate.rules.undecided import lacking

ROUNDING_SHARE_MAX = Fraction(1, 100_000)

_LEDGER_DIGITS = 10
_SPREADSHEET_DIGITS = 15

OWN_CHECK = "Hikiate's own check (本ソフトウェアの検査)"
"""The citation of a comparison that no rulebook of the close lays down."""

_BOOK_RULE = Term("sum of the book over the holdings that have a statement", "残高証明等のある有高の帳簿残高の合計")
_STATEMENT_RULE = Term(
    "sum of statements over the holdings that have a statement, the lowest where sources differ",
    "残高証明等の残高の合計（出所により異なる場合は最も低い残高）",
)
_SHOWN_MAX = 5
_DAY_AS_A_WHOLE = datetime.min.replace(tzinfo=UTC)

_Key = tuple[str, str]
"""A holding and an asset."""


def reconciliation(sheet: Sheet, edition: Edition | None) -> None:
    """Write `reconciliation.<asset>.*` and `published.<asset>.*`, and find every break.

    `edition` is a rulebook that lays down reconciliation and the time to clear a shortage; None where none does, and
    then breaks are found all the same, without a due day.
    """
    _published(sheet)
    _observed(sheet)
    if edition and lacking(edition, optional=["reconciliation"]):
        sheet.undecided("reconciliation", edition, ["reconciliation"])
    if edition and lacking(edition, needed=["reconciliation"]):
        edition = None
    if sheet.pack.holdings is None:
        return
    if sheet.pack.statements is None:
        _unreconciled(sheet, edition)
        return
    _statements(sheet, edition, sheet.pack.holdings, sheet.pack.statements)


def _unreconciled(sheet: Sheet, edition: Edition | None) -> None:
    """Say that no statements were handed in: a warning where a rulebook wants them every business day, else a note."""
    if edition:
        finding = STATEMENTS_MISSING.at("statements", citation=_citation(edition), rulebook=edition.book.name)
        sheet.find(finding)
    else:
        without_it = Term("the book was reconciled with nothing", "帳簿残高の照合を行っていません")
        sheet.absent("statements", without_it=without_it)


def _statements(
    sheet: Sheet, edition: Edition | None, holdings: Sequence[Holding], statements: Sequence[Statement]
) -> None:
    latest = _latest(sheet, statements)
    book: dict[_Key, list[Holding]] = {}
    for holding in holdings:
        book.setdefault((holding.holding, holding.asset), []).append(holding)
    for key, rows in book.items():
        for statement in latest.get(key, ()):
            _compare(sheet, edition, rows, statement)
    unconfirmed = [f"{name} {asset}" for name, asset in book if (name, asset) not in latest]
    if unconfirmed:
        shown = _shown(unconfirmed)
        sheet.find(UNCONFIRMED.at("statements", count=grouped_text(len(unconfirmed)), shown=shown))
    for (name, asset), stated in latest.items():
        highest = stated[-1]
        if (name, asset) not in book and highest.amount > 0:
            text = grouped(amount_text(highest.amount, sheet.exchange.scale(asset)))
            where = f"statements.{name}.{asset}"
            sheet.find(UNKNOWN_HOLDING.at(where, source=highest.source, statement=text, unit=unit_term(asset)))
    days = {name: sheet.day_of(stated[0].as_of) for (name, _), stated in latest.items()}
    stale = [f"{name} {day}" for name, day in days.items() if day != sheet.day]
    if stale:
        sheet.find(STALE_STATEMENT.at("statements", count=grouped_text(len(stale)), shown=_shown(stale), day=sheet.day))
    for asset in dict.fromkeys(asset for _, asset in book):
        _asset_figures(sheet, edition, asset, book, latest)


def _latest(sheet: Sheet, statements: Sequence[Statement]) -> dict[_Key, list[Statement]]:
    """Of each holding and asset the statements of its latest day up to the snapshot, one a source, the lowest first.

    Statements of a later moment are found and left out. Of one source's the latest counts; between sources none is
    preferred, and each is compared.
    """
    later = [statement for statement in statements if sheet.is_later(statement.as_of)]
    if later:
        shown = rows_shown([(statement.row, sheet.day_of(statement.as_of)) for statement in later], _SHOWN_MAX)
        wanted = Term("statements up to the snapshot", "基準時点までの残高証明等")
        sheet.find(WRONG_DAY.at("statements", count=grouped_text(len(later)), shown=shown, wanted=wanted))
    counted = [statement for statement in statements if not sheet.is_later(statement.as_of)]
    of_day: dict[_Key, dict[str, Statement]] = {}
    day: dict[_Key, date] = {}
    for statement in sorted(counted, key=lambda statement: _order(sheet, statement)):
        key, on = (statement.holding, statement.asset), sheet.day_of(statement.as_of)
        if day.get(key) != on:
            of_day[key] = {}
        day[key] = on
        of_day[key][statement.source] = statement
    return {key: sorted(stated.values(), key=lambda s: (s.amount, s.source)) for key, stated in of_day.items()}


def _order(sheet: Sheet, statement: Statement) -> tuple[date, datetime]:
    """The order in time: a moment of a day stands after the day as a whole."""
    on = statement.as_of
    return sheet.day_of(on), on if isinstance(on, datetime) else _DAY_AS_A_WHOLE


def _compare(sheet: Sheet, edition: Edition | None, rows: Sequence[Holding], statement: Statement) -> None:
    asset, scale = statement.asset, sheet.exchange.scale(statement.asset)
    book = sum(row.amount for row in rows)
    if book == statement.amount:
        return
    short = statement.amount < book
    kind = BREAK if short else SURPLUS
    sheet.find(
        kind.at(
            f"statements.{statement.holding}.{asset}",
            citation=_citation(edition),
            due=sheet.deadline(edition, "shortfall_repair_days") if edition and short else None,
            book=grouped(amount_text(book, scale)),
            unit=unit_term(asset),
            statement=grouped(amount_text(statement.amount, scale)),
            source=statement.source,
            missing=grouped(amount_text(abs(book - statement.amount), scale)),
        )
    )


def _asset_figures(
    sheet: Sheet,
    edition: Edition | None,
    asset: str,
    book: dict[_Key, list[Holding]],
    latest: dict[_Key, list[Statement]],
) -> None:
    keys = [key for key in book if key[1] == asset and key in latest]
    if not keys:
        return
    rows = [row for key in keys for row in book[key]]
    stated = [latest[key][0] for key in keys]
    citation = _citation(edition)
    figures = []
    for part, total, source, rule in (
        ("book", sum(row.amount for row in rows), sheet.source("holdings", rows), _BOOK_RULE),
        ("statement", sum(row.amount for row in stated), sheet.source("statements", stated), _STATEMENT_RULE),
    ):
        leaf = sheet.figures.fact(f"input.reconciliation.{asset}.{part}", sheet.amount(total, asset), asset, source)
        figures.append(
            sheet.figures.derive(
                f"reconciliation.{asset}.{part}",
                sheet.amount(total, asset),
                asset,
                rule=rule,
                citation=citation,
                inputs=[leaf],
            )
        )
    sheet.figures.derive(
        f"reconciliation.{asset}.difference",
        figures[1].number - figures[0].number,
        asset,
        rule=Term("statement − book", "残高証明等 − 帳簿残高"),
        citation=citation,
        inputs=[figure.name for figure in figures],
    )


def _published(sheet: Sheet) -> None:
    if sheet.pack.published is None:
        without_it = Term("no published total was compared", "公表額との照合を行っていません")
        sheet.absent("published", without_it=without_it)
        return
    if sheet.pack.holdings is None:
        needed_for = Term("the parts of published totals", "公表額の内訳の確認")
        sheet.missing("holdings", needed_for=needed_for)
        return
    for published in sheet.pack.published:
        _compare_published(sheet, published, sheet.pack.holdings)


def _compare_published(sheet: Sheet, published: Published, holdings: Sequence[Holding]) -> None:
    asset = published.asset
    rows = [holding for holding in holdings if holding.asset == asset and holding.owner == "customer"]
    total, parts = sheet.amount(published.amount, asset), sheet.amount(sum(row.amount for row in rows), asset)
    figures = [
        sheet.figures.fact(f"input.published.{asset}", total, asset, sheet.source("published", [published])),
        sheet.figures.fact(f"input.published.{asset}.parts", parts, asset, sheet.source("holdings", rows)),
    ]
    difference = sheet.figures.derive(
        f"published.{asset}.difference",
        total - parts,
        asset,
        rule=Term("published − sum of holdings for customers", "公表額 − 利用者分の有高の合計"),
        citation=OWN_CHECK,
        inputs=figures,
    )
    if difference.number == 0:
        return
    numbers = [sheet.amount(row.amount, asset) for row in rows]
    kind = PUBLISHED_ROUNDED if is_rounding(total, numbers, sheet.exchange.scale(asset)) else PUBLISHED_DIFFERS
    sheet.find(
        kind.at(
            f"published.{asset}",
            published=grouped_text(total),
            unit=unit_term(asset),
            parts=grouped_text(parts),
            count=grouped_text(len(rows)),
            difference=grouped_text(difference.number),
        )
    )


def is_rounding(total: Fraction, parts: Sequence[Fraction], scale: int) -> bool:
    """Whether `total` differs from the sum of `parts` by no more than the rounding of each to its last digit.

    A number with every decimal of its asset (`scale`) has not been rounded.
    """
    allowed = sum((_quantum(number, scale) for number in (total, *parts)), Fraction(0)) / 2
    whole = sum(parts, Fraction(0))
    return abs(total - whole) <= min(allowed, whole * ROUNDING_SHARE_MAX)


def _quantum(number: Fraction, scale: int) -> Fraction:
    """The unit of the last digit that stands behind a number as written: 0 where it cannot have been rounded.

    It is the last decimal; for a whole number the tenth significant digit, at most 1; and never finer than the
    fifteenth, beyond which spreadsheets keep nothing.
    """
    whole, _, decimals = decimal_text(number).partition(".")
    if len(decimals) == scale:
        return Fraction(0)
    last_decimal = Fraction(1, 10 ** len(decimals))
    ledger = Fraction(10) ** (len(whole) - _LEDGER_DIGITS)
    spreadsheet = Fraction(10) ** (len(whole) - _SPREADSHEET_DIGITS)
    return max(last_decimal if decimals else min(last_decimal, ledger), spreadsheet)


def _observed(sheet: Sheet) -> None:
    """Find holdings that were observed on another day than the snapshot's."""
    other = [
        f"{holding.holding} {sheet.day_of(holding.observed_at)}"
        for holding in sheet.pack.holdings or ()
        if holding.observed_at is not None and sheet.day_of(holding.observed_at) != sheet.day
    ]
    if other:
        finding = OBSERVED_ANOTHER_DAY.at(
            "holdings", count=grouped_text(len(other)), shown=_shown(other), wanted=sheet.day
        )
        sheet.find(finding)


def _citation(edition: Edition | None) -> str:
    return edition["reconciliation"].citation.text if edition else OWN_CHECK


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_MAX
    return ", ".join(names[:_SHOWN_MAX]) + (f" +{more}" if more > 0 else "")
