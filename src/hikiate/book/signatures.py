"""Signed notices: HMAC-SHA-256 over the moment of sending and the body, so that neither can be changed or sent again.

A notice bears `Hikiate-Timestamp` (seconds since 1970) and `Hikiate-Signature` (`v1=` and 64 hex digits), which is the
HMAC of the timestamp's digits, a full stop and the bytes of the body, under a secret that both sides hold. A receiver
refuses one whose moment is further from its own clock than the window, and drops one whose id it has seen.

Example: secret `k`, moment 1, body `{}` are signed over the bytes `1.{}`.
"""

import re

from hikiate.kernel.digests import are_equal, hmac_sha256

WINDOW_SECONDS = 300
"""How far the moment of sending may be from the receiver's clock."""

_VERSION = "v1="
_DIGITS = re.compile(r"[0-9]{1,15}", re.ASCII)


def signature(secret: bytes, timestamp: int, body: bytes) -> str:
    """The signature of a body at a moment in seconds since 1970."""
    return _VERSION + hmac_sha256(secret, f"{timestamp}.".encode() + body).hex()


def is_authentic(secret: bytes, timestamp: str, body: bytes, signed: str, *, now: int) -> bool:
    """Whether a body was signed under the secret at a moment within the window; `timestamp` as the header bears it."""
    if not _DIGITS.fullmatch(timestamp) or abs(now - int(timestamp)) > WINDOW_SECONDS:
        return False
    return are_equal(signed.encode(), signature(secret, int(timestamp), body).encode())
