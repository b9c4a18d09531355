"""The proof of a day: made by the real verb, its totals held against the ledger, a customer's own proof checked."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hikiate.facts.pack import read_pack
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import sha256
from hikiate.kernel.results import document_text
from hikiate.operations.assembly import Work
from hikiate.operations.prove import Ties, prove
from hikiate.proofs.hashing import engine
from hikiate.proofs.root import FILE, DayRoot, document
from hikiate.proofs.verification import verify
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import ProofWriter, open_store
from hikiate.storage.results import read_result
from simulation.breaks import holds
from simulation.market import SCALES, Snapshot

_MEMORY = 50_000_000


def proven(pack_folder: Path, close_file: Path, previous: DayRoot | None, out: Path) -> tuple[DayRoot, bytes]:
    """The day's proofs in a folder; gives back the root and its file."""
    raw = open_pack(pack_folder)
    pack = read_pack(raw, with_secrets=True)
    ties = Ties(read_result(close_file), sha256(close_file.read_bytes()).hex(), previous)
    with ThreadPoolExecutor(1) as executor, ProofWriter(out) as writer:
        work = Work(engine("hashlib"), executor, 1, _MEMORY, 1)
        root = prove(pack, raw, ties, work, writer, told=lambda _name, _done, _whole: None)
        content = document_text(document(root)).encode()
        writer.publish({FILE: content})
    return root, content


def root_is_the_ledger(root: DayRoot, out: Path, snapshot: Snapshot, customer: str) -> None:
    """The root's totals are the ledger's, and a customer finds in it exactly what the ledger says is theirs."""
    totals = {asset: of_asset.liability.total for asset, of_asset in root.assets.items()}
    ledger = {asset: snapshot.owed(asset) for asset in SCALES}
    holds(totals == ledger, f"the root has {totals}, the ledger {ledger}")
    with open_store(out) as store:
        found = store.proof(customer)
    holds(found is not None, f"{customer} has no proof")
    if found is not None:
        checked = verify(found, root)
        holds(checked.included, f"{customer}'s proof does not verify")
        holds(checked.totals("liability") == _own(snapshot, customer), f"{customer} is proven other balances")


def _own(snapshot: Snapshot, customer: str) -> Mapping[str, str]:
    """What a customer has by the ledger, as decimal text."""
    return {
        asset: amount_text(amount, SCALES[asset])
        for (name, asset), amount in sorted(snapshot.balances.items())
        if name == customer
    }
