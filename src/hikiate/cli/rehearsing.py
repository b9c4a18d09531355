"""The drill of real incidents at today's size: each worked out, approved, paid and settled in a workspace, timed."""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from hikiate.cli.casebook import case_known
from hikiate.cli.compensation import WorkedOut, worked_out, write_folder
from hikiate.cli.desks import AnsweringDesk, Asked, desk, moment
from hikiate.cli.keeping import make
from hikiate.cli.language import language
from hikiate.cli.restoring import is_breached, tell
from hikiate.cli.speech import progress
from hikiate.cli.stopwatch import Stopwatch
from hikiate.desk import incidents as steps
from hikiate.desk.audit import FINDINGS_MAX, audit_findings
from hikiate.desk.days import close_day
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.amounts import amount_text, decimal_text
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Term
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.audit import Audited
from hikiate.operations.workspace.people import set_limit, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.remedy.case_packs import Opened, open_case
from hikiate.remedy.rehearsal import Rehearsal, papers, rehearsal
from hikiate.reports.dossiers.dossier import Cell
from hikiate.reports.dossiers.drills import REPLAY, Part, drill_dossier
from hikiate.storage.casebook import case_texts
from hikiate.storage.database.connection import VARIABLE
from hikiate.storage.database.reading import snapshot
from hikiate.storage.disk import write_file
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import require_free
from hikiate.storage.workspace.settlement_files import COLUMNS as SETTLED

SCHEMA = "hikiate/drill-replay/1"
EXIT_WRONG = 1
_MAKER, _CHECKER = "drill-maker", "drill-checker"
_LINES_MAX = 1_000_000
_DECIMALS = 6


@dataclass(slots=True)
class _Done:
    """What became of a case."""

    opened: Opened
    scaled: Rehearsal
    watch: Stopwatch
    figures: dict[str, tuple[Term, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    adds_up: bool = True


def drill_replay(cases: Sequence[str], folder: Path, out: Path, *, as_json: bool, lang: str | None) -> int:
    """Work the cases through; gives the exit code, 1 where something does not add up."""
    spoken = language(lang)
    require_free(out)
    # A drill keeps its workspaces in its own folder, and never touches the database of the real one.
    os.environ.pop(VARIABLE, None)
    opened = [open_case(name, case_texts(name)) for name in case_known(cases)]
    with progress(spoken) as step:
        pack = read_pack(open_pack(folder), step)
        scaled = [rehearsal(one, pack) for one in opened]
        done = []
        for one, case in zip(opened, scaled, strict=True):
            step(one.case.id)
            done.append(_worked_through(one, case, pack, folder, out / one.case.id))
    parts = [_part(one) for one in done]
    of = (pack.exchange.name, pack.exchange.snapshot_at.isoformat())
    dossier = drill_dossier(REPLAY, of, parts, [Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}")])
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "exchange": of[0],
        "as_of": of[1],
        "pack_digest": pack.digest,
        "cases": [_plain(one) for one in done],
    }
    tell(dossier, document, out, spoken, as_json=as_json)
    return 0 if all(one.adds_up for one in done) else EXIT_WRONG


def _worked_through(opened: Opened, scaled: Rehearsal, pack: Pack, folder: Path, out: Path) -> _Done:
    done = _Done(opened, scaled, Stopwatch())
    incident_file = out / "incident" / "incident.toml"
    with done.watch.step("incident file and its papers", "事故ファイルと関連資料の作成") as made:
        holders = _holders(folder, scaled.asset)
        write_file(incident_file, scaled.text.encode())
        for name, table in papers(holders, scaled.asset, pack.exchange.snapshot_at.date().isoformat()).items():
            write_file(incident_file.with_name(name), table.write_csv().encode())
        made.say(f"{len(holders):,} customers hold {scaled.asset}", f"{scaled.asset} の保有者 {len(holders):,} 名")
    with done.watch.step("determination", "補償額の算定") as made:
        worked = worked_out(folder, incident_file, None)
        affected = _value(worked, "customers.affected")
        made.say(f"{affected} customers affected", f"対象者 {affected} 名")
    with done.watch.step("files to determine and to pay by", "算定・支払ファイルの書き出し") as made:
        write_folder(worked, out / "determination", "csv")
        count = sum(path.is_file() for path in (out / "determination").rglob("*"))
        made.say(f"{count} files", f"{count} ファイル")
    _paid_out(done, worked, folder, out)
    _figured(done, worked)
    return done


def _holders(folder: Path, asset: str) -> list[str]:
    """The customers of a pack who hold an asset."""
    frame = open_pack(folder).tables["balances"].frame
    found = frame.filter(pl.col("asset") == asset).select("customer").unique().collect(engine="streaming")
    return sorted(found["customer"].to_list())


def _paid_out(done: _Done, worked: WorkedOut, folder: Path, out: Path) -> None:
    """The incident in a workspace of its own, by a maker and a checker, to the last payment and its audit."""
    watch, asset = done.watch, done.scaled.asset
    workspace, named = out / "workspace", f"drill-{done.scaled.case}"
    total = _value(worked, f"payable.{asset}.total")
    source = done.opened.incident.funding[-1].source
    with watch.step("workspace with the day's close", "ワークスペースの作成と日次締め") as made:
        make(workspace, _act(_MAKER))
        made.say("closed into it", "締めを保管")
        with desk(Asked(workspace, _MAKER, None, as_json=False, lang=None)) as at_desk:
            with at_desk.book.unit() as unit:
                set_roles(unit, _act(_MAKER), _MAKER, ["admin", "maker"])
                set_roles(unit, _act(_MAKER), _CHECKER, ["approver"])
            close_day(at_desk, folder, ((), ()), _act(_MAKER))
            with at_desk.book.unit() as unit:
                set_limit(unit, _act(_MAKER), "approver", asset, (total, total))
    with desk(Asked(workspace, _MAKER, None, as_json=False, lang=None)) as at_desk:
        with watch.step("incident opened, determination taken in and approved", "事案の登録、算定結果の取込みと承認"):
            content = done.scaled.text.encode()
            steps.open_incident(at_desk, _act(_MAKER), content, "incident.toml")
            taken = steps.take_determination(at_desk, _act(_MAKER), named, out / "determination")
            _approved(at_desk, taken.number)
        with watch.step("funds drawn and approved", "資金の拠出と承認") as made:
            with at_desk.book.unit() as unit:
                drawn = incidents.request_draw(unit, _act(_MAKER), named, incidents.Draw(source, asset, total))
            _approved(at_desk, drawn.number)
            made.say(f"{total} {asset} by {source}", f"{total} {asset}（{source}）")
        with watch.step("batch made and approved", "バッチの作成と承認") as made:
            with at_desk.book.unit() as unit:
                number = payouts.make_batch(unit, _act(_MAKER), named, asset, lines_max=_LINES_MAX).number
                batch = payouts.batch_of(unit, named, number)
            _approved(at_desk, batch.request)
            made.say(f"{batch.payments:,} payments", f"支払 {batch.payments:,} 件")
        with watch.step("payout file released", "支払ファイルの払出し") as made:
            released = steps.release(at_desk, _act(_MAKER), named, number)
            made.say(released.handed.name, released.handed.name)
        with watch.step("settlement taken in", "決済結果の取込み") as made:
            settled = out / "settlement.csv"
            _settlement(released.handed, settled)
            count = steps.take_settlement(at_desk, _act(_MAKER), named, number, settled).number
            made.say(f"{count:,} payments settled", f"決済 {count:,} 件")
        with watch.step("audit from the first entry", "最初の仕訳からの検査") as made:
            with snapshot(at_desk.book.place) as book:
                seen = Audited()
                done.findings = list(islice(audit_findings(at_desk, book, seen), FINDINGS_MAX))
            made.say(f"{seen.postings:,} postings", f"明細 {seen.postings:,} 行")
        left = at_desk.book.balance("compensation_payable", asset), at_desk.book.balance("payout_clearing", asset)
    done.adds_up = count == batch.payments and left == (0, 0) and not is_breached(done.findings)
    done.figures["paid"] = (Term("payments settled", "決済済みの支払件数"), str(count))


def _act(user: str) -> Act:
    return Act(user, moment(None))


def _approved(at_desk: AnsweringDesk, request: int) -> None:
    with at_desk.book.unit() as unit:
        approve(unit, _act(_CHECKER), request, "drill", at_desk.effects)


def _settlement(payout: Path, out: Path) -> None:
    """What a custodian would report of a payout file had every payment arrived."""
    with payout.open(encoding="utf-8", newline="") as sent, out.open("w", encoding="utf-8", newline="") as told:
        writer = csv.writer(told, lineterminator="\n")
        writer.writerow(SETTLED)
        for row in csv.DictReader(sent):
            if row["batch"] == "end":
                writer.writerow(("end", row["key"], "", row["amount"], "", "", ""))
            else:
                told_of = (row["batch"], row["key"], row["asset"], row["amount"])
                writer.writerow((*told_of, "paid", f"drill-{row['line']}", ""))


def _figured(done: _Done, worked: WorkedOut) -> None:
    """The figures of a case, then and now."""
    scaled, asset = done.scaled, done.scaled.asset
    lost = amount_text(scaled.lost.amount, worked.exchange.scale(asset))
    then = amount_text(scaled.lost_then, done.opened.exchange.scale(asset))
    part = decimal_text(Fraction(int(scaled.part * 10**_DECIMALS), 10**_DECIMALS))
    entitled, payable, pending = (
        _value(worked, f"{name}.{asset}.total") for name in ("entitlement", "payable", "pending")
    )
    done.figures = {
        "lost_then": (Term(f"lost then, {asset}", f"当時の流出量（{asset}）"), then),
        "lost": (
            Term(f"lost now, {asset} ({scaled.lost.holding})", f"想定流出量（{asset}、{scaled.lost.holding}）"),
            lost,
        ),
        "part": (Term("part of the loss then", "当時の流出量に対する比率"), part),
        "affected": (Term("customers affected", "対象者数"), _value(worked, "customers.affected")),
        "entitled": (Term(f"entitlement, {asset}", f"補償額合計（{asset}）"), entitled),
        "payable": (Term(f"payable, {asset}", f"支払可能額（{asset}）"), payable),
        "pending": (Term(f"pending, {asset}", f"保留額（{asset}）"), pending),
        **done.figures,
        "seconds": (Term("seconds altogether", "合計所要秒数"), done.watch.seconds),
    }
    done.adds_up &= Fraction(entitled) == Fraction(lost) == Fraction(payable) + Fraction(pending)
    complete = Term("funds complete, days after the loss", "資金が揃うまでの日数")
    done.figures["day_complete"] = (complete, _value(worked, "funding.day_complete"))


def _value(worked: WorkedOut, figure: str) -> str:
    """A figure of a determination; a dash where it has no value."""
    found = worked.made.result.figures.get(figure)
    return "-" if found is None or found.value is None else found.value


def _part(done: _Done) -> Part:
    figures: list[tuple[Term, Cell]] = [(name, value) for name, value in done.figures.values()]
    return Part(done.opened.case.title, done.watch.steps, figures, done.findings, (done.opened.case.summary,))


def _plain(done: _Done) -> dict[str, Any]:
    return {
        "case": done.scaled.case,
        "asset": done.scaled.asset,
        "adds_up": done.adds_up,
        "steps": done.watch.plain,
        "figures": {name: value for name, (_, value) in done.figures.items()},
        "findings": [finding_document(finding) for finding in done.findings],
    }
