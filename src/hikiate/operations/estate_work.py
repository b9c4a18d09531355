"""The working out of one estate: which funds there are, who claims from each, and what each of them pays.

In kind, every asset that is claimed is a fund of its own, and the general estate pays in money what stays open. In
money, claims are valued first; customers' own pools are funds of their own where the regime puts customers first over
them, and part of the general estate where it does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.findings import Finding, Refused
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.allocation import WHOLE, exact_sum
from hikiate.remedy.claims import Claims
from hikiate.remedy.distribution import Tier, Turn, distributed
from hikiate.remedy.estate import CREDITORS, Estate, Pool, amount_for
from hikiate.remedy.estate_claims import History, pools_by_turn, turns_of
from hikiate.remedy.estate_classes import PLACE, Measure, classes_of
from hikiate.remedy.estate_demands import NO_CUSTOMER, Demand, Demands, spread
from hikiate.remedy.estate_funds import GENERAL, Claimants, Fund, Share, paid_out, summed
from hikiate.remedy.estate_prices import Valuer
from hikiate.remedy.regimes import Regime
from hikiate.rules.sheet import Sheet

_KEPT_APART = ("customer_crypto", "guarantee")
_CUSTOMERS = "customers"
_TRUST = "trust"
_CREDITOR = f"{NO_CUSTOMER}creditor "


class Work:
    """One estate at work."""

    def __init__(
        self, sheet: Sheet, estate: Estate, regime: Regime, claims: Mapping[str, Claims], past: History, *, file: str
    ) -> None:
        self.sheet, self.estate, self.regime, self.claims, self.past = sheet, estate, regime, claims, past
        self.file = file
        self.valuer = Valuer(sheet, estate, regime.valuation_day(estate), file)
        self.turns = turns_of(estate)
        self.by_turn = pools_by_turn(estate)
        self.coin_kinds = {name: asset.kind for name, asset in sheet.exchange.assets.items()}
        self.scales = {name: asset.scale for name, asset in sheet.exchange.assets.items()}
        self.made: Mapping[tuple[str, str], int] = {}
        self.classes = classes_of((), {}, self._measure, elections=False)
        self.demands = self._demands(())
        self.found: list[Finding] = []
        self._of_fund: dict[str, Demand] = {}

    def strangers(self, names: Iterable[str]) -> list[str]:
        """Which of some customers have no claim at all."""
        wanted = pl.Series("customer", sorted(set(names)), dtype=pl.String)
        known = {customer for customer, _ in self.past.ledger}
        for claims in self.claims.values():
            wanted = wanted.filter(~wanted.is_in(claims.frame["customer"].implode()))
        return [customer for customer in wanted if customer not in known]

    def beside(
        self,
        members: Mapping[str, tuple[str, ...]],
        elections: Mapping[str, tuple[str, date]],
        unclaimed: Iterable[str],
        made: Mapping[tuple[str, str], int],
    ) -> None:
        """Take in what stands beside the estate file."""
        names = [terms.name for terms in self.estate.classes]
        chosen: dict[str, int] = {}
        for place, terms in reversed(list(enumerate(self.estate.classes))):
            chosen |= dict.fromkeys((*terms.members, *members.get(terms.file or "", ())), place)
        chosen |= {customer: names.index(name) for customer, (name, _) in elections.items()}
        self.classes = classes_of(self.estate.classes, chosen, self._measure, elections=bool(elections))
        self.demands = self._demands(unclaimed)
        self.made = made

    @property
    def claimed(self) -> list[str]:
        """The assets that anybody claims."""
        late = {entry.asset for entry in self.estate.claims} | {unknown.asset for unknown in self.estate.unknown}
        return [name for name in self.scales if name in late or (name in self.claims and self.claims[name].total)]

    @property
    def money(self) -> str:
        """The money in which claims are valued."""
        return self.estate.currency

    def funds(self) -> list[Fund]:
        """Every fund, paid out; Refused where pools, prices or earlier payments do not fit the claims."""
        self._require_claimed()
        try:
            first = self._in_kind() if self.estate.method == "in_kind" else self._in_cash()
            self.refuse()
            funds = [*first, *self._general(first)]
        except OverflowError as error:
            raise Refused([kinds.TOO_LARGE.at(self.file, asset=self.money)]) from error
        self.refuse()
        return funds

    def _demands(self, unclaimed: Iterable[str]) -> Demands:
        silent = pl.Series("customer", sorted(unclaimed), dtype=pl.String)
        return Demands(self.estate, self.claims, self.past, self.valuer, self.turns, silent)

    def _measure(self) -> Measure:
        claimed = self.claimed
        alone = claimed[0] if self.estate.method == "in_kind" and len(claimed) == 1 else None
        return self.demands.measure(alone, claimed, self.scales[alone or self.money])

    def refuse(self) -> None:
        """Refuse the estate where anything was found that does not fit."""
        found = [*self.found, *self.valuer.missing.values()]
        if found:
            raise Refused(found)

    def _require_claimed(self) -> None:
        claimed = self.claimed
        for pool in self.estate.pools:
            if pool.realised is None and pool.asset not in claimed and not self._is_money(pool):
                amount = grouped(amount_text(pool.amount, self.scales[pool.asset]))
                self.found.append(kinds.UNCLAIMED_COIN.at(pool.where, amount=amount, asset=pool.asset))

    def _is_money(self, pool: Pool) -> bool:
        """Whether a pool belongs to the general estate, which pays in money.

        Where nothing but that money is claimed, by customers alone, it pays their claims as any other asset does.
        """
        if pool.kind != GENERAL or (pool.realised is None and pool.asset != self.money):
            return False
        return self.estate.method == "cash" or bool(self.estate.creditors) or self.claimed != [self.money]

    def _in_kind(self) -> list[Fund]:
        """A fund for each asset that is claimed."""
        for pool in self.estate.pools if self.estate.creditors else ():
            shared = pool.kind == GENERAL or (pool.kind in _KEPT_APART and not self.regime.has_priority)
            if shared and not self._is_money(pool):
                self.found.append(kinds.NOT_SOLD.at(pool.where, name=pool.name, asset=pool.asset))
        funds = []
        for asset in self.claimed:
            pools = [pool for pool in self.estate.pools if pool.asset == asset and not self._is_money(pool)]
            shares = [Share(pool, pool.amount - pool.cost) for pool in pools]
            funds.append(self._paid(asset, asset, shares, self.demands.in_kind(asset)))
        return funds

    def _in_cash(self) -> list[Fund]:
        """What customers come first over, and the trust of money."""
        return [
            self._paid(name, self.money, [self._sold(pool) for pool in pools], self.demands.in_money(assets))
            for name, assets, pools in self._first_in_cash()
        ]

    def _first_in_cash(self) -> list[tuple[str, list[str], list[Pool]]]:
        """The funds that are paid before the general estate: name, assets of the claims, pools."""
        kept_apart = [pool for pool in self.estate.pools if pool.kind in _KEPT_APART]
        trusts = [pool for pool in self.estate.pools if pool.kind == "fiat_trust"]
        fiat = [asset for asset in self.claimed if self.coin_kinds[asset] == "fiat"]
        coins = [asset for asset in self.claimed if self.coin_kinds[asset] != "fiat"]
        first = []
        if kept_apart and coins and self.regime.has_priority:
            first.append((_CUSTOMERS, coins, kept_apart))
        if trusts and fiat:
            first.append((_TRUST, fiat, trusts))
        return first

    def _general(self, first: Sequence[Fund]) -> list[Fund]:
        """The general estate, in money, where there is anything in it or anybody claims from it alone."""
        pools, direct = self._general_pools()
        brought = {fund.name: fund.surplus for fund in first if fund.surplus and self._passes_on(fund)}
        if not (pools or direct or brought or self.estate.creditors):
            return []
        shares = [self._sold(pool) for pool in pools]
        straight = self.demands.in_money(direct)
        creditors = self._creditor_rows()
        if not first:
            ledger = pl.DataFrame({"customer": straight.customers, "claim": straight.ledger})
            both = pl.concat([creditors.select("customer", "claim"), ledger]).sort("customer")
            silent = both["customer"].is_in(self.demands.unclaimed.implode())
            demand = Demand(both["customer"], both["claim"], straight.changes, straight.held, silent, straight.over)
            return [self._paid(GENERAL, self.money, shares, demand)]
        claims, reserved = straight.at(-1)
        columns = {"customer": straight.customers, "claim": claims, "reserved": reserved, "counted": claims}
        parts = [pl.DataFrame(columns), *(self._opened(fund) for fund in first)]
        if self.valuer.missing and not (pools or direct or self.estate.creditors):
            self.valuer.missing.clear()  # what a trust has left over stays a surplus until what it pays has a price
            return []
        rows = summed(parts, ("claim", "reserved", "counted")).filter(pl.col("claim") > 0)
        is_first = bool(direct) or not any(fund.asset == self.money and fund.estate for fund in first)
        return [self._last(shares, brought, pl.concat([creditors, rows]).sort("customer"), is_first=is_first)]

    def _general_pools(self) -> tuple[list[Pool], list[str]]:
        """The pools of the general estate, and the assets whose claims no other fund pays."""
        if self.estate.method == "in_kind":
            return [pool for pool in self.estate.pools if self._is_money(pool)], []
        first = self._first_in_cash()
        taken = {pool.name for _, _, pools in first for pool in pools}
        paid = {asset for _, assets, _ in first for asset in assets}
        return (
            [pool for pool in self.estate.pools if pool.name not in taken],
            [asset for asset in self.claimed if asset not in paid],
        )

    def _passes_on(self, fund: Fund) -> bool:
        """Whether what a fund has left over is money of the general estate."""
        if fund.asset != self.money:
            return False
        is_trust = any(share.pool.kind == "fiat_trust" for share in fund.shares)
        return self.regime.trust_excess_is_the_estates if is_trust else self.estate.method == "cash"

    def _opened(self, fund: Fund) -> pl.DataFrame:
        """What a fund leaves open, in money; in the fund's own money it was counted there already."""
        customers = fund.claimants.customers
        _, reserved = self._of_fund[fund.name].at(-1)
        left, held = fund.open_claims(reserved)
        counted = left
        if fund.asset == self.money:
            counted = spread(customers, {})
        elif exact_sum(left):
            left, held = (self.valuer.values(part, fund.asset) for part in (left, held))
            counted = left
        return pl.DataFrame({"customer": customers, "claim": left, "reserved": held, "counted": counted})

    def _last(self, shares: Sequence[Share], brought: Mapping[str, int], rows: pl.DataFrame, *, is_first: bool) -> Fund:
        """Pay the general estate in the last round, when it is known what the first funds left open.

        What is open is within the percentages and caps of the classes already. First parts come first here only where
        no other fund has paid this money.
        """
        tiers = self.classes.tiers(self.money, self.scales[self.money])
        if self.estate.method == "in_kind":
            tiers = [replace(tier, rate=None, cap=None) for tier in tiers]
        if not is_first:
            tiers = [Tier(tier.name, tier.rank) for tier in tiers]
        claimants = self._claimants(rows["customer"], tiers)
        estate = sum(share.net for share in self._by(shares, len(self.turns) - 1)) + sum(brought.values())
        turn = Turn(estate, rows["claim"], rows["reserved"])
        least = self._least(self.money)
        return paid_out(
            GENERAL,
            self.money,
            shares,
            claimants,
            [turn],
            made=None,
            minimum=least,
            brought=brought,
            counted=rows["counted"],
        )

    def _creditor_rows(self) -> pl.DataFrame:
        amounts = {f"{_CREDITOR}{creditor.name}": creditor.amount for creditor in self.estate.creditors}
        claims, nothing = list(amounts.values()), [0] * len(amounts)
        columns = {"customer": list(amounts), "claim": claims, "reserved": nothing, "counted": claims}
        amounts_of = ("claim", "reserved", "counted")
        return pl.DataFrame(columns).cast({"customer": pl.String, **dict.fromkeys(amounts_of, WHOLE)})

    def _paid(self, name: str, asset: str, shares: Sequence[Share], demand: Demand) -> Fund:
        """Pay a fund out over all rounds."""
        claimants = self._claimants(demand.customers, self.classes.tiers(asset, self.scales[asset]))
        turns = []
        for number in range(len(self.turns)):
            claims, reserved = demand.at(number)
            turns.append(Turn(sum(share.net for share in self._by(shares, number)), claims, reserved))
        made = self._made_of(name, demand.customers, asset)
        self._of_fund[name] = demand
        if made is not None and not self._is_possible(made, claimants, turns, asset):
            made = None
        return paid_out(name, asset, shares, claimants, turns, made=made, minimum=self._least(asset))

    def _claimants(self, customers: pl.Series, tiers: Sequence[Tier]) -> Claimants:
        """The claimants with their classes; who is no customer has a class by the file."""
        places, all_tiers = self.classes.places(customers), list(tiers)
        for at in customers.str.starts_with(NO_CUSTOMER).arg_true():
            number = self.demands.unknown_number(customers[at])
            if number is None:
                rank = next(
                    creditor.rank
                    for creditor in self.estate.creditors
                    if customers[at] == f"{_CREDITOR}{creditor.name}"
                )
                tier = Tier(CREDITORS, rank)
                all_tiers = all_tiers if tier in all_tiers else [*all_tiers, tier]
                place = all_tiers.index(tier)
            else:
                named = [terms.name for terms in self.classes.terms]
                name = self.estate.unknown[number].class_name
                place = self.classes.usual if name is None else named.index(name)
            places = places.scatter(at, pl.Series([place], dtype=PLACE))
        return Claimants(customers, places, tuple(all_tiers))

    def _made_of(self, fund: str, customers: pl.Series, asset: str) -> pl.Series | None:
        """What was paid before, where this is the first fund that could have paid it."""
        paid = {customer: amount for (customer, of_asset), amount in self.made.items() if of_asset == asset}
        if not paid:
            return None
        before = {name for demand in self._of_fund.values() for name in demand.customers} if fund == _TRUST else set()
        mine = set(customers.filter(customers.is_in(pl.Series(list(paid)).implode()))) - before
        return spread(customers, {customer: paid[customer] for customer in mine})

    def _is_possible(self, made: pl.Series, claimants: Claimants, turns: Sequence[Turn], asset: str) -> bool:
        """Whether what was paid before is within what each may get and what was there; found where it is not."""
        where, scale, before = f"{self.estate.files.made}", self.scales[asset], len(self.found)
        nothing = distributed(claimants.places, claimants.tiers, [Turn(0, turns[-1].claims, turns[-1].reserved)])
        rows = pl.DataFrame({"customer": claimants.customers, "made": made, "most": nothing.frame["ceiling"]})
        for customer, paid, most in rows.filter(pl.col("made") > pl.col("most")).iter_rows():
            said, limit = (grouped(amount_text(minor, scale)) for minor in (paid, most))
            self.found.append(kinds.OVERPAID.at(where, customer=customer, paid=said, most=limit, asset=asset))
        if exact_sum(made) > turns[0].estate:
            said, there = (grouped(amount_text(minor, scale)) for minor in (exact_sum(made), turns[0].estate))
            self.found.append(kinds.OVERSPENT.at(where, paid=said, there=there, asset=asset))
        return len(self.found) == before

    def _by(self, shares: Sequence[Share], number: int) -> list[Share]:
        """The pools that are distributed by a round."""
        return [share for share in shares if share.pool.name in self.by_turn[number]]

    def _sold(self, pool: Pool) -> Share:
        """A pool as money: what it brought; its value at the price of claims where it is not sold, which is found."""
        if pool.realised is not None or pool.asset == self.money:
            return Share(pool, (pool.amount if pool.realised is None else pool.realised) - pool.cost)
        net = self.valuer.value(pool.amount - pool.cost, pool.asset)
        said = grouped(amount_text(pool.amount - pool.cost, self.scales[pool.asset]))
        value = grouped(amount_text(net, self.scales[self.money]))
        self.sheet.find(
            kinds.VALUED_UNSOLD.at(
                pool.where, name=pool.name, amount=said, asset=pool.asset, value=value, currency=self.money
            )
        )
        return Share(pool, net)

    def _least(self, asset: str) -> int:
        return amount_for(self.estate.minimum, asset, self.scales[asset]) or 0
