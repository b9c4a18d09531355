"""The shapes of incidents, payments, batches, requests and the journal."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hikiate.web.api.shapes.words import (
    Amount,
    Asked,
    AssetName,
    Day,
    Digest,
    Held,
    Moment,
    Page,
    Reason,
    Reference,
    RulebookName,
    Words,
)

INCIDENT_BYTES_MAX = 200_000


class IncidentFile(Asked):
    """An incident file (TOML), as `hikiate incident open` takes it."""

    file_name: str = Field(default="incident.toml", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    content: str = Field(
        max_length=INCIDENT_BYTES_MAX,
        examples=['id = "2026-11-flow"\nkind = "unauthorised_outflow"\nnoticed_at = 2026-11-20T10:00:00+09:00\n'],
    )


class IncidentOpened(BaseModel):
    """An incident that stands open."""

    incident: str = Field(examples=["2026-11-flow"])
    already: bool


class BothWords(BaseModel):
    """Words in both languages."""

    en: str
    ja: str


class IncidentRow(BaseModel):
    """An incident."""

    incident: str = Field(examples=["2026-11-flow"])
    kind: str = Field(examples=["unauthorised_outflow"])
    noticed_at: Moment
    state: str = Field(examples=["open"])


class AccountHeld(BaseModel):
    """What an account holds of an asset."""

    account: str = Field(examples=["compensation_payable"])
    side: str = Field(examples=["credit"])
    asset: AssetName
    amount: Held


class IncidentShown(IncidentRow):
    """How an incident stands, and what still keeps it open."""

    determinations: int
    payable: int = Field(examples=[60], description="Payments that are payable.")
    pending: int
    paid: int
    set_aside: int
    balances: list[AccountHeld]
    waiting: list[BothWords]


class Drawing(Asked):
    """Money to be drawn; the last three for a draw on the reserve."""

    source: Literal["reserve", "guarantee", "own_funds", "facility", "group"]
    asset: AssetName
    amount: Amount
    purpose: str = Field(default="", max_length=64, pattern=r"^[a-z_]*$")
    rulebook: RulebookName | None = None
    authority_approval: Words = ""


class MoneyIn(Asked):
    """A claim that an insurer accepted, or money that came back."""

    source: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$", examples=["insurance"])
    asset: AssetName
    amount: Amount
    reference: Reference


class Ending(Asked):
    """Words at the end of an incident."""

    words: Words = ""


class PaymentShown(BaseModel):
    """A payment of an incident, which names a customer."""

    line: int
    key: str = Field(examples=["c0ffee"])
    customer: str = Field(examples=["C000000001"])
    asset: AssetName
    amount: Amount
    status: str = Field(examples=["payable"], description="payable or pending")
    reason: str
    revision: int
    outcome: str = Field(examples=["paid"], description="paid, returned, set_aside, or empty")


class SettingAside(Asked):
    """Why a payment is taken out of the payouts."""

    reason: Reason


class BatchAsked(Asked):
    """A batch of the next payable lines of an asset, or of those that came back."""

    asset: AssetName
    lines: int = Field(default=1_000_000, ge=1, le=1_000_000)
    retry: bool = False


class BatchMade(BaseModel):
    """A batch that waits for approval."""

    batch: int
    request: int
    payments: int
    amount: Amount
    asset: AssetName
    already: bool


class BatchShown(BaseModel):
    """A batch and what became of it."""

    batch: int
    request: int
    state: str = Field(examples=["released"], description="open, approved, rejected or released")
    attempt: int
    payments: int
    amount: Amount
    asset: AssetName
    paid: int
    returned: int
    file: str = Field(description="SHA-256 of the payout file, or empty before the release.")


class Released(BaseModel):
    """A batch that is released; its payout file may be fetched."""

    batch: int
    file: Digest
    entry: int
    already: bool


class ApprovalShown(BaseModel):
    """A checker's word."""

    checker: str
    verdict: str = Field(examples=["approved"])
    words: str


class AmountOf(BaseModel):
    """An amount of an asset."""

    asset: AssetName
    amount: Amount


class RequestShown(BaseModel):
    """A request, and what became of it."""

    request: int
    kind: str = Field(examples=["payout.batch"])
    subject: str = Field(examples=["2026-11-flow/batch/1"])
    state: str = Field(examples=["open"], description="open, approved or rejected")
    maker: str = Field(examples=["sato"])
    amounts: list[AmountOf]
    particulars: dict[str, object] = Field(examples=[{"payments": 60}])
    approvals: list[ApprovalShown]


class Verdict(Asked):
    """A checker's words about a verdict."""

    words: Words = ""


class Provision(Asked):
    """An amount to be set aside."""

    asset: AssetName
    amount: Amount
    memo: Words = ""


class ReserveRelease(Asked):
    """An amount to be taken out of the reserve, by a rulebook."""

    asset: AssetName
    amount: Amount
    rulebook: RulebookName


class EntryShown(BaseModel):
    """An entry of the journal."""

    entry: int
    at: Moment
    by: str = Field(examples=["sato"])
    kind: str = Field(examples=["reserve.provision"])
    memo: str
    corrects: int = Field(examples=[0], description="The entry that it corrects, or 0.")
    postings: int
    digest: Digest


class PostingShown(BaseModel):
    """A posting: an amount from the account credited to the account debited."""

    debit: str = Field(examples=["reserve_assets"])
    credit: str = Field(examples=["own_funds"])
    asset: AssetName
    amount: Amount
    subject: str
    key: str


class DisputeShown(BaseModel):
    """A dispute, without the customer's proof."""

    dispute: Digest
    state: str = Field(examples=["open"], description="open, overdue or answered")
    received_on: Day
    due: Day


class TotalShown(BaseModel):
    """What customers are owed of an asset by the day root."""

    asset: AssetName
    total: Held
    leaves: int
    root: Digest


class ProofShown(BaseModel):
    """A day root: what was proved for a day, tied to the day before."""

    day_root: Digest
    exchange: str
    as_of: Moment
    previous: str | None
    assets: list[TotalShown]
    disputes_filed: int
    disputes_open: int
    disputes_answered: int


class RootFile(BaseModel):
    """A ROOT.json as `hikiate prove` published it; docs/proof-format.md says the rest of it."""

    model_config = ConfigDict(extra="allow")

    exchange: str
    as_of: Moment
    day_root: Digest


IncidentRows = Page[IncidentRow]
PaymentRows = Page[PaymentShown]
BatchRows = Page[BatchShown]
RequestRows = Page[RequestShown]
EntryRows = Page[EntryShown]
PostingRows = Page[PostingShown]
DisputeRows = Page[DisputeShown]
ProofRows = Page[ProofShown]
HeldRows = Page[AccountHeld]
