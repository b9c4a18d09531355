"""Transfers examined: which may go, which are held and why, and which have moved though they should not.

Tests in order, for each transfer up to the snapshot: (1) its address can be one of its chain; (2) nobody in its record
and no address of it is on a list, and no platform on the watch list; (3) it says what lies at the other end. To or from
a customer of another provider, of at least the value that the law names, and unless the provider's country is left out:
(4) there is a record, (5) it tells what the law names, (6) it went before the coins or with them, (7) it says the same
as the transfer. To or from an unhosted wallet: (8) the record is kept where the law asks for it, (9) above the value
that the law names the wallet is shown to be the customer's, and of what is sent (10) the purpose was asked, (11) the
customer warned, (12) the cooling-off kept. Last: no record belongs to no transfer.

What has moved and breaks enacted law is a breach; what is held, or breaks law that is not enacted, is a warning. Where
the law does not say which countries are left out, only a transfer to a provider in the exchange's own country is one.

Example: 1 BTC asked for to a platform, without a record and not sent yet: held, one warning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from hikiate.conduct.providers.watch import touches
from hikiate.conduct.transfers import findings as kinds
from hikiate.conduct.transfers.moved import TABLES, Direction, Transfer, transfers_of
from hikiate.conduct.transfers.records import contradictions, lacking
from hikiate.conduct.transfers.rules import TransferRules
from hikiate.facts.transfer_tables import TravelRecord, Withdrawal
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Term
from hikiate.rules.ownership import Control
from hikiate.rules.sheet import Sheet
from hikiate.rules.standing import is_in_force

_SHOWN_MAX = 5
_NO_DETAIL = Term("", "")
_OWN_PROMISE = Term("the exchange's own promise", "取引所が自ら定めた時間")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a transfer is held, or ought to have been: what is found, more of it in words, and where the duty stands."""

    kind: FindingKind
    detail: Term = _NO_DETAIL
    citation: str = ""
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A transfer and every trouble with it."""

    transfer: Transfer
    troubles: tuple[Trouble, ...]

    @property
    def decision(self) -> str:
        """Clear, held, or moved in spite of a trouble."""
        if not self.troubles:
            return "clear"
        return "held" if self.transfer.moved_at is None else "moved"


@dataclass(frozen=True, slots=True)
class Known:
    """What others found out before.

    Control of wallets by customer and address, with the day of each proof; addresses (asset, address) that cannot be of
    their chain; matches with lists by the key of a transfer; the hours of a cooling-off that the exchange promises.
    """

    controls: Mapping[tuple[str, str], Sequence[tuple[date, Control]]] = field(default_factory=dict)
    unsound: frozenset[tuple[str, str]] = frozenset()
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cooling_off_hours: int | None = None


def examined(sheet: Sheet, rules: TransferRules, known: Known) -> tuple[Outcome, ...]:
    """Every transfer with what is wrong with it, and the findings of all on the sheet; none without law in force."""
    if not is_in_force(sheet, rules.edition):
        return ()
    examination = _Examination(sheet, rules, known)
    outcomes = tuple(examination.of(transfer) for transfer in transfers_of(sheet))
    examination.find(outcomes)
    strays = [record for record in sheet.pack.travel_records or () if examination.is_stray(record)]
    if strays:
        shown = _shown([f"{record.direction} {record.transfer}" for record in strays])
        sheet.find(kinds.STRAY_RECORD.at("travel_records", count=grouped_text(len(strays)), shown=shown))
    open_keys = [key for key in rules.edition.versions if key in examination.open_keys]
    if open_keys:
        sheet.undecided(f"law.{rules.name}", rules.edition, open_keys)
    return outcomes


class _Examination:
    """One look at all transfers; `open_keys` are provisions that nobody has decided and that would have mattered."""

    def __init__(self, sheet: Sheet, rules: TransferRules, known: Known) -> None:
        self.sheet, self.rules, self.known = sheet, rules, known
        self.records = {(row.direction, row.transfer): row for row in sheet.pack.travel_records or ()}
        self.needs = {end: rules.needs(f"{end}_fields") for end in ("originator", "beneficiary")}
        self.open_keys: set[str] = set()
        self.met: set[tuple[str, str]] = set()
        promised = rules.number("cooling_off_hours")
        self.hours = known.cooling_off_hours if promised is None else int(promised)
        self.above = rules.number("ownership_above")
        self._prices: dict[tuple[str, date], Fraction | None] = {}
        self.whose = _OWN_PROMISE if promised is None else _both(rules.citation("cooling_off_hours"))

    def of(self, transfer: Transfer) -> Outcome:
        """What a transfer comes to."""
        self.met.add((transfer.direction, transfer.name))
        troubles = [*self._anywhere(transfer)]
        if transfer.wallet == "provider":
            troubles += self._to_provider(transfer)
        elif transfer.wallet == "unhosted":
            troubles += self._to_unhosted(transfer)
        return Outcome(transfer, tuple(troubles))

    def is_stray(self, record: TravelRecord) -> bool:
        """Whether no transfer has this record."""
        return (record.direction, record.transfer) not in self.met

    def find(self, outcomes: Sequence[Outcome]) -> None:
        """One finding for all transfers of one direction and state that have one trouble."""
        groups: dict[tuple[str, Direction, bool, bool, str], list[tuple[Trouble, str]]] = {}
        for outcome in outcomes:
            transfer = outcome.transfer
            for trouble in outcome.troubles:
                moved = transfer.moved_at is not None
                key = (trouble.kind.code, transfer.direction, moved, trouble.is_grave, trouble.citation)
                groups.setdefault(key, []).append((trouble, transfer.name))
        for (_, direction, moved, is_grave, citation), found in groups.items():
            kind, names = found[0][0].kind, [name for _, name in found]
            finding = kind.at(
                TABLES[direction],
                citation=citation,
                count=grouped_text(len(set(names))),
                state=_STATES[direction, moved],
                shown=_shown(names, [trouble.detail for trouble, _ in found]),
                hours=self.hours,
                whose=self.whose,
                amount=f"{self.rules.currency('ownership_above')} {grouped_text(self.above or 0)}",
            )
            as_said = is_grave or kind.severity is Severity.NOTE
            self.sheet.find(replace(finding, severity=kind.severity if as_said else Severity.WARNING))

    def _anywhere(self, transfer: Transfer) -> Iterator[Trouble]:
        if (transfer.row.asset, transfer.row.address) in self.known.unsound:
            yield Trouble(kinds.ADDRESS_UNSOUND, _both(transfer.row.address))
        if matches := self.known.listed.get(transfer.key):
            yield Trouble(kinds.LISTED, Term(", ".join(matches), "、".join(matches)))
        registry, row = self.sheet.pack.registry, transfer.row
        for platform in registry.watched if registry else ():
            if touches(platform, row.platform, row.address):
                detail = _both(f"{platform.name}, {platform.published_on}, {platform.source}")
                yield Trouble(kinds.PLATFORM_WATCHED, detail)
        if transfer.unsaid is not None:
            yield Trouble(kinds.WALLET_UNSAID, transfer.unsaid)

    def _to_provider(self, transfer: Transfer) -> Iterator[Trouble]:
        country = transfer.row.platform_country
        if country in self.rules.names("exempt_jurisdictions") or self._is_below(transfer):
            return
        record = self.records.get((transfer.direction, transfer.name))
        if transfer.direction == "received":
            yield from self._received(transfer, record)
            return
        abroad = country != self.sheet.exchange.jurisdiction
        doubtful = abroad and self.rules.is_undecided("exempt_jurisdictions")
        found = [*self._told(transfer, record, "threshold", doubtful=doubtful)]
        if doubtful and found:
            self.open_keys.add("exempt_jurisdictions")
        yield from found
        if record is None:
            return
        if transfer.moved_at is not None and (
            record.transmitted_at is None or record.transmitted_at > transfer.moved_at
        ):
            yield Trouble(
                kinds.LATE_RECORD,
                citation=self.rules.citation("threshold"),
                is_grave=self.rules.is_enacted("threshold") and not doubtful,
            )
        yield from (Trouble(kinds.INCONSISTENT, words) for words in contradictions(record, transfer))

    def _told(
        self, transfer: Transfer, record: TravelRecord | None, key: str, *, doubtful: bool = False
    ) -> Iterator[Trouble]:
        """That a record is there, and tells what the law names; `key` is the provision that asks for it."""
        moved = transfer.moved_at is not None
        if record is None:
            grave = moved and self.rules.is_enacted(key) and not doubtful
            yield Trouble(kinds.NO_RECORD, citation=self.rules.citation(key), is_grave=grave)
            return
        for end, needs in self.needs.items():
            words = [*lacking(record, {end: needs})]
            if words:
                about = Term("; ".join(word.en for word in words), "、".join(word.ja for word in words))
                grave = moved and self.rules.is_enacted(key) and self.rules.is_enacted(f"{end}_fields") and not doubtful
                yield Trouble(kinds.INCOMPLETE, about, self.rules.citation(f"{end}_fields"), is_grave=grave)

    def _received(self, transfer: Transfer, record: TravelRecord | None) -> Iterator[Trouble]:
        if self.rules.is_undecided("received"):
            self.open_keys.add("received")
        elif not self.rules.is_on("received"):
            return
        words = [Term("no record", "通知なし")] if record is None else [*lacking(record, self.needs)]
        if words:
            about = Term("; ".join(word.en for word in words), "、".join(word.ja for word in words))
            yield Trouble(kinds.NOT_RECEIVED, about, self.rules.citation("received"))
        if record is not None:
            yield from (Trouble(kinds.INCONSISTENT, said) for said in contradictions(record, transfer))

    def _to_unhosted(self, transfer: Transfer) -> Iterator[Trouble]:
        self.open_keys |= {key for key in ("unhosted_record", "ownership_above") if self.rules.is_undecided(key)}
        if self.rules.is_on("unhosted_record"):
            record = self.records.get((transfer.direction, transfer.name))
            yield from self._told(transfer, record, "unhosted_record")
        yield from self._owned(transfer)
        if isinstance(transfer.row, Withdrawal):
            yield from self._prepared(transfer.row)

    def _owned(self, transfer: Transfer) -> Iterator[Trouble]:
        day = self.sheet.day_of(transfer.at)
        proofs = self.known.controls.get((transfer.row.customer, transfer.row.address), ())
        controls = [control for signed_on, control in proofs if signed_on <= day]
        if any(control.standing == "proven" for control in controls):
            return
        yield from (Trouble(kinds.PROOF_DOUBTFUL, control.reason) for control in controls)
        value = None if self.above is None else self._value(transfer, "ownership_above")
        if self.above is not None and (value is None or value > self.above):
            grave = transfer.moved_at is not None and value is not None and self.rules.is_enacted("ownership_above")
            yield Trouble(kinds.OWNERSHIP_UNSHOWN, citation=self.rules.citation("ownership_above"), is_grave=grave)

    def _prepared(self, row: Withdrawal) -> Iterator[Trouble]:
        self.open_keys |= {key for key in ("purpose", "warning") if self.rules.is_undecided(key)}
        if self.rules.is_on("purpose") and row.purpose is None:
            yield Trouble(kinds.NO_PURPOSE, citation=self.rules.citation("purpose"))
        warned = row.warned_at is not None and (row.sent_at is None or row.warned_at <= row.sent_at)
        if self.rules.is_on("warning") and not warned:
            yield Trouble(kinds.NOT_WARNED, citation=self.rules.citation("warning"))
        if self.hours is None:
            self.open_keys |= {"cooling_off_hours"} if self.rules.is_undecided("cooling_off_hours") else set()
            return
        kind, until = (
            (kinds.COOLING_OFF, row.sent_at)
            if row.sent_at
            else (kinds.COOLING_OFF_RUNS, self.sheet.exchange.snapshot_at)
        )
        if until - row.requested_at < timedelta(hours=self.hours):
            yield Trouble(kind, citation=self.rules.citation("cooling_off_hours"))

    def _is_below(self, transfer: Transfer) -> bool:
        """Whether a transfer is worth less than what the law names; one without a price is not taken for small."""
        least = self.rules.number("threshold")
        if least is None:
            self.open_keys.add("threshold")
            return False
        value = self._value(transfer, "threshold") if least else None
        return value is not None and value < least

    def _value(self, transfer: Transfer, key: str) -> Fraction | None:
        """The value on the day of the transfer, in a provision's currency; None, with a finding, without a price."""
        day, row = self.sheet.day_of(transfer.at), transfer.row
        prices = [self._price(row.asset, day), self._price(self.rules.currency(key), day)]
        if prices[0] is None or prices[1] is None:
            return None
        return self.sheet.amount(row.amount, row.asset) * prices[0] / prices[1]

    def _price(self, asset: str, day: date) -> Fraction | None:
        if (asset, day) not in self._prices:
            priced = self.sheet.price(asset, day)
            self._prices[asset, day] = None if priced is None else priced[0]
        return self._prices[asset, day]


_STATES: Mapping[tuple[Direction, bool], Term] = {
    ("sent", True): Term("that have left", "実行済み"),
    ("sent", False): Term("that are held", "未実行"),
    ("received", True): Term("that were credited", "受入れ済み"),
    ("received", False): Term("that are held", "保留中"),
}


def _both(text: str) -> Term:
    return Term(text, text)


def _shown(names: Sequence[str], details: Sequence[Term] = ()) -> Term:
    """The first few names, each with its detail."""
    told = [*details, *[_NO_DETAIL] * len(names)]
    pairs = list(zip(names, told, strict=False))[:_SHOWN_MAX]
    more = f" +{grouped_text(len(names) - _SHOWN_MAX)}" if len(names) > _SHOWN_MAX else ""
    return Term(
        ", ".join(f"{name} ({detail.en})" if detail.en else name for name, detail in pairs) + more,
        "、".join(f"{name}（{detail.ja}）" if detail.ja else name for name, detail in pairs) + more,
    )
