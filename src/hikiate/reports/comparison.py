"""A comparison as a document and as a leaflet: a row for each rulebook, why they differ, and what is amiss in each."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from hikiate.kernel.amounts import Rounding, decimal_text, grouped_text, rounded
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Term, unit_term
from hikiate.reports.labels import STATUSES
from hikiate.reports.labels import WORDS as LABELS
from hikiate.reports.leaflet import Cell, Chapter, Leaflet, Table
from hikiate.rules.compared.answers import Comparison, Row
from hikiate.rules.compared.reasons import reasons

SCHEMA = "hikiate/compare/1"
_WHOLE_FROM = 100

VERDICTS = {
    "in_order": Term("in order", "違反なし"),
    "in_breach": Term("in breach", "違反あり"),
    "unanswered": Term("data missing", "データ不足"),
    "undecided": Term("undecided", "未定"),
    "not_in_force": Term("not in force", "施行前・失効"),
}
_WORDS = {
    "product": Term("Comparison of rulebooks", "規程集の比較"),
    "rulebook": Term("Rulebook", "規程集"),
    "status": Term("Status", "位置付け"),
    "verdict": Term("Verdict", "判定"),
    "required": Term("Must be held", "必要額"),
    "short": Term("Short", "不足額"),
    "basis": Term("Taken of", "算定基礎"),
    "law": Term("Law", "名称"),
    "form": Term("Form", "形式"),
    "insurance": Term("Insurance", "保険"),
    "repair": Term("Repair", "是正期限"),
    "side_by_side": Term("Side by side", "一覧"),
    "terms": Term("What each asks", "各規程集の内容"),
    "findings": Term("What was found", "指摘事項"),
    "code": Term("Code", "コード"),
    "found": Term("Found", "確認された事実"),
}


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain dicts, lists and text; the English words at the top, the Japanese ones under `ja`."""
    spread = comparison.spread
    return {
        "schema": SCHEMA,
        "exchange": comparison.exchange,
        "as_of": comparison.as_of,
        "version": comparison.version,
        "pack_digest": comparison.pack_digest,
        "currency": comparison.currency,
        "rates": {
            currency: {"value": figure.value, "unit": figure.unit, "citation": figure.citation}
            for currency, figure in comparison.rates.items()
        },
        "spread": None if spread is None else _ratio(spread),
        "rows": [_row_document(row, comparison.currency) for row in comparison.rows],
        "differences": [
            {
                "key": reason.key,
                "title": reason.title.en,
                "said": [sentence.en for sentence in reason.sentences],
                "ja": {"title": reason.title.ja, "said": [sentence.ja for sentence in reason.sentences]},
            }
            for reason in reasons(comparison)
        ],
    }


def _ratio(spread: Fraction) -> str:
    return decimal_text(rounded(spread, 1, Rounding.HALF_UP))


def _row_document(row: Row, currency: str) -> dict[str, Any]:
    terms = {
        "basis": row.terms.basis,
        "form": row.terms.form,
        "insurance": row.terms.insurance,
        "repair": row.terms.repair,
    }
    return {
        "rulebook": row.edition.book.name,
        "status": row.status.value,
        "verdict": row.verdict,
        "required": {"value": _value(row.required), "unit": currency},
        "ceiling": _value(row.ceiling),
        "short": _value(row.short),
        **{key: term.en for key, term in terms.items()},
        "findings": [finding_document(finding) for finding in row.findings],
        "ja": {key: term.ja for key, term in terms.items()},
    }


def _value(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def comparison_leaflet(comparison: Comparison, language: Language) -> Leaflet:
    """The comparison as a leaflet on wide pages."""
    return Leaflet(
        language=language,
        product=f"引当 Hikiate / {_WORDS['product'].said(language)}",
        title=comparison.exchange,
        subtitle=f"{_WORDS['product'].said(language)}  {comparison.as_of}",
        lead=_lead(comparison, language),
        chapters=(
            Chapter(_WORDS["side_by_side"].said(language), (), (_numbers(comparison, language),)),
            Chapter(_WORDS["terms"].said(language), (), (_terms(comparison, language),)),
            *(
                Chapter(reason.title.said(language), tuple(words.said(language) for words in reason.sentences))
                for reason in reasons(comparison)
            ),
            Chapter(_WORDS["findings"].said(language), (), (_findings(comparison, language),)),
        ),
        origin=(
            *_rates(comparison, language),
            f"hikiate {comparison.version}",
            f"{LABELS['pack_digest'].said(language)} {comparison.pack_digest}",
        ),
        moment=datetime.fromisoformat(comparison.as_of),
        wide=True,
    )


def _lead(comparison: Comparison, language: Language) -> tuple[str, ...]:
    known = sum(row.required is not None for row in comparison.rows)
    unit, count = unit_term(comparison.currency).said(language), len(comparison.rows)
    spread = comparison.spread
    if language == "ja":
        lead = [f"{count} の規程集のうち {known} で必要額を算定しました。金額の単位は {unit}（当日の相場で換算）です。"]
        lead += [f"最大は、0 を除く最小の {_times(spread)} 倍です。"] if spread is not None else []
        return (*lead, "法令ではない規程集も含みます。位置付けの欄を確認してください。")
    lead = [f"{known} of {count} rulebooks give a number. Amounts are in {unit}, converted at the rates of the day."]
    lead += [f"The largest is {_times(spread)} times the smallest above zero."] if spread is not None else []
    return (*lead, "Some of these rulebooks are no law: mind the status.")


def _times(spread: Fraction) -> str:
    """How many times, to one decimal where that tells more than none."""
    return grouped_text(rounded(spread, 0 if spread >= _WHOLE_FROM else 1, Rounding.HALF_UP))


def _rates(comparison: Comparison, language: Language) -> tuple[str, ...]:
    """The rates of the day, each with where it stands in the pack; a currency in itself needs none."""
    return tuple(
        f"1 {currency} = {grouped_text(figure.number)} {unit_term(figure.unit).said(language)}  {figure.citation}"
        for currency, figure in comparison.rates.items()
        if currency != figure.unit
    )


def _numbers(comparison: Comparison, language: Language) -> Table:
    keys = ("rulebook", "status", "verdict", "required", "short", "basis")
    rows = tuple(
        (
            Cell(row.edition.book.name),
            Cell(STATUSES[row.status].said(language), row.status.value),
            Cell(VERDICTS[row.verdict].said(language), row.verdict),
            Cell(_said(row.required)),
            Cell(_said(row.short)),
            Cell(row.terms.basis.said(language)),
        )
        for row in comparison.rows
    )
    heads = tuple(_WORDS[key].said(language) for key in keys)
    return Table("", heads, (False, False, False, True, True, False), rows, (5, 3, 3, 5, 5, 10))


def _said(amount: Fraction | None) -> str:
    return "–" if amount is None else grouped_text(amount)


def _terms(comparison: Comparison, language: Language) -> Table:
    keys = ("rulebook", "law", "form", "insurance", "repair")
    rows = tuple(
        (
            Cell(row.edition.book.name),
            Cell(row.edition.book.title.said(language)),
            *(Cell(getattr(row.terms, key).said(language)) for key in ("form", "insurance", "repair")),
        )
        for row in comparison.rows
    )
    heads = tuple(_WORDS[key].said(language) for key in keys)
    return Table("", heads, (False,) * 5, rows, (5, 7, 10, 6, 7))


def _findings(comparison: Comparison, language: Language) -> Table:
    """The breaches and warnings of each rulebook; what is said alike of several stands once, with all their names."""
    books: dict[tuple[str, str], dict[str, None]] = {}
    order = list(Severity)
    found = [(finding, row.edition.book.name) for row in comparison.rows for finding in row.findings]
    for finding, name in sorted(found, key=lambda entry: order.index(entry[0].severity)):
        if finding.severity is not Severity.NOTE:
            books.setdefault((finding.code, _words(finding, language)), {})[name] = None
    heads = tuple(_WORDS[key].said(language) for key in ("code", "rulebook", "found"))
    rows = tuple((Cell(code), Cell(", ".join(names)), Cell(words)) for (code, words), names in books.items())
    return Table("", heads, (False,) * 3, rows, (5, 6, 14))


def _words(finding: Finding, language: Language) -> str:
    return finding.ja.found if language == "ja" else finding.en.found
