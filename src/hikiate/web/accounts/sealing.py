"""Secrets as the database keeps them: sealed with keys that come from the workspace's own, one for each purpose.

The workspace's key stands in a file of the workspace and never in the database, so that a copy of the database alone,
or a backup of it, gives nobody a second factor or a session.
"""

import base64
from typing import Literal

from cryptography.fernet import Fernet
from django.conf import settings

from hikiate.kernel.digests import hmac_sha256

Purpose = Literal["second factors", "sessions", "names of sessions"]


def sealed(text: str, purpose: Purpose = "second factors") -> str:
    """A secret, sealed."""
    return _box(purpose).encrypt(text.encode()).decode("ascii")


def unsealed(text: str, purpose: Purpose = "second factors") -> str:
    """A secret that was sealed here for this purpose; InvalidToken where it was not."""
    return _box(purpose).decrypt(text.encode("ascii")).decode()


def fingerprint(text: str, purpose: Purpose) -> str:
    """64 hex digits by which a secret is found again, and which say nothing of it to whoever lacks the key."""
    return hmac_sha256(_key(purpose), text.encode()).hex()


def _box(purpose: Purpose) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: Purpose) -> bytes:
    return hmac_sha256(settings.SECRET_KEY.encode(), f"hikiate {purpose}".encode())
