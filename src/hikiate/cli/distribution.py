"""Distribute: a pack and an estate to a folder of what every customer gets, and the papers that go with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar, get_args

import polars as pl

from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.conduct.screening.exclusions import exclusion_spec, read_exclusions
from hikiate.conduct.screening.lists import read_list
from hikiate.facts.columns import TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.operations.distribute import Distribution, EstateBeside, distribute
from hikiate.operations.incident_papers import RETURNED, read_returned
from hikiate.operations.payouts import Paperwork
from hikiate.remedy.estate import Estate
from hikiate.remedy.estate_kinds import UNKNOWN_CUSTOMER
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.remedy.estate_tables import (
    ELECTIONS,
    MADE,
    MEMBERS,
    REGISTER,
    class_rows,
    methods_text,
    plan_text,
    pool_table,
    read_elections,
    read_made,
    read_members,
    read_register,
    round_table,
)
from hikiate.remedy.incident import Exclusion
from hikiate.remedy.payees import DESTINATIONS, PAYEES, read_payout_tables
from hikiate.remedy.payouts.terms import PayoutTerms, read_payout_terms
from hikiate.remedy.pending import all_reasons
from hikiate.remedy.tables import PAID_COLUMNS, PAYMENT_COLUMNS, PENDING_COLUMNS, as_text
from hikiate.reports.estate.papers import court_report, statement
from hikiate.reports.estate.text import summary_text
from hikiate.reports.legible import legible
from hikiate.storage.estate_rounds import read_round
from hikiate.storage.incident_files import FilesBeside, open_beside, read_toml_file
from hikiate.storage.iterations import FILES_FILE, PAID, files_document
from hikiate.storage.lawbooks import regimes
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import require_free
from hikiate.storage.result_folder import ResultFolder, TableForm
from hikiate.storage.results import SUMMARY_FILE

_WANTED = Term("an estate file (TOML)", "財団ファイル（TOML）")
LANGUAGES: tuple[Language, ...] = get_args(Language)
_EXIT_BREACH = 1
_AMOUNT = {"amount": "pay_asset"}

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written beside the plan, as the command was told."""

    form: TableForm
    methods: bool = False
    statements: tuple[str, ...] = ()


def distribution(
    folder: Path,
    estate_file: Path,
    out: Path,
    earlier: Path | None,
    *,
    wanted: Wanted,
    as_json: bool,
    lang: str | None,
) -> int:
    """Work an estate out and write its folder; gives the exit code."""
    spoken = language(lang)
    require_free(out)
    text = read_toml_file(estate_file, _WANTED)
    raw = open_pack(folder)
    with progress(spoken) as step:
        pack = read_pack(raw, step)
        estate = read_estate(text, estate_file.name, pack.exchange)
        step(Term("files beside the estate file", "財団ファイルに付随するファイル").said(spoken))
        beside = beside_of(estate_file, estate, pack.exchange, earlier)
        step(Term("distribution", "配当の算定").said(spoken))
        made = distribute(pack, raw, estate, beside, regimes().rulebooks[estate.regime], with_methods=wanted.methods)
        _require_known(made, wanted.statements)
        step(Term("writing", "書き出し").said(spoken))
        _write(made, pack.exchange, out, wanted)
    if as_json:
        put(document_text(document(made.result)))
    else:
        put(summary_text(made.result, spoken))
        say(Term(f"written: {out}", f"書き出しました: {out}").said(spoken))
    return _EXIT_BREACH if made.result.verdict == "in_breach" else 0


def _require_known(made: Distribution, customers: Sequence[str]) -> None:
    """Refused where a statement is asked for somebody who has no claim, or whose number is no name of a file."""
    known = set(made.plan.filter(pl.col("customer").is_in(list(customers)))["customer"])
    found = [UNKNOWN_CUSTOMER.at("--statement", customer=legible(name)) for name in customers if name not in known]
    found += [UNKNOWN_CUSTOMER.at("--statement", customer=legible(name)) for name in known if set(name) & {"/", "\0"}]
    if found:
        raise Refused(found)


def beside_of(path: Path, estate: Estate, exchange: Exchange, earlier: Path | None) -> EstateBeside:
    """Everything that the estate names, and the round before, opened and checked; all faults are raised together."""
    files = estate.files
    named: dict[str | None, TableSpec] = {
        files.register: REGISTER,
        files.returned: RETURNED,
        files.elections: ELECTIONS,
        files.unclaimed: MEMBERS,
        files.made: MADE,
        files.payees: PAYEES,
        files.destinations: DESTINATIONS,
        **dict.fromkeys(estate.class_files, MEMBERS),
        **{file: exclusion_spec(kind) for kind, file in files.excluded.items()},
    }
    opened = open_beside(path, {name: spec for name, spec in named.items() if name is not None}, files.lists)
    gathered = _Gathering(opened, exchange)
    beside = EstateBeside(
        path.name,
        opened.digest,
        register=gathered.read(files.register, read_register, ()),
        members={name: gathered.read(name, read_members, ()) for name in estate.class_files},
        elections=gathered.read(files.elections, read_elections, {}),
        unclaimed=gathered.read(files.unclaimed, read_members, ()),
        made=gathered.read(files.made, read_made, {}),
        paperwork=gathered.paperwork(path.name, estate),
        earlier=gathered.earlier(earlier),
    )
    if gathered.found:
        raise Refused(gathered.found)
    return beside


class _Gathering:
    """Reads table after table and gathers the faults of all; a table that is not named is empty."""

    def __init__(self, opened: FilesBeside, exchange: Exchange) -> None:
        self.opened, self.exchange = opened, exchange
        self.found: list[Finding] = []

    def read(self, name: str | None, reader: Callable[..., _Read], nothing: _Read) -> _Read:
        """What a reader makes of a table."""
        if name is None:
            return nothing
        return self._gathered(lambda: reader(self.opened.tables[name], self.exchange), nothing)

    def paperwork(self, file: str, estate: Estate) -> Paperwork:
        """What is known of the payees."""
        files, tables = estate.files, self.opened.tables
        terms = self._gathered(lambda: read_payout_terms(dict(estate.payout), file, self.exchange), PayoutTerms())
        payees = None
        if files.payees or files.destinations:
            payees = self._gathered(
                lambda: read_payout_tables(
                    tables.get(files.payees or ""), tables.get(files.destinations or ""), self.exchange
                ),
                None,
            )
        held = [self._held(kind, name) for kind, name in files.excluded.items()]
        lists = [self._gathered(partial(read_list, name, self.opened.contents[name]), None) for name in files.lists]
        read = tuple(one for one in lists if one is not None)
        return Paperwork(payees, terms, read, all_reasons(held), self.read(files.returned, read_returned, frozenset()))

    def earlier(self, folder: Path | None) -> EarlierRound | None:
        """The round before."""
        scales = {asset.name: asset.scale for asset in self.exchange.assets.values()}
        return self._gathered(lambda: read_round(folder, scales), None) if folder else None

    def _held(self, kind: Exclusion, name: str) -> pl.DataFrame:
        return self._gathered(lambda: read_exclusions(kind, self.opened.tables[name], self.exchange), all_reasons([]))

    def _gathered(self, read: Callable[[], _Read], nothing: _Read) -> _Read:
        try:
            return read()
        except Refused as refused:
            self.found += refused.faults
            return nothing


def _write(made: Distribution, exchange: Exchange, out: Path, wanted: Wanted) -> None:
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    plan = plan_text(made.plan, scales)
    tables = {
        "classes": class_rows(made.plan, scales),
        "pools": pool_table(made.funds, scales),
        "rounds": round_table(made.funds, made.days, scales),
    }
    pending = as_text(made.payments.clearance.divided.pending, _AMOUNT, scales).select(*PENDING_COLUMNS)
    with ResultFolder(out) as folder:
        folder.add_table("plan", plan, wanted.form)
        for name, rows in tables.items():
            folder.add_table(name, rows, wanted.form)
        if made.methods is not None:
            folder.add_table("methods", methods_text(made.methods, scales), wanted.form)
        for spoken in LANGUAGES:
            report = court_report(made.result, tables["pools"], tables["classes"], tables["rounds"], spoken)
            folder.add(f"court-report.{spoken}.pdf", report)
            for customer in wanted.statements:
                own = pl.col("customer") == customer
                paper = statement(made.result, customer, plan.filter(own), pending.filter(own), spoken)
                folder.add(f"statements/{customer}.{spoken}.pdf", paper)
        folder.add_table("pending", pending, wanted.form)
        _add_payments(made, folder, scales, wanted.form)
        folder.add(SUMMARY_FILE, document_text(document(made.result)).encode())
        names = [path.relative_to(folder.folder).as_posix() for path in folder.written]
        folder.add(FILES_FILE, document_text(files_document(folder.folder, names)).encode())
        folder.publish()


def _add_payments(made: Distribution, folder: ResultFolder, scales: Mapping[str, int], form: TableForm) -> None:
    """What is due, all that was paid by now, every match of a list, and the files to pay by."""
    clearance = made.payments.clearance
    due = clearance.divided.payable.with_columns(pl.lit(made.days[-1]).alias("pay_on"))
    folder.add_table("payments", as_text(due, _AMOUNT, scales).select(*PAYMENT_COLUMNS), form)
    folder.add_table(PAID, as_text(made.payments.paid, _AMOUNT, scales).select(*PAID_COLUMNS), form)
    folder.add_table("screening", clearance.screening.hits, form)
    for file in clearance.files(made.payments.made):
        folder.add(f"payments/{file.name}", file.content)
