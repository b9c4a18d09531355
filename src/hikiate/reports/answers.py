"""The answers that open a report: the verdict in a sentence, and the four questions of the morning."""

from dataclasses import dataclass

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.reports import briefing
from hikiate.reports.labels import SEVERITIES, STATUSES, VERDICTS, WORDS
from hikiate.reports.legible import legible
from hikiate.reports.numerals import day_said, is_number, value_said, yen_reading

_NAMED_MAX = 6
_DUE_MAX = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the morning with its answer, the figure behind it, and what must be said beside it."""

    key: str
    question: str
    answer: str
    figure: Figure | None
    remarks: tuple[str, ...]
    troubled: bool


def verdict_word(result: Result, language: Language) -> str:
    """The verdict in a word or two, held back where the requirement itself was not determined."""
    if result.verdict == "in_order" and not briefing.is_whole(result):
        return Term("In order as far as determined", "確認できた範囲で適合").said(language)
    return VERDICTS[result.verdict].said(language)


def verdict_sentences(result: Result, language: Language) -> tuple[str, ...]:
    """What stands behind the verdict: how many findings, what is due first, and what the verdict does not cover."""
    sentences = [_found(result).said(language)]
    if result.findings and (due := briefing.deadlines(result)) and due[0].due:
        day = day_said(due[0].due, language)
        sentences.append(Term(f"The first deadline is {day}.", f"最も早い是正期限は{day}です。").said(language))
    sentences += [term.said(language) for term in _caveats(result)]
    return tuple(sentences)


def answers(result: Result, language: Language) -> tuple[Answer, ...]:
    """What must we hold, what do we hold, is every coin there, what is due by when."""
    return (_required(result, language), _held(result, language), _coins(result, language), _due(result, language))


def _found(result: Result) -> Term:
    counted = briefing.counts(result)
    breaches, warnings, notes = (counted[severity] for severity in (Severity.BREACH, Severity.WARNING, Severity.NOTE))
    en = ", ".join(
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (breaches, "breach", "breaches"),
            (warnings, "warning", "warnings"),
            (notes, "note", "notes"),
        )
        if count
    )
    ja = "、".join(
        f"{SEVERITIES[severity].ja} {counted[severity]} 件"
        for severity in (Severity.BREACH, Severity.WARNING, Severity.NOTE)
        if counted[severity]
    )
    if not result.findings:
        return Term("Nothing was found.", "指摘事項はありません。")
    return Term(f"{en[0].upper()}{en[1:]} found.", f"{ja}があります。")


def _caveats(result: Result) -> list[Term]:
    caveats = []
    if not result.figures:
        caveats.append(
            Term(
                "This result holds no figure, so the verdict says nothing of the exchange's position.",
                "この結果には数値がないため、判定は取引所の状況を示すものではありません。",
            )
        )
    elif briefing.requirement(result) is None:
        caveats.append(Term("No requirement was determined.", "必要額は算定されていません。"))
    undecided = briefing.undecided_count(result)
    if undecided:
        figures = "figure has" if undecided == 1 else "figures have"
        caveats.append(
            Term(
                f"{undecided} {figures} no value, because the law has not fixed what is needed.",
                f"法令が定めていない事項があるため、{undecided} 件の数値は算定できません。",
            )
        )
    status = briefing.provisional(result)
    if status is not None and not undecided:
        caveats.append(
            Term(
                f"The requirement stands on a rule that is {STATUSES[status].en}, not on law in force.",
                f"必要額は{STATUSES[status].ja}に基づく値であり、施行されている法令によるものではありません。",
            )
        )
    return caveats


def _required(result: Result, language: Language) -> Answer:
    question = Term("What must we hold?", "積み立てるべき額").said(language)
    figure = briefing.requirement(result)
    if figure is None:
        return Answer("required", question, WORDS["absent"].said(language), None, (), troubled=False)
    remarks = _reading(figure, language)
    if figure.value is None:
        remarks = (Term("The law has not fixed the numbers.", "法令が数値を定めていません。").said(language),)
    return Answer("required", question, value_said(figure, language), figure, remarks, troubled=False)


def _held(result: Result, language: Language) -> Answer:
    question = Term("What do we hold?", "充当できる額").said(language)
    figure = briefing.resources(result)
    if figure is None:
        return Answer("held", question, WORDS["absent"].said(language), None, (), troubled=False)
    remarks = list(_reading(figure, language))
    shortfall = result.figures.get("reserve.shortfall")
    short = shortfall is not None and is_number(shortfall.value) and shortfall.number > 0
    if shortfall is not None and short:
        reading = "".join(f"（{text}）" for text in _reading(shortfall, language))
        remarks.append(f"{WORDS['short'].said(language)} {value_said(shortfall, language)}{reading}")
    coverage = result.figures.get("reserve.coverage")
    if coverage is not None and coverage.value is not None:
        remarks.append(f"{Term('Coverage', '充足率').said(language)} {value_said(coverage, language)}")
    return Answer("held", question, value_said(figure, language), figure, tuple(remarks), troubled=short)


def _coins(result: Result, language: Language) -> Answer:
    question = Term("Is every coin there?", "利用者資産の充足状況").said(language)
    custody = briefing.custody_grid(result).rows
    short = [row.about for row in custody if row.state == "short"]
    unjudged = [row.about for row in custody if row.state == "unjudged"]
    if not custody:
        return Answer("coins", question, WORDS["absent"].said(language), None, (), troubled=False)
    covered = len(custody) - len(short) - len(unjudged)
    said = Term(f"{covered} of {len(custody)} assets covered", f"{len(custody)} 銘柄中 {covered} 銘柄が充足")
    remarks = [f"{WORDS['short'].said(language)}: {_named(short)}"] if short else []
    if unjudged:
        remarks.append(f"{WORDS['unjudged'].said(language)}: {_named(unjudged)}")
    trust_short = [row.about for row in briefing.fiat_grid(result).rows if row.state == "short"]
    troubles = (
        (Term("Guarantee assets short", "履行保証暗号資産が不足"), briefing.short_guarantees(result)),
        (
            Term("Not covered if every hot wallet is lost", "ホットウォレット全損時に不足"),
            briefing.uncovered_without_hot(result),
        ),
        (Term("Money in trust short", "金銭の信託が不足"), trust_short),
    )
    remarks += [f"{label.said(language)}: {_named(names)}" for label, names in troubles if names]
    troubled = bool(short) or any(names for _, names in troubles)
    return Answer("coins", question, said.said(language), None, tuple(remarks), troubled=troubled)


def _due(result: Result, language: Language) -> Answer:
    question = Term("What is due by when?", "次の是正期限").said(language)
    due = briefing.deadlines(result)
    first = due[0].due if due else None
    if first is None:
        said = Term("Nothing is due", "期限のある指摘事項なし").said(language)
        return Answer("due", question, said, None, (), troubled=False)
    today = briefing.snapshot_day(result)
    words = [finding.ja if language == "ja" else finding.en for finding in due if finding.due == first]
    remarks = [legible(said.found) for said in words]
    more = len(remarks) - _DUE_MAX
    if more > 0:
        remarks = [*remarks[:_DUE_MAX], Term(f"and {more} more", f"ほか {more} 件").said(language)]
    later = sum(1 for finding in due if finding.due != first)
    if later:
        remarks.append(Term(f"{later} later", f"その後の期限 {later} 件").said(language))
    if today is not None and first < today:
        remarks.insert(0, WORDS["overdue"].said(language))
    return Answer("due", question, day_said(first, language), None, tuple(remarks), troubled=True)


def _reading(figure: Figure, language: Language) -> tuple[str, ...]:
    reading = yen_reading(figure, language)
    return (reading,) if reading else ()


def _named(names: list[str]) -> str:
    shown = ", ".join(legible(name) for name in names[:_NAMED_MAX])
    return f"{shown} (+{len(names) - _NAMED_MAX})" if len(names) > _NAMED_MAX else shown
