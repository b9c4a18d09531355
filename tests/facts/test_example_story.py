"""The example on earlier days, in order but for the troubles that it says it has; and its incident."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.example import example
from hikiate.facts.example.history import BREAK_BEFORE, HOT_BEFORE, earlier
from hikiate.facts.example.incident import (
    ASSET,
    DESTINATIONS_FILE,
    FROZEN_FILE,
    LIST_FILE,
    PAYEES_FILE,
    incident_text,
    papers,
)
from hikiate.facts.pack import read_pack
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.kernel.findings import Severity
from hikiate.operations.close import close
from hikiate.storage.lawbooks import library
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.packs import open_pack

LAST = date(2026, 11, 20)
DAYS = [LAST - timedelta(days=before) for before in range(14, -1, -1)]
CUSTOMERS = 40


def breaches(folder: Path, before: int) -> set[str]:
    """The codes of the breaches and doubts that a close of a day finds, besides the reserve's own."""
    made = earlier(example(CUSTOMERS, 7), CUSTOMERS, 7, DAYS, before)
    evidence = {POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry}
    write_pack(folder, exchange=made.exchange, tables=made.tables, file_format="parquet", evidence=evidence)
    pack = read_pack(open_pack(folder))
    assert pack.exchange.snapshot_at.date() == DAYS[-1 - before]
    found = close(pack, library().choose(pack.exchange.rulebooks), None).findings
    return {finding.code for finding in found if finding.severity is not Severity.NOTE} - {"reserve.short"}


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (1, set()),
        (14, set()),
        (BREAK_BEFORE, {"recon.break"}),
        (HOT_BEFORE, {"segregation.guarantee_short", "segregation.hot_loss_uncovered"}),
    ],
)
def test_each_day_has_its_own_trouble_or_none(tmp_path: Path, before: int, wanted: set[str]) -> None:
    """A break on one day, hot ether without guarantee assets on another, and nothing on the rest."""
    assert breaches(tmp_path / "pack", before) == wanted


def test_an_earlier_day_is_the_same_again_and_has_the_same_customers() -> None:
    """With less in all and nobody left with nothing."""
    last = example(CUSTOMERS, 7)
    tables = [earlier(last, CUSTOMERS, 7, DAYS, 9).tables["balances"].collect() for _ in range(2)]
    assert tables[0].equals(tables[1])
    now = last.tables["balances"].collect()
    assert tables[0]["customer"].to_list() == now["customer"].to_list()
    assert (tables[0]["amount"] > 0).all()
    both = now.select("asset", now="amount").with_columns(then=tables[0]["amount"])
    assert both.group_by("asset").sum().filter(pl.col("then") >= pl.col("now")).is_empty()


def test_the_incidents_papers_name_everybody_and_let_some_wait() -> None:
    """Every holder has a name; one is listed, one frozen, and some have no address."""
    made = example(2_000, 1)
    beside = papers(made.tables["balances"])
    holders = made.tables["balances"].filter(pl.col("asset") == ASSET).collect()
    assert beside[PAYEES_FILE]["customer"].to_list() == holders["customer"].to_list()
    assert beside[PAYEES_FILE]["name"].null_count() == 0
    assert beside[PAYEES_FILE].filter(pl.col("name") == beside[LIST_FILE]["name"].item()).height == 1
    assert beside[FROZEN_FILE].height == 1
    assert 0 < beside[DESTINATIONS_FILE].height < holders.height
    lost = tomllib.loads(incident_text(made.tables["holdings"].collect()))["loss"][0]["quantity"]
    assert Decimal(lost) > 0
