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
        "政令・府令の公布を待つか、上書きファイルで仮の値を試してください。それまで値は算定しません",
    ),
)
NO_FORMULA = kind(
    "law.undecided",
    Severity.WARNING,
    (
        "{rulebook} has no formula for the reserve yet; the values of its provisions alone make no requirement",
        "a published formula",
        "wait for the Cabinet Order, or lay your values over a rulebook that has a formula, such as jp-2026-reported",
    ),
    (
        "{rulebook} には責任準備金の算定方法がまだ定められておらず、各規定の値だけでは必要額を算定できません",
        "公布された算定方法",
        "政令・府令の公布を待つか、算定方法のある規程集（jp-2026-reported など）に上書きファイルを適用してください",
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
        "{rulebook} は {day} 時点で施行されていません",
        "当日に施行されている規程集",
        "当日に施行されている規程集で日次締めを行ってください",
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
        "{rulebook} に、最終確認日の古い規定が {count} 件あります（最も古いものは {oldest}）",
        "基準日前 {days} 日以内に確認した規定",
        "当日の法令と照合し、本ソフトウェアを更新してください",
    ),
)
