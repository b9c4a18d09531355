"""The watch over the law: what nobody has verified for long, what is open and until when, and what changes soon.

Three questions of one day: (1) which versions in force were last verified longer ago than allowed; (2) which are
undecided, and by which day the law itself must decide them: the day on which an open version begins, or the latest
start that the rulebook names; (3) which versions begin or end within so many days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hikiate.law.provisions import Provision, Version
from hikiate.law.rulebooks import Library, Rulebook

AHEAD_DAYS = 400
"""So far ahead a boundary is told: a year and a little more, so that each is told before its year begins."""

STALE_DAYS = 180
LATEST_START = "start_latest"
"""The provision by which a rulebook names the last day on which its open law must begin."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A version in force that was last verified longer ago than allowed."""

    rulebook: str
    key: str
    verified_on: date


@dataclass(frozen=True, slots=True)
class Open:
    """An undecided version, in force or to come; `decide_by` is None where no law names a last day."""

    rulebook: str
    key: str
    decide_by: date | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day on which a provision changes: from `before` to `after`, None where there is no law."""

    day: date
    rulebook: str
    key: str
    before: Version | None
    after: Version | None
    unit: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen on one day."""

    day: date
    stale: tuple[Stale, ...]
    open: tuple[Open, ...]
    boundaries: tuple[Boundary, ...]


def watch(library: Library, day: date, stale_days: int = STALE_DAYS, ahead_days: int = AHEAD_DAYS) -> Watch:
    """Everything of the library that wants looking at on `day`, in the order of the rulebooks; boundaries by day."""
    entries = [
        (book, key, provision) for book in library.rulebooks.values() for key, provision in book.provisions.items()
    ]
    oldest, last = day - timedelta(days=stale_days), day + timedelta(days=ahead_days)
    boundaries = [boundary for entry in entries for boundary in _boundaries(*entry, after=day, until=last)]
    return Watch(
        day=day,
        stale=tuple(
            Stale(book.name, key, version.verified_on)
            for book, key, provision in entries
            if (version := provision.on(day)) is not None and version.verified_on < oldest
        ),
        open=tuple(found for entry in entries for found in _open(*entry, day=day)),
        boundaries=tuple(sorted(boundaries, key=lambda boundary: boundary.day)),
    )


def _open(book: Rulebook, key: str, provision: Provision, *, day: date) -> Iterator[Open]:
    """An open version of the day, and one to come, which must be decided before it begins."""
    current = provision.on(day)
    if current is not None and current.value is None:
        later = [version for version in provision.versions if version.in_force_from > day]
        yield Open(book.name, key, later[0].in_force_from if later else _latest_start(book, day))
    for version in provision.versions:
        if version.value is None and version.in_force_from > day:
            yield Open(book.name, key, version.in_force_from)


def _latest_start(book: Rulebook, day: date) -> date | None:
    version = book.provisions[LATEST_START].on(day) if LATEST_START in book.provisions else None
    return date.fromisoformat(version.value) if version is not None and version.value else None


def _boundaries(book: Rulebook, key: str, provision: Provision, *, after: date, until: date) -> Iterator[Boundary]:
    for version in provision.versions:
        if after < version.in_force_from <= until:
            eve = version.in_force_from - timedelta(days=1)
            yield Boundary(version.in_force_from, book.name, key, provision.on(eve), version, provision.unit)
        end = version.in_force_until
        if end is not None and after < end <= until and provision.on(end) is None:
            yield Boundary(end, book.name, key, version, None, provision.unit)
    current = provision.on(after)
    if provision.unit == "day" and current is not None and current.value is not None and not current.is_off:
        named = date.fromisoformat(current.value)
        if after < named <= until:
            yield Boundary(named, book.name, key, current, current, provision.unit)
