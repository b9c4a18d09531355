"""What a source answers, and what it can fail by: silent, late, or unfit; each is a finding that goes into the pack."""

from dataclasses import dataclass
from datetime import datetime

from hikiate.kernel.findings import Finding, FindingKind, Severity
from hikiate.kernel.wording import Words


def _warning(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.WARNING, Words(*en), Words(*ja))


SILENT = _warning(
    "collect.silent",
    ("no answer of use: {reason}", "an answer about {asked}", "find out why, and collect again into another pack"),
    ("有効な応答がありません: {reason}", "{asked} についての応答", "原因を調べ、別のパックに収集し直してください"),
)
LATE = _warning(
    "collect.late",
    (
        "it stands at {value}",
        "it stands at or after {wanted}, with what was final then",
        "wait until the source has caught up, and collect again into another pack",
    ),
    (
        "データ元の時点は {value} です",
        "{wanted} 以降の時点（確定済みであること）",
        "データ元が追いつくのを待ち、別のパックに収集し直してください",
    ),
)
DISAGREE = _warning(
    "collect.disagree",
    (
        "{asset} of {holding}: {stated}",
        "the same of all sources",
        "find out which is right before the day is relied on",
    ),
    (
        "{holding} の {asset}: {stated}",
        "すべてのデータ元で一致する残高",
        "締めの結果を用いる前に、どれが正しいかを確認してください",
    ),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source states of a holding: decimal text, as of a moment or a day as ISO text."""

    holding: str
    asset: str
    amount: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A price that a source quotes at a moment."""

    at: str
    asset: str
    currency: str
    price: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a source answered, and what was wrong with it."""

    stated: tuple[Stated, ...] = ()
    quoted: tuple[Quoted, ...] = ()
    found: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the moment, the decimals of each asset, and the addresses by holding and asset."""

    at: datetime
    scales: dict[str, int]
    addresses: dict[tuple[str, str], tuple[str, ...]]


class NoAnswer(Exception):
    """A source that gave no answer of use; the reason is in words that hold no secret."""


class Behind(Exception):
    """A source that does not stand where it is asked about: where it stands."""
