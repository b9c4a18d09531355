"""Packs on the disk: what a folder may hold, how its bytes are read, and where a fault of a file stands."""

from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.packs import open_pack

EXCHANGE = """
name = "見本取引所"
registration = "00001"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-11-20T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
"""
BALANCES = "customer,asset,amount\na,BTC,1.5\nb,JPY,7\n"
TOKENS = "asset,name,issuer,peg,raises_funds,listed_on\nXYZ,X,I,,no,2025-01-01\n"
WANTED = {"BTC": 150_000_000, "JPY": 7}
FRAME = pl.DataFrame({"customer": ["a", "b"], "asset": ["BTC", "JPY"], "amount": ["1.5", "7"]})


def hand_in(folder: Path, **files: str | bytes) -> Path:
    """A pack of these files, whose names have _ for the point."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"exchange_toml": EXCHANGE, **files}.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def read(folder: Path) -> Pack:
    """Open and read as the commands do."""
    return read_pack(open_pack(folder))


def amounts(folder: Path) -> dict[str, int]:
    """What customers are owed, in minor units."""
    return {name: owed.amount for name, owed in (read(folder).balances or {}).items()}


def faults(folder: Path) -> list[Finding]:
    """Every fault for which a pack is refused."""
    with pytest.raises(Refused) as refused:
        read(folder)
    return list(refused.value.faults)


def told(folder: Path) -> list[tuple[str, str]]:
    """Codes and places of the faults."""
    return [(fault.code.removeprefix("input."), fault.where) for fault in faults(folder)]


@pytest.mark.parametrize("name", ["gone", "file"])
def test_a_folder_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """A path with nothing there, and one with a file there."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused) as refused:
        open_pack(tmp_path / name)
    [fault] = refused.value.faults
    assert (fault.code, fault.where, fault.en.wanted) == ("input.no_file", str(tmp_path / name), "a folder")


def test_a_folder_without_its_one_required_file_is_refused_with_all_that_is_known(tmp_path: Path) -> None:
    """Without the scales of its assets no amount can be read."""
    folder = hand_in(tmp_path, notes_txt="x", tokens_csv="asset,name\nX\n")
    (folder / "exchange.toml").unlink()
    assert told(folder) == [
        ("unknown_file", "notes.txt"),
        ("ragged", "tokens.csv row 2"),
        ("no_file", "exchange.toml"),
    ]


def test_a_pack_of_the_one_required_file_is_a_pack(tmp_path: Path) -> None:
    """What is missing is for the rules to say."""
    raw = open_pack(hand_in(tmp_path))
    assert (raw.tables, raw.policies, raw.imports, raw.faults) == ({}, None, None, ())
    assert raw.exchange == EXCHANGE


@pytest.mark.parametrize(
    "name", ["Balances.csv", "balances.CSV", "balances.xlsx", "balance.csv", ".hidden", "close.json"]
)
def test_a_file_of_another_name_is_refused(tmp_path: Path, name: str) -> None:
    """A table under a wrong name would be missed in silence."""
    folder = hand_in(tmp_path)
    (folder / name).write_text(BALANCES)
    [fault] = faults(folder)
    assert (fault.code, fault.where) == ("input.unknown_file", name)
    assert "balances.csv|.parquet" in fault.en.wanted


@pytest.mark.parametrize("name", ["old", "balances.csv", "tokens.parquet", "policies.toml"])
def test_a_folder_inside_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    """A folder named as a table is none."""
    folder = hand_in(tmp_path)
    (folder / name).mkdir()
    assert told(folder) == [("unknown_file", name)]


def test_a_folder_in_the_place_of_the_exchange_is_named_once(tmp_path: Path) -> None:
    """It is there, and it is no file."""
    (tmp_path / "exchange.toml").mkdir()
    assert told(tmp_path) == [("unknown_file", "exchange.toml")]


def test_what_desktops_leave_is_minded_by_nobody(tmp_path: Path) -> None:
    """Neither refused nor part of the digest."""
    folder = hand_in(tmp_path, balances_csv=BALANCES)
    digest = open_pack(folder).digest
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (folder / name).write_text("x")
    assert amounts(folder) == WANTED
    assert open_pack(folder).digest == digest


def test_a_table_in_two_forms_is_refused(tmp_path: Path) -> None:
    """Nobody can say which is the true one."""
    folder = hand_in(tmp_path, balances_csv=BALANCES)
    FRAME.write_parquet(folder / "balances.parquet")
    assert told(folder) == [("two_forms", "balances")]


def test_the_digest_is_over_every_name_and_byte_but_the_secrets(tmp_path: Path) -> None:
    """A byte more, another name, another form: another digest; other secrets: the same one."""
    folder = hand_in(tmp_path / "a", balances_csv=BALANCES)
    first = open_pack(folder).digest
    assert first == open_pack(hand_in(tmp_path / "b", balances_csv=BALANCES)).digest
    assert first != open_pack(hand_in(tmp_path / "c", balances_csv=BALANCES + "\n")).digest
    assert first != open_pack(hand_in(tmp_path / "d", secrets_csv=BALANCES)).digest
    FRAME.write_parquet(hand_in(tmp_path / "e") / "balances.parquet")
    assert first != open_pack(tmp_path / "e").digest
    (folder / "secrets.csv").write_text("customer,secret\na," + "0" * 32 + "\n")
    assert open_pack(folder).digest == first


@pytest.mark.parametrize(
    "text",
    [
        BALANCES.encode("utf-8-sig"),
        BALANCES.replace("\n", "\r\n").encode(),
        BALANCES.replace("\n", "\r\n").encode("utf-8-sig") + b"\r\n\r\n",
        BALANCES.rstrip("\n").encode(),
        BALANCES.encode() + b"\n\n\n",
        b'"customer","asset","amount"\n"a","BTC","1.5"\n"b","JPY","7"\n',
        b'asset,"amount",customer\nBTC,1.5,a\nJPY,"7",b\n',
    ],
)
def test_a_csv_reads_the_same_whatever_program_wrote_it(tmp_path: Path, text: bytes) -> None:
    """With a mark at its head, with line ends of Windows, blank lines at its end, quotes, other orders of columns."""
    assert amounts(hand_in(tmp_path, balances_csv=text)) == WANTED
    tokens = hand_in(tmp_path / "tokens", tokens_csv=TOKENS.replace("\n", "\r\n").encode("utf-8-sig") + b"\r\n")
    [token] = read(tokens).tokens or ()
    assert (token.row, token.asset, token.peg) == (2, "XYZ", None)


@pytest.mark.parametrize("head", ["customer,asset,amount", "customer,asset,amount\n", "customer,asset,amount\r\n\r\n"])
def test_a_table_of_a_header_alone_has_no_rows(tmp_path: Path, head: str) -> None:
    """That nothing is owed is an answer."""
    assert amounts(hand_in(tmp_path, balances_csv=head)) == {}


@pytest.mark.parametrize("form", ["balances", "tokens"])
@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_a_table_without_a_header_is_refused(tmp_path: Path, form: str, content: bytes) -> None:
    """An empty file is a lost export, not an empty table."""
    assert told(hand_in(tmp_path, **{f"{form}_csv": content})) == [("unknown_column", f"{form}.csv")]


@pytest.mark.parametrize("form", ["balances", "tokens"])
def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path, form: str) -> None:
    """One of the two would win in silence."""
    [fault] = faults(hand_in(tmp_path, **{f"{form}_csv": "asset,amount,asset,amount\nBTC,1,BTC,2\n"}))
    assert (fault.where, fault.en.found) == (f"{form}.csv", "column amount, asset twice")


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    """A line break inside quotes makes no row, in tables of both sizes."""
    balances = 'customer,asset,amount\n"a\nb\r\nc",BTC,1\nd,BTC,-1\n'
    tokens = TOKENS + '"a\n\nb",,,,,\n"c",,,,,2026\n'
    assert told(hand_in(tmp_path, balances_csv=balances, tokens_csv=tokens)) == [
        ("not_a_day", "tokens.csv row 4 column listed_on"),
        ("negative", "balances.csv row 3 column amount"),
    ]


@pytest.mark.parametrize("form", ["balances", "tokens"])
def test_rows_of_another_width_are_all_named(tmp_path: Path, form: str) -> None:
    """Too many fields, too few, and a blank line between rows; a comma in an amount is such a row."""
    width = {"balances": 3, "tokens": 6}[form]
    head = {"balances": BALANCES, "tokens": TOKENS}[form].split("\n")[0]
    sound = ",".join(["x"] * width)
    text = f'{head}\n{sound}\n{sound},"1,000"\nx\n\n\n{sound}\n   \n\n'
    found = faults(hand_in(tmp_path, **{f"{form}_csv": text}))
    assert [(fault.code, fault.where, fault.en.found) for fault in found] == [
        ("input.ragged", f"{form}.csv row 3", f"{width + 1} fields"),
        ("input.ragged", f"{form}.csv row 4", "1 fields"),
        ("input.ragged", f"{form}.csv row 5", "0 fields"),
        ("input.ragged", f"{form}.csv row 8", "1 fields"),
    ]
    assert found[0].en.wanted == f"{width} fields, as in the header"


def test_of_many_ragged_rows_the_first_are_listed_and_all_counted(tmp_path: Path) -> None:
    """A file with another separator is one long list otherwise."""
    found = faults(hand_in(tmp_path, balances_csv="customer,asset,amount\n" + "a;BTC;1\n" * 203))
    assert [fault.code for fault in found] == ["input.ragged"] * 200 + ["input.more_faults"]
    assert found[-1].en.found == "3 more rows with faults"


@pytest.mark.parametrize("form", ["balances", "tokens"])
@pytest.mark.parametrize("rest", ['a,"b"c,d\n', 'a,"b,c\n', "a," + "x" * 200_000 + ",b\n"])
def test_quotes_that_do_not_close_and_endless_fields_are_refused(tmp_path: Path, form: str, rest: str) -> None:
    """Whatever stood behind them would be read as something else; in the header or below it."""
    head = {"balances": BALANCES, "tokens": TOKENS}[form].split("\n")[0]
    for number, text in enumerate((f"{head}\n{rest}", rest)):
        assert told(hand_in(tmp_path / str(number), **{f"{form}_csv": text})) == [("unreadable", f"{form}.csv")]


@pytest.mark.parametrize("row", ['5" disk,BTC,1', '5" d"isk,BTC,1', '"5"" disk",BTC,1', 'd,BTC,1"'])
def test_a_quotation_mark_inside_a_value_of_a_bulk_table_is_refused(tmp_path: Path, row: str) -> None:
    """Programs disagree on where such a row ends, and rows would be lost in silence; a small table is read strictly."""
    text = BALANCES + row + "\nc,BTC,1\n"
    assert told(hand_in(tmp_path, balances_csv=text)) == [("unreadable", "balances.csv row 4")]
    [_, token] = read(hand_in(tmp_path / "tokens", tokens_csv=TOKENS + 'Q,5" disk,,,,\n')).tokens or ()
    assert token.name == '5" disk'


@pytest.mark.parametrize("text", [BALANCES.replace("\n", "\r"), "customer,asset,amount\na,BTC,1.5\rb,JPY,7\n"])
def test_rows_are_never_lost_to_the_line_ends_of_old_machines(tmp_path: Path, text: str) -> None:
    """A carriage return alone ends a row for one program and not for another; such a table is refused."""
    assert told(hand_in(tmp_path, balances_csv=text)) == [("unreadable", "balances.csv")]


@pytest.mark.parametrize(
    ("content", "row", "found"),
    [
        ("customer,asset,amount\n山田,BTC,1\n".encode("shift_jis"), 2, "0x8e"),
        (BALANCES.encode("utf-16"), 1, "0xff"),
        (BALANCES.encode("utf-16-be"), 1, "0x00"),
        (BALANCES.encode("utf-16-le"), 1, "0x00"),
        (BALANCES.encode() + b"c\0,BTC,1\n", 4, "0x00"),
        (BALANCES.encode() + b"c,BTC,\xff\n", 4, "0xff"),
        (BALANCES.encode() + b"\xe5\xb1", 4, "cut off"),
        (b"a,b\n" * 300_000 + b"\xff", 300_001, "0xff"),
        (b"a,b\n" * 300_000 + b"\0", 300_001, "0x00"),
    ],
)
def test_a_byte_that_is_no_utf_8_text_is_named_with_its_row(
    tmp_path: Path, content: bytes, row: int, found: str
) -> None:
    """Shift-JIS, UTF-16, a byte that was damaged, a file that was cut off; wherever in the file it stands."""
    for name in ("balances.csv", "tokens.csv", "policies.toml", "imports.json", "exchange.toml"):
        folder = hand_in(tmp_path / name)
        (folder / name).write_bytes(content)
        [fault] = faults(folder)
        assert (fault.code, fault.where) == ("input.not_utf8", f"{name} row {row}")
        assert fault.en.found == f"a byte that is no UTF-8 ({found})"


def test_a_mark_at_the_head_of_a_toml_file_is_no_part_of_it(tmp_path: Path) -> None:
    """As some editors write it."""
    folder = hand_in(tmp_path, exchange_toml=EXCHANGE.encode("utf-8-sig"), policies_toml=b"\xef\xbb\xbf")
    pack = read(folder)
    assert (pack.exchange.name, pack.policies) == ("見本取引所", ())


@pytest.mark.parametrize("name", ["balances.parquet", "tokens.parquet"])
@pytest.mark.parametrize("kept", [0, 3, 100, -1, -40])
def test_a_truncated_parquet_file_is_a_fault_of_the_file(tmp_path: Path, name: str, kept: int) -> None:
    """Cut anywhere: at its head, in its pages, in its foot."""
    folder = hand_in(tmp_path)
    FRAME.write_parquet(folder / name)
    (folder / name).write_bytes((folder / name).read_bytes()[:kept])
    assert told(folder) == [("unreadable", name)]


def test_text_under_the_name_of_parquet_is_a_fault_of_the_file(tmp_path: Path) -> None:
    """And Parquet under the name of CSV is no UTF-8 or no table."""
    folder = hand_in(tmp_path)
    (folder / "balances.parquet").write_text(BALANCES)
    FRAME.write_parquet(folder / "tokens.csv")
    assert {where.partition(" ")[0] for _, where in told(folder)} == {"balances.parquet", "tokens.csv"}


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip"])
@pytest.mark.parametrize("table", ["balances", "published"])
def test_corrupted_data_pages_are_a_fault_of_the_file_and_never_a_crash(
    tmp_path: Path, table: str, compression: str
) -> None:
    """Wherever bytes were overwritten: refused as a whole or cell by cell, never a stack trace."""
    rows = 500
    frame = pl.DataFrame({"asset": [f"A{n}" for n in range(rows)], "amount": [str(n * 7919) for n in range(rows)]})
    if table == "balances":
        frame = frame.select(pl.col("asset").alias("customer"), pl.lit("BTC").alias("asset"), "amount")
    folder = hand_in(tmp_path)
    path = folder / f"{table}.parquet"
    frame.write_parquet(path, compression=compression)  # type: ignore[arg-type] # the names are polars' own
    sound = path.read_bytes()
    refused: set[str] = set()
    for start in range(4, len(sound) - 16, max(len(sound) // 25, 1)):
        path.write_bytes(sound[:start] + b"\xa5" * 12 + sound[start + 12 :])
        try:
            read(folder)
        except Refused as found:
            refused.update(fault.where.partition(" ")[0] for fault in found.faults)
    assert refused == {f"{table}.parquet"}


def test_opening_a_pack_changes_nothing_in_it(tmp_path: Path) -> None:
    """Neither when it is sound nor when it is refused."""
    for name, text in (("sound", BALANCES), ("unsound", BALANCES + "c,BTC\n")):
        folder = hand_in(tmp_path / name, balances_csv=text)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        open_pack(folder)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
