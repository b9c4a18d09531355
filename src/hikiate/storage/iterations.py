"""An earlier iteration of a determination, read back from its folder only while its files are as they were written."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.kernel.digests import sha256, stream_digest
from hikiate.kernel.findings import Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import COMPENSATION_SCHEMA
from hikiate.kernel.wording import Term
from hikiate.remedy.iterations import Iteration
from hikiate.remedy.kinds.payout import EARLIER_ALTERED
from hikiate.remedy.payouts.ledger import PAID_SCHEMA
from hikiate.remedy.tables import DETERMINATION as COLUMNS
from hikiate.remedy.tables import PAID_COLUMNS
from hikiate.storage.results import SUMMARY_FILE, read_result

FILES_FILE = "files.json"
FILES_SCHEMA = "hikiate/files/1"
DETERMINATION = "determination"
PAID = "paid"

UNWRITTEN = (pl.exceptions.PolarsError, OSError, KeyError, TypeError, ValueError)
"""What reading a file raises that has the right digest and is none that these commands write."""

_WANTED = Term("the folder that `hikiate compensate` wrote", "`hikiate compensate` の書き出し先")


def files_document(folder: Path, names: list[str]) -> dict[str, object]:
    """The digest of each file of a folder, by name."""

    def digest_of(name: str) -> str:
        with (folder / name).open("rb") as stream:
            return stream_digest(stream)

    in_order = sorted(names)
    with ThreadPoolExecutor() as pool:
        return {"schema": FILES_SCHEMA, "files": dict(zip(in_order, pool.map(digest_of, in_order), strict=True))}


def read_iteration(folder: Path, scales: dict[str, int]) -> Iteration:
    """An earlier iteration; Refused where its folder is none, or any of its files is not as it was written."""
    summary = read_result(folder, (COMPENSATION_SCHEMA,))
    require_unaltered(folder)
    try:
        return Iteration(
            number=int(summary.annex["iteration"]),
            incident=str(summary.annex["incident"]),
            exchange=summary.exchange,
            pack_digest=summary.pack_digest,
            digest=sha256((folder / SUMMARY_FILE).read_bytes()).hex(),
            paid=read_paid(folder, scales),
            determination=_read_table(folder, DETERMINATION, COLUMNS),
        )
    except UNWRITTEN as error:
        raise not_as_written(folder, error) from error


def not_as_written(folder: Path, error: Exception) -> Refused:
    """The refusal of a folder whose digests are right and whose files are none that these commands write."""
    value = f"{type(error).__name__}: {error}".partition("\n")[0]
    return Refused([faults.UNREADABLE.at(str(folder), value=value, wanted=_WANTED.en, wanted_ja=_WANTED.ja)])


def read_paid(folder: Path, scales: Mapping[str, int]) -> pl.DataFrame:
    """All that was paid up to an iteration (PAID_SCHEMA), as its folder says."""
    amounts = [
        pl.when(pl.col("pay_asset") == asset).then(_minor(pl.col("amount"), scale)) for asset, scale in scales.items()
    ]
    paid = _read_table(folder, PAID, PAID_COLUMNS).with_columns(pl.coalesce(*amounts).alias("amount"))
    return paid.cast({"iteration": pl.UInt32}).select(*PAID_SCHEMA)


def require_unaltered(folder: Path, wanted: Iterable[str] | None = None) -> None:
    """Refused with every file whose bytes are not those that were written with the summary; `wanted` are the files."""
    try:
        stated = json_values((folder / FILES_FILE).read_bytes())["files"]
        names = list(stated if wanted is None else wanted)
        made = files_document(folder, names)["files"]
        told = {name: stated[name] for name in names}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise not_as_written(folder, error) from error
    assert isinstance(made, dict)  # noqa: S101 - narrows what files_document has made
    found = [
        EARLIER_ALTERED.at(f"{folder.name}/{name}", made=made[name], stated=digest)
        for name, digest in told.items()
        if made[name] != digest
    ]
    if found:
        raise Refused(found)


def _read_table(folder: Path, name: str, columns: Sequence[str]) -> pl.DataFrame:
    csv = folder / f"{name}.csv"
    read = pl.read_csv(csv, infer_schema=False) if csv.exists() else pl.read_parquet(folder / f"{name}.parquet")
    missing = [column for column in columns if column not in read.columns]
    if missing:
        raise KeyError(f"{name}: {', '.join(missing)}")
    return read.cast(pl.String).fill_null("")


def _minor(text: pl.Expr, scale: int) -> pl.Expr:
    """Decimal text of our own writing as minor units."""
    parts = text.str.split_exact(".", 1).struct
    return (parts.field("field_0") + parts.field("field_1").fill_null("").str.pad_end(scale, "0")).cast(
        pl.Int128, strict=False
    )
