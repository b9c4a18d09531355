"""Splitting a balance, and fixed records: the same numbers as plain Python's whole numbers give."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.proofs.parts import part_counts, split
from hikiate.proofs.records import amount_bytes, amounts_of, bytes_of_hex, first_bits, flat_text, order_of, places_of

HALF = 2**64
LARGEST = 2**127 - 1


def halves(values: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers in two halves of 64 bits."""
    return np.array([v // HALF for v in values], np.uint64), np.array([v % HALF for v in values], np.uint64)


def by_the_format(amount: int, fractions: list[int]) -> list[int]:
    """The format's formula, in whole numbers of any size."""
    spare = amount - len(fractions) - 1
    edges = [0, *sorted(spare * fraction // HALF for fraction in fractions), spare]
    return [after - before + 1 for before, after in pairwise(edges)]


@given(st.data(), st.integers(0, 15))
def test_parts_are_those_of_the_formula_and_sum_to_the_balance(data: st.DataObject, cuts: int) -> None:
    """Each part is at least one unit, and nothing is lost between them."""
    amount = data.draw(st.integers(cuts + 1, LARGEST) | st.integers(cuts + 1, HALF + 1000))
    fractions = data.draw(st.lists(st.integers(0, HALF - 1), min_size=cuts, max_size=cuts))
    high, low = split(*halves([amount]), np.array([fractions], np.uint64).reshape(1, cuts))
    parts = [int(h) * HALF + int(lo) for h, lo in zip(high[0], low[0], strict=True)]
    assert parts == by_the_format(amount, fractions)
    assert sum(parts) == amount
    assert min(parts) >= 1


@pytest.mark.parametrize(("amount", "wanted"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (HALF, 3)])
def test_a_small_balance_has_as_many_parts_as_units(amount: int, wanted: int) -> None:
    """Of three parts asked for."""
    assert part_counts(*halves([amount]), 3).tolist() == [wanted]


@given(st.lists(st.integers(0, LARGEST)))
def test_amounts_are_written_and_read_again(values: list[int]) -> None:
    """Sixteen bytes each, the highest first."""
    written = amount_bytes(*halves(values))
    assert written.tobytes() == b"".join(value.to_bytes(16, "big") for value in values)
    high, low = amounts_of(written)
    assert [int(h) * HALF + int(lo) for h, lo in zip(high, low, strict=True)] == values


KEYS = st.lists(
    st.tuples(st.sampled_from([b"\0" * 8, b"\xff" * 8, b"samebyte"]), st.binary(min_size=24, max_size=24)).map(b"".join)
    | st.binary(min_size=32, max_size=32),
    unique=True,
)


@given(KEYS, KEYS)
def test_keys_are_ordered_and_found_as_bytes_are(keys: list[bytes], others: list[bytes]) -> None:
    """Also where many share their first eight bytes."""
    rows = np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 32)
    ordered = rows[order_of(rows)]
    assert [bytes(row) for row in ordered] == sorted(keys)
    asked = keys + others
    places = places_of(np.frombuffer(b"".join(asked), np.uint8).reshape(-1, 32), ordered)
    found = {key: place for place, key in enumerate(sorted(keys))}
    assert places.tolist() == [found.get(key, -1) for key in asked]


@given(st.lists(st.binary(min_size=32, max_size=32)), st.integers(0, 63))
def test_the_first_bits_are_those_of_the_number(keys: list[bytes], bits: int) -> None:
    """As the format takes a bucket from a seal."""
    rows = np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 32)
    assert first_bits(rows, bits).tolist() == [int.from_bytes(key, "big") >> (256 - bits) for key in keys]


def test_texts_become_bytes() -> None:
    """UTF-8 side by side with its offsets; hex of either case; nothing from nothing."""
    flat, offsets = flat_text(pl.Series(["引", "", "ab"]))
    assert (flat.tobytes(), offsets.tolist()) == ("引ab".encode(), [0, 3, 3, 5])
    assert flat_text(pl.Series([], dtype=pl.String))[1].tolist() == [0]
    assert bytes_of_hex(pl.Series(["00fF", "Ab09"])).tolist() == [[0, 255], [171, 9]]
