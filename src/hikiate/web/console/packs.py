"""What the pages read of a kept pack: its policies and its wallets, never its customers."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from hikiate.book.records import CloseDone
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.policies import Policy, read_policies
from hikiate.facts.rows import read_table
from hikiate.facts.tables import HOLDINGS, Holding
from hikiate.storage.pack_files import SUFFIXES
from hikiate.storage.packs import open_table
from hikiate.web.console.models import Day
from hikiate.web.settings import workspace

_PACKS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Wallets:
    """Wallets of one asset, owner, tier and keeper: how many, how much together, and since when not looked at."""

    asset: str
    owner: str
    tier: str
    keeper: str
    count: int
    amount: int
    observed: date | None


def pack_of(day: Day) -> Path:
    """The folder in which the pack of a close is kept."""
    desk = workspace()
    found = next(desk.book.rows(CloseDone, result=day.result))
    return desk.store.place("packs", found.pack)


@lru_cache(maxsize=_PACKS_KEPT)
def exchange_of(pack: Path) -> Exchange:
    """The exchange as the pack describes it; a kept pack never changes."""
    return read_exchange((pack / EXCHANGE_FILE).read_text(encoding="utf-8-sig"))


@lru_cache(maxsize=_PACKS_KEPT)
def policies_of(pack: Path) -> tuple[Policy, ...] | None:
    """The policies; None where the pack has none to say."""
    file = pack / POLICIES_FILE
    return read_policies(file.read_text(encoding="utf-8-sig"), exchange_of(pack)) if file.is_file() else None


@lru_cache(maxsize=_PACKS_KEPT)
def wallets_of(pack: Path) -> tuple[Wallets, ...] | None:
    """The wallets summed by asset, owner, tier and keeper, in the order in which they stand; None without the table."""
    file = next(
        (pack / f"{HOLDINGS.name}{suffix}" for suffix in SUFFIXES if (pack / f"{HOLDINGS.name}{suffix}").is_file()),
        None,
    )
    if file is None:
        return None
    exchange = exchange_of(pack)
    rows = read_table(HOLDINGS, open_table(file, HOLDINGS), exchange)
    holdings = [Holding(row["row"], *(row[column.name] for column in HOLDINGS.columns)) for row in rows]
    sums: dict[tuple[str, str, str, str], list[Holding]] = {}
    for holding in holdings:
        sums.setdefault((holding.asset, holding.owner, holding.tier, holding.keeper), []).append(holding)
    return tuple(
        Wallets(*place, len(held), sum(holding.amount for holding in held), _observed(held, exchange))
        for place, held in sums.items()
    )


def _observed(held: list[Holding], exchange: Exchange) -> date | None:
    """The day since which one of them was not looked at, on the exchange's clock; None where none says when it was."""
    days = [_day(holding.observed_at, exchange) for holding in held if holding.observed_at is not None]
    return min(days, default=None)


def _day(on: date | datetime, exchange: Exchange) -> date:
    return on.astimezone(exchange.snapshot_at.tzinfo).date() if isinstance(on, datetime) else on
