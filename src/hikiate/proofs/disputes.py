"""The register of disputes as a chain of entries: what was received, in which order, and what a day root says of it.

Every entry is one line. Its `chain` binds it to all lines before it, its `head` to all disputes filed so far, as the
format defines it. A line taken out, put in, moved or changed therefore breaks the first line after it that is left; the
last line is missed by the file that it entered, and a register written anew from the start by the published day roots.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.disputes_faults import BEFORE_LAST, LINE_DIFFERS, TAKEN_OUT, UNKNOWN
from hikiate.proofs.documents import Reading, strict_json
from hikiate.proofs.root import Disputes
from hikiate.proofs.tree import record

EventKind = Literal["filed", "answered", "confirmed"]

FILE = "register.jsonl"
ANSWER_DAYS_MAX = 366

_OPENED_KEYS = ("event", "on", "exchange", "answer_days", "chain")
_EVENT_KEYS = ("event", "on", "file", "digest", "head", "chain")
_DIGEST = r"[0-9a-f]{64}"
_FILES = {
    "filed": re.compile(rf"disputes/(?P<number>{_DIGEST})\.json", re.ASCII),
    "answered": re.compile(rf"answers/(?P<number>{_DIGEST})(\.(?P<further>[2-9]|[1-9][0-9]+))?\.json", re.ASCII),
    "confirmed": re.compile(rf"confirmations/(?P<number>{_DIGEST})/(?P<code>{_DIGEST})\.json", re.ASCII),
}
_WHOLE_LINE = Term("the line as it was written, whole", "記載されたままの完全な行")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: the day on which a file was received, the file's path and SHA-256, and both heads after it.

    `number` is the number of the dispute that was filed or answered, or the day root that was confirmed.
    """

    kind: EventKind
    on: date
    number: str
    file: str
    digest: str
    head: str | None
    chain: str


@dataclass(slots=True)
class Register:
    """A register: whose it is, within how many business days it promises an answer, and its entries in order.

    `filed` says of each dispute the day of receipt, `answers` where its answers stand, the one that counts last, and
    `entered` which entry a path has; all three follow from the entries.
    """

    exchange: str
    answer_days: int
    opened_on: date
    events: list[Event] = field(default_factory=list)
    filed: dict[str, date] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    entered: dict[str, Event] = field(default_factory=dict)

    @property
    def head(self) -> str | None:
        """The head of the chain of disputes; None while none was ever filed."""
        return self.events[-1].head if self.events else None

    @property
    def chain(self) -> str:
        """The head of the chain of all entries."""
        return self.events[-1].chain if self.events else _opening_chain(self)

    @property
    def last_day(self) -> date:
        """The day of the last entry, or that of the opening."""
        return self.events[-1].on if self.events else self.opened_on

    def due(self, number: str) -> date:
        """The last day of the promise to answer a dispute: business days, counted from the day after its receipt."""
        return BusinessCalendar("JP").deadline(self.filed[number], self.answer_days)

    def next_filed(self, on: date, number: str) -> Event:
        """The entry of a dispute received on a day."""
        head = _next_head(self.head, number)
        return self._next("filed", on, number, file=dispute_path(number), digest=number, head=head)

    def next_answered(self, on: date, number: str, digest: str) -> Event:
        """The entry of an answer; Refused where there is no such dispute."""
        if number not in self.filed:
            raise Refused([UNKNOWN.at(number)])
        return self._next("answered", on, number, file=self.answer_path(number), digest=digest, head=self.head)

    def next_confirmed(self, on: date, day_root: str, code: str, digest: str) -> Event:
        """The entry of a confirmation."""
        file = confirmation_path(day_root, code)
        return self._next("confirmed", on, day_root, file=file, digest=digest, head=self.head)

    def answer_path(self, number: str) -> str:
        """Where the next answer to a dispute goes."""
        given = len(self.answers.get(number, ()))
        return f"answers/{number}.{given + 1}.json" if given else f"answers/{number}.json"

    def enter(self, event: Event) -> None:
        """Add an entry that one of the `next_` functions made."""
        self.events.append(event)
        self.entered[event.file] = event
        if event.kind == "filed":
            self.filed[event.number] = event.on
        if event.kind == "answered":
            self.answers.setdefault(event.number, []).append(event.file)

    def _next(self, kind: EventKind, on: date, number: str, *, file: str, digest: str, head: str | None) -> Event:
        if on < self.last_day:
            raise Refused([BEFORE_LAST.at(file, value=on.isoformat(), wanted=self.last_day.isoformat())])
        chain = record("dispute-register/1", [self.chain, kind, on.isoformat(), file, digest, head or ""]).hex()
        return Event(kind, on, number, file, digest, head, chain)


def dispute_path(number: str) -> str:
    """Where the dispute of a number stands in a register."""
    return f"disputes/{number}.json"


def confirmation_path(day_root: str, code: str) -> str:
    """Where a confirmation stands: by its code, which is one for each customer and tells the number to nobody."""
    return f"confirmations/{day_root}/{code}.json"


def opening_line(register: Register) -> bytes:
    """The first line of a register."""
    plain = {
        "event": "opened",
        "on": register.opened_on.isoformat(),
        "exchange": register.exchange,
        "answer_days": register.answer_days,
        "chain": _opening_chain(register),
    }
    return _written(plain)


def event_line(event: Event) -> bytes:
    """The line of an entry."""
    plain = {
        "event": event.kind,
        "on": event.on.isoformat(),
        "file": event.file,
        "digest": event.digest,
        "head": event.head,
        "chain": event.chain,
    }
    return _written(plain)


def read_register(content: bytes, file: str = FILE) -> Register:
    """A register from the bytes of its file; Refused with the first line that is not what the lines before it make.

    What stands behind the last line break is no entry: a writer that was killed leaves it, and the next one drops it.
    """
    lines = content.split(b"\n")[:-1]
    register = _read_opening(lines[0] if lines else b"", f"{file} line 1")
    for place, line in enumerate(lines[1:], start=2):
        register.enter(_read_event(register, line, f"{file} line {place}"))
    return register


def counts(register: Register, on: date, previous_day_root: str | None) -> Disputes:
    """What the day root of a snapshot on a day says: of all that was received up to and including that day.

    `checked` counts the customers who confirmed the day root before; the store gave each of them one code.
    """
    received = [event for event in register.events if event.on <= on]
    filed = [event for event in received if event.kind == "filed"]
    answered = {event.number for event in received if event.kind == "answered"}
    unanswered = [event.number for event in filed if event.number not in answered]
    return Disputes(
        filed=len(filed),
        open=len(unanswered),
        answered=len(answered),
        overdue=sum(register.due(number) < on for number in unanswered),
        checked=sum(event.kind == "confirmed" and event.number == previous_day_root for event in received),
        head=filed[-1].head if filed else None,
    )


def continues(previous: Disputes, register: Register) -> None:
    """Refused where the disputes that an earlier day root counted are not the first ones of the register."""
    heads = [None, *(event.head for event in register.events if event.kind == "filed")]
    filed = min(previous.filed, len(heads) - 1)
    if previous.filed != filed or previous.head != heads[filed]:
        found, wanted = heads[filed] or "-", previous.head or "-"
        raise Refused([TAKEN_OUT.at(FILE, filed=filed, value=found, wanted_filed=previous.filed, wanted=wanted)])


def _opening_chain(register: Register) -> str:
    fields = ["", "opened", register.opened_on.isoformat(), register.exchange, str(register.answer_days)]
    return record("dispute-register/1", fields).hex()


def _next_head(head: str | None, number: str) -> str:
    return record("proof-disputes/1", [head or "", number]).hex()


def _written(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(", ", ": ")).encode() + b"\n"


def _read_opening(line: bytes, where: str) -> Register:
    """The register that a first line opens; every field goes into the line that is made again and compared."""
    plain = _plain(line, where, "opened", _OPENED_KEYS)
    reading, on = Reading(where), _day(plain["on"])
    exchange = reading.text(plain["exchange"], "exchange")
    answer_days = reading.whole(plain["answer_days"], "answer_days", ANSWER_DAYS_MAX)
    if on is None or reading.found:
        raise _differs(where, line, _WHOLE_LINE)
    register = Register(exchange, answer_days, on)
    _require_same(opening_line(register), line, where)
    return register


def _read_event(register: Register, line: bytes, where: str) -> Event:
    plain = _plain(line, where, "", _EVENT_KEYS)
    made = _made_again(register, plain)
    if made is None:
        wanted = Term("an entry that may follow the lines before it", "前の行に続き得る記載")
        raise _differs(where, line, wanted)
    _require_same(event_line(made), line, where)
    return made


def _made_again(register: Register, plain: dict[str, Any]) -> Event | None:
    """The entry that kind, day, file and digest of a line make here; None where none may follow."""
    kind, on, file, digest = plain["event"], _day(plain["on"]), plain["file"], plain["digest"]
    pattern = _FILES.get(kind) if isinstance(kind, str) else None
    found = pattern.fullmatch(file) if pattern and isinstance(file, str) else None
    if on is None or found is None or not isinstance(digest, str) or not re.fullmatch(_DIGEST, digest, re.ASCII):
        return None
    unknown = kind == "answered" and found["number"] not in register.filed
    if on < register.last_day or file in register.entered or unknown:
        return None
    if kind == "filed":
        return register.next_filed(on, found["number"])
    if kind == "confirmed":
        return register.next_confirmed(on, found["number"], found["code"], digest)
    return register.next_answered(on, found["number"], digest)


def _plain(line: bytes, where: str, event: str, keys: Sequence[str]) -> dict[str, Any]:
    """The fields of a line, of the keys that an entry has."""
    try:
        plain = strict_json(line, where)
    except Refused as refused:
        raise _differs(where, line, _WHOLE_LINE) from refused
    if not isinstance(plain, dict) or tuple(plain) != tuple(keys) or (event and plain["event"] != event):
        raise _differs(where, line, Term(f"the keys {', '.join(keys)}", f"次のキー: {', '.join(keys)}"))
    return plain


def _require_same(made: bytes, line: bytes, where: str) -> None:
    """Refused where a line is not, byte by byte, the one that its fields and the lines before it make."""
    if made != line + b"\n":
        wanted = made[:-1].decode()
        raise _differs(where, line, Term(f"{wanted}, as the lines before it make it", f"前の行から計算した {wanted}"))


def _differs(where: str, line: bytes, wanted: Term) -> Refused:
    return Refused([LINE_DIFFERS.at(where, value=line.decode(errors="replace") or "-", wanted=wanted)])


def _day(plain: object) -> date | None:
    try:
        return date.fromisoformat(plain) if isinstance(plain, str) else None
    except ValueError:
        return None
