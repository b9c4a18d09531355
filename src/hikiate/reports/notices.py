"""A notice as people read it in their mail: one subject and a few lines, in one language."""

from collections.abc import Mapping
from datetime import datetime

from hikiate.kernel.days import japan_text
from hikiate.kernel.wording import Language, Term
from hikiate.reports.legible import legible

_SUBJECTS = {
    "breach.found": Term("Breach found: {code}", "違反を検出: {code}"),
    "finding.due": Term("Due {due}: {code}", "期限 {due}: {code}"),
    "finding.overdue": Term("Overdue since {due}: {code}", "期限超過（{due}）: {code}"),
    "day.late": Term("No pack yet for {day}", "{day} のパックが未着です"),
    "day.refused": Term("The pack for {day} is refused", "{day} のパックに不備があります"),
    "day.missed": Term("{day} was not closed", "{day} の日次締めは行われていません"),
}
_LINES = (
    ("finding", Term("finding", "指摘番号")),
    ("code", Term("code", "コード")),
    ("where", Term("where", "箇所")),
    ("due", Term("due", "期限")),
    ("owner", Term("owner", "担当者")),
    ("day", Term("day", "対象日")),
    ("words", Term("words", "内容")),
    ("made_at", Term("recorded (Japan time)", "記録日時（日本時間）")),
)
_FINDING = Term(
    "See `hikiate finding list`; close it with evidence.",
    "`hikiate finding list` で確認し、証跡を付して完了してください。",
)
_DAY = Term(
    "Hand the pack in, or close the day by `hikiate close`.",
    "パックを提出するか、`hikiate close` で日次締めを行ってください。",
)


def notice_mail(kind: str, says: Mapping[str, str], language: Language) -> tuple[str, str]:
    """The subject and the text of a notice."""
    shown = {name: legible(value) for name, value in says.items()}
    if "made_at" in says:
        shown["made_at"] = japan_text(datetime.fromisoformat(says["made_at"]))
    subject = _SUBJECTS[kind].said(language).format_map({"code": "-", "due": "-", "day": "-", **shown})
    lines = [f"{term.said(language)}: {shown[name]}" for name, term in _LINES if shown.get(name)]
    ending = _DAY if kind.startswith("day.") else _FINDING
    return f"[Hikiate] {subject}", "\n".join([subject, "", *lines, "", ending.said(language), ""])
