"""Executions of any venue: each id once, each day proven, in order, every row accounted for."""

import random
import re
from collections.abc import Mapping
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.facts.importers import trade_defects as defects
from hikiate.facts.importers.executions import (
    DAY_WRITTEN,
    QUARTER_HOUR,
    Executions,
    Layout,
    executions,
    kind_faults,
    plain_columns,
    volume_text,
)
from hikiate.facts.importers.imported import RawTable
from hikiate.kernel.findings import Finding, FindingKind, Refused

Row = Mapping[str, str | None]

DAILY = Layout("exec_date", "size", ("a moment", "時刻"), DAY_WRITTEN)
QUARTERLY = Layout("timestamp", "amount", ("milliseconds", "ミリ秒"), QUARTER_HOUR)
SOUND = {"market": "BTC/JPY", "side": "buy", "price": "100", "size": "1"}
NOON, LATER, NEXT_DAY = "2026-11-20T12:00:00+09:00", "2026-11-20T12:30:00+09:00", "2026-11-21T00:00:01+09:00"


def raw(*rows: Row, file: str = "a.csv") -> pl.DataFrame:
    """Rows of one file; `id` and `executed_at` are given, the rest is sound unless it is given."""
    filled = [{"file": file, "row": number, **SOUND, **row} for number, row in enumerate(rows, start=2)]
    columns = ("file", "row", "id", "executed_at", "market", "side", "price", "size")
    schema = {name: pl.Int64() if name == "row" else pl.String() for name in columns}
    return pl.DataFrame(filled, schema=schema)


def done(*rows: Row, layout: Layout = DAILY) -> Executions:
    """The executions of the rows of one file."""
    return executions(raw(*rows), layout)


def refused(*rows: Row) -> list[Finding]:
    """The faults for which the rows of one file are refused."""
    with pytest.raises(Refused) as caught:
        done(*rows)
    return list(caught.value.faults)


def codes(found: Executions) -> list[str]:
    """The codes of what was found, without their first word."""
    return [finding.code.removeprefix("import.") for finding in found.findings]


def counted(found: Executions) -> tuple[int, int, int, int]:
    """Rows read, kept, repeated and left out, as the first finding says them."""
    shown = re.fullmatch(r"(\d+) rows read .*: (\d+) kept, (\d+) repeated, (\d+) left out", found.findings[0].en.found)
    assert shown
    read, kept, repeated, left_out = map(int, shown.groups())
    return read, kept, repeated, left_out


def test_sound_rows_are_taken_as_they_stand() -> None:
    """A row of the table is what the source says, and the only remark is how many there are."""
    found = done({"id": "7", "executed_at": NOON})
    assert found.trades.rows() == [("7", NOON, "BTC/JPY", "buy", "100", "1")]
    assert (codes(found), counted(found)) == (["rows"], (1, 1, 0, 0))
    assert (found.moments, found.last_moment.isoformat()) == ((NOON, NOON), NOON)


def test_no_rows_are_refused() -> None:
    """An empty table would look like a year without trade."""
    assert [fault.code for fault in refused()] == ["import.no_rows"]


class TestRepeatedIds:
    """One row for each id of a market."""

    def test_the_same_content_is_kept_once(self) -> None:
        found = done(*[{"id": "7", "executed_at": NOON}] * 3)
        assert (codes(found), counted(found)) == (["rows", "duplicate_id"], (3, 1, 2, 0))

    @pytest.mark.parametrize(
        "other",
        [{"price": "101"}, {"size": "2"}, {"side": "sell"}, {"side": "auction"}, {"executed_at": LATER}],
        ids=lambda other: next(iter(other)),
    )
    def test_another_content_is_refused_with_both_places(self, other: dict[str, str]) -> None:
        [fault] = refused({"id": "7", "executed_at": NOON}, {"id": "7", "executed_at": NOON, **other})
        assert (fault.code, fault.where) == ("import.conflicting_id", "trades BTC/JPY id 7")
        assert fault.en.found == "id 7 stands for different trades: a.csv row 2, a.csv row 3"

    def test_a_row_that_lacks_only_the_time_says_the_same(self) -> None:
        found = done({"id": "7", "executed_at": None}, {"id": "7", "executed_at": NOON})
        assert found.trades["executed_at"].to_list() == [NOON]
        assert (codes(found), counted(found)) == (["rows", "duplicate_id"], (2, 1, 1, 0))

    def test_another_market_counts_its_own_ids(self) -> None:
        found = done({"id": "7", "executed_at": NOON}, {"id": "7", "executed_at": NOON, "market": "ETH/JPY"})
        assert counted(found) == (2, 2, 0, 0)
        assert found.trades["market"].to_list() == ["BTC/JPY", "ETH/JPY"]

    def test_blank_ids_are_refused_and_no_repetition(self) -> None:
        faults = refused({"id": None, "executed_at": NOON}, {"id": None, "executed_at": NOON})
        assert {fault.code for fault in faults} == {"import.cell_refused"}
        assert [fault.where for fault in faults] == ["a.csv row 2", "a.csv row 3"]


class TestBlankTimes:
    """A row without a time is kept where the ids around it prove its day."""

    def test_between_two_ids_of_one_day_it_takes_the_time_before(self) -> None:
        found = done(
            {"id": "1", "executed_at": NOON}, {"id": "2", "executed_at": None}, {"id": "3", "executed_at": LATER}
        )
        assert found.trades.select("id", "executed_at").rows() == [("1", NOON), ("2", NOON), ("3", LATER)]
        assert codes(found) == ["rows", "time_blank_placed"]

    @pytest.mark.parametrize("place", ["first", "last", "across midnight", "after a stray", "before a stray"])
    def test_where_the_day_is_open_it_is_left_out_and_its_volume_said(self, place: str) -> None:
        times = {
            "first": [None, NOON, LATER],
            "last": [NOON, LATER, None],
            "across midnight": [NOON, None, NEXT_DAY],
            "after a stray": [NEXT_DAY, NOON, None, LATER],
            "before a stray": [NOON, None, LATER, "2026-11-19T12:00:00+09:00"],
        }[place]
        rows: list[Row] = [
            {"id": str(number), "executed_at": time, "size": "0.25"} for number, time in enumerate(times, start=9)
        ]
        found = done(*rows)
        assert counted(found) == (len(rows), len(rows) - 1, 0, 1)
        [left_out] = [finding for finding in found.findings if finding.code == "import.time_blank_left_out"]
        assert f"such as id {9 + times.index(None)}, volume 0.25" in left_out.en.found

    def test_ids_that_are_no_numbers_prove_nothing(self) -> None:
        found = done(
            {"id": "a", "executed_at": NOON}, {"id": "b", "executed_at": None}, {"id": "c", "executed_at": NOON}
        )
        assert (codes(found), counted(found)) == (["rows", "time_blank_left_out"], (3, 2, 0, 1))

    def test_ids_of_another_market_prove_nothing(self) -> None:
        found = done(
            {"id": "1", "executed_at": NOON, "market": "ETH/JPY"},
            {"id": "2", "executed_at": None},
            {"id": "3", "executed_at": NOON, "market": "ETH/JPY"},
        )
        assert counted(found) == (3, 2, 0, 1)

    def test_where_the_clock_of_the_exchange_is_open_only_a_quarter_of_an_hour_proves_the_day(self) -> None:
        """14:59 and 15:01 UTC are one day in London and two in Tokyo."""
        one: list[Row] = [{"id": "1", "executed_at": "2026-11-20T14:46:00+00:00"}, {"id": "2", "executed_at": None}]
        within = done(*one, {"id": "3", "executed_at": "2026-11-20T14:59:59+00:00"}, layout=QUARTERLY)
        across = done(*one, {"id": "3", "executed_at": "2026-11-20T15:00:00+00:00"}, layout=QUARTERLY)
        assert (counted(within), counted(across)) == ((3, 3, 0, 0), (3, 2, 0, 1))

    def test_nothing_but_blank_times_is_refused(self) -> None:
        assert [fault.code for fault in refused({"id": "1", "executed_at": None})] == ["import.no_rows"]


class TestOrder:
    """Trades stand by time, then by id."""

    def test_unsorted_rows_are_sorted_and_counted(self) -> None:
        found = done(
            {"id": "3", "executed_at": LATER}, {"id": "2", "executed_at": NOON}, {"id": "10", "executed_at": NOON}
        )
        assert found.trades["id"].to_list() == ["2", "10", "3"]
        [unsorted] = [finding for finding in found.findings if finding.code == "import.unsorted"]
        assert unsorted.where == "a.csv"
        assert unsorted.en.found.startswith(
            "1 rows stand before a row of an earlier time, such as the one before row 3"
        )

    def test_ids_that_are_no_numbers_are_sorted_as_text(self) -> None:
        found = done({"id": "b", "executed_at": NOON}, {"id": "a10", "executed_at": NOON})
        assert found.trades["id"].to_list() == ["a10", "b"]

    def test_moments_are_ordered_in_time_and_not_as_they_are_written(self) -> None:
        found = done(
            {"id": "1", "executed_at": "2026-11-20T04:00:00Z"}, {"id": "2", "executed_at": "2026-11-20 12:30:00+09:00"}
        )
        assert found.trades["id"].to_list() == ["2", "1"]


class TestCells:
    """A cell that cannot be read is refused by file, row and the file's own name of the column."""

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            *((name, text) for name in ("price", "size") for text in (None, "0", "0.000", "-1", "NaN", "inf", "1e5")),
            ("size", "0.0000000000000000001"),
            ("price", "100000000000000000000.5"),
            ("side", "bid"),
            ("executed_at", "2026-11-20T12:00:00"),
            ("executed_at", "2026-11-20T12:00:00+0900"),
            ("executed_at", "2026-11-20T1:00:00+09:00"),
            ("executed_at", "2026-2-3T12:00:00+09:00"),
            ("executed_at", "2026-02-30T12:00:00+09:00"),
            ("executed_at", "2026-11-20T23:59:60+09:00"),
            ("executed_at", "0026-11-20T12:00:00+09:00"),
            ("executed_at", "2026-11-20"),
            ("executed_at", " "),
        ],
    )  # fmt: skip
    def test_a_bad_one_is_refused(self, column: str, cell: str | None) -> None:
        [fault] = refused({"id": "1", "executed_at": NOON}, {"id": "2", "executed_at": NOON, column: cell})
        shown = "a blank cell / 空欄" if cell is None else f"'{cell}'"
        own = {"executed_at": "exec_date"}.get(column, column)
        assert (fault.code, fault.where) == ("import.cell_refused", "a.csv row 3")
        assert fault.en.found == f"{shown} in column {own} (1 such row(s) in the file)"
        assert fault.en.wanted != fault.ja.wanted

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("price", "99999999999999999999.999999999999999999"),
            ("size", "0.000000000000000001"),
            ("side", "sell"),
            ("side", "auction"),
            ("executed_at", "2026-11-20T12:00:00.123456789+09:00"),
            ("executed_at", "2024-02-29T12:00:00Z"),
        ],
    )
    def test_the_widest_and_finest_are_taken_whole(self, column: str, cell: str) -> None:
        assert done({"id": "1", "executed_at": NOON, column: cell}).trades[column].to_list() == [cell]

    def test_all_faults_are_named_at_once_and_no_more_than_twenty_of_a_kind(self) -> None:
        bad = [{"id": str(number), "executed_at": NOON, "price": "x", "size": "0"} for number in range(25)]
        clash = [{"id": "77", "executed_at": NOON}, {"id": "77", "executed_at": LATER}]
        faults = refused(*bad, *clash)
        assert len(faults) == 41
        assert faults[0].en.found.endswith("(25 such row(s) in the file)")

    def test_columns_have_the_names_of_the_file(self) -> None:
        with pytest.raises(Refused) as caught:
            executions(raw({"id": "1", "executed_at": "x", "size": "x"}), QUARTERLY)
        texts = [fault.en.found for fault in caught.value.faults]
        assert ["timestamp" in texts[0], "amount" in texts[1]] == [True, True]


@pytest.mark.parametrize(
    ("column", "cells", "kind"),
    [
        ("id", [1.5], "Float64"),
        ("price", [[1.5]], "List(Float64)"),
        ("price", [b"1"], "Binary"),
        ("exec_date", pl.Series([0]).cast(pl.Datetime("ms")), "Datetime"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_column_of_another_kind_is_refused(column: str, cells: object, kind: str) -> None:
    """An id kept as a float has lost digits without a trace."""
    [fault] = kind_faults(RawTable("a.parquet", pl.DataFrame({column: cells})), ("id", "exec_date"), ("price",))
    assert (fault.code, fault.where) == ("import.column_kind", f"a.parquet column {column}")
    assert kind in fault.en.found


def test_columns_of_text_and_numbers_are_taken() -> None:
    """Whatever a Parquet file of trades may soundly hold."""
    frame = pl.DataFrame({"id": [1], "side": pl.Series(["buy"], dtype=pl.Categorical), "price": [1.5], "size": ["1"]})
    assert [*kind_faults(RawTable("a", frame), ("id", "side"), ("price", "size"))] == []


def test_floats_and_exponents_are_said_by_column() -> None:
    """Each with how many, and one as an example."""
    frame = pl.DataFrame({"price": [1.5, None, 2.0], "size": ["1e-3", "2", "3"]})
    rows, findings = plain_columns(RawTable("a.parquet", frame), ("price", "size"))
    assert rows.rows() == [("1.5", "0.001"), (None, "2"), ("2", "3")]
    assert [(finding.code, finding.where) for finding in findings] == [
        ("import.binary_floats", "a.parquet column price"),
        ("import.exponents", "a.parquet column size"),
    ]
    assert "2 binary floats; each was taken as its shortest decimal text, such as 1.5" in findings[0].en.found


def test_a_volume_is_exact_beyond_any_column() -> None:
    """A sum wider than 38 digits is still the sum."""
    assert (
        volume_text(pl.Series(["99999999999999999999.000000000000000001"] * 3))
        == "299999999999999999997.000000000000000003"
    )


MINUTE = st.integers(min_value=0, max_value=2880)
HISTORY = st.lists(st.tuples(st.integers(1, 6), st.booleans(), MINUTE), min_size=1, max_size=25)


def _history(steps: list[tuple[int, bool, int]]) -> list[Row]:
    """Trades with rising ids over two days, some without a time, some repeated."""
    rows: list[Row] = []
    minutes = sorted(minute for _, _, minute in steps)
    for number, ((size, timed, _), minute) in enumerate(zip(steps, minutes, strict=True)):
        day, rest = divmod(minute, 1440)
        moment = f"2026-11-{20 + day}T{rest // 60:02d}:{rest % 60:02d}:00+09:00"
        row = {"id": str(number), "executed_at": moment if timed else None, "size": str(size)}
        rows += [row] * (2 if size == 6 else 1)
    return rows


@given(HISTORY, st.integers(1, 4), st.randoms(use_true_random=False))
def test_rows_split_over_files_in_any_order_give_the_same_trades(
    steps: list[tuple[int, bool, int]], files: int, chance: random.Random
) -> None:
    """Kept, repeated and left out make up what was read, in rows and in volume, however the rows were handed in."""
    rows = _history(steps)
    shuffled = chance.sample(rows, len(rows))
    parts = [raw(*shuffled[part::files], file=f"{part}.csv") for part in range(files)]
    chance.shuffle(parts)
    whole, split = raw(*rows, file="whole.csv"), pl.concat(parts)
    if all(row["executed_at"] is None for row in rows):
        with pytest.raises(Refused):
            executions(split, DAILY)
        return
    one, other = executions(whole, DAILY), executions(split, DAILY)
    assert one.trades.equals(other.trades)
    read, kept, repeated, left_out = counted(other)
    assert read == len(rows) == kept + repeated + left_out
    assert counted(one) == (read, kept, repeated, left_out)
    sizes = {row["id"]: Fraction(row["size"] or 0) for row in rows}
    volumes = re.findall(r"left out.* volume ([0-9.]+)", " ".join(finding.en.found for finding in other.findings[1:]))
    missing = sum(map(Fraction, volumes), Fraction(0))
    assert sum(sizes.values(), Fraction(0)) == Fraction(volume_text(other.trades["size"])) + missing


def test_every_kind_of_defect_speaks_both_languages() -> None:
    """The places for values are the same in both, so that none is lost in one of them."""
    kinds = [kind for kind in vars(defects).values() if isinstance(kind, FindingKind)]
    for kind in kinds:
        names = [set(re.findall(r"\{(\w+?)(?:_en|_ja)?\}", " ".join((words.found, words.wanted, words.do))))
                 for words in (kind.en, kind.ja)]  # fmt: skip
        assert names[0] == names[1], kind.code
    assert len({kind.code for kind in kinds}) == len(kinds)
