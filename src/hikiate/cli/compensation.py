"""Compensate: a pack and an incident to a folder of what every customer gets, who pays it, and the files to pay by."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hikiate.cli.announcing import announced
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack, Step, read_pack
from hikiate.kernel.results import document, document_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.compensate import Beside, Compensation, compensate
from hikiate.operations.incident_papers import Papers, contents_named, tables_named
from hikiate.remedy.determination import claims_funded
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.payees import read_payout_tables
from hikiate.remedy.payouts.files import PayoutFile
from hikiate.remedy.payouts.loading import loading
from hikiate.remedy.payouts.part370 import part370_files
from hikiate.remedy.tables import (
    OVERPAID_AMOUNTS,
    PAID_COLUMNS,
    PAYMENT_COLUMNS,
    PENDING_COLUMNS,
    as_text,
    determination_text,
    timeline_rows,
)
from hikiate.reports.compensation.text import summary_text
from hikiate.storage.incident_files import open_beside, read_toml_file
from hikiate.storage.iterations import DETERMINATION, FILES_FILE, PAID, files_document, read_iteration
from hikiate.storage.lawbooks import library
from hikiate.storage.proof_store import require_free
from hikiate.storage.remote_packs import pack_at
from hikiate.storage.result_folder import ResultFolder, TableForm
from hikiate.storage.results import SUMMARY_FILE

_WANTED = Term("an incident file (TOML)", "事故ファイル（TOML）")
_EXIT_BREACH = 1
_AMOUNT = {"amount": "pay_asset"}


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A determination with the exchange it is of and what stood beside the incident."""

    exchange: Exchange
    incident: Incident
    beside: Beside
    made: Compensation


def compensation(
    pack_place: str | Path,
    incident_file: Path,
    out: Path,
    earlier: Path | None,
    *,
    form: TableForm,
    as_json: bool,
    lang: str | None,
) -> int:
    """Work an incident out and write its folder; gives the exit code."""
    spoken = language(lang)
    require_free(out)
    with progress(spoken) as step:
        worked = worked_out(pack_place, incident_file, earlier, step)
        step("determination")
        write_folder(worked, out, form)
    result = worked.made.result
    if as_json:
        put(document_text(document(result)))
    else:
        scales = {asset.name: asset.scale for asset in worked.exchange.assets.values()}
        put(summary_text(result, worked.made.outlay, scales, spoken))
        say(Term(f"written: {out}", f"書き出しました: {out}").said(spoken))
    return _EXIT_BREACH if result.verdict == "in_breach" else 0


def worked_out(
    pack_place: str | Path, incident_file: Path, earlier: Path | None, step: Step = lambda _table: None
) -> WorkedOut:
    """Read a pack, an incident and all that it names, and work it out; Refused with every fault."""
    text = read_toml_file(incident_file, _WANTED)
    with pack_at(pack_place) as raw:
        with loading(raw.tables.get("balances")):
            pack = read_pack(raw, step)
            incident = read_incident(text, incident_file.name, pack.exchange)
            step(incident_file.name)
            beside = _beside(incident_file, incident, pack.exchange, earlier)
        made = compensate(pack, raw, incident, beside, _rulebooks(pack, incident))
    return WorkedOut(pack.exchange, incident, beside, made)


def _rulebooks(pack: Pack, incident: Incident) -> tuple[Rulebook, ...]:
    laws = library([])
    names = pack.exchange.rulebooks if incident.law is None else incident.law
    return laws.choose(names)


def _beside(path: Path, incident: Incident, exchange: Exchange, earlier: Path | None) -> Beside:
    """Everything that the incident names, opened and checked, and the iteration before."""
    opened = open_beside(path, tables_named(incident), contents_named(incident))
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    before = read_iteration(earlier, scales) if earlier else None
    return Papers(incident, exchange, opened.tables, opened.contents).beside(path.name, opened.digest, before)


def write_folder(worked: WorkedOut, out: Path, form: TableForm) -> None:
    """Write what every customer gets and who pays it, and the files to pay by, whole or not at all."""
    made, beside, exchange = worked.made, worked.beside, worked.exchange
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    waiting = made.clearance.divided.pending
    tables: dict[str, Callable[[], pl.DataFrame]] = {
        DETERMINATION: lambda: determination_text(made.rows, made.sources, scales),
        "payments": lambda: as_text(made.payments, _AMOUNT, scales).select(*PAYMENT_COLUMNS),
        "pending": lambda: as_text(waiting, _AMOUNT, scales).select(*PENDING_COLUMNS),
        PAID: lambda: as_text(made.paid, _AMOUNT, scales).select(*PAID_COLUMNS),
        "overpaid": lambda: as_text(made.overpaid, dict.fromkeys(OVERPAID_AMOUNTS, "pay_asset"), scales),
        "changes": lambda: made.changed,
        "timeline": lambda: timeline_rows(made.outlay, scales),
        "screening": lambda: made.clearance.screening.hits,
    }
    payees = (beside.paperwork.tables or read_payout_tables(None, None, exchange)).payees

    def write_part370() -> None:
        for name, piece in part370_files(claims_funded(made.rows), payees, scales):
            folder.add_piece(f"part370/{name}", piece)

    def write_table(name: str) -> None:
        folder.add_table(name, tables[name](), form)

    def write_way(files: Iterator[PayoutFile]) -> None:
        for file in files:
            folder.add(f"payments/{file.name}", file.content)

    with ResultFolder(out) as folder:
        # None of them needs another, and each lets go of the interpreter while columns are made.
        with ThreadPoolExecutor() as pool:
            begun = [pool.submit(write_part370)]
            begun += [pool.submit(write_way, files) for files in made.clearance.ways(made.made)]
            begun += [pool.submit(write_table, name) for name in tables]
            for written in begun:
                written.result()
        for name, content in announced(made, worked.incident, exchange).items():
            folder.add(name, content)
        folder.add(SUMMARY_FILE, document_text(document(made.result)).encode())
        names = [path.relative_to(folder.folder).as_posix() for path in folder.written]
        folder.add(FILES_FILE, document_text(files_document(folder.folder, names)).encode())
        folder.publish()
