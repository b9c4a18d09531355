"""Example and check: a pack made, and a pack looked at."""

from pathlib import Path
from typing import cast

from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, put_json, say
from hikiate.facts.columns import TableSpec
from hikiate.facts.example import example as make_example
from hikiate.facts.example.conduct import Conduct
from hikiate.facts.importers.imported import FileFormat
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.facts.tables import TABLES
from hikiate.kernel.results import finding_document
from hikiate.reports.legible import legible
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.remote_packs import pack_at


def example(
    folder: Path,
    customers: int,
    seed: int,
    *,
    trades: int,
    conduct: str | None,
    file_format: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Make a synthetic pack."""
    spoken = language(lang)
    made = make_example(customers, seed, trades=trades, conduct=cast("Conduct | None", conduct))
    write_pack(
        folder,
        exchange=made.exchange,
        tables=made.tables,
        file_format=cast("FileFormat", file_format),
        evidence={POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry},
    )
    words = {
        "ja": f"合成データのパックを作成しました（利用者 {customers:,} 名）: {folder}",
        "en": f"a synthetic pack of {customers:,} customers: {folder}",
    }
    say(words[spoken])
    if as_json:
        made_of = {"customers": customers, "seed": seed, "trades": trades, "format": file_format}
        made_of |= {"conduct": conduct} if conduct else {}
        put_json({"schema": "hikiate/example/1", "pack": str(folder), "synthetic": True, **made_of})


def check(pack_place: str, *, as_json: bool, lang: str | None) -> None:
    """Read a pack, the secrets too, and say what it holds."""
    spoken = language(lang)
    with pack_at(pack_place) as raw, progress(spoken) as step:
        pack = read_pack(raw, step, with_secrets=True)
    counts = {name: _rows(pack, spec) for name, spec in TABLES.items() if name in raw.tables}
    if as_json:
        document = {
            "schema": "hikiate/check/1",
            "exchange": pack.exchange.name,
            "as_of": pack.exchange.snapshot_at.isoformat(),
            "pack_digest": pack.digest,
            "tables": counts,
            "findings": [finding_document(finding) for finding in pack.import_findings],
        }
        put_json(document)
        return
    put(f"{legible(pack.exchange.name)}  {pack.exchange.snapshot_at.isoformat()}\n{pack.digest}")
    for name, rows in counts.items():
        put(f"  {name:<12} {'' if rows is None else format(rows, ','):>14}")
    put("不備はありません" if spoken == "ja" else "no faults")


def _rows(pack: Pack, spec: TableSpec) -> int | None:
    """The number of rows read; None for the secrets, of which nothing is kept."""
    match spec.name:
        case "balances":
            return sum(liability.rows for liability in (pack.balances or {}).values())
        case "trades":
            return sum(turnover.trades for turnover in pack.trades or ())
        case "secrets":
            return pack.secrets
        case name:
            return len(getattr(pack, name) or ())
