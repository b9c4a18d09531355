"""Accidents (事故) of the Order on Financial Instruments Business, Art. 118 and 119: what comes before a payment.

Making good a customer's loss is banned but for accidents, and an accident has to be confirmed by the authority first
unless an exemption holds. Tests in order: (1) is the loss an accident of Art. 118: an act of the firm or its staff; a
theft by an outsider is none, unless a breach of law by the firm caused it; (2) an exemption that the exchange claims:
judgment, settlement, mediation, arbitration (Art. 119(1)(i) to (vii)) for all; a lawyer's settlement or a committee of
the association (viii, ix) up to JPY 10 m a customer; (3) clerical errors and system faults that the books show (xi);
(4) JPY 1 m a customer and day (x). (5) What was paid under ix to xi without confirmation is reported by the end of the
month after that of the payment.

Example: a system fault cost 300 customers 2 m each and the books show it: all are exempt under (xi), with a report.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.findings import Finding
from hikiate.law.rulebooks import Edition
from hikiate.remedy.kinds.accident import CONFIRMATION_NEEDED, NO_ACCIDENT, REPORT_DUE

ACCIDENTS = (
    "unconfirmed_order",
    "misleading_solicitation",
    "clerical_error",
    "system_anomaly",
    "other_breach_of_law",
)
"""The acts of Art. 118(i), in order イ to ホ."""
EXEMPTIONS: Mapping[str, str | None] = {
    "final_judgment": None,
    "court_settlement": None,
    "civil_mediation": None,
    "association_or_adr_settlement": None,
    "bar_association": None,
    "consumer_center": None,
    "certified_adr": None,
    "lawyer_settlement": "lawyer_settlement_max",
    "committee_confirmed": "committee_max",
    "obvious_from_books": None,
}
"""What an exchange can claim, Art. 119(1)(i) to (ix) and (xi), with the provision that bounds it for each customer."""
_REPORTED = {"committee_confirmed", "obvious_from_books"}
_SMALL = "small_loss_max"
_OBVIOUS = "obvious_kinds"


def accident_findings(
    edition: Edition, accident: str | None, claimed: Sequence[str], paid: Sequence[int], first_day: date
) -> list[Finding]:
    """What Art. 118 and 119 ask of making these losses good.

    `paid` is what each customer gets, in whole yen; `first_day` the first day on which something is paid.
    """
    citation = edition["confirmation"].citation.text
    if accident is None:
        return [NO_ACCIDENT.at("accident", citation=edition["accident_kinds"].citation.text)]
    exempting = [name for name in claimed if _holds(name, edition, accident)]
    unbounded = [name for name in exempting if EXEMPTIONS[name] is None]
    bounds = {_bound(edition, name): name for name in exempting if EXEMPTIONS[name]}
    bounds.setdefault(int(edition[_SMALL].number), _SMALL)
    largest = max(bounds)
    over = [] if unbounded else [amount for amount in paid if amount > largest]
    found = []
    if over:
        found.append(
            CONFIRMATION_NEEDED.at(
                "accident",
                citation=citation,
                count=grouped_text(len(over)),
                most=grouped_text(largest),
                total=grouped_text(sum(over)),
            )
        )
    used = {*unbounded} or {bounds[largest], _SMALL}
    if len(over) < len(paid) and used & {*_REPORTED, _SMALL}:
        due = _month_after(first_day)
        count = grouped_text(len(paid) - len(over))
        found.append(REPORT_DUE.at("accident", citation=edition["report"].citation.text, due=due, count=count))
    return found


def _holds(name: str, edition: Edition, accident: str) -> bool:
    return name != "obvious_from_books" or accident in (edition[_OBVIOUS].value or "").split(", ")


def _bound(edition: Edition, name: str) -> int:
    return int(edition[EXEMPTIONS[name] or _SMALL].number)


def _month_after(day: date) -> date:
    """The last day of the month after that of `day`."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
