"""A replay as text: what was published beside ours, why they differ, and what the reported reserve would have paid."""

from collections.abc import Iterable

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.casebook import Case
from hikiate.remedy.replays import Compared, Replay
from hikiate.reports.columns import aligned, wrapped
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import STATUSES, WORDS
from hikiate.reports.lines import PLACES, ruled, table
from hikiate.reports.numerals import value_said, yen_reading

_TITLE = Term("Replay", "事例の再計算")
_OUTCOMES = Term("What was published, and what we work out", "公表された結果と当方の計算")
_NOTES = Term("Sources, and why ours differs", "出典、差異の理由")
_COUNTERFACTUAL = Term(
    "With the liability reserve as the press reported it (a what-if; no such rule is law)",
    "報道どおりの責任準備金があった場合（仮定計算。法令ではありません）",
)
_FACTS = Term("Further facts", "その他の事実")
_ALARMS = Term("What a daily close of that ledger finds", "当時の帳簿を日次で締めた場合の指摘")
_HEADS = (
    WORDS["item"],
    Term("Published", "公表値"),
    Term("Ours", "当方"),
    Term("Difference", "差"),
    Term("", ""),
    Term("Status", "位置付け（公表値／当方）"),
)
_UNPUBLISHED = Term("not published", "公表なし")
_AGREES = Term("agrees", "一致")
_DIFFERS = Term("differs", "相違")
_WHY = Term("Why: ", "理由: ")
_SOURCE = Term("Source: ", "出典: ")
_SYNTHETIC = Term(
    "The list of {count} customers is synthetic: published totals, divided by a rule. Status of their number: {status} "
    "({citation}).",
    "{count} 名の利用者一覧は、公表された合計を一定の規則で配分した合成データです。人数の位置付けは「{status}」"
    "（{citation}）。",
)
_AT_CAP = Term(
    "No annual volume of this exchange is in the sources, so what it would have held is unknown. The reserve stands at "
    "its cap, which no volume exceeds: more than this it could not have paid. Assume a volume with --volume.",
    "この取引所の年間取引高は出典になく、準備金の額は不明です。以下は上限額による計算で、"
    "これより多く支払えたことはあり得ません。取引高を仮定するには --volume を指定してください。",
)
_BY_VOLUME = Term(
    "The reserve is what the reported rule requires of the annual volume.",
    "準備金は、年間取引高に対して報道どおりの算式が求める額です。",
)
_UNINSURED = Term(
    "No insurance of this exchange was published: what it would have paid is unknown. Assume policies with --policies.",
    "この取引所の保険契約は公表されておらず、保険金の額は不明です。契約を仮定するには --policies を指定してください。",
)
_WHEN = Term(
    "The reserve counts as there on the day of the incident; how long its use would take to be permitted, nobody has "
    "published.",
    "準備金は事故当日から使えるものとして計算しています。使用が認められるまでの日数は公表されていません。",
)
_RESERVE = Term("The reserve", "責任準備金")
_NEVER = Term(
    "The reserve could not have covered all of it, on any day.", "準備金では、いつの時点でも全額を賄えません。"
)
_SHOWN = ("funding.reserve", "funding.insurance", "funding.short", "funding.day_complete", "volume_needed")


def replay_text(replay: Replay, language: Language) -> str:
    """The replay as lines of text, ending in a newline."""
    blocks = [_opening(replay, language), _outcomes(replay, language), _notes(replay, language)]
    if replay.alarms:
        blocks.append([ruled(_ALARMS.said(language)), *_findings(replay.alarms, language)])
    blocks.append(_counterfactual(replay, language))
    if replay.case.facts:
        blocks.append([ruled(_FACTS.said(language)), *_facts(replay.case, language)])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _opening(replay: Replay, language: Language) -> list[str]:
    case = replay.case
    synthetic = _SYNTHETIC.said(language).format(
        count=grouped_text(case.customers),
        status=STATUSES[case.customers_cited.status].said(language),
        citation=case.customers_cited.citation,
    )
    head = ruled(f"引当 Hikiate  {_TITLE.said(language)}: {case.title.said(language)}", "=")
    return [head, *wrapped(case.summary.said(language), PLACES), *wrapped(synthetic, PLACES)]


def _outcomes(replay: Replay, language: Language) -> list[str]:
    rows = [tuple(head.said(language) for head in _HEADS)]
    rows += [_row(compared, language) for compared in replay.compared]
    return [ruled(_OUTCOMES.said(language)), *table(rows, ("left", "right", "right", "right", "left", "left"))]


def _row(compared: Compared, language: Language) -> tuple[str, ...]:
    published, difference = compared.published, compared.difference
    statuses = (compared.outcome.cited.status, compared.ours.status)
    return (
        figure_term(compared.outcome.figure).said(language),
        _UNPUBLISHED.said(language) if published is None else value_said(published, language),
        value_said(compared.ours, language),
        "" if difference is None else value_said(difference, language),
        "" if difference is None else (_AGREES if compared.agrees else _DIFFERS).said(language),
        " / ".join(STATUSES[status].said(language) for status in statuses),
    )


def _notes(replay: Replay, language: Language) -> list[str]:
    lines = [ruled(_NOTES.said(language))]
    for compared in replay.compared:
        why = compared.outcome.why
        said = [] if why is None else [_WHY.said(language) + why.said(language)]
        said.append(_SOURCE.said(language) + compared.outcome.cited.citation)
        lines += [f"- {figure_term(compared.outcome.figure).said(language)}", *_indented(said)]
    return lines


def _counterfactual(replay: Replay, language: Language) -> list[str]:
    figures = replay.otherwise
    basis = _AT_CAP if replay.at_cap else _BY_VOLUME
    terms = [basis, _WHEN, *([] if replay.policies else [_UNINSURED])]
    lines = [ruled(_COUNTERFACTUAL.said(language))]
    for term in terms:
        lines += wrapped(term.said(language), PLACES)
    reserve = [(_RESERVE, figure) for name, figure in figures.items() if name.startswith("input.funding.reserve")]
    rows = reserve + [
        (figure_term(name if name in figures and "." in name else f"counterfactual.{name}"), figures[name])
        for name in _SHOWN
        if name in figures
    ]
    lines += aligned([_figure(term, figure, language) for term, figure in rows], ("left", "right", "left", "left"))
    if "funding.day_complete" not in figures:
        lines += wrapped(_NEVER.said(language), PLACES)
    return [*lines, *_findings((found for found in replay.findings if found.severity is Severity.BREACH), language)]


def _figure(term: Term, figure: Figure, language: Language) -> tuple[str, str, str, str]:
    reading, status = yen_reading(figure, language), STATUSES[figure.status].said(language)
    return term.said(language), value_said(figure, language), reading, status


def _findings(found: Iterable[Finding], language: Language) -> list[str]:
    words = [(finding, finding.ja if language == "ja" else finding.en) for finding in found]
    return [line for finding, said in words for line in wrapped(f"- {said.found}  [{finding.code}]", PLACES, "  ")]


def _facts(case: Case, language: Language) -> list[str]:
    lines: list[str] = []
    for fact in case.facts:
        lines += wrapped(f"- {fact.said.said(language)}", PLACES, "  ")
        lines += _indented(
            [f"{_SOURCE.said(language)}{fact.cited.citation} ({STATUSES[fact.cited.status].said(language)})"]
        )
    return lines


def _indented(texts: Iterable[str]) -> list[str]:
    indent = "  "
    return [line for text in texts for line in wrapped(indent + text, PLACES, indent * 2)]
