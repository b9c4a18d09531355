"""Roots published from a workspace: each tied to a kept close, in a chain, one for each day."""

from dataclasses import replace
from datetime import date

from lives import Book, Life, by, refused

from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import CloseDone, ProofPublished
from hikiate.operations.workspace.proofs import publish_proof
from hikiate.proofs.root import DayRoot, Disputes


def root(life: Life, place: int, previous: str | None = None) -> DayRoot:
    """The root of a close, by its place among them."""
    with life.book.unit() as unit:
        close = list(unit.rows(CloseDone))[place]
    made = DayRoot("Aoba Exchange", close.as_of, {}, previous, close.pack, close.result, Disputes())
    return replace(made, day_root=made.made)


def test_roots_are_published_in_their_chain(book: Book) -> None:
    """Each a second time says so."""
    life = Life(book).begun()
    life.close(date(2026, 9, 2))
    first = root(life, 0)
    second = root(life, 1, first.day_root)
    for number, (published, file) in enumerate(((first, "a" * 64), (second, "b" * 64)), start=1):
        for already in (False, True):
            with book.unit() as unit:
                done = publish_proof(unit, life.act("mia"), published, file)
            assert (done.number, done.already) == (number, already)
    with book.unit() as unit:
        assert [row.day_root for row in unit.rows(ProofPublished)] == [first.day_root, second.day_root]


def test_a_root_that_does_not_belong_there_is_refused() -> None:
    """Altered, of no close here, a second of its day, not after the last, and between two."""
    life = Life(MemoryWorkspace()).begun()
    for day in (2, 3):
        life.close(date(2026, 9, day))
    first = root(life, 0)
    third = root(life, 2, first.day_root)
    with life.book.unit() as unit:
        publish_proof(unit, life.act("mia"), first, "a" * 64)

    def refusal(given: DayRoot, file: str = "c" * 64) -> list[str]:
        return refused(life, by(publish_proof, life.act("mia"), given, file))

    assert refusal(replace(first, day_root="0" * 64)) == ["proof.root_altered"]
    strange = replace(third, close_digest="1" * 64)
    assert refusal(replace(strange, day_root=strange.made)) == ["workspace.root"]
    assert refusal(first) == ["workspace.root"]
    assert refusal(root(life, 1)) == ["workspace.root"]
    with life.book.unit() as unit:
        publish_proof(unit, life.act("mia"), third, "c" * 64)
    assert refusal(root(life, 1, first.day_root), "d" * 64) == ["workspace.root"]
    assert refused(life, by(publish_proof, life.act("cho"), third, "c" * 64)) == ["workspace.user"]
