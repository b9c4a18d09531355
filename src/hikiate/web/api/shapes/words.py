"""What the fields of all shapes are made of: amounts as text, names within bounds, and pages."""

from typing import Annotated, Generic, TypeVar

from ninja import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from hikiate.web.api.cursors import BEYOND, PATTERN

T = TypeVar("T")

DIGEST = r"^[0-9a-f]{64}$"
INCIDENT = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
KEY = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"
ASSET = r"^[A-Za-z0-9][A-Za-z0-9_+ -]{0,63}$"
# Control characters but tab and line feed are no words, and PostgreSQL keeps no NUL.
WORDS = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
_AMOUNT = r"^[0-9]{1,40}(\.[0-9]{1,18})?$"
_SIGNED = r"^-?[0-9]{1,40}(\.[0-9]{1,18})?$"

Digest = Annotated[
    str, Field(pattern=DIGEST, examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
]
AssetName = Annotated[str, Field(pattern=ASSET, examples=["JPY"])]
Amount = Annotated[
    str, Field(pattern=_AMOUNT, examples=["523000000"], description="Decimal text in units of the asset.")
]
Held = Annotated[
    str, Field(pattern=_SIGNED, examples=["20000000000"], description="Decimal text in units of the asset.")
]
Words = Annotated[str, Field(max_length=2000, pattern=WORDS, examples=["Checked against the ledger extract."])]
Reason = Annotated[str, Field(min_length=1, max_length=2000, pattern=WORDS, examples=["Account closed by the bank."])]
Reference = Annotated[str, Field(min_length=1, max_length=200, pattern=WORDS, examples=["INS-2026-0042"])]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=WORDS, examples=["sato"])]
RulebookName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", examples=["jp-2026-reported"])]
Moment = Annotated[str, Field(examples=["2026-11-20T15:30:00.000000Z"])]
Day = Annotated[str, Field(examples=["2026-11-27"], description="A day, or empty.")]

IncidentPath = Annotated[str, Path(pattern=INCIDENT, examples=["2026-11-flow"])]
NumberPath = Annotated[int, Path(ge=1, le=BEYOND)]
KeyPath = Annotated[str, Path(pattern=KEY)]
DigestPath = Annotated[str, Path(pattern=DIGEST)]
ClosePath = Annotated[str, Path(pattern=r"^(latest|[0-9a-f]{64})$", description="`latest`, or the SHA-256 of a close.")]

CursorQuery = Annotated[
    str | None, Query(alias="cursor", pattern=PATTERN, description="The `next` of the page before.")
]
LimitQuery = Annotated[int, Query(ge=1, le=200)]
PAGE_ROWS = 50


class Asked(BaseModel):
    """What is sent: keys that nobody asked for are refused."""

    model_config = ConfigDict(extra="forbid")


class Page(BaseModel, Generic[T]):
    """A page of a list: `next` is the cursor of the page that follows, null after the last."""

    rows: list[T]
    next: str | None = Field(examples=["WyJjbG9zZXMiLCA1MF0="])


class Done(BaseModel):
    """What became of a change: the number of the request, entry, batch or other thing made, and whether it stood."""

    made: str = Field(examples=["request"], description="What `number` counts.")
    number: int = Field(examples=[12])
    already: bool = Field(description="It stood there before; nothing was doubled.")
