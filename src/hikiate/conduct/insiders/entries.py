"""Entries of the register of inside information: one line each, bound to all lines before it.

An entry is a kind, the moment at which it was entered, who entered it, and the texts of its kind's fields in their
order. Its `chain` is the digest over the chain before it and all of these, so a line taken out, put in, moved or
changed breaks the first line after it that is left.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hikiate.conduct.insiders.faults import LINE_DIFFERS
from hikiate.kernel.digests import canonical, digest
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.documents import strict_json

FILE = "insiders.jsonl"
_DOMAIN = "insider-register/1"
_WHOLE_LINE = Term("the line as it was written, whole", "記載されたままの完全な行")

PERSON_FIELDS = (
    "given_names",
    "surnames",
    "birth_surnames",
    "kana",
    "work_phone",
    "company",
    "reason",
    "birth_day",
    "national_id",
    "private_phone",
    "private_address",
    "accounts",
)
"""What an insider list asks of a person (Regulation (EU) 2022/1210, Annex I), with the reading of a Japanese name and
the trading accounts that are linked to the person, separated by commas."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "opened": ("exchange", "validity_days"),
    "case": ("case", "fact", "assets", "words", "arose_at"),
    "listed": ("case", "person", "obtained_at", *PERSON_FIELDS),
    "acknowledged": ("case", "person", "acknowledged_at"),
    "ceased": ("case", "person", "ceased_at"),
    "published": ("case", "published_at", "place"),
    "restricted": ("list", "asset", "words"),
    "lifted": ("list", "asset", "words"),
    "blackout": ("window", "assets", "starts_at", "ends_at", "words"),
    "requested": ("request", "person", "account", "asset", "side", "amount", "words"),
    "decided": ("request", "decision", "words"),
    "triaged": ("alert", "outcome", "words"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `values` has the texts of its kind's fields."""

    kind: str
    at: datetime
    by: str
    values: Mapping[str, str]
    chain: str


def moment_text(moment: datetime) -> str:
    """A moment as every entry writes it: to the minute, in UTC, as the templates ask."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def read_moment_text(text: str) -> datetime | None:
    """A moment that an entry wrote; None where it is written otherwise."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment_text(moment) == text else None


def made(chain: str, kind: str, at: datetime, by: str, values: Mapping[str, str]) -> Entry:
    """The entry that follows the chain so far."""
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    fields = [values[name] for name in FIELDS[kind]]
    head = digest(_DOMAIN, [chain, kind, moment_text(minute), by, canonical(fields)])
    return Entry(kind, minute, by, dict(zip(FIELDS[kind], fields, strict=True)), head)


def line(entry: Entry) -> bytes:
    """The line of an entry."""
    plain = {"entry": entry.kind, "at": moment_text(entry.at), "by": entry.by, **entry.values, "chain": entry.chain}
    return json.dumps(plain, ensure_ascii=False).encode() + b"\n"


def read_line(content: bytes, chain: str, where: str) -> Entry:
    """An entry from its line; Refused where it is not, byte by byte, what its fields and the chain before it make."""
    try:
        plain = strict_json(content, where)
    except Refused as refused:
        raise differs(where, content, _WHOLE_LINE) from refused
    kind = plain.get("entry") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(kind, str) or kind not in FIELDS:
        raise differs(where, content, Term("a kind of entry", "記載の種類"))
    keys = ("entry", "at", "by", *FIELDS[kind], "chain")
    if tuple(plain) != keys or not all(isinstance(value, str) for value in plain.values()):
        raise differs(where, content, Term(f"the keys {', '.join(keys)}", f"次のキー: {', '.join(keys)}"))
    return _checked(plain, content, chain, where)


def _checked(plain: dict[str, Any], content: bytes, chain: str, where: str) -> Entry:
    at = read_moment_text(plain["at"])
    if at is None:
        raise differs(where, content, Term("a moment to the minute in UTC", "UTC の分単位の日時"))
    entry = made(chain, plain["entry"], at, plain["by"], plain)
    if line(entry) != content + b"\n":
        wanted = line(entry)[:-1].decode()
        raise differs(where, content, Term(f"{wanted}, as the lines before it make it", f"前の行から計算した {wanted}"))
    return entry


def differs(where: str, content: bytes, wanted: Term) -> Refused:
    """The fault that a line is not what it should be."""
    return Refused([LINE_DIFFERS.at(where, value=content.decode(errors="replace") or "-", wanted=wanted)])
