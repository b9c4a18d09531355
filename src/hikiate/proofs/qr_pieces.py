"""A proof as pieces for QR codes: text short enough for a phone's camera, that can be put together in any order.

A piece is `HK1/<number>/<count>/<check>/<text>`: numbers from 1, the first 8 hex digits of the SHA-256 of the whole,
and a part of the proof's JSON without blanks, in ASCII. The parts, in order, are the whole.
"""

import json

from hikiate.kernel.digests import sha256
from hikiate.proofs.proof import Proof, document

TEXT_MAX = 700
"""Characters of the proof in one piece; a code of so many is read from a screen or from paper at arm's length."""

_CHECK_DIGITS = 8


def pieces(proof: Proof) -> list[str]:
    """The pieces of a proof, in order."""
    # ASCII alone: scanners differ in how they read other letters.
    whole = json.dumps(document(proof), separators=(",", ":"))
    check = sha256(whole.encode()).hex()[:_CHECK_DIGITS]
    texts = [whole[start : start + TEXT_MAX] for start in range(0, len(whole), TEXT_MAX)]
    return [f"HK1/{number}/{len(texts)}/{check}/{text}" for number, text in enumerate(texts, start=1)]
