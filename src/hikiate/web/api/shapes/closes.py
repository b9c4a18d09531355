"""The shapes of packs, closes, figures and findings."""

from pydantic import BaseModel, Field

from hikiate.web.api.shapes.problem import Fault
from hikiate.web.api.shapes.words import Asked, Day, Digest, Moment, Name, Page, RulebookName


class PackFile(BaseModel):
    """A file of a pack as it arrived."""

    name: str = Field(examples=["balances.csv"])
    bytes: int = Field(examples=[52311])
    sha256: Digest


class PackTaken(BaseModel):
    """A pack that was read without a fault and waits to be closed."""

    pack: Digest
    exchange: str = Field(examples=["Example Exchange"])
    as_of: Moment
    files: list[PackFile]


class CloseAsked(Asked):
    """A pack to be closed, by the digest that its upload gave; the pack's own rulebooks where none are named."""

    pack: Digest
    rulebooks: list[RulebookName] = Field(default=[], max_length=20)


class CloseRow(BaseModel):
    """A close that is kept."""

    close: Digest
    pack: Digest
    as_of: Moment
    rulebooks: list[str]
    verdict: str = Field(examples=["in_breach"], description="in_order or in_breach")
    version: str
    previous: str = Field(description="The close that it follows, or empty.")
    made_at: Moment
    made_by: str = Field(examples=["sato"])


class RulebookUsed(BaseModel):
    """A rulebook of a close, with the weakest status of what it says for the day."""

    name: str = Field(examples=["jp-2026-reported"])
    status: str = Field(examples=["reported"])
    digest: Digest


class CloseShown(BaseModel):
    """A close with what it found, counted."""

    close: Digest
    exchange: str
    as_of: Moment
    pack: Digest
    version: str
    verdict: str = Field(examples=["in_breach"])
    rulebooks: list[RulebookUsed]
    figures: int = Field(examples=[214])
    findings: dict[str, int] = Field(examples=[{"breach": 1, "warning": 2, "note": 3}])


class RuleJa(BaseModel):
    """The rule in Japanese."""

    rule: str


class FigureShown(BaseModel):
    """A figure: value as text, unit, legal status, rule, citation, and the figures that it was reached from."""

    name: str = Field(examples=["reserve.shortfall"])
    value: str | None = Field(examples=["1200000000"])
    unit: str = Field(examples=["JPY"])
    status: str = Field(examples=["reported"])
    rule: str
    citation: str
    inputs: list[str] = Field(examples=[["reserve.required", "reserve.held"]])
    ja: RuleJa


class Explanation(BaseModel):
    """A figure and everything that it was reached from, the nearest first, down to facts and provisions."""

    figure: FigureShown
    reached_from: list[FigureShown]
    en: str = Field(description="The explanation in English, as `hikiate explain` prints it.")
    ja: str = Field(description="The explanation in Japanese.")


class CloseDone(BaseModel):
    """A day that was closed."""

    close: Digest
    as_of: Moment
    verdict: str = Field(examples=["in_order"])
    number: int = Field(examples=[31])
    already: bool


class OpenFinding(BaseModel):
    """A finding that is not done yet."""

    finding: int = Field(examples=[7])
    code: str = Field(examples=["reserve.short"])
    severity: str = Field(examples=["breach"])
    where: str = Field(examples=["reserve"])
    since: Day
    due: Day
    owner: str = Field(examples=["sato"], description="Who sees to it, or empty.")
    close: Digest


class Assignment(Asked):
    """Who sees to a finding, and within how many business days from now in Japan."""

    owner: Name
    business_days: int | None = Field(default=None, ge=1, le=366)


CloseRows = Page[CloseRow]
FigureRows = Page[FigureShown]
FindingRows = Page[OpenFinding]
FaultRows = Page[Fault]
