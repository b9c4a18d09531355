"""A pack filled from sources: `statements` and `prices` as they say them, and what was wrong with them beside.

Each source is asked by itself, so that one that is silent keeps none from answering. What was found goes into the
pack's `imports.json`, from where the close tells it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import polars as pl

from hikiate.facts.pack import IMPORTS_FILE, Pack
from hikiate.kernel.amounts import AmountRefused, amount_text, minor_units
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import finding_document
from hikiate.storage.collectors.answers import DISAGREE, LATE, SILENT, Behind, NoAnswer, Quoted, Stated, Wanted
from hikiate.storage.collectors.sources import Source
from hikiate.storage.imports import evidence
from hikiate.storage.pack_writer import write_pack

TABLES: Mapping[str, type[Stated] | type[Quoted]] = {"statements": Stated, "prices": Quoted}


def wanted_of(pack: Pack) -> Wanted:
    """What a pack asks of sources: its snapshot, its assets, and the addresses of holdings whose every row has one."""
    addresses: dict[tuple[str, str], dict[str, None]] = {}
    without = {(row.holding, row.asset) for row in pack.holdings or () if not row.address}
    for row in pack.holdings or ():
        if row.address and (row.holding, row.asset) not in without:
            addresses.setdefault((row.holding, row.asset), {})[row.address] = None
    scales = {name: asset.scale for name, asset in pack.exchange.assets.items()}
    return Wanted(pack.exchange.snapshot_at, scales, {place: tuple(found) for place, found in addresses.items()})


def collect(
    pack: Pack, folder: Path, asked: Sequence[Source], step: Callable[[str], None]
) -> tuple[dict[str, int], list[Finding]]:
    """Ask the sources and write their tables into the pack; the rows of each table, and what was found."""
    wanted = wanted_of(pack)
    stated: list[Stated] = []
    quoted: list[Quoted] = []
    found: list[Finding] = []
    for source in asked:
        step(source.name)
        where = f"source {source.name}"
        try:
            answer = source.ask(wanted)
            stated += _fit(answer.stated, wanted)
        except NoAnswer as silent:
            about = wanted.at.isoformat()
            found.append(SILENT.at(where, reason=silent, asked=about))
            continue
        except Behind as behind:
            found.append(LATE.at(where, value=behind, wanted=wanted.at.isoformat()))
            continue
        quoted += answer.quoted
        found += answer.found
    found += _disagreements(stated)
    rows: dict[str, Sequence[Stated] | Sequence[Quoted]] = {"statements": stated, "prices": quoted}
    tables = {name: _table(TABLES[name], of_name) for name, of_name in rows.items() if of_name}
    names, documents = [source.name for source in asked], [finding_document(one) for one in found]
    beside = {IMPORTS_FILE: evidence(folder, {"format": "collect", "sources": names, "findings": documents})}
    write_pack(folder, exchange=None, tables=tables, file_format="csv", evidence=beside)
    return {name: len(of_name) for name, of_name in rows.items() if of_name}, found


def _fit(stated: Sequence[Stated], wanted: Wanted) -> list[Stated]:
    """Amounts as the pack writes them; NoAnswer where an asset is none of it, or is stated finer than it knows."""
    fit = []
    for one in stated:
        if one.asset not in wanted.scales:
            raise NoAnswer(f"{one.asset} is no asset of the pack")
        try:
            scale = wanted.scales[one.asset]
            amount = amount_text(minor_units(one.amount, scale), scale)
        except AmountRefused:
            raise NoAnswer(f"{one.amount} {one.asset} of {one.holding}") from None
        fit.append(Stated(one.holding, one.asset, amount, one.as_of, one.source))
    return fit


def _disagreements(stated: Sequence[Stated]) -> Iterator[Finding]:
    """Holdings of which two sources say different things."""
    places: dict[tuple[str, str], dict[str, str]] = {}
    for one in stated:
        places.setdefault((one.holding, one.asset), {})[one.source] = one.amount
    for (holding, asset), by_source in places.items():
        if len(set(by_source.values())) > 1:
            said = ", ".join(f"{source} {amount}" for source, amount in by_source.items())
            yield DISAGREE.at(f"statements.{holding}.{asset}", asset=asset, holding=holding, stated=said)


def _table(kind: type[Stated] | type[Quoted], rows: Sequence[Stated] | Sequence[Quoted]) -> pl.DataFrame:
    schema = dict.fromkeys((field.name for field in fields(kind)), pl.String())
    return pl.DataFrame([astuple(row) for row in rows], schema=schema, orient="row")
