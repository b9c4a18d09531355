"""Compensate: a pack and an incident to a folder of what every customer gets, who pays it, and the files to pay by."""

from pathlib import Path

from hikiate.cli.announcing import announced
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.conduct.screening.exclusions import exclusion_spec, read_exclusions
from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.rows import read_table
from hikiate.facts.tables import TRADES
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import document, document_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.compensate import Beside, Compensation, compensate
from hikiate.operations.payouts import Paperwork, payment_files
from hikiate.remedy.claims import ACCOUNTS, MOVEMENTS
from hikiate.remedy.determination import claims_funded
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.payees import DESTINATIONS, PAYEES, PayoutTables, read_payout_tables
from hikiate.remedy.payouts.part370 import part370_files
from hikiate.remedy.payouts.terms import PayoutTerms, read_payout_terms
from hikiate.remedy.pending import all_reasons
from hikiate.remedy.tables import (
    PAID_COLUMNS,
    PAYMENT_COLUMNS,
    PENDING_COLUMNS,
    as_text,
    determination_text,
    timeline_rows,
)
from hikiate.reports.compensation.text import summary_text
from hikiate.storage.incident_files import FilesBeside, open_beside, read_toml_file
from hikiate.storage.iterations import DETERMINATION, FILES_FILE, PAID, SUMMARY_FILE, files_document, read_iteration
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import require_free
from hikiate.storage.result_folder import ResultFolder, TableForm

RETURNED = TableSpec("returned", (Column("key", Kind.KEY),), ("key",))

_WANTED = Term("an incident file (TOML)", "事故ファイル（TOML）")
_EXIT_BREACH = 1
_AMOUNT = {"amount": "pay_asset"}


def compensation(
    folder: Path,
    incident_file: Path,
    out: Path,
    earlier: Path | None,
    form: TableForm,
    *,
    as_json: bool,
    lang: str | None,
) -> int:
    """Work an incident out and write its folder; gives the exit code."""
    spoken = language(lang)
    require_free(out)
    text = read_toml_file(incident_file, _WANTED)
    raw = open_pack(folder)
    with progress(spoken) as step:
        pack = read_pack(raw, step)
        incident = read_incident(text, incident_file.name, pack.exchange)
        step(Term("files beside the incident", "事故ファイルに付随するファイル").said(spoken))
        beside = _beside(incident_file, incident, pack.exchange, earlier)
        step(Term("determination", "補償額の算定").said(spoken))
        made = compensate(pack, raw, incident, beside, _rulebooks(pack, incident))
        step(Term("writing", "書き出し").said(spoken))
        _write(made, incident, beside, exchange=pack.exchange, out=out, form=form)
    if as_json:
        put(document_text(document(made.result)))
    else:
        scales = {asset.name: asset.scale for asset in pack.exchange.assets.values()}
        put(summary_text(made.result, made.outlay, scales, spoken))
        say(Term(f"written: {out}", f"書き出しました: {out}").said(spoken))
    return _EXIT_BREACH if made.result.verdict == "in_breach" else 0


def _rulebooks(pack: Pack, incident: Incident) -> tuple[Rulebook, ...]:
    laws = library([])
    names = pack.exchange.rulebooks if incident.law is None else incident.law
    return laws.choose(names)


def _beside(path: Path, incident: Incident, exchange: Exchange, earlier: Path | None) -> Beside:
    """Everything that the incident names, opened and checked; all faults of all files are raised together."""
    files = incident.files
    named: dict[str | None, TableSpec] = {
        files.accounts: ACCOUNTS,
        files.movements: MOVEMENTS,
        files.payees: PAYEES,
        files.destinations: DESTINATIONS,
        files.returned: RETURNED,
        **{terms.trades: TRADES for terms in incident.prices.values()},
        **{file: exclusion_spec(kind) for kind, file in files.excluded.items()},
    }
    specs = {name: spec for name, spec in named.items() if name is not None}
    opened = open_beside(path, specs, (*files.lists, *files.also))
    found: list[Finding] = []
    others = []
    for name in files.also:
        try:
            others.append(read_incident(opened.lists[name].decode("utf-8-sig"), name, exchange))
        except Refused as refused:
            found += refused.faults
    paperwork = Paperwork()
    try:
        paperwork = _paperwork(path.name, incident, opened, exchange)
    except Refused as refused:
        found += refused.faults
    if found:
        raise Refused(found)
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    before = read_iteration(earlier, scales) if earlier else None
    return Beside(path.name, opened.digest, opened.tables, tuple(others), paperwork, before)


def _paperwork(file: str, incident: Incident, opened: FilesBeside, exchange: Exchange) -> Paperwork:
    """What is known of the payees; Refused with all faults of its tables."""
    files, tables = incident.files, opened.tables
    found: list[Finding] = []
    payees: PayoutTables | None = None
    terms, held, returned = PayoutTerms(), [], frozenset[str]()
    try:
        terms = read_payout_terms(dict(incident.payout), file, exchange)
    except Refused as refused:
        found += refused.faults
    try:
        if files.payees or files.destinations:
            payees = read_payout_tables(tables.get(files.payees or ""), tables.get(files.destinations or ""), exchange)
    except Refused as refused:
        found += refused.faults
    for kind, name in files.excluded.items():
        try:
            held.append(read_exclusions(kind, tables[name], exchange))
        except Refused as refused:
            found += refused.faults
    try:
        if files.returned:
            returned = frozenset(row["key"] for row in read_table(RETURNED, tables[files.returned], exchange))
    except Refused as refused:
        found += refused.faults
    if found:
        raise Refused(found)
    return Paperwork(payees, terms, all_reasons(held), bool(files.lists), returned)


def _write(
    made: Compensation, incident: Incident, beside: Beside, *, exchange: Exchange, out: Path, form: TableForm
) -> None:
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    coins = {name: asset.scale for name, asset in exchange.assets.items() if asset.kind != "fiat"}
    tables = {
        DETERMINATION: determination_text(made.rows, made.sources, scales),
        "payments": as_text(made.payments, _AMOUNT, scales).select(*PAYMENT_COLUMNS),
        "pending": as_text(made.clearance.pending, _AMOUNT, scales).select(*PENDING_COLUMNS),
        PAID: as_text(made.paid, _AMOUNT, scales).select(*PAID_COLUMNS),
        "changes": made.changed,
        "timeline": timeline_rows(made.outlay, scales),
    }
    payees = (beside.paperwork.tables or read_payout_tables(None, None, exchange)).payees
    with ResultFolder(out) as folder:
        for name, rows in tables.items():
            folder.add_table(name, rows, form)
        for name, content in part370_files(claims_funded(made.rows), payees, scales).items():
            folder.add(f"part370/{name}", content)
        for file in payment_files(made.made, beside.paperwork, coins):
            folder.add(f"payments/{file.name}", file.content)
        for name, content in announced(made, incident, exchange).items():
            folder.add(name, content)
        folder.add(SUMMARY_FILE, document_text(document(made.result)).encode())
        names = [path.relative_to(folder.folder).as_posix() for path in folder.written]
        folder.add(FILES_FILE, document_text(files_document(folder.folder, names)).encode())
        folder.publish()
