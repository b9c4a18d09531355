"""Attack 12: what a proof shows of other customers, and that no more can be made of the proofs of several days."""

from pathlib import Path

from test_prove import EXCHANGE, ROWS, SECRETS, made, pack

from hikiate.facts.raw import RawPack
from hikiate.kernel.results import document_text
from hikiate.proofs.proof import Proof, document
from hikiate.storage.proof_store import open_store


def proven(place: Path, raw: RawPack, customer: str = "C1") -> Proof:
    """A customer's proof of a day."""
    made(raw, place)
    with open_store(place) as store:
        found = store.proof(customer)
    assert found is not None
    return found


def test_a_proof_names_nobody_else_and_shows_one_sum_for_each_step(tmp_path: Path) -> None:
    """Neither other customers' numbers nor anybody's secret; of each asset as many sums as the tree is deep."""
    proof = proven(tmp_path / "p", pack())
    text = document_text(document(proof))
    for other in {row[0] for row in ROWS} - {"C1"}:
        assert f'"{other}"' not in text
    for _, secret in SECRETS:
        assert secret.lower() not in text.lower()
    assert all(len(line.path) <= 3 for line in proof.lines)


def test_days_cannot_be_laid_side_by_side(tmp_path: Path) -> None:
    """The next day has other keys, and none of the hashes of the day before, though not one balance changed."""
    first = proven(tmp_path / "p", pack())
    of = pack()
    later = RawPack(EXCHANGE.replace("09-18T", "09-19T"), None, None, of.tables, digest="d" * 64)
    second = proven(tmp_path / "q", later)
    assert first.key != second.key
    hashes = [{node.hash for line in one.lines for node in line.path if node.sum} for one in (first, second)]
    assert hashes[0]
    assert not hashes[0] & hashes[1]
