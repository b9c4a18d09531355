"""A proof in pieces: each is marked, and together they are the proof."""

import json
import re
from pathlib import Path

from hikiate.kernel.digests import sha256
from hikiate.proofs.proof import document, read_proof
from hikiate.proofs.qr_pieces import TEXT_MAX, pieces

VECTORS = Path(__file__).parents[1] / "vectors" / "proofs" / "included"


def test_the_pieces_of_a_proof_are_the_proof_again() -> None:
    """Of every vector, whatever letters are in its names."""
    for file in sorted(VECTORS.glob("*/proof.json")):
        proof = read_proof(file.read_bytes(), "proof.json")
        made = [re.fullmatch(r"HK1/(\d+)/(\d+)/([0-9a-f]{8})/(.+)", piece, re.ASCII) for piece in pieces(proof)]
        parts = [match.groups() for match in made if match is not None]
        assert len(parts) == len(made)
        whole = "".join(text for *_, text in parts)
        assert [(int(number), int(count)) for number, count, *_ in parts] == [
            (n + 1, len(made)) for n in range(len(made))
        ]
        assert {check for *_, check, _ in parts} == {sha256(whole.encode()).hex()[:8]}
        assert max(len(text) for *_, text in parts) <= TEXT_MAX
        assert whole.isascii()
        assert json.loads(whole) == document(proof)
        assert read_proof(whole.encode(), "whole") == proof
