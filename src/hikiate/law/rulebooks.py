"""A rulebook is a named set of provisions and the duties that read them; an edition is a rulebook on one day.

A rulebook answers families of figures (`reserve`, `segregation`, ...). Two rulebooks that answer the same family cannot
share a close: one figure has one answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from hikiate.kernel.digests import canonical, digest
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words
from hikiate.law.provisions import Provision, Version, in_both_languages, is_said, malformed, read_provision

CONFLICT = FindingKind(
    "law.conflict",
    Severity.FAULT,
    Words(
        "{first} and {second} both answer {families}",
        "one answer for a figure",
        "close with one of them; for a second answer, close the pack once more with the other",
    ),
    Words(
        "{first} と {second} が、同じ数値（{families}）をそれぞれ定めています",
        "一つの数値に一つの規程集",
        "いずれか一方で日次締めを行ってください。もう一方の結果は、別の日次締めとして求めてください",
    ),
)
UNKNOWN_RULEBOOK = FindingKind(
    "law.unknown_rulebook",
    Severity.FAULT,
    Words("no rulebook is named {name}", "one of {names}", "see `hikiate rules list`"),
    Words("{name} という規程集はありません", "次のいずれか: {names}", "`hikiate rules list` を参照してください"),
)

BEFORE_FIRST = FindingKind(
    "law.before_first",
    Severity.FAULT,
    Words(
        "{day} is before the first version of {rulebook}, which begins on {first}",
        "a day from {first} on",
        "ask for a day on which there is law to show",
    ),
    Words(
        "{day} は {rulebook} の最初の版（{first} 開始）より前です",
        "{first} 以降の日",
        "法令のある日を指定してください",
    ),
)

_KEYS = {"name", "title", "jurisdiction", "summary", "headline", "answers", "duties", "provisions"}
_OPTIONAL_KEYS = {"of_incidents"}


@dataclass(frozen=True, slots=True)
class Edition:
    """A rulebook on one day: the version of each provision that is the law of that day, by its key."""

    book: "Rulebook"
    day: date
    versions: Mapping[str, Version]

    def __getitem__(self, key: str) -> Version:
        return self.versions[key]

    def __contains__(self, key: str) -> bool:
        return key in self.versions

    @property
    def status(self) -> Status:
        """The status of the headline provision: the one number the rulebook is about."""
        headline = self.versions.get(self.book.headline)
        return headline.status if headline else Status.UNDECIDED

    @property
    def is_in_force(self) -> bool:
        """Whether every provision of the rulebook has a version for the day."""
        return self.versions.keys() == self.book.provisions.keys()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rulebook: families of figures it answers, duties it lays down, and provisions by key.

    `headline` is the key of the provision that the rulebook is about; its status is the rulebook's. `of_incidents` are
    the keys that a daily close does not ask: they say what holds when customers are made good after an incident.
    """

    name: str
    title: Term
    summary: Term
    jurisdiction: str
    headline: str
    answers: tuple[str, ...]
    duties: tuple[str, ...]
    provisions: Mapping[str, Provision]
    overlays: tuple[str, ...] = ()
    of_incidents: frozenset[str] = frozenset()

    def on(self, day: date) -> Edition:
        """The rulebook as it stands on `day`."""
        versions = {key: provision.on(day) for key, provision in self.provisions.items()}
        return Edition(self, day, {key: version for key, version in versions.items() if version is not None})

    def begun(self, day: date) -> Edition:
        """The rulebook on a day that was asked for; Refused before the first version of what it is about."""
        first = self.provisions[self.headline].versions[0].in_force_from
        if day < first:
            raise Refused([BEFORE_FIRST.at(f"rulebooks.{self.name}", rulebook=self.name, day=day, first=first)])
        return self.on(day)

    @property
    def digest(self) -> str:
        """SHA-256 over every field and every provision with all its versions, overlays included."""
        terms = (self.title.en, self.title.ja, self.summary.en, self.summary.ja)
        lists = (canonical(names) for names in (self.answers, self.duties, self.overlays))
        fields: list[str | bytes] = [self.name, *terms, self.jurisdiction, self.headline, *lists]
        for key, provision in self.provisions.items():
            fields += [key, provision.bytes()]
        fields += sorted(self.of_incidents)
        return digest("rulebook/1", fields)


@dataclass(frozen=True, slots=True)
class Library:
    """Every provision and every rulebook that can be had, by path and by name."""

    provisions: Mapping[str, Provision]
    rulebooks: Mapping[str, Rulebook]

    def choose(self, names: Sequence[str]) -> tuple[Rulebook, ...]:
        """The rulebooks of these names, in this order; Refused for an unknown name or two that answer one family."""
        faults = [
            UNKNOWN_RULEBOOK.at("rulebooks", name=name, names=", ".join(self.rulebooks))
            for name in names
            if name not in self.rulebooks
        ]
        if faults:
            raise Refused(faults)
        chosen = tuple(self.rulebooks[name] for name in dict.fromkeys(names))
        if conflicts := _conflicts(chosen):
            raise Refused(conflicts)
        return chosen

    def with_rulebooks(self, changed: Mapping[str, Rulebook]) -> "Library":
        """The library with these rulebooks in place of those of the same name."""
        return replace(self, rulebooks={**self.rulebooks, **changed})


def read_library(provisions: Mapping[str, str], rulebooks: Mapping[str, str]) -> Library:
    """Read a library from texts by path (`jp/psa/hot_fraction_max`) and by name; Refused with every fault of all."""
    faults: list[Finding] = []
    read: dict[str, Provision] = {}
    for path, text in provisions.items():
        try:
            read[path] = read_provision(path, text)
        except Refused as refused:
            faults += refused.faults
    books: dict[str, Rulebook] = {}
    for name, text in rulebooks.items():
        book_faults, record = _record(name, text, set(provisions))
        faults += book_faults
        if not book_faults and not faults:
            books[name] = _rulebook(record, read)
    if faults:
        raise Refused(faults)
    return Library(read, books)


def _record(name: str, text: str, paths: set[str]) -> tuple[list[Finding], dict[str, Any]]:
    where = f"rulebook {name}"
    try:
        record = toml_values(text)
    except ValueError as error:
        return [malformed(where, f"no TOML: {error}", "a TOML record")], {}
    if set(record) - _OPTIONAL_KEYS != _KEYS:
        return [malformed(where, f"keys {', '.join(sorted(record))}", f"exactly {', '.join(sorted(_KEYS))}")], {}
    faults = []
    if record["name"] != name:
        faults.append(malformed(where, f"name {record['name']!r}", f"{name}, as its file is named"))
    faults += [
        malformed(where, f"no {key} in both languages", f"{key} = {{ en = …, ja = … }}")
        for key in ("title", "summary")
        if not in_both_languages(record[key])
    ]
    if not is_said(record["jurisdiction"]):
        faults.append(malformed(where, f"jurisdiction {record['jurisdiction']!r}", "a country such as JP"))
    faults += [
        malformed(where, f"{key} {record[key]!r}", "a list of names")
        for key in ("answers", "duties")
        if not isinstance(record[key], list) or not record[key] or not all(map(is_said, record[key]))
    ]
    if "of_incidents" in record and not _are_keys(record["of_incidents"], record["provisions"]):
        faults.append(malformed(where, f"of_incidents {record['of_incidents']!r}", "a list of keys of [provisions]"))
    return faults + _provision_faults(where, record["provisions"], record["headline"], paths), record


def _are_keys(names: object, provisions: object) -> bool:
    return isinstance(names, list) and isinstance(provisions, dict) and all(name in provisions for name in names)


def _provision_faults(where: str, provisions: object, headline: object, paths: set[str]) -> list[Finding]:
    if not isinstance(provisions, dict):
        return [malformed(where, f"provisions {provisions!r}", "a section [provisions] of keys and paths")]
    missing = [path for path in provisions.values() if not isinstance(path, str) or path not in paths]
    faults = [malformed(where, f"no provision {path}", "a provision of the library") for path in missing]
    if not isinstance(headline, str) or headline not in provisions:
        faults.append(malformed(where, f"headline {headline!r}", f"one of {', '.join(provisions)}"))
    return faults


def _rulebook(record: dict[str, Any], provisions: Mapping[str, Provision]) -> Rulebook:
    return Rulebook(
        name=record["name"],
        title=Term(**record["title"]),
        summary=Term(**record["summary"]),
        jurisdiction=record["jurisdiction"],
        headline=record["headline"],
        answers=tuple(record["answers"]),
        duties=tuple(record["duties"]),
        provisions={key: provisions[path] for key, path in record["provisions"].items()},
        of_incidents=frozenset(record.get("of_incidents", [])),
    )


def _conflicts(books: Sequence[Rulebook]) -> list[Finding]:
    return [
        CONFLICT.at("rulebooks", first=first.name, second=second.name, families=", ".join(sorted(shared)))
        for first, second in combinations(books, 2)
        if (shared := set(first.answers) & set(second.answers))
    ]
