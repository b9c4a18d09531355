"""Digests: canonical bytes that no two records share, and digests that a shell can check."""

import hashlib
import io

from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.digests import RunningDigest, beginning, canonical, digest, digests, sha256, stream_digest

fields = st.lists(st.text(max_size=20) | st.binary(max_size=20), max_size=6)


def as_bytes(record: list[str | bytes]) -> list[bytes]:
    """What a record says, whichever of its fields were written as text."""
    return [field.encode() if isinstance(field, str) else field for field in record]


def fields_of(canonical_bytes: bytes) -> list[bytes]:
    """Read canonical bytes back by their lengths alone."""
    stream = io.BytesIO(canonical_bytes)
    read = []
    while length := stream.read(8):
        read.append(stream.read(int.from_bytes(length, "big")))
    return read


def test_canonical_bytes_are_the_documented_ones() -> None:
    """Each field follows its length in eight bytes, the greatest first."""
    assert canonical(["引", b"\x00"]) == b"\0\0\0\0\0\0\0\x03" + "引".encode() + b"\0\0\0\0\0\0\0\x01\x00"
    assert canonical([]) == b""


@given(fields)
def test_canonical_bytes_can_be_read_back(record: list[str | bytes]) -> None:
    """As they can be read back to the same fields, no two different records share them."""
    assert fields_of(canonical(record)) == as_bytes(record)


@given(fields, fields)
def test_two_records_share_a_digest_only_when_they_say_the_same(
    one: list[str | bytes], other: list[str | bytes]
) -> None:
    """A boundary between fields cannot be moved without the digest showing it."""
    assert (digest("test/1", one) == digest("test/1", other)) == (as_bytes(one) == as_bytes(other))


def test_a_moved_boundary_shows() -> None:
    """The same letters in other fields are another record."""
    assert len({digest("test/1", record) for record in (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""])}) == 4


def test_the_domain_and_its_version_are_part_of_the_digest() -> None:
    """A record of one kind cannot pass for one of another kind, nor a domain for a first field."""
    assert digest("leaf/1", ["a"]) != digest("node/1", ["a"])
    assert digest("leaf/1", ["a"]) != digest("leaf/2", ["a"])
    assert digest("leaf/1", ["a"]) != digest("leaf/1a", [])


@given(fields, st.lists(st.text(max_size=20), max_size=4))
def test_many_digests_at_once_are_those_made_one_by_one(shared: list[str | bytes], last: list[str]) -> None:
    """What the records share is hashed once, and that does not show."""
    one_by_one = [digest("test/1", [*shared, field]) for field in last]
    assert digests("test/1", shared, last) == one_by_one
    assert [sha256(beginning("test/1", shared) + canonical([field])).hex() for field in last] == one_by_one


def test_a_digest_does_not_change_between_versions_of_the_software() -> None:
    """What an auditor wrote down years ago still answers to the same record."""
    preimage = b"\0\0\0\0\0\0\0\x0ehikiate/test/1" + b"\0\0\0\0\0\0\0\x01a"
    assert digest("test/1", ["a"]) == hashlib.sha256(preimage).hexdigest()
    assert digest("test/1", ["a"]) == "b6930f1f3a8ae8887fe368bd801a36f0cc4256b1dbeb7c4af6bf311596667300"


@given(st.binary(max_size=1000))
def test_a_file_has_the_digest_that_sha256sum_prints(content: bytes) -> None:
    """The digest of a file is that of its bytes and nothing else."""
    assert stream_digest(io.BufferedReader(io.BytesIO(content))) == hashlib.sha256(content).hexdigest()


@given(st.lists(st.lists(st.text(max_size=400), min_size=2, max_size=2), max_size=5))
def test_a_running_digest_is_that_of_the_canonical_bytes_one_after_another(records: list[list[str]]) -> None:
    """However long a field is: the faster way to the bytes leads to the same bytes."""
    running = RunningDigest("test/1")
    for record in records:
        running.add(record)
    whole = canonical(["hikiate/test/1"]) + b"".join(canonical(record) for record in records)
    assert running.text == hashlib.sha256(whole).hexdigest()
