"""The audit pack: from a pack and its close to the files that an auditor of segregation asks for.

Data enters as a pack as it lies there, checked, with its close, an order for the samples, and what else is handed in:
the pack before, a day root, the register of inside information. Files by name leave. Pure: the same of all these gives
the same bytes on every machine, which is how an auditor verifies them.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from hikiate.conduct.audit.calendar import due_days
from hikiate.conduct.audit.findings import ROOT_DIFFERS
from hikiate.conduct.audit.forms import form_items
from hikiate.conduct.audit.manifest import Order
from hikiate.conduct.audit.sampling import drawn
from hikiate.conduct.insiders.entries import moment_text
from hikiate.conduct.insiders.register import Register
from hikiate.conduct.providers.notices import notices
from hikiate.facts.ledger_rows import largest_rows, rows_at
from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack, RawTable, collected
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document, document_text
from hikiate.proofs.root import DayRoot

SAMPLED = ("balances", "holdings", "statements", "reserve")
_CHECKED = ("reconciliation.", "published.", "segregation.", "fiat.", "ownership.")
_SECRET = "secrets"  # noqa: S105 - the name of a table, of which an auditor gets nothing


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What an audit pack is made of besides the pack and its close; each may be absent."""

    before: Pack | None = None
    root: tuple[DayRoot, bytes] | None = None
    register: Register | None = None


def audit_pack(raw: RawPack, pack: Pack, result: Result, order: Order, given: HandedIn) -> dict[str, bytes]:
    """The files by name; Refused where the day root is of another pack."""
    files = {
        "close.json": document_text(document(result)).encode(),
        "population.csv": _csv(("table", "file", "rows", "asset", "amount", "debt"), _population(raw, pack)),
        "samples.csv": _csv(("table", "row", "how", "content"), _samples(raw, pack, order)),
        "reconciliation.csv": _csv(("figure", "value", "unit", "status", "citation"), _reconciled(result)),
        "exceptions.csv": _csv(
            ("code", "severity", "where", "found", "wanted", "due", "citation", "found_ja", "wanted_ja"),
            _exceptions(result),
        ),
        "approvals.csv": _csv(("kind", "what", "by", "at"), _approvals(pack, given.register)),
        "changes.csv": _csv(
            ("provider", "role", "change", "about", "before", "after", "change_ja", "about_ja"),
            _changes(pack, given.before),
        ),
        "calendar.csv": _csv(("id", "what", "from", "due", "law", "status", "source", "what_ja"), _calendar(pack)),
        "form-38.csv": _csv(("item", "item_ja", "asset", "value", "source"), _form(pack, result)),
    }
    if given.root is not None:
        root, content = given.root
        if root.pack_digest != pack.digest:
            raise Refused([ROOT_DIFFERS.at("ROOT.json", value=root.pack_digest, wanted=pack.digest)])
        files["ROOT.json"] = content
    return files


def _csv(columns: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _population(raw: RawPack, pack: Pack) -> Iterator[Sequence[str]]:
    for name, table in sorted(raw.tables.items()):
        if name != _SECRET:
            yield name, table.file, str(_rows(table)), "", "", ""
    for asset, liability in sorted((pack.balances or {}).items()):
        scale = pack.exchange.scale(asset)
        debt = amount_text(liability.debt, scale)
        yield "balances", pack.file("balances"), str(liability.rows), asset, amount_text(liability.amount, scale), debt


def _rows(table: RawTable) -> int:
    return int(collected(table, table.frame.select(pl.len())).item())


def _samples(raw: RawPack, pack: Pack, order: Order) -> Iterator[Sequence[str]]:
    for name in SAMPLED:
        table = raw.tables.get(name)
        if table is None:
            continue
        rows = [table.first_row + place for place in drawn(order.seed, name, _rows(table), order.samples)]
        yield from _shown(name, table, rows, "random")
        if name == "balances":
            for asset in sorted(pack.balances or {}):
                yield from _shown(
                    name, table, largest_rows(table, pack.exchange, asset, order.largest), f"largest {asset}"
                )


def _shown(name: str, table: RawTable, rows: Sequence[int], how: str) -> Iterator[Sequence[str]]:
    for row, content in rows_at(table, rows):
        yield name, str(row), how, json.dumps(content, ensure_ascii=False)


def _reconciled(result: Result) -> Iterator[Sequence[str]]:
    for figure in result.figures.values():
        if figure.name.startswith(_CHECKED):
            yield figure.name, figure.value or "", figure.unit, figure.status.value, figure.citation


def _exceptions(result: Result) -> Iterator[Sequence[str]]:
    for finding in result.findings:
        due = finding.due.isoformat() if finding.due else ""
        words = (finding.en.found, finding.en.wanted)
        ja = (finding.ja.found, finding.ja.wanted)
        yield finding.code, finding.severity.value, finding.where, *words, due, finding.citation, *ja


def _approvals(pack: Pack, register: Register | None) -> Iterator[Sequence[str]]:
    for movement in pack.reserve or ():
        what = (
            f"{movement.movement} {amount_text(movement.amount, pack.exchange.scale(movement.asset))} {movement.asset}"
        )
        yield "reserve", what, movement.approval or "", movement.day.isoformat()
    for entry in register.of("decided") if register else ():
        what = f"{entry.values['decision']} {entry.values['request']}: {entry.values['words']}"
        yield "clearance", what, entry.by, moment_text(entry.at)


def _changes(pack: Pack, before: Pack | None) -> Iterator[Sequence[str]]:
    for change in notices(before, pack) if before else ():
        ja = (change.change.ja, change.about.ja)
        yield change.provider, change.role, change.change.en, change.about.en, change.before, change.after, *ja


def _calendar(pack: Pack) -> Iterator[Sequence[str]]:
    for due in due_days(pack.exchange.day, pack.exchange.fiscal_year):
        days = (due.anchor.isoformat(), due.due.isoformat())
        yield due.id, due.words.en, *days, due.law, due.status.value, due.source, due.words.ja


def _form(pack: Pack, result: Result) -> Iterator[Sequence[str]]:
    for item in form_items(pack, result):
        yield item.words.en, item.words.ja, item.asset, item.value or "", item.source


def summary(files: dict[str, bytes]) -> dict[str, Any]:
    """How many rows each table of an audit pack has."""
    return {name: max(content.count(b"\n") - 1, 0) for name, content in sorted(files.items()) if name.endswith(".csv")}
