"""Roots and proofs read strictly: everything that is wrong with a file is named at once, by its place."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hikiate.kernel.findings import Refused
from hikiate.proofs import proof as proofs
from hikiate.proofs import root as roots
from hikiate.proofs.buckets import build, kept_nodes, node_of, top_levels
from hikiate.proofs.hashing import engine
from hikiate.proofs.proof import read_proof
from hikiate.proofs.root import read_root
from hikiate.proofs.tree import (
    Node,
    Shape,
    SumRefused,
    Tree,
    bucket_bits,
    bucket_depth,
    first_bits,
    leaf,
    padding,
    parent,
)
from hikiate.proofs.verification import document as verification_document
from hikiate.proofs.verification import verify

FOLDER = Path(__file__).parents[1] / "vectors" / "proofs" / "included" / "several_assets_and_a_debt"


def plain(name: str) -> dict[str, Any]:
    """A document of a vector, to be changed."""
    read: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return read


def written(document: object) -> bytes:
    """A document's bytes."""
    return json.dumps(document).encode()


def places(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Where faults are."""
    return [fault.where for fault in refused.value.faults]


def test_what_is_read_is_written_again() -> None:
    """Both documents are the same after a round."""
    assert roots.document(read_root(written(plain("ROOT.json")))) == plain("ROOT.json")
    assert proofs.document(read_proof(written(plain("proof.json")), "p")) == plain("proof.json")


def test_all_faults_of_a_root_are_named_together() -> None:
    """Each by its key."""
    root = plain("ROOT.json")
    root |= {"exchange": "", "previous": 3, "assets": {"BTC": {**root["assets"]["BTC"], "leaves": "1", "debt": []}}}
    root["disputes"]["open"] = True
    with pytest.raises(Refused) as refused:
        read_root(written(root))
    assert places(refused) == [
        "ROOT.json key exchange",
        "ROOT.json key assets.BTC.debt",
        "ROOT.json key assets.BTC.leaves",
        "ROOT.json key previous",
        "ROOT.json key disputes.open",
    ]


def test_all_faults_of_a_proof_are_named_together() -> None:
    """A key that is missing is named once, and not by what would have stood there."""
    proof = plain("proof.json")
    del proof["key"]
    proof["lines"][0]["path"] = [["00", "1"], "step"]
    proof["lines"][1]["path"] = 7
    proof["lines"][2]["path"] = [["0" * 64, "1"]] * 65
    proof["lines"][3]["position"] = str(2**64)
    proof["lines"].append("line")
    with pytest.raises(Refused) as refused:
        read_proof(written(proof), "p")
    assert places(refused) == [
        "p",
        "p key lines.0.path.0.0",
        "p key lines.0.path.1.0",
        "p key lines.0.path.1.1",
        "p key lines.1.path",
        "p key lines.2.path",
        "p key lines.3.position",
        f"p key lines.{len(proof['lines']) - 1}",
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"{}", "p"), (b"3", "p"), (b'{"schema": "hikiate/root/1"}', "p key schema"), (b'{"schema": 7}', "p key schema")],
)
def test_another_document_is_named_once(content: bytes, place: str) -> None:
    """Not by every key that it lacks."""
    with pytest.raises(Refused) as refused:
        read_proof(content, "p")
    assert places(refused) == [place]


@pytest.mark.parametrize(
    ("content", "en", "ja"),
    [
        (b" \n", "an empty file", "空のファイル"),
        (b"{}x", "more after the end of the document, from line 1 on", "文書の終わりの後の余分なデータ（1 行目から）"),
        (b'{"a": "b', "a document that breaks off in line 1", "途中で切れている文書（1 行目）"),
        (b'{"a": \n', "a document that breaks off in line 2", "途中で切れている文書（2 行目）"),
        (b"{'a': 1}", "what is no JSON, in line 1", "JSON として読み取れない内容（1 行目）"),
        (b"\xff\xfe", "bytes that are no text in UTF-8", "UTF-8 の文字列でないデータ"),
        (b"[" * 100_000, "lists within lists, deeper than any document has", "文書にはあり得ない深さの入れ子"),
        (b'{"a": 1, "a": 2}', "the key a twice", "二度現れるキー a"),
        (b'{"a": 1.5}', "the number 1.5", "数値 1.5"),
        (b'{"a": 01}', "what is no JSON, in line 1", "JSON として読み取れない内容（1 行目）"),
    ],
    ids=["empty", "more", "broken", "ended", "no_json", "no_text", "deep", "twice", "fraction", "zero"],
)
def test_what_is_no_document_is_told_in_both_languages(content: bytes, en: str, ja: str) -> None:
    """No word of a programming language reaches a person."""
    with pytest.raises(Refused) as refused:
        read_proof(content, "p")
    (fault,) = refused.value.faults
    assert (fault.en.found, fault.ja.found) == (en, ja)


def test_keys_that_lack_and_keys_too_many_are_named() -> None:
    """Not the keys that are right."""
    document = plain("proof.json")
    del document["key"]
    document["kee"] = ""
    with pytest.raises(Refused) as refused:
        read_proof(written(document), "p")
    assert [fault.en.found for fault in refused.value.faults] == ["no key key; an unknown key kee"]
    assert [fault.ja.found for fault in refused.value.faults] == ["キー key がありません、不明なキー kee"]


def test_a_list_that_is_none_is_a_fault() -> None:
    """Lines in an object have no order."""
    with pytest.raises(Refused) as refused:
        read_proof(written({**plain("proof.json"), "lines": {}}), "p")
    assert places(refused) == ["p key lines"]


def test_assets_that_are_no_object_are_a_fault() -> None:
    """A list of assets has no names."""
    with pytest.raises(Refused) as refused:
        read_root(written({**plain("ROOT.json"), "assets": []}))
    assert places(refused) == ["ROOT.json key assets"]


def test_what_was_checked_is_told_as_plain_values() -> None:
    """Balances and debts where all holds; none where anything fails."""
    proof, root = read_proof(written(plain("proof.json")), "p"), read_root(written(plain("ROOT.json")))
    told = verification_document(verify(proof, root))
    assert (told["included"], told["balances"], told["debts"]) == (
        True,
        {"BTC": "0.5", "ETH": "12345.678901234567890123", "JPY": "1000000"},
        {"BTC": "0.07"},
    )
    changed = plain("proof.json")
    changed["customer"] = "C9"
    told = verification_document(verify(read_proof(written(changed), "p"), root))
    assert (told["included"], told["balances"], told["debts"]) == (False, {}, {})


def test_a_sum_too_large_is_no_node() -> None:
    """One unit beyond 2^127 - 1."""
    tree = Tree("E", "now", "BTC", 8, "liability")
    with pytest.raises(SumRefused):
        parent(tree, Node(bytes(32), 2**127 - 1), Node(bytes(32), 1), 1)


@pytest.mark.parametrize(
    ("leaves", "bits"), [(0, 0), (1, 0), (65_536, 0), (65_537, 1), (131_072, 1), (131_073, 2), (15_000_000, 8)]
)
def test_buckets_grow_with_the_leaves(leaves: int, bits: int) -> None:
    """A bucket holds 2^15 to 2^16 leaves on average."""
    assert bucket_bits(leaves) == bits


@pytest.mark.parametrize(("fullest", "depth"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (65_537, 17)])
def test_a_bucket_has_room_for_the_fullest(fullest: int, depth: int) -> None:
    """And no level more."""
    assert bucket_depth(fullest) == depth


def test_buckets_of_any_filling_are_the_plain_tree() -> None:
    """Empty, odd and full buckets, built by arrays, against one hash at a time."""
    tree, bits = Tree("E", "now", "BTC", 8, "liability"), 3
    seals = [
        bytes([first]) + bytes([number]) * 31
        for first, count in ((0, 5), (64, 1), (160, 8), (250, 3))
        for number in range(count)
    ]
    depth = bits + bucket_depth(8)
    shape = Shape(len(seals), depth, bits)
    rows = np.frombuffer(b"".join(seal + (7).to_bytes(16, "big") for seal in reversed(seals)), np.uint8).reshape(-1, 48)
    built = build(engine("hashlib"), tree, rows, shape, range(8))
    level: list[Node] = []
    for bucket in range(8):
        mine = [leaf(tree, seal, 7) for seal in seals if first_bits(seal, bits) == bucket]
        level += mine + [padding(tree, 0)] * (8 - len(mine))
    for height in range(1, depth + 1):
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [parent(tree, left, right, height) for left, right in pairs]
    tops = top_levels(engine("hashlib"), tree, built.tops, shape)
    assert node_of(tops[-1].tobytes()) == level[0]
    counts = np.array([sum(first_bits(seal, bits) == bucket for seal in seals) for bucket in range(8)])
    assert len(built.nodes) == kept_nodes(counts, shape.bucket_depth).sum()
    assert len(build(engine("hashlib"), tree, rows[:0], shape, range(8)).nodes) == 0
