"""A drill as a dossier: what was done in which order, how long each step took, and what came out of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.dossier import Cell, Dossier, Section, Table, column

RESTORE = Term("Drill: restore from a backup", "訓練: バックアップからの復元")
REPLAY = Term("Drill: real incidents at today's size", "訓練: 実際の流出事例を現在のデータで再現")
HANDOVER = Term("Drill: hand over to an administrator", "訓練: 管理人への引継ぎ")

_NONE = Term("none", "なし")


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was done: what, its seconds, the seconds since the beginning, and what it made."""

    name: Term
    seconds: str
    since: str
    made: Term


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a drill: its steps, its figures with their names, and what was found."""

    title: Term
    steps: Sequence[Step]
    figures: Sequence[tuple[Term, Cell]]
    findings: Sequence[Finding] = ()
    words: tuple[Term, ...] = ()


def drill_dossier(title: Term, of: tuple[str, str], parts: Sequence[Part], origin: Sequence[Term]) -> Dossier:
    """A drill of an exchange as of a moment, which are `of`."""
    exchange, as_of = of
    return Dossier(title, exchange, as_of, tuple(_section(part) for part in parts), tuple(origin))


def _section(part: Part) -> Section:
    steps = Table(
        Term("Steps", "手順と所要時間"),
        (
            column("step", "手順"),
            column("seconds", "所要秒数", numeric=True),
            column("seconds since the beginning", "開始からの秒数", numeric=True),
            column("what it made", "結果"),
        ),
        tuple((step.name, step.seconds, step.since, step.made) for step in part.steps),
        _NONE,
    )
    figures = Table(
        Term("Figures", "数値"),
        (column("figure", "項目"), column("value", "値", numeric=True)),
        tuple(part.figures),
        _NONE,
    )
    findings = Table(
        Term("Findings", "指摘事項"),
        (column("where", "箇所"), column("found", "内容"), column("what to do", "対応"), column("code", "コード")),
        tuple(
            (one.where, Term(one.en.found, one.ja.found), Term(one.en.do, one.ja.do), one.code) for one in part.findings
        ),
        _NONE,
    )
    return Section(part.title, part.words, (steps, figures, findings))
