"""The drill: everything that would be handed over if the exchange failed today, and how long it took to make."""

from pathlib import Path

import polars as pl

from hikiate.cli.language import language
from hikiate.cli.speech import place, progress, put, put_json, say
from hikiate.cli.stopwatch import Stopwatch
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import Result, document, document_text, finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.operations.close import close
from hikiate.operations.distribute import Distribution, EstateBeside, distribute
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.estate_tables import class_rows, plan_text, pool_table
from hikiate.remedy.handover import SECONDS_MAX, draft_estate, gaps, key_rows, provider_rows
from hikiate.remedy.handover_kinds import WRONG_PROOF
from hikiate.reports.dossiers.drills import HANDOVER, Part, drill_dossier
from hikiate.reports.dossiers.page import page
from hikiate.reports.legible import legible
from hikiate.rules.ownership import Standing
from hikiate.storage.documents import WANTED_ROOT, read_document, read_root_file, root_path
from hikiate.storage.lawbooks import library, regimes
from hikiate.storage.pack_files import LEFT_BY_DESKTOPS
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import require_free
from hikiate.storage.result_folder import ResultFolder
from hikiate.storage.workspace.file_store import file_digest

SCHEMA = "hikiate/handover/1"
ESTATE_FILE = "estate.toml"


def drill(folder: Path, out: Path, root_file: Path | None, *, as_json: bool, lang: str | None) -> int:
    """Make the handover pack of today's data; gives the exit code, 1 where something of it is missing."""
    watch = Stopwatch()
    spoken = language(lang)
    require_free(out)
    raw = open_pack(folder)
    root = read_root_file(root_file) if root_file else None
    with progress(spoken) as step:
        with watch.step("tables read", "データの読み込み"):
            pack = read_pack(raw, step)
            _require_of(pack, root)
        step(Term("close", "日次締め").said(spoken))
        with watch.step("close", "日次締め"):
            closed = close(pack, library([]).choose(pack.exchange.rulebooks))
        step(Term("first determination", "当初の配当算定").said(spoken))
        with watch.step("first determination", "当初の配当算定"):
            made = _determined(pack, raw)
            controls = _controls(pack)
        found = gaps(pack, controls, has_proof=root is not None, open_disputes=root.disputes.open if root else 0)
        step(Term("writing", "書き出し").said(spoken))
        scales = {asset.name: asset.scale for asset in pack.exchange.assets.values()}
        with ResultFolder(out) as written:
            with watch.step("handover written", "引継資料の書き出し"):
                written.add("close.json", document_text(document(closed)).encode())
                written.add(ESTATE_FILE, draft_estate(pack).encode())
                written.add_table("keys", key_rows(pack, controls), "csv")
                written.add_table("providers", provider_rows(pack), "csv")
                written.add_table("records", _records(folder), "csv")
                if root_file is not None:
                    written.add(ROOT_FILE, read_document(root_path(root_file), WANTED_ROOT))
                if made is not None:
                    written.add_table("plan", plan_text(made.plan, scales), "csv")
                    written.add_table("classes", class_rows(made.plan, scales), "csv")
                    written.add_table("pools", pool_table(made.funds, scales), "csv")
                    written.add("summary.json", document_text(document(made.result)).encode())
            seconds = watch.seconds
            plain = {**_document(pack, closed, found, root, seconds), "steps": watch.plain}
            written.add("handover.json", document_text(plain).encode())
            for name, content in _reports(pack, found, watch, seconds).items():
                written.add(name, content)
            written.publish()
    if as_json:
        put_json(plain)
    else:
        put(_summary(found, seconds, spoken))
        say(Term(f"written: {out}", f"書き出しました: {out}").said(spoken))
    return int(bool(found))


def _determined(pack: Pack, raw: RawPack) -> Distribution | None:
    """A first determination by the draft; None where there is no ledger, or nothing to distribute."""
    text = draft_estate(pack)
    if pack.balances is None or "[[pool]]" not in text:
        return None
    estate = read_estate(text, ESTATE_FILE, pack.exchange)
    beside = EstateBeside(ESTATE_FILE, digest("estate-draft/1", [text]))
    return distribute(pack, raw, estate, beside, regimes().rulebooks[estate.regime])


def _records(folder: Path) -> pl.DataFrame:
    """Every file that was handed in, by its size and its SHA-256; the customers' secrets are named, never copied."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name not in LEFT_BY_DESKTOPS)
    rows = [(path.name, str(path.stat().st_size), file_digest(path)) for path in files]
    return pl.DataFrame(rows, schema=dict.fromkeys(("file", "bytes", "sha256"), pl.String), orient="row")


def _require_of(pack: Pack, root: DayRoot | None) -> None:
    if root is not None and root.pack_digest != pack.digest:
        fault = WRONG_PROOF.at("--root", exchange=legible(root.exchange), as_of=legible(root.as_of))
        raise Refused([fault])


def _controls(pack: Pack) -> dict[str, Standing]:
    """The standing of each address that has a signature."""
    if not pack.ownership:
        return {}
    from hikiate.proofs.ownership.verdicts import controls  # noqa: PLC0415 - the curves are slow to load

    found = controls(pack.ownership, pack.exchange.name, pack.exchange.day)
    return {address: verdict.standing for address, verdict in found.items()}


def _document(
    pack: Pack, closed: Result, found: list[Finding], root: DayRoot | None, seconds: str
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "exchange": pack.exchange.name,
        "as_of": pack.exchange.snapshot_at.isoformat(),
        "pack_digest": pack.digest,
        "close": closed.verdict,
        "day_root": root.day_root if root else None,
        "figures": {
            "handover.seconds": {"value": seconds, "unit": "seconds"},
            "handover.seconds_max": {"value": str(SECONDS_MAX), "unit": "seconds"},
            "handover.missing": {"value": str(len(found)), "unit": "count"},
        },
        "findings": [finding_document(finding) for finding in found],
    }


def _reports(pack: Pack, found: list[Finding], watch: Stopwatch, seconds: str) -> dict[str, bytes]:
    """The drill's report as a page in each language."""
    figures = (
        (Term("seconds altogether", "合計所要秒数"), seconds),
        (Term("seconds at most", "上限の秒数"), f"{SECONDS_MAX:,}"),
        (Term("missing or open", "不足・未了の事項"), str(len(found))),
    )
    part = Part(Term("Handover", "引継資料"), watch.steps, figures, found)
    origin = [Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}")]
    of = (pack.exchange.name, pack.exchange.snapshot_at.isoformat())
    dossier = drill_dossier(HANDOVER, of, [part], origin)
    languages: tuple[Language, ...] = ("ja", "en")
    return {f"report.{name}.html": page(dossier, name).encode() for name in languages}


def _summary(found: list[Finding], seconds: str, spoken: Language) -> str:
    head = Term(
        f"Handover made in {seconds} s (at most {SECONDS_MAX:,})",
        f"引継資料の作成時間 {seconds} 秒（上限 {SECONDS_MAX:,} 秒）",
    )
    lines = [head.said(spoken)]
    missing = Term(f"Missing or open: {len(found)}", f"不足・未了の事項 {len(found)} 件")
    lines.append(missing.said(spoken))
    for finding in found:
        words = finding.ja if spoken == "ja" else finding.en
        lines.append(f"- {place(finding.where, spoken)}: {words.found}  [{finding.code}]\n    {words.do}")
    return "\n".join(lines) + "\n"
