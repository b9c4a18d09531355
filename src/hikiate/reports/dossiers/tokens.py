"""Tokens as a dossier: what each is, by which steps, with which marks and duties; and what a change of class brings."""

from collections import Counter
from collections.abc import Sequence

from hikiate.conduct.tokens.classification import Classification, Classified, Reclassification
from hikiate.conduct.tokens.procedure import Duty, Procedure, Source
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.dossier import Cell, Dossier, Section, Table, column
from hikiate.reports.dossiers.registry import findings_table
from hikiate.reports.labels import STATUSES

CUSTOMERS_SHOWN_MAX = 50

_UNDECIDED = Term("undecided", "未定")
_NONE = Term("none", "なし")
_NO_DUE = Term("not published", "未公表")


def tokens_dossier(classified: Classified, exchange: str, origin: Sequence[Term]) -> Dossier:
    """The tokens of a pack or list, classified."""
    procedure = classified.procedure
    return Dossier(
        Term("Classification of tokens", "トークンの区分判定"),
        exchange,
        classified.day.isoformat(),
        (
            Section(
                Term("By class", "区分別の件数"),
                (Term(f"By the procedure: {procedure.title.en}.", f"判定手順: {procedure.title.ja}"),),
                (_counts(classified), _reasons(classified)),
            ),
            Section(
                Term("Findings about the list", "一覧についての指摘"), tables=(findings_table(classified.findings),)
            ),
            Section(Term("Tokens", "トークン"), tables=(_tokens(classified),)),
            Section(
                Term("Duties of each class", "区分ごとの義務"),
                (_DUE_WORDS,),
                tuple(_duties(procedure, name, title) for name, title in procedure.classes.items()),
            ),
            Section(Term("Steps and their sources", "判定項目と根拠"), tables=(_steps(procedure),)),
        ),
        tuple(origin),
    )


def reclassification_dossier(
    change: Reclassification,
    procedure: Procedure,
    exchange: tuple[str, str],
    holders: Sequence[tuple[str, int]] | None,
    scale: int,
) -> Dossier:
    """What changes when a token becomes another class: duties, customers, and by when.

    `exchange` is its name and the moment of its pack.
    """
    token, classes = change.before.facts.token, procedure.classes
    before = classes[change.before.token_class] if change.before.token_class else _UNDECIDED
    after = classes[change.after]
    by = (
        Term(
            "By when: no due day is published, and the exchange has promised none.",
            "期限: 未公表。取引所の定めもありません。",
        )
        if change.due is None
        else Term(
            f"By when: {change.due}, by the exchange's own promise.", f"期限: {change.due}（取引所が自ら定めた期限）"
        )
    )
    words = (
        Term(
            f"{token}: {before.en} → {after.en}, on {change.on}.", f"{token}: {before.ja} → {after.ja}（{change.on}）"
        ),
        by,
    )
    return Dossier(
        Term("Reclassification", "区分の変更"),
        *exchange,
        (
            Section(
                Term("What changes", "変更点"),
                words,
                (
                    _duty_table(Term("Duties that begin", "新たに生じる義務"), change.begun),
                    _duty_table(Term("Duties that end", "終了する義務"), change.ended),
                    _duty_table(Term("Duties that go on", "継続する義務"), change.kept),
                ),
            ),
            _customers(holders, token, scale),
        ),
    )


_DUE_WORDS = Term(
    "No due day of any of these is published; the Cabinet Office Orders will say.",
    "いずれも期限は未公表です（内閣府令により定められる見込み）。",
)


def _customers(holders: Sequence[tuple[str, int]] | None, token: str, scale: int) -> Section:
    title = Term("Customers concerned", "対象となる利用者")
    if holders is None:
        absent = Term(
            "The pack has no balances: who is concerned cannot be said.",
            "balances がないため、対象者を特定できません。",
        )
        return Section(title, (absent,))
    largest = sorted(holders, key=lambda row: (-row[1], row[0]))[:CUSTOMERS_SHOWN_MAX]
    count, total = grouped(str(len(holders))), grouped(amount_text(sum(minor for _, minor in holders), scale))
    words = Term(
        f"{count} customers hold {total} {token}; the {len(largest)} largest are shown, --customers writes all.",
        f"保有者 {count} 名、合計 {total} {token}。上位 {len(largest)} 名を表示（--customers で全員分を書き出し）。",
    )
    rows = tuple((customer, grouped(amount_text(minor, scale))) for customer, minor in largest)
    heads = (column("customer", "利用者"), column("amount", "数量", numeric=True))
    return Section(title, (words,), (Table(title, heads, rows, _NONE),))


def _counts(classified: Classified) -> Table:
    counted = Counter(token.token_class for token in classified.tokens)
    rows: list[tuple[Cell, ...]] = [
        (title, grouped(str(counted[name]))) for name, title in classified.procedure.classes.items() if counted[name]
    ]
    if counted[None]:
        rows.append((_UNDECIDED, grouped(str(counted[None]))))
    heads = (column("class", "区分"), column("tokens", "件数", numeric=True))
    return Table(Term("Tokens by class", "区分別の件数"), heads, tuple(rows), _NONE)


def _reasons(classified: Classified) -> Table:
    counted = Counter(token.reason for token in classified.tokens if token.reason is not None)
    rows = tuple((reason, grouped(str(count))) for reason, count in counted.most_common())
    heads = (column("why undecided", "未定の理由"), column("tokens", "件数", numeric=True))
    return Table(Term("Why some are undecided", "未定の理由"), heads, rows, _NONE)


def _tokens(classified: Classified) -> Table:
    rows = tuple(_token(token, classified.procedure) for token in classified.tokens)
    heads = (
        column("token", "記号"),
        column("name", "名称"),
        column("class", "区分"),
        column("status", "法的地位"),
        column("way, or why undecided", "判定の経過・未定の理由"),
        column("marks of high risk", "高リスクの表示"),
        column("evidence", "根拠資料"),
    )
    return Table(Term("Each token", "トークンごとの判定"), heads, rows, _NONE)


def _token(token: Classification, procedure: Procedure) -> tuple[Cell, ...]:
    way = " > ".join(f"{taken.step.id}={taken.answer}" for taken in token.taken)
    if token.reason is not None:
        reached = f"{way} > " if way else ""
        said = Term(f"{reached}? {token.reason.en}", f"{reached}? {token.reason.ja}")
    else:
        said = Term(way, way)
    marks = Term("; ".join(mark.words.en for mark in token.marks), "、".join(mark.words.ja for mark in token.marks))
    if token.unknown_marks:
        unknown = [mark.words for mark in token.unknown_marks]
        said_en, said_ja = "; ".join(words.en for words in unknown), "、".join(words.ja for words in unknown)
        marks = Term(f"{marks.en} (unknown whether {said_en})".strip(), f"{marks.ja}（該当するか不明: {said_ja}）")
    return (
        token.facts.token,
        token.facts.name,
        procedure.classes[token.token_class] if token.token_class else _UNDECIDED,
        STATUSES[token.status],
        said,
        marks,
        token.facts.evidence,
    )


def _duties(procedure: Procedure, name: str, title: Term) -> Table:
    return _duty_table(title, [duty for duty in procedure.duties if name in duty.classes])


def _duty_table(title: Term, duties: Sequence[Duty]) -> Table:
    rows = tuple(
        (
            duty.words,
            duty.holder,
            _UNDECIDED if duty.is_undecided else _NO_DUE,
            STATUSES[duty.source.status],
            duty.source.law,
        )
        for duty in duties
    )
    heads = (
        column("duty", "義務"),
        column("whose", "義務者"),
        column("value or due day", "数値・期限"),
        column("status", "法的地位"),
        column("source", "根拠"),
    )
    return Table(title, heads, rows, _NONE)


def _steps(procedure: Procedure) -> Table:
    rows = tuple(
        (step.id, step.asks, STATUSES[step.source.status], _source(step.source)) for step in procedure.steps.values()
    )
    heads = (
        column("step", "項目"),
        column("question", "問い"),
        column("status", "法的地位"),
        column("source", "根拠"),
    )
    return Table(Term("Steps", "判定項目"), heads, rows, _NONE)


def _source(source: Source) -> str:
    return f"{source.law} ({source.published_on}); {source.source}"
