"""Alerts: what was seen, about whom, in which stretch of time, and why it was said; never that anybody did wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from hikiate.kernel.digests import digest
from hikiate.kernel.wording import Term

AlertKind = Literal["insider", "event", "position", "self_trade", "ping_pong"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `numbers` are what it rests on, as exact text, by their names; `words` explain it by them.

    The id is the digest of kind, subject, market and stretch, so the same look at the same trades gives the same id,
    under which it can be closed.
    """

    kind: AlertKind
    subject: str
    market: str
    starts: datetime
    ends: datetime
    words: Term
    numbers: Mapping[str, str]

    @property
    def id(self) -> str:
        """The alert's name: the first 16 hex digits of its digest."""
        moments = [moment.astimezone(UTC).isoformat() for moment in (self.starts, self.ends)]
        return digest("alert/1", [self.kind, self.subject, self.market, *moments])[:16]
