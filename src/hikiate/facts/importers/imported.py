"""What an importer is given and what it gives back: raw files, options, tables, a drafted exchange, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import polars as pl

from hikiate.kernel.findings import Finding

Tier = Literal["cold", "hot", "trust", "bank"]
FileFormat = Literal["csv", "parquet"]

MARKET = r"[A-Za-z0-9.-]+/[A-Za-z0-9.-]+"
"""A market as base/quote; a contract, which ccxt marks by what it is settled in after a colon, is none."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file of columns as read. `first_row` is the number a person gives to its first row (2 below a CSV header)."""

    name: str
    rows: pl.DataFrame
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class RawText:
    """A file that is no plain table, as its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the files do not say themselves. Everything may be left out; what is then missing is a fault or a finding.

    `market` is "BASE/QUOTE"; `day` picks one snapshot of several and `version` one of several of that day; `tier` is
    said of every imported holding. The rest goes into a drafted `exchange.toml`. `file_format` None means Parquet for
    trades and CSV for holdings.
    """

    market: str | None = None
    day: date | None = None
    version: str | None = None
    tier: Tier | None = None
    name: str | None = None
    jurisdiction: str = "JP"
    reporting_currency: str = "JPY"
    snapshot_at: datetime | None = None
    rulebooks: tuple[str, ...] = ("jp-2026-reported", "jp-psa")
    file_format: FileFormat | None = None


@dataclass(frozen=True, slots=True)
class AssetDraft:
    """The number of an asset's decimals and its kind: fiat, crypto or stablecoin."""

    scale: int
    kind: Literal["fiat", "crypto", "stablecoin"]


@dataclass(frozen=True, slots=True)
class ExchangeDraft:
    """What `exchange.toml` needs, as far as the files and the options say it.

    `undeclared` are assets whose decimals nobody stated: an existing `exchange.toml` must declare them. `places` are
    the most decimals that the tables write an asset with, as far as they were counted: it must declare as many.
    """

    name: str
    jurisdiction: str
    reporting_currency: str
    snapshot_at: datetime
    assets: Mapping[str, AssetDraft]
    rulebooks: tuple[str, ...]
    undeclared: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """Tables of a pack with text columns, the exchange they speak of, and what was found on the way."""

    tables: Mapping[str, pl.DataFrame]
    exchange: ExchangeDraft
    findings: tuple[Finding, ...] = field(default=())


def drafted(
    name: str, assets: Sequence[str], known: Mapping[str, AssetDraft], snapshot_at: datetime, options: ImportOptions
) -> ExchangeDraft:
    """The draft for `assets` and the reporting currency; `name` and `snapshot_at` yield to the options."""
    wanted = sorted({*assets, options.reporting_currency})
    return ExchangeDraft(
        name=options.name or name,
        jurisdiction=options.jurisdiction,
        reporting_currency=options.reporting_currency,
        snapshot_at=options.snapshot_at or snapshot_at,
        assets={asset: known[asset] for asset in wanted if asset in known},
        rulebooks=options.rulebooks,
        undeclared=tuple(asset for asset in wanted if asset not in known),
    )
