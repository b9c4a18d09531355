"""The engines: one interface to SHA-256 in bulk, computed by numba's kernels or, without numba, by hashlib."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.digests import hmac_sha256, sha256
from hikiate.proofs.records import Bytes

Offsets: TypeAlias = npt.NDArray[np.int64]

RECORD_BYTES = 48
HASH_BYTES = 32

_BLOCK_BYTES = 64
_ROWS_PER_THREAD_MIN = 4_096
_WORD = np.uint64


class Engine(Protocol):
    """SHA-256 over many messages at once. Every array is uint8, C-contiguous, a record a row."""

    @property
    def name(self) -> str:
        """What the engine is called: sha_ni, vector, plain or hashlib."""

    def leaves(self, prefix: bytes, seals: Bytes, amounts: Bytes) -> Bytes:
        """sha256(prefix ‖ seal ‖ amount) ‖ amount for seals (n, 32) and amounts (n, 16): shape (n, 48).

        `prefix` is 64 bytes.
        """

    def nodes(self, prefix: bytes, records: Bytes, height: int) -> Bytes:
        """sha256(prefix ‖ left ‖ right ‖ height) ‖ sum for pairs of records (2n, 48): shape (n, 48).

        `prefix` is 64 bytes. OverflowError where a sum passes 2^127 - 1.
        """

    def hmacs(self, keys: Bytes, messages: Bytes) -> Bytes:
        """HMAC-SHA-256 for keys (n, at most 64) and messages (n, m): shape (n, 32)."""

    def digests(self, prefix: bytes, flat: Bytes, offsets: Offsets) -> Bytes:
        """sha256(prefix ‖ message) for the n messages between n + 1 offsets into flat bytes: shape (n, 32)."""


class Hashlib:
    """One message at a time, on any machine."""

    name = "hashlib"

    def leaves(self, prefix: bytes, seals: Bytes, amounts: Bytes) -> Bytes:
        """See Engine."""
        rows = zip(_split(seals), _split(amounts), strict=True)
        return _joined((sha256(prefix + seal + amount) + amount for seal, amount in rows), RECORD_BYTES)

    def nodes(self, prefix: bytes, records: Bytes, height: int) -> Bytes:
        """See Engine."""
        tail = height.to_bytes(4, "big")
        pairs = _split(records.reshape(-1, 2 * RECORD_BYTES))
        return _joined((sha256(prefix + pair + tail) + _sum(pair) for pair in pairs), RECORD_BYTES)

    def hmacs(self, keys: Bytes, messages: Bytes) -> Bytes:
        """See Engine."""
        rows = zip(_split(keys), _split(messages), strict=True)
        return _joined((hmac_sha256(key, message) for key, message in rows), HASH_BYTES)

    def digests(self, prefix: bytes, flat: Bytes, offsets: Offsets) -> Bytes:
        """See Engine."""
        octets, edges = flat.tobytes(), offsets.tolist()
        return _joined((sha256(prefix + octets[start:end]) for start, end in pairwise(edges)), HASH_BYTES)


def _split(rows: Bytes) -> list[bytes]:
    size, octets = rows.shape[1], rows.tobytes()
    return [octets[start : start + size] for start in range(0, len(octets), size)] if size else [b""] * len(rows)


def _joined(rows: Iterable[bytes], size: int) -> Bytes:
    return np.frombuffer(b"".join(rows), np.uint8).reshape(-1, size)


def _sum(pair: bytes) -> bytes:
    left, right = pair[HASH_BYTES:RECORD_BYTES], pair[RECORD_BYTES + HASH_BYTES :]
    total = int.from_bytes(left, "big") + int.from_bytes(right, "big")
    if total > MINOR_UNITS_MAX:
        raise OverflowError(total)
    return total.to_bytes(16, "big")


class Compiled:
    """Kernels compiled for this CPU, on several threads; `lanes` messages at once on each."""

    def __init__(self, name: str, lanes: int, threads: int) -> None:
        from hikiate.proofs.hashing import kernels  # noqa: PLC0415 - numba is slow to load, and may be absent

        self.name, self.threads, self._kernels = name, threads, kernels
        self._lanes = (0,) * lanes

    def leaves(self, prefix: bytes, seals: Bytes, amounts: Bytes) -> Bytes:
        """See Engine."""
        out = np.empty((len(seals), RECORD_BYTES), np.uint8)
        ends = _padding(_BLOCK_BYTES - RECORD_BYTES, b"", len(prefix) + RECORD_BYTES)
        given = self.midstate(prefix), ends, _words(seals), _words(amounts), _words(out)
        self._run(len(out), lambda start, end: self._kernels.leaves(self._lanes, *given, start, end))
        return out

    def nodes(self, prefix: bytes, records: Bytes, height: int) -> Bytes:
        """See Engine."""
        out = np.empty((len(records) // 2, RECORD_BYTES), np.uint8)
        tail = height.to_bytes(4, "big")
        ends = _padding(2 * (_BLOCK_BYTES - RECORD_BYTES), tail, len(prefix) + 2 * RECORD_BYTES + len(tail))
        given = self.midstate(prefix), ends, _words(records), _words(out)
        fits = self._run(len(out), lambda start, end: self._kernels.nodes(self._lanes, *given, start, end))
        if not all(fits):
            raise OverflowError("a sum beyond 2^127 - 1")
        return out

    def hmacs(self, keys: Bytes, messages: Bytes) -> Bytes:
        """See Engine."""
        blocks = np.zeros((len(keys), _BLOCK_BYTES), np.uint8)
        blocks[:, : keys.shape[1]] = keys
        out = np.empty((len(keys), HASH_BYTES), np.uint8)
        given = _words(blocks), np.ascontiguousarray(messages), _words(out)
        self._run(len(out), lambda start, end: self._kernels.hmacs(self._lanes, *given, start, end))
        return out

    def digests(self, prefix: bytes, flat: Bytes, offsets: Offsets) -> Bytes:
        """See Engine."""
        out = np.empty((len(offsets) - 1, HASH_BYTES), np.uint8)
        given = np.frombuffer(prefix, np.uint8).copy(), np.array(flat), offsets, _words(out)
        self._run(len(out), lambda start, end: self._kernels.digests(self._lanes, *given, start, end))
        return out

    def midstate(self, prefix: bytes) -> npt.NDArray[np.uint32]:
        """The state (1, 8) after a prefix of whole blocks."""
        state = np.empty((1, 8), np.uint32)
        self._kernels.midstate(self._lanes, np.frombuffer(prefix, _WORD).reshape(-1, 8).copy(), state)
        return state

    def _run(self, rows: int, part: Callable[[int, int], bool | None]) -> list[bool | None]:
        """Share rows among the threads, a whole range each; what each of them gave."""
        threads = max(1, min(self.threads, rows // _ROWS_PER_THREAD_MIN))
        if threads == 1:
            return [part(0, rows)]
        edges = [rows * thread // threads for thread in range(threads + 1)]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(part, edges[:-1], edges[1:]))


def _words(rows: Bytes) -> npt.NDArray[np.uint64]:
    return np.ascontiguousarray(rows).view(_WORD)


def _padding(size: int, tail: bytes, message: int) -> npt.NDArray[np.uint64]:
    """What ends a message of so many bytes: `size` bytes of its last block, that begin with `tail`."""
    padded = (tail + b"\x80").ljust(size - 8, b"\0") + (message * 8).to_bytes(8, "big")
    return np.frombuffer(padded, _WORD).reshape(1, -1).copy()
