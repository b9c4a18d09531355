"""A result as an archival, tagged PDF (PDF/A-2a, PDF/UA-1), the same bytes for the same result."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files

import typst
from pylopdf_fonts_jp import sans_path

from hikiate.kernel.findings import FindingKind, Refused, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Words
from hikiate.reports.legible import legible
from hikiate.reports.paper import Plain, paper

NO_MOMENT = FindingKind(
    "report.as_of_unreadable",
    Severity.FAULT,
    en=Words(
        "The result is dated {found}.",
        "A moment such as 2026-11-20T23:59:59+09:00, which also dates the PDF.",
        "Close the pack again and report on the new result.",
    ),
    ja=Words(
        "結果の基準時点が {found} となっています。",
        "2026-11-20T23:59:59+09:00 のような日時が必要です（PDF の日付にも用います）。",
        "締め処理をやり直し、新しい結果から報告書を作成してください。",
    ),
)


def pdf(result: Result, language: Language) -> bytes:
    """The report as PDF. Raises Refused where the result's `as_of` is no moment, since the document is dated by it."""
    template = files("hikiate.reports").joinpath("report.typ").read_bytes()
    return typeset(template, paper(result, language), result.as_of)


def typeset(template: bytes, content: Mapping[str, Plain], as_of: str) -> bytes:
    """Lay a template's pages out from fully worded content, dated by `as_of`; Refused where that is no moment."""
    moment = moment_of(as_of)
    content = {**content, "date": [str(part) for part in (moment.year, moment.month, moment.day)]}
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(sans_path().parent)])
    return typst.compile(
        template,
        format="pdf",
        font_paths=fonts,
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=moment,
    )


def moment_of(as_of: str) -> datetime:
    """The moment that dates a document; Refused where the text is none."""
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise Refused([NO_MOMENT.at("as_of", found=legible(as_of))]) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
