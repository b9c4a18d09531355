"""A finding says what is not as it should be: where, what was found, what is wanted, what to do, by when, and why.

Findings are values. A duty breached, a doubt and a remark are findings of a result; a *fault* is a finding about input
that cannot be worked with, and is raised together with all its kind as `Refused`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hikiate.kernel.wording import Language, Term, Words


class Severity(Enum):
    """From the gravest. A FAULT never stands in a result: the input is refused instead."""

    FAULT = "fault"
    BREACH = "breach"
    WARNING = "warning"
    NOTE = "note"


class Given(str):
    """What was given in a call, by a name that belongs to no face: an option of a command, a field of a form.

    The command line says it as its option or argument, a page as its field, the API as it is.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, worded in both languages. `due` is the last day to repair it, `since` the day it was first seen."""

    code: str
    severity: Severity
    where: str
    en: Words
    ja: Words
    citation: str = ""
    due: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding: its code, how grave it is, and its wording with `{name}` places for values."""

    code: str
    severity: Severity
    en: Words
    ja: Words

    def at(
        self, where: str, /, *, citation: str = "", due: date | None = None, since: date | None = None, **values: object
    ) -> Finding:
        """The finding at a place, such as `balances.csv row 3 column amount` or `segregation.BTC`.

        A value that is a Term stands in each language as it is said there; any other as it is written.
        """
        en = self.en.filled({name: _said(value, "en") for name, value in values.items()})
        ja = self.ja.filled({name: _said(value, "ja") for name, value in values.items()})
        return Finding(self.code, self.severity, _sayable(where), en, ja, citation, due, since)


def _said(value: object, language: Language) -> str:
    return _sayable(value.said(language) if isinstance(value, Term) else str(value))


def _sayable(text: str) -> str:
    """Text as it can be written: halves of characters, from JSON or from names of files, stand as their codes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


class Refused(Exception):
    """Input or a call that cannot be worked with: every fault found, none of it written. Exit code 2."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.where}: {fault.en.found}" for fault in self.faults))
