"""A procedure of classification as data: dated steps, classes, their duties and marks, each with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

from hikiate.kernel.rates import rate
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term

NAMES = ("jp", "eu")


@dataclass(frozen=True, slots=True)
class Source:
    """What a step, duty or mark stands on, and with which status."""

    law: str
    published_on: date
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """A question to one fact; each answer leads to a further step or to a class."""

    id: str
    fact: str
    asks: Term
    source: Source
    answers: Mapping[str, str]
    unanswered: Term


@dataclass(frozen=True, slots=True)
class Duty:
    """What a class brings for whom; `when` is the mark that it depends on, if any. No due day is published for any."""

    id: str
    classes: tuple[str, ...]
    words: Term
    holder: Term
    source: Source
    when: str | None
    is_undecided: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of high risk: set where a fact says `value`, or is a share of at least `at_least`.

    One that needs an issuer is never set where there is none.
    """

    id: str
    fact: str
    words: Term
    source: Source
    value: str
    at_least: Fraction | None
    needs_issuer: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure, in force from a day. Steps and classes stand by their names."""

    name: str
    title: Term
    in_force_from: date
    verified_on: date
    first: str
    currencies: frozenset[str]
    other_references: frozenset[str]
    steps: Mapping[str, Step]
    classes: Mapping[str, Term]
    duties: tuple[Duty, ...]
    marks: tuple[Mark, ...]


def procedure(name: str) -> Procedure:
    """A procedure that the package ships, by its name."""
    text = files("hikiate.conduct.tokens").joinpath(f"procedures/{name}.toml").read_text(encoding="utf-8")
    return read_procedure(text)


def read_procedure(text: str) -> Procedure:
    """A procedure from its record; ValueError or KeyError where it is not whole, since it ships with the package.

    Every answer leads to a step or a class, every class is reached, and no step is asked twice on one way.
    """
    record = tomllib.loads(text)
    sources = {name: _source(plain) for name, plain in record["sources"].items()}
    made = Procedure(
        name=record["name"],
        title=Term(**record["title"]),
        in_force_from=record["in_force_from"],
        verified_on=record["verified_on"],
        first=record["first"],
        currencies=frozenset(record["currencies"]),
        other_references=frozenset(record["other_references"]),
        steps={plain["id"]: _step(plain, sources) for plain in record["step"]},
        classes={plain["id"]: Term(**plain["title"]) for plain in record["class"]},
        duties=tuple(_duty(plain, sources) for plain in record["duty"]),
        marks=tuple(_mark(plain, sources) for plain in record["mark"]),
    )
    _require_whole(made)
    return made


def _require_whole(made: Procedure) -> None:
    reached: set[str] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(made.first, ())]
    while waiting:
        name, way = waiting.pop()
        reached.add(name)
        if name in made.classes:
            continue
        if name in way:
            raise ValueError(f"step {name} leads back to itself")
        waiting += [(target, (*way, name)) for target in made.steps[name].answers.values()]
    unreached = {*made.steps, *made.classes} - reached
    strangers = {name for duty in made.duties for name in duty.classes} - made.classes.keys()
    if unreached or strangers:
        raise ValueError(f"never reached: {sorted(unreached)}; of no class: {sorted(strangers)}")


def _source(plain: Mapping[str, Any]) -> Source:
    return Source(plain["law"], plain["published_on"], Status(plain["status"]), plain["source"])


def _step(plain: Mapping[str, Any], sources: Mapping[str, Source]) -> Step:
    return Step(
        plain["id"],
        plain["fact"],
        Term(**plain["asks"]),
        sources[plain["source"]],
        plain["answers"],
        Term(**plain["unanswered"]),
    )


def _duty(plain: Mapping[str, Any], sources: Mapping[str, Source]) -> Duty:
    return Duty(
        plain["id"],
        tuple(plain["classes"]),
        Term(**plain["words"]),
        Term(**plain["holder"]),
        sources[plain["source"]],
        plain.get("when"),
        plain.get("undecided", False),
    )


def _mark(plain: Mapping[str, Any], sources: Mapping[str, Source]) -> Mark:
    at_least = rate(plain["at_least"]) if "at_least" in plain else None
    words = Term(**plain["words"])
    source, value = sources[plain["source"]], plain.get("is", "yes")
    return Mark(plain["id"], plain["fact"], words, source, value, at_least, plain.get("needs_issuer", False))
