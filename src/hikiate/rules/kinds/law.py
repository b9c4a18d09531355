"""Findings about what the law leaves open, and what nobody has verified lately."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

UNDECIDED = kind(
    "law.undecided",
    Severity.WARNING,
    (
        "undecided in {rulebook}: {keys}",
        "a published number",
        "wait for the Cabinet Order, or try a value of your own in an overlay; no number is given until then",
    ),
    (
        "{rulebook} で未定の事項: {keys}",
        "公布された数値",
        "政府令の公布を待つか、上書きファイルで仮の値を試してください。それまで数値は出しません",
    ),
)
NOT_IN_FORCE = kind(
    "law.not_in_force",
    Severity.BREACH,
    (
        "{rulebook} is not in force on {day}",
        "a rulebook of that day",
        "close with the rulebook that is the law of the day",
    ),
    (
        "{rulebook} は {day} に施行されていません",
        "当日に施行されている規程集",
        "当日の法令に当たる規程集で締めてください",
    ),
)
STALE = kind(
    "law.stale",
    Severity.WARNING,
    (
        "{count} provisions of {rulebook} were last verified on {oldest}",
        "verified within {days} days before the snapshot",
        "check them against the law of the day and update Hikiate",
    ),
    (
        "{rulebook} の {count} 条項の最終確認日は {oldest} です",
        "基準日前 {days} 日以内の確認",
        "当日の法令と照合し、本ソフトウェアを更新してください",
    ),
)
