"""A provision is one number, word or switch of law, with its versions by day, each cited and with its status.

One TOML file holds one provision: a title in both languages, a unit, and `[[version]]` records in order of time. A
version holds from `in_force_from` until the next one begins, or until its own `in_force_until` (not included). An
undecided provision has versions without a value: nobody has published one, so nothing may be computed from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.digests import canonical
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.rates import rate
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words

OFF = "off"
CURRENCIES = ("JPY", "KRW", "EUR", "AED", "USD")
"""Currencies in which laws state money; a value is in whole units of it."""

UNITS = (*CURRENCIES, "ratio", "count", "days", "business_days", "months", "years", "day", "names", "switch")

MALFORMED = FindingKind(
    "law.malformed",
    Severity.FAULT,
    Words("{found}", "{wanted}", "correct the record; nothing is computed from law that does not load"),
    Words("{found}", "{wanted}", "記録を訂正してください。読み込めない法令からは何も計算しません"),
)

_DAY = Term("a day such as 2026-11-22", "日付（例 2026-11-22）")
_PROVISION_KEYS = {"title", "unit", "version"}
_VERSION_KEYS = {
    "in_force_from",
    "in_force_until",
    "value",
    "status",
    "citation",
    "verified_on",
    "source",
    "note",
}
_CITATION_KEYS = {"law", "article", "paragraph", "promulgated_on"}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a version stands: instrument, article and paragraph, and the day it was promulgated or published."""

    law: str
    article: str
    paragraph: str
    promulgated_on: date

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "Citation":
        """The citation of a record in which no fault was found."""
        article, paragraph = record.get("article", ""), record.get("paragraph", "")
        return cls(record["law"], article, paragraph, record["promulgated_on"])

    @property
    def text(self) -> str:
        """The citation as one line: `Order (府令) Art. 27(2)`."""
        article = f" Art. {self.article}" if self.article else ""
        return f"{self.law}{article}{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Version:
    """A provision as it stands from `in_force_from` up to, not including, `in_force_until` (None: no end is known)."""

    in_force_from: date
    in_force_until: date | None
    value: str | None
    status: Status
    citation: Citation
    verified_on: date
    source: str
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether this version is the law of `day`."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)

    @property
    def is_off(self) -> bool:
        """Whether the provision is there and switched off."""
        return self.value == OFF

    @property
    def number(self) -> Fraction:
        """The value as an exact number; ValueError while it is undecided or off."""
        if self.value is None:
            raise ValueError("an undecided provision has no number")
        return rate(self.value)

    def bytes(self) -> bytes:
        """Canonical bytes, from which a rulebook's digest is made."""
        return canonical(
            [
                self.in_force_from.isoformat(),
                self.in_force_until.isoformat() if self.in_force_until else "",
                "undecided" if self.value is None else f"value {self.value}",
                self.status.value,
                self.citation.law,
                self.citation.article,
                self.citation.paragraph,
                self.citation.promulgated_on.isoformat(),
                self.verified_on.isoformat(),
                self.source,
                self.note,
            ]
        )


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision, by its path in the library, such as `jp/psa/hot_fraction_max`."""

    path: str
    title: Term
    unit: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version that is the law of `day`; None where there is none."""
        return next((version for version in self.versions if version.holds_on(day)), None)

    def bytes(self) -> bytes:
        """Canonical bytes over the path, the title, the unit and every version."""
        titles = (self.title.en, self.title.ja)
        return canonical([self.path, *titles, self.unit, *(version.bytes() for version in self.versions)])


def read_provision(path: str, text: str) -> Provision:
    """Read one record; Refused with all its faults: unknown keys, gaps, overlaps, missing citations, wrong values."""
    try:
        record = toml_values(text)
    except ValueError as error:
        raise Refused([malformed(path, f"no TOML: {error}", "a TOML record")]) from error
    faults = [
        malformed(path, unknown_key(key), among(_PROVISION_KEYS)) for key in sorted(set(record) - _PROVISION_KEYS)
    ]
    if not in_both_languages(record.get("title")):
        faults.append(malformed(path, "no title in both languages", "title = { en = …, ja = … }"))
    unit = record.get("unit")
    if unit not in UNITS:
        faults.append(malformed(path, f"unit {unit!r}", f"one of {', '.join(UNITS)}"))
    versions = record.get("version")
    if not isinstance(versions, list) or not versions:
        faults.append(malformed(path, "no [[version]]", "at least one version"))
        versions = []
    for number, version in enumerate(versions, start=1):
        faults += version_faults(f"{path} version {number}", version, str(unit))
    if faults:
        raise Refused(faults)
    read = tuple(_version(version) for version in versions)
    if gaps := _sequence_faults(path, read):
        raise Refused(gaps)
    return Provision(path, Term(**record["title"]), record["unit"], _closed(read))


def version_faults(where: str, version: object, unit: str) -> list[Finding]:
    """What is wrong with one version record."""
    if not isinstance(version, dict):
        return [malformed(where, repr(version), "a [[version]] record")]
    faults = [malformed(where, unknown_key(key), among(_VERSION_KEYS)) for key in sorted(set(version) - _VERSION_KEYS)]
    faults += [
        malformed(where, Term(f"{key} is {version.get(key)!r}", f"{key} が {version.get(key)!r} です"), _DAY)
        for key in ("in_force_from", "verified_on")
        if not is_day(version.get(key))
    ]
    until = version.get("in_force_until")
    if until is not None and not (
        is_day(until) and is_day(version.get("in_force_from")) and until > version["in_force_from"]
    ):
        faults.append(malformed(where, f"in_force_until is {until!r}", "a day after in_force_from"))
    if not is_said(version.get("source")):
        faults.append(malformed(where, "no source", "where the text was read, and its label"))
    if not isinstance(version.get("note", ""), str):
        faults.append(malformed(where, f"note is {version['note']!r}", "text"))
    faults += _value_faults(where, version, unit)
    faults += _citation_faults(where, version)
    return faults


def is_said(value: object) -> bool:
    """Whether a value of a record is text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_day(value: object) -> bool:
    """Whether a value of a record is a day, and no moment."""
    return isinstance(value, date) and not isinstance(value, datetime)


def in_both_languages(value: object) -> bool:
    """Whether a value of a record says something in English and in Japanese, and in nothing else."""
    return isinstance(value, dict) and set(value) == {"en", "ja"} and all(map(is_said, value.values()))


def malformed(where: str, found: str | Term, wanted: str | Term) -> Finding:
    """A fault of a law record; what a user's overlay can have is said in both languages."""
    return MALFORMED.at(where, found=found, wanted=wanted)


def unknown_key(key: str) -> Term:
    """What is said of a key that a record may not have."""
    return Term(f"unknown key {key}", f"不明なキー {key}")


def among(keys: Iterable[str]) -> Term:
    """What is said where only some keys may stand."""
    names = ", ".join(sorted(keys))
    return Term(f"only {names}", f"次のキーのみ: {names}")


def one_of(names: Iterable[str]) -> Term:
    """What is said where one of some names is wanted."""
    listed = ", ".join(names)
    return Term(f"one of {listed}", f"次のいずれか: {listed}")


def _value_faults(where: str, version: dict[str, Any], unit: str) -> list[Finding]:
    statuses = [status.value for status in Status if status is not Status.INPUT]
    status, value = version.get("status"), version.get("value")
    if status not in statuses:
        return [malformed(where, f"status {status!r}", one_of(statuses))]
    if status == Status.UNDECIDED.value:
        found = Term("an undecided version with a value", "status が undecided であるのに value があります")
        return [malformed(where, found, Term("no value", "value を書かない"))] if value is not None else []
    if not isinstance(value, str):
        return [
            malformed(where, f"value {value!r}", Term('text, such as value = "5/100"', '文字列（例 value = "5/100"）'))
        ]
    if value == OFF or unit not in UNITS or _fits(value, unit):
        return []
    return [malformed(where, f"value {value!r}", Term(f"a value in the unit {unit}", f"単位 {unit} の値"))]


def _fits(value: str, unit: str) -> bool:
    if unit == "names":
        return all(name.strip() for name in value.split(","))
    if unit == "switch":
        return value == "on"
    if unit == "day":
        return _is_day_text(value)
    try:
        number = rate(value)
        decimal_text(number)
    except ValueError:
        return False
    return unit == "ratio" or number.denominator == 1


def _citation_faults(where: str, version: dict[str, Any]) -> list[Finding]:
    citation = version.get("citation")
    if not isinstance(citation, dict) or not is_said(citation.get("law")) or not is_day(citation.get("promulgated_on")):
        found = Term("no citation", "citation がありません")
        return [malformed(where, found, "citation = { law = …, article = …, promulgated_on = … }")]
    faults = [
        malformed(where, unknown_key(f"citation.{key}"), among(_CITATION_KEYS))
        for key in sorted(set(citation) - _CITATION_KEYS)
    ]
    faults += [
        malformed(
            where,
            Term(f"citation.{key} is {citation[key]!r}", f"citation.{key} が {citation[key]!r} です"),
            Term('text, such as article = "27"', '文字列（例 article = "27"）'),
        )
        for key in ("article", "paragraph")
        if not isinstance(citation.get(key, ""), str)
    ]
    if version.get("status") == Status.ENACTED.value and not citation.get("article"):
        found = Term("an enacted version without its article", "status が enacted であるのに条がありません")
        faults.append(malformed(where, found, "citation.article"))
    return faults


def _sequence_faults(path: str, versions: tuple[Version, ...]) -> list[Finding]:
    faults = []
    for earlier, later in pairwise(versions):
        if later.in_force_from <= earlier.in_force_from:
            faults.append(malformed(path, f"two versions from {later.in_force_from}", "versions in order of time"))
        elif earlier.in_force_until and earlier.in_force_until > later.in_force_from:
            faults.append(malformed(path, f"versions overlap from {later.in_force_from}", "one version for a day"))
        elif earlier.in_force_until and earlier.in_force_until < later.in_force_from:
            gap = f"no version from {earlier.in_force_until} until {later.in_force_from}"
            faults.append(malformed(path, gap, "no gap between two versions"))
    return faults


def _closed(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """Each version ends where the next begins."""
    closed = [replace(version, in_force_until=later.in_force_from) for version, later in pairwise(versions)]
    return (*closed, versions[-1])


def _version(record: dict[str, Any]) -> Version:
    return Version(
        in_force_from=record["in_force_from"],
        in_force_until=record.get("in_force_until"),
        value=record.get("value"),
        status=Status(record["status"]),
        citation=Citation.read(record["citation"]),
        verified_on=record["verified_on"],
        source=record["source"],
        note=record.get("note", ""),
    )


def _is_day_text(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
