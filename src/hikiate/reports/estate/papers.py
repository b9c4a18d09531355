"""The papers of an estate: the report for the court, and a customer's statement that shows how the amount arose.

Both are plain lists and texts, fully worded, from which the typesetter only lays out pages (PDF/A-2a, PDF/UA-1).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

import polars as pl
import typst
from pylopdf_fonts_jp import sans_path

from hikiate.kernel.amounts import grouped
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.pending import PENDING_CODES
from hikiate.reports.briefing import findings_by_gravity
from hikiate.reports.compensation.statement import WAITS
from hikiate.reports.estate.text import about_rows, shown_figures
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import EMPTY, SEVERITIES, STATUSES, TITLES, WORDS, unit_said
from hikiate.reports.numerals import is_number, value_said
from hikiate.reports.paper import drawn

COURT = Term("Report on the distribution", "配当に関する報告書")
STATEMENT = Term("Statement of your distribution", "配当のお知らせ")

_POOLS, _CLASSES, _ROUNDS = (
    Term("What was there", "配当財団"),
    Term("Classes", "クラス別の弁済"),
    Term("Rounds", "配当の回次"),
)
_FIGURES = Term("Figures and what they stand on", "数値と根拠")
_LAW = Term("Law", "適用規定")
_YOURS = Term("What you get", "弁済額")
_WAITING = Term("What waits", "保留中のお支払い")
_HOW = Term("How it arose", "算定の内訳")
_ASK = Term("If you disagree", "ご異議がある場合")
_ASKED = Term(
    "Write to the administrator, name your number, and say which amount is wrong and why. Your claim is then reserved "
    "in full until it is decided.",
    "利用者番号と、誤りがあると考える数量およびその理由を添えて、管理人に書面でお申し出ください。\n"
    "お申し出の部分は、確定するまで全額を留保します。",
)
_HEADS: Mapping[str, Term] = {
    "pool": Term("Pool", "財団"),
    "kind": Term("Kind", "種類"),
    "asset": Term("Asset", "資産"),
    "amount": Term("Amount", "数量"),
    "cost": Term("Costs", "費用"),
    "unit": Term("Paid in", "弁済資産"),
    "net": Term("Net", "費用控除後"),
    "used": Term("Paid or reserved", "弁済・留保"),
    "left": Term("Left", "残額"),
    "class": Term("Class", "クラス"),
    "claims": Term("Claims", "件数"),
    "claim": Term("Claimed", "債権額"),
    "base": Term("First part", "先行弁済分"),
    "pro_rata": Term("Pro rata", "按分"),
    "reserved": Term("Reserved", "留保額"),
    "paid": Term("Paid so far", "弁済額累計"),
    "remaining": Term("Still open", "未弁済額"),
    "now": Term("This round", "今回弁済額"),
    "round": Term("Round", "回次"),
    "day": Term("Day", "日"),
    "fund": Term("Fund", "区分"),
    "estate": Term("There by then", "累計財団額"),
    "surplus": Term("Nobody's", "残余"),
}
_NUMERIC = {
    "amount", "cost", "net", "used", "left", "claims", "claim", "base", "pro_rata", "reserved", "paid", "remaining",
    "now", "estate", "surplus",
}  # fmt: skip
_KIND_WORDS: Mapping[str, Term] = {
    "customer_crypto": Term("customers' coins", "利用者の暗号資産"),
    "guarantee": Term("guarantee assets", "履行保証暗号資産"),
    "fiat_trust": Term("trust of money", "利用者区分管理信託"),
    "general": Term("general estate", "一般財団"),
    "customers": Term("customers", "利用者"),
    "creditors": Term("other creditors", "その他の債権者"),
    "trust": Term("trust of money", "利用者区分管理信託"),
}
_POOL_COLUMNS = ("pool", "kind", "asset", "amount", "cost", "unit", "net", "used", "left")
_CLASS_COLUMNS = ("class", "asset", "claims", "claim", "base", "pro_rata", "paid", "reserved", "remaining")
_ROUND_COLUMNS = ("round", "day", "fund", "asset", "estate", "paid", "reserved", "surplus")
_STATEMENT_COLUMNS = ("asset", "class", "claim", "paid", "now", "reserved", "remaining")


def court_report(
    result: Result, pools: pl.DataFrame, classes: pl.DataFrame, rounds: pl.DataFrame, language: Language
) -> bytes:
    """The report for the court as PDF: pools, classes, rounds, figures, findings and law, with every digest."""
    sections = [
        _section(_POOLS, language, table=_table(pools, _POOL_COLUMNS, language)),
        _section(_CLASSES, language, table=_table(classes, _CLASS_COLUMNS, language)),
        _section(_ROUNDS, language, table=_table(rounds, _ROUND_COLUMNS, language)),
        _section(_FIGURES, language, pairs=_figure_pairs(result, language)),
        _findings(result, language),
        _section(_LAW, language, pairs=_law_pairs(result, language)),
    ]
    origin = [f"hikiate {result.version}", f"{WORDS['pack_digest'].said(language)} {result.pack_digest}"]
    origin += [f"{result.annex['estate']} {result.annex['estate_digest']}"]
    return _pdf(
        result,
        language,
        title=COURT.said(language),
        about=about_rows(result, language),
        sections=sections,
        origin=origin,
        wide=True,
    )


def statement(result: Result, customer: str, rows: pl.DataFrame, waiting: pl.DataFrame, language: Language) -> bytes:
    """A customer's statement as PDF; `rows` are those of the plan and `waiting` those of what waits, as text."""
    about = [(Term("Customer number", "利用者番号").said(language), customer), *about_rows(result, language)]
    sections = statement_sections(result, rows, waiting, language)
    origin = [f"hikiate {result.version}", f"{WORDS['pack_digest'].said(language)} {result.pack_digest}"]
    title = STATEMENT.said(language)
    return _pdf(result, language, title=title, about=about, sections=sections, origin=origin, wide=False)


def statement_sections(
    result: Result, rows: pl.DataFrame, waiting: pl.DataFrame, language: Language
) -> list[dict[str, Any]]:
    """What a statement says: the amounts, what waits and what the customer can do, how they arose, law, whom to ask."""
    waits = [_waits(row, language) for row in waiting.iter_rows(named=True)]
    return [
        _section(_YOURS, language, table=_table(rows, _STATEMENT_COLUMNS, language)),
        *([_section(_WAITING, language, lines=waits)] if waits else []),
        _section(
            _HOW, language, lines=[line for row in rows.iter_rows(named=True) for line in _arose(result, row, language)]
        ),
        _section(_LAW, language, pairs=_law_pairs(result, language)),
        _section(_ASK, language, lines=_ASKED.said(language).split("\n")),
    ]


def _waits(row: Mapping[str, str], language: Language) -> str:
    """What waits, and why as far as it helps the customer."""
    why, what = WAITS[next(code for code in PENDING_CODES if code == row["reason"])]
    amount = f"{grouped(row['amount'])} {unit_said(row['pay_asset'], language)}"
    return f"{amount}{': ' if language == 'en' else '：'}{why.said(language)} {what.said(language)}"


def _arose(result: Result, row: Mapping[str, str], language: Language) -> list[str]:
    """How one row of the plan arose, in sentences."""
    unit = unit_said(row["asset"], language)
    said = {name: f"{grouped(row[name])} {unit}" for name in _NUMERIC & row.keys()}
    said["class"] = _cell("class", row["class"], language)
    total = Term(
        f"Your claim is {said['claim']}, in the class {said['class']}. Your share of what is there by now is made of "
        f"{said['base']} that your class gets first, and {said['pro_rata']} in proportion to all claims of the class.",
        f"債権額は {said['claim']}、クラスは「{said['class']}」です。現在の財団に対する持分は、"
        f"クラスに先行して弁済される {said['base']}と、債権額に応じて按分された {said['pro_rata']}の合計です。",
    )
    split = Term(
        f"Of that, {said['paid']} is paid with this round ({said['now']} in this round), and {said['reserved']} is set "
        f"aside. {said['remaining']} more is what the terms of your class allow if more comes in.",
        f"このうち {said['paid']}を今回までに弁済し（今回 {said['now']}）、{said['reserved']}を留保しています。"
        f"財団が増えた場合にクラスの条件で今後弁済を受けられる上限は {said['remaining']}です。",
    )
    return [_of_all(result, row["asset"], language), total.said(language), split.said(language)]


def _of_all(result: Result, asset: str, language: Language) -> str:
    """What is there of an asset for all who claim it."""
    there, claimed = (
        value_said(result.figures[f"distribution.{asset}.{name}"], language) for name in ("estate", "claims")
    )
    term = Term(
        f"{asset}: {there} is there by now, after costs, for claims of {claimed} in all.",
        f"{asset}: 債権総額 {claimed}に対し、費用控除後の財団は現在 {there}です。",
    )
    return term.said(language)


def _figure_pairs(result: Result, language: Language) -> list[list[str]]:
    pairs = []
    for figure in shown_figures(result):
        status, rule = STATUSES[figure.status].said(language), figure.rule.said(language)
        pairs.append(
            [figure_term(figure.name).said(language), drawn(f"{value_said(figure, language)} [{status}]  {rule}")]
        )
    return pairs


def _law_pairs(result: Result, language: Language) -> list[list[str]]:
    """The provisions that figures stand on, with their citations and status."""
    return [
        [drawn(figure.citation), drawn(f"{figure.rule.said(language)} [{STATUSES[figure.status].said(language)}]")]
        for figure in result.figures.values()
        if figure.name.startswith("law.")
    ]


def _findings(result: Result, language: Language) -> dict[str, Any]:
    pairs = []
    for finding in findings_by_gravity(result):
        words = finding.ja if language == "ja" else finding.en
        citation = f" ({finding.citation})" if finding.citation else ""
        said = Term(f"{words.found}; to do: {words.do}{citation}", f"{words.found}。{words.do}{citation}")
        pairs.append([SEVERITIES[finding.severity].said(language), drawn(said.said(language))])
    nothing = [] if pairs else [EMPTY["findings"].said(language)]
    return {"title": TITLES["findings"].said(language), "lines": nothing, "table": None, "pairs": pairs}


def _section(
    title: Term,
    language: Language,
    *,
    lines: Sequence[str] = (),
    table: dict[str, Any] | None = None,
    pairs: Sequence[Sequence[str]] = (),
) -> dict[str, Any]:
    return {
        "title": title.said(language),
        "lines": [drawn(line) for line in lines],
        "table": table,
        "pairs": list(pairs),
    }


def _table(rows: pl.DataFrame, columns: Sequence[str], language: Language) -> dict[str, Any]:
    heads = [{"text": _HEADS[name].said(language), "numeric": name in _NUMERIC} for name in columns]
    cells = [
        [_cell(name, str(value), language) for name, value in zip(columns, row, strict=True)]
        for row in rows.select(columns).iter_rows()
    ]
    return {"heads": heads, "rows": cells}


def _cell(name: str, value: str, language: Language) -> str:
    if name in {"kind", "class", "fund"} and value in _KIND_WORDS:
        return _KIND_WORDS[value].said(language)
    return grouped(value) if name in _NUMERIC and is_number(value) else drawn(value)


def _pdf(
    result: Result,
    language: Language,
    *,
    title: str,
    about: Sequence[tuple[str, str]],
    sections: Sequence[dict[str, Any]],
    origin: Sequence[str],
    wide: bool,
) -> bytes:
    moment = datetime.fromisoformat(result.as_of)
    content = {
        "language": language,
        "title": title,
        "product": f"引当 Hikiate / {title}",
        "exchange": drawn(result.exchange),
        "foot": drawn(f"{result.annex['estate']}  {result.as_of}"),
        "page": WORDS["page"].said(language),
        "wide": wide,
        "about": [[term, drawn(said)] for term, said in about],
        "sections": sections,
        "origin": [drawn(line) for line in origin],
        "date": [str(part) for part in (moment.year, moment.month, moment.day)],
    }
    return typst.compile(
        files("hikiate.reports.estate").joinpath("papers.typ").read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(sans_path().parent)]),
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=moment,
    )
