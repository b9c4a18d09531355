"""Transfers of a day: a pack, the law of a jurisdiction and lists of names, looked at together.

Data enters as a checked pack, one rulebook of transfers and lists that were read; outcomes of all transfers and
findings leave. Proofs of wallets are verified, addresses checked, and everybody named in a record or at the other end
of a transfer held against the lists. Pure: the same pack, law, lists and promises give the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from hikiate.conduct.screening.lists import ScreeningList, age_findings
from hikiate.conduct.screening.names import THRESHOLD
from hikiate.conduct.screening.screened import screened
from hikiate.conduct.transfers.examined import Known, examined
from hikiate.conduct.transfers.moved import Transfer, transfers_of
from hikiate.conduct.transfers.overseen import Overseen
from hikiate.conduct.transfers.records import full_name
from hikiate.conduct.transfers.rules import TransferRules
from hikiate.facts import faults
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Ownership
from hikiate.facts.transfer_tables import TravelRecord
from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Rulebook
from hikiate.remedy.payouts.addresses import unsound_addresses
from hikiate.rules.ownership import Control
from hikiate.rules.sheet import Sheet

_NAMES = ("customer", "name", "name_kana")
_DESTINATIONS = ("customer", "address", "beneficiary")


@dataclass(frozen=True, slots=True)
class Promises:
    """What the exchange itself decided: a cooling-off in hours, the age of a list in days, the score of a match."""

    cooling_off_hours: int | None = None
    list_days_max: int = 30
    threshold: int = THRESHOLD


def oversee(pack: Pack, book: Rulebook, lists: Sequence[ScreeningList], promises: Promises) -> Overseen:
    """Look at the transfers of a pack; Refused where it has neither withdrawals nor deposits."""
    if pack.withdrawals is None and pack.deposits is None:
        missing = faults.NO_FILE.at(
            "withdrawals",
            wanted="the table withdrawals or the table deposits",
            wanted_ja="表 withdrawals または deposits",
            do="hand in the transfers of the day",
            do_ja="当日の移転を提出してください",
        )
        raise Refused([missing])
    sheet = Sheet(pack)
    rules = TransferRules(book.on(sheet.day))
    transfers = list(transfers_of(sheet))
    known = Known(
        _controls(pack), _unsound(transfers), _matches(pack, transfers, lists, promises), promises.cooling_off_hours
    )
    outcomes = examined(sheet, rules, known)
    found = [*sheet.findings, *age_findings([*lists], sheet.day, promises.list_days_max)]
    order = list(Severity)
    found.sort(key=lambda finding: order.index(finding.severity))
    return Overseen(outcomes, tuple(found), rules, tuple(one.file for one in lists))


def _controls(pack: Pack) -> dict[tuple[str, str], list[tuple[date, Control]]]:
    """What each proof of a wallet comes to; one that does not name the customer proves nothing for that customer."""
    if not pack.wallet_proofs:
        return {}
    from hikiate.proofs.ownership.verdicts import judged, names_word  # noqa: PLC0415 - the curves are slow to load, and few packs sign

    found: dict[tuple[str, str], list[tuple[date, Control]]] = {}
    for row in pack.wallet_proofs:
        signed = Ownership(row.row, row.address, None, row.message, row.signature)
        verdict = judged(signed, pack.exchange.name, row.signed_on)
        control = Control(verdict.standing, verdict.reason)
        if verdict.standing == "proven" and not names_word(row.message, row.customer):
            reason = Term("the message does not name the customer", "メッセージに利用者がありません")
            control = Control("unproven", reason)
        found.setdefault((row.customer, row.address), []).append((row.signed_on, control))
    return found


def _unsound(transfers: Sequence[Transfer]) -> frozenset[tuple[str, str]]:
    rows = [(transfer.row.asset, transfer.row.address) for transfer in transfers]
    named = pl.DataFrame(rows, schema={"asset": pl.String, "address": pl.String}, orient="row")
    return frozenset((asset, address) for asset, address in unsound_addresses(named).iter_rows())


def _matches(
    pack: Pack, transfers: Sequence[Transfer], lists: Sequence[ScreeningList], promises: Promises
) -> dict[str, list[str]]:
    """For each transfer the entries of lists that match a name or an address of it."""
    if not lists:
        return {}
    records = {f"{row.direction} {row.transfer}": row for row in pack.travel_records or ()}
    names: list[tuple[str, str | None, str | None]] = []
    destinations: list[tuple[str, str | None, str | None]] = []
    for transfer in transfers:
        key, row = transfer.key, transfer.row
        destinations += [(key, row.address, row.platform)]
        if (record := records.get(key)) is not None:
            names += [(key, full_name(record, end), _local(record, end)) for end in ("originator", "beneficiary")]
            destinations += [
                (key, record.originator_wallet, record.originating_provider),
                (key, record.beneficiary_wallet, record.beneficiary_provider),
            ]
    made = screened(
        pl.Series([transfer.key for transfer in transfers], dtype=pl.String),
        pl.DataFrame(names, schema=dict.fromkeys(_NAMES, pl.String()), orient="row"),
        pl.DataFrame(destinations, schema=dict.fromkeys(_DESTINATIONS, pl.String()), orient="row"),
        lists,
        promises.threshold,
    )
    found: dict[str, list[str]] = {}
    for hit in made.hits.iter_rows(named=True):
        found.setdefault(hit["customer"], []).append(f"{hit['list']} {hit['entry']} {hit['listed']} {hit['score']}")
    return found


def _local(record: TravelRecord, end: str) -> str | None:
    value: str | None = record._asdict()[f"{end}_local_name"]
    return value
