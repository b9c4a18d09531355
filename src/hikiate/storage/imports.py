"""Import: files in a format of the wild read from the disk, and the tables that they become written into a pack.

What importers found stays with the pack in `imports.json`, beside the digest of every file they read, so that a close
can say where its tables came from and what was done to them on the way.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from hikiate.facts import faults
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.importers.bitflyer_executions import import_bitflyer_executions
from hikiate.facts.importers.ccxt_trades import HEADERLESS, import_ccxt_trades
from hikiate.facts.importers.htx_por import import_htx_por
from hikiate.facts.importers.imported import ExchangeDraft, FileFormat, Imported, ImportOptions, RawTable, RawText
from hikiate.facts.importers.ivms101 import TABLE as TRAVEL_RECORDS
from hikiate.facts.importers.ivms101 import import_ivms101
from hikiate.facts.importers.okx_por import import_okx_por
from hikiate.facts.pack import IMPORTS_FILE, IMPORTS_SCHEMA, read_imports
from hikiate.kernel.digests import stream_digest
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Words
from hikiate.storage.csv_files import counted_rows, require_utf8, whole_csv
from hikiate.storage.pack_writer import write_pack

_Read = TypeVar("_Read", RawTable, RawText, RawTable | RawText)

TRADES: Mapping[str, Callable[[Sequence[RawTable], ImportOptions], Imported]] = {
    "bitflyer-executions": import_bitflyer_executions,
    "ccxt-trades": import_ccxt_trades,
}
LISTINGS: Mapping[str, Callable[[Sequence[RawTable | RawText], ImportOptions], Imported]] = {
    "htx-por": import_htx_por,
    "okx-por": import_okx_por,
}
"""Formats of which a text file may hold several tables, so that the importer itself takes it apart."""
RECORDS: Mapping[str, Callable[[Sequence[RawText]], tuple[pl.DataFrame, tuple[Finding, ...]]]] = {
    "ivms101": import_ivms101,
}
"""Formats of records about transfers that a pack already has: they draft no exchange."""

DRAFTED = FindingKind(
    "import.exchange_drafted",
    Severity.WARNING,
    Words(
        "exchange.toml was drafted: {name}, snapshot {snapshot_at}, fiscal year from 04-01, assets {assets}",
        "the exchange's own statement of these",
        "Check every line of exchange.toml before the pack is closed.",
    ),
    Words(
        "exchange.toml を仮に作成しました: {name}、基準時点 {snapshot_at}、事業年度 04-01 開始、資産 {assets}",
        "取引所自身による記載",
        "日次締めの前に exchange.toml のすべての行を確認してください。",
    ),
)
UNDECLARED = FindingKind(
    "import.undeclared_asset",
    Severity.FAULT,
    Words(
        "the files speak of {assets}, which exchange.toml does not declare",
        "every asset under [assets.X] with its scale and kind",
        "Declare them in exchange.toml of the pack, and import again.",
    ),
    Words(
        "ファイルにある {assets} が exchange.toml に宣言されていません",
        "すべての資産について [assets.X]（scale と kind）",
        "パックの exchange.toml に宣言してから、再度取り込んでください。",
    ),
)
SAME_NAME = FindingKind(
    "import.same_name",
    Severity.FAULT,
    Words(
        "{count} files of this name were given",
        "a name of its own for each file, by which findings and rows without an id are told apart",
        "Name each file once, and rename those that differ.",
    ),
    Words(
        "同じ名前のファイルが {count} 件指定されています",
        "ファイルごとに異なる名前（指摘の箇所や、ID のない行を区別するため）",
        "同じファイルは 1 回だけ指定し、異なるファイルは別の名前にしてください。",
    ),
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the rows of each table written, the files, and everything that was found."""

    rows: Mapping[str, int]
    written: tuple[Path, ...]
    findings: tuple[Finding, ...]


def import_files(source_format: str, paths: Sequence[Path], into: Path, options: ImportOptions) -> ImportReport:
    """Import files of a format into a pack; Refused with every fault of every file, and then nothing is written."""
    if source_format in RECORDS:
        return _import_records(source_format, paths, into, options)
    imported = _imported(source_format, paths, options)
    exchange, drafted = _exchange(into, imported)
    findings = (*imported.findings, *drafted)
    written = write_pack(
        into,
        exchange=exchange,
        tables=imported.tables,
        file_format=options.file_format or _usual_format(imported),
        evidence={IMPORTS_FILE: evidence(into, _entry(source_format, paths, findings))},
    )
    rows = {name: table.height for name, table in imported.tables.items()}
    return ImportReport(rows, tuple(written), findings)


def _import_records(source_format: str, paths: Sequence[Path], into: Path, options: ImportOptions) -> ImportReport:
    """Records written into a pack that stands."""
    found = [] if (into / EXCHANGE_FILE).is_file() else [_no_pack(into)]
    try:
        table, findings = RECORDS[source_format](_all_read(paths, _read_text))
    except Refused as refused:
        raise Refused([*found, *refused.faults]) from refused
    if found:
        raise Refused(found)
    written = write_pack(
        into,
        exchange=None,
        tables={TRAVEL_RECORDS: table},
        file_format=options.file_format or "csv",
        evidence={IMPORTS_FILE: evidence(into, _entry(source_format, paths, findings))},
    )
    return ImportReport({TRAVEL_RECORDS: table.height}, tuple(written), findings)


def _no_pack(into: Path) -> Finding:
    return faults.NO_FILE.at(
        str(into),
        wanted="a pack with exchange.toml",
        wanted_ja="exchange.toml のあるパック",
        do="name the pack whose transfers the records belong to",
        do_ja="記録に対応する移転のあるパックを指定してください",
    )


def _imported(source_format: str, paths: Sequence[Path], options: ImportOptions) -> Imported:
    if source_format in TRADES:
        return TRADES[source_format](_all_read(paths, _read_table), options)
    if source_format in LISTINGS:
        return LISTINGS[source_format](_all_read(paths, _read_listing), options)
    choices = ", ".join([*TRADES, *LISTINGS, *RECORDS])
    raise Refused([faults.NOT_A_CHOICE.at("argument FORMAT", value=source_format, choices=choices)])


def _usual_format(imported: Imported) -> FileFormat:
    return "parquet" if "trades" in imported.tables else "csv"


def _all_read(paths: Sequence[Path], read: Callable[[Path], _Read]) -> list[_Read]:
    """Every file read; Refused with the faults of all of them."""
    names = Counter(path.name for path in paths)
    found = [SAME_NAME.at(name, count=count) for name, count in names.items() if count > 1]
    done: list[_Read] = []
    for path in paths:
        try:
            done.append(_opened(path, read))
        except Refused as refused:
            found += refused.faults
    if found:
        raise Refused(found)
    return done


def _opened(path: Path, read: Callable[[Path], _Read]) -> _Read:
    if not path.is_file():
        missing = faults.NO_FILE.at(
            str(path),
            wanted="a file to import",
            do="check the name",
            wanted_ja="取り込むファイル",
            do_ja="ファイル名を確認してください",
        )
        raise Refused([missing])
    try:
        return read(path)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        reason = str(error).partition("\n")[0]
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value=reason)]) from error


def _read_table(path: Path) -> RawTable:
    """A file as a table: Parquet, JSON lines, or CSV with or without a header of words."""
    match path.suffix.lower():
        case ".parquet":
            return RawTable(path.name, pl.read_parquet(path, glob=False))
        case ".jsonl" | ".ndjson" | ".json":
            return RawTable(path.name, _read_json(path))
        case _:
            return _read_csv(path)


def _read_listing(path: Path) -> RawTable | RawText:
    """A file as a table where it is Parquet, otherwise as its text."""
    if path.suffix.lower() == ".parquet":
        return _read_table(path)
    return _read_text(path)


def _read_text(path: Path) -> RawText:
    require_utf8(path)
    return RawText(path.name, path.read_text(encoding="utf-8-sig"))


def _read_csv(path: Path) -> RawTable:
    require_utf8(path)
    header, _ = counted_rows(path, bulk=False)
    if header and all(_is_number(cell) for cell in header):
        names = HEADERLESS if len(header) == len(HEADERLESS) else [f"column {n}" for n in range(1, len(header) + 1)]
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream) if row]
        return RawTable(path.name, pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row"))
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        shown = f"{', '.join(repeated)} twice"
        raise Refused([faults.UNKNOWN_COLUMN.at(path.name, value=shown, columns="each column once / 各列1回")])
    return RawTable(path.name, whole_csv(path, dict.fromkeys(header, pl.String())), first_row=2)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isascii() and cell.replace(".", "", 1).isdigit()


def _read_json(path: Path) -> pl.DataFrame:
    """Trades as JSON, one a line or all in one list; numbers are taken as the text that the file writes."""
    require_utf8(path)
    text = path.read_text(encoding="utf-8-sig")
    lines: Iterable[str] = [text] if text.lstrip().startswith("[") else StringIO(text)
    read: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                value = json_values(line, parse_float=str, parse_int=str)
            except ValueError as error:
                raise _no_json(path, number, error) from error
            entries = value if isinstance(value, list) else [value]
            if not all(isinstance(entry, dict) for entry in entries):
                raise _no_json(path, number, "an entry that is no object / オブジェクトではない要素")
            read += entries
    plain = [{name: _cell(value) for name, value in entry.items()} for entry in read]
    names = dict.fromkeys(name for entry in plain for name in entry)
    return pl.DataFrame(plain, schema=dict.fromkeys(names, pl.String()))


def _no_json(path: Path, row: int, value: object) -> Refused:
    wanted, wanted_ja = "one JSON object for each trade", "約定ごとに 1 つの JSON オブジェクト"
    return Refused([faults.UNREADABLE.at(f"{path.name} row {row}", value=value, wanted=wanted, wanted_ja=wanted_ja)])


def _cell(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _exchange(into: Path, imported: Imported) -> tuple[str | None, list[Finding]]:
    """The text of `exchange.toml` to write, None where one stands; Refused where it lacks assets of the files."""
    draft = imported.exchange
    standing = into / EXCHANGE_FILE
    if standing.is_file():
        require_utf8(standing)
        _require_declared(read_exchange(standing.read_text(encoding="utf-8-sig")), imported)
        return None, []
    if draft.undeclared:
        raise Refused([UNDECLARED.at(str(standing), assets=", ".join(draft.undeclared))])
    finding = DRAFTED.at(
        EXCHANGE_FILE, name=draft.name, snapshot_at=draft.snapshot_at.isoformat(), assets=", ".join(draft.assets)
    )
    return _exchange_text(draft), [finding]


def _require_declared(exchange: Exchange, imported: Imported) -> None:
    """Every asset that the tables speak of stands in `exchange.toml`, with as many decimals as they write it with."""
    spoken_of: set[str] = set()
    for table in imported.tables.values():
        for name in {"asset", "market"}.intersection(table.columns):
            spoken_of.update(asset for cell in table[name].unique() for asset in cell.split("/"))
    unknown = sorted(spoken_of - exchange.assets.keys())
    found = [UNDECLARED.at(EXCHANGE_FILE, assets=", ".join(unknown))] if unknown else []
    for asset, places in imported.exchange.places.items():
        scale = exchange.assets[asset].scale if asset in exchange.assets else places
        if places > scale:
            value = f"{asset}: {places} decimals / 小数 {places} 桁"
            found.append(faults.OVER_SCALED.at("trades column size", value=value, scale=scale, asset=asset))
    if found:
        raise Refused(found)


def _exchange_text(draft: ExchangeDraft) -> str:
    lines = [
        f"name = {_quoted(draft.name)}",
        'registration = "unknown"',
        f"jurisdiction = {_quoted(draft.jurisdiction)}",
        f"reporting_currency = {_quoted(draft.reporting_currency)}",
        'fiscal_year_start = "04-01"',
        f"snapshot_at = {draft.snapshot_at.isoformat()}",
        f"rulebooks = [{', '.join(_quoted(name) for name in draft.rulebooks)}]",
    ]
    for name, asset in draft.assets.items():
        lines += ["", f"[assets.{_quoted(name)}]", f"scale = {asset.scale}", f"kind = {_quoted(asset.kind)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _entry(source_format: str, paths: Sequence[Path], findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "format": source_format,
        "files": [_described(path) for path in paths],
        "findings": [finding_document(finding) for finding in findings],
    }


def evidence(folder: Path, entry: Mapping[str, object]) -> str:
    """The text of `imports.json` of a pack with an entry after those that stand there."""
    standing = folder / IMPORTS_FILE
    earlier: list[Any] = []
    if standing.is_file():
        require_utf8(standing)
        text = standing.read_text(encoding="utf-8")
        read_imports(text)
        earlier = json_values(text)["imports"]
    return json.dumps({"schema": IMPORTS_SCHEMA, "imports": [*earlier, entry]}, ensure_ascii=False, indent=1) + "\n"


def _described(path: Path) -> dict[str, object]:
    with path.open("rb") as stream:
        return {"name": path.name, "sha256": stream_digest(stream), "bytes": path.stat().st_size}
