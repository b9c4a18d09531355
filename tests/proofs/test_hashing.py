"""Every engine gives hashlib's bytes: for leaves, nodes, HMACs and digests, whatever the count, length and machine."""

import hashlib
import hmac
import sys
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikiate.proofs import hashing
from hikiate.proofs.hashing import Engine, available, engine
from hikiate.proofs.hashing.compression import INITIAL_STATE, ROUND_CONSTANTS

PREFIX = bytes(range(64))
COUNTS = (0, 1, 3, 4, 15, 16, 17, 1000)
ENGINES = available()
FULL = 2**127 - 1


@pytest.fixture(scope="module", params=ENGINES)
def each(request: pytest.FixtureRequest) -> Engine:
    """Each engine that this machine can run, on two threads."""
    return engine(request.param, threads=2)


def octets(rows: int, size: int, seed: int = 1) -> npt.NDArray[np.uint8]:
    """Random bytes that are the same in every run."""
    return np.random.default_rng(seed).integers(0, 256, (rows, size), dtype=np.uint8)


def amounts(values: list[int]) -> npt.NDArray[np.uint8]:
    """Amounts as the tree writes them."""
    return np.frombuffer(b"".join(value.to_bytes(16, "big") for value in values), np.uint8).reshape(-1, 16)


def test_this_machine_can_run_what_its_cpu_offers() -> None:
    """At least numba's plain engine and hashlib are there wherever the tests run."""
    assert ENGINES[-2:] == ("plain", "hashlib")
    assert engine().name == ENGINES[0]


@pytest.mark.parametrize("count", COUNTS)
def test_leaves_are_those_of_hashlib(each: Engine, count: int) -> None:
    """The leaf hash covers prefix, seal and amount; the amount stands behind it."""
    seals, sums = octets(count, 32), amounts([index * 2**70 + 1 for index in range(count)])
    wanted = [
        hashlib.sha256(PREFIX + bytes(seal) + bytes(amount)).digest() + bytes(amount)
        for seal, amount in zip(seals, sums, strict=True)
    ]
    assert each.leaves(PREFIX, seals, sums).tobytes() == b"".join(wanted)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("height", [1, 2**31])
def test_nodes_are_those_of_hashlib(each: Engine, count: int, height: int) -> None:
    """The node hash covers both hashes, both sums and the height; the sum stands behind it."""
    records = octets(2 * count, 48)
    records[:, 32] &= 0x3F
    wanted = []
    for pair in records.reshape(count, 96):
        total = int.from_bytes(bytes(pair[32:48]), "big") + int.from_bytes(bytes(pair[80:]), "big")
        digest = hashlib.sha256(PREFIX + bytes(pair) + height.to_bytes(4, "big")).digest()
        wanted.append(digest + total.to_bytes(16, "big"))
    assert each.nodes(PREFIX, records, height).tobytes() == b"".join(wanted)


@pytest.mark.parametrize("rows", [1, 20_000])
def test_threads_share_the_rows_without_a_gap(each: Engine, rows: int) -> None:
    """Enough rows for two threads give what hashlib gives for each of them."""
    seals, sums = octets(rows, 32), amounts([1] * rows)
    assert (each.leaves(PREFIX, seals, sums) == engine("hashlib").leaves(PREFIX, seals, sums)).all()


@pytest.mark.parametrize(
    ("left", "right"), [(2**64 - 1, 1), (2**126, 2**126 - 1), (FULL, 0), (0, FULL), (2**64, 2**64 - 1)]
)
def test_a_sum_carries_across_its_halves(each: Engine, left: int, right: int) -> None:
    """Sums are exact up to 2^127 - 1."""
    records = np.concatenate([octets(2, 32), amounts([left, right])], axis=1)
    made = each.nodes(PREFIX, np.ascontiguousarray(records), 1)
    assert int.from_bytes(made[0, 32:].tobytes(), "big") == left + right


@pytest.mark.parametrize(("left", "right"), [(FULL, 1), (FULL, FULL), (2**126, 2**126)])
@pytest.mark.parametrize("before", [0, 5, 20_000])
def test_a_sum_too_large_is_refused(each: Engine, left: int, right: int, before: int) -> None:
    """One sum beyond 2^127 - 1 among many is enough, wherever it stands."""
    records = np.concatenate([octets(2 * before + 2, 32), amounts([1] * 2 * before + [left, right])], axis=1)
    with pytest.raises(OverflowError):
        each.nodes(PREFIX, np.ascontiguousarray(records), 1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 200), st.integers(1, 20), st.sampled_from([1, 16, 32, 63, 64]))
def test_hmacs_are_those_of_the_standard_library(length: int, count: int, key_bytes: int) -> None:
    """Messages of any length, keys up to a block."""
    keys, messages = octets(count, key_bytes, seed=length), octets(count, length, seed=count)
    wanted = b"".join(
        hmac.digest(bytes(key), bytes(message), "sha256") for key, message in zip(keys, messages, strict=True)
    )
    assert {name: engine(name).hmacs(keys, messages).tobytes() for name in ENGINES} == dict.fromkeys(ENGINES, wanted)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=20), st.binary(max_size=80))
def test_digests_are_those_of_hashlib(messages: list[bytes], prefix: bytes) -> None:
    """Messages of different lengths side by side, behind a prefix of any length."""
    flat = np.frombuffer(b"".join(messages), np.uint8)
    offsets = np.cumsum([0, *map(len, messages)]).astype(np.int64)
    wanted = b"".join(hashlib.sha256(prefix + message).digest() for message in messages)
    made = {name: engine(name).digests(prefix, flat, offsets).tobytes() for name in ENGINES}
    assert made == dict.fromkeys(ENGINES, wanted)


def test_the_standards_own_vectors_hold(each: Engine) -> None:
    """FIPS 180-4's messages and the fourth case of RFC 4231."""
    messages = [b"abc", b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"]
    flat, offsets = np.frombuffer(b"".join(messages), np.uint8), np.array([0, 3, 59])
    assert [row.tobytes().hex() for row in each.digests(b"", flat, offsets)] == [
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ]
    key = np.arange(1, 26, dtype=np.uint8).reshape(1, -1)
    message = np.full((1, 50), 0xCD, np.uint8)
    assert each.hmacs(key, message).tobytes().hex() == (
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    )


def test_the_constants_are_those_of_the_standard() -> None:
    """Roots of the first primes, made and not copied."""
    assert (INITIAL_STATE[0], INITIAL_STATE[7]) == (0x6A09E667, 0x5BE0CD19)
    assert (ROUND_CONSTANTS[0], ROUND_CONSTANTS[63]) == (0x428A2F98, 0xC67178F2)


@pytest.mark.parametrize(
    ("features", "wanted"),
    [
        (None, ("hashlib",)),
        ({}, ("plain", "hashlib")),
        ({"avx2": True}, ("vector", "plain", "hashlib")),
        ({"sha": True, "ssse3": True, "sse4.1": True}, ("sha_ni", "plain", "hashlib")),
        ({"sha": True, "avx2": True}, ("vector", "plain", "hashlib")),
    ],
)
def test_a_machine_runs_what_its_cpu_has(features: Mapping[str, bool] | None, wanted: tuple[str, ...]) -> None:
    """Without numba hashlib is left; without an instruction the next engine is chosen."""
    assert available(lambda: features) == wanted


def test_without_numba_hashlib_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numba may be absent, and the proof is still made."""
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(hashing, "find_spec", lambda _name: None)
    hashing._cpu_features.cache_clear()
    try:
        assert engine().name == "hashlib"
    finally:
        hashing._cpu_features.cache_clear()


@pytest.mark.parametrize("name", ["sha512", ""])
def test_an_engine_that_is_none_is_refused(name: str) -> None:
    """The refusal says which there are."""
    with pytest.raises(ValueError, match="hashlib"):
        engine(name)
