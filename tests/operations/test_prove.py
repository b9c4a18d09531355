"""Proving and auditing a day in memory: every way of dividing the work gives one root, and every customer a proof."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from hikiate.facts.exchange import read_exchange
from hikiate.facts.ledger_rows import balance_rows, secret_rows
from hikiate.facts.pack import read_pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.kernel.amounts import minor_units
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document_text
from hikiate.operations.assembly import Work
from hikiate.operations.audit_proof import (
    customer_of,
    first_leaf,
    leaf_finding,
    parts_of,
    require_same_day,
    root_differences,
)
from hikiate.operations.close import close
from hikiate.operations.prove import Ties, prove
from hikiate.proofs.hashing import engine
from hikiate.proofs.proof import document, read_proof
from hikiate.proofs.root import DayRoot, Disputes, TreeRoot
from hikiate.proofs.root import document as root_document
from hikiate.proofs.stored import StoredTree
from hikiate.proofs.tree import Shape, Tree
from hikiate.proofs.verification import verify
from hikiate.storage.lawbooks import library
from hikiate.storage.proof_store import ProofWriter, open_store

Rows = list[tuple[str, ...]]

EXCHANGE = """name = "E"
registration = "0"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
[assets.ETH]
scale = 18
kind = "crypto"
"""
"""An exchange of three assets."""

ROWS: Rows = [
    ("C1", "BTC", "0.5", "0.1"),
    ("C2", "BTC", "0.5", "0"),
    ("C3", "ETH", "123456789012.123456789012345678", ""),
    ("C1", "ETH", "0.000000000000000001", ""),
    ("C4", "BTC", "0", "2"),
    ("C5", "JPY", "10", ""),
]
SECRETS: Rows = [
    ("C1", "ab" * 16),
    ("C2", "CD" * 32),
    ("C3", "ef" * 40),
    ("C4", "12" * 70),
    ("C5", "34" * 32),
    ("C6", "56" * 16),
]


def table(name: str, columns: tuple[str, ...], rows: Rows) -> RawTable:
    """A CSV's table."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return RawTable(f"{name}.csv", frame.lazy(), dict.fromkeys(columns, pl.String()), first_row=2)


def pack(rows: Rows = ROWS, secrets: Rows = SECRETS) -> RawPack:
    """A pack of balances and secrets."""
    tables = {
        "balances": table("balances", ("customer", "asset", "amount", "debt"), rows),
        "secrets": table("secrets", ("customer", "secret"), secrets),
    }
    return RawPack(EXCHANGE, None, None, tables, digest="d" * 64)


def closed(raw: RawPack) -> Result:
    """The close of a pack."""
    return close(read_pack(raw), library([]).choose(["jp-psa"]))


def made(
    raw: RawPack, place: Path, *, parts: int = 1, memory: int = 1 << 30, ties: Ties | None = None, workers: int = 1
) -> DayRoot:
    """The root of a pack, its store at a place."""
    given = ties or Ties(closed(raw), "c" * 64)
    with ThreadPoolExecutor(workers) as pool, ProofWriter(place) as writer:
        work = Work(engine("hashlib"), pool, workers, memory, parts)
        told: list[tuple[str, int, int]] = []
        root = prove(read_pack(raw, with_secrets=True), raw, given, work, writer, told=lambda *step: told.append(step))
        assert ("leaves", 1, 1) in told
        writer.publish({"ROOT.json": document_text(root_document(root)).encode()})
    return root


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The codes of what was refused."""
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize("parts", [1, 3])
def test_every_customer_with_a_balance_has_a_proof_that_holds(tmp_path: Path, parts: int) -> None:
    """Balances and debts as in the table; one without any has no proof, nor has a stranger."""
    root = made(pack(), tmp_path / "p", parts=parts)
    with open_store(tmp_path / "p") as store:
        for customer in ("C1", "C2", "C3", "C4", "C5"):
            found = store.proof(customer)
            assert found is not None
            assert read_proof(document_text(document(found)).encode(), "p") == found
            verified = verify(found, root)
            assert verified.included, verified.checks
            own = [row for row in ROWS if row[0] == customer]
            assert verified.totals("liability") == {asset: amount for _, asset, amount, _ in own if amount != "0"}
            assert verified.totals("debt") == {asset: debt for _, asset, _, debt in own if debt not in {"", "0"}}
        assert store.proof("C6") is None
        assert store.proof("nobody") is None


def test_totals_and_leaves_are_those_of_the_table(tmp_path: Path) -> None:
    """Debts stand in trees of their own, and an asset that nobody owes has none."""
    root = made(pack(), tmp_path / "p")
    assert {
        (tree.asset, tree.ledger): (of.total, of.shape.leaves) for tree, of in root.trees()
    } == {
        ("BTC", "liability"): (100_000_000, 2),
        ("BTC", "debt"): (210_000_000, 2),
        ("ETH", "liability"): (minor_units("123456789012.123456789012345679", 18), 2),
        ("JPY", "liability"): (10, 1),
    }  # fmt: skip
    assert root.day_root == root.made


def test_the_root_does_not_depend_on_how_the_work_is_divided(tmp_path: Path) -> None:
    """Many customers in little memory, by several workers, through files, against all at once."""
    rows: Rows = [(f"K{index}", "JPY", str(index + 1), "") for index in range(70_000)]
    secrets: Rows = [(f"K{index}", f"{index:032x}") for index in range(70_000)]
    raw = pack(rows, secrets)
    ties = Ties(closed(raw), "c" * 64)
    with ProofWriter(tmp_path / "little") as writer, ThreadPoolExecutor(2) as pool:
        work = Work(engine(), pool, 1, 1 << 20)
        pieces = prove(read_pack(raw, with_secrets=True), raw, ties, work, writer, told=lambda *_: None)
        writer.publish({"ROOT.json": document_text(root_document(pieces)).encode()})
    with ProofWriter(tmp_path / "much") as writer, ThreadPoolExecutor(1) as pool:
        whole = prove(
            read_pack(raw, with_secrets=True), raw, ties, Work(engine(), pool, 1, 1 << 30), writer, told=lambda *_: None
        )
    assert pieces == whole
    assert pieces.assets["JPY"].liability.shape.bucket_bits == 1
    with open_store(tmp_path / "little") as store:
        for customer in ("K0", "K12345", "K69999"):
            found = store.proof(customer)
            assert found is not None
            assert verify(found, pieces).included


def test_what_cannot_be_proven_is_refused_and_nothing_stands(tmp_path: Path) -> None:
    """Rows of zero and customers without a secret are named together."""
    rows = [*ROWS, ("C7", "BTC", "0", "0"), ("C8", "BTC", "1", ""), ("C9", "BTC", "0", ""), ("C8", "ETH", "1", "")]
    raw = pack(rows)
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p")
    assert codes(refused) == ["proof.zero_balance", "proof.secret_missing"]
    zero, strangers = refused.value.faults
    assert "C7, C9" in zero.en.found
    assert strangers.en.found == "customers with a balance and no secret: 3, such as C7, C8, C9"
    assert list(tmp_path.iterdir()) == []


def test_a_pack_without_any_secret_names_the_customers(tmp_path: Path) -> None:
    """An empty table of secrets is a table."""
    with pytest.raises(Refused) as refused:
        made(pack(secrets=[]), tmp_path / "p")
    assert codes(refused) == ["proof.secret_missing"]


@pytest.mark.parametrize("name", ["balances", "secrets"])
def test_a_table_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    """Both are needed."""
    whole = pack()
    raw = replace(whole, tables={key: of for key, of in whole.tables.items() if key != name})
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p")
    assert codes(refused) == ["proof.table_missing"]


def test_a_total_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    """Each balance fits, their sum does not."""
    raw = pack([("C1", "JPY", str(2**127 - 1), ""), ("C2", "JPY", "1", "")])
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p")
    assert codes(refused) == ["proof.total_too_large"]


def test_the_close_must_be_of_this_pack(tmp_path: Path) -> None:
    """A close of another pack cannot be bound."""
    raw = pack()
    other = replace(closed(raw), pack_digest="0" * 64)
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p", ties=Ties(other, "c" * 64))
    assert codes(refused) == ["proof.wrong_close"]


def test_a_total_that_the_close_does_not_have_is_refused(tmp_path: Path) -> None:
    """A root is published with the totals of its close or not at all."""
    raw = pack()
    result = closed(raw)
    name = "segregation.BTC.liability"
    figures = {**result.figures, name: replace(result.figures[name], value="7")}
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p", ties=Ties(replace(result, figures=figures), "c" * 64))
    assert codes(refused) == ["proof.totals_differ"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"exchange": "Other"}, ["proof.wrong_previous", "proof.root_altered"]),
        ({"as_of": "2026-09-18T23:59:59+09:00"}, ["proof.wrong_previous", "proof.root_altered"]),
        ({"as_of": "yesterday"}, ["proof.wrong_previous", "proof.root_altered"]),
        ({"as_of": "2026-09-17"}, ["proof.wrong_previous", "proof.root_altered"]),
        ({"disputes": Disputes(filed=1, open=1)}, ["proof.root_altered"]),
    ],
)
def test_a_previous_root_must_be_an_earlier_one_unchanged(
    tmp_path: Path, change: dict[str, object], wanted: list[str]
) -> None:
    """Another exchange's, one of the same moment, one that was changed."""
    raw = pack()
    before = earlier(tmp_path)
    with pytest.raises(Refused) as refused:
        made(raw, tmp_path / "p", ties=Ties(closed(raw), "c" * 64, replace(before, **change)))  # type: ignore[arg-type] # fields of a root by name
    assert codes(refused) == wanted


def earlier(place: Path) -> DayRoot:
    """The root of the day before."""
    raw = replace(pack(), exchange=EXCHANGE.replace("2026-09-18", "2026-09-17"))
    return made(raw, place / "before")


def test_days_form_a_chain(tmp_path: Path) -> None:
    """A root binds the one before it."""
    raw = pack()
    before = earlier(tmp_path)
    root = made(raw, tmp_path / "p", ties=Ties(closed(raw), "c" * 64, before))
    assert root.previous == before.day_root
    assert root.made == root.day_root


def audited(tmp_path: Path, rows: Rows, parts: int = 1) -> tuple[list[str], list[str]]:
    """Places and words of what differs between the published day and one made of other rows."""
    published = made(pack(), tmp_path / "published", parts=parts)
    raw = pack(rows)
    again = made(raw, tmp_path / "made", parts=parts)
    found = root_differences(published, again)
    with open_store(tmp_path / "published") as theirs, open_store(tmp_path / "made") as ours:
        leaf = first_leaf(theirs.trees, ours.trees)
        if leaf is not None:
            keys = np.frombuffer(bytes(ours.keys), np.uint8).reshape(-1, 64)
            batches = secret_rows(raw.tables["secrets"], 2)
            found.append(leaf_finding(leaf, customer_of(engine("hashlib"), leaf, keys, parts, batches)))
    return [finding.where for finding in found], [finding.en.found for finding in found]


@pytest.mark.parametrize("parts", [1, 2])
def test_an_audit_of_the_same_pack_finds_nothing(tmp_path: Path, parts: int) -> None:
    """The same trees, leaf by leaf; into how many parts balances were split is told from the leaves."""
    assert audited(tmp_path, ROWS, parts) == ([], [])
    raw = pack()
    with open_store(tmp_path / "published") as store:
        assets = ["BTC", "ETH", "JPY"]
        exchange = read_exchange(raw.exchange)
        assert parts_of(store.root, lambda: balance_rows(raw.tables["balances"], exchange, assets, 4)) == parts
        assert parts_of(store.root, lambda: [balance[:0] for balance in batches(raw)]) == 1


def batches(raw: RawPack) -> list[pl.DataFrame]:
    """The balances of a pack in one batch."""
    return list(balance_rows(raw.tables["balances"], read_exchange(raw.exchange), ["BTC", "ETH", "JPY"], 100))


CHANGED: Rows = [*ROWS[:1], ("C2", "BTC", "0.4", "0"), *ROWS[2:]]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (CHANGED, "BTC liability", "C2: 0.4 BTC in the pack, 0.5 BTC in the published tree"),
        ([*ROWS[:1], *ROWS[2:]], "BTC liability", "C2: nothing in the pack, 0.5 BTC in the published tree"),
        ([*ROWS, ("C6", "BTC", "3", "")], "BTC liability", "C6: 3 BTC in the pack, nothing in the published tree"),
        ([*ROWS, ("C6", "JPY", "3", "")], "JPY liability", "C6: 3 JPY in the pack, nothing in the published tree"),
        ([*ROWS[:4], *ROWS[5:]], "BTC debt", "C4: nothing in the pack, 2 BTC in the published tree"),
        (ROWS[:-1], "JPY liability", "C5: nothing in the pack, 10 JPY in the published tree"),
        ([*ROWS[:5], ("C5", "JPY", "10", "1")], "JPY debt", "C5: 1 JPY in the pack, nothing in the published tree"),
        ([*ROWS, ("C6", "ETH", "1", "1")], "ETH liability", "C6: 1 ETH in the pack, nothing in the published tree"),
    ],
)  # fmt: skip
def test_an_audit_names_the_customer_whose_leaf_differs(tmp_path: Path, rows: Rows, place: str, words: str) -> None:
    """A balance changed, a row taken out, a row added."""
    places, found = audited(tmp_path, rows)
    assert place in places
    assert found[-1] == words


def test_an_audit_tells_a_leaf_that_is_nobodys(tmp_path: Path) -> None:
    """A customer that the pack does not know at all can only be told by the amount."""
    published = made(pack(), tmp_path / "published")
    without: Rows = [row for row in ROWS if row[0] != "C2"]
    raw = pack(without, [*(row for row in SECRETS if row[0] != "C2"), ("C0", "78" * 16)])
    again = made(raw, tmp_path / "made")
    assert root_differences(published, again) != []
    with open_store(tmp_path / "published") as theirs, open_store(tmp_path / "made") as ours:
        leaf = first_leaf(theirs.trees, ours.trees)
        assert leaf is not None
        keys = np.frombuffer(bytes(ours.keys), np.uint8).reshape(-1, 64)
        customer = customer_of(engine("hashlib"), leaf, keys, 1, secret_rows(raw.tables["secrets"], 10))
    finding = leaf_finding(leaf, customer)
    assert (finding.code, "0.5 BTC" in finding.en.found) == ("proof.leaf_without_row", True)


def test_an_audit_names_what_a_root_is_tied_to(tmp_path: Path) -> None:
    """Another pack, another close, a day root that was changed, an asset too many."""
    root = made(pack(), tmp_path / "p")
    more = {**root.assets, "XRP": root.assets["BTC"]}
    changed = replace(root, pack_digest="0" * 64, close_digest="1" * 64, assets=more)
    places = [finding.where for finding in root_differences(changed, root)]
    assert places == ["pack_digest", "close_digest", "XRP liability", "XRP debt", "day_root"]


def shelf(*leaves: tuple[int, int]) -> StoredTree:
    """A tree of nothing but leaves: first byte of the seal, and amount."""
    rows = b"".join(bytes([first] * 32) + amount.to_bytes(16, "big") for first, amount in leaves)
    tree = Tree("E", "now", "BTC", 8, "liability")
    root = TreeRoot("0" * 64, 0, Shape(len(leaves), 3, 0))
    return StoredTree(tree, root, [0, len(leaves)], [0, 0], memoryview(rows), memoryview(b""), memoryview(b""))


@pytest.mark.parametrize(
    ("published", "made_again", "wanted"),
    [
        ([(1, 5), (2, 5)], [(1, 5), (2, 5)], None),
        ([(1, 5), (2, 5)], [(1, 5), (2, 6)], (2, 5, 6)),
        ([(1, 5), (2, 5)], [(1, 5), (3, 5)], (2, 5, None)),
        ([(1, 5), (3, 5)], [(1, 5), (2, 5)], (2, None, 5)),
        ([(1, 5), (2, 5)], [(1, 5)], (2, 5, None)),
        ([(1, 5)], [(1, 5), (2, 5)], (2, None, 5)),
    ],
)
def test_the_first_leaf_in_order_of_seals_decides(
    published: list[tuple[int, int]],
    made_again: list[tuple[int, int]],
    wanted: tuple[int, int | None, int | None] | None,
) -> None:
    """Changed, taken out, put in, at the end or before it."""
    leaf = first_leaf([shelf(*published)], [shelf(*made_again)])
    assert (leaf and (leaf.seal[0], leaf.published, leaf.made)) == wanted


def test_a_root_of_another_day_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    """Its own day passes; another moment, or another exchange, is named beside the pack's."""
    raw = pack()
    root, of = made(raw, tmp_path / "proofs"), read_pack(raw).exchange
    require_same_day(root, of)
    for other in (replace(root, as_of="2031-01-01T00:00:00+09:00"), replace(root, exchange="Another")):
        with pytest.raises(Refused) as refused:
            require_same_day(other, of)
        assert codes(refused) == ["proof.wrong_pack"]
        assert f"{of.name} as of {of.snapshot_at.isoformat()}" in refused.value.faults[0].en.wanted
