"""The reader of an estate file (TOML): every key checked against the exchange, all faults named together."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hikiate.facts.entries import Entry, read_toml
from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.findings import Refused
from hikiate.kernel.rates import rate
from hikiate.kernel.wording import Term
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.estate import (
    ANY,
    METHODS,
    POOL_KINDS,
    REGIMES,
    Amounts,
    ClaimEntry,
    ClassTerms,
    Creditor,
    Dispute,
    Estate,
    EstateFiles,
    Pool,
    Round,
    Rule,
    Unknown,
    Valuation,
)
from hikiate.remedy.incident import EXCLUSIONS

_KEYS = (
    "id", "regime", "petition_on", "commencement_on", "method", "pool", "class", "valuation", "claim", "disputed",
    "unknown", "creditor", "round", "minimum_payment", "claims_until", "register", "elections", "unclaimed", "made",
    "payees", "destinations", "returned", "screening", "payout",
)  # fmt: skip
_RULE = re.compile(r"claim\s*(<=|>)\s*([0-9]+(?:\.[0-9]+)?)", re.ASCII)
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%", re.ASCII)
_BARE_MAX = 2
"""A percentage above this needs its sign: nobody can tell whether "3" is 3 % or 300 %."""


def read_estate(text: str, file: str, exchange: Exchange) -> Estate:
    """Read an estate file; Refused with every fault of it."""
    entry = Entry(file, read_toml(text, file), [])
    entry.only(*_KEYS)
    reader = _Reader(entry, exchange)
    estate = reader.estate()
    if not entry.found:
        _Checks(entry, estate).run()
    if entry.found:
        raise Refused(entry.found)
    return estate


class _Reader:
    """Reads the parts of an estate; the faults gather in the entry."""

    def __init__(self, entry: Entry, exchange: Exchange) -> None:
        self.entry, self.exchange = entry, exchange

    def estate(self) -> Estate:
        """The estate as read; never used where it has a fault."""
        entry = self.entry
        valuations = {name: self._valuation(entry_of, name) for name, entry_of in entry.named("valuation")}
        currency = next((price.currency for price in valuations.values()), self.exchange.reporting_currency)
        elections, unclaimed = entry.table("elections"), entry.table("unclaimed")
        elections.only("file", "until")
        unclaimed.only("file", "after")
        screening = entry.table("screening")
        screening.only("lists", *EXCLUSIONS)
        method = entry.choice("method", METHODS)
        return Estate(
            id=entry.text("id"),
            regime=entry.choice("regime", REGIMES),
            petition_on=entry.day("petition_on"),
            commencement_on=entry.day("commencement_on"),
            method=next(known for known in METHODS if known == method),
            currency=currency,
            pools=tuple(self._pool(pool, currency) for pool in entry.tables("pool")),
            classes=tuple(self._class(terms) for terms in entry.tables("class")),
            valuations=valuations,
            claims=tuple(self._claim(claim) for claim in entry.tables("claim")),
            disputes=tuple(self._dispute(dispute) for dispute in entry.tables("disputed")),
            unknown=tuple(self._unknown(unknown) for unknown in entry.tables("unknown")),
            creditors=tuple(self._creditor(creditor, currency) for creditor in entry.tables("creditor")),
            rounds=tuple(self._round(turn) for turn in entry.tables("round")),
            minimum=self._amounts(entry, "minimum_payment"),
            claims_until=entry.optional_day("claims_until"),
            elections_until=elections.day("until") if elections.plain else None,
            unclaimed_after=unclaimed.day("after") if unclaimed.plain else None,
            files=EstateFiles(
                register=entry.optional_text("register"),
                elections=elections.text("file") if elections.plain else None,
                unclaimed=unclaimed.text("file") if unclaimed.plain else None,
                made=entry.optional_text("made"),
                payees=entry.optional_text("payees"),
                destinations=entry.optional_text("destinations"),
                returned=entry.optional_text("returned"),
                lists=screening.optional_names("lists"),
                excluded={key: screening.text(key) for key in EXCLUSIONS if key in screening},
            ),
            payout=entry.table("payout").plain,
        )

    def _pool(self, entry: Entry, currency: str) -> Pool:
        entry.only("name", "asset", "amount", "kind", "cost", "realised")
        asset, scale = entry.asset("asset", self.exchange)
        kind = entry.choice("kind", POOL_KINDS)
        realised = entry.optional_amount("realised", self._scale(currency))
        cost_scale = self._scale(currency) if realised is not None else scale
        pool = Pool(
            entry.where,
            entry.text("name"),
            asset,
            entry.amount("amount", scale),
            kind,
            entry.optional_amount("cost", cost_scale) or 0,
            realised,
        )
        known = self.exchange.assets.get(asset)
        if known is not None and kind == "fiat_trust" and known.kind != "fiat":
            entry.fault("asset", asset, Term("money: a trust of money holds no coins", "法定通貨（金銭信託のため）"))
        if known is not None and kind in {"customer_crypto", "guarantee"} and known.kind == "fiat":
            entry.fault("asset", asset, Term("a crypto-asset", "暗号資産"))
        if realised is not None and kind != "general" and self.entry.plain.get("method") == "in_kind":
            wanted = Term("no sale: in kind, these pay the same asset", "換価なし（現物での弁済に充てる財団のため）")
            entry.fault("realised", entry.plain["realised"], wanted)
        return pool

    def _class(self, entry: Entry) -> ClassTerms:
        entry.only("name", "members", "rule", "rank", "percentage", "pro_rata", "base_payment", "small_first", "cap")
        members = entry.plain.get("members", [])
        file = entry.text("members") if isinstance(members, str) else None
        base = self._amounts(entry, "base_payment")
        by_percentage = "percentage" in entry
        pro_rata = "pro_rata" in entry and entry.switch("pro_rata")
        terms = ClassTerms(
            entry.where,
            entry.text("name"),
            entry.count("rank", 1),
            entry.optional_names("members") if file is None else (),
            file,
            _rule(entry) if "rule" in entry else None,
            _percentage(entry) if by_percentage else None,
            base,
            self._amounts(entry, "small_first"),
            self._amounts(entry, "cap"),
        )
        if by_percentage and pro_rata:
            wanted = Term("percentage or pro_rata, not both", "percentage と pro_rata の一方のみ")
            entry.fault("pro_rata", "true", wanted)
        if not (by_percentage or pro_rata or base):
            entry.found.append(kinds.NO_PERCENTAGE.at(entry.where, name=terms.name))
        return terms

    def _valuation(self, entry: Entry, asset: str) -> Valuation:
        entry.only("price", "currency", "source")
        self.entry.require_asset("valuation", asset, self.exchange)
        currency, _ = entry.asset("currency", self.exchange)
        before = len(entry.found)
        price = Fraction(entry.amount("price", SCALE_MAX), 10**SCALE_MAX)
        if price == 0 and len(entry.found) == before:
            entry.fault("price", entry.plain["price"], Term("a price above zero", "0より大きい価格"))
        return Valuation(entry.where, price, currency, entry.text("source"))

    def _claim(self, entry: Entry) -> ClaimEntry:
        entry.only("customer", "asset", "amount", "admitted_on", "evidence")
        asset, scale = entry.asset("asset", self.exchange)
        return ClaimEntry(
            entry.where,
            entry.text("customer"),
            asset,
            entry.amount("amount", scale),
            entry.day("admitted_on"),
            entry.optional_text("evidence"),
        )

    def _dispute(self, entry: Entry) -> Dispute:
        entry.only("customer", "asset", "amount", "decided_on", "allowed")
        asset, scale = entry.asset("asset", self.exchange)
        decided = entry.optional_day("decided_on")
        dispute = Dispute(
            entry.where,
            entry.text("customer"),
            asset,
            entry.amount("amount", scale),
            decided,
            entry.amount("allowed", scale) if decided is not None else 0,
        )
        if decided is None and "allowed" in entry:
            entry.fault("allowed", entry.plain["allowed"], Term("decided_on beside it", "decided_on の併記"))
        if dispute.allowed > dispute.amount:
            wanted = Term("at most the amount in dispute", "係争中の数量以下の数量")
            entry.fault("allowed", entry.plain["allowed"], wanted)
        return dispute

    def _unknown(self, entry: Entry) -> Unknown:
        entry.only("asset", "amount", "until", "class")
        asset, scale = entry.asset("asset", self.exchange)
        until = entry.optional_day("until")
        return Unknown(entry.where, asset, entry.amount("amount", scale), until, entry.optional_text("class"))

    def _creditor(self, entry: Entry, currency: str) -> Creditor:
        entry.only("name", "amount", "rank")
        return Creditor(
            entry.where, entry.text("name"), entry.amount("amount", self._scale(currency)), entry.count("rank", 1)
        )

    def _round(self, entry: Entry) -> Round:
        entry.only("day", "pools")
        return Round(entry.where, entry.day("day"), entry.names("pools") if "pools" in entry else None)

    def _amounts(self, entry: Entry, key: str) -> Amounts:
        """Amounts of what is paid: one text for all assets, or a table by asset."""
        if key not in entry:
            return {}
        if not isinstance(entry.plain[key], dict):
            return {ANY: Fraction(entry.amount(key, SCALE_MAX), 10**SCALE_MAX)}
        by_asset = entry.table(key)
        for asset in by_asset.plain:
            entry.require_asset(key, asset, self.exchange)
        return {asset: Fraction(by_asset.amount(asset, self._scale(asset)), 10 ** self._scale(asset))
                for asset in by_asset.plain}  # fmt: skip

    def _scale(self, asset: str) -> int:
        known = self.exchange.assets.get(asset)
        return known.scale if known else SCALE_MAX


class _Checks:
    """What one key alone cannot tell."""

    def __init__(self, entry: Entry, estate: Estate) -> None:
        self.entry, self.estate = entry, estate

    def run(self) -> None:
        """Find everything in the file that contradicts the rest of it."""
        estate, entry = self.estate, self.entry
        if not estate.pools:
            entry.fault("pool", "none", Term("at least one [[pool]]", "[[pool]] を一つ以上"))
        if estate.claims_until is not None and estate.claims_until < estate.petition_on:
            wanted = Term("a day not before petition_on", "petition_on 以後の日付")
            entry.fault("claims_until", estate.claims_until, wanted)
        if estate.commencement_on < estate.petition_on:
            wanted = Term("a day not before petition_on", "petition_on 以後の日付")
            entry.fault("commencement_on", estate.commencement_on, wanted)
        for pool in estate.pools:
            if pool.cost > (pool.amount if pool.realised is None else pool.realised):
                entry.found.append(kinds.NEGATIVE.at(pool.where, name=pool.name))
        self._currencies()
        self._once("pool", [pool.name for pool in estate.pools])
        self._once("class", [terms.name for terms in estate.classes])
        self._once("creditor", [creditor.name for creditor in estate.creditors])
        self._accounts()
        self._rounds()

    def _currencies(self) -> None:
        for valuation in self.estate.valuations.values():
            if valuation.currency != self.estate.currency:
                wanted = Term(f"{self.estate.currency}, as the others", f"他と同じ {self.estate.currency}")
                self.entry.fault("valuation", f"{valuation.where} {valuation.currency}", wanted)

    def _once(self, key: str, names: Sequence[str]) -> None:
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            self.entry.fault(key, name, Term("each name once", "重複しない名称"))

    def _accounts(self) -> None:
        """Two entries for one account on one day are two answers to one question."""
        seen: set[tuple[str, str, date | None]] = set()
        for claim in self.estate.claims:
            self._two(claim.where, (claim.customer, claim.asset, claim.admitted_on), seen)
        disputes: set[tuple[str, str, date | None]] = set()
        for dispute in self.estate.disputes:
            self._two(dispute.where, (dispute.customer, dispute.asset, None), disputes)

    def _two(self, where: str, key: tuple[str, str, date | None], seen: set[tuple[str, str, date | None]]) -> None:
        if key in seen:
            self.entry.found.append(kinds.TWO_CLAIMS.at(where, customer=key[0], asset=key[1]))
        seen.add(key)

    def _rounds(self) -> None:
        names = {pool.name for pool in self.estate.pools}
        latest = self.estate.petition_on
        used: set[str] = set()
        for turn in self.estate.rounds:
            if turn.day < latest:
                wanted = Term(f"a day not before {latest}", f"{latest} 以後の日付")
                self.entry.fault("round", f"{turn.where} {turn.day}", wanted)
            latest = max(latest, turn.day)
            for name in turn.pools or ():
                if name not in names or name in used:
                    wanted = Term("a pool of this file, in one round", "このファイルの [[pool]]（一つの回次のみ）")
                    self.entry.fault("round", f"{turn.where} {name}", wanted)
                used.add(name)


def _rule(entry: Entry) -> Rule:
    text = entry.text("rule").strip()
    matched = _RULE.fullmatch(text)
    if matched:
        return Rule("up_to" if matched[1] == "<=" else "above", Fraction(matched[2]))
    if text and text != "all":
        wanted = Term('"all", "claim <= 50000" or "claim > 50000"', '"all"・"claim <= 50000"・"claim > 50000"')
        entry.fault("rule", text, wanted)
    return Rule("all")


def _percentage(entry: Entry) -> Fraction:
    """A share of the claim: "21%", "0.21" or "21/100"; more than the whole is possible, as interest is."""
    value = entry.plain["percentage"]
    text = value.strip() if isinstance(value, str) else ""
    matched = _PER_CENT.fullmatch(text)
    if matched:
        return Fraction(matched[1]) / 100
    try:
        share = rate(text)
    except ValueError:
        share = Fraction(_BARE_MAX + 1)
    if share > _BARE_MAX:
        wanted = Term('a share of the claim such as "21%" or "0.21"', '"21%"・"0.21" のような債権額に対する割合')
        entry.fault("percentage", value, wanted)
    return share
