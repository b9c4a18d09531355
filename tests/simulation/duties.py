"""What a close has to find, reckoned anew from what the pack says, in whole numbers and without a line of the rules."""

from dataclasses import dataclass
from datetime import date

from simulation.market import COINS, CUSTODIAN, SCALES, TRUST_BANK, Snapshot, fiscal_year

PSA_ENDS = date(2027, 7, 22)
"""The first day on which the rulebook of segregation is not in force any more."""
LOOKED_FOR = frozenset(
    (
        "segregation.short",
        "segregation.guarantee_short",
        "segregation.hot_excess",
        "segregation.hot_loss_uncovered",
        "fiat.short",
        "liability.implausible",
        "recon.break",
        "recon.published_differs",
        "provider.unregistered",
        "reserve.short",
    )
)
"""The codes that are reckoned here; a close has to have these and no others of them."""

_CAP = 40_000_000_000
_MULTIPLE_MAX = 2
_PLACES = 10 ** max(SCALES.values())

Place = tuple[str, str]
"""A finding's code, and where it is."""


@dataclass(frozen=True, slots=True)
class Law:
    """What the firm's overlay changes on which day: the reserve's rate and the hot limit, both in hundredths."""

    rate_day: date
    rate: int
    hot_day: date
    hot: int

    def rate_on(self, day: date) -> int:
        """Hundredths of the year's volume."""
        return self.rate if day >= self.rate_day else 2

    def hot_on(self, day: date) -> int:
        """Hundredths of what customers have."""
        return self.hot if day >= self.hot_day else 5


def required(snapshot: Snapshot, law: Law) -> int:
    """The reserve that the reported plan asks for, up to the whole yen."""
    volume = snapshot.volumes[fiscal_year(snapshot.day)]
    return min(_CAP, -(-volume * law.rate_on(snapshot.day) // 100))


def expected(snapshot: Snapshot, law: Law) -> set[Place]:
    """Every breach of the day, by code and place."""
    found: set[Place] = set()
    if snapshot.day < PSA_ENDS:
        found |= _segregation(snapshot, law)
    for name, stated in snapshot.statements.items():
        asset, book = snapshot.holdings[name][:2]
        if stated < book:
            found.add(("recon.break", f"statements.{name}.{asset}"))
    for asset, total in snapshot.published.items():
        if total != snapshot.held(asset, "customer", "hot", "cold", "trust"):
            found.add(("recon.published_differs", f"published.{asset}"))
    book = sum(amount if kind == "provision" else -amount for _, kind, amount in snapshot.reserve)
    if min(book, snapshot.held("JPY", "reserve", "bank")) < required(snapshot, law):
        found.add(("reserve.short", "reserve.shortfall"))
    return found


def _segregation(snapshot: Snapshot, law: Law) -> set[Place]:
    found: set[Place] = set()
    hot_value = owed_value = 0
    for coin in COINS:
        owed, hot = snapshot.owed(coin), snapshot.held(coin, "customer", "hot")
        cold, guarantee = snapshot.held(coin, "customer", "cold"), snapshot.held(coin, "guarantee", "cold")
        worth = snapshot.prices[coin] * (_PLACES // 10 ** SCALES[coin])
        hot_value, owed_value = hot_value + hot * worth, owed_value + owed * worth
        if hot + cold < owed:
            found.add(("segregation.short", f"segregation.{coin}"))
        if guarantee < hot:
            found.add(("segregation.guarantee_short", f"segregation.{coin}.guarantee"))
        if cold + guarantee < owed:
            found.add(("segregation.hot_loss_uncovered", f"segregation.{coin}.after_hot_loss"))
        if owed > _MULTIPLE_MAX * (hot + cold):
            found.add(("liability.implausible", f"segregation.{coin}.liability"))
    is_doubtful = any(code == "liability.implausible" for code, _ in found)
    if not is_doubtful and 100 * hot_value > law.hot_on(snapshot.day) * owed_value:
        found.add(("segregation.hot_excess", "segregation.hot_fraction"))
    if snapshot.held("JPY", "customer", "trust") < snapshot.owed("JPY"):
        found.add(("fiat.short", "fiat.difference"))
    for keeper in (CUSTODIAN, TRUST_BANK):
        ends = snapshot.providers[keeper]
        if ends is not None and ends <= snapshot.day:
            found.add(("provider.unregistered", f"providers.{keeper}"))
    return found
