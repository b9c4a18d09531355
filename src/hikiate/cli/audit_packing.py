"""The audit pack: made from a pack, and verified on any machine that has the folder and perhaps the pack."""

import sys
from dataclasses import dataclass
from pathlib import Path

from hikiate import __version__
from hikiate.cli.language import language
from hikiate.cli.speech import place, progress, put, put_json, say
from hikiate.conduct.audit.manifest import FILE as MANIFEST_FILE
from hikiate.conduct.audit.manifest import Manifest, Order, differences, digests, read_manifest, written
from hikiate.facts.pack import read_pack
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.audit_pack import HandedIn, audit_pack, summary
from hikiate.operations.close import close
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import read_root
from hikiate.reports.dossiers.audit import audit_dossier
from hikiate.reports.dossiers.page import page
from hikiate.reports.dossiers.paper import paper
from hikiate.reports.legible import legible
from hikiate.storage.audit_packs import read_audit_pack, write_audit_pack
from hikiate.storage.documents import WANTED_ROOT, read_document
from hikiate.storage.insider_register import load_insider_register
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

EXIT_DIFFERS = 1
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an audit pack is made from besides its pack."""

    before: Path | None
    root: Path | None
    register: Path | None


def make(
    folder: Path,
    out: Path,
    drawn: tuple[str, int, int],
    sources: Sources,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Make an audit pack of a pack; `drawn` is the seed, the random rows of a table and the largest of an asset."""
    spoken, order = language(lang), Order(*drawn)
    files, manifest = _made(folder, order, sources, spoken)
    write_audit_pack(out, {**files, MANIFEST_FILE: written(manifest)})
    say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out}")
    if as_json:
        put_json({"schema": "hikiate/audit-packed/1", "out": str(out), "files": dict(manifest.files)})
        return
    for name, digest in manifest.files.items():
        put(f"{digest}  {name}")


def verify(folder: Path, pack: Path | None, sources: Sources, *, as_json: bool, lang: str | None) -> None:
    """Verify an audit pack, and with its pack make it again; exits 1 where anything differs."""
    spoken = language(lang)
    content, files = read_audit_pack(folder)
    manifest = read_manifest(content)
    remade = None
    if pack is not None:
        if sources.root is None and ROOT_FILE in files:
            sources = Sources(sources.before, folder / ROOT_FILE, sources.register)
        remade, _ = _made(pack, manifest.order, sources, spoken)
    found = differences(manifest, files, remade)
    if as_json:
        document = {
            "schema": "hikiate/audit-verified/1",
            "sound": not found,
            "remade": remade is not None,
            "files": len(manifest.files),
            "findings": [finding_document(finding) for finding in found],
        }
        put_json(document)
    elif found:
        for finding in found:
            words = finding.ja if spoken == "ja" else finding.en
            put(f"{place(legible(finding.where), spoken)}: {words.found}")
            put(f"    {words.wanted}\n    {words.do}  [{finding.code}]")
    else:
        put(_sound(len(manifest.files), remade=remade is not None).said(spoken))
    sys.exit(EXIT_DIFFERS if found else 0)


def _sound(files: int, *, remade: bool) -> Term:
    if remade:
        return Term(
            f"All {files} files are as the manifest says, and the same when made again from the pack.",
            f"{files} 件のファイルはすべて目録どおりで、パックから作り直しても同一です。",
        )
    return Term(
        f"All {files} files are as the manifest says. Name the pack by --pack to have them made again.",
        f"{files} 件のファイルはすべて目録どおりです。--pack を指定するとパックから作り直して照合します。",
    )


def _made(folder: Path, order: Order, sources: Sources, spoken: Language) -> tuple[dict[str, bytes], Manifest]:
    raw = open_pack(folder)
    with progress(spoken) as step:
        pack = read_pack(raw, step)
        before = read_pack(open_pack(sources.before), step) if sources.before else None
    result = close(pack, library().choose(pack.exchange.rulebooks))
    root = None
    if sources.root is not None:
        file = sources.root / ROOT_FILE if sources.root.is_dir() else sources.root
        content = read_document(file, WANTED_ROOT)
        root = (read_root(content, file.name), content)
    register = load_insider_register(sources.register) if sources.register else None
    files = audit_pack(raw, pack, result, order, HandedIn(before, root, register))
    head = register.chain if register else None
    dossier = audit_dossier(pack, result, order, summary(files), head)
    for shown in LANGUAGES:
        files[f"audit-pack.{shown}.html"] = page(dossier, shown).encode()
        files[f"audit-pack.{shown}.pdf"] = paper(dossier, shown)
    exchange = pack.exchange
    about = (exchange.name, exchange.snapshot_at.isoformat(), __version__, pack.digest)
    return files, Manifest(*about, order, head, digests(files))
