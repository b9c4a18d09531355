"""Iterations: a determination made again as more becomes known, and what earlier ones have paid by then."""

from dataclasses import dataclass

import polars as pl

from hikiate.kernel.findings import Given, Refused
from hikiate.remedy.incident import Incident
from hikiate.remedy.kinds.payout import EARLIER_OF_ANOTHER, RETURNED_UNKNOWN
from hikiate.remedy.payouts.ledger import PAID_SCHEMA


@dataclass(frozen=True, slots=True)
class Iteration:
    """The iteration before: `paid` (PAID_SCHEMA) is all that was paid up to it, `determination` its table as text.

    `digest` is that of its summary's file.
    """

    number: int
    incident: str
    exchange: str
    pack_digest: str
    digest: str
    paid: pl.DataFrame
    determination: pl.DataFrame


def require_same(earlier: Iteration, incident: Incident, exchange: str) -> None:
    """Refused where the earlier iteration is of another incident or another exchange."""
    if (earlier.incident, earlier.exchange) != (incident.id, exchange):
        raise Refused(
            [
                EARLIER_OF_ANOTHER.at(
                    Given("earlier"), incident=earlier.incident, exchange=earlier.exchange, wanted=incident.id
                )
            ]
        )


def paid_so_far(earlier: Iteration | None, returned: frozenset[str]) -> pl.DataFrame:
    """What was paid by earlier iterations and did not come back (PAID_SCHEMA); `returned` are keys of payments.

    Refused for a key that nobody paid under.
    """
    paid = pl.DataFrame(schema=PAID_SCHEMA) if earlier is None else earlier.paid
    unknown = sorted(returned - set(paid["key"]))
    if unknown:
        raise Refused(RETURNED_UNKNOWN.at("returned", key=key) for key in unknown)
    return paid.filter(~pl.col("key").is_in(list(returned)))
