"""What a surveillance of trades gives: alerts, and the studies behind them."""

from dataclasses import dataclass

from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.events import Study
from hikiate.conduct.surveillance.measures import Measures


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was looked at and what was seen. `has_parties` is whether the trades say who bought and who sold."""

    alerts: tuple[Alert, ...]
    studies: tuple[Study, ...]
    has_parties: bool
    measures: Measures
