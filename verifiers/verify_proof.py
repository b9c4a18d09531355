#!/usr/bin/env python3
"""Verifies one customer's proof of liabilities against a published day root, with Python's standard library alone.

    python3 verify_proof.py PROOF.json ROOT.json [--json] [--lang ja|en]

Ends with 0 where the customer's balances are included, 1 where they are not, 2 where a file is malformed. The format is
docs/proof-format.md, version 1; every function below is one paragraph of it. Read from the bottom up, or trust nothing
and write your own: the vectors in tests/vectors/proofs tell whether it is right.
"""

import argparse
import hashlib
import hmac
import json
import re
import sys

LIMIT = 4_194_304
LARGEST = 2**127 - 1
WHOLE_LARGEST = 2**53 - 1
LEDGERS = ["liability", "debt"]
ROOT_KEYS = "schema exchange as_of assets previous pack_digest close_digest disputes day_root".split()
TREE_KEYS = "root total leaves depth bucket_bits".split()
COUNTS = "filed open answered overdue checked".split()
PROOF_KEYS = "schema exchange as_of day_root customer key lines".split()
LINE_KEYS = "asset ledger part amount position path".split()
HEX, NUMBER, DECIMAL = r"[0-9a-f]{64}", r"0|[1-9][0-9]*", r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"

SENTENCES = {
    "root": ("The day root is made of what ROOT.json states.", "当日の証明値は ROOT.json の内容と一致する。"),
    "day": ("The proof is of this exchange, moment and day root.", "証明書の取引所・基準時点・証明値が一致する。"),
    "lines": ("There are lines, each once, no part missing.", "明細があり、重複も欠落もない。"),
    "amount": ("The amount is one of this asset, above zero.", "数量はこの資産の正の数量である。"),
    "shape": ("The path fits the tree, the place fits the customer.", "経路は木に、位置は利用者に対応する。"),
    "padding": ("Empty places count for nothing.", "空きの場所は合計に影響しない。"),
    "path": ("The sums stay in bounds up to the top.", "頂点までの合計が上限内である。"),
    "total": ("The sum at the top is the published total.", "頂点の合計は公表された総額である。"),
    "tree": ("The path leads to the published root.", "経路は公表された木の値に至る。"),
}


class Malformed(Exception):
    """A file that is not written as the format says."""


# --- What is hashed -------------------------------------------------------------------------------------------------


def sha256(message):
    return hashlib.sha256(message).digest()


def number_bytes(number, size):
    return number.to_bytes(size, "big")


def record(domain, *fields):
    texts = ["hikiate/" + domain, *map(str, fields)]
    return sha256(b"".join(number_bytes(len(text.encode()), 8) + text.encode() for text in texts))


def prefix(role, tree):
    return record("proof-role/1", role) + tree


def leaf(tree, seal, amount):
    return sha256(prefix("leaf", tree) + seal + number_bytes(amount, 16)), amount


def padding(tree, height):
    node = sha256(prefix("padding", tree)), 0
    for above in range(1, height + 1):
        node = parent(tree, node, node, above)
    return node


def parent(tree, left, right, height):
    bound = left[0] + number_bytes(left[1], 16) + right[0] + number_bytes(right[1], 16) + number_bytes(height, 4)
    return sha256(prefix("node", tree) + bound), left[1] + right[1]


def tree_context(root, asset, ledger):
    return record("proof-tree/1", root["exchange"], root["as_of"], asset, root["assets"][asset]["scale"], ledger)


def tree_of(root, asset, ledger):
    entry = root["assets"].get(asset)
    return entry["debt"] if entry and ledger == "debt" else entry


def day_root(root):
    trees = []
    for asset in sorted(root["assets"], key=str.encode):
        for ledger in LEDGERS:
            tree, scale = tree_of(root, asset, ledger), root["assets"][asset]["scale"]
            if tree is not None:
                total = minor_units(tree["total"], scale)
                trees.append([asset, ledger, scale, tree["root"], total, *(tree[key] for key in TREE_KEYS[2:])])
    disputes = root["disputes"]
    head = [root["exchange"], root["as_of"], root["previous"] or "", root["pack_digest"], root["close_digest"]]
    head += [*(disputes[count] for count in COUNTS), disputes["head"] or "", len(trees)]
    return record("proof-root/1", *head, *(field for tree in trees for field in tree)).hex()


# --- The steps of verification: each is a name and whether it holds --------------------------------------------------


def checks(proof, root):
    yield "root", None, day_root(root) == root["day_root"]
    yield "day", None, all(proof[key] == root[key] for key in ("exchange", "as_of", "day_root"))
    yield "lines", None, lines_in_order(proof["lines"], root)
    for line in proof["lines"]:
        if tree_of(root, line["asset"], line["ledger"]) is not None:
            name = " ".join((line["asset"], line["ledger"], line["part"]))
            for check, holds in line_checks(proof, line, root):
                yield check, name, holds
                if not holds:
                    break


def lines_in_order(lines, root):
    places = [(line["asset"].encode(), LEDGERS.index(line["ledger"]), int(line["part"])) for line in lines]
    gapless = all(
        part == (before[2] + 1 if before and before[:2] == (asset, ledger) else 0)
        for before, (asset, ledger, part) in zip([None, *places], places)
    )
    known = all(tree_of(root, line["asset"], line["ledger"]) is not None for line in lines)
    return bool(lines) and places == sorted(set(places)) and gapless and known


def line_checks(proof, line, root):
    published, scale = tree_of(root, line["asset"], line["ledger"]), root["assets"][line["asset"]]["scale"]
    tree = tree_context(root, line["asset"], line["ledger"])
    amount = minor_units(line["amount"], scale)
    yield "amount", amount is not None and amount > 0

    who = sha256(record("proof-role/1", "customer") + proof["customer"].encode())
    seal_message = tree + number_bytes(int(line["part"]), 4) + who
    seal = hmac.digest(bytes.fromhex(proof["key"]), seal_message, "sha256")
    depth, bits, position = published["depth"], published["bucket_bits"], int(line["position"])
    bucket = int.from_bytes(seal, "big") >> (256 - bits)
    yield "shape", len(line["path"]) == depth and position < 2**depth and position >> (depth - bits) == bucket

    siblings = [(bytes.fromhex(digest), int(total)) for digest, total in line["path"]]
    empty = [padding(tree, height) for height in range(depth)]
    yield "padding", all((node[1] == 0) == (node[0] == nothing[0]) for node, nothing in zip(siblings, empty))

    node = leaf(tree, seal, amount)
    sums_fit = True
    for height, sibling in enumerate(siblings):
        pair = (sibling, node) if position >> height & 1 else (node, sibling)
        sums_fit = pair[0][1] + pair[1][1] <= LARGEST
        if not sums_fit:
            break
        node = parent(tree, *pair, height + 1)
    yield "path", sums_fit
    yield "total", node[1] == minor_units(published["total"], scale)

    size = number_bytes(published["leaves"], 8) + number_bytes(depth, 4) + number_bytes(bits, 4)
    made = sha256(prefix("root", tree) + node[0] + number_bytes(node[1], 16) + size)
    yield "tree", made.hex() == published["root"]


# --- Reading strictly ------------------------------------------------------------------------------------------------


def read(path):
    try:
        with open(path, "rb") as stream:
            content = stream.read(LIMIT + 1)
        if len(content) > LIMIT:
            raise Malformed("more than %d bytes" % LIMIT)
        return json.loads(content.decode(), **STRICT)
    except (OSError, ValueError, RecursionError) as error:
        raise Malformed(f"{type(error).__name__}: {str(error)[:200]}") from None


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise Malformed("a key twice")
    return dict(pairs)


def refuse(text):
    raise Malformed(f"the number {text[:40]}")


def integer(digits):
    return int(digits) if re.fullmatch(NUMBER, digits) and len(digits) <= 39 else refuse(digits)


STRICT = {"object_pairs_hook": unique, "parse_int": integer, "parse_float": refuse, "parse_constant": refuse}


def want(holds, place):
    if not holds:
        raise Malformed(place)


def keys(value, wanted, place):
    want(isinstance(value, dict) and sorted(value) == sorted(wanted), f"{place}: exactly the keys {', '.join(wanted)}")


def text(value, place, pattern=None):
    sound = isinstance(value, str) and value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    want(sound and (pattern is None or re.fullmatch(pattern, value, re.ASCII)), place)


def whole(value, place, limit):
    want(type(value) is int and 0 <= value <= limit, place)


def number_text(value, place, limit):
    text(value, place, NUMBER)
    want(len(value) <= 39 and int(value) <= limit, place)


def minor_units(decimal, scale):
    """Decimal text as whole minor units; None where it is finer than the scale, or too large."""
    units, _, decimals = decimal.partition(".")
    fits = len(decimals) <= scale and len(units) <= 39
    minor = int(units + decimals.ljust(scale, "0")) if fits else None
    return minor if fits and minor <= LARGEST else None


def check_root(root):
    want(isinstance(root, dict) and root.get("schema") == "hikiate/root/1", "schema")
    keys(root, ROOT_KEYS, "ROOT.json")
    text(root["exchange"], "exchange")
    text(root["as_of"], "as_of")
    want(isinstance(root["assets"], dict), "assets")
    for asset, entry in root["assets"].items():
        text(asset, "assets")
        keys(entry, [*TREE_KEYS, "scale", "debt"], asset)
        whole(entry["scale"], f"{asset} scale", 18)
        for tree in [entry] if entry["debt"] is None else [entry, entry["debt"]]:
            if tree is not entry:
                keys(tree, TREE_KEYS, f"{asset} debt")
            text(tree["root"], f"{asset} root", HEX)
            text(tree["total"], f"{asset} total", DECIMAL)
            want(minor_units(tree["total"], entry["scale"]) is not None, f"{asset} total")
            whole(tree["leaves"], f"{asset} leaves", WHOLE_LARGEST)
            whole(tree["depth"], f"{asset} depth", 64)
            whole(tree["bucket_bits"], f"{asset} bucket_bits", tree["depth"])
    keys(root["disputes"], [*COUNTS, "head"], "disputes")
    for count in COUNTS:
        whole(root["disputes"][count], f"disputes {count}", WHOLE_LARGEST)
    digests = {key: root[key] for key in ("previous", "pack_digest", "close_digest", "day_root")}
    for key, digest in {**digests, "head": root["disputes"]["head"]}.items():
        if digest is not None or key not in ("previous", "head"):
            text(digest, key, HEX)


def check_proof(proof):
    want(isinstance(proof, dict) and proof.get("schema") == "hikiate/proof/1", "schema")
    keys(proof, PROOF_KEYS, "the proof")
    for key in ("exchange", "as_of", "customer"):
        text(proof[key], key)
    for key in ("day_root", "key"):
        text(proof[key], key, HEX)
    want(isinstance(proof["lines"], list), "lines")
    for index, line in enumerate(proof["lines"]):
        place = f"lines {index}"
        keys(line, LINE_KEYS, place)
        text(line["asset"], f"{place} asset")
        want(line["ledger"] in LEDGERS, f"{place} ledger")
        number_text(line["part"], f"{place} part", 2**31 - 1)
        number_text(line["position"], f"{place} position", 2**64 - 1)
        text(line["amount"], f"{place} amount", DECIMAL)
        want(len(line["amount"]) <= 60, f"{place} amount")
        want(isinstance(line["path"], list) and len(line["path"]) <= 64, f"{place} path")
        for step in line["path"]:
            want(isinstance(step, list) and len(step) == 2, f"{place} path")
            text(step[0], f"{place} path", HEX)
            number_text(step[1], f"{place} path", LARGEST)


def shown(text, most=200):
    """Text from a file as it is safe on a terminal: on one line, without characters that steer it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:most]) + "…" * (len(text) > most)


# --- The command -----------------------------------------------------------------------------------------------------


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("proof")
    options.add_argument("root")
    options.add_argument("--json", action="store_true")
    options.add_argument("--lang", choices=["ja", "en"], default="en")
    given = options.parse_args()
    language = ["en", "ja"].index(given.lang)
    try:
        proof, root = read(given.proof), read(given.root)
        check_root(root)
        check_proof(proof)
    except Malformed as error:
        print(("malformed: ", "形式が不正です: ")[language] + shown(str(error)), file=sys.stderr)
        return 2
    done = list(checks(proof, root))
    included = all(holds for _, _, holds in done)
    if given.json:
        listed = [{"check": check, "line": line, "passed": holds} for check, line, holds in done]
        print(json.dumps({"included": included, "customer": proof["customer"], "checks": listed}, ensure_ascii=False))
        return 0 if included else 1
    for check, line, holds in done:
        mark = ("FAILS", "holds")[holds] if language == 0 else ("不適合", "適合")[holds]
        print(f"{mark}  {shown(line) + ': ' if line else ''}{SENTENCES[check][language]}")
    for line in proof["lines"] if included else []:
        owed = (("owed to", "owed by")[line["ledger"] == "debt"], ("預り", "債務")[line["ledger"] == "debt"])[language]
        print(f"       {line['amount']} {shown(line['asset'])} ({owed})")
    verdict = (("NOT INCLUDED", "INCLUDED"), ("含まれていません", "含まれています"))[language][included]
    print(f"{verdict}: {shown(proof['customer'])}")
    return 0 if included else 1


if __name__ == "__main__":
    sys.exit(main())
