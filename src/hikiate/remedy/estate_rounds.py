"""Rounds of an estate that were run before, and what they paid."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """The run of an earlier round: `paid` (PAID_SCHEMA) is all that was paid up to it; `digest` is its summary's."""

    number: int
    estate: str
    exchange: str
    digest: str
    paid: pl.DataFrame
