"""Travel-rule records as IVMS101.2023 messages, for the providers at the other end.

A record tells one line of address and no kind of document, so an address is written as `addressLine`, and a document's
number as MISC. A legal person's number is left out, because the standard asks for the register it is of.
"""

from collections.abc import Mapping
from typing import Any

from hikiate.facts.transfer_tables import TravelRecord

VERSION = "101.2023"

_NO_COUNTRY = "XX"


def message(record: TravelRecord) -> dict[str, Any]:
    """The message of a record; parts that the record does not tell are left out."""
    plain: Mapping[str, Any] = record._asdict()
    made: dict[str, Any] = {"payloadMetadata": {"payloadVersion": VERSION}}
    for end in ("originator", "beneficiary"):
        said = {name: plain.get(f"{end}_{name}") for name in _COLUMNS}
        part = {f"{end}Person": [_person(said)]} if said["name"] or said["local_name"] else {}
        wallet = {"accountNumber": [said["wallet"]]} if said["wallet"] else {}
        made[end] = {**part, **wallet}
    for key, column in (("originatingVASP", "originating_provider"), ("beneficiaryVASP", "beneficiary_provider")):
        if plain[column] is not None:
            made[key] = {key: {"legalPerson": {"name": _legal_name(plain[column])}}}
    return made


_COLUMNS = (
    "kind",
    "name",
    "given",
    "local_name",
    "number",
    "address",
    "country",
    "identity",
    "birth_date",
    "birth_place",
    "wallet",
)


def _person(said: Mapping[str, Any]) -> dict[str, Any]:
    is_legal = said["kind"] == "legal"
    name = _legal_name(said["name"], said["local_name"]) if is_legal else _natural_name(said)
    person: dict[str, Any] = {"name": name}
    if said["address"]:
        kind = "GEOG" if is_legal else "HOME"
        country = said["country"] or _NO_COUNTRY
        person["geographicAddress"] = [{"addressType": kind, "addressLine": [said["address"]], "country": country}]
    if said["identity"] and not is_legal:
        person["nationalIdentification"] = {"nationalIdentifier": said["identity"], "nationalIdentifierType": "MISC"}
    if said["number"]:
        person["customerIdentification"] = said["number"]
    if said["birth_date"] and said["birth_place"] and not is_legal:
        birth = {"dateOfBirth": said["birth_date"].isoformat(), "placeOfBirth": said["birth_place"]}
        person["dateAndPlaceOfBirth"] = birth
    return {"legalPerson" if is_legal else "naturalPerson": person}


def _natural_name(said: Mapping[str, Any]) -> dict[str, Any]:
    name = [_identifier(said["name"], said["given"])] if said["name"] else []
    local = {"localNameIdentifier": [_identifier(said["local_name"])]} if said["local_name"] else {}
    return {"nameIdentifier": name, **local}


def _identifier(first: str, second: str | None = None) -> dict[str, str]:
    given = {"secondaryIdentifier": second} if second else {}
    return {"primaryIdentifier": first, **given, "naturalPersonNameIdentifierType": "LEGL"}


def _legal_name(name: str | None, local_name: str | None = None) -> dict[str, Any]:
    local = {"localNameIdentifier": [_legal_identifier(local_name)]} if local_name else {}
    return {"nameIdentifier": [_legal_identifier(name)] if name else [], **local}


def _legal_identifier(name: str) -> dict[str, str]:
    return {"legalPersonName": name, "legalPersonNameIdentifierType": "LEGL"}
