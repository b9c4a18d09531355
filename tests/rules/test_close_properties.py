"""What holds of every close, whatever the pack: no silent loss of a number, no influence that should not be."""

import random

import pytest
from full_packs import HEADERS, RULEBOOKS, FullPack, full_packs
from graphs import assert_sound
from hypothesis import given
from hypothesis import strategies as st
from packs import books, exchange, law_with

from hikiate.kernel.results import Result, document, document_text
from hikiate.operations.close import close

BOOKS = books(*RULEBOOKS, law=law_with("jp-2026-reported", "haircut_crypto", "0.5"))
"""Coins count half, so that prices and tokens matter to the reserve too."""

TABLES = [*HEADERS, "policies"]
STANDS_FOR = {"trades": {"trades", "volumes"}}
"""Without trades a close asks for volumes, the table in whose place they stood."""


def closed_whole(whole: FullPack) -> Result:
    """The close of a full pack."""
    return close(whole.built(), BOOKS)


def values(result: Result) -> dict[str, tuple[object, ...]]:
    """Each figure without the rows it cites."""
    return {f.name: (f.value, f.unit, f.status, frozenset(f.inputs)) for f in result.figures.values()}


def marks(result: Result) -> set[tuple[object, ...]]:
    """Each finding by kind, place and day."""
    return {(f.code, f.severity, f.where, f.due) for f in result.findings}


@given(full_packs())
def test_every_figure_is_cited_no_stronger_than_its_inputs_and_ends_in_facts_or_law(whole: FullPack) -> None:
    """The tree of every figure can be walked down to what was handed in and to articles."""
    assert_sound(closed_whole(whole))


@given(full_packs())
def test_the_same_pack_closes_to_the_same_bytes(whole: FullPack) -> None:
    """Nothing of the clock, of chance or of an earlier close enters a result."""
    assert document_text(document(closed_whole(whole))) == document_text(document(closed_whole(whole)))


@pytest.mark.parametrize("table", TABLES)
@given(whole=full_packs())
def test_a_table_taken_away_never_changes_a_number_without_a_finding_that_names_it(table: str, whole: FullPack) -> None:
    """A figure that had another value, or none, with the table there stands beside a finding about that table."""
    before, after = closed_whole(whole), closed_whole(whole.without(table))
    numbers = {name: figure.value for name, figure in after.figures.items()}
    lost = [figure.name for figure in before.figures.values() if numbers.get(figure.name) != figure.value]
    new = [name for name in numbers if name not in before.figures]
    names = STANDS_FOR.get(table, {table})
    said = [f for f in after.findings if f.where in names or any(f"table {name}" in f.en.found for name in names)]
    fresh = {(f.code, f.where) for f in said} - {(f.code, f.where) for f in before.findings}
    if lost or new:
        assert fresh, (lost, new)


@given(full_packs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure_and_no_finding(whole: FullPack, order: random.Random) -> None:
    """What counts is what the rows say, not which comes first."""
    shuffled = FullPack({name: list(rows) for name, rows in whole.rows.items()}, whole.policies)
    for rows in shuffled.rows.values():
        order.shuffle(rows)
    assert values(closed_whole(shuffled)) == values(closed_whole(whole))
    assert marks(closed_whole(shuffled)) == marks(closed_whole(whole))


@given(full_packs())
def test_the_order_of_assets_changes_no_figure_and_no_finding(whole: FullPack) -> None:
    """The order in which exchange.toml names the assets is a matter of taste."""
    of = exchange()
    turned = exchange()
    object.__setattr__(turned, "assets", dict(reversed(list(of.assets.items()))))
    one, other = close(whole.built(of), BOOKS), close(whole.built(turned), BOOKS)
    assert (values(one), marks(one)) == (values(other), marks(other))


@given(full_packs(), st.integers(2, 1000))
def test_more_of_one_coin_leaves_the_figures_of_every_other_alone(whole: FullPack, times: int) -> None:
    """Nothing is netted across assets: what does not stand on a fact about ETH does not move with ETH."""
    before, after = closed_whole(whole), closed_whole(whole.scaled("ETH", times))
    alone = [name for name in before.figures if not any(".ETH" in leaf for leaf in leaves(before, name))]
    assert alone
    assert {name: before.figures[name].value for name in alone} == {name: after.figures[name].value for name in alone}


@given(full_packs())
def test_shortfall_and_what_is_held_make_what_is_required(whole: FullPack) -> None:
    """Nothing is lost between the requirement, what stands against it and what is missing."""
    figures = closed_whole(whole).figures
    if "reserve.held" in figures:
        required, held = figures["reserve.required"].number, figures["reserve.held"].number
        assert figures["reserve.shortfall"].number + min(held, required) == required
        assert held == figures["reserve.fund"].number + figures["reserve.insurance_credit"].number


@given(full_packs())
def test_the_tiers_of_an_asset_make_what_is_held(whole: FullPack) -> None:
    """Every customer holding is in exactly one tier."""
    figures = closed_whole(whole).figures
    for name in [name for name in figures if name.startswith("segregation.") and name.endswith(".held")]:
        asset = name.split(".")[1]
        other = figures.get(f"input.holdings.{asset}.customer.other")
        tiers = figures[f"segregation.{asset}.hot"].number + figures[f"segregation.{asset}.cold"].number
        assert figures[name].number == tiers + (other.number if other else 0)


def leaves(result: Result, name: str) -> set[str]:
    """The names of a figure and of everything that it stands on."""
    reached, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += result.figures[current].inputs
    return reached
