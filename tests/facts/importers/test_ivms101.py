"""IVMS101 messages of 2020, of 2023 and of protocols around them, read into travel-rule records, and refused."""

import json
from typing import Any

import pytest

from hikiate.facts.importers.imported import RawText
from hikiate.facts.importers.ivms101 import import_ivms101
from hikiate.kernel.findings import Refused

LEGAL_2023 = "naturalPersonNameIdentifierType"
NATURAL = {
    "name": {
        "nameIdentifier": [{"primaryIdentifier": "Smith", "secondaryIdentifier": "Alice", LEGAL_2023: "LEGL"}],
        "localNameIdentifier": [{"primaryIdentifier": "スミス", LEGAL_2023: "LEGL"}],
    },
    "geographicAddress": [
        {
            "addressType": "HOME",
            "streetName": "Potential Street",
            "buildingNumber": "24",
            "townName": "Walnut",
            "country": "US",
        }
    ],
    "customerIdentification": "1002390",
    "nationalIdentification": {"nationalIdentifier": "P1", "nationalIdentifierType": "CCPT"},
    "dateAndPlaceOfBirth": {"dateOfBirth": "1990-02-25", "placeOfBirth": "Walnut"},
}
LEGAL = {"name": {"nameIdentifier": [{"legalPersonName": "ABC Limited", "legalPersonNameIdentifierType": "LEGL"}]}}
MESSAGE: dict[str, Any] = {
    "payloadMetadata": {"payloadVersion": "101.2023"},
    "originator": {"originatorPerson": [{"naturalPerson": NATURAL}], "accountNumber": ["10023909"]},
    "beneficiary": {"beneficiaryPerson": [{"legalPerson": LEGAL}], "accountNumber": ["1BvB"]},
    "originatingVASP": {"originatingVASP": {"legalPerson": LEGAL}},
}
ENVELOPE = {"transfer": "W1", "direction": "sent", "transmitted_at": "2026-11-20T10:00:00+09:00", "ivms101": MESSAGE}


def rows(*files: tuple[str, object]) -> list[dict[str, str | None]]:
    """The rows of files, each a name and what stands in it."""
    table, _ = import_ivms101([RawText(name, text(value)) for name, value in files])
    return table.to_dicts()


def text(value: object) -> str:
    """A value as the text of a file."""
    return value if isinstance(value, str) else json.dumps(value)


def without(part: str, key: str) -> dict[str, Any]:
    """The message without a part of an end."""
    changed: dict[str, Any] = json.loads(json.dumps(MESSAGE))
    del changed[part][key]
    return changed


def told(row: dict[str, str | None]) -> dict[str, str | None]:
    """What a row has to tell."""
    return {name: value for name, value in row.items() if value is not None}


def test_a_message_becomes_a_record_named_by_its_file() -> None:
    """All that a record has columns for."""
    (row,) = rows(("sent-W1.json", MESSAGE))
    assert told(row) == {
        "transfer": "W1",
        "direction": "sent",
        "originator_kind": "natural",
        "originator_name": "Smith",
        "originator_given": "Alice",
        "originator_local_name": "スミス",
        "originator_number": "1002390",
        "originator_address": "Potential Street, 24, Walnut",
        "originator_country": "US",
        "originator_identity": "P1",
        "originator_birth_date": "1990-02-25",
        "originator_birth_place": "Walnut",
        "originator_wallet": "10023909",
        "beneficiary_kind": "legal",
        "beneficiary_name": "ABC Limited",
        "beneficiary_wallet": "1BvB",
        "originating_provider": "ABC Limited",
    }


def test_envelopes_stand_in_a_list_or_line_by_line() -> None:
    """And say their transfer, direction and moment."""
    later = {**ENVELOPE, "transfer": "W2", "ivms101": {}}
    for value in ([ENVELOPE, later], f"{json.dumps(ENVELOPE)}\n\n{json.dumps(later)}\n"):
        first, second = rows(("any.json", value))
        assert (first["transfer"], first["transmitted_at"]) == ("W1", "2026-11-20T10:00:00+09:00")
        assert told(second) == {"transfer": "W2", "direction": "sent", "transmitted_at": "2026-11-20T10:00:00+09:00"}


@pytest.mark.parametrize(
    "message",
    [
        {
            "Originator": {
                "originatorPersons": [
                    {
                        "naturalPerson": {
                            "name": {
                                "nameIdentifier": [
                                    {
                                        "primaryIdentifier": "Smith",
                                        "secondaryIdentifier": "Alice",
                                        "nameIdentifierType": "LEGL",
                                    }
                                ]
                            },
                            "customerNumber": "7",
                        }
                    }
                ],
                "accountNumber": ["rJ:tag"],
            }
        },
        {
            "originator": {
                "originatorPersons": [
                    {
                        "naturalPerson": {
                            "name": [{"primaryIdentifier": "Smith", "secondaryIdentifier": "Alice"}],
                            "customerNumber": "7",
                        }
                    }
                ],
                "accountNumbers": ["rJ:tag"],
            }
        },
    ],
)
def test_older_and_other_spellings_are_read(message: dict[str, Any]) -> None:
    """Capitals, plurals, the customer number of 2020, and names as a plain list."""
    (row,) = rows(("received-D1.json", message))
    assert told(row) == {
        "transfer": "D1",
        "direction": "received",
        "originator_kind": "natural",
        "originator_name": "Smith",
        "originator_given": "Alice",
        "originator_number": "7",
        "originator_wallet": "rJ:tag",
    }


def test_of_several_the_legal_name_and_the_first_are_taken_and_the_rest_counted() -> None:
    """Two persons, two names of the first, two wallets."""
    names = [{"primaryIdentifier": "Ali", LEGAL_2023: "ALIA"}, {"primaryIdentifier": "Smith", LEGAL_2023: "LEGL"}]
    people = [{"naturalPerson": {"name": {"nameIdentifier": names}}}, {"naturalPerson": NATURAL}]
    message = {"originator": {"originatorPerson": people, "accountNumber": ["a", "b", "c"]}}
    table, findings = import_ivms101([RawText("sent-W1.json", json.dumps(message))])
    assert (table["originator_name"].item(), table["originator_wallet"].item()) == ("Smith", "a")
    assert {finding.en.found for finding in findings} == {
        "originator.accountNumber: 2 more than the first were left out",
        "originator.originatorPerson: 1 more than the first were left out",
        "originator.name: 1 more than the first were left out",
    }
    assert {finding.code for finding in findings} == {"import.message_part_left_out"}


@pytest.mark.parametrize(
    ("name", "value", "code", "where"),
    [
        ("sent-W1.json", "{", "import.no_message", "sent-W1.json"),
        ("sent-W1.json", "[" * 100_000, "import.no_message", "sent-W1.json"),
        ("sent-W1.json", "3", "import.no_message", "sent-W1.json"),
        ("sent-W1.json", '{"originator": "\\ud800"}', "import.no_message", "sent-W1.json"),
        ("W1.json", MESSAGE, "import.message_unnamed", "W1.json"),
        ("sent-W1.json", [MESSAGE, MESSAGE], "import.message_unnamed", "sent-W1.json row 1"),
        ("sent-W1.json", [], "import.no_messages", "sent-W1.json"),
        ("a.json", {**ENVELOPE, "amount": "1"}, "input.unknown_key", "a.json"),
        ("a.json", {**ENVELOPE, "ivms101": 3}, "import.no_message", "a.json"),
        ("a.json", {**ENVELOPE, "transfer": 3}, "import.no_message", "a.json"),
        ("sent-W1.json", {"originator": 3}, "import.no_message", "sent-W1.json"),
        ("sent-W1.json", {"originator": {"accountNumber": [3]}}, "import.no_message", "sent-W1.json"),
        ("sent-W1.json", {"originator": {"originatorPerson": [3]}}, "import.no_message", "sent-W1.json"),
        (
            "sent-W1.json",
            {"originator": {"originatorPerson": [{"naturalPerson": {"name": [3]}}]}},
            "import.no_message",
            "sent-W1.json",
        ),
        (
            "sent-W1.json",
            {"originator": {"originatorPerson": [{"naturalPerson": {"geographicAddress": [3]}}]}},
            "import.no_message",
            "sent-W1.json",
        ),
    ],
)
def test_what_is_no_message_is_refused_by_its_place(name: str, value: object, code: str, where: str) -> None:
    """Nothing is guessed of a part that has another shape."""
    with pytest.raises(Refused) as refused:
        rows((name, value))
    assert {(fault.code, fault.where) for fault in refused.value.faults} >= {(code, where)}


def test_every_fault_of_every_file_is_told_at_once() -> None:
    """Sound files beside them are not read alone."""
    with pytest.raises(Refused) as refused:
        rows(("sent-W1.json", MESSAGE), ("x.json", MESSAGE), ("sent-W2.json", "{"))
    assert [fault.where for fault in refused.value.faults] == ["x.json", "sent-W2.json"]


def test_blank_parts_and_missing_ones_are_nothing() -> None:
    """A blank address line, a person without anything, an end without a person."""
    blank = {"naturalPerson": {"geographicAddress": [{"addressLine": [" ", 3]}], "name": {}}}
    (row,) = rows(("sent-W1.json", {"originator": {"originatorPerson": [blank]}, "beneficiary": None}))
    assert told(row) == {"transfer": "W1", "direction": "sent", "originator_kind": "natural"}
    (row,) = rows(("sent-W1.json", without("beneficiary", "beneficiaryPerson")))
    assert "beneficiary_name" not in told(row)
