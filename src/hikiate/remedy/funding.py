"""Funding of one incident: what each named source can really give, and when.

Tests in order: (1) insurance pays what its policy says of this loss, after its waiting days; (2) the reserve may be
used only for what the law of the day names, or with an approval; (3) nobody draws more than is there: guarantee
assets by the holdings of the pack, the reserve by its book. A source that fails a test counts for less, or nothing, and
is found.

Example: 30 bn of the reserve named for a theft under the securities firms' rule, without an approval, is 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.remedy.incident import Funding, Incident
from hikiate.remedy.insurance import cover
from hikiate.remedy.kinds.funding import EXCEEDS_BALANCE, USE_NOT_PERMITTED, USE_UNDECIDED
from hikiate.remedy.losses import loss_by_tier
from hikiate.remedy.waterfall import Source
from hikiate.rules.reserve_book import balance
from hikiate.rules.sheet import Sheet

_APPROVED = "approved"
_ACCIDENT = "accident"
_USES = {
    "unauthorised_outflow": Term("an unauthorised outflow", "不正流出"),
    "insider": Term("an outflow by an insider", "内部者による流出"),
    "provider_failure": Term("a provider's failure", "委託先の障害・破綻"),
    "ledger_error": Term("an error in the ledger", "帳簿の誤り"),
    "operational_failure": Term("an operational failure", "業務上の障害"),
    _ACCIDENT: Term("an accident", "事故"),
    _APPROVED: Term("what the authority has approved", "当局の承認を得た場合"),
}


@dataclass(frozen=True, slots=True)
class Backing:
    """What sources are held against: the law that says what the reserve is for, and the cost of each asset in money."""

    law: Edition | None
    costs: Mapping[str, Fraction]


def sources(sheet: Sheet, incident: Incident, backing: Backing) -> tuple[Source, ...]:
    """The sources in the order in which they bear the loss; what counts for less than stated is found on the sheet."""
    counted = [_source(sheet, incident, funding, backing) for funding in incident.funding]
    return tuple(sorted(counted, key=lambda source: incident.funding_order.index(source.kind)))


def _source(sheet: Sheet, incident: Incident, funding: Funding, backing: Backing) -> Source:
    day = funding.available_on or incident.noticed_on
    amount = funding.amount or 0
    if funding.source == "insurance":
        policies = {policy.id: policy for policy in sheet.pack.policies or ()}
        covered = cover(incident, funding, policies.get(funding.policy or ""), loss_by_tier(incident, backing.costs))
        amount, day = covered.amount, covered.day
        if covered.objection is not None:
            sheet.find(covered.objection)
    elif funding.source == "reserve" and not _may_use(sheet, incident, funding, backing.law):
        amount = 0
    held = _held(sheet, funding)
    if held is not None and amount > held:
        scale = sheet.exchange.scale(funding.asset)
        said, there = (grouped(amount_text(minor, scale)) for minor in (amount, held))
        sheet.find(EXCEEDS_BALANCE.at(funding.where, amount=said, asset=funding.asset, held=there))
        amount = held
    return Source(funding.where, funding.source, funding.asset, amount, day)


def _held(sheet: Sheet, funding: Funding) -> int | None:
    """What is there to draw on by the pack; None where the pack does not say."""
    if funding.source == "guarantee" and sheet.pack.holdings is not None:
        rows = [row for row in sheet.pack.holdings if (row.owner, row.asset) == ("guarantee", funding.asset)]
        return sum(row.amount for row in rows)
    if funding.source == "reserve" and sheet.pack.reserve is not None:
        rows_by_day = (row for row in sheet.pack.reserve if row.day <= sheet.day and row.asset == funding.asset)
        return max(0, balance(rows_by_day))
    return None


def _may_use(sheet: Sheet, incident: Incident, funding: Funding, law: Edition | None) -> bool:
    if law is None or law["uses"].is_off:
        return True
    citation = law["uses"].citation.text
    if law["uses"].value is None:
        sheet.find(USE_UNDECIDED.at(funding.where, citation=citation, rulebook=law.book.name))
        return True
    uses = {name.strip() for name in (law["uses"].value or "").split(",")}
    if incident.kind in uses or (incident.accident and _ACCIDENT in uses) or (funding.approval and _APPROVED in uses):
        return True
    words = [_USES.get(use, Term(use, use)) for use in sorted(uses)]
    said = Term(", ".join(word.en for word in words), "・".join(word.ja for word in words))
    kind = _USES.get(incident.kind, Term(incident.kind, incident.kind))
    sheet.find(USE_NOT_PERMITTED.at(funding.where, citation=citation, uses=said, kind=kind))
    return False


def law_of_the_reserve(editions: Sequence[Edition]) -> Edition | None:
    """The edition that says what the reserve may be used for; None where no rulebook does."""
    return next((edition for edition in editions if edition.is_in_force and "uses" in edition), None)
