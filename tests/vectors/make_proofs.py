"""Makes the vectors of the proof of liabilities, the same bytes every time: `python tests/vectors/make_proofs.py`.

A vector is a folder with ROOT.json, proof.json and vector.toml, which says in one sentence what it is, the verdict, and
the first check that fails. A tree here is a plain list of leaves, hashed one at a time, as slowly as the format reads.
"""

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from plain_day import LARGEST, Balances, Day, Document, written

from hikiate.proofs import root as roots
from hikiate.proofs.root import Disputes
from hikiate.proofs.seals import who
from hikiate.proofs.tree import Tree, padding

FOLDER = Path(__file__).parent / "proofs"


def simple(**ties: Any) -> Day:  # noqa: ANN401 - as above
    """Five customers, three assets, a debt, equal balances, and 18 decimals beyond 63 bits."""
    balances: Balances = {
        ("C1", "BTC", "liability"): [50_000_000],
        ("C2", "BTC", "liability"): [50_000_000],
        ("C3", "BTC", "liability"): [1],
        ("C4", "BTC", "liability"): [2_000_000_000],
        ("C5", "BTC", "liability"): [3],
        ("C1", "ETH", "liability"): [12_345_678_901_234_567_890_123],
        ("C2", "ETH", "liability"): [1],
        ("C1", "JPY", "liability"): [1_000_000],
        ("C1", "BTC", "debt"): [7_000_000],
        ("C4", "BTC", "debt"): [1],
    }
    return Day(balances, **ties)


def one(amount: int = 5, asset: str = "BTC", customer: str = "C1", count: int = 1) -> Day:
    """So many customers with one asset, the named one first."""
    others: Balances = {(f"other {index}", asset, "liability"): [index + 1] for index in range(count - 1)}
    return Day({(customer, asset, "liability"): [amount], **others})


def crowd() -> Day:
    """More leaves than one bucket takes."""
    balances: Balances = {(f"C{index}", "JPY", "liability"): [index] for index in range(1, 65_602)}
    return Day(balances)


Vector = tuple[str, str, str, str, int, bytes, bytes]
"""Verdict, name, sentence, first failing check, attack, and the bytes of root and proof."""


def included() -> Iterator[Vector]:
    """Proofs that hold."""
    previous = {"previous": who("yesterday").hex(), "disputes": Disputes(3, 1, 2, 1, 40, who("head").hex())}
    odd = 'C"1\\ 名'
    split: Balances = {
        ("C1", "BTC", "liability"): [2, 1, 2],
        ("C2", "BTC", "liability"): [9],
        ("C1", "BTC", "debt"): [1],
    }
    for name, sentence, day, customer in (
        ("one_customer_alone", "One leaf is a tree of depth 0.", one(), "C1"),
        ("two_customers", "Two leaves and nothing else.", one(count=2), "C1"),
        ("three_customers_and_padding", "The fourth place is padding.", one(count=3), "C1"),
        ("several_assets_and_a_debt", "Three assets, 18 decimals, a debt in a tree of its own.", simple(), "C1"),
        ("equal_balances", "Two customers of the same balance have leaves of their own.", simple(), "C2"),
        ("the_largest_total", "A total of 2^127 - 1 minor units.", Day({("C1", "ETH", "liability"): [LARGEST - 1], ("C2", "ETH", "liability"): [1]}), "C1"),
        ("parts", "A balance in three parts, and a debt.", Day(split), "C1"),
        ("odd_customer_number", "A number with a quote, a backslash, a blank and a kanji.", one(customer=odd, count=4), odd),
        ("a_day_in_a_chain", "A root with a day before it and disputes.", simple(**previous), "C1"),
        ("buckets", "More leaves than one bucket takes.", crowd(), "C30000"),
    ):  # fmt: skip
        yield "included", name, sentence, "", 0, written(day.root), written(day.proof(customer))


Change = Callable[[Document, Document], None]


def _path(proof: Document, line: int = 0) -> list[list[str]]:
    path: list[list[str]] = proof["lines"][line]["path"]
    return path


def _restate(root: Document) -> None:
    """Give a changed root the day root that its fields make."""
    root["day_root"] = roots.read_root(written(root)).made


def _set(*keys: Any, value: Any) -> Change:  # noqa: ANN401 - keys and values of a document
    def change(_root: Document, proof: Document) -> None:
        place: Any = proof
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def _shift_sums(_root: Document, proof: Document) -> None:
    path = _path(proof)
    path[0][1], path[1][1] = str(int(path[0][1]) + 1), str(int(path[1][1]) - 1)


def _smaller_neighbour(root: Document, proof: Document) -> None:
    largest = max(_path(proof), key=lambda step: int(step[1]))
    largest[1] = str(int(largest[1]) - 50_000_000)
    root["assets"]["BTC"]["total"] = str(Decimal(root["assets"]["BTC"]["total"]) - Decimal("0.5"))
    _restate(root)
    proof["day_root"] = root["day_root"]


def _wrap_around(_root: Document, proof: Document) -> None:
    _path(proof)[0][1] = str(LARGEST)


def _false_padding(_root: Document, proof: Document) -> None:
    _path(proof)[0][1] = "0"


def _padding_with_sum(root: Document, proof: Document) -> None:
    tree = Tree(root["exchange"], root["as_of"], "BTC", 8, "liability")
    _path(proof)[0][0] = padding(tree, 0).hash.hex()


def _node_as_leaf(_root: Document, proof: Document) -> None:
    line = proof["lines"][0]
    line["position"] = str(int(line["position"]) // 2)
    del line["path"][0]


def _longer(_root: Document, proof: Document) -> None:
    _path(proof).append(_path(proof)[-1])


def _swap_steps(_root: Document, proof: Document) -> None:
    path = _path(proof)
    path[0], path[1] = path[1], path[0]


def _swap_hashes(_root: Document, proof: Document) -> None:
    path = _path(proof)
    path[0][0], path[1][0] = path[1][0], path[0][0]


def _debt_as_liability(_root: Document, proof: Document) -> None:
    proof["lines"] = [dict(line, ledger="liability") for line in proof["lines"] if line["ledger"] == "debt"]


def _twice(_root: Document, proof: Document) -> None:
    proof["lines"].insert(1, copy.deepcopy(proof["lines"][0]))


def _reorder(_root: Document, proof: Document) -> None:
    proof["lines"].reverse()


def _no_lines(_root: Document, proof: Document) -> None:
    proof["lines"] = []


def _other_place(_root: Document, proof: Document) -> None:
    proof["lines"][0]["position"] = str(int(proof["lines"][0]["position"]) ^ 1)


def _root_total(root: Document, proof: Document) -> None:
    root["assets"]["BTC"]["total"] = "1000"
    _restate(root)
    proof["day_root"] = root["day_root"]


def _root_leaves(root: Document, proof: Document) -> None:
    root["assets"]["BTC"]["leaves"] += 1
    _restate(root)
    proof["day_root"] = root["day_root"]


def _root_field(*keys: str, value: Any) -> Change:  # noqa: ANN401 - as above
    def change(root: Document, _proof: Document) -> None:
        place: Any = root
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def _whole_chain(root: Document, _proof: Document) -> None:
    root["previous"] = who("another yesterday").hex()
    _restate(root)


REFUSED: tuple[tuple[str, str, str, int, Change], ...] = (
    ("sums_shifted_between_siblings", "The total is kept, one sibling's sum is moved to another.", "total_or_tree", 1, _shift_sums),
    ("neighbours_and_total_made_smaller", "A sibling's sum and the published total are smaller by the same amount, as if the sum did not stand in the hash.", "tree", 1, _smaller_neighbour),
    ("sum_wraps_around", "A sibling's sum takes the total beyond 2^127 - 1.", "path", 2, _wrap_around),
    ("amount_of_zero", "A line of nothing.", "amount", 2, _set("lines", 0, "amount", value="0")),
    ("sibling_counts_for_nothing", "A sibling's sum is put to zero, as if it were padding.", "padding", 3, _false_padding),
    ("padding_with_a_sum", "Padding that counts for something.", "padding", 3, _padding_with_sum),
    ("node_as_leaf", "A path that begins one step higher.", "shape", 5, _node_as_leaf),
    ("path_too_long", "One step more than the tree is deep.", "shape", 5, _longer),
    ("position_beyond_the_tree", "A place that the tree does not have.", "shape", 5, _set("lines", 0, "position", value="4096")),
    ("another_customers_leaf", "The proof of one customer under another's number.", "tree", 6, _set("customer", value="C2")),
    ("debt_as_liability", "What a customer owes shown as what is owed to the customer.", "shape_or_tree", 8, _debt_as_liability),
    ("root_changed", "A field of the root was changed and its day root kept.", "root", 10, _root_field("pack_digest", value="0" * 64)),
    ("disputes_changed", "Disputes were taken out of the root and its day root kept.", "root", 9, _root_field("disputes", "filed", value=7)),
    ("another_chain", "A root of the same trees with another day before it.", "day", 10, _whole_chain),
    ("total_changed", "A total changed in the root, and the day root made anew.", "total", 2, _root_total),
    ("leaves_changed", "The number of leaves changed in the root, and the day root made anew.", "tree", 5, _root_leaves),
    ("amount_changed", "Another amount in the line.", "total", 0, _set("lines", 0, "amount", value="0.50000001")),
    ("amount_too_fine", "More decimals than the asset has.", "amount", 7, _set("lines", 0, "amount", value="0.500000001")),
    ("key_of_another", "Another key, so another seal.", "tree", 6, _set("key", value="5" * 64)),
    ("another_exchange", "The name of another exchange.", "day", 11, _set("exchange", value="Other")),
    ("another_moment", "Another moment.", "day", 10, _set("as_of", value="2026-09-17T23:59:59+09:00")),
    ("asset_unknown", "A line of an asset that the root does not have.", "lines", 0, _set("lines", 0, "asset", value="XRP")),
    ("steps_reordered", "Two steps of the path exchanged.", "tree", 0, _swap_steps),
    ("hashes_exchanged", "The hashes of two steps exchanged, their sums kept.", "tree", 0, _swap_hashes),
    ("other_side", "The sibling taken for the leaf's place.", "tree", 0, _other_place),
    ("line_twice", "The same line two times.", "lines", 0, _twice),
    ("lines_reordered", "Lines in another order.", "lines", 0, _reorder),
    ("part_missing", "A line that says it is the second part, without a first.", "lines", 0, _set("lines", 0, "part", value="1")),
    ("no_lines", "A proof of nothing.", "lines", 0, _no_lines),
    ("cut_hash_of_another_step", "A sibling's hash with its end put to zero.", "tree", 4, lambda _root, proof: _path(proof)[0].__setitem__(0, _path(proof)[0][0][:16] + "0" * 48)),
)  # fmt: skip


def refused() -> Iterator[Vector]:
    """Proofs that are well formed and do not hold."""
    day = simple()
    for name, sentence, check, attack, change in REFUSED:
        root, proof = copy.deepcopy(day.root), day.proof("C1")
        change(root, proof)
        yield "refused", name, sentence, check, attack, written(root), written(proof)
    other = simple(previous=who("yesterday").hex())
    yield "refused", "proof_of_another_day_root", "A proof against another root of the day.", "day", 10, written(other.root), written(day.proof("C1"))  # fmt: skip
    bucketed = crowd()
    proof = bucketed.proof("C30000")
    line = proof["lines"][0]
    line["position"] = str(int(line["position"]) ^ 1 << (bucketed.root["assets"]["JPY"]["depth"] - 1))
    yield "refused", "place_in_another_bucket", "A place in a bucket that the seal does not name.", "shape", 5, written(bucketed.root), written(proof)  # fmt: skip


MALFORMED_ATTACKS = {
    "amount_negative": 2,
    "amount_blank": 2,
    "hash_cut": 4,
    "amount_with_trailing_zero": 7,
    "amount_with_exponent": 7,
    "part_with_leading_zero": 7,
    "key_twice": 7,
}
"""The attacks that are refused before anything is hashed."""


def malformed() -> Iterator[Vector]:
    """Files that are not written as the format says."""
    day = simple()
    root, proof = written(day.root), written(day.proof("C1"))
    text = proof.decode()
    amount = '"amount": "0.5"'
    for name, sentence, content in (
        ("cut_short", "The end is missing.", proof[: len(proof) // 2]),
        ("bytes_after_the_end", "Something follows the document.", proof + b"x"),
        ("empty", "No bytes at all.", b""),
        ("binary", "No text.", bytes(range(256))),
        ("byte_order_mark", "A mark before the document.", b"\xef\xbb\xbf" + proof),
        ("utf_16", "Another encoding.", text.encode("utf-16")),
        ("key_twice", "The amount stands twice.", text.replace(amount, f'{amount},\n   {amount}', 1).encode()),
        ("key_unknown", "A key that the format does not have.", text.replace(amount, f'{amount},\n   "note": "x"', 1).encode()),
        ("key_missing", "No position.", text.replace('"position"', '"place"', 1).encode()),
        ("hash_in_capitals", "Hex digits in capitals.", text.replace(proof_key(text), proof_key(text).upper(), 1).encode()),
        ("hash_cut", "A hash of 64 bits.", text.replace(proof_key(text), proof_key(text)[:16], 1).encode()),
        ("amount_as_number", "The amount is a JSON number.", text.replace(amount, '"amount": 0.5', 1).encode()),
        ("amount_negative", "A negative amount.", text.replace(amount, '"amount": "-0.5"', 1).encode()),
        ("amount_blank", "A blank amount.", text.replace(amount, '"amount": ""', 1).encode()),
        ("amount_with_trailing_zero", "The same amount in another spelling.", text.replace(amount, '"amount": "0.50"', 1).encode()),
        ("amount_with_exponent", "The same amount with an exponent.", text.replace(amount, '"amount": "5e-1"', 1).encode()),
        ("part_as_number", "The part is a JSON number.", text.replace('"part": "0"', '"part": 0', 1).encode()),
        ("part_with_leading_zero", "The same number in another spelling.", text.replace('"part": "0"', '"part": "00"', 1).encode()),
        ("part_with_blank", "A blank in a number.", text.replace('"part": "0"', '"part": "0 "', 1).encode()),
        ("part_with_plus", "A sign.", text.replace('"part": "0"', '"part": "+0"', 1).encode()),
        ("part_in_other_digits", "Digits of another script.", text.replace('"part": "0"', '"part": "０"', 1).encode()),
        ("not_a_number", "NaN in place of text.", text.replace(amount, '"amount": NaN', 1).encode()),
        ("customer_null", "No customer.", text.replace('"customer": "C1"', '"customer": null', 1).encode()),
        ("lone_surrogate", "Text that is no text.", text.replace('"customer": "C1"', '"customer": "\\ud800"', 1).encode()),
        ("ledger_unknown", "A ledger that there is not.", text.replace('"ledger": "liability"', '"ledger": "equity"', 1).encode()),
        ("another_schema", "A document of another version.", text.replace("hikiate/proof/1", "hikiate/proof/2", 1).encode()),
        ("a_list", "No object.", b"[]\n"),
        ("step_of_three", "A step with something more.", text.replace('",\n     "', '",\n     "0",\n     "', 1).encode()),
    ):  # fmt: skip
        yield "malformed", name, sentence, "", MALFORMED_ATTACKS.get(name, 0), root, content
    for name, sentence, old, new in (
        ("root_depth_as_exponent", "A whole number written as 1e0.", '"depth": 1,', '"depth": 1e0,'),
        ("root_depth_with_point", "A whole number written as 1.0.", '"depth": 1,', '"depth": 1.0,'),
        ("root_key_twice", "A key of the root twice.", '"previous": null', '"previous": null,\n "previous": null'),
        ("root_scale_signed_zero", "A zero with a sign.", '"scale": 0', '"scale": -0'),
        (
            "root_count_beyond_53_bits",
            "A count that not every reader reads exactly.",
            '"filed": 0',
            '"filed": 9007199254740992',
        ),
        ("root_total_too_fine", "A total with more decimals than the scale.", '"scale": 8', '"scale": 0'),
    ):
        changed = root.decode().replace(old, new, 1)
        assert changed.encode() != root, name
        yield "malformed", name, sentence, "", 0, changed.encode(), proof


def proof_key(text: str) -> str:
    """The key that stands in a proof."""
    return str(json.loads(text)["key"])


def vectors() -> Iterator[Vector]:
    """Every vector."""
    yield from included()
    yield from refused()
    yield from malformed()


def files() -> dict[str, bytes]:
    """Every file of every vector, by its path below FOLDER."""
    made: dict[str, bytes] = {}
    for verdict, name, sentence, check, attack, root, proof in vectors():
        folder = f"{verdict}/{name}"
        said = f"sentence = {json.dumps(sentence)}\nverdict = {json.dumps(verdict)}\n"
        said += f"checks = {json.dumps(check.split('_or_'))}\n" if check else ""
        said += f"attack = {attack}\n" if attack else ""
        made |= {f"{folder}/ROOT.json": root, f"{folder}/proof.json": proof, f"{folder}/vector.toml": said.encode()}
    return made


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, content in files().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
