"""The accounts of the journal (勘定科目): what each one holds, and on which side it grows.

The journal keeps what the firm owes its customers after an incident and what it has set aside against that; of an
estate, what is claimed, what of it is admitted or disputed, and what the pools brought and paid. It is no general
ledger: own funds stand in it only as the place from which money comes and to which it returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from hikiate.kernel.wording import Term


class Side(Enum):
    """The side on which an account grows: assets and losses on the debit side, debts and gains on the credit side."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Account:
    """An account.

    One that is guarded holds what is really there, so nothing may be taken out that is not in it. One that is kept by
    incident has a balance for each of them; any other has one balance, whatever incident a posting belongs to.
    """

    name: str
    side: Side
    term: Term
    is_guarded: bool = False
    is_by_incident: bool = False


def _debit(name: str, en: str, ja: str, *, guarded: bool = False, by_incident: bool = False) -> Account:
    return Account(name, Side.DEBIT, Term(en, ja), guarded, by_incident)


def _credit(name: str, en: str, ja: str, *, guarded: bool = False, by_incident: bool = False) -> Account:
    return Account(name, Side.CREDIT, Term(en, ja), guarded, by_incident)


ACCOUNTS: Mapping[str, Account] = {
    account.name: account
    for account in (
        _debit("own_funds", "own funds", "自己資金"),
        _debit("reserve_assets", "assets set aside for the reserve", "責任準備金対応資産", guarded=True),
        _debit("guarantee_assets", "performance guarantee assets", "履行保証暗号資産", guarded=True),
        _debit(
            "insurance_receivable",
            "insurance claimed and not yet received",
            "未収保険金",
            guarded=True,
            by_incident=True,
        ),
        _debit("payout_funds", "funds ready to be paid out", "補償支払資金", guarded=True, by_incident=True),
        _debit("estate_pools", "pools of the estate", "配当財団", guarded=True, by_incident=True),
        _debit("estate_claims", "claims against the estate", "財団に対する債権", by_incident=True),
        _debit("distributions", "distributed to claimants", "債権者への配当", by_incident=True),
        _debit("reserve_provision", "charge for the reserve", "責任準備金繰入額"),
        _debit("incident_loss", "loss by incidents", "流出等損失", by_incident=True),
        _credit("reserve_liability", "liability reserve", "責任準備金", guarded=True),
        _credit(
            "compensation_payable", "compensation payable to customers", "未払補償金", guarded=True, by_incident=True
        ),
        _credit(
            "payout_clearing", "payouts sent and not yet settled", "送金中の補償金", guarded=True, by_incident=True
        ),
        _credit("admitted_claims", "claims admitted", "認容債権", guarded=True, by_incident=True),
        _credit("disputed_claims", "claims disputed", "係争債権", guarded=True, by_incident=True),
        _credit("estate_receipts", "received for the estate", "財団への収入", by_incident=True),
        _credit("facility_payable", "drawn on a credit facility", "借入枠からの借入金"),
        _credit("group_payable", "owed to companies of the group", "関係会社借入金"),
        _credit("opening", "brought forward", "開始残高"),
        _credit("reserve_reversal", "reversal of the reserve", "責任準備金戻入額"),
        _credit("recoveries", "recovered from insurers and others", "保険金その他の回収額", by_incident=True),
    )
}
"""Every account, by name."""
