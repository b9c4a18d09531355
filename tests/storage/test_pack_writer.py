"""The pack writer writes all or nothing, never over what stands there, and always the same bytes."""

import errno
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.example import example
from hikiate.facts.example.customers import totals
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Refused
from hikiate.storage.pack_writer import FileFormat, write_pack
from hikiate.storage.packs import open_pack

BALANCES = pl.DataFrame({"customer": ["a", "b"], "asset": ["BTC", "JPY"], "amount": ["0.10000000", "5"]})
VOLUMES = pl.DataFrame({"fiscal_year": ["2026-04-01"], "item": ["spot"], "amount": ["1000000000000"]})


def _standing(folder: Path) -> dict[str, bytes]:
    """Every path below a folder, hidden ones too, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write(folder: Path, file_format: FileFormat = "csv", **changes: object) -> list[Path]:
    call: dict[str, object] = {
        "exchange": 'name = "見本"\n',
        "tables": {"balances": BALANCES, "volumes": VOLUMES.lazy()},
        "evidence": {"policies.toml": "[[policy]]\n"},
    } | changes
    return write_pack(folder, file_format=file_format, **call)  # type: ignore[arg-type] # the call is put together by name


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_new_pack_holds_what_was_given_and_nothing_else(tmp_path: Path, file_format: FileFormat) -> None:
    """Tables come back as they were, texts byte by byte, and no temporary folder remains beside the pack."""
    folder = tmp_path / "deep" / "pack"
    paths = _write(folder, file_format)
    names = [f"balances.{file_format}", f"volumes.{file_format}", "policies.toml", "exchange.toml"]
    assert paths == [folder / name for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert [path.name for path in folder.parent.iterdir()] == ["pack"]
    assert (folder / "exchange.toml").read_bytes() == 'name = "見本"\n'.encode()
    read = pl.read_csv(paths[0], infer_schema=False) if file_format == "csv" else pl.read_parquet(paths[0])
    assert read.equals(BALANCES)


def test_csv_amounts_of_decimal_columns_are_plain_decimal_text(tmp_path: Path) -> None:
    """Decimals come out in full: no exponent, nothing rounded, no trailing zeros but those of whole units."""
    texts = ["0.000000000000000001", "12345678901234567890.5", "100", "0"]
    eighteen = pl.Series([Decimal(text) for text in texts], dtype=pl.Decimal(38, 18))
    whole = pl.Series([Decimal(text) for text in ("100", "0", "7", "10")], dtype=pl.Decimal(38, 0))
    _write(tmp_path / "pack", tables={"published": pl.DataFrame({"asset": whole, "amount": eighteen})})
    lines = (tmp_path / "pack" / "published.csv").read_text().splitlines()
    assert lines == ["asset,amount", f"100,{texts[0]}", f"0,{texts[1]}", "7,100", "10,0"]


def test_csv_moments_carry_their_offset_as_iso_text(tmp_path: Path) -> None:
    """A moment on Tokyo's clock is written with +09:00, and with its fraction of a second only where it has one."""
    moments = [datetime(2026, 11, 20, 23, 59, 59, part, tzinfo=timezone(timedelta(hours=9))) for part in (0, 5000)]
    table = pl.DataFrame({"as_of": moments}, schema={"as_of": pl.Datetime("us", "Asia/Tokyo")})
    _write(tmp_path / "pack", tables={"statements": table})
    lines = (tmp_path / "pack" / "statements.csv").read_text().splitlines()
    assert lines == ["as_of", "2026-11-20T23:59:59+09:00", "2026-11-20T23:59:59.005+09:00"]


@pytest.mark.parametrize("standing", ["balances.csv", "balances.parquet", "policies.toml"])
def test_what_stands_there_is_never_overwritten(tmp_path: Path, standing: str) -> None:
    """A table in either format and a policy file are refused by name, and the folder stays as it was."""
    (tmp_path / standing).write_text("kept")
    with pytest.raises(Refused) as refused:
        _write(tmp_path)
    assert [fault.code for fault in refused.value.faults] == ["pack.file_stands"]
    assert standing in refused.value.faults[0].en.found
    assert standing in refused.value.faults[0].ja.found
    assert _standing(tmp_path) == {standing: b"kept"}


def test_all_faults_of_a_folder_are_named_together(tmp_path: Path) -> None:
    """Foreign files and folders, a folder named as a table, a standing table: four faults, nothing written."""
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "old").mkdir()
    (tmp_path / "prices.csv").mkdir()
    (tmp_path / "volumes.csv").write_text("kept")
    with pytest.raises(Refused) as refused:
        _write(tmp_path)
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["pack.foreign_entry", "pack.foreign_entry", "pack.foreign_entry", "pack.file_stands"]
    assert _standing(tmp_path) == {"notes.txt": b"mine", "volumes.csv": b"kept"}


def test_what_desktops_leave_behind_is_no_hindrance(tmp_path: Path) -> None:
    """A folder that somebody looked into with a file manager can be written into."""
    (tmp_path / ".DS_Store").write_text("left")
    _write(tmp_path)
    assert _standing(tmp_path)[".DS_Store"] == b"left"


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
@pytest.mark.parametrize("trades", [0, 500])
def test_the_example_is_read_back_without_a_fault(tmp_path: Path, file_format: FileFormat, trades: int) -> None:
    """What is written in either format passes every check of a pack and holds the liabilities it was made with."""
    example_pack = example(400, 3, trades=trades)
    evidence = {"policies.toml": example_pack.policies, "registry.toml": example_pack.registry}
    _write(tmp_path, file_format, exchange=example_pack.exchange, tables=example_pack.tables, evidence=evidence)
    pack = read_pack(open_pack(tmp_path), with_secrets=True)
    assert pack.balances is not None
    owed = {name: liability.amount for name, liability in pack.balances.items()}
    assert owed == totals(example_pack.tables["balances"])
    assert sum(turnover.trades for turnover in pack.trades or ()) == trades
    assert (pack.volumes is None) == (trades > 0)


def test_a_file_or_a_broken_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Neither is followed nor replaced."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(Refused) as refused:
            _write(tmp_path / name)
        assert [fault.code for fault in refused.value.faults] == ["pack.not_a_folder"]
    assert _standing(tmp_path) == {"file": b"mine"}


def test_an_import_adds_to_a_pack_and_leaves_its_exchange_file(tmp_path: Path) -> None:
    """Without an exchange text the one that stands there is kept; the record of imports is replaced by its next one."""
    _write(tmp_path, evidence={"imports.json": "1"})
    _write(tmp_path, exchange=None, tables={"prices": VOLUMES}, evidence={"imports.json": "2"})
    standing = _standing(tmp_path)
    assert standing["exchange.toml"] == 'name = "見本"\n'.encode()
    assert standing["imports.json"] == b"2"
    assert sorted(standing) == ["balances.csv", "exchange.toml", "imports.json", "prices.csv", "volumes.csv"]


def test_a_name_that_no_pack_knows_is_an_error_of_the_caller(tmp_path: Path) -> None:
    """Neither an unknown table nor evidence that points out of the folder is written."""
    with pytest.raises(ValueError, match="no pack holds wallets"):
        _write(tmp_path / "pack", tables={"wallets": BALANCES})
    with pytest.raises(ValueError, match=r"no pack holds \.\./policies\.toml"):
        _write(tmp_path / "pack", evidence={"../policies.toml": ""})
    assert _standing(tmp_path) == {}


def test_a_table_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    """The second table cannot be computed: no folder, no parent, no temporary folder remains."""
    broken = VOLUMES.lazy().select(pl.col("amount").str.to_integer() // 0 == pl.col("item").cast(pl.Int64))
    with pytest.raises(pl.exceptions.PolarsError):
        _write(tmp_path / "deep" / "pack", tables={"balances": BALANCES, "volumes": broken})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "times", "ended"),
    [(errno.ENOTEMPTY, 2, None), (errno.ENOTEMPTY, 99, OSError), (errno.EACCES, 1, OSError)],
)
def test_a_folder_in_which_a_file_is_still_made_goes_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, times: int, ended: type[OSError] | None
) -> None:
    """The engine that failed lets go of its file a moment later; what else is in the way is told, and at once."""
    removed, tries = shutil.rmtree, []

    def refusing(path: Path) -> None:
        tries.append(path)
        if len(tries) <= times:
            raise OSError(error, "in the way")
        removed(path)

    monkeypatch.setattr("hikiate.storage.pack_writer._REMOVAL_PAUSE_SECONDS", 0)
    monkeypatch.setattr(shutil, "rmtree", refusing)
    if ended is None:
        _write(tmp_path / "pack")
        assert [path.name for path in tmp_path.iterdir()] == ["pack"]
        assert len(tries) == times + 1
    else:
        with pytest.raises(ended, match="in the way"):
            _write(tmp_path / "pack")


@pytest.mark.parametrize("failing", ["balances.csv", "policies.toml", "exchange.toml"])
def test_a_rename_that_fails_undoes_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """Whichever file the disk refuses, the pack is afterwards as it was, replaced files included."""
    (tmp_path / "exchange.toml").write_text("before")
    (tmp_path / "imports.json").write_text("before")
    rename = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        if path.name == failing:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OSError, match="No space"):
        _write(tmp_path, evidence={"imports.json": "after", "policies.toml": ""})
    assert _standing(tmp_path) == {"exchange.toml": b"before", "imports.json": b"before"}


def test_a_failing_rename_into_a_new_folder_removes_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What had to be made is unmade."""

    def refusing(_path: Path, _target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OSError, match="Input/output"):
        _write(tmp_path / "deep" / "pack")
    assert list(tmp_path.iterdir()) == []


_SAME_BYTES = """
import sys
from pathlib import Path
import polars as pl
from hikiate.storage.pack_writer import write_pack
index = pl.LazyFrame({"start": [0]}).select(pl.int_range(600_000).alias("index"))
table = index.select(
    pl.format("c{}", "index").alias("customer"),
    pl.lit("BTC").alias("asset"),
    ((pl.col("index") * 7919) % 104_729).cast(pl.String).alias("amount"),
)
write_pack(Path(sys.argv[1]), exchange="", tables={"balances": table}, file_format="parquet", evidence={})
"""


def test_the_same_content_is_the_same_bytes_on_one_core_and_on_many(tmp_path: Path) -> None:
    """Three row groups written on one thread and on four are one and the same file."""
    for threads in ("1", "4"):
        environment = os.environ | {"POLARS_MAX_THREADS": threads}
        command = [sys.executable, "-c", _SAME_BYTES, str(tmp_path / threads)]
        subprocess.run(command, env=environment, check=True)
    one = (tmp_path / "1" / "balances.parquet").read_bytes()
    assert one == (tmp_path / "4" / "balances.parquet").read_bytes()
    assert len(one) > 0
