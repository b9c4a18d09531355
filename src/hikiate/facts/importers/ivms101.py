"""IVMS101, the inter-VASP messaging standard: travel-rule records as JSON, of 2020 and of 2023, one or several a file.

A file is one message named `sent-<withdrawal>.json` or `received-<deposit>.json`, or a list (or lines) of envelopes:
`transfer`, `direction`, `transmitted_at`, and the message under `ivms101`. Read are the originator, the beneficiary and
the names of both providers: of several persons the first, of several names the legal one, of several addresses and
wallets the first. What is left out is counted. Both spellings of 2020 and 2023 are read (`originatorPersons`,
`originatorPerson`; `customerNumber`, `customerIdentification`), and names that begin with a capital.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import polars as pl

from hikiate.facts import faults
from hikiate.facts.importers import message_defects as defects
from hikiate.facts.importers.imported import RawText
from hikiate.facts.transfer_tables import DIRECTIONS, TRAVEL_RECORDS
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import json_values

TABLE = TRAVEL_RECORDS.name

_ENVELOPE = {"transfer", "direction", "transmitted_at", "ivms101"}
_NAMED = re.compile(rf"({'|'.join(DIRECTIONS)})-(.+)\.json", re.IGNORECASE)
_STREET = (
    "addressLine",
    "department",
    "subDepartment",
    "streetName",
    "buildingNumber",
    "buildingName",
    "floor",
    "room",
    "postBox",
    "postCode",
    "postcode",
    "townName",
    "townLocationName",
    "districtName",
    "countrySubDivision",
)
_LEGAL = "LEGL"

Plain = Mapping[str, Any]


@dataclass(slots=True)
class _Reading:
    """What was read so far of all files: rows, faults, and how often something had to be left out."""

    rows: list[dict[str, str | None]]
    faults: list[Finding]
    left_out: dict[str, int]

    def first(self, values: Sequence[Any], what: str) -> Any:  # noqa: ANN401 - a value of JSON
        """The first of several; the others are counted."""
        if len(values) > 1:
            self.left_out[what] = self.left_out.get(what, 0) + len(values) - 1
        return values[0] if values else None


def import_ivms101(files: Sequence[RawText]) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """The table `travel_records` of all messages; Refused with every fault of every file."""
    reading = _Reading([], [], {})
    for file in files:
        for place, envelope in _envelopes(file, reading):
            _row(place, envelope, reading)
    if reading.faults:
        raise Refused(reading.faults)
    if not reading.rows:
        raise Refused([defects.NO_MESSAGES.at(files[0].name if files else "import")])
    names = [column.name for column in TRAVEL_RECORDS.columns]
    frame = pl.DataFrame(
        [[row.get(name) for name in names] for row in reading.rows], dict.fromkeys(names, pl.String()), orient="row"
    )
    found = [defects.LEFT_OUT.at(TABLE, count=count, what=what) for what, count in reading.left_out.items()]
    return frame, tuple(found)


def _envelopes(file: RawText, reading: _Reading) -> Iterator[tuple[str, Plain]]:
    """Every envelope of a file with its place; a file that is one message gets one from its name."""
    try:
        values = _values(file.text)
    except ValueError as error:
        reading.faults.append(defects.NO_MESSAGE.at(file.name, value=error))
        return
    for number, value in enumerate(values, start=1):
        place = file.name if len(values) == 1 else f"{file.name} row {number}"
        if not isinstance(value, dict):
            reading.faults.append(defects.NO_MESSAGE.at(place, value=f"a {type(value).__name__}"))
        elif "ivms101" in {key.lower() for key in value}:
            yield place, {key.lower() if key.lower() == "ivms101" else key: part for key, part in value.items()}
        elif (named := _NAMED.fullmatch(file.name)) and len(values) == 1:
            yield place, {"direction": named[1].lower(), "transfer": named[2], "ivms101": value}
        else:
            reading.faults.append(defects.UNNAMED.at(place))


def _values(text: str) -> list[Any]:
    """The values of a JSON text, or of its lines; ValueError for what is none."""
    try:
        whole = json_values(text)
    except ValueError:
        return [json_values(line) for line in StringIO(text) if line.strip()]
    return whole if isinstance(whole, list) else [whole]


def _row(place: str, envelope: Plain, reading: _Reading) -> None:
    unknown = sorted(envelope.keys() - _ENVELOPE)
    reading.faults += [faults.UNKNOWN_KEY.at(place, value=key, keys=", ".join(sorted(_ENVELOPE))) for key in unknown]
    message = envelope["ivms101"]
    try:
        if not isinstance(message, dict):
            raise _Misshapen("ivms101")  # noqa: TRY301 - one answer for whatever is no message
        message = _small_first(message)
        row: dict[str, str | None] = {
            "transfer": _text(envelope, "transfer"),
            "direction": _text(envelope, "direction"),
            "transmitted_at": _text(envelope, "transmitted_at"),
            "originating_provider": _provider(message, "originatingVASP", reading),
            "beneficiary_provider": _provider(message, "beneficiaryVASP", reading),
        }
        for end in ("originator", "beneficiary"):
            row |= {f"{end}_{name}": value for name, value in _end(message, end, reading).items()}
    except _Misshapen as error:
        reading.faults.append(defects.NO_MESSAGE.at(place, value=error))
        return
    reading.rows.append(row)


class _Misshapen(ValueError):
    """A part of a message that has not the shape of the standard; its text is the part's name."""


def _small_first(plain: Plain) -> dict[str, Any]:
    """The parts of a message under names that begin with a small letter, as some protocols write capitals."""
    return {key[:1].lower() + key[1:]: value for key, value in plain.items()}


def _end(message: Plain, end: str, reading: _Reading) -> dict[str, str | None]:
    """One end of the transfer, by the names of columns."""
    part = _part(message, end)
    people = _list(part, f"{end}Person")
    wallet = reading.first(_list(part, "accountNumber"), f"{end}.accountNumber")
    if wallet is not None and not isinstance(wallet, str):
        raise _Misshapen(f"{end}.accountNumber")
    person = reading.first(people, f"{end}.{end}Person")
    return {"wallet": _said(wallet), **(_person(person, end, reading) if person is not None else {})}


def _person(plain: object, where: str, reading: _Reading) -> dict[str, str | None]:
    if not isinstance(plain, dict):
        raise _Misshapen(f"{where}.person")
    kind = "natural" if "naturalPerson" in plain else "legal"
    person = _part(plain, f"{kind}Person")
    names, local = _names(person, "nameIdentifier"), _names(person, "localNameIdentifier")
    name, local_name = _legal_first(names, kind, where, reading), _legal_first(local, kind, where, reading)
    address = reading.first(_list(person, "geographicAddress"), f"{where}.geographicAddress") or {}
    birth = _part(person, "dateAndPlaceOfBirth")
    first, second = _words(name, kind)
    return {
        "kind": kind,
        "name": first,
        "given": second,
        "local_name": " ".join(part for part in _words(local_name, kind) if part) or None,
        "number": _text(person, "customerIdentification") or _text(person, "customerNumber"),
        "identity": _text(_part(person, "nationalIdentification"), "nationalIdentifier"),
        "birth_date": _text(birth, "dateOfBirth"),
        "birth_place": _text(birth, "placeOfBirth"),
        **_address(address, where),
    }


def _provider(message: Plain, key: str, reading: _Reading) -> str | None:
    """The name of a provider; some protocols wrap it once more under its own name."""
    part = _part(message, key)
    part = _part(part, key) or part
    return _person(part, key, reading)["name"] if part else None


def _names(person: Plain, key: str) -> list[Any]:
    """The names of a person: a list, or a list under `nameIdentifier` beside local ones."""
    name = person.get("name")
    if isinstance(name, list):
        return name if key == "nameIdentifier" else []
    return _list(_part(person, "name"), key)


def _legal_first(names: Sequence[Any], kind: str, where: str, reading: _Reading) -> Plain:
    if not all(isinstance(name, dict) for name in names):
        raise _Misshapen(f"{where}.name")
    keys = ("nameIdentifierType", f"{kind}PersonNameIdentifierType")
    legal = [name for name in names if _LEGAL in [name.get(key) for key in keys]]
    others = [name for name in names if name not in legal]
    return reading.first([*legal, *others], f"{where}.name") or {}


def _words(name: Plain, kind: str) -> tuple[str | None, str | None]:
    if kind == "legal":
        return _text(name, "legalPersonName"), None
    return _text(name, "primaryIdentifier"), _text(name, "secondaryIdentifier")


def _address(plain: object, where: str) -> dict[str, str | None]:
    if not isinstance(plain, dict):
        raise _Misshapen(f"{where}.geographicAddress")
    lines = [*_list(plain, "addressLine"), *(plain.get(key) for key in _STREET[1:])]
    told = [line.strip() for line in lines if isinstance(line, str) and line.strip()]
    return {"address": ", ".join(told) or None, "country": _text(plain, "country")}


def _part(plain: Plain, key: str) -> Plain:
    part = plain.get(key)
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise _Misshapen(key)
    return part


def _list(plain: Plain, key: str) -> list[Any]:
    """A part as a list; some protocols write its name in the plural."""
    part: Any = next((plain[name] for name in (key, f"{key}s", f"{key}es") if plain.get(name) is not None), [])
    return part if isinstance(part, list) else [part]


def _text(plain: Plain, key: str) -> str | None:
    value = plain.get(key)
    if value is not None and not isinstance(value, str):
        raise _Misshapen(key)
    return _said(value)


def _said(value: str | None) -> str | None:
    return value.strip() or None if value is not None else None
