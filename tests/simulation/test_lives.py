"""Some short lives hold on every store and come again exactly; one that breaks says how to see the same again."""

import pytest

from hikiate.operations.workspace import settlements
from simulation.figures import Figures
from simulation.lives import Asked, lived, store_of

SEED, DAYS = 119, 10
"""A life with a loss, its payouts, a bank's statements and late returns within so many days."""
INSOLVENT, LONGER = 107, 14


def test_a_life_in_memory_and_in_sqlite_comes_to_the_same() -> None:
    """Deposits and trades, losses and payouts, crashes and messages that come twice: nothing breaks on either."""
    memory, sqlite = (lived(Asked(SEED, DAYS, store)) for store in ("memory", "sqlite"))
    for life in (memory, sqlite):
        assert not life.broken, life.said
        assert sum(life.figures.days.values()) == DAYS
    # A verb that is struck is decided before or after it, as its touches of the store fall.
    for life in (memory, sqlite):
        del life.figures.done["decisions"]
    assert memory.figures.done == sqlite.figures.done


def test_an_insolvency_holds() -> None:
    """A life whose estate is opened in its first days."""
    life = lived(Asked(INSOLVENT, LONGER, "memory"))
    assert not life.broken, life.said
    assert life.figures.done["rounds"]


def test_a_life_holds_on_postgresql(postgres: str) -> None:
    """Some days of the same life."""
    life = lived(Asked(SEED, 5, "postgresql", postgres))
    assert not life.broken, life.said


def test_a_seed_comes_again_exactly() -> None:
    """The last decision seals everything before it: with the same seed it is the same, with another it is not."""
    heads = [lived(Asked(seed, 3, "memory")).head for seed in (1, 1, 2)]
    assert heads[0] == heads[1] != heads[2]


def test_a_break_names_seed_store_commit_and_the_call_that_repeats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that says nothing of what it did before breaks the life; the day is named too."""

    def known(*_words: object) -> dict[int, tuple[str, str]]:
        return {}

    monkeypatch.setattr(settlements, "known_outcomes", known)
    life = lived(Asked(SEED, DAYS, "memory"))
    assert life.broken
    assert f"BREAK seed {SEED}, store memory, {life.day}, commit " in life.said
    assert f"make replay SEED={SEED} DAYS={DAYS} STORE=memory" in life.said


def test_of_twenty_lives_three_are_lived_on_a_database() -> None:
    """Whatever the seeds begin with."""
    stores = [store_of(seed) for seed in range(1, 101)]
    assert {kind: stores.count(kind) for kind in set(stores)} == {"memory": 85, "sqlite": 10, "postgresql": 5}


def test_figures_are_summed_over_lives() -> None:
    """Days by store, harms by kind."""
    both = Figures()
    for kind in ("memory", "sqlite"):
        one = Figures(lives=1)
        one.days[kind] += 3
        one.harms["crash"] += 2
        both.add(one)
    said = "\n".join(both.lines())
    assert "exchange-days 6" in said
    assert "faults injected 4" in said
