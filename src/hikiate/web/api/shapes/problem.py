"""The shape of a problem, and of a fault in it."""

from pydantic import BaseModel, Field


class FaultWords(BaseModel):
    """A fault in words."""

    found: str
    wanted: str
    do: str


class Fault(FaultWords):
    """A fault or a finding: where, what was found, what is wanted, what to do; Japanese under `ja`."""

    code: str = Field(examples=["input.not_decimal"])
    severity: str = Field(examples=["fault"])
    where: str = Field(examples=["balances.csv row 3 column amount"])
    citation: str
    due: str | None
    since: str | None
    ja: FaultWords


class ProblemWords(BaseModel):
    """A problem in words."""

    title: str
    detail: str


class Problem(BaseModel):
    """A problem by RFC 9457; `type` names its kind, `instance` the request, `faults` everything that was wrong."""

    type: str = Field(examples=["urn:hikiate:problem:refused"])
    title: str
    status: int
    detail: str
    instance: str = Field(examples=["urn:hikiate:request:1f0c9a7be2d34568"])
    ja: ProblemWords
    faults: list[Fault]
