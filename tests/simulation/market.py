"""The exchange as it really is: customers, wallets, prices, the reserve, and what goes wrong, in whole minor units.

Nothing here asks the code under test. What a pack of the day says is a `Snapshot` of this, with the errors of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from simulation.breaks import holds
from simulation.chance import happens

SCALES: Mapping[str, int] = {"JPY": 0, "BTC": 8, "ETH": 18}
COINS = ("BTC", "ETH")
CUSTODIAN, TRUST_BANK = "custodian", "trustbank"
HALF = 2

_CUSTOMERS = 12
_FEE_DIVISOR = 1000
_FISCAL_MONTH = 4
_MOVES = 3


def fiscal_year(day: date) -> date:
    """The first day of the fiscal year of a day."""
    return date(day.year if day.month >= _FISCAL_MONTH else day.year - 1, _FISCAL_MONTH, 1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a day's pack says, table by table."""

    day: date
    balances: Mapping[tuple[str, str], int]
    holdings: Mapping[str, tuple[str, int, str, str, str]]
    """By name: asset, amount, owner, tier, keeper."""
    statements: Mapping[str, int]
    published: Mapping[str, int]
    prices: Mapping[str, int]
    volumes: Mapping[date, int]
    reserve: tuple[tuple[date, str, int], ...]
    providers: Mapping[str, date | None]
    """Until when each is registered, not included; None without an end."""

    def owed(self, asset: str) -> int:
        """What customers have of an asset, by this pack."""
        return sum(amount for (_, of), amount in self.balances.items() if of == asset)

    def held(self, asset: str, owner: str, *tiers: str) -> int:
        """What an owner's holdings of an asset in some tiers come to."""
        return sum(row[1] for row in self.holdings.values() if row[0] == asset and row[2] == owner and row[3] in tiers)


@dataclass
class Market:
    """An exchange with its customers and coins on a day."""

    day: date
    chance: Random
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    hot: dict[str, int] = field(default_factory=dict)
    cold: dict[str, int] = field(default_factory=dict)
    guarantee: dict[str, int] = field(default_factory=dict)
    trust: int = 0
    reserve_cash: int = 0
    reserve: list[tuple[date, str, int]] = field(default_factory=list)
    prices: dict[str, int] = field(default_factory=dict)
    volumes: dict[date, int] = field(default_factory=dict)
    stolen: dict[str, int] = field(default_factory=dict)
    """What is gone from a wallet and still stands in the book, by the wallet's name."""
    unit_error: tuple[str, str, int] | None = None
    misstated: str = ""
    registered_until: date | None = None
    is_halted: bool = False

    @property
    def customers(self) -> list[str]:
        """Their numbers, in order."""
        return sorted({customer for customer, _ in self.balances})

    def begin(self) -> None:
        """Customers with balances, covered; a reserve that is enough for a while."""
        draw = self.chance
        self.prices = {"BTC": draw.randrange(8_000_000, 16_000_000), "ETH": draw.randrange(200_000, 600_000)}
        for number in range(1, _CUSTOMERS + 1):
            name = f"C{number:03}"
            self.balances[name, "JPY"] = draw.randrange(10_000, 5_000_000)
            self.balances[name, "BTC"] = draw.randrange(1, 3 * 10**8)
            self.balances[name, "ETH"] = draw.randrange(1, 40 * 10**18)
        for coin in COINS:
            owed = self.owed(coin)
            self.hot[coin] = owed * draw.randrange(20, 45) // 1000
            self.cold[coin] = owed - self.hot[coin]
            self.guarantee[coin] = owed // 8
        self.trust = self.owed("JPY")
        self.volumes[fiscal_year(self.day)] = draw.randrange(10**9, 3 * 10**9)
        first = self.volumes[fiscal_year(self.day)] // 40
        self.reserve = [(fiscal_year(self.day), "provision", first)]
        self.reserve_cash = first

    def owed(self, asset: str) -> int:
        """What customers really have of an asset."""
        return sum(amount for (_, of), amount in self.balances.items() if of == asset)

    def dawn(self, day: date) -> None:
        """A day begins; the first of a fiscal year begins with no volume but one yen."""
        self.day = day
        self.volumes.setdefault(fiscal_year(day), 1)

    def trade_a_day(self) -> None:
        """Prices move; unless the exchange is halted, customers deposit, trade and withdraw, and wallets are swept."""
        draw = self.chance
        for coin in COINS:
            self.prices[coin] = max(1, self.prices[coin] * draw.randrange(880, 1130) // 1000)
        if self.is_halted:
            return
        before = {asset: self.owed(asset) for asset in SCALES}
        flows = dict.fromkeys(SCALES, 0)
        for _ in range(draw.randrange(_MOVES)):
            self._deposit(flows)
        for _ in range(draw.randrange(2 * _MOVES)):
            self._trade(flows)
        for _ in range(draw.randrange(_MOVES)):
            self._withdraw(flows)
        after = {asset: self.owed(asset) for asset in SCALES}
        holds(all(after[asset] == before[asset] + flows[asset] for asset in SCALES), "the simulated ledger leaks")
        self._sweep()

    def _deposit(self, flows: dict[str, int]) -> None:
        draw = self.chance
        customer, asset = draw.choice(self.customers), draw.choice(list(SCALES))
        amount = 1 + self.owed(asset) * draw.randrange(1, 30) // 1000
        self.balances[customer, asset] += amount
        flows[asset] += amount
        if asset != "JPY":
            self.hot[asset] += amount
        elif not happens(draw, 60):  # now and then the money reaches the trust a day late
            self.trust += amount

    def _trade(self, flows: dict[str, int]) -> None:
        draw = self.chance
        buyer, seller = draw.sample(self.customers, 2)
        coin = draw.choice(COINS)
        size = self.balances[seller, coin] // draw.randrange(2, 20)
        value = size * self.prices[coin] // 10 ** SCALES[coin]
        fee = value // _FEE_DIVISOR
        if value == 0 or self.balances[buyer, "JPY"] < value:
            return
        self.balances[seller, coin] -= size
        self.balances[buyer, coin] += size
        self.balances[buyer, "JPY"] -= value
        self.balances[seller, "JPY"] += value - fee
        self.trust -= fee
        flows["JPY"] -= fee
        self.volumes[fiscal_year(self.day)] += value

    def _withdraw(self, flows: dict[str, int]) -> None:
        draw = self.chance
        customer, asset = draw.choice(self.customers), draw.choice(list(SCALES))
        amount = self.balances[customer, asset] // draw.randrange(2, 12)
        if asset == "JPY":
            self.trust -= amount
        else:
            moved = max(0, amount - self.hot[asset])
            if moved > self.cold[asset]:
                return
            self.hot[asset] += moved - amount
            self.cold[asset] -= moved
        self.balances[customer, asset] -= amount
        flows[asset] -= amount

    def _sweep(self) -> None:
        """The desk tops the trust up and moves what is too much to cold wallets; now and then it forgets."""
        if not happens(self.chance, 70):
            self.trust = self.owed("JPY")
        for coin in COINS:
            if not happens(self.chance, 70):
                target = self.owed(coin) * 3 // 100
                self.cold[coin] += self.hot[coin] - target
                self.hot[coin] = target
            if self.guarantee[coin] < self.hot[coin] and not happens(self.chance, 300):
                self.guarantee[coin] = self.hot[coin] * 2

    def steal(self, wallet: str, coin: str, amount: int) -> None:
        """Coins leave a wallet and nobody knows: the book says that they are there."""
        self.stolen[wallet] = self.stolen.get(wallet, 0) + amount
        self.is_halted = True
        holds(amount <= (self.hot if wallet.startswith("hot") else self.cold)[coin], "more is stolen than there is")

    def notice(self, wallet: str, coin: str) -> None:
        """The book learns of it."""
        place = self.hot if wallet.startswith("hot") else self.cold
        place[coin] -= self.stolen.pop(wallet)

    def settle_claims(self, taken: Mapping[tuple[str, str], int]) -> None:
        """What the incident's payouts pay is no balance any more; trading goes on."""
        for place, amount in taken.items():
            holds(amount <= self.balances[place], f"{place} is to be paid more than it has")
            self.balances[place] -= amount

    def provide(self, amount: int) -> None:
        """Money set aside for the reserve."""
        self.reserve.append((self.day, "provision", amount))
        self.reserve_cash += amount

    def use_reserve(self, amount: int) -> None:
        """Money taken out of the reserve for what it is there for."""
        self.reserve.append((self.day, "use", amount))
        self.reserve_cash -= amount

    def snapshot(self, *, corrected: bool = False) -> Snapshot:
        """What the pack of the day says; without the day's error where it is corrected."""
        balances = dict(self.balances)
        if self.unit_error and not corrected:
            customer, asset, factor = self.unit_error
            balances[customer, asset] *= factor
        holdings = {"trust": ("JPY", self.trust, "customer", "trust", TRUST_BANK)}
        holdings["reserve"] = ("JPY", self.reserve_cash, "reserve", "bank", TRUST_BANK)
        for coin in COINS:
            keeper = CUSTODIAN if coin == "ETH" else "self"
            holdings[f"hot-{coin}"] = (coin, self.hot[coin], "customer", "hot", "self")
            holdings[f"cold-{coin}"] = (coin, self.cold[coin], "customer", "cold", keeper)
            holdings[f"guarantee-{coin}"] = (coin, self.guarantee[coin], "guarantee", "cold", "self")
        statements = {name: row[1] - self.stolen.get(name, 0) for name, row in holdings.items()}
        published = {coin: self.hot[coin] + self.cold[coin] for coin in COINS}
        if self.misstated:
            published[self.misstated] += published[self.misstated] // HALF + 1
        providers = {CUSTODIAN: self.registered_until, TRUST_BANK: None}
        words = (statements, published, dict(self.prices), dict(self.volumes), tuple(self.reserve), providers)
        return Snapshot(self.day, balances, holdings, *words)
