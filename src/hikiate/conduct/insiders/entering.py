"""Entering: whether an entry may follow the register as it stands, with every fault of it at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hikiate.conduct.insiders import faults
from hikiate.conduct.insiders.clearance import State, clearance
from hikiate.conduct.insiders.entries import FIELDS, Entry, made, moment_text, read_moment_text
from hikiate.conduct.insiders.register import (
    DECISIONS,
    FACTS,
    LISTS,
    OUTCOMES,
    PERMANENT,
    SIDES,
    Register,
    moment,
)
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term

VALIDITY_DAYS_MAX = 60
_AMOUNT_SCALE = 18

_CHOICES: Mapping[str, Sequence[str]] = {
    "fact": FACTS,
    "list": LISTS,
    "side": SIDES,
    "decision": DECISIONS,
    "outcome": OUTCOMES,
}
_OPTIONAL = {
    "birth_surnames",
    "kana",
    "work_phone",
    "company",
    "birth_day",
    "national_id",
    "private_phone",
    "private_address",
    "accounts",
}
_NEW_NAMES = {"case": "case", "blackout": "window", "requested": "request"}
_CASE = Term("a case", "案件")
_PERSON = Term("a person listed for that case", "当該案件の名簿にある者")
_REQUEST = Term("a request", "申請")
_ASSET = Term("an asset on that list", "当該一覧にある銘柄")


def opened(exchange: str, validity_days: int, at: datetime, by: str) -> Register:
    """A register that holds its opening entry."""
    values = {"exchange": exchange, "validity_days": str(validity_days)}
    found = _blanks("opened", values, by)
    if not 1 <= validity_days <= VALIDITY_DAYS_MAX:
        wanted = Term(f"1 to {VALIDITY_DAYS_MAX} business days", f"1～{VALIDITY_DAYS_MAX} 営業日")
        found.append(faults.MALFORMED.at("validity_days", value=validity_days, wanted=wanted))
    if found:
        raise Refused(found)
    return Register([made("", "opened", at, by, values)])


def following(register: Register, kind: str, at: datetime, by: str, values: Mapping[str, str]) -> Entry:
    """The entry that may follow; Refused with every fault where it may not. The register is left as it is."""
    last = register.entries[-1].at
    found = [*_blanks(kind, values, by), *_choices(values), *_strangers(register, kind, values)]
    if moment_text(at) < moment_text(last):
        found.append(faults.BEFORE_LAST.at("at", value=moment_text(at), wanted=moment_text(last)))
    if not found:
        found += _orders(register, kind, at, values)
    if not found and kind == "decided":
        found += _decision(register, at, by, values)
    if found:
        raise Refused(found)
    return made(register.chain, kind, at, by, values)


def _blanks(kind: str, values: Mapping[str, str], by: str) -> list[Finding]:
    """Fields that must say something, moments that are none, and amounts that are none."""
    text = Term("a text", "文字列")
    found = [
        faults.MALFORMED.at(name, value=Term("blank", "空欄です"), wanted=text)
        for name in FIELDS[kind]
        if not values[name].strip() and name not in _OPTIONAL and not (kind == "blackout" and name == "assets")
    ]
    if not by.strip():
        found.append(faults.MALFORMED.at("by", value=Term("blank", "空欄です"), wanted=Term("who enters it", "記載者")))
    found += [
        faults.MALFORMED.at(name, value=value, wanted=Term("a moment with offset", "時差付きの日時"))
        for name, value in values.items()
        if name.endswith("_at") and value.strip() and read_moment_text(value) is None
    ]
    if values.get("amount", "").strip():
        try:
            minor_units(values["amount"], _AMOUNT_SCALE)
        except AmountRefused:
            wanted = Term("plain decimal text such as 0.5", "0.5 のような十進数")
            found.append(faults.MALFORMED.at("amount", value=values["amount"], wanted=wanted))
    return found


def _choices(values: Mapping[str, str]) -> list[Finding]:
    return [
        faults.MALFORMED.at(
            name, value=values[name], wanted=Term(f"one of {', '.join(choices)}", f"次のいずれか: {', '.join(choices)}")
        )
        for name, choices in _CHOICES.items()
        if name in values and values[name].strip() and values[name] not in choices
    ]


def _strangers(register: Register, kind: str, values: Mapping[str, str]) -> list[Finding]:
    """Names that the register should know and does not, or should not know and does; a blank one is neither."""
    new = _NEW_NAMES.get(kind)
    if new is not None:
        known = values[new] == PERMANENT or register.of(kind, **{new: values[new]})
        return [faults.KNOWN.at(new, value=values[new])] if known else []
    cases = register.cases()
    known_cases = {*cases, PERMANENT} if kind != "published" else {*cases}
    given = {name for name, value in values.items() if value.strip()}
    if "case" in given and values["case"] not in known_cases:
        return [faults.UNKNOWN.at("case", value=values["case"], wanted=_CASE)]
    if (
        kind in {"acknowledged", "ceased"}
        and given >= {"case", "person"}
        and not register.of("listed", case=values["case"], person=values["person"])
    ):
        return [faults.UNKNOWN.at("person", value=values["person"], wanted=_PERSON)]
    if kind == "decided" and "request" in given and not register.of("requested", request=values["request"]):
        return [faults.UNKNOWN.at("request", value=values["request"], wanted=_REQUEST)]
    if kind == "lifted" and "asset" in given and values["asset"] not in register.on_list(values["list"]):
        return [faults.UNKNOWN.at("asset", value=values["asset"], wanted=_ASSET)]
    return []


def _orders(register: Register, kind: str, at: datetime, values: Mapping[str, str]) -> list[Finding]:
    """Moments that are not in their order: nothing happened after it was entered, or ended before it began."""
    found = [
        _misplaced(name, value, Term("not after that of the entry", "記載の日時以前"))
        for name, value in values.items()
        if name.endswith("_at") and kind != "blackout" and moment(value) > at
    ]
    if kind == "blackout" and moment(values["ends_at"]) <= moment(values["starts_at"]):
        found.append(_misplaced("ends_at", values["ends_at"], Term("after starts_at", "starts_at より後")))
    case = register.cases().get(values.get("case", ""))
    if kind == "published" and case is not None and moment(values["published_at"]) < case.arose_at:
        found.append(_misplaced("published_at", values["published_at"], Term("not before arose_at", "arose_at 以降")))
    if kind in {"acknowledged", "ceased"}:
        name = f"{kind}_at"
        insider = next(one for one in register.insiders(values["case"]) if one.person == values["person"])
        if moment(values[name]) < insider.obtained_at:
            found.append(_misplaced(name, values[name], Term("not before obtained_at", "obtained_at 以降")))
    return found


def _decision(register: Register, at: datetime, by: str, values: Mapping[str, str]) -> list[Finding]:
    """Who may decide on a request, and whether it may be approved."""
    [request] = register.of("requested", request=values["request"])
    stands = clearance(register, request, at)
    if by in {request.values["person"], request.by, *stands.deciders}:
        return [faults.OWN_APPROVAL.at("by", value=by)]
    if stands.state not in {State.OPEN, State.VOID} or stands.until is not None:
        return [faults.SETTLED.at("request", value=stands.state.value)]
    if values["decision"] == "approve" and stands.bars:
        return [faults.BARRED.at("request", reason=bar) for bar in stands.bars]
    return []


def _misplaced(name: str, value: str, wanted: Term) -> Finding:
    return faults.WRONG_ORDER.at(name, value=value, wanted=wanted)
