"""The register of inside information: cases, who knew of them and when, lists, windows, requests and decisions.

Nothing is ever taken out. A further entry about a person of a case stands beside the earlier one, and the last counts;
whoever was listed after the fact stays listed and is marked. Every question is answered as of a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hikiate.conduct.insiders.entries import FILE, Entry, differs, read_line, read_moment_text
from hikiate.kernel.wording import Term

PERMANENT = "permanent"
"""The section of those who always know everything."""

FACTS = ("listing", "delisting", "outflow", "insolvency", "large_trade", "other")
LISTS = ("restricted", "watch")
SIDES = ("buy", "sell")
DECISIONS = ("approve", "refuse")
OUTCOMES = ("false_positive", "explained", "case_opened", "reported")
APPROVALS = 2
LATE = timedelta(hours=24)
"""Who is listed so long after having obtained the information is marked; no law of Japan gives a number, so it is this
software's own."""


@dataclass(frozen=True, slots=True)
class Insider:
    """A person of a case as the last entry has it, with when the information was obtained and ceased to be."""

    case: str
    person: str
    entry: Entry
    listed_at: datetime
    obtained_at: datetime
    acknowledged_at: datetime | None
    ceased_at: datetime | None
    published_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether the person was listed long after the fact, or only after it was published."""
        after = self.published_at is not None and self.listed_at > self.published_at
        return after or self.listed_at - self.obtained_at > LATE

    @property
    def accounts(self) -> tuple[str, ...]:
        """The trading accounts linked to the person."""
        return split_names(self.entry.values["accounts"])

    def knew(self, at: datetime) -> bool:
        """Whether the person had the information at a moment, and the public did not."""
        ended = [moment for moment in (self.ceased_at, self.published_at) if moment is not None]
        return self.obtained_at <= at and all(at < moment for moment in ended)


@dataclass(frozen=True, slots=True)
class Case:
    """A material fact: what it is about, since when, and when and where it was published."""

    case: str
    fact: str
    assets: tuple[str, ...]
    words: str
    created_at: datetime
    arose_at: datetime
    published_at: datetime | None
    place: str


@dataclass(slots=True)
class Register:
    """The entries in order; the first opens the register."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def chain(self) -> str:
        """The head of the chain of all entries."""
        return self.entries[-1].chain if self.entries else ""

    @property
    def exchange(self) -> str:
        """Whose register this is."""
        return self.entries[0].values["exchange"]

    @property
    def validity_days(self) -> int:
        """For how many business days an approval holds, by the exchange's own promise."""
        return int(self.entries[0].values["validity_days"])

    def of(self, kind: str, **values: str) -> list[Entry]:
        """The entries of a kind whose fields are these, in order."""
        return [
            entry
            for entry in self.entries
            if entry.kind == kind and all(entry.values[name] == value for name, value in values.items())
        ]

    def cases(self) -> dict[str, Case]:
        """Every case by its name."""
        return {entry.values["case"]: self._case(entry) for entry in self.of("case")}

    def insiders(self, case: str) -> list[Insider]:
        """The persons of a case or of the permanent section, in the order in which they were first listed."""
        first: dict[str, Entry] = {}
        last: dict[str, Entry] = {}
        for entry in self.of("listed", case=case):
            first.setdefault(entry.values["person"], entry)
            last[entry.values["person"]] = entry
        return [self._insider(case, person, first[person], entry) for person, entry in last.items()]

    def all_insiders(self) -> list[Insider]:
        """The persons of every case and of the permanent section."""
        return [insider for case in (PERMANENT, *self.cases()) for insider in self.insiders(case)]

    def on_list(self, name: str) -> dict[str, Entry]:
        """The assets on a list, each with the entry that put it there."""
        standing: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.kind in {"restricted", "lifted"} and entry.values["list"] == name:
                if entry.kind == "restricted":
                    standing[entry.values["asset"]] = entry
                else:
                    standing.pop(entry.values["asset"], None)
        return standing

    def windows(self, asset: str, at: datetime) -> list[Entry]:
        """The blackout windows that hold for an asset at a moment; one without assets holds for all."""
        return [
            entry
            for entry in self.of("blackout")
            if (not entry.values["assets"] or asset in split_names(entry.values["assets"]))
            and moment(entry.values["starts_at"]) <= at < moment(entry.values["ends_at"])
        ]

    def _case(self, entry: Entry) -> Case:
        published = self.of("published", case=entry.values["case"])
        return Case(
            entry.values["case"],
            entry.values["fact"],
            split_names(entry.values["assets"]),
            entry.values["words"],
            entry.at,
            moment(entry.values["arose_at"]),
            moment(published[-1].values["published_at"]) if published else None,
            published[-1].values["place"] if published else "",
        )

    def _insider(self, case: str, person: str, first: Entry, last: Entry) -> Insider:
        acknowledged = self.of("acknowledged", case=case, person=person)
        ceased = self.of("ceased", case=case, person=person)
        published = self.of("published", case=case)
        return Insider(
            case=case,
            person=person,
            entry=last,
            listed_at=first.at,
            obtained_at=moment(last.values["obtained_at"]),
            acknowledged_at=moment(acknowledged[-1].values["acknowledged_at"]) if acknowledged else None,
            ceased_at=moment(ceased[-1].values["ceased_at"]) if ceased else None,
            published_at=moment(published[-1].values["published_at"]) if published else None,
        )


def moment(text: str) -> datetime:
    """A moment of an entry; every entry's moments were checked when it was made."""
    read = read_moment_text(text)
    if read is None:
        raise ValueError(f"{text!r} is no moment of an entry")
    return read


def split_names(text: str) -> tuple[str, ...]:
    """Names separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def read_register(content: bytes) -> Register:
    """A register from the bytes of its file; Refused with the first line that is not what the lines before it make.

    What stands behind the last line break is no entry: a writer that was killed leaves it, and the next one drops it.
    """
    register = Register()
    lines: Sequence[bytes] = content.split(b"\n")[:-1]
    for place, written in enumerate(lines, start=1):
        where = f"{FILE} line {place}"
        entry = read_line(written, register.chain, where)
        is_opening = place == 1
        if (entry.kind == "opened") != is_opening:
            wanted = Term("one opening entry, in the first line", "先頭の行のみの開設の記載")
            raise differs(where, written, wanted)
        if register.entries and entry.at < register.entries[-1].at:
            raise differs(where, written, Term("a moment not before that of the line above", "前の行以降の日時"))
        register.entries.append(entry)
    if not register.entries:
        raise differs(f"{FILE} line 1", b"", Term("the opening entry", "開設の記載"))
    return register
