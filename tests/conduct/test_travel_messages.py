"""Travel-rule records as messages: read again by the importer they are the same records."""

import json
from datetime import date

from hikiate.conduct.transfers.messages import message
from hikiate.facts.importers.imported import RawText
from hikiate.facts.importers.ivms101 import import_ivms101
from hikiate.facts.transfer_tables import TRAVEL_RECORDS, TravelRecord

NATURAL = TravelRecord(
    2, "W1", "sent", None, "natural", "Mihon", "Taro", "見本太郎", "C1", "1-1 Mihon-cho", "JP", "P1",
    date(1990, 1, 1), "Kyoto", "bc1qown", None, "Hanako", None, None, None, "bc1qtheirs", "Aoba", "Other",
)  # fmt: skip
LEGAL = TravelRecord(
    3, "W2", "sent", None, "legal", "Aoba Ltd", None, "青葉株式会社", "C2", "2-2 Mihon-cho", None, "ignored",
    None, None, None, "legal", None, None, "見本商店", "X1", None, None, None,
)  # fmt: skip
EMPTY = TravelRecord(4, "W3", "sent", *[None] * 20)


def again(record: TravelRecord) -> dict[str, str | None]:
    """What the importer reads of a message."""
    (row,) = import_ivms101([RawText(f"sent-{record.transfer}.json", json.dumps(message(record)))])[0].to_dicts()
    return {name: value for name, value in row.items() if value is not None}


def plain(record: TravelRecord) -> dict[str, str]:
    """What a record has to tell, as text."""
    values = record._asdict()
    return {c.name: str(values[c.name]) for c in TRAVEL_RECORDS.columns if values[c.name] is not None}


def test_a_natural_person_comes_back_whole() -> None:
    """A beneficiary whose kind nobody said is written as a natural person."""
    assert again(NATURAL) == plain(NATURAL) | {"beneficiary_kind": "natural"}
    assert message(NATURAL)["payloadMetadata"] == {"payloadVersion": "101.2023"}


def test_a_legal_person_comes_back_but_for_the_number_whose_register_is_unknown() -> None:
    """And the country of an address that nobody stated is XX, as the standard has it."""
    wanted = plain(LEGAL) | {"originator_country": "XX"}
    del wanted["originator_identity"]
    assert again(LEGAL) == wanted


def test_an_empty_record_is_a_message_without_parts() -> None:
    """Nothing is made up."""
    assert message(EMPTY) == {"payloadMetadata": {"payloadVersion": "101.2023"}, "originator": {}, "beneficiary": {}}
