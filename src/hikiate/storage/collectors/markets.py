"""Prices of markets through ccxt, the extra `prices`: the last minute that had ended by the snapshot."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Quoted, Wanted

_MINUTE = timedelta(minutes=1)
_LOOKED_BACK = 60
_PRICE = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class MarketSource:
    """An exchange as ccxt knows it, the markets (BASE/QUOTE) that are asked, and settings that ccxt takes."""

    name: str
    exchange: str
    markets: Sequence[str]
    old_max: timedelta = timedelta(minutes=10)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, wanted: Wanted) -> Answer:
        """The close of each market's last minute up to the snapshot; Behind where it is too old."""
        try:
            import ccxt  # noqa: PLC0415 - an extra, loaded where a market is asked
        except ImportError:
            raise NoAnswer("hikiate[prices] is not installed") from None
        if self.exchange not in ccxt.exchanges:
            raise NoAnswer("an exchange that ccxt does not know")
        market = getattr(ccxt, self.exchange)({"enableRateLimit": True, "timeout": 20_000, **self.settings})
        # Numbers stay the text that the exchange sent, and never become binary ones.
        market.number = str
        try:
            quoted = tuple(self._quoted(market, symbol, wanted.at) for symbol in self.markets)
        except ccxt.BaseError as error:
            raise NoAnswer(type(error).__name__) from None
        return Answer(quoted=quoted)

    def _quoted(self, market: Any, symbol: str, at: datetime) -> Quoted:  # noqa: ANN401 - ccxt's exchanges have no type in common
        since = int((at - _LOOKED_BACK * _MINUTE).timestamp() * 1000)
        ended = int((at - _MINUTE).timestamp() * 1000)
        candles = [one for one in market.fetch_ohlcv(symbol, "1m", since, _LOOKED_BACK + 1) if int(one[0]) <= ended]
        if not candles:
            raise Behind(f"{symbol} -")
        begun, *_, price, _ = max(candles, key=lambda one: int(one[0]))
        end = datetime.fromtimestamp(int(begun) / 1000, UTC) + _MINUTE
        if at - end > self.old_max:
            raise Behind(f"{symbol} {end.isoformat()}")
        if not _PRICE.fullmatch(str(price)):
            raise NoAnswer(f"{symbol}: a price that is none")
        base, _, quote = symbol.partition("/")
        return Quoted(end.astimezone(at.tzinfo).isoformat(), base, quote.partition(":")[0], str(price), self.name)
