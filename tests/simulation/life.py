"""A life: a market, a firm and a store, day by day; what the day brings is drawn from the seed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hikiate.operations.workspace.corrections import request_correction
from hikiate.operations.workspace.reserve import request_provision
from simulation.bank import Bank
from simulation.chance import chance, happens
from simulation.checkers import Checkers
from simulation.closing import Closing
from simulation.duties import PSA_ENDS, Law, required
from simulation.estates import EstateLife
from simulation.figures import Figures
from simulation.firm import JAPAN, MAKER, Firm
from simulation.followup import Followup
from simulation.incidents import Incident
from simulation.market import COINS, Market
from simulation.papers import Loss
from simulation.stores import Store

FIRST, LAST = date(2026, 6, 1), date(2027, 6, 20)
"""Between these days a life begins."""

_THEFT, _UNIT_ERROR, _MISSTATED, _LAPSE, _RENEWAL = 60, 25, 30, 15, 300
_REJECTED = 120
_INSOLVENT, _PETITION = 300, 60
_UNDONE = 150
_AT_CUSTODIAN = ("provider_failure", "operational_failure")
_AT_HOME = ("unauthorised_outflow", "unauthorised_outflow", "insider", "ledger_error")
_METHODS = ("in_kind", "cash", "mixed")
_UNITS = (1000, 10**8)


@dataclass
class Life:
    """An exchange with its people and its workspace."""

    seed: int
    store: Store
    folder: Path
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        start = chance(self.seed, "start")
        self.day = FIRST + timedelta(days=start.randrange((LAST - FIRST).days))
        rate_day, hot_day = (self.day + timedelta(days=start.randrange(5, 90)) for _ in range(2))
        hot_day = min(hot_day, PSA_ENDS - timedelta(days=1))
        self.law = Law(rate_day, start.randrange(1, 5), hot_day, start.randrange(3, 5))
        self.market = Market(self.day, chance(self.seed, "market"))
        self.checkers = Checkers(self.store)
        self.firm = Firm(self.store, chance(self.seed, "firm"), self.figures, self.checkers)
        self.bank = Bank(chance(self.seed, "bank"))
        self.closing = Closing(self.firm, self.law, self.folder, chance(self.seed, "closing"))
        self.followup = Followup(self.firm, chance(self.seed, "followup"), self.day)
        self.events = chance(self.seed, "events")
        self.incidents: list[Incident] = []
        self.estate: EstateLife | None = None
        self.petition = self.day + timedelta(days=start.randrange(_PETITION)) if happens(start, _INSOLVENT) else None

    def live(self, days: int) -> Figures:
        """So many days, from the first on."""
        self.firm.at(datetime.combine(self.day, time(7), JAPAN))
        self.market.begin()
        self.firm.begin()
        for number in range(days):
            self.market.dawn(self.day)
            self.firm.morning(self.day)
            if number:
                self._daytime()
            self.closing.close(self.market)
            if not number:
                self._first_evening()
            self.day += timedelta(days=1)
        paying: list[Incident | EstateLife] = [*self.incidents, *([self.estate] if self.estate else [])]
        for payouts in paying:
            if payouts.is_closed and payouts.is_done:
                payouts.all_have_it()
        self.closing.audited()
        self.figures.lives += 1
        return self.figures

    def _first_evening(self) -> None:
        """With the first pack the assets are known, and what was set aside before is brought forward."""
        self.firm.limits()
        self.checkers.wanted["reserve_assets", "JPY", ""] = self.market.reserve_cash
        for coin in COINS:
            self.checkers.wanted["guarantee_assets", coin, ""] = self.market.guarantee[coin]
        self.checkers.settled()

    def _daytime(self) -> None:
        """What people do about yesterday, then what today brings."""
        self.followup.morning()
        self.closing.correct(self.market, self.followup.ended)
        self._provide()
        for incident in self.incidents:
            incident.step(self.day)
        if self.estate:
            self.estate.step(self.day)
        self._renew()
        self._trouble()
        self.market.trade_a_day()

    def _provide(self) -> None:
        """The reserve is topped up where it is short, when the checkers say yes."""
        short = required(self.market.snapshot(), self.law) - min(
            self.market.reserve_cash, self.checkers.wanted["reserve_assets", "JPY", ""]
        )
        if short <= 0:
            return
        amount = short + self.events.randrange(short + 1)
        request = self.firm.unit(
            MAKER, lambda unit, act: request_provision(unit, act, "JPY", str(amount), f"top-up of {self.day}")
        ).number
        if happens(self.events, _REJECTED):
            self.firm.rejected(request)
            return
        self.firm.approved(request)
        if happens(self.events, _UNDONE):
            self._undone()
            return
        self.market.provide(amount)
        self.checkers.wanted["reserve_assets", "JPY", ""] += amount
        self.checkers.settled()
        self.figures.done["provisions"] += 1

    def _undone(self) -> None:
        """A provision reversed, for which two people asked: it is reversed once."""
        entry = self.firm.desk.book.journal.number
        asked = [
            self.firm.unit(MAKER, lambda unit, act, why=why: request_correction(unit, act, entry, why)).number  # type: ignore[misc]  # the loop's value, bound
            for why in ("typed twice", "the amount is another")
        ]
        self.firm.approved(asked[0])
        self.firm.refused_then_rejected(asked[1], "journal.entry")
        self.checkers.settled()
        self.figures.done["corrections"] += 1

    def _renew(self) -> None:
        """The custodian's registration lapses, and is renewed some days later."""
        market = self.market
        if market.registered_until is None and happens(self.events, _LAPSE):
            market.registered_until = self.day + timedelta(days=self.events.randrange(3))
        elif market.registered_until and market.registered_until < self.day and happens(self.events, _RENEWAL):
            market.registered_until = None

    def _trouble(self) -> None:
        """At most one of: coins gone, a unit error, a published total that is not so."""
        market, draw = self.market, self.events
        if market.is_halted or self.closing.is_wrong:
            return
        if self.petition and self.day >= self.petition and all(incident.is_closed for incident in self.incidents):
            self._insolvency()
        elif happens(draw, _THEFT):
            self._loss()
        elif happens(draw, _UNIT_ERROR):
            customer, asset = draw.choice(sorted(market.balances))
            market.unit_error = (customer, asset, draw.choice(_UNITS))
        elif happens(draw, _MISSTATED):
            market.misstated = draw.choice(COINS)

    def _insolvency(self) -> None:
        """Trading ends for good, and the estate is opened."""
        self.market.is_halted = True
        folder = self.folder / "estate"
        folder.mkdir()
        place = (self.firm, self.bank, folder, "E-1")
        self.estate = EstateLife(*place, market=self.market, pack=self.closing.pack, petition=self.day)
        self.estate.open()

    def _loss(self) -> None:
        market, draw = self.market, self.events
        at_custodian = happens(draw, 300)
        coin, tier = ("ETH", "cold") if at_custodian else (draw.choice(COINS), "hot")
        there = market.cold[coin] // 30 if at_custodian else market.hot[coin]
        amount = there * draw.randrange(100, 1000) // 1000
        if amount == 0:
            return
        market.steal(f"{tier}-{coin}", coin, amount)
        number = len(self.incidents) + 1
        loss = Loss(
            f"I-{number}",
            draw.choice(_AT_CUSTODIAN if at_custodian else _AT_HOME),
            self.day,
            coin,
            amount,
            tier,
            "custodian" if at_custodian else "self",
            draw.choice(_METHODS),
            market.prices[coin],
        )
        folder = self.folder / loss.incident
        folder.mkdir()
        place = (self.firm, self.bank, folder, loss.incident)
        self.incidents.append(Incident(*place, market=market, loss=loss, pack=self.closing.pack))
