"""Cells: every fault by file, row and column, the same in CSV and in Parquet, in tables of every size."""

from pathlib import Path

import handed_in
import polars as pl
import pytest
from handed_in import SOUND, csv_text, faults, hand_in, read, text_frame, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hikiate.facts.columns import Kind
from hikiate.facts.tables import TABLES

FORMS = ["csv", "parquet"]
EXACT = [
    (name, column.name)
    for name, spec in TABLES.items()
    for column in spec.columns
    if column.kind in {Kind.AMOUNT, Kind.MONEY, Kind.PRICE}
]
DAYS = [(name, column.name) for name, spec in TABLES.items() for column in spec.columns if column.kind is Kind.DAY]
REQUIRED = [(name, column.name) for name, spec in TABLES.items() for column in spec.columns if not column.may_be_blank]


def place(table: str, form: str, row: int, column: str) -> str:
    """How a fault names a cell; a Parquet file has no row for its header."""
    return f"{table}.{form} row {row + (form == 'csv')} column {column}"


def pack_of(tmp_path: Path, form: str, table: str, rows: list[dict[str, str]]) -> Path:
    """A pack of one table."""
    return hand_in(tmp_path, {f"{table}.{form}": csv_text(rows) if form == "csv" else text_frame(rows)})


def with_cells(tmp_path: Path, form: str, table: str, column: str, cells: list[str]) -> Path:
    """A pack whose one table has a sound row, then one with each of these cells."""
    return pack_of(tmp_path, form, table, [SOUND[table], *(SOUND[table] | {column: cell} for cell in cells)])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", TABLES)
def test_a_sound_table_is_read(tmp_path: Path, form: str, table: str) -> None:
    """The rows that the other tests spoil are sound before."""
    assert told(with_cells(tmp_path, form, table, "", [])) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_a_blank_cell_is_a_fault_of_its_place(tmp_path: Path, form: str, table: str, column: str) -> None:
    """Blanks of any width; no value is put in their place."""
    found = told(with_cells(tmp_path, form, table, column, ["", "  ", "\u3000"]))
    assert [fault for fault in found if fault[1].endswith(f"column {column}")] == [
        ("blank", place(table, form, row, column)) for row in (2, 3, 4)
    ]


NO_NUMBERS = {
    "-1": "negative",
    "-0.5": "negative",
    "-0": "negative",
    "abc": "not_decimal",
    "1e5": "not_decimal",
    "1E5": "not_decimal",
    "NaN": "not_decimal",
    "inf": "not_decimal",
    "+1": "not_decimal",
    " 1": "not_decimal",
    "1 ": "not_decimal",
    "1\t": "not_decimal",
    ".5": "not_decimal",
    "5.": "not_decimal",
    "1.2.3": "not_decimal",
    "1_000": "not_decimal",
    "０.５": "not_decimal",
    "１": "not_decimal",
    "٣": "not_decimal",
    "0x1": "not_decimal",
    "¥1": "not_decimal",
    "--1": "not_decimal",
    "1.0000000000000000001": "over_scaled",
    "0." + "0" * 40 + "1": "over_scaled",
    str(2**127): "overflow",
    "9" * 60: "overflow",
    "1" + "0" * 5000: "overflow",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("table", "column"), EXACT)
def test_a_number_that_is_none_is_a_fault_of_its_place(tmp_path: Path, form: str, table: str, column: str) -> None:
    """One cell, one fault, in every column that holds numbers, and all of them together."""
    found = told(with_cells(tmp_path, form, table, column, list(NO_NUMBERS)))
    wanted = [(code, place(table, form, row, column)) for row, code in enumerate(NO_NUMBERS.values(), start=2)]
    assert [fault for fault in found if fault[0] != "duplicate"] == wanted


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("asset", "cell", "code"),
    [
        ("JPY", "1.5", "over_scaled"),
        ("BTC", "0.000000001", "over_scaled"),
        ("ETH", "0.0000000000000000001", "over_scaled"),
        ("JPY", str(2**127 - 1), None),
        ("BTC", str((2**127 - 1) // 10**8), None),
        ("BTC", str((2**127 - 1) // 10**8 + 1), "overflow"),
        ("ETH", str((2**127 - 1) // 10**18), None),
        ("ETH", str((2**127 - 1) // 10**18 + 1), "overflow"),
        ("JPY", "1." + "0" * 60, None),
        ("BTC", "0.10" + "0" * 60, None),
        ("BTC", "0" * 60 + "1", None),
    ],
)
def test_an_amount_fits_its_own_asset(tmp_path: Path, form: str, asset: str, cell: str, code: str | None) -> None:
    """To the last minor unit, beside a row of another asset with other decimals; zeros at the end carry no value."""
    rows = {
        "balances": [{"customer": "a", "asset": "ETH", "amount": "0." + "0" * 17 + "1", "debt": ""}],
        "holdings": [SOUND["holdings"] | {"asset": "ETH"}],
        "trades": [SOUND["trades"] | {"market": "ETH/BTC", "size": "0." + "0" * 17 + "1"}],
    }
    rows["balances"].append({"customer": "b", "asset": asset, "amount": cell, "debt": ""})
    rows["balances"].append({"customer": "c", "asset": asset, "amount": "0", "debt": cell})
    rows["holdings"].append(SOUND["holdings"] | {"holding": "b", "asset": asset, "amount": cell})
    rows["trades"].append(
        SOUND["trades"] | {"id": "b", "market": f"{asset}/{'BTC' if asset == 'JPY' else 'JPY'}", "size": cell}
    )
    files = {f"{name}.{form}": csv_text(table) if form == "csv" else text_frame(table) for name, table in rows.items()}
    wanted = [
        ("holdings", 2, "amount"),
        ("balances", 2, "amount"),
        ("balances", 3, "debt"),
        ("trades", 2, "size"),
    ]
    found = told(hand_in(tmp_path, files))
    assert found == [(code, place(name, form, row, column)) for name, row, column in wanted if code]


@pytest.mark.parametrize(
    ("table", "column", "cell", "code"),
    [
        *(
            (table, column, cell, "not_a_day")
            for table, column in DAYS
            for cell in ("2026-02-30", "20261120", "20/11/2026")
        ),
        *((table, column, "2026-11-20T00:00:00+09:00", "not_a_day") for table, column in DAYS),
        *(
            ("trades", "executed_at", cell, "not_a_moment")
            for cell in (
                "2026-11-20",
                "2026-11-20T10:00:00",
                "2026-11-20T10:00+09:00",
                "2026-11-20T24:00:00+09:00",
                "2026-11-20T10:00:60+09:00",
                "2026-11-31T10:00:00+09:00",
                "2026-11-20T10:00:00+99:00",
                "2026-11-20T10:00:00,5+09:00",
                "20261120T100000+0900",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-09:00",
                "２０２６-11-20T10:00:00+09:00",
            )
        ),
        ("holdings", "observed_at", "2026-11-20T10:00:00", "not_a_moment"),
        ("holdings", "observed_at", "2026-11-20 10:00:00", "not_a_moment"),
        ("holdings", "observed_at", "2026-11-32", "not_a_day"),
        ("statements", "as_of", "yesterday", "not_a_day"),
        ("prices", "at", "2026-11-20T10:00", "not_a_moment"),
        ("balances", "asset", "XRP", "unknown_asset"),
        ("balances", "asset", "btc", "unknown_asset"),
        ("balances", "asset", " BTC", "unknown_asset"),
        ("prices", "currency", "USD", "unknown_asset"),
        ("trades", "market", "BTC", "not_a_market"),
        ("trades", "market", "BTC/BTC", "not_a_market"),
        ("trades", "market", "BTC/USD", "not_a_market"),
        ("trades", "market", "XRP/JPY", "not_a_market"),
        ("trades", "market", "BTC-JPY", "not_a_market"),
        ("trades", "side", "BUY", "not_a_choice"),
        ("trades", "price", "0", "wrong_value"),
        ("trades", "price", "0.000", "wrong_value"),
        ("prices", "price", "0", "wrong_value"),
        ("holdings", "owner", "customers", "not_a_choice"),
        ("holdings", "tier", "warm", "not_a_choice"),
        ("volumes", "item", "spots", "not_a_choice"),
        ("reserve", "movement", "deposit", "not_a_choice"),
        ("providers", "role", "bank", "not_a_choice"),
        ("incidents", "kind", "theft", "not_a_choice"),
        ("secrets", "secret", "00" * 15, "not_hex"),
        ("secrets", "secret", "0" * 33, "not_hex"),
        ("secrets", "secret", "zz" * 16, "not_hex"),
        ("secrets", "secret", "00 " * 16 + "00", "not_hex"),
    ],
)
def test_a_cell_that_is_not_of_its_column_is_a_fault_of_its_place(
    tmp_path: Path, table: str, column: str, cell: str, code: str
) -> None:
    """Days, moments, assets, markets, words of a list and secrets; the row before it is sound."""
    for form in FORMS:
        quoted = f'"{cell}"' if "," in cell and form == "csv" else cell
        found = told(with_cells(tmp_path / form, form, table, column, [quoted]))
        assert found[0] == (code, place(table, form, 2, column))


@pytest.mark.parametrize("form", FORMS)
def test_a_faulty_secret_is_not_repeated_in_its_fault(tmp_path: Path, form: str) -> None:
    """A fault ends up in a terminal or a log; the secret must not."""
    found = faults(with_cells(tmp_path, form, "secrets", "secret", ["5ecre7" * 5]))
    assert found[0].code == "input.not_hex"
    assert "5ecre7" not in repr(found)


@pytest.mark.parametrize("form", FORMS)
def test_secrets_are_read_only_when_asked_for(tmp_path: Path, form: str) -> None:
    """A close neither needs nor reads them."""
    folder = with_cells(tmp_path, form, "secrets", "secret", ["short"])
    assert read(folder).exchange.name == "見本取引所"
    assert told(folder)[0] == ("not_hex", place("secrets", form, 2, "secret"))


def test_faults_are_worded_in_both_languages(tmp_path: Path) -> None:
    """What was found, what is wanted, what to do."""
    [fault] = faults(pack_of(tmp_path, "csv", "balances", [SOUND["balances"] | {"amount": "-5"}]))
    assert (fault.en.found, fault.ja.found) == ("-5", "-5")
    assert fault.en.wanted == "an amount of zero or more"
    assert "0以上" in fault.ja.wanted


@pytest.mark.parametrize("form", FORMS)
def test_a_price_finer_than_any_asset_is_refused_by_name(tmp_path: Path, form: str) -> None:
    """A price has no asset of its own; the finest scale of all is its limit."""
    [fault] = faults(pack_of(tmp_path, form, "trades", [SOUND["trades"] | {"price": "1.0000000000000000001"}]))
    assert fault.en.wanted == "at most 18 decimals for price"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", ["balances", "holdings"])
def test_all_faults_of_a_row_and_of_a_table_are_named_together(tmp_path: Path, form: str, table: str) -> None:
    """Also a key that stands twice, beside cells that cannot be read."""
    key = TABLES[table].key[0]
    rows = [
        SOUND[table] | {key: "a", "asset": "XRP", "amount": "-1"},
        SOUND[table] | {key: "b"},
        SOUND[table] | {key: "", "amount": "x"},
        SOUND[table] | {key: "b"},
    ]
    content = csv_text(rows) if form == "csv" else text_frame(rows)
    assert sorted(told(hand_in(tmp_path, {f"{table}.{form}": content}))) == sorted(
        [
            ("unknown_asset", place(table, form, 1, "asset")),
            ("negative", place(table, form, 1, "amount")),
            ("blank", place(table, form, 3, key)),
            ("not_decimal", place(table, form, 3, "amount")),
            ("duplicate", place(table, form, 4, "").removesuffix(" column ")),
        ]
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", ["balances", "published"])
def test_beyond_two_hundred_faults_the_rest_are_counted(tmp_path: Path, form: str, table: str) -> None:
    """A table of ten million faults still has an end."""
    rows = [
        SOUND[table] | {TABLES[table].key[0]: f"X{number}", "amount": "-1", "asset": f"X{number}"}
        for number in range(205)
    ]
    content = csv_text(rows) if form == "csv" else text_frame(rows)
    found = faults(hand_in(tmp_path, {f"{table}.{form}": content}))
    assert found[-1].code == "input.more_faults"
    listed = {fault.where.partition(" column ")[0] for fault in found[:-1]}
    assert int(found[-1].en.found.split()[0]) + len(listed) == 205


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("table", "changed", "key"),
    [
        ("balances", {"amount": "7"}, "customer + asset"),
        ("trades", {"price": "7", "side": "sell"}, "market + id"),
        ("secrets", {"secret": "11" * 16}, "customer"),
        ("holdings", {"amount": "7", "tier": "hot"}, "holding + asset + owner"),
        ("statements", {"amount": "7"}, "holding + asset + as_of + source"),
        ("published", {"amount": "7"}, "asset"),
        ("volumes", {"amount": "7"}, "fiscal_year + item"),
        ("prices", {"price": "7"}, "day + at + asset + currency + source"),
        ("providers", {"name": "other"}, "provider + role"),
        ("tokens", {"name": "other"}, "asset"),
    ],
)
def test_a_row_whose_key_stands_already_is_a_fault(
    tmp_path: Path, form: str, table: str, changed: dict[str, str], key: str
) -> None:
    """The later row is named; which of the two is true is for the user to say."""
    rows = [SOUND[table], SOUND[table] | changed]
    content = csv_text(rows) if form == "csv" else text_frame(rows)
    [fault] = faults(hand_in(tmp_path, {f"{table}.{form}": content}))
    assert (fault.code, fault.where) == ("input.duplicate", f"{table}.{form} row {2 + (form == 'csv')}")
    assert fault.en.wanted == f"one row for each {key}"


def test_a_key_may_stand_again_where_another_part_differs(tmp_path: Path) -> None:
    """The same customer in two assets, the same trade number in two markets; and swapped names are not equal."""
    balances = [
        SOUND["balances"] | {"customer": c, "asset": a} for c, a in (("BTC", "ETH"), ("ETH", "BTC"), ("BTC", "BTC"))
    ]
    trades = [SOUND["trades"], SOUND["trades"] | {"market": "ETH/JPY"}]
    files = {"balances.csv": csv_text(balances), "trades.csv": csv_text(trades)}
    assert told(hand_in(tmp_path, files)) == []


@pytest.mark.parametrize("form", FORMS)
def test_among_many_duplicates_the_first_rows_are_listed_and_all_counted(tmp_path: Path, form: str) -> None:
    """A thousand rows, each three times: two thousand later ones."""
    rows = [SOUND["balances"] | {"customer": f"c{number % 1000}"} for number in range(3000)]
    content = csv_text(rows) if form == "csv" else text_frame(rows)
    found = faults(hand_in(tmp_path, {f"balances.{form}": content}))
    assert len(found) == 201
    assert {fault.code for fault in found[:-1]} == {"input.duplicate"}
    assert found[0].where == f"balances.{form} row {1001 + (form == 'csv')}"
    assert found[0].en.found == "c0, BTC stands there already"
    assert found[-1].en.found == "1800 more rows with faults"


BAD_CELLS = {
    Kind.KEY: ["", " "],
    Kind.ASSET: ["", "XRP", "btc"],
    Kind.AMOUNT: ["-1", "x", "1e3", "１", "0." + "0" * 18 + "1", "9" * 50],
    Kind.PRICE: ["", "0", "-1", "x", "1e3", "0." + "0" * 18 + "1", "9" * 50],
    Kind.MOMENT: ["", "2026-11-20", "2026-11-20T10:00+09:00", "2026-13-20T10:00:00+09:00"],
    Kind.MARKET: ["", "BTC", "BTC/XRP"],
    Kind.CHOICE: ["", "BUY"],
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), table=st.sampled_from(["balances", "trades"]), form=st.sampled_from(FORMS))
def test_any_single_corrupted_cell_is_a_fault_that_names_its_row_and_column(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, table: str, form: str
) -> None:
    """Wherever it stands in a bulk table, and whatever stands around it."""
    key = {"balances": "customer", "trades": "id"}[table]
    rows = [SOUND[table] | {key: f"n{number}"} for number in range(data.draw(st.integers(1, 6)))]
    row = data.draw(st.integers(1, len(rows)))
    faultable = [c for c in TABLES[table].columns if not (c.kind is Kind.KEY and c.may_be_blank)]
    column = data.draw(st.sampled_from(faultable))
    cell = data.draw(st.sampled_from(BAD_CELLS[column.kind]))
    rows[row - 1] = rows[row - 1] | {column.name: cell}
    content: str | pl.DataFrame = csv_text(rows) if form == "csv" else text_frame(rows)
    found = told(hand_in(tmp_path_factory.mktemp("pack"), {f"{table}.{form}": content}))
    assert [where for _, where in found] == [place(table, form, row, column.name)]


def test_the_sound_rows_cover_every_table() -> None:
    """A new table needs a sound row here before it can be spoilt."""
    assert set(handed_in.SOUND) == set(TABLES)
    assert all(set(row) == {column.name for column in TABLES[name].columns} for name, row in SOUND.items())
