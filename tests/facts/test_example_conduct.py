"""The example's conduct: its tables fit a pack, and nobody in its plain trades trades with himself."""

import polars as pl
import pytest

from hikiate.facts.example import example
from hikiate.facts.example.conduct import FIRST_OF_PAIR, INSIDER, SECOND_OF_PAIR, WASHER, Conduct
from hikiate.facts.example.wallets import registry_text
from hikiate.facts.registry import read_registry
from hikiate.facts.tables import TABLES

ADDED = {"withdrawals", "deposits", "travel_records", "wallet_proofs", "accounts"}


@pytest.mark.parametrize("conduct", ["kept", "broken"])
def test_the_tables_have_the_columns_of_a_pack(conduct: Conduct) -> None:
    """And the trades have both sides, the same for the same seed."""
    made = example(5, 3, trades=50, conduct=conduct)
    assert made.tables.keys() >= ADDED
    for name in ADDED:
        assert made.tables[name].collect().columns == [column.name for column in TABLES[name].columns]
    trades = made.tables["trades"].collect()
    assert trades["buyer"].null_count() == trades["seller"].null_count() == 0
    assert trades["id"].is_unique().all()
    assert trades.equals(example(5, 3, trades=50, conduct=conduct).tables["trades"].collect())


def test_without_conduct_the_pack_is_as_it_was() -> None:
    """No table more, and trades without sides; without trades none are made up."""
    assert ADDED.isdisjoint(example(5, 3).tables)
    assert "trades" not in example(5, 3, conduct="broken").tables
    assert "buyer" not in example(5, 3, trades=50).tables["trades"].collect_schema()


def test_in_kept_trades_nobody_is_on_both_sides_and_in_broken_ones_the_planted_are() -> None:
    """Twenty-four to and fro, one with himself under one name and two under two, one insider."""
    kept, broken = (
        example(5, 3, trades=2_000, conduct=conduct).tables["trades"].collect() for conduct in ("kept", "broken")
    )
    assert kept.filter(pl.col("buyer") == pl.col("seller")).is_empty()
    assert broken.head(2_000).equals(kept)
    planted = broken.tail(-2_000)
    assert planted["buyer"].value_counts().sort("count", "buyer").rows() == [
        (INSIDER, 1),
        (WASHER, 1),
        ("washer-2", 1),
        ("washer-3", 1),
        (FIRST_OF_PAIR, 12),
        (SECOND_OF_PAIR, 12),
    ]


def test_a_broken_registry_is_still_one_that_can_be_read() -> None:
    """What is broken is what it says, not how it is written; each change is one."""
    whole, broken = read_registry(registry_text()), read_registry(example(5, 3, conduct="broken").registry)
    changed = {
        entry.provider: [name for name, value in entry._asdict().items() if value != getattr(before, name)]
        for entry in broken.providers
        if (before := whole.of(entry.provider)) and before != entry
    }
    assert changed == {
        "mihon-custody": ["substitute", "certificates"],
        "mihon-signing": ["contract_ends"],
        "mihon-cloud": ["last_review"],
    }
    assert len(broken.providers) == len(whole.providers) - 1
