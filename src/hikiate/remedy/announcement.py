"""The announcement of an incident: what the public and each customer are told of it, kept beside its determination.

It holds nothing of any customer. It is written with a determination, so that a statement made later says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import amount_text
from hikiate.remedy.incident import CONTACT_KEYS, Incident

ANNOUNCEMENT_SCHEMA = "hikiate/announcement/1"


class NotAnAnnouncement(ValueError):
    """A document that is no announcement of this schema."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told: `contact` by the keys of the incident file, moments with offset.

    `caps` bound what one customer gets of an asset, and `uncut` is what a haircut leaves of each claim as it is; both
    decimal text by asset.
    """

    incident: str
    kind: str
    method: str
    occurred_at: datetime
    noticed_at: datetime | None
    stopped_at: datetime | None
    contact: Mapping[str, str]
    caps: Mapping[str, str]
    uncut: Mapping[str, str]


def announcement_of(incident: Incident, exchange: Exchange) -> Announcement:
    """What is told of an incident."""
    uncut = incident.conveniences if incident.method == "haircut" else {}
    return Announcement(
        incident.id,
        incident.kind,
        incident.method,
        incident.occurred_at,
        incident.noticed_at,
        incident.stopped_at,
        incident.contact,
        _texts(incident.caps, exchange),
        _texts(uncut, exchange),
    )


def announcement_document(told: Announcement) -> dict[str, Any]:
    """The announcement as plain dicts and text."""
    return {
        "schema": ANNOUNCEMENT_SCHEMA,
        "incident": told.incident,
        "kind": told.kind,
        "method": told.method,
        "occurred_at": told.occurred_at.isoformat(),
        "noticed_at": told.noticed_at and told.noticed_at.isoformat(),
        "stopped_at": told.stopped_at and told.stopped_at.isoformat(),
        "contact": dict(told.contact),
        "caps": dict(told.caps),
        "uncut": dict(told.uncut),
    }


def read_announcement(plain: object) -> Announcement:
    """Read an announcement back from its document; NotAnAnnouncement where it is none."""
    try:
        if not isinstance(plain, dict) or plain["schema"] != ANNOUNCEMENT_SCHEMA:
            raise NotAnAnnouncement(f"no document of the schema {ANNOUNCEMENT_SCHEMA}")
        return Announcement(
            str(plain["incident"]),
            str(plain["kind"]),
            str(plain["method"]),
            datetime.fromisoformat(plain["occurred_at"]),
            plain["noticed_at"] and datetime.fromisoformat(plain["noticed_at"]),
            plain["stopped_at"] and datetime.fromisoformat(plain["stopped_at"]),
            {key: str(plain["contact"][key]) for key in CONTACT_KEYS if key in plain["contact"]},
            {str(asset): str(text) for asset, text in plain["caps"].items()},
            {str(asset): str(text) for asset, text in plain["uncut"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotAnAnnouncement(str(error)) from error


def _texts(amounts: Mapping[str, int], exchange: Exchange) -> dict[str, str]:
    return {asset: amount_text(minor, exchange.scale(asset)) for asset, minor in amounts.items()}
