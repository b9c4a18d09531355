"""Secrets of second factors as the database keeps them: sealed with a key that comes from the workspace's own."""

import base64

from cryptography.fernet import Fernet
from django.conf import settings

from hikiate.kernel.digests import hmac_sha256


def sealed(text: str) -> str:
    """A secret, sealed."""
    return _box().encrypt(text.encode()).decode("ascii")


def unsealed(text: str) -> str:
    """A secret that was sealed here; InvalidToken where it was not."""
    return _box().decrypt(text.encode("ascii")).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac_sha256(settings.SECRET_KEY.encode(), b"hikiate second factors")))
