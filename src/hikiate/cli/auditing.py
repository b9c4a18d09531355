"""Audit-proof: a day's proofs made again from the pack beside the published ones, and what differs by its name."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from hikiate.cli.crews import engine_for, hands, memory_bytes
from hikiate.cli.language import language
from hikiate.cli.proving import WorkAsked, closed, rows_in, say_work, told
from hikiate.cli.speech import progress, put, put_json
from hikiate.facts.ledger_rows import balance_rows, secret_rows
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import document_text, finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.assembly import Work
from hikiate.operations.audit_proof import (
    customer_of,
    first_leaf,
    leaf_finding,
    parts_of,
    require_same_day,
    root_differences,
)
from hikiate.operations.prove import Ties, require_provable
from hikiate.operations.prove import prove as make_proofs
from hikiate.proofs.records import Bytes
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot
from hikiate.proofs.root import document as root_document
from hikiate.proofs.stored import KEY_RECORD_BYTES
from hikiate.reports.legible import legible
from hikiate.storage.documents import read_root_file
from hikiate.storage.proof_store import STORE_FOLDER, ProofWriter, open_store
from hikiate.storage.remote_packs import pack_at
from hikiate.storage.results import CLOSE_FILE, read_result

SCHEMA = "hikiate/proof-audit/1"
EXIT_DIFFERS = 1


def audit_proof(
    pack_place: str, root_file: Path, close: Path | None, asked: WorkAsked, *, as_json: bool, lang: str | None
) -> None:
    """Make a day's proofs again beside the published ones; exits 1 where anything differs."""
    spoken = language(lang)
    memory = memory_bytes(asked.memory)
    published = read_root_file(root_file)
    beside = root_file if root_file.is_dir() else root_file.parent
    with ExitStack() as stack:
        pool, workers = stack.enter_context(hands(asked.executor, None))
        raw = stack.enter_context(pack_at(pack_place, pool))
        step = stack.enter_context(progress(spoken))
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="hikiate-audit-"))
        pack = read_pack(raw, step, with_secrets=True, hands=pool)
        require_same_day(published, pack.exchange)
        result, close_file = closed(pack, close or _published_close(beside, pack))
        ties = Ties(result, sha256(close_file).hex())
        require_provable(pack, raw, ties)
        made_in = Path(scratch) / "made"
        work = Work(engine_for(asked.engine, rows_in(pack)), pool, workers, memory)
        say_work(work, spoken)
        work = replace(work, parts=_parts(pack, raw, published, work))
        with ProofWriter(made_in) as writer:
            made = make_proofs(pack, raw, ties, work, writer, told=told(step))
            writer.publish({ROOT_FILE: document_text(root_document(made)).encode()})
            found = root_differences(published, made)
            if found and (beside / STORE_FOLDER).is_dir():
                found += _leaf_findings(beside, made_in, raw, work)
    if as_json:
        put_json(_document(published, found))
    else:
        put(_told(published, found, spoken))
    sys.exit(EXIT_DIFFERS if found else 0)


def _published_close(beside: Path, pack: Pack) -> Path | None:
    """The close that was published with a root, where it stands beside it and is of this pack."""
    file = beside / CLOSE_FILE
    return file if file.is_file() and read_result(file).pack_digest == pack.digest else None


def _parts(pack: Pack, raw: RawPack, published: DayRoot, work: Work) -> int:
    assets = sorted(pack.balances or {}, key=str.encode)
    table = raw.tables["balances"]
    return parts_of(published, lambda: balance_rows(table, pack.exchange, assets, work.batch_rows))


def _leaf_findings(published: Path, made: Path, raw: RawPack, work: Work) -> list[Finding]:
    """The first customer that differs between two stores."""
    with open_store(published) as theirs, open_store(made) as ours:
        difference = first_leaf(theirs.trees, ours.trees)
        if difference is None:
            return []
        keys: Bytes = np.frombuffer(bytes(ours.keys), np.uint8).reshape(-1, KEY_RECORD_BYTES)
    customer = customer_of(
        work.engine, difference, keys, work.parts, secret_rows(raw.tables["secrets"], work.batch_rows)
    )
    return [leaf_finding(difference, customer)]


def _document(published: DayRoot, found: list[Finding]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "exchange": published.exchange,
        "as_of": published.as_of,
        "day_root": published.day_root,
        "same": not found,
        "findings": [finding_document(finding) for finding in found],
    }


def _told(published: DayRoot, found: list[Finding], spoken: Language) -> str:
    day_root = Term(f"day root {published.day_root}", f"当日の証明値 {published.day_root}").said(spoken)
    head = f"{legible(published.exchange)}  {published.as_of}\n{day_root}\n"
    if not found:
        same = Term(
            "The pack makes every tree and total that was published.",
            "公表されたすべての木と総額が、パックから再現されました。",
        )
        return head + same.said(spoken)
    lines = []
    for finding in found:
        words = finding.ja if spoken == "ja" else finding.en
        lines += [f"- {legible(finding.where)}: {legible(words.found)}", f"    {legible(words.do)}  [{finding.code}]"]
    return "\n".join([head, *lines])
