"""Status: which of two numbers has more law behind it."""

from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.status import Status, weakest

statuses = st.lists(st.sampled_from(Status), max_size=8)


def test_statuses_run_from_a_fact_to_what_nobody_decided() -> None:
    """The order that every figure's status follows."""
    by_rank = sorted(Status, key=lambda status: status.rank)
    assert [status.value for status in by_rank] == [
        "input", "enacted", "proposed", "reported", "assumption", "undecided",
    ]  # fmt: skip
    assert [status.rank for status in by_rank] == list(range(6))


def test_what_stands_on_facts_alone_is_a_fact() -> None:
    """No input and only inputs that are facts come to the same."""
    assert weakest([]) is Status.INPUT
    assert weakest([Status.INPUT, Status.INPUT]) is Status.INPUT


@given(statuses, statuses)
def test_the_weakest_is_one_of_them_and_none_is_weaker(some: list[Status], more: list[Status]) -> None:
    """A further input can only weaken a figure, and their order does not matter."""
    found = weakest(some + more)
    assert found in [*some, *more, Status.INPUT]
    assert all(status.rank <= found.rank for status in some + more)
    assert found is weakest(more + some)
    assert found is weakest([weakest(some), weakest(more)])
