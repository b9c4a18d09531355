"""Prove, proof, audit-proof: a pack to a published root and a private store, and one customer's proof out of it."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from hikiate.cli.crews import engine_for, hands, memory_bytes
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.facts import faults
from hikiate.facts.pack import Pack, Step, read_pack
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document_text
from hikiate.kernel.results import document as close_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.assembly import Told, Work
from hikiate.operations.close import close as close_day
from hikiate.operations.prove import Ties, require_provable
from hikiate.operations.prove import prove as make_proofs
from hikiate.proofs.disputes import Register, continues, counts
from hikiate.proofs.disputes_faults import WRONG_EXCHANGE
from hikiate.proofs.faults import UNKNOWN_CUSTOMER
from hikiate.proofs.proof import document as proof_document
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot, Disputes
from hikiate.proofs.root import document as root_document
from hikiate.reports.legible import legible
from hikiate.reports.verification.codes import codes_page
from hikiate.reports.verification.page import verification_page
from hikiate.storage.disk import PRIVATE, write_file
from hikiate.storage.dispute_register import load_register
from hikiate.storage.documents import read_root_file
from hikiate.storage.lawbooks import library
from hikiate.storage.proof_store import ProofWriter, open_store, require_free
from hikiate.storage.remote_packs import pack_at
from hikiate.storage.results import CLOSE_FILE, read_result

PAGE_FILE = "verify.html"

_LEDGERS = {"liability": Term("owed to customers", "預り"), "debt": Term("owed by customers", "債務")}


@dataclass(frozen=True, slots=True)
class WorkAsked:
    """How the work is to be done, as the command was told."""

    memory: str
    executor: str
    engine: str
    parts: int


@dataclass(frozen=True, slots=True)
class TiesAsked:
    """The files that the day root is to be tied to, as the command was told."""

    previous: Path | None
    close: Path | None
    disputes: Path | None


def prove(pack_place: str, out: Path, tied: TiesAsked, asked: WorkAsked, *, as_json: bool, lang: str | None) -> None:
    """Make the proofs of a day and publish them together, or nothing."""
    spoken = language(lang)
    require_free(out)
    memory = memory_bytes(asked.memory)
    earlier = read_root_file(tied.previous) if tied.previous else None
    with ExitStack() as stack:
        pool, workers = stack.enter_context(hands(asked.executor, None))
        raw = stack.enter_context(pack_at(pack_place, pool))
        step = stack.enter_context(progress(spoken))
        pack = read_pack(raw, step, with_secrets=True, hands=pool)
        result, close_file = closed(pack, tied.close)
        ties = Ties(result, sha256(close_file).hex(), earlier, _disputes(pack, tied.disputes, earlier))
        require_provable(pack, raw, ties)
        work = Work(engine_for(asked.engine, rows_in(pack)), pool, workers, memory, asked.parts)
        say_work(work, spoken)
        with ProofWriter(out) as writer:
            root = make_proofs(pack, raw, ties, work, writer, told=told(step))
            published = root_document(root)
            page = verification_page(published)
            root_file = document_text(published).encode()
            writer.publish({ROOT_FILE: root_file, CLOSE_FILE: close_file, PAGE_FILE: page})
    if as_json:
        put(root_file.decode())
    else:
        put(_summary(root, out, spoken))


def _disputes(pack: Pack, register_folder: Path | None, previous: DayRoot | None) -> Disputes:
    """What the register says on the snapshot's day; Refused where disputes of the day before are missing from it."""
    day = pack.exchange.snapshot_at.date()
    register = load_register(register_folder) if register_folder else Register(pack.exchange.name, 0, day)
    if register.exchange != pack.exchange.name:
        raise Refused([WRONG_EXCHANGE.at("--disputes", value=register.exchange, wanted=pack.exchange.name)])
    if previous is not None:
        continues(previous.disputes, register)
    return counts(register, day, previous.day_root if previous else None)


def closed(pack: Pack, path: Path | None) -> tuple[Result, bytes]:
    """The close that the root is tied to, and its file."""
    if path is not None:
        file = path / CLOSE_FILE if path.is_dir() else path
        return read_result(file), file.read_bytes()
    laws = library([])
    if not pack.exchange.rulebooks:
        raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(laws.rulebooks))])
    result = close_day(pack, laws.choose(pack.exchange.rulebooks))
    return result, document_text(close_document(result)).encode()


def rows_in(pack: Pack) -> int:
    """How many balances a pack has."""
    return sum(liability.rows for liability in (pack.balances or {}).values())


def told(step: Step) -> Told:
    """Progress of the assembly, on the line where the reading of tables shows its own."""
    return lambda name, done, whole: step(f"{name} {done:,}/{whole:,}")


def say_work(work: Work, spoken: Language) -> None:
    """Say how the work is done, so that a slow way is noticed."""
    words = {
        "ja": f"SHA-256 の計算: {work.engine.name}、並列数 {work.workers}",
        "en": f"SHA-256 by {work.engine.name}, {work.workers} at a time",
    }
    say(words[spoken])


def _leaves(number: int) -> str:
    return f"{number:,} {'leaf' if number == 1 else 'leaves'}"


def _summary(root: DayRoot, out: Path, spoken: Language) -> str:
    head = f"{legible(root.exchange)}  {root.as_of}"
    lines = []
    for tree, of_tree in root.trees():
        total = grouped(amount_text(of_tree.total, tree.scale))
        leaves = Term(_leaves(of_tree.shape.leaves), f"葉 {of_tree.shape.leaves:,}").said(spoken)
        lines.append(f"  {total:>40} {legible(tree.asset):<8} {_LEDGERS[tree.ledger].said(spoken)}, {leaves}")
    ends = Term(
        f"Publish {out / ROOT_FILE}, close.json and verify.html; keep store/ as private as the ledger.",
        f"{out / ROOT_FILE}・close.json・verify.html を公表し、store/ は元帳と同様に非公開で保管してください。",
    )
    day_root = Term(f"day root {root.day_root}", f"当日の証明値 {root.day_root}")
    return "\n".join([head, *lines, day_root.said(spoken), ends.said(spoken), ""])


def proof(
    folder: Path, customer: str, out: Path | None, codes: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Read one customer's proof out of the store."""
    spoken = language(lang)
    with open_store(folder) as store:
        found = store.proof(customer)
    if found is None:
        raise Refused([UNKNOWN_CUSTOMER.at(str(folder), customer=legible(customer))])
    content = document_text(proof_document(found))
    files = {out: content.encode(), codes: codes_page(found, spoken) if codes else b""}
    for file, written in files.items():
        if file is not None:
            write_file(file, written, PRIVATE)
            say(Term(f"written: {file}", f"書き出しました: {file}").said(spoken))
    if (out is None and codes is None) or as_json:
        put(content)
