"""Digests: SHA-256 over hand-written canonical bytes with a domain and a version in front.

The only module that imports hashlib and hmac. A record's bytes are its fields in a fixed order, each with its length
before it, so no two different records share their bytes and no library's formatting can change them.
"""

import hashlib
import hmac
from collections.abc import Iterable
from io import BufferedReader

_LENGTH_BYTES = 8
_SHORT_MAX = 256
_SHORT = [length.to_bytes(_LENGTH_BYTES, "big") for length in range(_SHORT_MAX)]


def sha256(message: bytes) -> bytes:
    """SHA-256 (32 bytes) of a message whose layout the caller has fixed."""
    return hashlib.sha256(message).digest()


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """HMAC with SHA-256 (32 bytes; RFC 2104)."""
    return hmac.digest(key, message, "sha256")


def are_equal(given: bytes, wanted: bytes) -> bool:
    """Whether two secrets or signatures are the same, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given, wanted)


def canonical(fields: Iterable[str | bytes]) -> bytes:
    """The fields in order, each as UTF-8 with its length (8 bytes, big-endian) before it."""
    encoded = [field.encode() if isinstance(field, str) else field for field in fields]
    return b"".join(len(field).to_bytes(_LENGTH_BYTES, "big") + field for field in encoded)


def digest(domain: str, fields: Iterable[str | bytes]) -> str:
    """SHA-256 (64 hex digits) of the fields under `domain`, which names the kind of record and its version."""
    return hashlib.sha256(canonical([f"hikiate/{domain}"]) + canonical(fields)).hexdigest()


def digests(domain: str, shared: Iterable[str | bytes], last: Iterable[str]) -> list[str]:
    """The digests of many records that differ in their last field alone: each is `digest(domain, [*shared, field])`."""
    begun = hashlib.sha256(beginning(domain, shared))
    made = []
    for field in last:
        encoded = field.encode()
        length = len(encoded)
        ended = begun.copy()
        ended.update((_SHORT[length] if length < _SHORT_MAX else length.to_bytes(_LENGTH_BYTES, "big")) + encoded)
        made.append(ended.hexdigest())
    return made


def beginning(domain: str, shared: Iterable[str | bytes]) -> bytes:
    """The bytes that such records have in common; what follows is `canonical([field])` of the last."""
    return canonical([f"hikiate/{domain}"]) + canonical(shared)


def stream_digest(stream: BufferedReader) -> str:
    """SHA-256 (64 hex digits) of a file's bytes, the same that `sha256sum` prints."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def length_bytes(length: int) -> bytes:
    """A length as it stands before a field."""
    return _SHORT[length] if length < _SHORT_MAX else length.to_bytes(_LENGTH_BYTES, "big")


def fast_canonical(fields: Iterable[str]) -> bytes:
    """The bytes of `canonical` over texts, made faster; those of some fields and of the rest are those of all."""
    parts = []
    for field in fields:
        encoded = field.encode()
        parts.append(length_bytes(len(encoded)))
        parts.append(encoded)
    return b"".join(parts)


class RunningDigest:
    """SHA-256 over records that stream past, under `domain`; every record has the same number of fields, or says it."""

    def __init__(self, domain: str) -> None:
        self._hash = hashlib.sha256(canonical([f"hikiate/{domain}"]))

    def add(self, fields: Iterable[str]) -> None:
        """Take in the next record, its fields in a fixed order."""
        self._hash.update(fast_canonical(fields))

    def take(self, encoded: bytes) -> None:
        """Take in what `fast_canonical` made of the next fields."""
        self._hash.update(encoded)

    @property
    def text(self) -> str:
        """64 hex digits over all records so far."""
        return self._hash.hexdigest()
